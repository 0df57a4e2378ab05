//go:build e2e && linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// takeMovingCases takes pictures of the pages for moving in and out.
func takeMovingCases(t *testing.T, folder string) {
	d, h := newDesk(t), newHome(t)
	var links []string
	for i := range 60 {
		links = append(links, fmt.Sprintf("otpauth://totp/Service%02d:person%d@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO%c%c&issuer=Service%02d", i, i, 'A'+i%26, 'B'+i/26, i))
	}
	d.withVault(h, "", append(links, steamLink)...)
	d.terminal(h, "", "tag", "--all", "Work", "Service")
	encrypted := d.theirs("encrypted-backup.2fas", "2fas-encrypted", amazonLink)
	for i, c := range []struct {
		theme, scale, size string
		w, h               int
	}{
		{"dark", "1", "small", 320, 400}, {"light", "2", "double", 420, 480}, {"dark", "1", "usual", 420, 640}, {"light", "1", "large", 1360, 900},
	} {
		files := filepath.Join(t.TempDir(), "exports")
		if err := os.Mkdir(files, 0o700); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{
			"links.txt":  fmt.Sprintf("otpauth://totp/New:jane%d?secret=%s%c&issuer=New\n", i, githubSecret[:31], 'A'+i),
			"broken.txt": links[0] + "\notpauth://totp/broken?secret=\n",
		} {
			if err := os.WriteFile(filepath.Join(files, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		p := d.themed(h, c.theme, c.scale)
		shoot := func(page string) {
			d.run("xdotool", "mousemove", "1399", "999")
			p.shoot(folder, page+"-"+c.size+"-"+c.theme)
		}
		command := func(words, screen string) {
			p.key("ctrl+k")
			p.screen("palette")
			p.write(words)
			p.key("Return")
			p.screen(screen)
		}
		p.screen("unlock")
		p.resize(c.w, c.h)
		time.Sleep(1300 * time.Millisecond) // until it is drawn at that size
		p.fill("unlock.password", password)
		p.key("Return")
		p.screen("list")
		command("import", "import")
		shoot("import")
		p.write("kee")
		shoot("import-found")
		p.key("Escape")
		p.screen("list")
		p.drop("file://" + encrypted)
		p.screen("filepassword")
		p.write("wrong")
		p.key("Return")
		p.until("the key to be tried", func() bool { return p.layout().Screen == "filepassword" })
		shoot("filepassword")
		p.key("Escape")
		p.screen("list")
		p.drop("file://" + files)
		p.screen("found")
		shoot("preview")
		p.click("scan.add")
		p.screen("imported")
		shoot("report")
		p.key("Escape")
		p.screen("list")
		command("export", "export")
		shoot("export-copy")
		p.click("export.for")
		shoot("export-targets")
		p.key("Home")
		for range 11 {
			p.key("Down")
		}
		p.key("Return")
		shoot("export-clear")
		p.reveal("export.each")
		p.click("export.each")
		p.screen("losses")
		shoot("losses")
		p.key("Escape")
		p.screen("export")
		p.key("Escape")
		p.screen("list")
		command("to a phone", "confirm")
		shoot("confirm")
		p.confirm()
		p.screen("gallery")
		shoot("gallery")
		at := p.find("qr.hold")
		p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/2), strconv.Itoa(at.Y+at.H/2), "mousedown", "1")
		p.shoot(folder, "gallery-held-"+c.size+"-"+c.theme)
		p.run("xdotool", "mouseup", "1")
		p.kill()
	}
}

// reveal turns the wheel over the page until a widget stands above its foot.
func (p *program) reveal(name string) {
	p.t.Helper()
	p.until("the place of "+name, func() bool {
		at, foot := p.find(name), p.find("export.submit")
		if at.Y+at.H < foot.Y {
			return true
		}
		p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(foot.X+foot.W/2), strconv.Itoa(foot.Y-20), "click", "5")
		return false
	})
}
