package transfer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// MissingParts says, a sentence for each export of Google Authenticator, which of its QR
// codes are not among the results. What is there can be imported all the same.
func MissingParts(results ...Result) []string {
	seen := map[[2]int]map[int]bool{} // by ID and size
	for _, r := range results {
		for _, p := range r.Parts {
			key := [2]int{p.ID, p.Size}
			if seen[key] == nil {
				seen[key] = map[int]bool{}
			}
			seen[key][p.Index] = true
		}
	}
	var sentences []string
	for key, have := range seen {
		var missing []string
		for i := range key[1] {
			if !have[i] {
				missing = append(missing, strconv.Itoa(i+1))
			}
		}
		if len(missing) == 0 {
			continue
		}
		rest := "code " + missing[0] + " is still missing. Import it too."
		if len(missing) > 1 {
			rest = "codes " + join(missing) + " are still missing. Import them too."
		}
		sentences = append(sentences, fmt.Sprintf("Google Authenticator showed %d QR codes; %s", key[1], rest))
	}
	slices.Sort(sentences)
	return sentences
}

// join puts words into a list: "1, 2 and 3".
func join(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
