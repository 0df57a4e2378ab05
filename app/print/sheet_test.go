package print

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"watchword/internal/needs"
	"watchword/vault"
	"watchword/vault/password"
)

// A key of no vault: it was made for this test.
const key = "AGE-SECRET-KEY-1VQVWZ5L3LSTMM2UHV3AGH3A3QN0EDG5LQTNMW4V5ZHUTDM9GJ0QYQXF8DA"

func sheet() vault.Sheet {
	return vault.Sheet{
		Key: key, Number: "4711", File: "vault.watchword", VaultID: "01890a5d-ac96-774b-bcce-b302099a8057",
		Made: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), App: "1.0",
	}
}

func TestSheetSaysWhatItMust(t *testing.T) {
	text := SheetText(sheet())
	for _, want := range []string{
		"# This opens your vault file. It does not contain your accounts: keep a copy of\n# the file too.", "4711 of 2026-03-01",
		key, "vault.watchword", "2026-03-01", "01890a5d-ac96-774b-bcce-b302099a8057",
		"age -d -i recovery.txt -o accounts.json vault.watchword", "accounts.json",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
}

func TestSheetFitsOnPaper(t *testing.T) {
	lines := strings.Split(SheetText(sheet()), "\n")
	if len(lines) > 60 {
		t.Errorf("%d lines do not fit on one page", len(lines))
	}
	for i, line := range lines {
		if len(line) > 80 {
			t.Errorf("line %d has %d characters", i+1, len(line))
		}
	}
}

func TestSheetKeyIsReadBack(t *testing.T) {
	text := SheetText(sheet())
	_, grouped, _ := strings.Cut(text, "in groups")
	grouped, _, _ = strings.Cut(grouped, "WITH WATCHWORD")
	tests := []struct{ why, text string }{
		{"the bare key", key},
		{"the whole sheet", text},
		{"with Windows line ends", strings.ReplaceAll(text, "\n", "\r\n")},
		{"only the groups", grouped},
		{"lower case, with spaces around", "  " + strings.ToLower(key) + "\n"},
		{"a dash typed as another dash", strings.ReplaceAll(key, "-", "\u2013")},
		{"without the line in front", strings.TrimPrefix(key, "AGE-SECRET-KEY-1")},
		{"an O for the zero, an I for the L", strings.NewReplacer("0", "O", "L", "I").Replace(key)},
		{"a B for the 8, a 1 for the L", "AGE-SECRET-KEY-1" + strings.NewReplacer("8", "b", "L", "1").Replace(key[16:])},
		{"the file that the steps make", "# created: today\n" + key + "\n"},
	}
	for _, test := range tests {
		if got, ok := SheetKey(test.text); !ok || got != key {
			t.Errorf("%s: found %v, %q", test.why, ok, got)
		}
	}
	for typed, want := range map[string]int{"": 58, "AGE-SECRET-KEY-1": 58, "age-secret-key-1 VQ VW": 54, key: 0, key[16:]: 0, key + "Q": -1} {
		if got := SheetKeyMissing(typed); got != want {
			t.Errorf("%q: %d characters are missing, want %d", typed, got, want)
		}
	}
	for _, text := range []string{"", "AGE-SECRET-KEY-1", key[:73], "age1vqvwz5l3lstmm2uhv3agh3a3qn0edg5lqtnmw4v5zhutdm9gj0qyqxf8da"} {
		if got, ok := SheetKey(text); ok {
			t.Errorf("%q: found %q", text, got)
		}
	}
}

func TestQuote(t *testing.T) {
	for name, want := range map[string]string{
		"vault.watchword":    "vault.watchword",
		"my vault.watchword": "'my vault.watchword'",
		"it's.watchword":     `'it'\''s.watchword'`,
		"-rf.watchword":      "./-rf.watchword",
		"$(x).watchword":     "'$(x).watchword'",
		"":                   "''",
	} {
		if got := quote(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// TestStockAgeFollowsTheSheet types the sheet's own lines into a shell.
func TestStockAgeFollowsTheSheet(t *testing.T) {
	needs.Program(t, "age", "the Go module's reading of a vault is tested in package vault")
	dir := t.TempDir()
	v, err := vault.Create(context.Background(), filepath.Join(dir, "my vault.watchword"), []byte(password.Suggest(nil)), vault.Options{Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	s, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	if r := v.Save(context.Background()); r.Status != vault.Saved {
		t.Fatalf("%+v", r)
	}
	text := SheetText(s)
	var script strings.Builder
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(line, "# $ "); ok {
			script.WriteString(command)
		}
	}
	if strings.Contains(script.String(), "SECRET-KEY") {
		t.Error("the key is in a command, so it stays in the shell's history")
	}
	sh := exec.Command("sh", "-c", script.String())
	sh.Dir, sh.Stdin = dir, strings.NewReader(string(s.Key)+"\n")
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%v, %s", err, out)
	}
	for _, name := range []string{SheetFile, "accounts.json"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	json, err := os.ReadFile(filepath.Join(dir, "accounts.json"))
	if err != nil {
		t.Fatal(err)
	}
	// The text itself is a file with a key for age, as docs/vault-format.md says.
	if err := os.WriteFile(filepath.Join(dir, "sheet.txt"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	age := exec.Command("age", "-d", "-i", "sheet.txt", filepath.Base(v.Path()))
	age.Dir = dir
	if out, err := age.Output(); err != nil || string(out) != string(json) {
		t.Errorf("with the sheet as it is: %v", err)
	}
	if !strings.Contains(string(json), `"format":"watchword/vault"`) || !strings.Contains(string(json), v.ID()) {
		t.Error("the steps did not print the vault")
	}
}

// The text is an age identity file, whoever reads it.
func TestSheetTextIsAnIdentityFile(t *testing.T) {
	x, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s, odd := sheet(), sheet()
	s.Key, odd.Key = vault.RecoveryKey(x.String()), vault.RecoveryKey(x.String())
	odd.File = "a\n\rb.watchword"
	for _, text := range []string{SheetText(s), strings.ReplaceAll(SheetText(s), "\n", "\r\n"), SheetText(odd)} {
		list, err := age.ParseIdentities(strings.NewReader(text))
		if err != nil || len(list) != 1 || list[0].(*age.X25519Identity).String() != x.String() {
			t.Errorf("%v, %v", list, err)
		}
	}
}

func TestSheetName(t *testing.T) {
	if got := SheetName(sheet(), ".pdf"); got != "watchword-recovery-sheet-2026-03-01-4711.pdf" {
		t.Error(got)
	}
}
