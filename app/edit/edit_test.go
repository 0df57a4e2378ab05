package edit

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func amazon() account.Account {
	return account.Account{ID: "1", Issuer: "Amazon", Name: "me@example.org", Note: "backup phone: Jane's", Tags: []string{"Shopping", "Family"},
		Created: time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC),
		Key:     otp.Key{Type: otp.TOTP, Secret: otp.Secret("12345678901234567890"), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
}

// Only what was changed is written: a field that another computer changed meanwhile must
// not be overwritten with its old value.
func TestSavesOnlyWhatChanged(t *testing.T) {
	for _, row := range []struct {
		why   string
		do    func(s *Page)
		check func(e vault.Edit) bool
	}{
		{"the name", func(s *Page) { s.name.SetText(" you@example.org ") },
			func(e vault.Edit) bool {
				return e.Issuer == nil && *e.Name == "you@example.org" && e.Note == nil && e.Tags == nil
			}},
		{"the tags", func(s *Page) {
			test.Tap(s.tags.chips.Objects[1].(fyne.Tappable)) // Family goes
			s.tags.entry.SetText("Work ,, Shopping")
		},
			func(e vault.Edit) bool {
				return e.Issuer == nil && e.Name == nil && strings.Join(*e.Tags, "|") == "Shopping|Work"
			}},
		{"an emptied note", func(s *Page) { s.note.SetText("") },
			func(e vault.Edit) bool { return *e.Note == "" && e.Name == nil }},
	} {
		var saved []vault.Edit
		done := 0
		s := &Page{Run: background.Now, Account: amazon(), OnDone: func() { done++ },
			Save: func(e vault.Edit) error { saved = append(saved, e); return nil }}
		pagetest.Window(t, theme.Dark, s.Content)
		row.do(s)
		test.Tap(s.save)
		if len(saved) != 1 || done != 1 || !row.check(saved[0]) {
			t.Errorf("%s: saved %d times", row.why, len(saved))
		}
	}
}

func TestNothingChanged(t *testing.T) {
	back := 0
	s := &Page{Run: background.Now, Account: amazon(), OnBack: func() { back++ },
		Save: func(vault.Edit) error { t.Error("saved without a change"); return nil }}
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.save)
	if back != 1 {
		t.Error("Save without a change does not go back")
	}
}

func TestSaveFails(t *testing.T) {
	s := &Page{Run: background.Now, Account: amazon(), Save: func(vault.Edit) error { return vault.ErrNoAccount },
		OnDone: func() { t.Error("done although it failed") }}
	pagetest.Window(t, theme.Dark, s.Content)
	s.name.SetText("new")
	test.Tap(s.save)
	if s.message.Text() != phrases.Sentence(vault.ErrNoAccount) || s.name.Text != "new" || s.save.Disabled() {
		t.Errorf("message %q, name %q", s.message.Text(), s.name.Text)
	}
}

// Deleting for good takes two clicks, on two places.
func TestPurgeTakesTwoClicks(t *testing.T) {
	purged, restored := "", ""
	a := amazon()
	a.Trashed = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)
	s := &Trash{Accounts: []account.Account{a}, OnPurge: func(ids ...string) { purged = strings.Join(ids, "+") }, OnRestore: func(ids ...string) { restored = strings.Join(ids, "+") }}
	w := pagetest.Window(t, theme.Dark, s.Content)
	find := func(text string) *widgets.Button {
		var found *widgets.Button
		walk(w.Content(), func(o fyne.CanvasObject) {
			if b, ok := o.(*widgets.Button); ok && b.Text == text {
				found = b
			}
		})
		return found
	}
	if find("Delete permanently").Visible() {
		t.Error("the second button shows at once")
	}
	test.Tap(find("Delete permanently…"))
	if purged != "" || find("Delete permanently…").Visible() {
		t.Error("one click deletes")
	}
	test.Tap(find("Delete permanently"))
	if purged != "1" {
		t.Error("two clicks do not delete")
	}
	test.Tap(find("Restore"))
	if restored != "1" {
		t.Error("Restore does nothing")
	}
}

// walk visits an object and what it holds.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

func TestLooks(t *testing.T) {
	trashed := amazon()
	trashed.Trashed = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
	}{
		{"edit", theme.Dark, (&Page{Run: background.Now, Account: amazon(), OnBack: func() {}}).Content},
		{"trash", theme.Light, (&Trash{Accounts: []account.Account{trashed}, OnBack: func() {}}).Content},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := pagetest.Window(t, row.mode, row.content)
			test.AssertRendersToImage(t, row.name+".png", w.Canvas())
		})
	}
}
