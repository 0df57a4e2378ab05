package session

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// What the vault lacks of an account in a file, before and after the file was taken in. What is
// there stays as it is.
func TestLacksAndComplete(t *testing.T) {
	hotp := func(counter uint64) account.Account {
		a := totp("VPN", "me")
		a.Key = otp.Key{Type: otp.HOTP, Secret: a.Key.Secret, Algorithm: otp.SHA1, Digits: 6}
		a.Counter = counter
		return a
	}
	with := func(change func(*account.Account)) account.Account {
		a := hotp(3)
		change(&a)
		return a
	}
	for _, row := range []struct {
		why    string
		have   account.Account
		file   account.Account
		before []Lack
		took   []Lack
		after  []Lack
	}{
		{"the same", hotp(3), hotp(3), nil, nil, nil},
		{"a smaller counter is never taken", hotp(3), hotp(2), nil, nil, nil},
		{"a larger one is", hotp(3), hotp(40), []Lack{LackCounter}, []Lack{LackCounter}, nil},
		{"a note where there is none", hotp(3), with(func(a *account.Account) { a.Note = "codes 1 2 3" }), []Lack{LackNote}, []Lack{LackNote}, nil},
		{"another note is not overwritten", with(func(a *account.Account) { a.Note = "mine" }), with(func(a *account.Account) { a.Note = "theirs" }),
			[]Lack{LackNote}, nil, []Lack{LackNote}},
		{"a note that is part of the one there, with other line ends", with(func(a *account.Account) { a.Note = "mine\ncodes\n1" }),
			with(func(a *account.Account) { a.Note = "codes\r\n1\r\n" }), nil, nil, nil},
		{"a tag", with(func(a *account.Account) { a.Tags = []string{"Work"} }), with(func(a *account.Account) { a.Tags = []string{"work", "old"} }),
			[]Lack{LackTag}, []Lack{LackTag}, nil},
		{"another name: the counter belongs to the key, the note to the name", hotp(3),
			with(func(a *account.Account) { a.Name, a.Note, a.Counter = "you", "codes", 9 }), []Lack{LackName, LackCounter, LackNote}, []Lack{LackCounter}, []Lack{LackName, LackNote}},
		{"a name in other case", hotp(3), with(func(a *account.Account) { a.Issuer, a.Name = "vpn ", "ME" }), nil, nil, nil},
		{"a name without what stands in front", with(func(a *account.Account) { a.Name = "acme · me" }), hotp(3), nil, nil, nil},
		{"a name with more in front", hotp(3), with(func(a *account.Account) { a.Name = "acme · me" }), []Lack{LackName}, nil, []Lack{LackName}},
		{"one without a name", hotp(3), with(func(a *account.Account) { a.Issuer, a.Name = "", "" }), nil, nil, nil},
		{"another key", hotp(3), totp("VPN", "me"), []Lack{LackAccount}, nil, []Lack{LackAccount}},
		{"in use in the file, in the trash here", trashed(hotp(3)), hotp(3), []Lack{LackAccount}, nil, []Lack{LackAccount}},
		{"in both trashes", trashed(hotp(3)), trashed(hotp(3)), nil, nil, nil},
		{"in both trashes, and with a note there", trashed(hotp(3)), with(func(a *account.Account) { a.Note, a.Trashed = "codes", time.Unix(1, 0) }), []Lack{LackNote}, nil, []Lack{LackNote}},
		{"in the trash there, in use here", hotp(3), trashed(hotp(3)), nil, nil, nil},
	} {
		t.Run(row.why, func(t *testing.T) {
			s, _, _ := newSession(t, row.have)
			if got, few := Lacks(s.Vault())(row.file), LacksOf(s.Vault())(row.file); !slices.Equal(got, row.before) || !slices.Equal(few, row.before) {
				t.Errorf("lacks %q before, or %q", got, few)
			}
			if got, _ := s.Complete(t.Context(), row.file); fmt.Sprint(got) != fmt.Sprint([][]Lack{row.took}) {
				t.Errorf("took %q", got)
			}
			if got := Lacks(s.Vault())(row.file); !slices.Equal(got, row.after) {
				t.Errorf("lacks %q after", got)
			}
			now := s.All()[0]
			if now.Counter < row.have.Counter || row.have.Note != "" && now.Note != row.have.Note || now.Name != row.have.Name || now.Issuer != row.have.Issuer {
				t.Errorf("became %+v", now)
			}
		})
	}
}
