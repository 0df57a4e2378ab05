package review

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

func accounts(n int) []account.Account {
	out := make([]account.Account, n)
	for i := range out {
		out[i] = account.Account{ID: fmt.Sprint(i), Issuer: fmt.Sprintf("Service %d", i), Name: "someone.with.a.long.name@department.example.org"}
	}
	return out
}

// buttons returns the buttons of a page from top to bottom.
func buttons(o fyne.CanvasObject) []*widgets.Button {
	switch o := o.(type) {
	case *widgets.Button:
		return []*widgets.Button{o}
	case *fyne.Container:
		var out []*widgets.Button
		for _, child := range o.Objects {
			out = append(out, buttons(child)...)
		}
		return out
	case fyne.Widget:
		var out []*widgets.Button
		for _, child := range test.WidgetRenderer(o).Objects() {
			out = append(out, buttons(child)...)
		}
		return out
	}
	return nil
}

func texts(list []*widgets.Button) string {
	var out []string
	for _, b := range list {
		out = append(out, b.Text)
	}
	return strings.Join(out, ", ")
}

func sample(log *[]string) *Page {
	return &Page{
		Accounts: 42, Said: "Twin moved to the trash.", OnUndo: func() { *log = append(*log, "undo") }, OnBack: func() {},
		OnAll: func(i Item) { *log = append(*log, "all of "+i.Title) },
		Items: []Item{
			{Title: "There is no recovery sheet", Text: "If you forget the password, nobody can open this vault.", Grave: true,
				Button: "Make one", Do: func() { *log = append(*log, "sheet") }},
			{Title: "42 accounts have no note of another way in", Text: "If this vault is lost you need one: backup codes, a backup phone, a second device. Note which, or where it lies.",
				Accounts: accounts(42), Mend: "Write a note", OnAccount: func(id string) { *log = append(*log, "note "+id) }},
		},
	}
}

// Each thing has a button that mends it, and that button is for it.
func TestButtons(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var log []string
	s := sample(&log)
	list := buttons(pagetest.Show(t, s.Content()).Content())
	if got, want := texts(list), "Undo, Make one, Write a note, Write a note, Write a note, Show all 42, "; got != want {
		t.Fatalf("buttons %q, want %q", got, want)
	}
	for _, i := range []int{0, 1, 3, 5} {
		test.Tap(list[i])
	}
	if got, want := strings.Join(log, "; "), "undo; sheet; note 1; all of "+s.Items[1].Title; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A thousand accounts are drawn by a handful of rows.
func TestAll(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var log []string
	item := sample(&log).Items[1]
	item.Accounts = accounts(1000)
	list := buttons(pagetest.Show(t, All(item, func() {})).Content())
	if n := len(list); n < 5 || n > 60 {
		t.Errorf("%d buttons for 1,000 accounts", n)
	}
	test.Tap(list[2])
	if len(log) != 1 || log[0] != "note 2" {
		t.Errorf("%q", log)
	}
}

func TestNote(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var saved string
	done := 0
	fail := errors.New("The disk is full.")
	s := &Note{Run: background.Now, Account: account.Account{Issuer: "Amazon"}, OnBack: func() {}, OnDone: func() { done++ },
		Save: func(note string) error { saved = note; return fail }}
	pagetest.Show(t, s.Content())
	test.Tap(s.save)
	if saved != "" || s.message.Text() == "" {
		t.Error("an empty note was saved, or nothing was said")
	}
	s.entry.SetText("  the drawer\n")
	test.Tap(s.save)
	if done != 0 || s.message.Text() != fail.Error() || s.entry.Text == "" {
		t.Errorf("after a failure: %d, %q", done, s.message.Text())
	}
	fail = nil
	test.Tap(s.save)
	if saved != "the drawer" || done != 1 {
		t.Errorf("saved %q, done %d", saved, done)
	}
}

func TestLooks(t *testing.T) {
	var log []string
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
	}{
		{"review", theme.Dark, sample(&log).Content},
		{"well", theme.Light, (&Page{Accounts: 1, OnBack: func() {}}).Content},
		{"all", theme.Light, func() fyne.CanvasObject { return All(sample(&log).Items[1], func() {}) }},
		{"note", theme.Light, (&Note{Account: account.Account{Issuer: "Amazon"}, OnBack: func() {},
			Points: []string{"Amazon gives no backup codes: add a backup phone under Backup methods.", "Keep a backup of your vault, or show the QR code to a second device now."}}).Content},
	} {
		t.Run(row.name, func(t *testing.T) {
			pagetest.Look(t, theme.Look{Mode: row.mode})
			test.AssertRendersToImage(t, row.name+".png", pagetest.Show(t, row.content()).Canvas())
		})
	}
}
