package app

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desk"
	"watchword/app/internal/apptest"
	"watchword/app/opened"
	"watchword/app/print"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
)

// aSheet shows the page of a new recovery sheet, its file in the test's folder.
func (r *rig) aSheet(dir string) *unlock.Sheet {
	r.t.Helper()
	r.showSheet()
	r.confirm()
	r.expect("sheet")
	s := r.page().(*unlock.Sheet)
	name := filepath.Base(s.File)
	if want := print.SheetName(vault.Sheet{Number: s.Number, Made: r.now}, ".pdf"); name != want {
		r.t.Errorf("the usual name is %s, want %s", name, want)
	}
	s.Widgets()["sheet.file"].(*widgets.Entry).SetText(filepath.Join(dir, strings.TrimSuffix(name, ".pdf")+".txt"))
	return s
}

// sheetOpens reports whether a key opens the vault on disk for writing.
func (r *rig) sheetOpens(key string) bool {
	r.t.Helper()
	locked, err := vault.Open(r.path(), vault.Options{KDF: apptest.KDF})
	if err != nil {
		r.t.Fatal(err)
	}
	v, err := locked.UnlockWithSheet(key)
	if err != nil {
		return false
	}
	defer v.Close()
	readOnly := v.ReadOnly() != nil
	return !readOnly
}

// offersSheet reports whether the list reminds of a recovery sheet, or of one that was lost.
func (r *rig) offersSheet() bool { _, ok := r.list().Widgets()["list.banner"]; return ok }

// notice returns the text of a notice that is not put away, by its key.
func (r *rig) notice(key opened.Kind) string {
	for _, n := range r.open.Notices() {
		if n.Kind == key {
			return n.Text
		}
	}
	return ""
}

// A sheet that was saved works, however its page is left; a second one leaves no file behind
// that looks valid under the same name.
func TestASavedSheetWorks(t *testing.T) {
	for name, leave := range map[string]func(r *rig){
		"later": func(r *rig) { r.tap("sheet.later") },
		"esc":   func(r *rig) { r.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) },
		"lock":  func(r *rig) { r.lock() },
		"idle": func(r *rig) {
			r.now = r.now.Add(time.Hour)
			r.tick(r.now)
		},
	} {
		dir := t.TempDir()
		r := newRigIn(t, dir, nil)
		r.create()
		first := r.aSheet(dir)
		r.tap("sheet.save")
		leave(r)
		if !r.sheetOpens(first.Key) {
			t.Errorf("%s: the saved sheet opens nothing", name)
		}
		if r.session() == nil {
			r.unlockAgain()
		}
		if r.offersSheet() {
			t.Errorf("%s: told of as lost", name)
		}
		second := r.aSheet(dir)
		r.tap("sheet.save")
		if files, _ := filepath.Glob(filepath.Join(dir, "watchword-recovery-sheet-*.txt")); len(files) != 2 || !r.sheetOpens(second.Key) || r.sheetOpens(first.Key) {
			t.Errorf("%s: the second sheet: files %q", name, files)
		}
		r.tap("sheet.later")
		if want := "Your recovery sheet " + second.Number + " is active."; r.toast() != want {
			t.Errorf("%s: said %q", name, r.toast())
		}
		r.showVault()
		if p := r.page().(*settings.VaultPage); !strings.HasPrefix(p.State.Sheet, second.Number+", made on ") {
			t.Errorf("%s: the vault page shows %q, the active sheet is %s", name, p.State.Sheet, second.Number)
		}
	}
}

// A sheet that was neither saved nor confirmed never works; where its page was taken away, the
// list says so after the next unlock and offers a new one.
func TestASheetThatWasNotSaved(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	if !r.offersSheet() {
		t.Error("the empty list does not remind of the sheet")
	}
	for _, leave := range []string{"later", "esc", "lock", "session", "settings"} {
		s := r.aSheet(dir)
		switch leave {
		case "later":
			r.tap("sheet.later")
		case "esc":
			r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		case "lock":
			r.now = r.now.Add(time.Hour)
			r.tick(r.now)
			r.unlockAgain()
		case "session":
			r.lockBecause("test")
			r.unlockAgain()
		case "settings":
			r.showSettings()
			r.showList()
		}
		r.expect("list")
		if r.sheetOpens(s.Key) || r.session().Vault().HasRecovery() || r.session().Vault().Dirty() {
			t.Errorf("%s: the sheet works", leave)
		}
		taken := leave != "later" && leave != "esc"
		if says := r.notice("sheet"); strings.Contains(says, "was not saved before its page closed") != taken || !r.offersSheet() {
			t.Errorf("%s: the list says %q", leave, says)
		}
	}
	// Where another sheet is active, that is said.
	active := r.aSheet(dir)
	r.tap("sheet.save")
	r.tap("sheet.later")
	r.aSheet(dir)
	r.lock()
	r.unlockAgain()
	if says := r.notice("sheet"); !strings.Contains(says, "Sheet "+active.Number+" is still active") {
		t.Errorf("the list says %q", says)
	}
	r.open.Dismiss(opened.LostSheet)
	if r.offersSheet() {
		t.Error("it cannot be put away")
	}
	r.aSheet(dir)
	r.tap("sheet.later")
	if want := "Nothing was changed: recovery sheet " + active.Number + " is still active."; r.toast() != want || r.offersSheet() {
		t.Errorf("said %q", r.toast())
	}
}

// A sheet whose vault cannot be saved does not work yet, and says so; the next save that works
// makes it active and gives its file the name.
func TestASheetOnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	disk := &fullDisk{FS: vault.Disk()}
	r := newRigWith(t, dir, nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.create()
	for _, again := range []func(){func() { r.tap("sheet.save") }, r.open.SaveAgain} {
		s := r.aSheet(dir)
		disk.full = true
		r.tap("sheet.save")
		if r.sheetOpens(s.Key) || s.Active() || r.unsaved() == nil {
			t.Error("it works")
		}
		disk.full = false
		again()
		if !r.sheetOpens(s.Key) || r.unsaved() != nil {
			t.Error("the next save does not make it work")
		}
		if files, _ := filepath.Glob(filepath.Join(dir, "*-"+s.Number+".txt")); len(files) != 1 {
			t.Errorf("files %q", files)
		}
		r.showList()
	}
}

// A fullDisk has no room for new vault files once it is full.
type fullDisk struct {
	vault.FS
	full bool
}

func (d *fullDisk) Create(path string) (vault.File, error) {
	if d.full && strings.Contains(filepath.Base(path), "vault.watchword") {
		return nil, syscall.ENOSPC
	}
	return d.FS.Create(path)
}

// A sheet whose file could not be written leaves nothing behind that waits to be saved.
func TestASheetThatIsRefusedLeavesNoAlarm(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil)
	r.create()
	r.aSheet(dir)
	r.tap("sheet.save")
	r.tap("sheet.later")
	files, _ := filepath.Glob(filepath.Join(dir, "watchword-recovery-sheet-*.txt"))
	if len(files) != 1 {
		t.Fatalf("files %q", files)
	}
	s := r.aSheet(dir)
	s.Widgets()["sheet.file"].(*widgets.Entry).SetText(files[0])
	r.tap("sheet.save")
	r.tap("sheet.later")
	if r.unsaved() != nil {
		t.Errorf("the list says %q", r.unsaved())
	}
}

// A new recovery sheet ends undoing: what was before it would be taken back unseen, and no undo makes
// an earlier sheet active again.
func TestSheetCannotBeUndone(t *testing.T) {
	for name, make := range map[string]func(p *unlock.Sheet, file string) error{
		"saved to a file": func(p *unlock.Sheet, file string) error { _, err := p.Save(file); return err },
		"copied by hand":  func(p *unlock.Sheet, _ string) error { return p.Adopt() },
	} {
		r := newRig(t).withAccounts(amazonLink)
		keys := []string{}
		for i := range 2 {
			before := r.copyOf("old.watchword")
			r.put(githubLink)
			other, err := r.session().Vault().OpenCopy(before)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := r.session().Merge(t.Context(), other, true); err != nil { // a change whose undo goes back to a file
				t.Fatal(err)
			}
			other.Close()
			r.showSheet()
			r.confirm()
			p := r.page().(*unlock.Sheet)
			if err := make(p, filepath.Join(t.TempDir(), fmt.Sprint(i, ".txt"))); err != nil {
				t.Fatal(name, err)
			}
			keys = append(keys, p.Key)
			r.showList()
		}
		titles := r.titles()
		for range 3 {
			r.press(ctrlKey(fyne.KeyZ))
		}
		if r.toast() != "A new recovery sheet cannot be undone." || r.titles() != titles {
			t.Errorf("%s: %q, the vault has %s", name, r.toast(), r.titles())
		}
		if r.sheetOpens(keys[0]) || !r.sheetOpens(keys[1]) {
			t.Errorf("%s: the earlier sheet opens the vault, or the new one does not", name)
		}
		r.forget()
	}
}
