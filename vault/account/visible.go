package account

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// The joiners belong to the spelling of Persian and of many emoji, and turn nothing around.
const zeroWidthNonJoiner, zeroWidthJoiner = '\u200C', '\u200D'

// Visible returns s with every control character, line break and invisible mark (those
// that turn the direction of text among them) as \uXXXX, and bytes that are no UTF-8 as \xXX, so
// that a name shows as what it is: on a screen, in a terminal, on paper.
func Visible(s string) string { return escaped(s, isHidden, `\U%08X`) }

// VisibleText is [Visible] for sentences that names and paths were put into: line breaks and tabs
// stay. All that a program says to a terminal or in a message passes through it.
func VisibleText(s string) string {
	return escaped(s, func(r rune) bool { return isHidden(r) && r != '\n' && r != '\t' }, `\U%08X`)
}

// VisibleJSON returns JSON that means the same and shows as what it is, in a terminal too. Go's encoder
// leaves U+007F, the control characters behind it and the invisible marks as they are. What it put between the
// members stays.
func VisibleJSON(text string) string {
	return escaped(text, func(r rune) bool { return isHidden(r) && r > '\x1F' }, "")
}

// escaped writes hidden runes as escapes; those beyond U+FFFF by the format large, or as JSON does, in two
// halves.
func escaped(s string, hidden func(rune) bool, large string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch n := utf8.RuneLen(r); {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02X`, s[i])
		case !hidden(r):
			b.WriteRune(r)
		case n < 4:
			fmt.Fprintf(&b, `\u%04X`, r)
		case large != "":
			fmt.Fprintf(&b, large, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04X\u%04X`, high, low)
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
