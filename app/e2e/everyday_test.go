//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// order are the issuers as the list shows them.
func (d *desk) order(h home) []string {
	d.t.Helper()
	var list struct{ Accounts []account }
	if err := json.Unmarshal([]byte(d.terminal(h, "", "list", "--json")), &list); err != nil {
		d.fatal("what list printed is no JSON")
	}
	var out []string
	for _, a := range list.Accounts {
		if !a.Trashed {
			out = append(out, a.Issuer)
		}
	}
	return out
}

func (d *desk) ordered(h home, want ...string) {
	d.t.Helper()
	d.until("the order "+strings.Join(want, ", "), func() bool { return slices.Equal(d.order(h), want) })
}

// TestFirstStart is the chapter of the first start: another place for the vault, a vault that
// exists, a backup.
func TestFirstStart(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	p := d.watchword(built(), h)
	p.screen("create")
	p.click("create.place")
	p.screen("choose")
	p.key("ctrl+a")
	elsewhere := h.path("on my stick.watchword")
	p.write(elsewhere)
	p.key("Return")
	p.screen("create")
	p.fill("create.password", "weak")
	p.photograph("weak")
	p.key("ctrl+a")
	p.write(password)
	p.fill("create.again", password)
	p.photograph("place")
	p.click("create.submit")
	p.screen("sheet")
	p.click("sheet.later")
	p.screen("list")
	if _, err := os.Stat(elsewhere); err != nil {
		t.Errorf("the vault is not where it was to be: %v", err)
	}
	p.kill()
	if err := os.WriteFile(h.path("password"), []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	d.terminal(h, amazonLink, "add", "-")

	// Another person's computer: the vault is brought along.
	for name, button := range map[string]string{"a vault that exists": "create.open", "a backup": "create.restore"} {
		new := newHome(t)
		data, err := os.ReadFile(elsewhere)
		if err != nil {
			t.Fatal(err)
		}
		brought := new.path("brought.watchword")
		if err := os.WriteFile(brought, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p := d.watchword(built(), new)
		p.screen("create")
		p.click(button)
		p.screen("choose")
		p.key("ctrl+a")
		p.write(brought)
		p.key("Return")
		p.screen("unlock")
		p.fill("unlock.password", password)
		p.key("Return")
		p.screen("list")
		p.find("list.row.0")
		_, err = os.Stat(new.vault())
		if restored := err == nil; restored != (button == "create.restore") {
			t.Errorf("%s: there is a file in the usual place: %v", name, restored)
		}
		p.kill()
	}
}

// TestOrder is the chapter of one's own order: rows are dragged and moved by key, several are
// chosen and go to the trash at once, the trash gives back.
func TestOrder(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, slackLink, steamLink)
	p := d.unlocked(h)
	p.screen("list")
	p.ordered(h, "Amazon", "GitHub", "Slack", "Steam")
	first, third := p.find("list.row.0"), p.find("list.row.2")
	p.drag(first.X+first.W/3, first.Y+first.H/2, third.X+third.W/3, third.Y+third.H-4)
	p.ordered(h, "GitHub", "Slack", "Amazon", "Steam")
	p.key("ctrl+z")
	p.ordered(h, "Amazon", "GitHub", "Slack", "Steam")
	p.key("Home", "alt+Down")
	p.ordered(h, "GitHub", "Amazon", "Slack", "Steam")
	p.photograph("moved")

	// Three at once, one undo.
	p.key("Home", "shift+Down", "shift+Down")
	p.find("marked.trash")
	p.photograph("several")
	p.click("marked.trash")
	p.ordered(h, "Steam")
	p.key("ctrl+z")
	p.ordered(h, "GitHub", "Amazon", "Slack", "Steam")

	// From the trash, later.
	p.key("Home", "Delete")
	p.ordered(h, "Amazon", "Slack", "Steam")
	p.palette("trash", "trash")
	p.photograph("trash")
	p.click("trash.0.restore")
	p.until("the account back", func() bool { return len(p.order(h)) == 4 })
	p.key("Escape")
	p.screen("list")

	// Sorted by name, set by keys alone.
	p.key("ctrl+comma")
	p.screen("settings")
	p.click("settings.sort")
	p.write("name")
	p.photograph("sorts")
	p.key("Return", "Escape")
	p.screen("list")
	p.key("Home", "Return")
	p.until("the code of the first by name", func() bool { return p.isCodeOf(p.clipboard(), amazonSecret) })
}

// palette goes to a page by what is typed.
func (p *program) palette(words, page string) {
	p.t.Helper()
	p.key("ctrl+k")
	p.screen("palette")
	p.write(words)
	p.key("Return")
	p.screen(page)
}

// TestWatched is the chapter of a screen that others see: codes are dots until asked for, the
// window goes after a copy, a code stands behind a password where there is no second screen.
func TestWatched(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, `{"hideCodes":true,"copyHides":true}`, amazonLink, githubLink)
	p := d.unlocked(h)
	p.screen("list")
	p.find("list.row.1")
	p.photograph("hidden")
	at := p.find("list.row.1")
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/3), strconv.Itoa(at.Y+at.H/2))
	time.Sleep(500 * time.Millisecond)
	p.photograph("under the pointer")
	p.write("amazon")
	p.key("Return")
	p.until("the code", func() bool { return p.isCodeOf(p.clipboard(), amazonSecret) })
	p.until("the window to be out of the way", func() bool {
		out, _ := p.try("xprop", "-id", p.window, "WM_STATE")
		return strings.Contains(out, "Iconic")
	})
	p.front()

	p.key("ctrl+shift+c")
	p.screen("behind")
	p.write("hunter2")
	p.photograph("behind")
	p.key("Return")
	p.until("the code behind the password", func() bool {
		code, ok := strings.CutPrefix(p.clipboard(), "hunter2")
		return ok && p.isCodeOf(code, amazonSecret)
	})
}

// TestOnTheAccount is the chapter of one account: its QR code for the phone, its icon from a
// file, a note that hides until it is asked for.
func TestOnTheAccount(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	note := h.path("note.txt")
	if err := os.WriteFile(note, []byte("the codes are 1111 2222"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.terminal(h, "", "edit", "--note", note, "amazon")
	p := d.unlocked(h)
	p.screen("list")
	p.key("Down", "ctrl+r")
	p.screen("confirm")
	p.photograph("password asked")
	p.write("a wrong one")
	p.key("Return")
	p.find("confirm.message")
	p.photograph("wrong password")
	p.confirm()
	p.screen("qr")
	if got := p.held(); !strings.Contains(got, amazonSecret) || !strings.HasPrefix(got, "otpauth://totp/") {
		t.Errorf("the phone would see a text of %d characters", len(got))
	}
	p.key("Escape")

	p.screen("list")
	p.key("ctrl+e")
	p.screen("edit")
	p.photograph("note hidden")
	p.click("edit.show")
	p.photograph("note shown")
	icon := h.path("icon.png")
	d.run("convert", "-size", "300x300", "xc:#d0108f", icon)
	p.click("edit.icon")
	p.screen("icon")
	p.click("icon.file")
	p.screen("choose")
	p.write("icon")
	p.key("Down", "Down", "Return")
	p.until("the page to go", func() bool { return p.layout().Screen != "choose" })
	if p.layout().Screen != "list" {
		p.key("Escape", "Escape")
	}
	p.screen("list")
	p.until("the icon in its row", func() bool { return p.hasColour("list.row.0", color.RGBA{0xd0, 0x10, 0x8f, 255}) })
	p.photograph("icon")
}

// hasColour reports whether a widget shows a colour somewhere.
func (p *program) hasColour(name string, want color.RGBA) bool {
	at := p.find(name)
	file := filepath.Join(p.t.TempDir(), "window.png")
	p.run("import", "-window", p.window, file)
	f, err := os.Open(file)
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		p.t.Fatal(err)
	}
	for y := at.Y; y < at.Y+at.H; y++ {
		for x := at.X; x < at.X+at.W; x++ {
			if color.RGBAModel.Convert(img.At(x, y)) == want {
				return true
			}
		}
	}
	return false
}

// TestAdvice is the chapter of what the program advises: the guides, and the review with the
// buttons that mend.
func TestAdvice(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, "otpauth://totp/Old:jane?secret=GEZDGNBV&issuer=Old")
	p := d.unlocked(h)
	p.screen("list")
	p.palette("review", "review")
	p.photograph("review")
	p.click("review.first") // the recovery sheet
	p.confirm()
	p.screen("sheet")
	p.click("sheet.later")
	p.screen("review")
	p.key("Escape")
	p.screen("list")
	p.palette("guides", "guides")
	p.photograph("guides")
	p.key("Tab", "Tab", "Return")
	p.screen("guide")
	p.photograph("guide")
	p.key("Escape")
	p.screen("guides")
	p.key("Escape")
	p.screen("list")
}
