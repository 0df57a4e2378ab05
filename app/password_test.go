package app

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/sessionlock"
	"watchword/vault"
)

// setting is a rig in which a new password was just given and is being set; the work waits.
func setting(t *testing.T, dir string, change func(*desk.Options)) (*rig, *held) {
	t.Helper()
	h := &held{}
	r := newRigWith(t, dir, nil, func(o *desk.Options) { h.option(o); change(o) }).withAccounts(amazonLink, githubLink)
	r.shell.Confirmed()
	r.showNewPassword("New password", "")
	test.Type(r.secret("password.new"), elsewherePassword)
	test.Type(r.secret("password.again"), elsewherePassword)
	r.window().Canvas().Focus(r.secret("password.again"))
	h.on = true
	r.keyboard("⏎")
	return r, h
}

// opens reports whether a password opens the vault's file.
func (r *rig) opens(password string) bool {
	r.t.Helper()
	locked, err := vault.Open(r.path(), r.shell.VaultOpts)
	if err != nil {
		r.t.Fatal(err)
	}
	v, err := locked.Unlock(r.t.Context(), []byte(password))
	if err != nil {
		return false
	}
	v.Close()
	return true
}

// A new password that was given is set, whatever comes while it is: the lock of either kind, or
// both at once, and the end of the program wait for it, and where the lock did it is told.
func TestNewPasswordIsFinished(t *testing.T) {
	for why, take := range map[string]func(r *rig){
		"Ctrl+L":               func(r *rig) { r.press(ctrlKey(fyne.KeyL)) },
		"Ctrl+L and idle":      func(r *rig) { r.press(ctrlKey(fyne.KeyL)); r.lock() },
		"the end":              func(r *rig) { r.quit() },
		"Esc, then Ctrl+L":     func(r *rig) { r.back(); r.expect("list"); r.press(ctrlKey(fyne.KeyL)) },
		"the screen is locked": func(r *rig) { r.lockedFromOutside(sessionlock.SessionLocked) },
	} {
		t.Run(why, func(t *testing.T) {
			r, h := setting(t, t.TempDir(), func(o *desk.Options) {})
			take(r)
			if r.session() == nil {
				t.Fatal("the vault is closed while its password is being set")
			}
			if why != "the end" && r.name() != "covered" {
				t.Errorf("page %s shows meanwhile", r.name())
			}
			h.on = false
			for h.next() {
			}
			if r.session() != nil {
				t.Fatalf("afterwards the vault is open, on page %s", r.name())
			}
			if !r.opens(elsewherePassword) || r.opens(password) {
				t.Error("the password that was given does not open the vault")
			}
			if why == "the end" {
				return
			}
			r.expect("unlock")
			r.unlockBy(elsewherePassword)
			r.expect("list")
			if r.told() == "" || !strings.Contains(r.told(), "new password") {
				t.Error("after unlocking nothing is said of it")
			}
		})
	}
}

// settingInVain is [setting] where the key of the new password cannot be derived while fail is set.
func settingInVain(t *testing.T) (r *rig, h *held, fail *bool) {
	fail = new(bool)
	r, h = setting(t, t.TempDir(), func(o *desk.Options) {
		kdf := o.VaultOpts.KDF
		o.VaultOpts.KDF = func(ctx context.Context, password, salt []byte, p vault.Params) ([]byte, error) {
			if *fail {
				return nil, errors.New("There is not enough memory.")
			}
			return kdf(ctx, password, salt, p)
		}
	})
	*fail = true
	return r, h, fail
}

// Where it cannot be set, that is told after unlocking with the earlier one.
func TestNewPasswordThatFailsAtLockIsTold(t *testing.T) {
	r, h, fail := settingInVain(t)
	r.lock()
	h.on = false
	for h.next() {
	}
	*fail = false
	r.expect("unlock")
	r.unlockBy(password)
	r.expect("list")
	if r.told() == "" || !strings.Contains(r.told(), "was not set") || !strings.Contains(r.told(), "not enough memory") {
		t.Errorf("it says %+v", r.told())
	}
}

// Who left the page while the password was set stays where he went, with what he types there.
func TestNewPasswordLeavesOtherPagesAlone(t *testing.T) {
	r, h := setting(t, t.TempDir(), func(o *desk.Options) {})
	r.back()
	r.showEdit(r.id("GitHub"))
	h.on = false
	for h.next() {
	}
	r.expect("edit")
	if !r.opens(elsewherePassword) {
		t.Error("the new password was not set")
	}
}

// lockedFromOutside locks the vault as the system asks for it, and returns when the window has
// heard of it; the channel is closed when the system is told that it is done.
func (r *rig) lockedFromOutside(why sessionlock.Reason) <-chan struct{} {
	heard, done := make(chan struct{}), make(chan struct{})
	was := r.shell.OnUI
	r.shell.OnUI = func(f func()) { f(); close(heard) }
	go func() { r.lockBecause(why); close(done) }()
	<-heard
	r.shell.OnUI = was
	return done
}

// The screen is locked and the computer goes to sleep: the second lock lets the first finish saving
// what was typed.
func TestTwoLocksAtOnceKeepWhatWasTyped(t *testing.T) {
	h := &held{}
	r := newRigWith(t, t.TempDir(), nil, h.option).withAccounts(amazonLink, githubLink)
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	h.on = true
	first := r.lockedFromOutside(sessionlock.SessionLocked)
	second := r.lockedFromOutside(sessionlock.Sleep)
	r.lock() // and it was idle for long
	h.on = false
	for h.next() {
	}
	<-first
	<-second
	r.expect("unlock")
	r.unlockBy(password)
	if !strings.Contains(r.kept(), "my note") {
		t.Error("the note is lost")
	}
}
