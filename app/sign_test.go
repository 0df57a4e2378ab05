package app

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/intake"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// says reports whether a label of the window holds text.
func (r *rig) says(text string) (is bool) {
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Label); ok && l.Visible() && strings.Contains(l.Text(), text) {
			is = true
		}
	})
	return is
}

// note is what is said over the page that shows.
func (r *rig) note() string { return widgets.Note(r.window().Canvas()) }

// newRigNoting is a rig in which a note stays.
func newRigNoting(t *testing.T, dir string) *rig {
	t.Helper()
	return newRigWith(t, dir, nil, func(o *desk.Options) {
		o.After = func(d time.Duration, f func()) {
			if d < 5*time.Second {
				f()
			}
		}
	}).withAccounts(githubLink)
}

// A try in vain shows that something was tried, each time.
func TestATryInVainShows(t *testing.T) {
	disk := &failing{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.withAccounts(amazonLink)
	disk.create = syscall.ENOSPC
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	for range 2 {
		r.now = r.now.Add(time.Minute)
		want := "Tried at " + r.now.Format(time.TimeOnly)
		r.open.SaveAgain()
		if !strings.Contains(r.toast(), want) {
			t.Errorf("the list says %q, not %q", r.toast(), want)
		}
	}

	r.lock()
	r.expect("unsaved")
	if r.says("Tried at") {
		t.Error("nothing was tried yet")
	}
	for range 2 {
		r.now = r.now.Add(time.Minute)
		r.pressButton("Try again")
		r.expect("unsaved")
		if want := "Tried at " + r.now.Format(time.TimeOnly); !r.says(want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	disk.create = nil
	r.pressButton("Try again")
	r.expect("unlock")

	if err := os.Rename(r.path(), r.path()+".away"); err != nil {
		t.Fatal(err)
	}
	r.unlocking.Start()
	r.expect("missing")
	if r.says("Tried at") {
		t.Error("nothing was tried yet")
	}
	r.pressButton("Try again")
	r.expect("missing")
	if !r.says("Tried at") {
		t.Error("the page does not say that it was tried")
	}
	if err := os.Rename(r.path()+".away", r.path()); err != nil {
		t.Fatal(err)
	}
	r.pressButton("Try again")
	r.expect("unlock")
}

// Of a new password that was half typed at lock it is said that the old one holds.
func TestHalfTypedPasswordAtLock(t *testing.T) {
	r := full(t)
	r.showNewPassword("Change the password", "")
	r.confirm()
	r.back()
	r.showNewPassword("Change the password", "")
	r.confirm()
	test.Type(r.widget("password.new").(*widgets.PasswordEntry), "half of a new")
	r.back()
	r.expect("draft")
	r.tap("draft.keep")
	r.expect("password")
	r.lock()
	r.expect("unlock")
	r.unlockBy(password)
	r.saysMissed("Watchword locked before the new password was set. Your password was not changed.")
}

// What waits for the open vault is said on the locked page, and what waits for the end of a page over that page.
func TestWhatWaitsIsSaid(t *testing.T) {
	dir := t.TempDir()
	r := newRigNoting(t, dir)
	file := filepath.Join(dir, "export.txt")
	if err := os.WriteFile(file, []byte(amazonLink), 0o600); err != nil {
		t.Fatal(err)
	}
	r.lock()
	for _, row := range []struct {
		why  string
		open []string
		says string
	}{
		{"a link", []string{amazonLink}, "A link is waiting. It opens after unlocking."},
		{"links", []string{amazonLink, githubLink}, "2 links are waiting. They open after unlocking."},
		{"a file", []string{file}, "A file is waiting. It opens after unlocking."},
	} {
		r.Raise(row.open)
		if r.expect("unlock"); !r.reads(row.says) {
			t.Errorf("%s: the page does not say %q", row.why, row.says)
		}
	}
	r.showUnlock()
	if !r.reads("A file is waiting. It opens after unlocking.") {
		t.Error("the page that is shown anew does not say it")
	}
	r.unlockBy(password)
	r.expect("found")
	r.back()
	r.expect("list")

	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.Raise([]string{amazonLink})
	r.expect("edit")
	if want := "A link is waiting. It opens when this page is closed."; r.note() != want {
		t.Errorf("over the page it says %q, not %q", r.note(), want)
	}
	r.back()
	r.tap("draft.discard")
	r.tick(r.now)
	r.expect("found")
	if r.note() != "" {
		t.Errorf("it still says %q", r.note())
	}
}

// The size of the text is said on the page where it is changed.
func TestTextSizeIsSaidWhereItIsChanged(t *testing.T) {
	r := newRigNoting(t, t.TempDir())
	before := r.toast()
	r.showSettings()
	r.press(ctrlKey(fyne.KeyPlus))
	if r.note() != "Text size 110 %." {
		t.Errorf("it says %q", r.note())
	}
	r.press(ctrlKey(fyne.Key0))
	r.back()
	if r.toast() != before {
		t.Errorf("the list says %q later", r.toast())
	}
}

// A file of a recovery sheet, as each of its forms that are no picture, opens the locked vault wherever it is given; the open
// one says what it is.
func TestSheetFileIsRead(t *testing.T) {
	for _, ending := range []string{".pdf", ".txt"} {
		t.Run(ending, func(t *testing.T) {
			dir := t.TempDir()
			r := newRigIn(t, dir, nil).withAccounts(githubLink)
			s := r.aSheet(dir)
			file := filepath.Join(dir, "sheet"+ending)
			s.Widgets()["sheet.file"].(*widgets.Entry).SetText(file)
			r.tap("sheet.save")
			s.Later()
			r.expect("list")

			r.openFiles([]string{file})
			if !r.says("This is a recovery sheet.") {
				t.Errorf("the page %q does not say what it is", r.name())
			}
			r.showList()
			folder := filepath.Join(dir, "folder")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Link(file, filepath.Join(folder, "sheet"+ending)); err != nil {
				t.Fatal(err)
			}
			_, why := intake.PassedOver(intake.Look(t.Context(), []string{folder}))
			if want := "sheet" + ending + ": a recovery sheet. It holds no accounts."; len(why) != 1 || why[0] != want {
				t.Errorf("in a folder it is %q, not %q", why, want)
			}
			for name, give := range map[string]func(){
				"on its page":          func() { r.unlocking.ShowRecover(); r.recoverFromFile(r.page().(*unlock.Recover), file) },
				"on the locked page":   func() { r.openFiles([]string{file}) },
				"with a second start":  func() { r.Raise([]string{file}) },
				"with a link, locked":  func() { r.Raise([]string{file, amazonLink}) },
				"twice on the recover": func() { r.unlocking.RecoverFrom(file) },
			} {
				r.lock()
				r.expect("unlock")
				give()
				if r.session() == nil || r.name() != "password" {
					t.Fatalf("%s: the page is %q", name, r.name())
				}
			}
		})
	}
}

// A page to which one comes back from another stands where it was scrolled to.
func TestBackComesToTheSamePlace(t *testing.T) {
	r := full(t)
	r.window().Resize(fyne.NewSize(420, 640))
	r.showSettings()
	widgets.ScrollTo(r.window().Content(), 300)
	r.showVault()
	if at := widgets.Scrolled(r.window().Content()); at != 0 {
		t.Errorf("another page begins at %v", at)
	}
	r.back()
	r.expect("settings")
	if at := widgets.Scrolled(r.window().Content()); at != 300 {
		t.Errorf("the settings are at %v", at)
	}
	r.back()
	r.showSettings()
	if at := widgets.Scrolled(r.window().Content()); at != 0 {
		t.Errorf("settings that are opened anew begin at %v", at)
	}
	widgets.ScrollTo(r.window().Content(), 200)
	r.showGuides()
	guides := r.window().Content()
	widgets.ScrollTo(guides, 250)
	r.pressLink("GitHub")
	r.expect("guide")
	r.back()
	r.expect("guides")
	if at := widgets.Scrolled(r.window().Content()); at != 250 {
		t.Errorf("the guides are at %v", at)
	}
	r.back()
	if at := widgets.Scrolled(r.window().Content()); at != 200 {
		t.Errorf("the settings behind them are at %v", at)
	}
}

// pressLink opens a line of a list.
func (r *rig) pressLink(title string) {
	r.t.Helper()
	var found *widgets.LinkRow
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.LinkRow); ok && l.AccessibilityLabel() == title {
			found = l
		}
	})
	if found == nil {
		r.t.Fatalf("there is no line %q", title)
	}
	test.Tap(found)
}

// The keys that pages show can be copied, behind the question for the password, and are cleared as codes are.
func TestKeysAreCopied(t *testing.T) {
	r := newRigNoting(t, t.TempDir())
	r.showQR(r.id("GitHub"))
	r.confirm()
	r.expect("qr")
	r.tap("qr.copy")
	acc, _ := r.session().Account(r.id("GitHub"))
	if want := account.FormatKey(acc.Key.Secret); r.board.Text != want {
		t.Error("the key of the account is not on the clipboard")
	}
	if want := "Key copied. Cleared in 30 s."; r.note() != want {
		t.Errorf("it says %q, not %q", r.note(), want)
	}
	r.now = r.now.Add(31 * time.Second)
	r.tick(r.now)
	if r.board.Text != "" {
		t.Error("the key stays on the clipboard")
	}
	r.showList()
	s := r.aSheet(t.TempDir())
	r.tap("sheet.copy")
	if r.board.Text != s.Key {
		t.Error("the key of the sheet is not on the clipboard")
	}
	r.lock()
	if r.board.Text != "" {
		t.Error("the key stays on the clipboard at lock")
	}
}

// What was not done has no tick.
func TestNoTickForWhatWasNotDone(t *testing.T) {
	r := full(t)
	r.aSheet(t.TempDir()).Later()
	r.expect("list")
	if good := r.list().ToastGood(); r.toast() == "" || good {
		t.Errorf("%q has a tick", r.toast())
	}
}
