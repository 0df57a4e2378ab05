//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/needs"
)

const password = "correct horse battery staple nine"

// TestFirstLight is the program's main job: from the code on the screen to the code copied,
// and to the accounts again after a crash and from the recovery sheet alone.
func TestFirstLight(t *testing.T) {
	firstLight(t, built())
}

// TestThreads is the same with a program built without the tag migrated_fynedo, so that the
// toolkit reports widgets that are touched from the wrong thread.
func TestThreads(t *testing.T) {
	binary := os.Getenv("WATCHWORD_E2E_STRICT")
	if binary == "" {
		needs.Missing(t, "WATCHWORD_E2E_STRICT names no program built without the tag migrated_fynedo", "./test builds one")
	}
	firstLight(t, binary)
}

func firstLight(t *testing.T, binary string) {
	d, h := newDesk(t), newHome(t)
	d.browse(h, amazonLink)
	p := d.watchword(binary, h)

	// Create the vault.
	p.fill("create.password", password)
	p.fill("create.again", password)
	p.click("create.submit")

	// Save the recovery sheet and type its end back.
	p.screen("sheet")
	p.click("sheet.text")
	p.click("sheet.save")
	sheet := p.sheet()
	p.fill("sheet.typed", lastCharacters(t, sheet))
	p.click("sheet.done")

	// Scan the code, although the window lies over it.
	p.moveTo(100, 200)
	p.click("empty.scan")
	p.click("scan.add")
	p.find("waiting.worked")
	d.until("the new code on the clipboard", func() bool { return d.isCode(d.clipboard()) })
	d.photograph("waiting")
	p.danger("waiting.worked")

	// Click the row: its code is on the clipboard.
	p.screen("list")
	p.copyByClick()
	d.photograph("list")

	// After a crash everything is there again.
	p.kill()
	p = d.watchword(binary, h)
	p.screen("unlock")
	p.fill("unlock.password", password)
	p.click("unlock.submit")
	p.screen("list")
	p.copyByClick()
	p.kill()

	opensWithAge(t, sheet, h.vault())
	for line := range strings.Lines(p.complaints.String()) {
		if strings.Contains(line, "Error in Fyne call thread") {
			t.Errorf("a widget was touched from the wrong thread:\n%s", p.complaints)
			break
		}
	}
}

// copyByClick clicks the first row and looks at what another program would paste.
func (p *program) copyByClick() {
	p.t.Helper()
	p.find("list.row.0")
	p.copyElsewhere("something of the person's own")
	p.click("list.row.0")
	p.until("the code of the row on the clipboard", func() bool { return p.isCode(p.clipboard()) })
}

// isCode compares a text with what oathtool says, now or a moment ago.
func (d *desk) isCode(text string) bool {
	if len(text) != 6 {
		return false
	}
	for _, when := range []string{"now", "5 seconds ago", "5 seconds"} {
		if d.run("oathtool", "--totp", "--base32", "--now", when, amazonSecret) == text {
			return true
		}
	}
	return false
}

// sheet waits for the saved recovery sheet and returns its text.
func (p *program) sheet() string {
	p.t.Helper()
	var text []byte
	p.until("the saved recovery sheet", func() bool {
		files := p.home.sheets()
		if len(files) != 1 {
			return false
		}
		text, _ = os.ReadFile(files[0])
		return len(text) > 0
	})
	return string(text)
}

// lastCharacters are the 8 of the key that are typed back.
func lastCharacters(t *testing.T, sheet string) string {
	t.Helper()
	key := keyOn(t, sheet)
	return key[len(key)-8:]
}

// keyOn is the key on a sheet that was saved as a text.
func keyOn(t *testing.T, sheet string) string {
	t.Helper()
	for word := range strings.FieldsSeq(sheet) {
		if strings.HasPrefix(word, "AGE-SECRET-KEY-1") && len(word) > 60 {
			return word
		}
	}
	t.Fatal("the sheet holds no key")
	return ""
}

// opensWithAge follows the sheet as a user would who has nothing but it, the vault file and
// the program age: the lines that begin with a prompt, to the letter.
func opensWithAge(t *testing.T, sheet, vault string) {
	t.Helper()
	folder := t.TempDir()
	data, err := os.ReadFile(vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, filepath.Base(vault)), data, 0o600); err != nil {
		t.Fatal(err)
	}
	var commands strings.Builder
	for line := range strings.Lines(sheet) {
		if command, ok := strings.CutPrefix(strings.TrimSpace(line), "# $ "); ok {
			commands.WriteString(command + "\n")
		}
	}
	if !strings.Contains(commands.String(), "age ") {
		t.Fatal("the sheet names no command of age")
	}
	shell := exec.Command("sh", "-eu", "-c", commands.String())
	shell.Dir, shell.Stdin = folder, strings.NewReader(keyOn(t, sheet)+"\n") // typed where it is asked for
	if out, err := shell.CombinedOutput(); err != nil {
		t.Fatalf("the sheet's commands: %v\n%s", err, out)
	}
	plain, err := os.ReadFile(filepath.Join(folder, "accounts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var payload struct {
		Accounts []struct {
			Secret string
			Fields struct{ Issuer, Name struct{ V string } }
		}
	}
	if err := json.Unmarshal(plain, &payload); err != nil {
		t.Fatal("what age printed is no JSON")
	}
	if n := len(payload.Accounts); n != 1 {
		t.Fatalf("%d accounts in the vault", n)
	}
	a := payload.Accounts[0]
	if a.Fields.Issuer.V != "Amazon" || a.Fields.Name.V != "alex.doe@example.org" || a.Secret != amazonSecret {
		t.Errorf("age printed the account of %s, %s; the secret is right: %v", a.Fields.Issuer.V, a.Fields.Name.V, a.Secret == amazonSecret)
	}
}
