package transfer

import (
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// supports is what a format can keep of an account.
type supports struct {
	types           []otp.Type // nil: all
	tags, note      bool
	oneTag          bool // of its tags only the first
	pinned, archive bool
	trash           bool
	key             func(k otp.Key) string         // says why it cannot keep the key; nil: it keeps all
	also            func(a account.Account) string // says what else is lost in part, or ""
}

// The types that many programs have: with and without counting.
var (
	counting  = []otp.Type{otp.TOTP, otp.HOTP, otp.Steam}
	timeBased = []otp.Type{otp.TOTP, otp.Steam}
)

// limits is the Limits of a format. An account in the trash is left out where there is no
// trash: it must not come back to life elsewhere.
func (s supports) limits(a account.Account) (whole bool, reason string) {
	k := a.Key
	if s.types != nil && !slices.Contains(s.types, k.Type) {
		return true, words.T("this format has no codes of the type %s", typeName(k.Type))
	}
	if s.key != nil {
		if reason := s.key(k); reason != "" {
			return true, reason
		}
	}
	if a.InTrash() && !s.trash {
		return true, words.T("it is in the trash, and this format has none")
	}
	var lost []string
	lose := func(kept, has bool, what string) {
		if has && !kept {
			lost = append(lost, what)
		}
	}
	lose(s.tags, len(a.Tags) > 0, words.T("its tags"))
	lose(!s.oneTag, len(a.Tags) > 1, words.T("more than its first tag"))
	lose(s.note, a.Note != "", words.T("its note"))
	lose(s.pinned, a.Pinned, words.T("that it is pinned"))
	lose(s.archive, a.Archived, words.T("that it is archived"))
	if s.also != nil {
		what := s.also(a)
		lose(false, what != "", what)
	}
	if len(lost) == 0 {
		return false, ""
	}
	return false, words.T("the file will not hold %s", words.Or(lost...))
}

// isXML reports whether XML 1.0 can hold a character at all. Programs in C end a text at the first that it
// cannot, U+0000; a terminal obeys another, U+001B.
func isXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// plainText returns a text with U+FFFD, the mark for what could not be read, for each character that XML
// cannot hold.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if isXML(r) {
			return r
		}
		return '\uFFFD'
	}, text)
}

// notPlain says that texts of an account lose characters by [plainText], or "".
func notPlain(a account.Account) string {
	for _, text := range append([]string{a.Issuer, a.Name, a.Note}, a.Tags...) {
		if plainText(text) != text {
			return words.T("the control characters in it: each becomes U+FFFD")
		}
	}
	return ""
}

// typeName is how people know a type of code.
func typeName(t otp.Type) string {
	names := map[otp.Type]string{otp.TOTP: "TOTP", otp.HOTP: words.T("HOTP (counter-based)"), otp.Steam: "Steam", otp.Yandex: "Yandex", otp.MOTP: "mOTP"}
	if name, ok := names[t]; ok {
		return name
	}
	return words.T("unknown")
}
