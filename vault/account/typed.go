package account

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/otp"
)

// MaxTyped is the longest text, in bytes, that the one box looks at. A longer list is a
// file and goes through the import.
const MaxTyped = bounds.Typed

// linkStart finds the links in a text that holds several: real links have spaces in them,
// so only the beginning of the next one ends a link.
var linkStart = regexp.MustCompile(`(?i)(apple-otpauth|otpauth-migration|otpauth)://|\b(apple-otpauth|otpauth-migration|otpauth|motp|steam):/`)

// longestScheme is more than any link's scheme takes, in bytes.
const longestScheme = 32

// IdentifyTyped says what a user typed or pasted into the one box: a key in any dress,
// a link, or several links, one a line or one after the other. It returns nothing for
// nothing. A key becomes an account without issuer and name, and its Note says what was
// made of it.
func IdentifyTyped(text string) []Find {
	text = strings.TrimFunc(text, isInvisible)
	switch {
	case text == "":
		return nil
	case len(text) > MaxTyped:
		return []Find{{Kind: KindBroken, What: "length", Title: words.T("This text is too long"), Reason: words.T("it is longer than a list of links to paste"),
			Advice: words.T("Save it as a file and import that.")}}
	case linkStart.MatchString(text):
		return identifyLinks(text)
	}
	if f, ok := identifyForeign(text); ok && !isKey(text) {
		return []Find{f}
	}
	f := identifyKey(text)
	if f.Usable() {
		if f.Bare = SpelledOther; isKey(stripDecoration(text)) {
			f.Bare = SpelledBase32
		}
	}
	return []Find{f}
}

// identifyLinks splits a text with links. What stands before the first one on its line (a
// heading, a number, a comma) is dropped; whole lines without a link are named. What is wrong
// in a text of several lines is told with its line.
func identifyLinks(text string) []Find {
	var finds []Find
	several := strings.ContainsAny(text, "\n\r\u0085\u2028\u2029")
	for piece := range Pieces(text) {
		if piece.Link == "" {
			if !strings.HasPrefix(piece.Rest, "#") {
				finds = append(finds, Find{Kind: KindBroken, What: "line", Title: words.T("Line %d is not an otpauth link", piece.Line),
					Reason: words.T("the line holds no authenticator link"), Advice: words.T("Check whether a link was broken into two lines.")})
			}
			continue
		}
		f := Identify(piece.Link)
		if piece.Open {
			f = Find{Kind: KindBroken, What: "line", Title: words.T("This authenticator link is perhaps not whole"), Reason: words.T("the link may go on in the next line"),
				Advice: words.T("Put the whole link on one line, or an empty line behind it.")}
		}
		if several && !f.Usable() {
			f.Title = words.T("Line %d: %s", piece.Line, f.Title)
		}
		finds = append(finds, f)
	}
	return finds
}

// identifyKey makes an account of a bare key.
func identifyKey(text string) Find {
	body := stripDecoration(text)
	secret, err := ParseKey(body)
	if err == nil {
		return keyFind(otp.TOTP, secret, words.N(countSymbols(body), "1 character", "%d characters"))
	}
	var wrong *KeyError
	if errors.As(err, &wrong) {
		// Hexadecimal digits that no base32 key can be, and enough of them that it is no accident.
		if raw, ok := decodeHex(body); ok && len(raw) >= 16 {
			return keyFind(otp.TOTP, raw, words.N(countSymbols(body), "1 hexadecimal digit", "%d hexadecimal digits"))
		}
		if raw, ok := decodeBase64(strings.TrimSpace(body)); ok && len(raw) == steamSecret {
			return keyFind(otp.Steam, raw, words.T("base64 as in Steam's own files"))
		}
		if !mostlyKey(body) {
			f := identifyText(text)
			f.Title, f.Reason = words.T("This is not a key or a link"), words.T("keys have only the letters A to Z and the digits 2 to 7")
			f.Advice = words.T("Copy the key from the page, or the whole link from “otpauth” to its end.")
			return f
		}
	}
	return Find{Kind: KindBroken, What: "key", Title: words.T("There is a mistake in the key"), Reason: err.Error(),
		Advice: words.T("Compare it with the page, four characters at a time.")}
}

// keyFind is the find of a bare key; length says in the words of its spelling how long
// it is.
func keyFind(t otp.Type, secret otp.Secret, length string) Find {
	key := otp.Defaults(t)
	key.Secret = secret
	f := usable(Account{Key: key})
	f.Title = words.T("A key")
	f.Note = words.N(len(secret), "%[2]s, 1 byte", "%[2]s, %[1]d bytes", length)
	if f.Short {
		f.Note = words.N(len(secret), "%[2]s, 1 byte: unusually short", "%[2]s, %[1]d bytes: unusually short", length)
	}
	return f
}

// isKey reports whether a text is base32 from end to end. A key may well begin like a
// payment (LNBC...).
func isKey(text string) bool {
	_, err := ParseKey(text)
	return err == nil
}

// heading is what pages and mails put before a key: "Secret key: ", "secret=".
var heading = regexp.MustCompile(`^[\pL ]{1,40}[:=]\s*`)

// stripDecoration blanks out quotation marks and a heading, so that positions in what is left
// are those of the text.
func stripDecoration(text string) string {
	blank := func(s string) string { return strings.Repeat(" ", utf8.RuneCountInString(s)) }
	if h := heading.FindString(text); h != "" && strings.Trim(text[len(h):], "= ") != "" {
		text = blank(h) + text[len(h):]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"'`“”„‘’‚«»", r) {
			return ' '
		}
		return r
	}, text)
}

// countSymbols counts the characters of a key without its spaces, dashes and padding.
func countSymbols(text string) int {
	n := 0
	for _, r := range text {
		if !isDress(r) && r != '=' {
			n++
		}
	}
	return n
}

// mostlyKey reports whether a text is a key with a few wrong characters rather than
// something else. A look-alike is easily typed; a question mark is not.
func mostlyKey(text string) bool {
	wrong := 0
	for _, r := range text {
		switch {
		case isDress(r), r == '=', isBase32(r), 'a' <= r && r <= 'z':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			wrong++
		default:
			wrong += 4
		}
	}
	return wrong <= max(4, countSymbols(text)/8)
}

// IsLink reports whether a text begins like a link that [ParseURI] or [ParseMigration]
// reads, be it damaged behind that.
func IsLink(text string) bool {
	text = strings.TrimFunc(text, isInvisible)
	at := linkStart.FindStringIndex(text[:min(len(text), longestScheme)])
	return at != nil && at[0] == 0
}
