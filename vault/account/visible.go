package account

import (
	"fmt"
	"strings"
	"unicode"
)

// The joiners belong to the spelling of Persian and of many emoji, and turn nothing around.
const zeroWidthNonJoiner, zeroWidthJoiner = '\u200C', '\u200D'

// Visible returns s with every control character, line break and invisible mark (those
// that turn the direction of text among them) as \uXXXX, so that a name shows as what it
// is: on a screen, in a terminal, on paper.
func Visible(s string) string {
	if strings.IndexFunc(s, isHidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !isHidden(r):
			b.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	return b.String()
}

func isHidden(r rune) bool {
	if r == zeroWidthJoiner || r == zeroWidthNonJoiner {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
