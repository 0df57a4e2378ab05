package session

import (
	"testing"

	"watchword/vault"
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
