package transfer

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapes are what stands behind a backslash in JSON and YAML (YAML 1.2, section 5.7), beside the numbers.
var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1B", ' ': " ", '"': `"`, '/': "/", '\\': `\`,
	'N': "\u0085", '_': "\u00A0", 'L': "\u2028", 'P': "\u2029",
}

// unescape undoes the escapes of JSON and YAML in a text. What is no escape stays as it is; ok is
// false where there is any.
func unescape(text string) (plain string, ok bool) {
	if strings.IndexByte(text, '\\') < 0 {
		return text, true
	}
	var b strings.Builder
	ok = true
	for {
		before, rest, found := strings.Cut(text, `\`)
		b.WriteString(before)
		switch {
		case !found:
			return b.String(), ok
		case rest == "":
			return b.String() + `\`, false
		}
		plain, known := escapes[rest[0]]
		size := 1
		if !known {
			plain, size = numberedEscape(rest)
		}
		if size == 0 {
			plain, size, ok = `\`, 0, false
		}
		b.WriteString(plain)
		text = rest[size:]
	}
}

// numberedEscape reads the number of a letter, without its backslash: xE9, u00e9, U0001F600, or two
// halves as JSON has them, ud83d\ude00. size is 0 where it is none.
func numberedEscape(text string) (letter string, size int) {
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[0]]
	if digits == 0 || len(text) <= digits {
		return "", 0
	}
	size = 1 + digits
	n, err := strconv.ParseUint(text[1:size], 16, 32)
	if err != nil || n > utf8.MaxRune {
		return "", 0
	}
	if r := rune(n); utf16.IsSurrogate(r) {
		if rest := text[size:]; len(rest) >= 6 && rest[:2] == `\u` {
			if low, err := strconv.ParseUint(rest[2:6], 16, 32); err == nil && utf16.DecodeRune(r, rune(low)) != utf8.RuneError {
				return string(utf16.DecodeRune(r, rune(low))), size + 6
			}
		}
	}
	return string(rune(n)), size
}
