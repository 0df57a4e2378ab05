//go:build e2e && linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// formPage has the field of a six-digit code, and says in its title what is in it.
const formPage = `<!doctype html><title>Sign in</title><form onsubmit="document.title='Sent '+code.value;return false">
<input id=code maxlength=6 autofocus oninput="document.title='Typed '+this.value"></form>`

// finderTitle is that of the quick search.
const finderTitle = "^Watchword quick search$"

func (d *desk) hasFinder() bool {
	out, _ := d.try("xdotool", "search", "--onlyvisible", "--name", finderTitle)
	return out != ""
}

// finder waits for the quick search and for the moment in which it takes no keys.
func (d *desk) finder() {
	d.t.Helper()
	id := d.window(finderTitle)
	d.until("the focus of the quick search", func() bool {
		out, err := d.try("xdotool", "getwindowfocus")
		return err == nil && out == id
	})
	d.run("sleep", "1") // on a busy machine the first frame takes its time
}

func (d *desk) types(text string) { d.t.Helper(); d.run("xdotool", "type", "--delay", "40", text) }
func (d *desk) presses(keys ...string) {
	d.t.Helper()
	d.run("xdotool", append([]string{"key", "--delay", "60"}, keys...)...)
}

// typedInto waits for what a page says is in its field.
func (d *desk) typedInto(prefix string) string {
	d.t.Helper()
	id := d.window("^" + prefix + " [0-9]{6}")
	title := d.run("xdotool", "getwindowname", id)
	code, _, _ := strings.Cut(strings.TrimPrefix(title, prefix+" "), " ")
	return code
}

// A browser asks for a code. The keys of the quick search are pressed in it, two letters and Ctrl+Enter; the
// code is in the field, whatever the layout, and the browser has the focus again. Locked, the same line asks for
// the password. The clipboard has a code only when one was copied.
func TestQuickSearch(t *testing.T) {
	browser := chromium(t)
	if browser == "" {
		t.Skip("there is no Chromium on this system; the same is tested without it below and in app/desktop/typing")
	}
	d, h := newDesk(t), newHome(t)
	d.withVault(h, `{"quickKey": "Ctrl+Alt+W", "typeCodes": true}`, amazonLink, "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub")
	file := filepath.Join(t.TempDir(), "form.html")
	if err := os.WriteFile(file, []byte(formPage), 0o600); err != nil {
		t.Fatal(err)
	}
	p := d.watchword(built(), h)
	p.screen("unlock")
	d.open(h, browser, file)
	d.run("xdotool", "windowactivate", "--sync", d.window("^Sign in"))

	d.presses("ctrl+alt+w")
	d.finder()
	d.types(password)
	d.presses("Return")
	p.screen("list")
	d.until("the results", func() bool { return d.hasFinder() })
	d.run("setxkbmap", "fr") // digits are behind Shift now
	d.run("sleep", "1")
	d.types("ama")
	d.presses("ctrl+Return")
	if code := d.typedInto("Typed"); !d.isCodeOf(code, amazonSecret) {
		d.fatal("what was typed is no code of the account")
	}
	if d.hasFinder() || d.clipboard() != "" {
		d.fatal("the quick search is there still, or copied what it typed")
	}

	// Enter copies, and the browser has the focus: Ctrl+A, Ctrl+V replaces what is in the field.
	d.presses("ctrl+alt+w")
	d.finder()
	d.types("gith")
	d.presses("Return")
	d.until("the copy", func() bool { return d.isCodeOf(d.clipboard(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") })
	d.until("the browser's focus", func() bool {
		out, err := d.try("xdotool", "getwindowfocus", "getwindowname")
		return err == nil && strings.HasPrefix(out, "Typed ")
	})

	// Esc goes and leaves nothing; a second start brings it up as the keys do, and takes it away.
	d.terminal(h, "", "--quick")
	d.finder()
	d.presses("Escape")
	d.until("the end of the quick search", func() bool { return !d.hasFinder() })
	d.terminal(h, "", "--quick")
	d.finder()
	d.terminal(h, "", "--quick")
	d.until("the end of the quick search", func() bool { return !d.hasFinder() })
}

// Without the window the quick search starts a program of its own, which ends with it while the vault is locked.
func TestQuickSearchAlone(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	c, _ := d.start(h.env(), built(), "--quick")
	ended := make(chan struct{})
	go func() { _ = c.Wait(); close(ended) }()
	d.finder()
	if out, _ := d.try("xdotool", "search", "--onlyvisible", "--name", "^Watchword$"); out != "" {
		d.fatal("the whole window came up too")
	}
	d.presses("Escape")
	d.until("the end of the program", func() bool {
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
}
