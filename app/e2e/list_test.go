//go:build e2e && linux

package e2e

import (
	"testing"
	"time"
)

const (
	steamLink = "otpauth://totp/Steam:jane?secret=" + githubSecret + "&issuer=Steam"
	// RFC 4226, appendix D: counters 0 and 1 of "12345678901234567890".
	hotpLink  = "otpauth://hotp/VPN:jane?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=VPN&counter=0"
	hotpCode0 = "755224"
	hotpCode1 = "287082"
)

// TestList is the chapter of the list: search and copy, the next code, a code that counts,
// the clipboard that is cleared only while it is ours, trash and undo, keys.
func TestList(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, `{"clearSeconds":5}`, amazonLink, githubLink, slackLink, steamLink, hotpLink)
	p := d.unlocked(h)

	// Two letters and Enter.
	p.screen("list")
	p.write("gi")
	p.key("Return")
	p.until("the code of the found account", func() bool { return p.isCodeOf(p.clipboard(), githubSecret) })

	// The next code, which oathtool makes for half a minute later.
	p.key("shift+Return")
	p.until("the next code", func() bool { return p.isNextCodeOf(p.clipboard(), githubSecret) })
	p.until("the clipboard to be cleared", func() bool { return p.clipboard() == "" })
	p.key("Escape")

	// Somebody else's copy stays.
	p.click("list.row.0")
	p.until("the code of the first row", func() bool { return p.isCodeOf(p.clipboard(), amazonSecret) })
	p.copyElsewhere("something of the person's own")
	time.Sleep(7 * time.Second)
	if got := p.clipboard(); got != "something of the person's own" {
		t.Errorf("the clipboard holds %q", got)
	}

	// A code that counts: only when asked for, and each one once.
	p.front()
	p.write("vpn")
	p.key("Return")
	p.until("the first code that counts", func() bool { return p.clipboard() == hotpCode0 })
	p.copyElsewhere("something else")
	p.front()
	p.key("Return")
	p.until("the same code once more", func() bool { return p.clipboard() == hotpCode0 })
	time.Sleep(3 * time.Second) // sooner it would be a double click
	p.key("shift+Return")
	p.until("the second one", func() bool { return p.clipboard() == hotpCode1 })
	p.key("Escape")

	// Five letters and digits.
	p.write("steam")
	p.key("Return")
	p.until("Steam's code", func() bool { return len(p.clipboard()) == 5 })
	p.key("Escape")

	// Trash and undo.
	p.key("Down", "Delete")
	p.until("the first account in the trash", func() bool { return p.accounts(h)["Amazon"].Trashed })
	p.key("ctrl+z")
	p.until("the account back", func() bool { return !p.accounts(h)["Amazon"].Trashed })
	d.photograph("list")
}

// TestKeys is the chapter of the keys that lead to pages and back.
func TestKeys(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	p := d.unlocked(h)
	for _, row := range []struct{ key, page string }{
		{"ctrl+n", "add"}, {"ctrl+comma", "settings"}, {"F1", "keys"},
	} {
		p.screen("list")
		p.key(row.key)
		p.screen(row.page)
		p.key("Escape")
	}
	p.screen("list")
	p.key("ctrl+f")
	p.write("ama")
	p.key("ctrl+l") // while the search has the focus
	p.screen("unlock")
	p.write(password + "x") // the cursor is in the password
	p.key("Return")
	p.find("unlock.message") // it is wrong; the cursor is in the empty field again
	p.write(password)
	p.key("Return")
	p.screen("list")
	p.key("ctrl+q")
	p.until("the program to end", func() bool {
		_, err := p.try("xdotool", "getwindowname", p.window)
		return err != nil
	})
}
