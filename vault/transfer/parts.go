package transfer

import (
	"slices"
	"strconv"

	"watchword/assets/words"
)

// A Total adds up the files of one import: together they are bounded as one file is. The
// zero value is ready.
type Total struct{ entries, texts int }

var errTooManyTogether = words.Error("The files together hold more than %d accounts. Import them in several parts.", maxAccounts)

// Add counts what a file held. Its error ends the import.
func (t *Total) Add(r Result) error {
	t.entries += len(r.Accounts) + len(r.Failures)
	t.texts += r.texts
	if t.entries > maxAccounts || t.texts > maxTexts {
		return errTooManyTogether
	}
	return nil
}

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
		sentences = append(sentences, words.N(len(missing), "Google Authenticator showed %[2]d QR codes; code %[3]s is still missing. Import it too.",
			"Google Authenticator showed %[2]d QR codes; codes %[3]s are still missing. Import them too.", key[1], words.And(missing...)))
	}
	slices.Sort(sentences)
	if more := len(sentences) - mostSentences; more > 0 {
		sentences = append(sentences[:mostSentences], words.N(more, "1 more export of Google Authenticator is not complete.", "%d more exports of Google Authenticator are not complete."))
	}
	return sentences
}

// mostSentences bounds the exports that are named one by one; a list may have parts of
// thousands.
const mostSentences = 20
