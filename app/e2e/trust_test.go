//go:build e2e && linux

package e2e

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestNothingIsLostByHaste is the chapter of hasty hands: double clicks, Esc over typed text, a lock
// in the middle of a sentence, letters typed before the list is there.
func TestNothingIsLostByHaste(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, slackLink)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.row.0")

	// Two accounts in the trash; a double click on each of the buttons deletes nothing.
	p.key("Home", "shift+Down", "Delete")
	p.until("two accounts in the trash", func() bool { a := p.accounts(h); return a["Amazon"].Trashed && a["GitHub"].Trashed })
	p.palette("trash", "trash")
	p.doubleClick("trash.0.delete")
	p.photograph("asked about one")
	p.doubleClick("trash.empty")
	p.photograph("asked about all")
	p.run("xdotool", "key", "--repeat", "8", "--delay", "40", "Return")
	time.Sleep(2 * time.Second)
	if a := p.accounts(h); !a["Amazon"].Trashed || !a["GitHub"].Trashed {
		t.Fatal("haste deleted an account")
	}
	p.key("Escape")
	p.screen("list")
	p.palette("trash", "trash")
	p.click("trash.0.delete")
	p.photograph("one is asked about")
	p.danger("trash.0.sure")
	p.until("one account deleted", func() bool { return len(p.accounts(h)) == 2 })
	p.photograph("one is deleted")
	p.key("Escape")
	p.screen("list")
	p.key("ctrl+z")
	time.Sleep(time.Second)
	p.photograph("cannot be undone")
	if a := p.accounts(h); len(a) != 2 || p.order(h)[0] != "Slack" {
		t.Errorf("Ctrl+Z took back something older: %v", a)
	}

	// Typed text: Esc asks; the lock keeps it, and after unlocking it can be undone.
	p.key("Home", "ctrl+e")
	p.screen("edit")
	p.fill("edit.note", "in the drawer")
	p.key("Escape")
	p.screen("draft")
	p.photograph("not saved yet")
	p.click("draft.keep")
	p.screen("edit")
	p.photograph("edit again")
	p.key("ctrl+l")
	p.screen("unlock")
	p.fill("unlock.password", password)
	p.key("Return")
	p.screen("list")
	p.find("list.banner.0")
	p.photograph("saved at lock")
	if note := d.terminal(h, "", "edit", "slack", "--show-note"); !strings.Contains(note, "in the drawer") {
		t.Error("what was typed is not in the vault")
	}
	p.click("list.banner.0") // Undo
	p.until("the note gone", func() bool {
		return !strings.Contains(d.terminal(h, "", "edit", "slack", "--show-note"), "in the drawer")
	})
	p.photograph("undone")
	p.key("ctrl+y")
	p.until("the note back", func() bool {
		return strings.Contains(d.terminal(h, "", "edit", "slack", "--show-note"), "in the drawer")
	})

	// Letters behind the password, at once.
	p.palette("trash", "trash")
	p.click("trash.0.restore")
	p.until("both accounts", func() bool { return len(p.order(h)) == 2 })
	p.key("ctrl+l")
	p.screen("unlock")
	p.copyElsewhere("nothing yet")
	p.front()
	p.fill("unlock.password", password)
	p.run("xdotool", "key", "Return", "type", "--delay", "20", "slack")
	p.run("xdotool", "key", "Return")
	p.screen("list")
	p.until("the code of the account that was typed", func() bool { return p.isCodeOf(p.clipboard(), slackSecret) })
	p.photograph("typed ahead")
	p.key("Escape", "Escape")
	p.find("list.row.0")
}

// TestEndKeepsWhatIsTyped: the session ends, or somebody presses Ctrl+C in the terminal, in the middle
// of a note.
func TestEndKeepsWhatIsTyped(t *testing.T) {
	for _, end := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		d, h := newDesk(t), newHome(t)
		d.withVault(h, "", amazonLink)
		p := d.unlocked(h)
		p.screen("list")
		p.find("list.row.0")
		p.key("Home", "ctrl+e")
		p.screen("edit")
		p.fill("edit.note", "in the drawer")
		time.Sleep(2 * time.Second) // the keys are on their way to the window, longer where the machine is busy
		if err := p.process.Process.Signal(end); err != nil {
			t.Fatal(err)
		}
		p.until("the program to end", func() bool { return !p.alive() })
		if note := d.terminal(h, "", "edit", "amazon", "--show-note"); !strings.Contains(note, "in the drawer") {
			t.Errorf("%s: what was typed is lost", end)
		}
	}
}

// TestGreen is the chapter of the clipboard: what the list marks is what a paste brings, over the
// roll-over and for the next code; pictures of it are looked at by eye.
func TestGreen(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, hotpLink)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.row.1")
	for time.Now().Unix()%30 != 27 {
		time.Sleep(100 * time.Millisecond)
	}
	p.click("list.row.0")
	p.until("the code", func() bool { return p.isCodeOf(p.clipboard(), amazonSecret) })
	before := p.clipboard()
	p.photograph("copied before the roll-over")
	for time.Now().Unix()%30 > 20 {
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(1200 * time.Millisecond)
	p.photograph("after the roll-over")
	if p.clipboard() != before {
		t.Error("the clipboard was written without being asked")
	}
	for time.Now().Unix()%30 != 5 {
		time.Sleep(100 * time.Millisecond)
	}
	p.key("shift+Return")
	p.until("the next code", func() bool { return p.isNextCodeOf(p.clipboard(), amazonSecret) })
	p.photograph("next code copied")
	p.click("list.row.1")
	p.until("the code that counts", func() bool { return p.clipboard() == hotpCode0 })
	p.photograph("counter made")
	p.copyElsewhere("somebody else's")
	time.Sleep(1500 * time.Millisecond)
	p.photograph("somebody else copied")
	p.front()
	p.doubleClick("list.row.1")
	p.until("the same code", func() bool { return p.clipboard() == hotpCode0 })
	time.Sleep(3 * time.Second)
	p.photograph("counter copied again")
	p.doubleClick("list.renew.1")
	p.until("one more", func() bool { return p.clipboard() == hotpCode1 })
	p.photograph("new code")
}
