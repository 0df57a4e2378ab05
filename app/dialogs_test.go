package app

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/choose"
	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	pages "watchword/app/moving"
)

// newRigAlone is a desktop that has no window for choosing files.
func newRigAlone(t *testing.T) *rig {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	return newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.OpenFile = func(context.Context, dialogs.Options) ([]string, error) { return nil, dialogs.ErrUnavailable }
		o.SaveFile = func(context.Context, dialogs.Options) (string, error) { return "", dialogs.ErrUnavailable }
	})
}

func (r *rig) write(text string) {
	r.t.Helper()
	f := r.window().Canvas().Focused()
	if f == nil {
		r.t.Fatal("nothing has the focus")
	}
	for _, c := range text {
		f.TypedRune(c)
	}
}

func (r *rig) typeKey(name fyne.KeyName) {
	r.t.Helper()
	f := r.window().Canvas().Focused()
	if f == nil {
		r.t.Fatal("nothing has the focus")
	}
	f.TypedKey(&fyne.KeyEvent{Name: name})
}

// A picture is chosen on our own page where the desktop has none; Esc comes back to the page
// that asked, as it was.
func TestChooseHere(t *testing.T) {
	r := newRigAlone(t).withAccounts(githubLink)
	home := desk.HomeFolder()
	if err := os.WriteFile(filepath.Join(home, "export.txt"), []byte(amazonLink), 0o600); err != nil {
		t.Fatal(err)
	}
	r.openFile()
	r.expect("choose")
	r.typeKey(fyne.KeyEscape)
	r.expect("list")
	r.openFile()
	r.page().(*choose.Page).OnBack() // the arrow
	r.expect("list")
	r.openFile()
	r.write("exp")
	r.typeKey(fyne.KeyDown)
	r.typeKey(fyne.KeyDown)
	r.typeKey(fyne.KeyReturn)
	r.expect("found")

	// What was typed on the page that asks is still there.
	r.showExport()
	page := r.page().(*pages.Export)
	page.OnPlace(page.Targets[0], filepath.Join(home, "a.watchword"), func(string) {})
	r.expect("choose")
	r.typeKey(fyne.KeyEscape)
	if r.page() != page {
		t.Error("it came back to another page")
	}
	got := ""
	page.OnPlace(page.Targets[0], filepath.Join(home, "a.watchword"), func(path string) { got = path })
	r.typeKey(fyne.KeyReturn)
	if want := filepath.Join(home, "a.watchword"); got != want {
		t.Errorf("it chose %q, not %q", got, want)
	}
	if r.page() != page {
		t.Error("it came back to another page")
	}
	r.key(escape)
	r.expect("list")
}

// The lock takes the page that chooses, and what waits behind it.
func TestLockWhileChoosing(t *testing.T) {
	r := newRigAlone(t).withAccounts(githubLink)
	left := &leftPage{}
	r.show(left, r.showList)
	r.openFile()
	r.expect("choose")
	r.lock()
	r.expect("unlock")
	if left.times != 1 {
		t.Errorf("the page behind was left %d times", left.times)
	}
}

type leftPage struct {
	times int
}

func (p *leftPage) Content() fyne.CanvasObject {
	return fyne.CurrentApp().NewWindow("").Canvas().Content()
}
func (p *leftPage) Name() string { return "left" }
func (p *leftPage) Leave()       { p.times++ }

// A second folder for backups is made where it is chosen; where that cannot be, the user is told.
func TestChooseFolder(t *testing.T) {
	r := newRigAlone(t).withAccounts(githubLink)
	r.chooseSecond()
	r.expect("choose")
	r.typeKey(fyne.KeyReturn)
	r.expect("list")
	dir := filepath.Join(desk.HomeFolder(), "watchword-backups")
	states := r.session().Vault().BackupStates()
	if r.config().SecondBackups != dir || len(states) != 2 || states[1].Count != 1 || states[1].Err != nil {
		t.Errorf("the folder is %q, its state %+v", r.config().SecondBackups, states)
	}
	if r.config().Reminded != r.shell.Today() {
		t.Error("it reminds of a folder that has just got a copy")
	}
}
