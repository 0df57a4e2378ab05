package cli

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"watchword/app/print"
	"watchword/vault"
)

func TestCreate(t *testing.T) {
	w := newWorld(t)
	pw := w.file("pw", password)
	sheet := filepath.Join(w.dir, "sheet.txt")
	r := w.run("vault", "create", "--sheet", sheet, "--password-file", pw)
	if r.code != ExitDone || !strings.Contains(r.out, w.env.Places.Vault) || !strings.Contains(r.out, sheet) || strings.Contains(r.out+r.err, "AGE-SECRET-KEY") {
		t.Fatalf("%+v", r)
	}
	info, err := os.Stat(sheet)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the sheet is open to others: %v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	key, ok := print.SheetKey(string(text))
	if !ok {
		t.Fatalf("no key on the sheet:\n%s", text)
	}
	locked, err := vault.Open(w.env.Places.Vault, w.env.Vault)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := locked.UnlockWithSheet(key); err != nil || !v.HasRecovery() {
		t.Errorf("the sheet does not open the vault: %v", err)
	}
	if c := mustLoad(t, w); c.Device == "" {
		t.Error("this computer has no name")
	}

	// Never over an existing file, be it a vault, a sheet or anything.
	before, _ := os.ReadFile(w.env.Places.Vault)
	w.fails(ExitFailed, "nothing was changed", "vault", "create", "--no-sheet", "--password-file", pw)
	w.fails(ExitFailed, "nothing was changed", "vault", "create", "--no-sheet", "--password-file", pw, "--vault", w.file("other", "x"))
	w.fails(ExitFailed, "Name another file for the recovery sheet", "vault", "create", "--sheet", sheet, "--password-file", pw, "--vault", filepath.Join(w.dir, "new"))
	w.fails(ExitFailed, "cannot be written", "vault", "create", "--sheet", filepath.Join(w.dir, "no", "where"), "--password-file", pw, "--vault", filepath.Join(w.dir, "new"))
	if _, err := os.Stat(filepath.Join(w.dir, "new")); err == nil {
		t.Error("a vault was made whose sheet found no place")
	}
	if after, _ := os.ReadFile(w.env.Places.Vault); string(after) != string(before) {
		t.Error("the vault was changed")
	}
	if now, _ := os.ReadFile(sheet); string(now) != string(text) {
		t.Error("the sheet was changed")
	}
}

func TestCreateWithoutSheet(t *testing.T) {
	w := newWorld(t)
	pw := w.file("pw", password)
	if r := w.run("vault", "create", "--password-file", pw); r.code != ExitDone || !strings.Contains(r.err, "vault recovery --sheet FILE") {
		t.Errorf("not said how to add one: %+v", r)
	}
	if r := w.run("vault", "create", "--no-sheet", "--password-file", pw, "--vault", filepath.Join(w.dir, "b")); r.code != ExitDone || r.err != "" {
		t.Errorf("said though it was asked for: %+v", r)
	}
}

// A user is asked whether, then where; an answer to the one is never a name for the other.
func TestCreateAsksForTheSheet(t *testing.T) {
	for _, row := range []struct {
		why, typed string
		file       string // what is written; "" for no sheet
	}{
		{"no", "n\n", ""},
		{"no, in full", "No\n", ""},
		{"nobody there", "", ""},
		{"yes, and a name", "y\nasked.txt\n", "asked.txt"},
		{"Enter twice: the usual name", "\n\n", "watchword-recovery-sheet-*.pdf"},
		{"yes twice", "y\nyes\n", "watchword-recovery-sheet-*.pdf"},
		{"yes, then no", "y\nn\n", ""},
		{"a name where yes or no is asked", "asked.txt\ny\nasked.txt\n", "asked.txt"},
		{"a name that is taken, then another", "y\npw\nasked.txt\n", "asked.txt"},
		{"a folder that is not there, then no", "y\nno/where.txt\nn\n", ""},
		{"standard output, then a file", "y\n-\nasked.txt\n", "asked.txt"},
		{"the home folder, then a file", "y\n~\nasked.txt\n", "asked.txt"},
		{"a file in the home folder", "y\n~/asked.txt\n", "~/asked.txt"},
		{"the home folder of somebody else, then a file", "y\n~anna/x.txt\nasked.txt\n", "asked.txt"},
		{"a file that begins with a tilde, then one that says so", "y\n~x.txt\n./~x.txt\n", "~x.txt"},
		{"an arrow key, then a file", "y\n\x1b[D.txt\nasked.txt\n", "asked.txt"},
		{"a name that shows backwards, then a file", "y\n\u202etxt.x\nasked.txt\n", "asked.txt"},
		{"a name that is too long, then a file", "y\n" + strings.Repeat("x", 300) + "\nasked.txt\n", "asked.txt"},
		{"one that is with a temporary file's ending, then a file", "y\n" + strings.Repeat("x", 250) + "\nasked.txt\n", "asked.txt"},
	} {
		w := newWorld(t)
		pw := w.file("pw", password)
		here, home := t.TempDir(), t.TempDir()
		t.Chdir(here)
		t.Setenv("HOME", home)
		if err := os.WriteFile("pw", nil, 0o600); err != nil {
			t.Fatal(err)
		}
		w.env.Terminal, w.in = true, row.typed
		r := w.run("vault", "create", "--password-file", pw, "--vault", filepath.Join(w.dir, "c"))
		if r.code != ExitDone || (row.file == "") != strings.Contains(r.err, "no recovery sheet") {
			t.Errorf("%s: %+v", row.why, r)
		}
		var made []string
		for _, name := range names(t, here) {
			if name != "pw" {
				made = append(made, name)
			}
		}
		for _, name := range names(t, home) {
			made = append(made, filepath.Join(home, name))
		}
		if row.file == "" && len(made) == 0 {
			continue
		}
		if below, ok := strings.CutPrefix(row.file, "~"); ok && below[0] == filepath.Separator {
			row.file = filepath.Join(home, below)
		}
		if ok, _ := filepath.Match(row.file, strings.Join(made, " ")); !ok {
			t.Errorf("%s: made %q", row.why, made)
			continue
		}
		if strings.HasSuffix(made[0], ".txt") {
			w.ok("vault", "check", "--sheet", made[0], "--vault", filepath.Join(w.dir, "c"))
		}
	}
}

// names lists a folder.
func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestCreateThatFails(t *testing.T) {
	w := newWorld(t)
	pw := w.file("pw", password)
	sheet := filepath.Join(w.dir, "sheet.txt")
	w.env.Vault.FS = brokenDisk{vault.Disk()}
	w.fails(ExitFailed, "", "vault", "create", "--sheet", sheet, "--password-file", pw)
	if _, err := os.Stat(sheet); err == nil {
		t.Error("a sheet without a vault was left")
	}
	// The vault is made, and the save that takes over the sheet fails.
	w.env.Vault.FS = &onceDisk{FS: vault.Disk()}
	w.fails(ExitFailed, "no new recovery sheet", "vault", "create", "--sheet", sheet, "--password-file", pw)
	if _, err := os.Stat(sheet); err == nil {
		t.Error("a sheet that opens nothing was left")
	}
	w.env.Vault.FS = nil
	w.ok("list", "--password-file", pw)
}

// A onceDisk has room for one new file.
type onceDisk struct {
	vault.FS
	used bool
}

func (d *onceDisk) Create(path string) (vault.File, error) {
	if d.used {
		return nil, errors.New("no space left")
	}
	d.used = true
	return d.FS.Create(path)
}

func TestCheck(t *testing.T) {
	w := newWorld(t).withVault(amazon, counted, "otpauth://yaotp/y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY")
	w.edit(func(v *vault.Vault) { v.Trash(id(t, v, "vpn")) })
	before, _ := os.ReadFile(w.env.Places.Vault)
	out := w.ok("vault", "check")
	for _, says := range []string{
		"file            " + w.env.Places.Vault, "header          in order\n", "key derivation  Argon2id, 64 MiB, 3 passes, 4 lanes\n",
		"password        opens the vault\n", "contents        whole and authentic, revision ", "recovery        none; “watchword vault recovery",
		"accounts        2 accounts, 1 more in the trash, 1 PIN missing\n", "backups         3, the newest of ",
	} {
		if !strings.Contains(out, says) {
			t.Errorf("%q is not in\n%s", says, out)
		}
	}
	if after, _ := os.ReadFile(w.env.Places.Vault); string(after) != string(before) {
		t.Error("the check changed the vault")
	}
	w.fails(ExitWrongPassword, "password is wrong", "vault", "check", "--password-file", w.file("wrong", "wrong"))
	w.fails(ExitFailed, "There is no vault", "vault", "check", "--vault", filepath.Join(w.dir, "missing"))

	cut := w.file("cut.watchword", string(before[:len(before)-1]))
	r := w.fails(ExitFailed, "damaged", "vault", "check", "--vault", cut)
	if !strings.Contains(r.out, "header          in order") || strings.Contains(r.out, "contents") {
		t.Errorf("a cut vault:\n%s", r.out)
	}
}

func TestCheckWithTheSheet(t *testing.T) {
	w := newWorld(t)
	pw := w.file("pw", password)
	sheet, other := filepath.Join(w.dir, "sheet.txt"), filepath.Join(w.dir, "other.txt")
	w.ok("vault", "create", "--sheet", sheet, "--password-file", pw)
	w.ok("vault", "create", "--sheet", other, "--password-file", pw, "--vault", filepath.Join(w.dir, "other"))
	out := w.ok("vault", "check", "--sheet", sheet) // no password is needed
	if !strings.Contains(out, "recovery sheet  opens the vault\n") || !strings.Contains(out, "recovery        recovery sheet ") {
		t.Error(out)
	}
	w.fails(ExitWrongPassword, "belongs to another vault", "vault", "check", "--sheet", other)
	w.fails(ExitWrongPassword, "not a recovery key", "vault", "check", "--sheet", w.file("x", "hello"))
	w.fails(ExitFailed, "cannot be read", "vault", "check", "--sheet", filepath.Join(w.dir, "missing"))
}

func TestVaultOfThePast(t *testing.T) {
	w := newWorld(t)
	w.env.Vault.Params = vault.Params{Memory: 32 << 10, Time: 2, Threads: 1} // what RFC 9106 calls too little
	w.withVault()
	if out := w.ok("vault", "check"); !strings.Contains(out, "32 MiB, 2 passes, 1 lanes; weaker than in a new vault") {
		t.Error(out)
	}
}
