package session

import (
	"testing"

	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// An account that is there gets what it lacks instead of a twin, and undo takes it back; but no
// counter is ever set back.
func TestAddingCompletes(t *testing.T) {
	have := totp("Amazon", "me")
	s, _, _ := newSession(t, have)
	id := s.Accounts()[0].ID
	file := have.Clone()
	file.Note, file.Tags = "codes 1 2 3", []string{"Shops"}
	ids, r := s.Add(t.Context(), file)
	if r.Status != vault.Saved || !equal(ids, []string{id}) {
		t.Fatalf("%q, %+v", ids, r)
	}
	if list := s.Accounts(); len(list) != 1 || list[0].Note != file.Note || !equal(list[0].Tags, file.Tags) {
		t.Errorf("%+v", list)
	}
	if says, _, ok := s.Undo(t.Context()); !ok || s.Accounts()[0].Note != "" || len(s.Accounts()[0].Tags) != 0 {
		t.Errorf("undo: %s, %+v", says, s.Accounts()[0])
	}
	if says, _, ok := s.Redo(t.Context()); !ok || s.Accounts()[0].Note != file.Note {
		t.Errorf("redo: %s, %+v", says, s.Accounts()[0])
	}
	if ids, _ := s.Add(t.Context(), file); len(s.Accounts()) != 2 || equal(ids, []string{id}) {
		t.Error("one that lacks nothing is not added as asked")
	}
}

// Two entries of one file that complete the same account are undone as a whole, in the other
// order, and undo says what it did.
func TestCompletingTwiceIsUndone(t *testing.T) {
	s, _, _ := newSession(t, totp("Amazon", "me"))
	work, home := totp("Amazon", "me"), totp("Amazon", "me")
	work.Tags, home.Tags = []string{"Work"}, []string{"Home"}
	for _, row := range []struct {
		why          string
		file         []account.Account
		undone, done string
	}{
		{"one account", []account.Account{work, home}, "Changes to Amazon undone.", "Changes to Amazon redone."},
		{"and a new one", []account.Account{work, home, totp("Slack", "")},
			"Changes to 2 accounts undone. What was added is in the trash.", "Changes to 2 accounts redone."},
	} {
		before := s.shape()
		s.Add(t.Context(), row.file...)
		after := s.shape()
		for range 2 {
			if says, _, ok := s.Undo(t.Context()); !ok || says != row.undone || len(s.Accounts()) != 1 || len(s.Accounts()[0].Tags) != 0 {
				t.Errorf("%s: undo says %q, %v:\n%s\nbefore\n%s", row.why, says, ok, s.shape(), before)
			}
			if says, _, ok := s.Redo(t.Context()); !ok || says != row.done || s.shape() != after {
				t.Errorf("%s: redo says %q, %v:\n%s\nafter\n%s", row.why, says, ok, s.shape(), after)
			}
		}
		s.Undo(t.Context())
	}
}

// What a counter got stays, and undo says so.
func TestCompletingKeepsCounters(t *testing.T) {
	have := totp("VPN", "me")
	have.Key = otp.Key{Type: otp.HOTP, Secret: have.Key.Secret, Algorithm: otp.SHA1, Digits: 6}
	s, _, _ := newSession(t, have)
	file := have.Clone()
	file.Tags, file.Counter = []string{"Work"}, 40
	s.Add(t.Context(), file, totp("Slack", ""))
	if says, _, _ := s.Undo(t.Context()); says != "Changes to 2 accounts undone. What was added is in the trash. Larger counters stay." || s.Accounts()[0].Counter != 40 {
		t.Errorf("%s %+v", says, s.Accounts()[0])
	}
}

// An edit that names one account twice is undone as a whole.
func TestEditingTwiceIsUndone(t *testing.T) {
	s, _, _ := newSession(t, totp("Amazon", "me"))
	id, a, b := s.Accounts()[0].ID, "a", "b"
	if _, err := s.EditMany(t.Context(), says(" x", " y"), []Change{{id, vault.Edit{Note: &a}}, {id, vault.Edit{Note: &b}}}); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := s.Undo(t.Context()); !ok || s.Accounts()[0].Note != "" {
		t.Errorf("undo leaves %q", s.Accounts()[0].Note)
	}
}

// Accounts of one key count at one service: each gets the largest counter, whatever its name, and
// undo sets none back.
func TestAddingRaisesEveryCounter(t *testing.T) {
	hotp := func(name string, counter uint64) account.Account {
		a := totp("VPN", name)
		a.Key = otp.Key{Type: otp.HOTP, Secret: totp("VPN", "me").Key.Secret, Algorithm: otp.SHA1, Digits: 6}
		a.Counter = counter
		return a
	}
	for _, row := range []struct {
		why  string
		have account.Account
		file account.Account
		want []uint64
	}{
		{"a larger one comes under another name", hotp("me", 3), hotp("you", 40), []uint64{40, 40}},
		{"a smaller one comes under another name", hotp("me", 40), hotp("you", 3), []uint64{40, 40}},
		{"under a longer name of the same account", hotp("me", 3), hotp("acme · me", 40), []uint64{40}},
		{"under the same name", hotp("me", 3), hotp("me", 40), []uint64{40}},
	} {
		s, _, _ := newSession(t, row.have)
		s.Add(t.Context(), row.file)
		for range 2 {
			for i, a := range s.Accounts() {
				if len(s.Accounts()) != len(row.want) || a.Counter != row.want[i] {
					t.Errorf("%s: %s has counter %d", row.why, a.Name, a.Counter)
				}
			}
			s.Undo(t.Context())
			if a := s.Accounts()[0]; a.Counter != row.want[0] {
				t.Errorf("%s: undo set the counter back to %d", row.why, a.Counter)
			}
			s.Redo(t.Context())
		}
	}
}
