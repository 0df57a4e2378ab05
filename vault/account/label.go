package account

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// beside is what stands between a kept prefix and the name: "acme · bob".
const beside = " · "

// keptPrefixes are the issuers whose links say in front of the name which of several accounts
// it is, so that it stays there. Elsewhere a prefix that is not the issuer is an old or a long
// name of the service, and is dropped.
var keptPrefixes = []struct {
	issuer string
	why    string
}{
	{"Slack", "every workspace has its own code, and people are called alike in all of them; links say Slack (acme):bob"},
	{"Microsoft", "the company's name tells work accounts apart; links say Contoso:j.doe@contoso.com"},
}

// splitLabel finds issuer and name: a label that starts with the issuer parameter and a
// colon gives the rest as the name, otherwise the first colon splits, and the parameter
// wins over what stands before it.
func splitLabel(label, issuer string) (string, string) {
	if name, ok := cutIssuer(label, issuer); ok {
		return issuer, name
	}
	prefix, name, ok := cutLabel(label)
	if !ok {
		return issuer, strings.TrimSpace(label)
	}
	prefix, name = strings.TrimSpace(prefix), strings.TrimSpace(name)
	if issuer == "" {
		return prefix, name
	}
	return issuer, withPrefix(issuer, prefix, name)
}

// cutLabel cuts a label at its first colon. That of “https://” separates nothing.
func cutLabel(label string) (prefix, name string, ok bool) {
	for at := 0; ; {
		colon := strings.IndexByte(label[at:], ':')
		if colon < 0 {
			return label, "", false
		}
		at += colon + 1
		if !strings.HasPrefix(label[at:], "//") {
			return label[:at-1], label[at:], true
		}
	}
}

// cutIssuer returns what stands behind the issuer and a colon, with spaces where people put
// them; the case of the letters does not matter. The issuer may hold colons itself.
func cutIssuer(label, issuer string) (name string, ok bool) {
	rest := strings.TrimSpace(label)
	at := 0
	for range issuer {
		if at >= len(rest) {
			return "", false
		}
		_, size := utf8.DecodeRuneInString(rest[at:])
		at += size
	}
	if issuer == "" || !strings.EqualFold(rest[:at], issuer) {
		return "", false
	}
	name, ok = strings.CutPrefix(strings.TrimLeftFunc(rest[at:], unicode.IsSpace), ":")
	return strings.TrimSpace(name), ok
}

// withPrefix puts the prefix of a label in front of the name where it belongs to the account.
func withPrefix(issuer, prefix, name string) string {
	for _, kept := range keptPrefixes {
		if !strings.EqualFold(issuer, kept.issuer) {
			continue
		}
		// "Slack (acme)" is acme
		if inner, ok := cutPrefixFold(prefix, kept.issuer); ok {
			if inner = strings.TrimSpace(inner); strings.HasPrefix(inner, "(") && strings.HasSuffix(inner, ")") {
				prefix = strings.TrimSpace(inner[1 : len(inner)-1])
			}
		}
		switch {
		case prefix == "":
			return name
		case name == "":
			return prefix
		}
		return prefix + beside + name
	}
	return name
}

// Completes reports whether the name of a is another name with a prefix in front: one that
// earlier versions dropped, or that another program did.
func (a Account) Completes(issuer, name string) bool {
	prefix, ok := strings.CutSuffix(a.Name, beside+name)
	return ok && name != "" && prefix != "" && a.Issuer == issuer
}
