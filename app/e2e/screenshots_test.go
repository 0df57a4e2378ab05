//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestScreenshots takes the pictures of README and docs, and pictures of every page in the
// cases that a user should look at before a release. It tests nothing and runs only when
// it is asked for:
//
//	./run --screenshots DIR          those of README and docs
//	./run --screenshots DIR all      and DIR/cases: sizes, scales, many accounts, long names
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("WATCHWORD_SCREENSHOTS")
	if folder == "" {
		t.Skip("./run --screenshots DIR takes the pictures")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, theme := range []string{"dark", "light"} {
		t.Run(theme, func(t *testing.T) { pictures(t, folder, theme) })
	}
	if os.Getenv("WATCHWORD_SCREENSHOTS_ALL") != "" {
		cases := filepath.Join(folder, "cases")
		if err := os.MkdirAll(cases, 0o755); err != nil {
			t.Fatal(err)
		}
		t.Run("moving", func(t *testing.T) { takeMovingCases(t, cases) })
		takeCases(t, cases)
	}
}

// shoot takes a picture of the window as name.png, once it has painted and a second has begun.
func (p *program) shoot(folder, name string) {
	p.t.Helper()
	time.Sleep(1300 * time.Millisecond)
	p.run("import", "-window", p.window, filepath.Join(folder, name+".png"))
}

// early waits until a time step is young, so that the codes in pictures are calm.
func early() {
	for time.Now().Unix()%30 > 8 {
		time.Sleep(200 * time.Millisecond)
	}
}

// themed starts the window in a theme and at a scale.
func (d *desk) themed(h home, theme, scale string, args ...string) *program {
	d.t.Setenv("FYNE_THEME", theme)
	h.scale = scale
	p := d.watchword(built(), h, args...)
	d.run("xdotool", "mousemove", "1399", "999") // no row is under the pointer
	return p
}

// pictures are those of README and docs, in one theme.
func pictures(t *testing.T, folder, theme string) {
	d, h := newDesk(t), newHome(t)
	d.run("xdotool", "mousemove", "1399", "999")
	shoot := func(p *program, name string) { p.shoot(folder, name+"-"+theme) }

	// The list.
	d.withExamples(h)
	p := d.themed(h, theme, "1")
	p.screen("unlock")
	shoot(p, "locked")
	p.fill("unlock.password", password)
	p.key("Return")
	p.screen("list")
	d.run("xdotool", "mousemove", "1399", "999")
	p.write("go")
	shoot(p, "search")
	p.key("Escape")
	early()
	p.key("Down", "Return")
	shoot(p, "list")
	p.resize(1160, 420)
	shoot(p, "wide")
	p.resize(420, 640)
	p.key("Escape", "ctrl+k")
	p.screen("palette")
	p.write("sc")
	shoot(p, "palette")
	p.key("Escape", "ctrl+k")
	p.screen("palette")
	p.write("review")
	p.key("Return")
	p.screen("review")
	shoot(p, "review")
	p.key("Escape")
	p.screen("list")
	p.key("Down", "ctrl+e")
	p.screen("edit")
	shoot(p, "edit")
	p.key("Escape")
	p.screen("list")
	p.key("ctrl+comma")
	p.screen("settings")
	shoot(p, "settings")
	p.key("Escape")
	p.screen("list")
	p.key("F1")
	p.screen("keys")
	shoot(p, "keys")
	p.key("Escape")

	// Codes on the screen.
	p.screen("list")
	viewer := d.view(picture(t, "page.png", amazonLink, phoneFactor), 40, 40)
	p.front()
	p.key("ctrl+shift+s")
	p.screen("found")
	early()
	shoot(p, "found")
	p.click("scan.add")
	p.screen("waiting")
	d.run("xdotool", "mousemove", "1399", "999")
	shoot(p, "waiting")
	p.click("waiting.not")
	p.screen("refusedcode")
	shoot(p, "refused")
	p.click("refusedcode.clock")
	p.screen("clock")
	p.fill("clock.server", timeServer(t, 42*time.Second))
	p.click("clock.compare")
	p.find("clock.correct")
	shoot(p, "clock")
	p.key("Escape", "Escape", "Escape")
	p.screen("list")
	viewer()

	// A code that is cut off.
	viewer = d.view(picture(t, "whole.png", githubLink), 1240, 200)
	p.front()
	p.key("ctrl+shift+s")
	p.screen("nothing")
	shoot(p, "nothing")
	p.click("nothing.region")
	p.screen("region")
	d.run("xdotool", "mousemove", "1399", "999")
	shoot(p, "region")
	viewer()
	p.kill()

	// The first start, and an empty vault.
	h = newHome(t)
	p = d.themed(h, theme, "1")
	p.screen("create")
	shoot(p, "create")
	p.fill("create.password", password)
	p.fill("create.again", password)
	p.click("create.submit")
	p.screen("sheet")
	shoot(p, "sheet")
	p.key("Escape")
	p.screen("list")
	shoot(p, "empty")
	p.kill()
}

// withExamples makes a vault with accounts that exist nowhere, and its recovery sheet.
func (d *desk) withExamples(h home) {
	d.t.Helper()
	link := func(label, issuer, secret, more string) string {
		return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + issuer + more
	}
	d.withVault(h, "",
		link("Amazon:jane.doe@example.com", "Amazon", "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLDKVKFKRCPNZQUYMLXOVYA", ""),
		link("Google:jane.doe@gmail.com", "Google", "2SH3V3GDW7ZNMGYE2SH3V3GDW7ZNMGYE", ""),
		link("Microsoft:j.doe@contoso.example", "Microsoft", "4S62BZNFXXSZLCRO", ""),
		link("Slack%20(Contoso):jane", "Slack", "AMHPKLQDCLPVHPIT", ""),
		link("GitHub:janedoe", "GitHub", "HXDMVJECJJWSRB3H", ""),
		link("Hetzner:K0123456789", "Hetzner", "PXP7JBSWY3DPEHPKPXP7JBSWY3DPEHPK", ""),
		link("Steam:jane_plays", "Steam", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ""))
	for _, tag := range [][]string{{"Work", "microsoft"}, {"Work", "slack"}, {"Work", "github"}, {"Shopping", "amazon"}, {"Games", "steam"}, {"Family", "google"}} {
		d.terminal(h, "", "tag", tag[0], tag[1])
	}
	d.terminal(h, "", "pin", "amazon")
	d.terminal(h, "", "vault", "recovery", "--sheet", h.path("sheet.txt"))
}

// front gives the window the focus back.
func (p *program) front() {
	p.t.Helper()
	p.run("xdotool", "windowactivate", "--sync", p.window)
}

// view shows a page as large as the display with a picture at a place on it, cut at the
// edges; the function that it returns takes it away.
func (d *desk) view(file string, x, y int) (gone func()) {
	page := file + ".page.png"
	d.run("convert", "-size", "1390x960", "xc:#eef1f5", file, "-geometry", fmt.Sprintf("+%d+%d", x, y), "-composite", page)
	c, _ := d.start(nil, "display", "-title", pageTitle, "-geometry", "+0+0", page)
	d.window(pageTitle)
	return func() { stop(c) }
}

// resize gives the window a size in units of the toolkit.
func (p *program) resize(w, h int) {
	p.t.Helper()
	if p.home.scale == "2" {
		w, h = 2*w, 2*h
	}
	p.run("xdotool", "windowsize", "--sync", p.window, fmt.Sprint(w), fmt.Sprint(h))
}

// another is a link of the same look with another secret and issuer, so that it can be added too.
func another(link, name string) string {
	link = strings.ReplaceAll(link, "verband", "verband%20"+name)
	return strings.Replace(link, "secret="+githubSecret[:4], "secret="+strings.ToUpper(name[:4]), 1)
}

// takeCases takes the pictures that a user looks at before a release: the smallest and a
// large window, scale 2, no account, one, many, long names, words as long as German ones.
func takeCases(t *testing.T, folder string) {
	long := "otpauth://totp/Donaudampfschifffahrtsgesellschaftskapit%C3%A4nsverband%3Avorname.nachname-doppelname%40versicherungswesen.beispiel.example?secret=" + githubSecret + "&issuer=Donaudampfschifffahrtsgesellschaftskapit%C3%A4nsverband"
	many := make([]string, 1000)
	for i := range many {
		many[i] = fmt.Sprintf("otpauth://totp/Service%%20%04d:person%d%%40example.org?secret=%s&issuer=Service%%20%04d", i, i, strings.Repeat(string(rune('A'+i%26))+string(rune('B'+i/26%25))+string(rune('A'+i/650)), 7), i)
	}
	for _, vault := range []struct {
		name  string
		links []string
	}{
		{"0", nil}, {"1", []string{amazonLink}}, {"1000", many}, {"long", []string{long, slackLink, sha256Link}},
	} {
		t.Run(vault.name, func(t *testing.T) {
			d, h := newDesk(t), newHome(t)
			d.withVault(h, "", vault.links...)
			for _, c := range []struct {
				theme, scale, size string
				w, h               int
			}{
				{"dark", "1", "small", 320, 400}, {"light", "1", "large", 1360, 900}, {"light", "2", "double", 420, 480},
			} {
				name := func(page string) string { return strings.Join([]string{page, vault.name, c.size, c.theme}, "-") }
				p := d.themed(h, c.theme, c.scale)
				p.screen("unlock")
				p.resize(c.w, c.h)
				p.shoot(folder, name("unlock"))
				p.click("unlock.sheet")
				p.screen("recover")
				p.shoot(folder, name("recover"))
				p.key("Escape")
				p.screen("unlock")
				p.fill("unlock.password", password)
				p.key("Return")
				p.screen("list")
				d.run("xdotool", "mousemove", "1399", "999")
				p.shoot(folder, name("list"))
				for _, page := range []struct{ name, screen, key string }{
					{"add", "add", "ctrl+n"}, {"settings", "settings", "ctrl+comma"}, {"keys", "keys", "F1"},
				} {
					p.key(page.key)
					p.screen(page.screen)
					p.shoot(folder, name(page.name))
					p.key("Escape")
					p.screen("list")
				}
				p.shootPages(len(vault.links) > 0, func(page string) { p.shoot(folder, name(page)) })
				viewer := d.view(picture(t, "whole.png", another(long, c.size), phoneFactor), 40, 40)
				p.front()
				p.key("ctrl+shift+s")
				p.screen("found")
				p.shoot(folder, name("found"))
				p.click("scan.region")
				p.screen("region")
				p.shoot(folder, name("region"))
				viewer()
				p.key("Escape")
				p.screen("found")
				if vault.name == "1" {
					p.click("scan.add")
					p.screen("waiting")
					p.shoot(folder, name("waiting"))
					p.click("waiting.not")
					p.screen("refusedcode")
					p.shoot(folder, name("refused"))
					p.click("refusedcode.clock")
					p.screen("clock")
					p.shoot(folder, name("clock"))
				}
				p.kill()
			}
		})
	}
}

// shootPages goes through the pages that no other story takes pictures of, from the list and
// back to it; accounts says whether there are any.
func (p *program) shootPages(accounts bool, shoot func(page string)) {
	p.t.Helper()
	back := func(page string) { // some pages lead to the one before by way of another
		for range 3 {
			was := p.layout().Screen
			p.key("Escape")
			p.until("another page than "+was, func() bool { return p.layout().Screen != was })
			if p.layout().Screen == page {
				return
			}
		}
		p.screen(page)
	}
	for _, page := range []struct{ words, name string }{
		{"import from another", "import"}, {"export", "export"}, {"vault: password", "vault"}, {"backups", "backups"}, {"trash", "trash"},
		{"review", "review"}, {"recovery sheet", "sheet"}, {"rename or delete", "tags"}, {"to a phone", "gallery"},
	} {
		if !accounts && page.name == "gallery" {
			continue
		}
		if page.name == "sheet" || page.name == "gallery" {
			p.palette(page.words, "confirm")
			shoot("confirm")
			p.confirm()
			p.screen(page.name)
		} else {
			p.palette(page.words, page.name)
		}
		shoot(page.name)
		back("list")
	}
	p.palette("guides", "guides")
	shoot("guides")
	p.key("Tab", "Tab", "Return")
	p.screen("guide")
	shoot("guide")
	back("guides")
	back("list")
	p.key("ctrl+k")
	p.screen("palette")
	p.write("a")
	shoot("palette")
	back("list")
	p.key("ctrl+o")
	p.screen("choose")
	shoot("choose")
	back("list")
	if !accounts {
		return
	}
	for _, page := range []struct{ key, name string }{{"ctrl+e", "edit"}, {"ctrl+t", "tagger"}, {"ctrl+r", "qr"}, {"ctrl+shift+c", "behind"}} {
		p.key("Home", page.key)
		if page.name == "qr" {
			p.confirm()
		}
		p.screen(page.name)
		shoot(page.name)
		back("list")
	}
	for _, page := range []struct{ words, name string }{{"change the icon", "icon"}, {"change the key", "key"}} {
		p.key("Home")
		p.palette(page.words, page.name)
		shoot(page.name)
		back("list")
	}
	p.key("Escape")
}
