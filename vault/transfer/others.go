package transfer

import (
	"cmp"
	"strings"

	"watchword/vault/account"
)

// A text is what an entry of a password manager says beside its code: a note, or a field with
// its name.
type text struct{ name, value string }

// addOthers adds the accounts that stand in other texts of an entry: links in a note or in a field
// of any name, and bare keys in fields that are named like a one-time password. Those of the entry
// that the result has since from accounts were in it are left out. like has what they share.
func (r *Result) addOthers(position, from int, like account.Account, texts ...text) {
	var seen map[string]bool
	add := func(a account.Account, err error) {
		if seen == nil {
			seen = map[string]bool{}
			for _, a := range r.Accounts[from:] {
				seen[string(a.Key.Secret)] = true
			}
		}
		if err == nil && seen[string(a.Key.Secret)] {
			return
		}
		seen[string(a.Key.Secret)] = true
		a.Note, a.Tags, a.Pinned, a.Archived, a.Trashed = like.Note, like.Tags, like.Pinned, like.Archived, like.Trashed
		r.add(position, a, err)
	}
	for _, t := range texts {
		if isCodeName(t.name) && looksLikeKey(strings.TrimSpace(t.value)) {
			a, err := entry{Secret: t.value}.account(like.Issuer, like.Name)
			add(a, err)
		}
		for link := range generalLinks([]byte(t.value)) {
			if r.full() != nil {
				return
			}
			if m, err := account.ParseMigration(link.Link); err == nil {
				for _, a := range m.Accounts {
					add(a, nil)
				}
				for _, f := range m.Failures {
					r.Failures = append(r.Failures, account.NewFailure(position, account.Account{Issuer: f.Issuer, Name: f.Name}, f.Reason))
				}
				r.Parts = append(r.Parts, Part{ID: m.ID, Size: m.Size, Index: m.Index})
				continue
			}
			a, err := r.parseLink(link.Link)
			if link.Open {
				err = errOpen
			}
			a.Issuer, a.Name = cmp.Or(a.Issuer, like.Issuer), cmp.Or(a.Name, like.Name)
			add(a, err)
		}
	}
}

// otpNames are the names of fields and columns that hold the key of a one-time password, in small
// letters and without what stands between these.
var otpNames = map[string]bool{
	"totp": true, "otp": true, "hotp": true, "otpauth": true, "otpurl": true, "otpuri": true, "otpsecret": true, "otpkey": true, "totpkey": true,
	"totpsecret": true, "totpuri": true, "totpurl": true, "totpseed": true, "otpseed": true, "logintotp": true, "twofasecret": true, "twofakey": true,
	"2fa": true, "2fasecret": true, "2fakey": true, "2facode": true, "mfa": true, "mfasecret": true, "mfakey": true, "onetimepassword": true,
	"onetimecode": true, "twofactorsecret": true, "twofactorkey": true, "twofactorauthentication": true, "twofactor": true, "authenticatorkey": true,
	"authenticatorsecret": true,
	"einmalpasswort":      true, "motdepasseusageunique": true, "contraseadeunsolouso": true, // without the letters with accents
}

// isCodeName reports whether a field or column is named like a one-time password.
func isCodeName(name string) bool { return otpNames[plainName(name)] }

// plainName returns the small letters and digits of a name that is not too long for one.
func plainName(name string) string {
	if len(name) > 64 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}
