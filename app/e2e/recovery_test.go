//go:build e2e && linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecovery is the chapter of the forgotten password: the sheet opens the vault typed, pasted,
// off the screen and from its picture, and each time a new password is set before anything else.
func TestRecovery(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	d.terminal(h, "", "vault", "recovery", "--sheet", h.path("sheet.txt"))
	text, err := os.ReadFile(h.path("sheet.txt"))
	if err != nil {
		t.Fatal(err)
	}
	key := keyOn(t, string(text))
	picture := h.path("sheet.png")
	if err := os.WriteFile(picture, qrPNG(t, key), 0o600); err != nil {
		t.Fatal(err)
	}
	d.run("convert", picture, "-filter", "point", "-resize", "400%", picture)

	p := d.watchword(built(), h)
	passwords := []string{"first new password of four", "second new password of four", "third new password of four", "fourth new password of four"}
	for i, way := range []struct {
		name string
		do   func()
	}{
		{"typed", func() {
			p.fill("recover.key", strings.ToLower(key))
			p.click("recover.submit")
		}},
		{"pasted", func() {
			p.copyElsewhere(strings.TrimSpace(string(text))) // the whole sheet
			p.click("recover.paste")
		}},
		{"off the screen", func() {
			gone := d.view(picture, 100, 100)
			defer gone()
			p.front()
			p.click("recover.scan")
			p.screen("password")
		}},
		{"from a picture", func() {
			p.click("recover.picture")
			p.screen("choose")
			p.write("sheet.p")
			p.key("Down", "Down", "Return")
		}},
	} {
		p.screen("unlock")
		p.click("unlock.sheet")
		p.screen("recover")
		way.do()
		p.screen("password")
		p.photograph(way.name)
		p.fill("password.new", passwords[i])
		p.fill("password.again", passwords[i])
		p.click("password.submit")
		p.screen("list")
		p.find("list.row.0")
		p.key("ctrl+l")
	}

	// What was forgotten opens nothing any more, what was set last does.
	p.screen("unlock")
	p.fill("unlock.password", password)
	p.key("Return")
	p.find("unlock.message")
	p.fill("unlock.password", passwords[3])
	p.key("Return")
	p.screen("list")
}

// TestBroken is the chapter of a vault file that is gone or damaged when the program starts: it
// is never taken for a new user, and every way leads back to the accounts.
func TestBroken(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink)
	d.terminal(h, "", "pin", "github") // a second save: the backup has both
	back := func(p *program) {
		t.Helper()
		p.screen("unlock")
		p.fill("unlock.password", password)
		p.key("Return")
		p.screen("list")
		p.find("list.row.1")
		p.kill()
	}

	// Damaged: a backup is looked into and put in its place.
	whole, err := os.ReadFile(h.vault())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.vault(), whole[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	p := d.watchword(built(), h)
	p.screen("broken")
	p.photograph("damaged")
	p.fill("ladder.password", password)
	p.click("ladder.look.0")
	p.find("ladder.use")
	p.photograph("looked into")
	p.danger("ladder.use")
	back(p)

	// Gone: the user shows where it is now.
	if err := os.Rename(h.vault(), h.path("moved.watchword")); err != nil {
		t.Fatal(err)
	}
	p = d.watchword(built(), h)
	p.screen("missing")
	p.find("ladder.other")
	p.photograph("gone")
	p.click("ladder.other")
	p.screen("choose")
	p.key("ctrl+a")
	p.write(h.path("moved.watchword"))
	p.key("Return")
	back(p)
	p = d.watchword(built(), h) // and the program remembers
	back(p)
}

// TestSheets is the chapter of the sheet that somebody saves and walks away with: it works, though
// its end was never typed back; the next one has a name of its own; one that the lock took away
// before it was saved is told of.
func TestSheets(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink)
	p := d.unlocked(h)
	p.screen("list")
	newSheet := func() {
		p.palette("recovery sheet", "confirm")
		p.confirm()
		p.screen("sheet")
	}
	newSheet()
	p.photograph("new")
	p.click("sheet.text")
	p.click("sheet.save")
	sheet := p.sheet()
	p.photograph("saved")
	p.key("Escape")
	p.screen("list")
	opensWithAge(t, sheet, h.vault())

	newSheet()
	p.click("sheet.text")
	p.click("sheet.save")
	p.until("two sheets", func() bool { return len(h.sheets()) == 2 })
	p.click("sheet.later")
	p.screen("list")
	p.palette("vault", "vault")
	p.photograph("vault")
	p.key("Escape", "Escape")
	works := 0
	for _, file := range h.sheets() {
		if out, err := d.try(built(), "vault", "check", "--vault", h.vault(), "--sheet", file); err == nil && strings.Contains(out, "opens the vault") {
			works++
		}
	}
	if works != 1 {
		t.Errorf("%d of the two sheets open the vault", works)
	}

	p.screen("list")
	newSheet()
	p.key("ctrl+l")
	p.screen("unlock")
	p.fill("unlock.password", password)
	p.key("Return")
	p.screen("list")
	p.find("list.banner")
	p.photograph("lost")
	p.kill()
}

// sheets are the recovery sheets saved as texts.
func (h home) sheets() []string {
	files, _ := filepath.Glob(h.path("*recovery*.txt"))
	return files
}
