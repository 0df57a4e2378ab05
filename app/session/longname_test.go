package session

import (
	"testing"

	"watchword/vault"
	"watchword/vault/account"
)

// An account that is stored without its workspace gets the longer name instead of a twin, with
// everything else of it, and one undo takes it back.
func TestLongerName(t *testing.T) {
	found, err := account.ParseURI("otpauth://totp/Slack%20(acme):bob?secret=GEZDGNBVGY3TQOJQ&issuer=Slack")
	if err != nil {
		t.Fatal(err)
	}
	stored := found.Clone()
	stored.Name, stored.Note = "bob", "kept"
	s, _, _ := newSession(t, stored)
	id := s.Accounts()[0].ID
	if got := s.Vault().Match(found); got != vault.ShorterName || !got.Stored() {
		t.Errorf("match %v", got)
	}
	ids, r := s.Add(t.Context(), found)
	if r.Status != vault.Saved || len(ids) != 1 || ids[0] != id {
		t.Fatalf("%q, %+v", ids, r)
	}
	if list := s.Accounts(); len(list) != 1 || list[0].Name != "acme · bob" || list[0].Note != "kept" {
		t.Errorf("%+v", list)
	}
	if s.Vault().Match(found) != vault.AlreadyThere {
		t.Error("it is not there now")
	}
	if says, _, ok := s.Undo(t.Context()); !ok || s.Accounts()[0].Name != "bob" {
		t.Errorf("undo: %s, %q", says, s.Accounts()[0].Name)
	}
	other := found.Clone()
	other.Issuer = "Mattermost"
	if s.Vault().Match(other) != vault.SameSecret {
		t.Error("another service's account is renamed")
	}
}
