//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// foreignPassword is that of the files of other programs.
const foreignPassword = "password of the file"

// theirs makes another program's file with the accounts of links, in a home of its own.
func (d *desk) theirs(name, format string, links ...string) string {
	d.t.Helper()
	h := newHome(d.t)
	d.withVault(h, "", links...)
	secret := h.path("filepassword")
	if err := os.WriteFile(secret, []byte(foreignPassword), 0o600); err != nil {
		d.t.Fatal(err)
	}
	file := h.path(name)
	args := []string{"export", "--format", format, "--out", file}
	if strings.HasSuffix(format, "-encrypted") || format == "keepass" || format == "age" {
		args = append(args, "--file-password-file", secret)
	}
	d.terminal(h, "", args...)
	return file
}

// TestMovingIn is the chapter of coming from other programs: an encrypted file with a wrong
// password first, a folder with several files, the same key under another name, tags for all,
// an import that is taken back, and a file in the clear that is deleted.
func TestMovingIn(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", githubLink)
	encrypted := d.theirs("2fas.2fas", "2fas-encrypted", amazonLink, slackLink)
	folder := filepath.Join(t.TempDir(), "exports")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	renamed := strings.Replace(githubLink, "GitHub", "Git%20Hub", 2)
	for name, content := range map[string]string{
		"ente.txt": steamLink + "\n", "renamed.txt": renamed + "\n", "links.txt": hotpLink + "\notpauth://totp/broken?secret=\n", "holiday.txt": "no export at all",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := d.unlocked(h)

	// An encrypted file: a wrong password, then the right one; a tag for all.
	p.screen("list")
	p.drop("file://" + encrypted)
	p.screen("filepassword")
	p.write("not this one")
	p.key("Return")
	p.until("the question again", func() bool { return p.layout().Screen == "filepassword" })
	time.Sleep(time.Second)
	p.photograph("wrong password")
	p.fill("import.password", foreignPassword)
	p.key("Return")
	p.screen("found")
	p.fill("import.tags", "From my phone")
	p.photograph("preview")
	p.click("scan.add")
	p.screen("imported")
	p.photograph("report")
	if got := p.accounts(h); len(got) != 3 || !slices.Equal(got["Slack"].Tags, []string{"From my phone"}) {
		t.Errorf("after the import: %v", got)
	}

	// Taken back as one.
	p.click("report.undo")
	p.screen("list")
	p.until("the import to be taken back", func() bool {
		got := p.accounts(h)
		return got["Amazon"].Trashed && got["Slack"].Trashed && !got["GitHub"].Trashed
	})

	// A folder: three exports and a letter. The key that is there under another name is not ticked.
	p.front()
	p.drop("file://" + folder)
	p.screen("found")
	p.photograph("folder")
	p.click("scan.add")
	p.screen("imported")
	p.photograph("report of the folder")
	got := p.accounts(h)
	if _, twice := got["Git Hub"]; twice || got["Steam"].Type == "" || got["VPN"].Type == "" {
		t.Errorf("after the folder: %v", got)
	}
	p.click("report.delete")
	p.until("the exports to be gone", func() bool {
		left, _ := os.ReadDir(folder)
		// An entry was not usable, and a name is not in the vault.
		return len(left) == 3 && left[0].Name() == "holiday.txt" && left[1].Name() == "links.txt" && left[2].Name() == "renamed.txt"
	})
	p.photograph("deleted")
	p.click("report.done")
	p.screen("list")
}

// TestMovingInSamples imports what Ente and 2FAS themselves wrote: it runs when all is asked for.
func TestMovingInSamples(t *testing.T) {
	samples := os.Getenv("WATCHWORD_SAMPLES")
	if os.Getenv("WATCHWORD_E2E_ALL") == "" || samples == "" {
		t.Skip("WATCHWORD_E2E_ALL=1 and WATCHWORD_SAMPLES go through files of other programs, too")
	}
	for _, row := range []struct {
		file, password string
		accounts       int
	}{
		{"ente/encrypted.nominalcomplexity.txt", "password", 3},
		{"twofas/2fas_authenticator_encrypted_v4.2fas", "test", 5},
	} {
		d, h := newDesk(t), newHome(t)
		d.withVault(h, "")
		p := d.unlocked(h)
		p.screen("list")
		p.drop("file://" + filepath.Join(samples, row.file))
		p.screen("filepassword")
		p.write(row.password + "x")
		p.key("Return")
		time.Sleep(time.Second) // a fast key has asked again by now
		p.photograph("reading " + filepath.Base(row.file))
		p.screen("filepassword")
		p.fill("import.password", row.password)
		p.key("Return")
		p.screen("found")
		p.click("scan.add")
		p.screen("imported")
		if got := p.accounts(h); len(got) != row.accounts {
			t.Errorf("%s: %d accounts, want %d", row.file, len(got), row.accounts)
		}
		p.kill()
	}
}

// A target is a row of the list “For” on the export page; they stand in its order.
type target struct {
	id, extension      string
	clear, encrypted   bool
	accounts           int // that come back, of the four below
	folder, unreadable bool
}

var targets = []target{
	{id: "copy", extension: ".watchword", accounts: -1},
	{id: "2fas", extension: ".2fas", clear: true, accounts: 4},
	{id: "2fas-encrypted", extension: ".2fas", encrypted: true, accounts: 4},
	{id: "aegis", extension: ".json", clear: true, accounts: 4},
	{id: "aegis-encrypted", extension: ".json", encrypted: true, accounts: 4},
	{id: "age", extension: ".age", encrypted: true, accounts: 4},
	{id: "bitwarden", extension: ".json", clear: true, accounts: 3},
	{id: "bitwarden-encrypted", extension: ".json", encrypted: true, accounts: 3},
	{id: "cxf", extension: ".json", clear: true, accounts: 2},
	{id: "ente", extension: ".txt", clear: true, accounts: 4},
	{id: "ente-encrypted", extension: ".txt", encrypted: true, accounts: 4},
	{id: "freeotp-plus", extension: ".json", clear: true, accounts: 4},
	{id: "google-authenticator", extension: ".txt", clear: true, accounts: 3},
	{id: "keepass", extension: ".kdbx", encrypted: true, accounts: 4},
	{id: "keepassxc-csv", extension: ".csv", clear: true, accounts: 3},
	{id: "otpauth", extension: ".txt", clear: true, accounts: 4},
	{id: "proton-authenticator", extension: ".json", clear: true, accounts: 3},
	{id: "proton-authenticator-encrypted", extension: ".json", encrypted: true, accounts: 3},
	{id: "stratum", extension: ".json", clear: true, accounts: 4},
	{id: "stratum-encrypted", extension: ".authpro", encrypted: true, accounts: 4},
	{id: "pdf", extension: ".pdf", clear: true, unreadable: true},
	{id: "html-page", extension: ".html", clear: true, unreadable: true},
	{id: "qr", clear: true, folder: true, accounts: 4},
	{id: "google-qr", clear: true, folder: true, accounts: 3},
}

// often are the targets that ./test goes through: one of each kind. WATCHWORD_E2E_ALL=1 goes
// through all.
var often = []string{"copy", "aegis-encrypted", "keepassxc-csv", "pdf", "google-qr"}

// TestMovingOut is the chapter of leaving: what the window writes is read back by the terminal.
func TestMovingOut(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	d.withVault(h, "", amazonLink, githubLink, steamLink, hotpLink)
	if err := os.WriteFile(h.path("filepassword"), []byte(foreignPassword), 0o600); err != nil {
		t.Fatal(err)
	}
	d.terminal(h, "", "tag", "Work", "github")
	p := d.unlocked(h)
	for _, x := range targets {
		if os.Getenv("WATCHWORD_E2E_ALL") == "" && !slices.Contains(often, x.id) {
			continue
		}
		p.screen("list")
		p.export(x)
		p.readBack(x)
		p.key("Escape")
	}

	// Only what has a tag.
	p.screen("list")
	p.openExport("otpauth")
	p.click("export.accounts")
	p.key("Home", "Down", "Return")
	p.click("export.file")
	p.key("ctrl+a")
	work := h.path("work.txt")
	p.write(work)
	p.photograph("tag")
	p.click("export.submit")
	p.confirm()
	p.until("the accounts of the tag", func() bool {
		data, err := os.ReadFile(work)
		return err == nil && strings.Count(string(data), "otpauth://") == 1 && strings.Contains(string(data), "GitHub")
	})
	p.key("Escape")
}

// TestGallery holds the codes for a phone, one after the other, and reads them off the screen
// as the phone would; they go with the lock, and after a minute.
func TestGallery(t *testing.T) {
	d, h := newDesk(t), newHome(t)
	var links []string
	for i := range 13 {
		links = append(links, fmt.Sprintf("otpauth://totp/Service%d:jane?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO%c%c&issuer=Service%d", i, 'A'+i, 'B'+i, i))
	}
	d.withVault(h, "", links...)
	p := d.unlocked(h)
	gallery := func() {
		p.screen("list")
		p.key("ctrl+k")
		p.screen("palette")
		p.write("to a phone")
		p.key("Return")
		p.confirm()
		p.screen("gallery")
	}
	gallery()
	if text := p.shown(); text != "" {
		t.Error("a code shows unasked")
	}
	first := p.held()
	p.click("qr.next")
	second := p.held()
	p.photograph("second")
	p.click("qr.previous")
	if again := p.held(); !strings.HasPrefix(first, "otpauth-migration://") || !strings.HasPrefix(second, "otpauth-migration://") || first == second || again != first {
		t.Errorf("the codes are of %d, %d and %d characters", len(first), len(second), len(again))
	}
	both := filepath.Join(t.TempDir(), "both.txt")
	if err := os.WriteFile(both, []byte(first+"\n"+second+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := p.terminal(h, "", "import", "--dry-run", "--json", both); strings.Count(out, `"issuer"`) != len(links) {
		t.Errorf("both codes together bring %d accounts", strings.Count(out, `"issuer"`))
	}
	p.key("ctrl+l")
	p.screen("unlock")
	if os.Getenv("WATCHWORD_E2E_ALL") == "" {
		return
	}
	p.write(password)
	p.key("Return")
	gallery()
	p.screen("list") // by itself
}

// held reads the code that shows while the pointer holds it.
func (p *program) held() string {
	p.t.Helper()
	at := p.find("qr.hold")
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/2), strconv.Itoa(at.Y+at.H/2), "mousedown", "1")
	text := ""
	p.until("the code", func() bool { text = p.shown(); return text != "" })
	p.run("xdotool", "mouseup", "1")
	p.until("the mask", func() bool { return p.shown() == "" })
	return text
}

// shown reads a code off the screen, as a phone would.
func (p *program) shown() string {
	file := filepath.Join(p.t.TempDir(), "shown.png")
	p.run("import", "-window", "root", file)
	out, _ := p.try("zbarimg", "-q", "--raw", file)
	return out
}

// openExport opens the page and chooses a target.
func (p *program) openExport(id string) {
	p.t.Helper()
	at := slices.IndexFunc(targets, func(x target) bool { return x.id == id })
	p.key("ctrl+k")
	p.screen("palette")
	p.write("export")
	p.key("Return")
	p.screen("export")
	p.click("export.for")
	keys := append([]string{"Home"}, slices.Repeat([]string{"Down"}, at)...)
	p.run("xdotool", append([]string{"sleep", "0.3", "key", "--delay", "40"}, keys...)...)
	if at == len(targets)-1 {
		p.photograph("targets")
	}
	p.key("Return")
}

// export writes the file of a target.
func (p *program) export(x target) {
	p.t.Helper()
	p.openExport(x.id)
	if x.encrypted {
		p.fill("export.password", foreignPassword)
		p.fill("export.again", foreignPassword)
	}
	p.photograph(x.id)
	p.click("export.submit")
	if x.accounts >= 0 { // a copy of the vault opens with the vault's password: nothing to ask
		p.confirm()
	}
	p.until("the export "+x.id, func() bool { _, err := os.Stat(p.exported(x)); return err == nil })
	p.photograph(x.id + " written")
}

func (p *program) exported(x target) string {
	return p.home.path("watchword-" + x.id + "-" + time.Now().Format("2006-01-02") + x.extension)
}

// readBack has the terminal read what the window wrote.
func (p *program) readBack(x target) {
	p.t.Helper()
	file := p.exported(x)
	switch {
	case x.accounts < 0: // the vault itself
		out := p.terminal(p.home, "", "list", "--json", "--vault", file)
		if n := strings.Count(out, `"id"`); n != 4 {
			p.t.Errorf("%s holds %d accounts", x.id, n)
		}
		return
	case x.unreadable:
		if info, err := os.Stat(file); err != nil || info.Size() < 1000 {
			p.t.Errorf("%s: %v", x.id, err)
		}
		return
	}
	out := p.terminal(p.home, "", "import", "--dry-run", "--json", "--file-password-file", p.home.path("filepassword"), file)
	n := 0
	for _, line := range strings.Split(strings.TrimSpace(out), "\n") {
		var l struct{ Entries []json.RawMessage }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			p.t.Fatalf("%s: what import printed is no JSON", x.id)
		}
		n += len(l.Entries)
	}
	if n != x.accounts {
		p.t.Errorf("%s: %d accounts came back, want %d", x.id, n, x.accounts)
	}
}
