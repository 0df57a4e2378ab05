package settings

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
)

func window(t *testing.T, mode theme.Mode, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	// Wrapped text knows its height only once it knows its width.
	w.Resize(fyne.NewSize(420, 639))
	w.Resize(fyne.NewSize(420, 640))
	return w
}

func newApp(t *testing.T, mode theme.Mode) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(mode))
}

// selects returns the choices of the page from top to bottom.
func selects(o fyne.CanvasObject) []*widgets.Choice {
	var out []*widgets.Choice
	switch o := o.(type) {
	case *widgets.Choice:
		return []*widgets.Choice{o}
	case *fyne.Container:
		for _, child := range o.Objects {
			out = append(out, selects(child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			out = append(out, selects(child)...)
		}
	}
	return out
}

func TestChangesCountAtOnce(t *testing.T) {
	newApp(t, theme.Dark)
	var got Values
	changes := 0
	s := &Screen{Values: Values{Theme: theme.System, List: usual(), ClearAfter: 30 * time.Second, LockAfter: 10 * time.Minute},
		OnChanged: func(v Values) { got = v; changes++ }}
	w := window(t, theme.Dark, s.Content())
	all := selects(w.Content())
	rows := []struct{ shows, choose string }{
		{"follow the system", "dark"}, {"follow the system", "high"}, {"blue", "green"}, {"normal", "compact"}, {"in my own order", "by use on this computer"},
		{"in the last seconds", "always"}, {"always", "under the pointer or by a key"}, {"stays", "is minimised"},
		{"after 30 seconds", "never"}, {"after 10 minutes", "after 1 minute"},
	}
	if len(all) != len(rows) {
		t.Fatalf("%d choices", len(all))
	}
	if changes != 0 {
		t.Error("showing the page changed something")
	}
	for i, row := range rows {
		if all[i].Selected != row.shows {
			t.Errorf("%s shows %q, want %q", all[i].Label, all[i].Selected, row.shows)
		}
		all[i].SetSelected(row.choose)
	}
	want := Values{Theme: theme.Dark, ClearAfter: 0, LockAfter: time.Minute,
		List: List{Contrast: "high", Accent: "#0E8A6B", Rows: "compact", Sort: "use", NextCode: "always", HideCodes: true, CopyHides: true, CanHide: true}}
	if got != want || changes != len(rows) {
		t.Errorf("%+v after %d changes, want %+v", got, changes, want)
	}
	// Where a program cannot minimise itself, nothing promises it.
	s = &Screen{Values: Values{List: List{}}, OnChanged: func(Values) {}}
	if n := len(selects(window(t, theme.Dark, s.Content()).Content())); n != len(rows)-1 {
		t.Errorf("%d choices without it", n)
	}
}

func usual() List {
	return List{Contrast: "system", Rows: "normal", Sort: "own", NextCode: "last", CanHide: true}
}

// A value that somebody wrote into the file by hand is shown and kept.
func TestForeignValue(t *testing.T) {
	newApp(t, theme.Dark)
	s := &Screen{Values: Values{LockAfter: 7 * time.Minute, List: List{Accent: "#123456"}}, OnChanged: func(Values) { t.Error("changed") }}
	all := selects(window(t, theme.Dark, s.Content()).Content())
	if got := all[len(all)-1].Selected; got != "after 7m0s" {
		t.Errorf("shows %q", got)
	}
	if got := all[2].Selected; got != "#123456" {
		t.Errorf("the colour shows %q", got)
	}
}

func TestLooks(t *testing.T) {
	newApp(t, theme.Light)
	s := &Screen{Version: "1.0.0", OnBack: func() {}, Values: Values{Theme: theme.System, List: usual(), ClearAfter: 30 * time.Second, LockAfter: 10 * time.Minute},
		Vault: Vault{Path: "~/.local/share/watchword/vault.watchword", Saved: "today, 09:41", Backup: "today, 09:40", Accounts: 42, SetAside: 1}}
	test.AssertRendersToImage(t, "settings.png", window(t, theme.Light, s.Content()).Canvas())
	backups := &Backups{Folder: "~/.local/share/watchword/backups", OnBack: func() {}, Backups: []Backup{
		{Path: "1", Title: "today, 09:40", Detail: "save 412, 12 KiB"}, {Path: "2", Title: "on 2 January 2026", Detail: "save 398, 12 KiB, before a new password"}}}
	test.AssertRendersToImage(t, "backups.png", window(t, theme.Light, backups.Content()).Canvas())
	clockPage := newClock(t, 42*time.Second, nil)
	w := window(t, theme.Light, clockPage.Content())
	test.Tap(clockPage.compare)
	w.Resize(fyne.NewSize(420, 641)) // the wrapped texts of the answer
	w.Resize(fyne.NewSize(420, 640))
	test.AssertRendersToImage(t, "clock.png", w.Canvas())
	test.AssertRendersToImage(t, "keys.png", window(t, theme.Light, Keys([][2]string{{"Enter, Ctrl+C", "Copy the code"}, {"Shift+Up, Shift+Down, Shift+click", "Choose up to another account"}, {"F1", "This list of keys"}}, func() {})).Canvas())
}

// Nothing is brought back before it was shown.
func TestBackupIsShownFirst(t *testing.T) {
	newApp(t, theme.Dark)
	var log []string
	note := func(what string) func(path, password string) (string, error) {
		return func(path, password string) (string, error) {
			log = append(log, what+" "+path+" "+password)
			return what, nil
		}
	}
	s := &Backups{Run: background.Now, Backups: []Backup{{Path: "a"}}, Prove: note("prove"), Preview: note("preview"), Merge: note("merge")}
	window(t, theme.Dark, s.Content())
	s.look("a", s.Preview, true)
	if len(log) != 0 || s.merge.Visible() {
		t.Error("a backup was opened without a password")
	}
	s.password.SetText("pw")
	s.look("a", s.Prove, false)
	if s.merge.Visible() {
		t.Error("proving offers to merge")
	}
	s.look("a", s.Preview, true)
	if !s.merge.Visible() {
		t.Fatal("a preview does not offer to merge")
	}
	test.Tap(s.merge)
	if want := "prove a pw; preview a pw; merge a pw"; strings.Join(log, "; ") != want {
		t.Errorf("%q, want %q", log, want)
	}
}
