package session

import (
	"path/filepath"
	"testing"

	"watchword/app/internal/apptest"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// What Undo and Redo say is true at that moment, and both go back and forth.
func TestUndoAndRedoSayWhatIsTrue(t *testing.T) {
	note, name := "a note", "me too"
	for _, tt := range []struct {
		why          string
		do           func(s *Session, id string)
		undone, done string
	}{
		{"to the trash", func(s *Session, id string) { s.Trash(t.Context(), id) }, "GitHub restored.", "GitHub moved to the trash."},
		{"added", func(s *Session, _ string) { s.Add(t.Context(), totp("Slack", "")) }, "Slack moved to the trash.", "Slack added again."},
		{"several added", func(s *Session, _ string) { s.Add(t.Context(), totp("A", ""), totp("B", "")) }, "2 accounts moved to the trash.", "2 accounts added again."},
		{"edited", func(s *Session, id string) { s.Edit(t.Context(), id, vault.Edit{Note: &note, Name: &name}) }, "Changes to GitHub undone.", "Changes to GitHub redone."},
		{"pinned", func(s *Session, id string) { s.Pin(t.Context(), true, id) }, "GitHub unpinned.", "GitHub pinned."},
		{"one of two is pinned already, and stays so", func(s *Session, id string) {
			pinned := s.idOf(t, "Amazon")
			on := true
			if err := s.vault.Edit(pinned, vault.Edit{Pinned: &on}); err != nil {
				t.Fatal(err)
			}
			s.Pin(t.Context(), true, id, pinned)
		}, "GitHub unpinned.", "GitHub pinned."},
		{"archived", func(s *Session, id string) { s.Archive(t.Context(), true, id) }, "GitHub unarchived.", "GitHub archived."},
		{"tagged", func(s *Session, id string) { s.Tag(t.Context(), []string{"Work"}, nil, id) }, "Tags of GitHub restored.", "Tags of GitHub changed again."},
		{"another key", func(s *Session, id string) { s.ReplaceKey(t.Context(), id, totp("other", "key").Key) },
			"GitHub has its previous key again.", "GitHub has its new key again."},
		{"added in the place of another", func(s *Session, id string) {
			s.AddReplacing(t.Context(), []account.Account{totp("GitHub", "renewed")}, map[int]string{0: id})
		}, "GitHub has its previous key again.", "GitHub has its new key again."},
		{"added beside, and in the place of another", func(s *Session, id string) {
			s.AddReplacing(t.Context(), []account.Account{totp("A", ""), totp("GitHub", "renewed")}, map[int]string{1: id})
		}, "2 accounts moved to the trash, and the previous ones restored.", "2 accounts added again, and the previous ones moved to the trash."},
		{"the place of one that is gone: beside", func(s *Session, id string) {
			s.AddReplacing(t.Context(), []account.Account{totp("A", "")}, map[int]string{0: "gone"})
		}, "A moved to the trash.", "A added again."},
	} {
		s, _, _ := newSession(t, totp("Amazon", "me"), totp("GitHub", "me"))
		id := s.idOf(t, "GitHub")
		tt.do(s, id)
		after := s.shape()
		for range 2 {
			if says, r, ok := s.Undo(t.Context()); !ok || says != tt.undone || r.Status != vault.Saved {
				t.Errorf("%s: undo says %q, %v", tt.why, says, ok)
			}
			if says, r, ok := s.Redo(t.Context()); !ok || says != tt.done || r.Status != vault.Saved {
				t.Errorf("%s: redo says %q, %v", tt.why, says, ok)
			}
			if got := s.shape(); got != after {
				t.Errorf("%s: after redo\n%s\nwant\n%s", tt.why, got, after)
			}
		}
		if says, _, ok := s.Redo(t.Context()); ok || says != "Nothing to redo." {
			t.Errorf("%s: redo at the end says %q, %v", tt.why, says, ok)
		}
	}
}

// What takes the place of an account has its tags, its note and its counter's own beginning; the
// old one lies whole in the trash.
func TestAddReplacing(t *testing.T) {
	s, _, _ := newSession(t, totp("Amazon", "me"), totp("GitHub", "me"))
	id, note := s.idOf(t, "GitHub"), "the codes are in the safe"
	s.Edit(t.Context(), id, vault.Edit{Note: &note, Tags: &[]string{"Work"}})
	counted := totp("GitHub", "renewed")
	counted.Key.Type, counted.Key.Period, counted.Counter = otp.HOTP, 0, 7
	ids, r := s.AddReplacing(t.Context(), []account.Account{counted, totp("Slack", "")}, map[int]string{0: id})
	if r.Status != vault.Saved || len(ids) != 2 || ids[0] == "" || ids[1] == "" {
		t.Fatal(ids, r)
	}
	a, _ := s.Account(ids[0])
	if a.Note != note || len(a.Tags) != 1 || a.Counter != 7 || a.Key.Type != otp.HOTP {
		t.Errorf("%+v", a)
	}
	if old, _ := s.Account(id); !old.InTrash() || old.Note != note {
		t.Errorf("the old one: %+v", old)
	}
	// One account gives its place once; the next one of its name is added.
	ids, _ = s.AddReplacing(t.Context(), []account.Account{totp("GitHub", "b"), totp("GitHub", "c")}, map[int]string{0: ids[0], 1: ids[0]})
	if trash := s.Trashed(); len(trash) != 2 || ids[0] == "" || ids[1] == "" {
		t.Errorf("%d in the trash", len(trash))
	}
}

// shape is what the list shows, and what lies in the trash.
func (s *Session) shape() string {
	text := ""
	for _, a := range append(s.Accounts(), s.Trashed()...) {
		text += a.Title() + "|" + a.Name + "|" + a.Note + "|" + string(a.Key.Secret)
		for _, t := range a.Tags {
			text += "|" + t
		}
		if a.Pinned {
			text += "|pinned"
		}
		if a.Archived {
			text += "|archived"
		}
		if a.InTrash() {
			text += "|trash"
		}
		text += "\n"
	}
	return text
}

// A new change ends what could be redone.
func TestRedoEndsWithANewChange(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""), totp("B", ""))
	s.Trash(t.Context(), s.idOf(t, "A"))
	s.Undo(t.Context())
	s.Pin(t.Context(), true, s.idOf(t, "B"))
	if says, _, ok := s.Redo(t.Context()); ok || says != "Nothing to redo." {
		t.Errorf("redo says %q, %v", says, ok)
	}
}

// Ctrl+Z behind a permanent deletion takes back nothing older, however often it is pressed.
func TestPurgeIsABarrier(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""), totp("B", ""))
	s.Add(t.Context(), totp("Hetzner", ""))
	s.Trash(t.Context(), s.idOf(t, "A"))
	s.Purge(t.Context(), s.Trashed()[0].ID)
	for range 3 {
		if says, _, ok := s.Undo(t.Context()); ok || says != "Permanent deletion cannot be undone." {
			t.Fatalf("undo says %q, %v", says, ok)
		}
	}
	if got := order(s); !equal(got, []string{"B", "Hetzner"}) {
		t.Errorf("the list is %q", got)
	}
	if _, _, ok := s.Redo(t.Context()); ok {
		t.Error("something was redone")
	}
	s.Trash(t.Context(), s.idOf(t, "B")) // what comes after can be undone, down to the barrier
	if says, _, ok := s.Undo(t.Context()); !ok || says != "B restored." {
		t.Errorf("undo says %q, %v", says, ok)
	}
	if says, _, ok := s.Undo(t.Context()); ok || says != "Permanent deletion cannot be undone." {
		t.Errorf("at the barrier again undo says %q, %v", says, ok)
	}
}

// What another computer changed meanwhile is not overwritten by taking back one's own.
func TestUndoLeavesWhatCameFromElsewhere(t *testing.T) {
	s, c, _ := newSession(t, totp("A", "before"))
	id := s.idOf(t, "A")
	mine, theirs := "mine", "theirs"
	r, err := s.Edit(t.Context(), id, vault.Edit{Name: &mine})
	done(t, r, err)
	other := s.elsewhere(t)
	c.Forward(1e9)
	if err := other.Edit(id, vault.Edit{Name: &theirs}); err != nil {
		t.Fatal(err)
	}
	other.Save(t.Context())
	if _, err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if says, _, ok := s.Undo(t.Context()); ok || says != "Not undone: it was changed elsewhere in the meantime." {
		t.Errorf("undo says %q, %v", says, ok)
	}
	if a, _ := s.Account(id); a.Name != theirs {
		t.Errorf("the name is %q", a.Name)
	}
}

// Taking a backup back out would also drop what came in after it.
func TestUndoOfAMergeKeepsWhatCameLater(t *testing.T) {
	dir := t.TempDir()
	v, err := vault.Create(t.Context(), filepath.Join(dir, "v.watchword"), []byte(password), vault.Options{KDF: apptest.KDF, BackupDir: filepath.Join(dir, "backups")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	s := New(v, nil, nil, Settings{})
	s.Add(t.Context(), totp("A", ""))
	s.Add(t.Context(), totp("B", ""))
	s.Purge(t.Context(), s.idOf(t, "A"))
	backups, err := v.Backups()
	if err != nil || len(backups) < 2 {
		t.Fatal(len(backups), err)
	}
	old, err := v.OpenCopy(backups[1].Path) // of before the purge
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if _, r, err := s.Merge(t.Context(), old, true); err != nil || r.Status != vault.Saved {
		t.Fatal(err, r.Err)
	}
	if says, _, ok := s.Undo(t.Context()); !ok || says != "Restore from backup undone." {
		t.Fatalf("undo says %q, %v", says, ok)
	}
	if got := order(s); !equal(got, []string{"B"}) {
		t.Errorf("undone: %q", got)
	}
	if says, _, ok := s.Redo(t.Context()); !ok || says != "Restore from backup redone." {
		t.Fatalf("redo says %q, %v", says, ok)
	}
	if got := order(s); !equal(got, []string{"A", "B"}) {
		t.Errorf("redone: %q", got)
	}
	other := s.elsewhere(t)
	other.Add(totp("Theirs", ""))
	other.Save(t.Context())
	if _, err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if says, _, ok := s.Undo(t.Context()); ok {
		t.Errorf("undo says %q", says)
	}
	if got := order(s); !equal(got, []string{"A", "B", "Theirs"}) {
		t.Errorf("after the merge: %q", got)
	}
}

// elsewhere is the vault as another computer has it open.
func (s *Session) elsewhere(t *testing.T) *vault.Vault {
	t.Helper()
	locked, err := vault.Open(s.vault.Path(), vault.Options{KDF: apptest.KDF})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(t.Context(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

// A button that offers to undo one change knows it from another.
func TestLastChange(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""), totp("B", ""))
	s.Trash(t.Context(), s.idOf(t, "A"))
	one := s.LastChange()
	s.Pin(t.Context(), true, s.idOf(t, "B"))
	if s.LastChange() == one {
		t.Error("another change has the same number")
	}
	s.Undo(t.Context())
	if s.LastChange() != one {
		t.Error("the first change is the last again, and has another number")
	}
}
