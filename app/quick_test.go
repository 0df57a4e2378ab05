package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/internal/apptest"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
)

var escape = &fyne.KeyEvent{Name: fyne.KeyEscape}

// quick switches quick unlock on and locks.
func (r *rig) quick() *unlock.Page {
	r.t.Helper()
	r.showVault()
	r.page().(*settings.VaultPage).OnQuick(true)
	r.confirm()
	if !r.config().QuickUnlock {
		r.t.Fatalf("quick unlock is not on: %q", r.page().(*settings.VaultPage).State.QuickTrouble)
	}
	r.lock()
	r.expect("unlock")
	return r.page().(*unlock.Page)
}

func (r *rig) unlockBy(password string) {
	r.t.Helper()
	if password != "" {
		test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), password)
	}
	r.tap("unlock.submit")
}

func TestQuickUnlock(t *testing.T) {
	ring := apptest.Ring{}
	dir := t.TempDir()
	r := newRigWith(t, dir, nil, func(o *desk.Options) { o.Keyring = ring })
	r.withAccounts(amazonLink)
	if r.config().QuickUnlock || len(ring) != 0 {
		t.Error("it is on although nobody asked for it")
	}
	r.quick()
	r.unlockBy("")
	r.expect("list")
	if r.titles() != "Amazon" || len(ring) != 1 {
		t.Errorf("%s, %d kept", r.titles(), len(ring))
	}

	// Nothing of it is in the settings but the name.
	config, err := os.ReadFile(filepath.Join(dir, "config.json"))
	for _, secret := range ring {
		if err != nil || bytes.Contains(config, []byte(secret)) {
			t.Errorf("the key is in the settings, or they cannot be read: %v", err)
		}
	}

	// After a month the password is asked for, and counts for another.
	r.lock()
	r.now = r.now.Add(30 * 24 * time.Hour)
	r.showUnlock()
	if r.page().(*unlock.Page).Quick != nil {
		t.Error("the password is never asked for")
	}
	r.unlockBy(password)
	r.lock()
	if r.page().(*unlock.Page).Quick == nil {
		t.Error("typing the password does not count")
	}

	// A clock that was set back does not keep it going for ever.
	r.now = r.now.Add(-40 * 24 * time.Hour)
	r.showUnlock()
	if r.page().(*unlock.Page).Quick != nil {
		t.Error("a clock set back counts as typed")
	}
	r.now = r.now.Add(40 * 24 * time.Hour)

	// A new password here replaces what is kept; one from elsewhere makes it useless.
	r.showUnlock()
	r.unlockBy("")
	r.showNewPassword("", "")
	r.confirm()
	s := r.page().(*unlock.NewPassword)
	if err := s.Set([]byte(elsewherePassword)); err != nil {
		t.Fatal(err)
	}
	s.OnDone()
	if len(ring) != 1 {
		t.Errorf("%d kept", len(ring))
	}
	r.lock()
	r.unlockBy("")
	r.expect("list")

	// Off: forgotten.
	r.showVault()
	r.page().(*settings.VaultPage).OnQuick(false)
	if len(ring) != 0 || r.config().QuickUnlock {
		t.Errorf("%d kept", len(ring))
	}
	r.lock()
	if r.page().(*unlock.Page).Quick != nil {
		t.Error("it is still offered")
	}
}

// A vault opened by its sheet has no key to keep until it has a password.
func TestNoQuickUnlockFromTheSheet(t *testing.T) {
	ring := apptest.Ring{}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.Keyring = ring })
	r.withAccounts(amazonLink)
	sheet, err := r.session().Vault().NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	r.save(r.session().Vault())
	r.quick()
	clear(ring)
	r.unlocking.ShowRecover()
	r.page().(*unlock.Recover).Take(string(sheet.Key))
	r.expect("password")
	r.open.keeping.PasswordTyped()
	if len(ring) != 0 {
		t.Error("a key was kept")
	}
	s := r.page().(*unlock.NewPassword)
	if err := s.Set([]byte(elsewherePassword)); err != nil {
		t.Fatal(err)
	}
	s.OnDone()
	if len(ring) != 1 {
		t.Error("the new password's key was not kept")
	}
	if strings.Contains(r.toast(), elsewherePassword) {
		t.Error("the password is on the window")
	}
}
