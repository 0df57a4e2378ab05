package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/sessionlock"
	"watchword/app/widgets"
	"watchword/bounds"
	"watchword/vault/account"
)

// heldRig is a rig with two accounts, whose slow work waits while h.on.
func heldRig(t *testing.T) (*rig, *held) {
	t.Helper()
	h := &held{}
	return newRigWith(t, t.TempDir(), nil, h.option).withAccounts(amazonLink, githubLink), h
}

// finish lets all that waits be done.
func (h *held) finish() {
	h.on = false
	for h.next() {
	}
}

// What was added is in the vault once, however often it is locked and whatever asks meanwhile.
func TestAddIsFinished(t *testing.T) {
	fromBox := func(r *rig) { r.showAdd(); r.entry("add.box").SetText(linkA) }
	for why, way := range map[string]struct {
		open  func(r *rig)
		begin func(r *rig)
		end   func(r *rig)
	}{
		"the button, then Ctrl+L": {fromBox, func(r *rig) { r.tap("add.submit") }, func(r *rig) { r.press(ctrlKey(fyne.KeyL)) }},
		"the button, then two locks": {fromBox, func(r *rig) { r.tap("add.submit") }, func(r *rig) {
			r.press(ctrlKey(fyne.KeyL))
			r.lockedFromOutside(sessionlock.Sleep)
		}},
		"the question, then Ctrl+L": {fromBox, func(r *rig) { r.press(ctrlKey(fyne.KeyComma)); r.tap("draft.save") }, func(r *rig) { r.press(ctrlKey(fyne.KeyL)) }},
		"two locks": {fromBox, func(r *rig) {}, func(r *rig) {
			r.press(ctrlKey(fyne.KeyL))
			r.lockedFromOutside(sessionlock.Sleep)
		}},
		"a link, then Ctrl+L":  {func(r *rig) { r.showLinks([]string{linkA}) }, func(r *rig) { r.tap("scan.add") }, func(r *rig) { r.press(ctrlKey(fyne.KeyL)) }},
		"a link, then the end": {func(r *rig) { r.showLinks([]string{linkA}) }, func(r *rig) { r.tap("scan.add") }, func(r *rig) { r.quit() }},
		"an import, then Ctrl+L": {func(r *rig) {
			file := filepath.Join(r.t.TempDir(), "export.txt")
			if err := os.WriteFile(file, []byte(linkA+"\n"), 0o600); err != nil {
				r.t.Fatal(err)
			}
			r.importFiles([]string{file})
		}, func(r *rig) { r.tap("scan.add") }, func(r *rig) { r.press(ctrlKey(fyne.KeyL)) }},
	} {
		t.Run(why, func(t *testing.T) {
			r, h := heldRig(t)
			way.open(r)
			h.on = true
			way.begin(r)
			way.end(r)
			h.finish()
			if r.session() != nil {
				t.Fatalf("the vault is open, on page %s", r.name())
			}
			if r.board.Text != "" {
				t.Error("a code was copied while the vault was being locked")
			}
			if n := len(r.elsewhere(password).Accounts()); n != 3 {
				t.Errorf("%d accounts", n)
			}
		})
	}
}

// What the vault does not take is not said to be added.
func TestRefusedAccountIsNotAdded(t *testing.T) {
	open := func(r *rig) {
		r.showAdd()
		r.entry("add.box").SetText("MFRGGZDFMZTWQ2LKNNWG23TP")
		r.entry("add.issuer").SetText(strings.Repeat("x", bounds.VaultText+1))
	}
	r := full(t)
	open(r)
	r.tap("add.submit")
	r.expect("add")
	if !r.reads("Not everything was added: one of the fields is too long.") {
		t.Error("the page does not say why")
	}
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	if !strings.Contains(r.told(), "is lost") {
		t.Errorf("the list says %q", r.told())
	}
}

// While something is saved and the vault waits for it to be locked, the window shows nothing, takes
// nothing, and no page comes back.
func TestLockCoversTheWindow(t *testing.T) {
	r, h := heldRig(t)
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	h.on = true
	r.tap("edit.save")
	r.press(ctrlKey(fyne.KeyL))
	if r.name() != "covered" || r.texts() != "" {
		t.Fatalf("page %s shows %q", r.name(), r.texts())
	}
	r.Raise([]string{linkA})
	r.showList()
	r.expect("covered")
	r.tick(r.now)
	work := len(h.work)
	r.tick(r.now)
	if len(h.work) != work {
		t.Error("every tick begins another save")
	}
	h.finish()
	r.expect("unlock")
	r.unlockBy(password)
	r.expect("found") // the link waited
	if !strings.Contains(r.kept(), "my note") {
		t.Error("the note is lost")
	}
}

// Who wanted to quit stays where a new password could not be set, and reads why.
func TestQuitDoesNotHideAFailedPassword(t *testing.T) {
	r, h, _ := settingInVain(t)
	r.quit()
	h.finish()
	if r.session() == nil {
		t.Fatal("the program ended")
	}
	if r.expect("password"); !r.reads("There is not enough memory.") {
		t.Error("it does not say why")
	}
}

// Nothing that closes the vault cuts off a new password.
func TestNewPasswordIsFinishedBeforeReopening(t *testing.T) {
	for why, take := range map[string]func(r *rig){
		"discard and reload": func(r *rig) { r.reopen(); r.pressButton("Discard and reload") },
		"find another copy":  func(r *rig) { r.leaveForLadder() },
	} {
		t.Run(why, func(t *testing.T) {
			r, h := setting(t, t.TempDir(), func(o *desk.Options) {})
			r.back()
			r.open.Unsaved = errors.New("x")
			take(r)
			if r.session() == nil {
				t.Fatal("the vault is closed while its password is being set")
			}
			h.finish()
			if r.session() != nil || !r.opens(elsewherePassword) {
				t.Error("the new password was not set")
			}
		})
	}
}

// Who left the page that asks for another computer's password keeps what is typed and changed since.
func TestPasswordElsewhereLeavesOtherPagesAlone(t *testing.T) {
	r, h := heldRig(t)
	v := r.elsewhere(password)
	if err := v.SetPassword(t.Context(), []byte(elsewherePassword)); err != nil {
		t.Fatal(err)
	}
	r.save(v)
	r.showElsewhere()
	test.Type(r.widget("unlock.password").(*widgets.PasswordEntry), elsewherePassword)
	h.on = true
	r.tap("unlock.submit")
	r.back()
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	h.finish()
	if r.expect("edit"); !strings.Contains(r.texts(), "my note") {
		t.Error("what was typed is gone")
	}
}

// What was said before is said with what comes: a new password, and a note on the way.
func TestToldAtLockTogether(t *testing.T) {
	r, h := setting(t, t.TempDir(), func(o *desk.Options) {})
	r.back()
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.press(ctrlKey(fyne.KeyL))
	h.finish()
	r.unlockBy(elsewherePassword)
	if !strings.Contains(r.told(), "Your changes were saved.") || !strings.Contains(r.told(), "the new password was being set") {
		t.Errorf("it says %q", r.told())
	}
}

// Only undoing what was saved at lock takes the notice away.
func TestRedoKeepsWhatWasToldAtLock(t *testing.T) {
	r := full(t)
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	r.trash([]string{r.id("Slack")})
	r.undo()
	r.redo()
	if r.told() == "" {
		t.Error("the notice is gone")
	}
	r.undo()
	r.undo()
	if r.told() != "" {
		t.Error("what was saved at lock is undone, and the list says that it was saved")
	}
}

// The key of a counter link goes on where the service is: its first codes were used.
func TestKeyOfACounterLinkKeepsItsCounter(t *testing.T) {
	for why, take := range map[string]func(r *rig){
		"the button": func(r *rig) { r.tap("key.save") },
		"the lock":   func(r *rig) { r.press(ctrlKey(fyne.KeyL)); r.unlockBy(password) },
	} {
		r := full(t)
		r.showKey(r.id("GitHub"))
		r.entry("key.text").SetText(counterLink + "&counter=40")
		take(r)
		found := false
		for _, a := range r.session().Accounts() {
			found = found || a.Counter == 40
		}
		if !found {
			t.Errorf("%s: the counter is lost", why)
		}
	}
}

// The vault is closed away from the UI thread: a save that hangs on a share holds no window up, which
// shows nothing meanwhile.
func TestClosingDoesNotHoldUpTheWindow(t *testing.T) {
	r, h := heldRig(t)
	s := r.session()
	h.on = true
	locked := r.lockedFromOutside(sessionlock.Sleep)
	if r.session() != nil || r.name() != "covered" {
		t.Fatalf("page %s shows", r.name())
	}
	if len(s.Vault().Accounts()) == 0 {
		t.Fatal("it was closed on the UI thread")
	}
	r.Raise([]string{linkA})
	r.expect("covered")
	select {
	case <-locked:
		t.Error("sleep is let go while the accounts are in memory")
	default:
	}
	h.finish()
	<-locked
	r.expect("unlock")
	if len(s.Vault().Accounts()) != 0 {
		t.Error("the vault is still open")
	}
}

// What is done in the list is done before the vault is closed.
func TestChangesAreFinishedBeforeTheLock(t *testing.T) {
	r, h := heldRig(t)
	h.on = true
	r.trash([]string{r.id("GitHub")})
	r.press(ctrlKey(fyne.KeyL))
	h.finish()
	r.unlockBy(password)
	if r.titles() != "Amazon" {
		t.Errorf("accounts %s", r.titles())
	}
}

// A program that is told to end from outside saves what is typed, as the lock does.
func TestEndSavesWhatIsTyped(t *testing.T) {
	for why, end := range map[string]func(r *rig){
		"at once":            func(r *rig) { r.End() },
		"while it is locked": func(r *rig) { r.press(ctrlKey(fyne.KeyL)); r.End() },
	} {
		t.Run(why, func(t *testing.T) {
			r, h := heldRig(t)
			left := false
			r.shell.Options.Leaving = func() { left = true }
			r.showEdit(r.id("GitHub"))
			r.entry("edit.note").SetText("my note")
			h.on = true
			end(r)
			h.finish()
			if !left || r.session() != nil {
				t.Error("the program did not end")
			}
			found := false
			for _, a := range r.elsewhere(password).Accounts() {
				found = found || a.Note == "my note"
			}
			if !found {
				t.Error("what was typed is lost")
			}
		})
	}
}

// At lock the rest is kept where an account would have no name.
func TestEmptyNamesAtLock(t *testing.T) {
	r := full(t)
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.entry("edit.issuer").SetText("")
	r.entry("edit.name").SetText(" ")
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	if !strings.Contains(r.kept(), "my note") || !strings.Contains(r.titles(), "GitHub") {
		t.Error("the note is lost")
	}
	if !strings.Contains(r.told(), "except for the service and the account name") {
		t.Errorf("the list says %q", r.told())
	}
}

// Nothing of the list is kept at lock, whoever still holds the page, and the marks that were drawn go too.
func TestLockForgetsTheList(t *testing.T) {
	r := newRig(t)
	r.create()
	r.add([]account.Account{mustParse(t, githubLink)})
	r.showList()
	list := r.list()
	if list.Count() != 1 || widgets.OwnIcon == nil {
		t.Fatalf("%d accounts before the lock", list.Count())
	}
	r.press(ctrlKey(fyne.KeyL))
	r.expect("unlock")
	if list.Count() != 0 || widgets.OwnIcon != nil {
		t.Errorf("%d accounts are still there", list.Count())
	}
}
