package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/edit"
	"watchword/app/settings"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// chosen answers the system's windows for files.
type chosen struct{ open, save string }

func (c *chosen) option(o *desk.Options) {
	o.OpenFile = func(context.Context, dialogs.Options) ([]string, error) {
		if c.open == "" {
			return nil, dialogs.ErrCancelled
		}
		return []string{c.open}, nil
	}
	o.SaveFile = func(context.Context, dialogs.Options) (string, error) {
		if c.save == "" {
			return "", dialogs.ErrCancelled
		}
		return c.save, nil
	}
}

// On a new computer the vault comes from a backup, which stays as it is, or is opened where it lies; a file that is in
// the way is never replaced, and what is no vault is not taken.
func TestFirstPageWithAVaultThatExists(t *testing.T) {
	from := newRig(t).withAccounts(githubLink)
	backup := from.path()
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	c := &chosen{}
	r := newRigWith(t, t.TempDir(), nil, c.option)
	r.expect("create")
	r.tap("create.restore") // and nothing is chosen
	r.expect("create")

	c.open = filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(c.open, []byte("Dear Sir or Madam"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.tap("create.restore")
	r.expect("problem")
	r.back()
	r.expect("create")

	c.open = backup
	r.tap("create.restore")
	r.unlockBy(password)
	if r.titles() != "GitHub" || r.path() == backup {
		t.Errorf("%s, in %s", r.titles(), r.path())
	}
	if now, err := os.ReadFile(backup); err != nil || string(now) != string(whole) {
		t.Error("the backup was changed")
	}

	r = newRigWith(t, t.TempDir(), nil, c.option)
	r.tap("create.open")
	r.unlockBy(password)
	if r.titles() != "GitHub" || r.path() != backup {
		t.Errorf("%s, in %s", r.titles(), r.path())
	}
}

// A known vault that is gone: a new one is made beside it, never in its place.
func TestNewVaultBesideAMissingOne(t *testing.T) {
	dir := t.TempDir()
	first := newRigIn(t, dir, nil).withAccounts(githubLink)
	first.lock()
	if err := os.Rename(first.path(), first.path()+".away"); err != nil {
		t.Fatal(err)
	}
	r := newRigIn(t, dir, nil)
	r.expect("missing")
	test.Tap(r.button("Create a new vault"))
	r.create()
	if r.path() == first.path() {
		t.Error("the new vault is in the place of the missing one")
	}
}

// Where the disk is full, a copy with all changes is saved elsewhere; where that fails too, it says so.
func TestSaveACopyElsewhere(t *testing.T) {
	disk := &failing{FS: vault.Disk()}
	c := &chosen{save: filepath.Join(t.TempDir(), "copy.watchword")}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk; c.option(o) })
	r.withAccounts(githubLink)
	disk.create = syscall.ENOSPC
	r.add([]account.Account{mustParse(t, amazonLink)})
	test.Tap(r.button("Save a copy"))
	if _, err := os.Stat(c.save); err == nil || r.toast() == "" {
		t.Errorf("a copy on a full disk: %q", r.toast())
	}
	disk.create = nil
	test.Tap(r.button("Save a copy"))
	r.unlocking.Path = c.save
	if v := r.elsewhere(password); len(v.Accounts()) != 2 || !strings.Contains(r.toast(), "A copy with all changes is in") {
		t.Errorf("%d accounts, %q", len(v.Accounts()), r.toast())
	}
}

// The second folder for backups is given up; what lies there stays.
func TestStopUsingTheSecondFolder(t *testing.T) {
	c := &chosen{save: filepath.Join(t.TempDir(), "stick")}
	r := newRigWith(t, t.TempDir(), nil, c.option).withAccounts(githubLink)
	r.chooseSecond()
	r.showVault()
	r.page().(*settings.VaultPage).OnNoSecond()
	r.expect("vault")
	kept, _ := filepath.Glob(filepath.Join(c.save, "*", "*.watchword"))
	if r.config().SecondBackups != "" || len(r.session().Vault().BackupStates()) != 1 || len(kept) != 1 {
		t.Errorf("second folder %q, %d states, %d backups in it", r.config().SecondBackups, len(r.session().Vault().BackupStates()), len(kept))
	}
}

// A picture from a file becomes an icon; what is none is refused and changes nothing.
func TestIconFromAFile(t *testing.T) {
	c := &chosen{open: pictureOf(t, githubLink)}
	r := newRigWith(t, t.TempDir(), nil, c.option).withAccounts(githubLink)
	r.showIcons(r.id("GitHub"))
	r.page().(*edit.Icons).OnFile()
	r.expect("list")
	icon := func() string {
		a, _ := r.session().Account(r.id("GitHub"))
		return a.Icon
	}
	made := icon()
	if widgets.OwnIcon(made) == nil {
		t.Fatalf("icon %q", made)
	}
	for why, path := range map[string]string{"a file that is not there": filepath.Join(t.TempDir(), "none.png"), "no picture": r.path()} {
		c.open = path
		r.showIcons(r.id("GitHub"))
		r.page().(*edit.Icons).OnFile()
		r.expect("list")
		if icon() != made || r.toast() == "" || strings.Contains(r.toast(), t.TempDir()) {
			t.Errorf("%s: icon %q, %q", why, icon(), r.toast())
		}
	}
}
