package assets

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestIssuer bounds the work for names that come from outside, in bytes.
// No service's name is near it.
const longestIssuer = 256

// nameKey folds a name to what is compared: letters and digits, in lower case
// and without accents; "+" and "&" are words of their own ("Disney+", "AT&T").
func nameKey(name string) string {
	// Bytes that are no UTF-8 would keep their neighbours from being taken apart.
	name = strings.ToValidUTF8(name, "\uFFFD")
	var key strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			key.WriteRune(unicode.ToLower(r))
		case r == '+':
			key.WriteString("plus")
		case r == '&':
			key.WriteString("and")
		}
	}
	return key.String()
}

// issuerKeys returns the keys under which an issuer may be known, the most
// exact first. Each is the whole of a name: a part of a word never counts.
func issuerKeys(issuer string) []string {
	if len(issuer) > longestIssuer {
		return nil
	}
	k := &keys{}
	issuer = strings.TrimSpace(issuer)
	k.add(nameKey(issuer))
	k.addHost(issuer)
	k.addWords(issuer)
	if service, ok := beforeDetail(issuer); ok {
		k.add(nameKey(service))
		k.addHost(service)
		k.addWords(service)
	}
	return k.list
}

type keys struct{ list []string }

func (k *keys) add(key string) {
	if key != "" && !slices.Contains(k.list, key) {
		k.list = append(k.list, key)
	}
}

// detailMarks part the service from what a user or a company added to it.
var detailMarks = []string{"(", "[", ": ", ":", " - ", " – ", " — ", " | ", " / ", "/", " @ "}

// beforeDetail returns the service of "Slack (Contoso)" and "GitHub: jane".
func beforeDetail(issuer string) (string, bool) {
	end := len(issuer)
	for _, mark := range detailMarks {
		if i := strings.Index(issuer, mark); i > 0 && i < end {
			end = i
		}
	}
	return strings.TrimSpace(issuer[:end]), end < len(issuer)
}

// idleWords say nothing about which service it is.
var idleWords = map[string]bool{
	"account": true, "accounts": true, "login": true, "signin": true, "id": true,
	"enterprise": true, "business": true, "personal": true, "work": true, "private": true,
	"inc": true, "llc": true, "ltd": true, "gmbh": true, "ag": true, "corp": true, "corporation": true, "company": true,
	"2fa": true, "mfa": true, "otp": true, "totp": true, "authenticator": true,
	"prod": true, "production": true, "staging": true, "dev": true, "test": true, "admin": true,
	"official": true, "online": true, "website": true, "web": true, "app": true,
}

// addWords adds the name without idle words at its end, one by one: "GitHub
// Enterprise", "PayPal, Inc.", "Epic Games account".
func (k *keys) addWords(name string) {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '&'
	})
	for len(words) > 1 && idleWords[strings.ToLower(words[len(words)-1])] {
		words = words[:len(words)-1]
		k.add(nameKey(strings.Join(words, " ")))
	}
}

// addHost adds the names of a host or web address, from the whole to the
// registered domain ("aws.amazon.com", "amazon.com"), then that without its
// ending ("amazon").
func (k *keys) addHost(text string) {
	labels := hostLabels(text)
	first, lent := registered(labels)
	if first < 0 || lent {
		return
	}
	for i := range first + 1 {
		k.add(nameKey(strings.Join(labels[i:], ".")))
	}
	// Under .com a short name is nearly always the well-known one; under the
	// hundreds of other endings it is anybody's.
	label, ending := labels[first], labels[len(labels)-1]
	if n := utf8.RuneCountInString(label); n >= 4 || n >= 2 && ending == "com" {
		k.add(nameKey(label))
	}
}

// hostLabels returns the labels of a host name, in lower case, or nil if the
// text is none.
func hostLabels(text string) []string {
	text = strings.ToLower(text)
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "/")
	text = strings.TrimSuffix(strings.TrimPrefix(text, "www."), ".")
	labels := strings.Split(text, ".")
	for _, label := range labels {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-'
		}) {
			return nil
		}
	}
	return labels
}
