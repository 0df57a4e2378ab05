package session

import (
	"slices"
	"testing"
	"time"

	"watchword/vault"
	"watchword/vault/account"
)

// trashed is an account that lies in a trash.
func trashed(a account.Account) account.Account {
	a.Trashed = time.Unix(1, 0)
	return a
}

// named is an account with the key of another one.
func named(a account.Account, name string) account.Account {
	a.Name = name
	return a
}

// What is in the vault already is not added again, and what is in use never goes for what is in a trash.
func TestJudge(t *testing.T) {
	a := totp("Amazon", "me")
	for _, row := range []struct {
		why        string
		have       []account.Account
		files      []account.Account
		duplicates bool
		want       []Verdict
	}{
		{"new", nil, []account.Account{a}, false, []Verdict{IsNew}},
		{"there", []account.Account{a}, []account.Account{a}, false, []Verdict{IsThere}},
		{"its key under another name", []account.Account{a}, []account.Account{named(a, "you")}, false, []Verdict{IsSame}},
		{"asked for", []account.Account{a}, []account.Account{a}, true, []Verdict{IsNew}},
		{"twice in the files", nil, []account.Account{a, a}, false, []Verdict{IsNew, IsThere}},
		{"two names of one key in the files are two", nil, []account.Account{a, named(a, "you")}, false, []Verdict{IsNew, IsNew}},
		{"in use there, in our trash only", []account.Account{trashed(a)}, []account.Account{a}, false, []Verdict{IsNew}},
		{"in both trashes", []account.Account{trashed(a)}, []account.Account{trashed(a)}, false, []Verdict{IsThere}},
		{"in their trash, in use here", []account.Account{a}, []account.Account{trashed(a)}, false, []Verdict{IsThere}},
		{"in their trash and in use there too", nil, []account.Account{trashed(a), a}, false, []Verdict{IsNew, IsNew}},
	} {
		s, _, _ := newSession(t, row.have...)
		if got := s.Judge(row.files, row.duplicates); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
	}
}

// An import adds, completes and refuses at once, and one undo takes it back.
func TestImport(t *testing.T) {
	a, other := totp("Amazon", "me"), totp("Amazon", "me")
	other.Key.Secret = append(other.Key.Secret, 1)
	s, _, _ := newSession(t, a)
	noted, broken := a.Clone(), totp("Broken", "")
	noted.Note, broken.Key.Secret = "codes", nil
	in, r := s.Import(t.Context(), []account.Account{totp("New", ""), noted, other, broken, trashed(totp("Old", ""))}, false)
	if want := []Verdict{IsNew, IsThere, IsNew, IsRefused, IsNew}; r.Status != vault.Saved || !slices.Equal(in.Verdicts, want) {
		t.Fatalf("%q, %+v", in.Verdicts, r)
	}
	if !slices.Equal(in.Took[1], []Lack{LackNote}) || len(in.Beside) != 1 || in.Beside[0].Credential() != other.Credential() {
		t.Errorf("%+v", in)
	}
	if live, trash := s.Sizes(); live != 3 || trash != 1 {
		t.Errorf("%d in use, %d in the trash", live, trash)
	}
	if says, _, ok := s.Undo(t.Context()); !ok || len(s.Accounts()) != 1 || s.Accounts()[0].Note != "" {
		t.Errorf("undo: %s, %d accounts", says, len(s.Accounts()))
	}
	if again, _ := s.Import(t.Context(), []account.Account{trashed(totp("Old", ""))}, false); again.Verdicts[0] != IsThere {
		t.Error("what is in the trash is added to it once more")
	}
}

// Several changes are one save, and one that fails is none.
func TestTogether(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""), totp("B", ""))
	before := s.Vault().FileRevision()
	r, err := s.Together(t.Context(), func() error {
		if r := s.Trash(t.Context(), s.idOf(t, "A")); r.Status != vault.NotSaved || r.Err != nil {
			t.Errorf("%+v", r)
		}
		_, err := s.Pin(t.Context(), true, s.idOf(t, "B"))
		return err
	})
	if err != nil || r.Status != vault.Saved || s.Vault().FileRevision() != before+1 {
		t.Errorf("%v, %+v, revision %d after %d", err, r, s.Vault().FileRevision(), before)
	}
	if list := s.Accounts(); len(list) != 1 || !list[0].Pinned {
		t.Errorf("%+v", list)
	}
	if r, err := s.Together(t.Context(), func() error { return nil }); err != nil || r.Status != vault.Saved || s.Vault().FileRevision() != before+1 {
		t.Errorf("nothing was changed: %v, %+v", err, r)
	}
	if _, err := s.Together(t.Context(), func() error { s.Trash(t.Context(), s.Accounts()[0].ID); return ErrSameKey }); err != ErrSameKey || s.Vault().FileRevision() != before+1 {
		t.Errorf("%v, revision %d", err, s.Vault().FileRevision())
	}
	if r := s.Save(t.Context()); r.Status != vault.Saved || s.Vault().FileRevision() != before+2 {
		t.Errorf("%+v", r)
	}
}
