package vault

import (
	"slices"
	"strings"

	"watchword/vault/account"
)

// A Match says what the vault knows about an account that is about to be added.
type Match int

// The answers of [Vault.Match].
const (
	None         Match = iota // its credential and its name are new
	AlreadyThere              // the same credential, issuer and name
	SameSecret                // the same credential under another issuer or name
	SameName                  // another credential under the same issuer and name
	ShorterName               // the same credential under the name without what stands in front of it here
)

// NamesakeDiffers says of [SameName] what is so: the credential is the key with its settings.
const NamesakeDiffers = "with another key or other settings"

// Stored reports whether the vault has the key already, under whatever name.
func (m Match) Stored() bool { return m == AlreadyThere || m == SameSecret || m == ShorterName }

// Match says whether an account like a is there already. The trash does not count, but for an
// account that is in a trash itself, of the program that it comes from: it is there already in ours.
func (v *Vault) Match(a account.Account) Match {
	cred, name := a.Credential(), nameOf(a)
	return v.matcher(func(r *record) bool { return r.cred == cred || nameOf(r.acc) == name })(a)
}

// Matcher answers as [Vault.Match] does now, and goes through the vault only once: for
// imports of thousands.
func (v *Vault) Matcher() func(account.Account) Match {
	return v.matcher(func(*record) bool { return true })
}

// matcher knows the accounts that are wanted.
func (v *Vault) matcher(wanted func(*record) bool) func(account.Account) Match {
	type called struct{ issuer, name string }
	there, trashed, names := map[string][]called{}, map[string][]called{}, map[name]bool{}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, e := range v.doc.entries {
		if e.rec == nil || !wanted(e.rec) {
			continue
		}
		if e.rec.acc.InTrash() {
			trashed[e.rec.cred] = append(trashed[e.rec.cred], called{e.rec.acc.Issuer, e.rec.acc.Name})
			continue
		}
		there[e.rec.cred] = append(there[e.rec.cred], called{e.rec.acc.Issuer, e.rec.acc.Name})
		names[nameOf(e.rec.acc)] = true
	}
	return func(a account.Account) Match {
		same, name := there[a.Credential()], nameOf(a)
		switch {
		case slices.Contains(same, called{a.Issuer, a.Name}):
			return AlreadyThere
		case a.InTrash() && slices.Contains(trashed[a.Credential()], called{a.Issuer, a.Name}):
			return AlreadyThere
		case slices.ContainsFunc(same, func(c called) bool { return a.Completes(c.issuer, c.name) }):
			return ShorterName
		case len(same) > 0:
			return SameSecret
		case name != nameless && names[name]:
			return SameName
		}
		return None
	}
}

// Shortened returns the account that has the credential of a under the name without what stands
// in front of it in a: “bob” for “acme · bob”.
func (v *Vault) Shortened(a account.Account) (account.Account, bool) {
	for _, id := range v.Same(a) {
		if have, ok := v.Account(id); ok && a.Completes(have.Issuer, have.Name) {
			return have, true
		}
	}
	return account.Account{}, false
}

// Namesakes returns the ids of the accounts that have the issuer and the name of a and another
// credential, without the trash.
func (v *Vault) Namesakes(a account.Account) []string {
	cred, name := a.Credential(), nameOf(a)
	if name == nameless {
		return nil
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	ids := v.doc.ids()
	var out []string
	for i, e := range v.doc.entries {
		if e.rec != nil && !e.rec.acc.InTrash() && e.rec.cred != cred && nameOf(e.rec.acc) == name {
			out = append(out, ids[i])
		}
	}
	return out
}

// A name is issuer and account name as they are compared: case and the space around them do
// not matter.
type name struct{ issuer, account string }

var nameless name

func nameOf(a account.Account) name {
	fold := func(s string) string { return account.Fold(strings.TrimSpace(s)) }
	return name{fold(a.Issuer), fold(a.Name)}
}

// Same returns the ids of the accounts with the credential of a, without the trash.
func (v *Vault) Same(a account.Account) []string {
	cred := a.Credential()
	v.mu.RLock()
	defer v.mu.RUnlock()
	ids := v.doc.ids()
	var same []string
	for i, e := range v.doc.entries {
		if e.rec != nil && e.rec.cred == cred && !e.rec.acc.InTrash() {
			same = append(same, ids[i])
		}
	}
	return same
}
