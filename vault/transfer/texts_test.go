package transfer

import (
	"context"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// hostileTexts are texts that some format or the program that reads it does not keep as they are.
var hostileTexts = []struct{ why, text string }{
	{"a formula of a spreadsheet", "=1+1"},
	{"another one", "@SUM(A1)"},
	{"what begins like a sum", "+49 30"},
	{"a dash", "-x"},
	{"an escape sequence", "a\x1b[31mb"},
	{"no text at all to a program in C", "a\x00b"},
	{"U+007F", "a\x7fb"},
	{"a control character of C1", "a\u009bb"},
	{"a tab", "a\tb"},
	{"a line break of Windows", "a\r\nb"},
	{"a bare return", "a\rb"},
	{"one space", " "},
	{"spaces around", " a "},
	{"a slash", "a/b"},
	{"a backslash", `a\b`},
	{"a semicolon", "a;b"},
	{"a comma", "a,b"},
	{"a colon", "a:b"},
	{"no character", "a\uFFFEb"},
	{"direction", "a\u202Eb"},
	{"a byte order mark", "\uFEFFa"},
}

// typed is what a person typed, without the spaces around it: no reader takes these.
func typed(a account.Account) []string {
	var list []string
	for _, text := range append([]string{a.Issuer, a.Name, a.Note}, a.Tags...) {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, text)
		}
	}
	return list
}

// TestTextsComeBackOrAreToldAsLost puts each text into each part of an account: it comes back as it
// was, or the list of losses says something.
func TestTextsComeBackOrAreToldAsLost(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		if c.write != nil && c.format != "keepass" && c.format != "keepassxc-csv" {
			return // only tests write it
		}
		limits := c.limitsOf(t)
		for _, h := range hostileTexts {
			for part, put := range map[string]func(*account.Account){
				"issuer": func(a *account.Account) { a.Issuer = h.text },
				"name":   func(a *account.Account) { a.Name = h.text },
				"note":   func(a *account.Account) { a.Note = h.text },
				"tag":    func(a *account.Account) { a.Tags = []string{h.text} },
			} {
				a := account.Account{Issuer: "Example", Name: "me", Key: otp.Defaults(otp.TOTP)}
				a.Key.Secret = canary(0)
				put(&a)
				whole, reason := limits(a)
				if reason != "" {
					continue
				}
				r, err := Read(context.Background(), c.file(t, []account.Account{a}), c.onlyPassword(contractPassword))
				if whole || err != nil || len(r.Accounts) != 1 {
					t.Errorf("%s as %s: %v, %d accounts", h.why, part, err, len(r.Accounts))
				} else if out, in := typed(a), typed(r.Accounts[0]); !slices.Equal(out, in) {
					t.Errorf("%s as %s: went out %q, came in %q", h.why, part, out, in)
				}
			}
		}
	})
}
