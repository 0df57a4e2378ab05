package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/desk"
	"watchword/app/desktop/sessionlock"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// banner is the notice that the list shows, by its key; "" for none of ours.
func (r *rig) banner() opened.Kind {
	if all := r.open.Notices(); len(all) > 0 {
		return all[0].Kind
	}
	return ""
}

// pressNotice presses a button of the notice on top.
func (r *rig) pressNotice(button string) {
	r.t.Helper()
	all := r.open.Notices()
	if len(all) == 0 {
		r.t.Fatalf("there is no notice with a button %q", button)
	}
	for _, a := range all[0].Actions {
		if a.Text == button {
			a.Do()
			return
		}
	}
	if all[0].Later != button {
		r.t.Fatalf("the notice %q has no button %q", all[0].Kind, button)
	}
	r.open.Dismiss(all[0].Kind)
}

// withAccounts makes a vault with accounts and a few saves behind it.
func (r *rig) withAccounts(links ...string) *rig {
	r.t.Helper()
	r.create()
	for _, l := range links {
		r.add([]account.Account{mustParse(r.t, l)})
	}
	r.showList()
	return r
}

// elsewhere opens the vault as another computer does.
func (r *rig) elsewhere(password string) *vault.Vault {
	r.t.Helper()
	o := r.shell.VaultOpts
	o.Device, o.BackupDir, o.StateDir = "elsewhere", "", ""
	l, err := vault.Open(r.path(), o)
	if err != nil {
		r.t.Fatal(err)
	}
	v, err := l.Unlock(context.Background(), []byte(password))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(v.Close)
	return v
}

func (r *rig) save(v *vault.Vault) {
	r.t.Helper()
	if s := v.Save(context.Background()); s.Status != vault.Saved {
		r.t.Fatal(s.Err)
	}
}

// What another computer wrote comes in by itself, after it has been there for a second.
func TestWatch(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	r.tick(r.now)
	r.tick(r.now)
	v := r.elsewhere(password)
	v.Add(mustParse(t, githubLink))
	r.save(v)
	r.tick(r.now)
	if r.titles() != "Amazon" {
		t.Error("it was read while somebody may still be writing")
	}
	r.tick(r.now)
	if r.titles() != "Amazon, GitHub" || r.toast() != "From another computer: GitHub was added." {
		t.Errorf("%s: %q", r.titles(), r.toast())
	}
	if r.open.Trouble != nil || r.session().Vault().Dirty() {
		t.Errorf("%v, dirty %v", r.open.Trouble, r.session().Vault().Dirty())
	}

	// Half a file, as a sync program may leave it, is told and heals by itself.
	whole, err := os.ReadFile(r.path())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.path(), whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	r.refresh()
	if r.banner() != "trouble" || r.titles() != "Amazon, GitHub" {
		t.Errorf("half a file: %q, %s", r.banner(), r.titles())
	}
	if err := os.WriteFile(r.path(), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	r.refresh()
	if r.banner() == "trouble" {
		t.Error("the trouble stays")
	}
}

// failing is a disk that refuses to make new files.
type failing struct {
	vault.FS
	create, sync error
}

func (f *failing) Create(path string) (vault.File, error) {
	if f.create != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: f.create}
	}
	return f.FS.Create(path)
}

func (f *failing) SyncDir(path string) error {
	if f.sync != nil {
		return f.sync
	}
	return f.FS.SyncDir(path)
}

func buttons(actions []widgets.Action) string {
	var list []string
	for _, a := range actions {
		list = append(list, a.Text)
	}
	return strings.Join(list, ", ")
}

// Every state in which a change is not on disk has a banner that says so, with ways out.
func TestWaysOut(t *testing.T) {
	for _, row := range []struct {
		why     string
		err     error
		says    string
		buttons string
	}{
		{"the disk is full", vault.ErrFull, "The disk is full", "Try again, Save a copy"},
		{"a read-only place", vault.ErrReadOnly, "cannot be written", "Try again, Save a copy"},
		{"a failing disk", &vault.PlaceError{Err: syscall.EIO}, "The disk failed", "Try again, Save a copy"},
		{"the file is gone", vault.ErrMissing, "no longer in its place", "Try again, Restore the file, Save a copy"},
		{"changed again and again", vault.ErrChanged, "changed by another program", "Try again, Save a copy, Discard my changes and reload"},
		{"another password", vault.ErrPasswordElsewhere, "password of this vault was changed", "Unlock the new file, Save a copy"},
		{"another vault", vault.ErrOtherVault, "another vault", "Save a copy, Discard my changes and reload"},
		{"a foreign slot", vault.ErrBadTag, "did not write", "Save a copy, Discard my changes and reload"},
		{"a newer version", vault.ErrNewer, "newer version", "Save a copy, Discard my changes and reload"},
		{"a damaged file", vault.ErrDamaged, "damaged", "Restore the file, Save a copy, Find another copy"},
		{"no vault any more", vault.ErrNotVault, "not a Watchword vault", "Restore the file, Save a copy, Find another copy"},
		{"no vault any more, at a save", errors.Join(vault.ErrNotVault, vault.ErrChanged), "not a Watchword vault", "Restore the file, Save a copy, Find another copy"},
		{"our own fault", vault.ErrShrunk, "fault of Watchword", "Save a copy"},
		{"it outgrew the limit", vault.ErrTooMuch, "48 MiB", "Try again, Save a copy"},
	} {
		if got := buttons((&opened.Vault{}).WaysOut(row.err)); got != row.buttons || !strings.Contains(phrases.Sentence(row.err), row.says) {
			t.Errorf("%s: %q, %q", row.why, row.err, got)
		}
	}
}

// A full disk: the change stays in memory, is told, and gets on disk when there is room.
func TestFullDisk(t *testing.T) {
	disk := &failing{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.withAccounts(amazonLink)
	disk.create = syscall.ENOSPC
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	if !errors.Is(r.unsaved(), vault.ErrFull) || r.titles() != "Amazon, GitHub" {
		t.Fatalf("%v, %s", r.unsaved(), r.titles())
	}
	disk.create = nil
	r.open.SaveAgain()
	if r.unsaved() != nil || r.session().Vault().Dirty() || len(r.elsewhere(password).Accounts()) != 2 {
		t.Errorf("after making room: %v", r.unsaved())
	}

	// The new file is in place but the disk does not confirm it: neither more nor less is said.
	disk.sync = syscall.EIO
	r.add([]account.Account{mustParse(t, "otpauth://totp/Third?secret=JBSWY3DPEHPK3PXP")})
	r.showList()
	if r.unsaved() != nil || r.banner() != "flush" || !strings.Contains(r.open.Notices()[0].Text, "did not confirm") {
		t.Errorf("%v, %q, %v", r.unsaved(), r.banner(), r.open.Notices())
	}
	disk.sync = nil
	r.pressNotice("Save again")
	if r.banner() == "flush" {
		t.Error("the notice stays after the disk confirmed it")
	}
}

// A file that is gone, folder and all, is put back from memory.
func TestFileGone(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, filepath.Join(dir, "disk"), nil).withAccounts(amazonLink)
	if err := os.RemoveAll(filepath.Join(dir, "disk")); err != nil {
		t.Fatal(err)
	}
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	if !errors.Is(r.unsaved(), vault.ErrMissing) {
		t.Fatal(r.unsaved())
	}
	r.restoreFile()
	if r.unsaved() != nil || len(r.elsewhere(password).Accounts()) != 2 {
		t.Errorf("%v", r.unsaved())
	}
}

// A folder that is gone, and is not the usual one, may be on a disk that is not connected:
// it is never made anew.
func TestDiskGone(t *testing.T) {
	dir := t.TempDir()
	disk := filepath.Join(dir, "disk")
	r := newRigWith(t, dir, nil, func(o *desk.Options) { o.Config.Places.Vault = filepath.Join(disk, "vault.watchword") }).withAccounts(amazonLink)
	r.config().Places.Vault = filepath.Join(dir, "usual", "vault.watchword")
	if err := os.Rename(disk, disk+" in a drawer"); err != nil {
		t.Fatal(err)
	}
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	r.restoreFile()
	if _, err := os.Stat(disk); !errors.Is(err, fs.ErrNotExist) || r.unsaved() == nil || !strings.Contains(r.unsaved().Error(), "folder of the vault is not there") {
		t.Errorf("the folder: %v; %v", err, r.unsaved())
	}
	if err := os.Rename(disk+" in a drawer", disk); err != nil {
		t.Fatal(err)
	}
	r.open.SaveAgain()
	if r.unsaved() != nil || len(r.elsewhere(password).Accounts()) != 2 {
		t.Errorf("connected again: %v", r.unsaved())
	}
}

// A vault whose file is damaged while it is open is all there: that is said first, the file is
// restored from memory, what was damaged is kept, and nothing drops what is in memory unasked.
func TestFileDamagedWhileOpen(t *testing.T) {
	for why, damage := range map[string]func([]byte) []byte{
		"cut to nothing":  func([]byte) []byte { return nil },
		"cut in half":     func(b []byte) []byte { return b[:len(b)/2] },
		"another content": func([]byte) []byte { return []byte("not a vault at all") },
	} {
		for _, dirty := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, dirty %v", why, dirty), func(t *testing.T) {
				r := newRig(t).withAccounts(amazonLink, githubLink)
				data, err := os.ReadFile(r.path())
				if err != nil {
					t.Fatal(err)
				}
				rubbish := damage(data)
				if err := os.WriteFile(r.path(), rubbish, 0o600); err != nil {
					t.Fatal(err)
				}
				if dirty {
					r.add([]account.Account{mustParse(t, "otpauth://totp/Third?secret=JBSWY3DPEHPK3PXP")})
					r.showList()
				} else {
					r.refresh()
				}
				if !r.reads("All your accounts are still here, but the vault file was damaged or overwritten. “Restore the file” writes your accounts there again and keeps the damaged file next to it.") {
					t.Fatal("it does not say that all accounts are here")
				}
				had := r.titles()

				r.pressButton("Find another copy")
				r.expect("unsaved")
				if r.session() == nil || r.titles() != had {
					t.Fatal("what is in memory was dropped unasked")
				}
				r.quit()
				r.expect("unsaved")
				r.lock()
				r.expect("unsaved")
				r.pressButton("Restore the file")
				r.expect("list")
				if r.unsaved() != nil || r.open.Trouble != nil || r.titles() != had || r.session().Vault().Dirty() {
					t.Fatalf("%v, %v, %s", r.unsaved(), r.open.Trouble, r.titles())
				}
				kept, _ := filepath.Glob(filepath.Join(filepath.Dir(r.path()), "vault (broken *).watchword"))
				if len(kept) != 1 || !strings.Contains(r.toast(), filepath.Base(kept[0])) {
					t.Fatalf("kept: %q; it says %q", kept, r.toast())
				}
				if got, err := os.ReadFile(kept[0]); err != nil || string(got) != string(rubbish) {
					t.Errorf("what was damaged is not kept as it was: %v", err)
				}

				r.add([]account.Account{mustParse(t, "otpauth://totp/Fourth?secret=JBSWY3DPEHPK3PXQ")})
				r.showList()
				if n := len(strings.Split(had, ", ")) + 1; r.unsaved() != nil || len(r.elsewhere(password).Accounts()) != n {
					t.Errorf("a save afterwards: %v", r.unsaved())
				}
				r.lock()
				r.expect("unlock")
			})
		}
	}
}

// A file that is whole is not displaced by restoring: what it holds is taken in.
func TestRestoreOfAFileThatIsWholeAgain(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	v := r.elsewhere(password)
	v.Add(mustParse(t, githubLink))
	r.save(v)
	r.restoreFile()
	if kept, _ := filepath.Glob(filepath.Join(filepath.Dir(r.path()), "*broken*")); len(kept) != 0 || r.titles() != "Amazon, GitHub" {
		t.Errorf("%q, %s", kept, r.titles())
	}
}

// Discarding what is in memory is asked about.
func TestDiscardAsks(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	r.reopen()
	r.expect("discard")
	if r.session() == nil {
		t.Fatal("it is dropped")
	}
	r.back()
	r.expect("list")
	r.reopen()
	r.pressButton("Discard and reload")
	r.expect("unlock")
}

const elsewherePassword = "another five words of a test"

// Another computer changed the password. With nothing unsaved the new one is asked for;
// with changes here they are kept and taken in.
func TestPasswordElsewhere(t *testing.T) {
	for _, dirty := range []bool{false, true} {
		disk := &failing{FS: vault.Disk()}
		r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
		r.withAccounts(amazonLink)
		if dirty {
			disk.create = syscall.ENOSPC
			r.add([]account.Account{mustParse(t, githubLink)})
			disk.create = nil
		}
		v := r.elsewhere(password)
		if err := v.SetPassword(t.Context(), []byte(elsewherePassword)); err != nil {
			t.Fatal(err)
		}
		r.save(v)
		if !dirty {
			r.refresh()
			r.expect("unlock")
			if s := r.page().(*unlock.Page); !strings.Contains(s.Note, "changed by another program or on another computer") {
				t.Errorf("the page says %q", s.Note)
			}
			test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), elsewherePassword)
			r.tap("unlock.submit")
			r.expect("list")
			continue
		}
		r.open.SaveAgain()
		if !errors.Is(r.unsaved(), vault.ErrPasswordElsewhere) {
			t.Fatalf("%v", r.unsaved())
		}
		r.showElsewhere()
		test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), password)
		r.tap("unlock.submit")
		r.expect("elsewhere") // the old one opens nothing
		test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), elsewherePassword)
		r.tap("unlock.submit")
		r.expect("list")
		if r.titles() != "Amazon, GitHub" || r.unsaved() != nil || len(r.elsewhere(elsewherePassword).Accounts()) != 2 {
			t.Errorf("%s, %v", r.titles(), r.unsaved())
		}
	}
}

// otherVault makes a vault that has nothing to do with that of the rig and puts it in its place.
func (r *rig) otherVault() *vault.Vault {
	r.t.Helper()
	o := r.shell.VaultOpts
	o.BackupDir, o.StateDir = "", ""
	v, err := vault.Create(r.t.Context(), filepath.Join(r.t.TempDir(), "other.watchword"), []byte(elsewherePassword), o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(v.Close)
	data, err := os.ReadFile(v.Path())
	if err == nil {
		err = os.WriteFile(r.path(), data, 0o600)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// Another vault in the place of the open one is not said to be a new password, is told until it is
// answered, and leads to the backups of the earlier one.
func TestOtherVaultInPlace(t *testing.T) {
	begin := func(t *testing.T) (*rig, string) {
		r := newRig(t).withAccounts(amazonLink, githubLink)
		path, id := r.path(), r.session().ID()
		r.otherVault()
		r.refresh()
		r.expect("unlock")
		if s := r.page().(*unlock.Page); !strings.Contains(s.Note, "it has a new password, or it is another vault") {
			t.Errorf("the page says %q", s.Note)
		}
		r.unlockBy(elsewherePassword)
		r.expect("list")
		r.lock()
		r.unlockBy(elsewherePassword)
		if all := r.open.Notices(); r.banner() != opened.Replaced || !all[0].Red || !strings.Contains(all[0].Text, "backups of the earlier vault are kept") {
			t.Fatalf("the notice is %q", r.banner())
		}
		if r.path() != path {
			t.Fatal("it is in another place")
		}
		return r, id
	}
	t.Run("restored", func(t *testing.T) {
		r, id := begin(t)
		other, path := r.session().ID(), r.path()
		r.pressNotice("Show its backups")
		r.expect("earlier")
		r.back()
		r.expect("list")
		r.pressNotice("Show its backups")
		page := r.page().(*unlock.RestoreCopies)
		if len(page.Copies) == 0 {
			t.Fatal("there is no backup")
		}
		for _, c := range page.Copies {
			if filepath.Base(filepath.Dir(c.Path)) != id {
				t.Errorf("%s is of another vault", c.Path)
			}
		}
		if says, err := page.Look(page.Copies[0].Path, []byte(password)); err != nil || !strings.Contains(says, "holds 2 accounts") {
			t.Fatalf("%q, %v", says, err)
		}
		if err := page.Use(page.Copies[0].Path); err != nil {
			t.Fatal(err)
		}
		page.OnUsed()
		r.expect("unlock")
		r.unlockBy(password)
		if r.titles() != "Amazon, GitHub" || r.banner() == opened.Replaced || r.path() == path {
			t.Errorf("%s, %q, %s", r.titles(), r.banner(), r.path())
		}
		r.lock()
		r.unlocking.Path = path
		r.showUnlock()
		r.unlockBy(elsewherePassword)
		if r.session().ID() != other || r.banner() == opened.Replaced {
			t.Errorf("the other vault: %q", r.banner())
		}
	})
	t.Run("wanted", func(t *testing.T) {
		r, _ := begin(t)
		r.pressNotice("This is right")
		r.lock()
		r.unlockBy(elsewherePassword)
		if r.banner() == opened.Replaced {
			t.Error("answered, and still said")
		}
	})
	t.Run("with changes here", func(t *testing.T) {
		disk := &failing{FS: vault.Disk()}
		r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
		r.withAccounts(amazonLink)
		disk.create = syscall.ENOSPC
		r.add([]account.Account{mustParse(t, githubLink)})
		disk.create = nil
		r.otherVault()
		r.open.SaveAgain()
		if !errors.Is(r.unsaved(), vault.ErrPasswordElsewhere) || !strings.Contains(r.unsaved().Error(), "another vault was put in its place") {
			t.Fatal(r.unsaved())
		}
		r.showElsewhere()
		if s := r.page().(*unlock.Page); s.Title != "The vault file was changed" || !strings.Contains(s.Note, "or put another vault in its place") {
			t.Errorf("%q, %q", s.Title, s.Note)
		}
		test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), elsewherePassword)
		r.tap("unlock.submit")
		r.expect("elsewhere")
		if r.titles() != "Amazon, GitHub" || !r.session().Vault().Dirty() {
			t.Error("the changes are gone")
		}
	})
}

// A conflict copy is offered, shown, taken in, undone and moved among the backups.
func TestConflictCopy(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	name := filepath.Join(filepath.Dir(r.path()), "vault.sync-conflict-20261125-101010-ABCDEFG.watchword")
	v := r.elsewhere(password)
	v.Add(mustParse(t, githubLink))
	if s := v.SaveCopy(t.Context(), name); s.Status != vault.Saved {
		t.Fatal(s.Err)
	}
	r.lookAround()
	if r.banner() != "copies" {
		t.Fatalf("the notice is %q", r.banner())
	}
	r.pressNotice("Show")
	r.expect("copies")
	page := r.page().(*settings.Backups)
	if len(page.Backups) != 1 || page.Backups[0].Title != filepath.Base(name) {
		t.Fatalf("%+v", page.Backups)
	}
	would, err := page.Preview(name, nil)
	if err != nil || would != (settings.RestorePreview{Text: "This would be restored: GitHub.", Merge: true}) || r.titles() != "Amazon" {
		t.Errorf("%+v, %v, %s", would, err, r.titles())
	}
	says, err := page.Merge(name, nil)
	if err != nil || says != "Restored: GitHub." || r.titles() != "Amazon, GitHub" {
		t.Errorf("%q, %v, %s", says, err, r.titles())
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
	r.showList()
	if r.banner() == "copies" {
		t.Error("it is still offered")
	}
	page.OnUndo()
	if r.titles() != "Amazon" {
		t.Errorf("after undoing: %s", r.titles())
	}
}

// The list of backups has the one that a restore makes, and the one that undoing it makes.
func TestBackupsPageIsUpToDate(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	r.showBackups()
	page := r.page().(*settings.Backups)
	oldest := len(page.Backups) - 1
	r.tap(fmt.Sprintf("backups.look.%d", 2*oldest+1))
	r.now = r.now.Add(time.Minute)
	r.tap("backups.replace")
	r.confirm()
	r.expect("backups")
	restored := len(page.Backups)
	if restored <= oldest+1 {
		t.Errorf("%d backups before, %d after the restore", oldest+1, restored)
	}
	if _, ok := r.page().(mapped).Widgets()[fmt.Sprintf("backups.look.%d", 2*restored-1)]; !ok {
		t.Error("the page does not show all of them")
	}
	r.now = r.now.Add(time.Minute)
	r.tap("backups.undo")
	if undone := len(page.Backups); undone <= restored {
		t.Errorf("%d backups before, %d after undoing it", restored, undone)
	}
}

// Backups: proved, previewed, merged, replaced, undone, with the old password too.
func TestBackups(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	s := r.session()
	r.trash([]string{s.Accounts()[0].ID})
	r.session().Purge(t.Context(), s.Trashed()[0].ID)
	r.open.RefreshList()
	if r.titles() != "GitHub" {
		t.Fatal(r.titles())
	}
	r.showBackups()
	r.expect("backups")
	page := r.page().(*settings.Backups)
	if len(page.Backups) < 3 {
		t.Fatalf("%d backups", len(page.Backups))
	}
	find := func(holds string) string {
		t.Helper()
		for _, b := range slices.Backward(page.Backups) { // the oldest: nothing was in the trash then
			if says, err := page.Prove(b.Path, nil); err == nil && strings.Contains(says, holds) {
				return b.Path
			}
		}
		t.Fatalf("no backup says %q", holds)
		return ""
	}
	both := find("holds 2 accounts. These were deleted since: Amazon.")
	before := find("holds 0 accounts. It was made before these were added: GitHub.")

	if says, err := page.Replace(both, nil); err != nil || says != "Restored: Amazon." || r.titles() != "Amazon, GitHub" {
		t.Errorf("replace: %q, %v, %s", says, err, r.titles())
	}
	page.OnUndo()
	if r.titles() != "GitHub" {
		t.Errorf("undone: %s", r.titles())
	}
	if says, err := page.Replace(before, nil); err != nil || r.titles() != "" {
		t.Errorf("empty: %q, %v, %s", says, err, r.titles())
	}
	page.OnUndo()
	if r.titles() != "GitHub" {
		t.Errorf("undone: %s", r.titles())
	}

	if err := s.Vault().SetPassword(t.Context(), []byte(elsewherePassword)); err != nil {
		t.Fatal(err)
	}
	r.save(s.Vault())
	if _, err := page.Prove(both, nil); !errors.Is(err, settings.ErrOtherPassword) {
		t.Errorf("a backup under the old password: %v", err)
	}
	if _, err := page.Prove(both, []byte("wrong wrong wrong")); !errors.Is(err, vault.ErrWrongPassword) {
		t.Errorf("a wrong password: %v", err)
	}
	if says, err := page.Prove(both, []byte(password)); err != nil || !strings.Contains(says, "opens and holds") {
		t.Errorf("the old password: %q, %v", says, err)
	}
}

// A vault file that is damaged leads to what else there is, and what was broken is kept.
func TestBrokenFile(t *testing.T) {
	for why, damage := range map[string]func([]byte) []byte{
		"cut to nothing":  func([]byte) []byte { return nil },
		"cut in half":     func(b []byte) []byte { return b[:len(b)/2] },
		"another content": func([]byte) []byte { return []byte("not a vault at all") },
		"a flipped bit":   func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
	} {
		t.Run(why, func(t *testing.T) {
			dir := t.TempDir()
			r := newRigIn(t, dir, nil).withAccounts(amazonLink, githubLink)
			path := r.path()
			r.lock()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(data), 0o600); err != nil {
				t.Fatal(err)
			}
			again := newRigIn(t, dir, nil)
			if again.name() == "unlock" { // it shows only when a key is tried
				test.Type(again.widget("unlock.password").(*widgets.PasswordEntry), password)
				again.tap("unlock.submit")
			}
			again.expect("broken")
			page := again.page().(*unlock.RestoreCopies)
			if len(page.Copies) == 0 || !strings.HasPrefix(page.Copies[0].Title, "Backup, ") {
				t.Fatalf("copies: %+v", page.Copies)
			}
			if says, err := page.Look(page.Copies[0].Path, []byte(password)); err != nil || !strings.Contains(says, "holds 2 accounts") {
				t.Errorf("%q, %v", says, err)
			}
			if err := page.Use(page.Copies[0].Path); err != nil {
				t.Fatal(err)
			}
			page.OnUsed()
			again.expect("unlock")
			test.Type(again.widget("unlock.password").(*widgets.PasswordEntry), password)
			again.tap("unlock.submit")
			again.expect("list")
			if again.titles() != "Amazon, GitHub" { // the last change too
				t.Errorf("accounts: %s", again.titles())
			}
			kept, _ := filepath.Glob(filepath.Join(dir, "vault (broken *).watchword"))
			if len(kept) != 1 {
				t.Errorf("%d broken files are kept", len(kept))
			}
			if len(again.open.Around.Copies) != 0 {
				t.Errorf("the broken file is offered as a copy to take in")
			}
		})
	}
}

// An older file in the vault's place is told until it is answered, whatever is saved meanwhile;
// the backup that is advised brings back all of it, the last change too.
func TestRolledBack(t *testing.T) {
	third := mustParse(t, "otpauth://totp/Third?secret=JBSWY3DPEHPK3PXP")
	fourth := mustParse(t, "otpauth://totp/Fourth?secret=JBSWY3DPEHPK3PXQ")
	rolledBack := func(t *testing.T) *rig {
		r := newRigIn(t, t.TempDir(), nil).withAccounts(amazonLink)
		old, err := os.ReadFile(r.path())
		if err != nil {
			t.Fatal(err)
		}
		r.add([]account.Account{mustParse(t, githubLink)})
		r.add([]account.Account{third})
		r.lock()
		if err := os.WriteFile(r.path(), old, 0o600); err != nil {
			t.Fatal(err)
		}
		r.unlockAgain()
		if r.banner() != "older" || r.titles() != "Amazon" {
			t.Fatalf("%q, %s", r.banner(), r.titles())
		}
		return r
	}
	t.Run("merged", func(t *testing.T) {
		r := rolledBack(t)
		r.add([]account.Account{fourth})
		r.lock()
		r.unlockAgain()
		if r.banner() != "older" {
			t.Fatal("a save made the older file official")
		}
		r.pressNotice("Merge the newest backup")
		if r.titles() != "Amazon, Fourth, GitHub, Third" || r.banner() == "older" {
			t.Errorf("%s, %q", r.titles(), r.banner())
		}
		r.lock()
		r.unlockAgain()
		if r.banner() == "older" || r.titles() != "Amazon, Fourth, GitHub, Third" {
			t.Errorf("%q, %s", r.banner(), r.titles())
		}
	})
	t.Run("wanted", func(t *testing.T) {
		r := rolledBack(t)
		r.pressNotice("I did this")
		if r.banner() == "older" {
			t.Error("answered, and still said")
		}
		if !strings.Contains(r.toast(), "stay in the backups") {
			t.Errorf("what becomes of the changes: %q", r.toast())
		}
		r.add([]account.Account{fourth})
		r.lock()
		r.unlockAgain()
		if r.banner() == "older" || r.titles() != "Amazon, Fourth" {
			t.Errorf("%q, %s", r.banner(), r.titles())
		}
	})
}

// unflushed is a disk that does not confirm what is in one folder.
type unflushed struct {
	vault.FS
	dir string
}

func (f *unflushed) SyncDir(path string) error {
	if path == f.dir {
		return syscall.EIO
	}
	return f.FS.SyncDir(path)
}

// What became of the save that accepting an older file needs is told like that of any other one.
func TestAcceptedAndNotFlushed(t *testing.T) {
	disk := &unflushed{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.withAccounts(counterLink)
	old, err := os.ReadFile(r.path())
	if err != nil {
		t.Fatal(err)
	}
	v := r.session().Vault()
	if _, _, err := v.Count(t.Context(), v.Accounts()[0].ID); err != nil {
		t.Fatal(err)
	}
	r.lock()
	if err := os.WriteFile(r.path(), old, 0o600); err != nil {
		t.Fatal(err)
	}
	r.unlockAgain()
	disk.dir = filepath.Dir(r.path())
	r.pressNotice("I did this")
	if r.banner() != "flush" || r.session().Vault().Accounts()[0].Counter == 0 {
		t.Errorf("the banner is %q", r.banner())
	}
}

// unlockAgain types the password.
func (r *rig) unlockAgain() {
	r.t.Helper()
	test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), password)
	r.tap("unlock.submit")
	r.expect("list")
}

// A vault whose password is guarded by little work is offered more, with the same password.
func TestStrengthen(t *testing.T) {
	weak := vault.Params{Memory: 19 << 10, Time: 2, Threads: 1}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.Params = weak })
	r.withAccounts(amazonLink)
	r.lock()
	r.shell.VaultOpts.Params = vault.Floor
	test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), password)
	r.tap("unlock.submit")
	if r.banner() != "floor" {
		t.Fatalf("the notice is %q", r.banner())
	}
	// The session was opened with the old options: SetPassword takes those of its own.
	r.pressNotice("Strengthen")
	r.expect("strengthen")
	test.Type(r.widget("confirm.password").(*widgets.PasswordEntry), "not the password")
	r.tap("confirm.submit")
	r.expect("strengthen")
	test.Type(r.widget("confirm.password").(*widgets.PasswordEntry), password)
	r.tap("confirm.submit")
	r.expect("list")
	if r.banner() == "floor" {
		t.Error("it is still offered")
	}
	l, err := vault.Open(r.path(), r.shell.VaultOpts)
	if err != nil || l.Info().BelowFloor {
		t.Errorf("%v, %+v", err, l.Info().Params)
	}
	r.elsewhere(password)
}

// What others may read is offered for repair.
func TestExposed(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	if err := os.Chmod(r.path(), 0o644); err != nil {
		t.Fatal(err)
	}
	r.lookAround()
	if r.banner() != "exposed" {
		t.Fatalf("the notice is %q", r.banner())
	}
	r.pressNotice("Fix permissions")
	if info, err := os.Stat(r.path()); err != nil || info.Mode().Perm() != 0o600 || r.banner() == "exposed" {
		t.Errorf("%v, %v, %q", info.Mode(), err, r.banner())
	}
}

// The second folder is spoken of once a month, gets a backup at once, and when it is away the
// vault is saved without a word.
func TestSecondFolder(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir, nil).withAccounts(amazonLink)
	if r.banner() != "" {
		t.Errorf("on the first day: %q", r.banner())
	}
	r.now = r.now.Add(31 * 24 * time.Hour)
	if r.banner() != "second" {
		t.Fatalf("after a month: %q", r.banner())
	}
	r.pressNotice("In a month")
	if r.banner() != "" {
		t.Errorf("put away: %q", r.banner())
	}
	r.lock()
	r.unlockBy(password)
	if r.banner() != "" {
		t.Error("it is not remembered that it was put away")
	}

	second := filepath.Join(dir, "stick")
	if err := os.Mkdir(second, 0o700); err != nil {
		t.Fatal(err)
	}
	r.config().SecondBackups = second
	r.session().Vault().SetSecondBackupDir(second)
	r.open.BackUpNow()
	made, _ := filepath.Glob(filepath.Join(second, "*", "*.watchword"))
	if len(made) != 1 || r.banner() == opened.NoBackup {
		t.Fatalf("%d backups in the second folder, %v", len(made), r.banner())
	}
	r.showVault()
	r.expect("vault")
	if s := r.page().(*settings.VaultPage).State; s.Second != second || s.SecondBad || !strings.HasPrefix(s.SecondState, "1, the newest") {
		t.Errorf("%q, %v", s.SecondState, s.SecondBad)
	}

	if err := os.Rename(second, second+".away"); err != nil {
		t.Fatal(err)
	}
	r.showList()
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	if r.banner() != "" || r.unsaved() != nil {
		t.Errorf("with the disk away: %q, %v", r.banner(), r.unsaved())
	}
	r.showVault()
	if s := r.page().(*settings.VaultPage).State; !s.SecondBad || !strings.Contains(s.SecondState, "not available") {
		t.Errorf("%q, %v", s.SecondState, s.SecondBad)
	}
	r.now = r.now.Add(31 * 24 * time.Hour)
	r.showList()
	r.lookAround()
	if r.banner() != "second due" {
		t.Errorf("a month later: %q", r.banner())
	}
	// Nobody knows how old the copies on a disk are that is away.
	if text := r.open.Notices()[len(r.open.Notices())-1].Text; !strings.Contains(text, "not available") || strings.Contains(text, "month") {
		t.Errorf("of a disk that is away it says %q", text)
	}
	if err := os.Rename(second+".away", second); err != nil {
		t.Fatal(err)
	}
	r.lookAround()
	if text := r.open.Notices()[len(r.open.Notices())-1].Text; !strings.Contains(text, "no backup for a month") {
		t.Errorf("of old copies it says %q", text)
	}
	if err := os.RemoveAll(filepath.Join(second, r.session().Vault().ID())); err != nil {
		t.Fatal(err)
	}
	r.lookAround()
	if text := r.open.Notices()[len(r.open.Notices())-1].Text; !strings.Contains(text, "no backup yet") {
		t.Errorf("of none it says %q", text)
	}
}

func TestVaultPageTells(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink, githubLink)
	r.trash([]string{r.session().Accounts()[0].ID})
	r.showSettings()
	r.page().(*settings.Page).OnVault()
	r.expect("vault")
	s := r.page().(*settings.VaultPage)
	if s.State.Accounts != 1 || s.State.Trashed != 1 || s.State.Backups == "" || s.State.HasRecovery || s.State.Size == "" {
		t.Errorf("%+v", s.State)
	}
	if says, err := s.Check(); err != nil || !strings.HasPrefix(says, "The vault file is intact: 2 accounts") {
		t.Errorf("%q, %v", says, err)
	}
	s.OnBackups()
	r.expect("backups")
	r.key(escape)
	r.expect("vault")
	r.key(escape)
	r.expect("settings")
}

// The vault locks with the session, whatever is on the window, and not when that is off.
func TestLockWithTheSession(t *testing.T) {
	r := newRig(t).withAccounts(amazonLink)
	r.showMenu(r.window().Content())
	if r.window().Canvas().Overlays().Top() == nil {
		t.Fatal("there is no menu")
	}
	v := r.session().Vault()
	r.lockBecause(sessionlock.Sleep)
	if r.session() != nil || len(v.Accounts()) != 0 {
		t.Error("the accounts are still there")
	}
	r.expect("unlock")
	if r.window().Canvas().Overlays().Top() != nil {
		t.Error("the menu is still there")
	}
	r.lockBecause(sessionlock.SessionLocked) // nothing to lock

	test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), password)
	r.tap("unlock.submit")
	r.config().StayOpen = true
	r.lockBecause(sessionlock.SessionLocked)
	r.expect("list")
}

// Changes that cannot be saved are not lost to a lock, and not shown either.
func TestLockWithUnsavedChanges(t *testing.T) {
	disk := &failing{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.withAccounts(amazonLink)
	disk.create = syscall.ENOSPC
	r.add([]account.Account{mustParse(t, githubLink)})
	done := make(chan bool)
	go func() { r.lockBecause(sessionlock.Sleep); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("sleep is held up for good")
	}
	r.expect("unsaved")
	if !r.session().Vault().Dirty() {
		t.Error("the change is lost")
	}
}

// A vault on a share that does not answer: the window says what it waits for, and goes on when
// the answer comes. Where another vault was chosen meanwhile, the answer comes too late.
func TestShareThatHangs(t *testing.T) {
	dir := t.TempDir()
	first := newRigIn(t, dir, nil).withAccounts(amazonLink)
	first.lock()
	start := func() (r *rig, answer func()) {
		var waiting []func()
		hangs := true
		r = newRigWith(t, dir, nil, func(o *desk.Options) {
			o.Run = func(work, done func()) {
				do := func() { background.Now(work, done) }
				if hangs {
					waiting = append(waiting, do)
					return
				}
				do()
			}
		})
		return r, func() {
			hangs = false
			for _, do := range waiting {
				do()
			}
		}
	}
	r, answer := start()
	r.tick(r.now)
	r.tick(r.now)
	r.expect("looking")
	answer()
	r.expect("unlock")
	if text := r.page().(*unlock.Page).Place; !strings.Contains(text, "last saved") {
		t.Errorf("it says %q", text)
	}

	r, answer = start()
	r.tick(r.now)
	r.tick(r.now)
	other := filepath.Join(t.TempDir(), "other.watchword")
	r.unlocking.Path = other
	r.showUnlock()
	answer()
	if r.path() != other {
		t.Errorf("the late answer led to %s", r.path())
	}
}

// lastApp is what the toolkit knows at the end.
type lastApp struct {
	fyne.App
	quit func()
}

func (a *lastApp) Quit() { a.quit() }

// Before the toolkit is told to end, which it may not do, all is cleared up and whoever sees to
// the end has been told.
func TestTellsThatItLeaves(t *testing.T) {
	left, quits := 0, 0
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.Leaving = func() { left++ } }).withAccounts(amazonLink)
	r.shell.Fyne = &lastApp{r.shell.Fyne, func() {
		quits++
		if left != 1 || r.session() != nil {
			t.Errorf("told %d times, locked %v", left, r.session() == nil)
		}
	}}
	r.quit()
	if quits != 1 {
		t.Errorf("it quits %d times", quits)
	}
}
