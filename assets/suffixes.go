package assets

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

// suffixList is the public suffix list, made by gen/make.sh: below which endings names are
// registered, and below which of these companies lend names to others.
//
//go:embed suffixes.txt
var suffixList string

// suffixes are the rules of the two halves.
var suffixes = sync.OnceValue(func() (both struct{ public, lent map[string]bool }) {
	both.public, both.lent = make(map[string]bool, 7000), make(map[string]bool, 4000)
	half := both.public
	for line := range strings.Lines(suffixList) {
		switch line = strings.TrimSpace(line); {
		case line == "// PRIVATE":
			half = both.lent
		case !strings.HasPrefix(line, "//"):
			half[line] = true
		}
	}
	// Who lends names without standing in the list.
	for _, name := range []string{"amazonaws.com", "tumblr.com", "weebly.com", "wordpress.com"} {
		both.lent[name] = true
	}
	return both
})

// suffix returns the index of the first label of the longest ending that has a rule, or -1.
// Rules are the list's: "*.ck" is any name below ck, "!www.ck" one that is none of these.
func suffix(rules map[string]bool, labels []string) int {
	for i := range labels {
		name := strings.Join(labels[i:], ".")
		switch _, below, _ := strings.Cut(name, "."); {
		case rules["!"+name]:
			return i + 1
		case rules[name], below != "" && rules["*."+below]:
			return i
		}
	}
	return -1
}

// endings are the generic ones that services use; two letters are a country. Below the hundreds
// of others a name is anybody's.
var endings = map[string]bool{
	"com": true, "net": true, "org": true, "app": true, "dev": true, "cloud": true,
	"games": true, "email": true, "online": true, "info": true,
}

// registered returns the index of the label that somebody registered, -1 if the ending is not
// one that tells us anything, and whether the name is one of those that a company lends to
// anybody: what stands there is not the service that lends the room.
func registered(labels []string) (first int, lent bool) {
	if len(labels) == 0 {
		return -1, false
	}
	last := labels[len(labels)-1]
	if country := len(last) == 2 && unicode.IsLetter(rune(last[0])); !country && !endings[last] {
		return -1, false
	}
	ending := suffix(suffixes().public, labels)
	if ending < 1 {
		return -1, false
	}
	return ending - 1, suffix(suffixes().lent, labels) > 0
}
