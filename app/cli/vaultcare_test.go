package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"watchword/app/phrases"
	"watchword/vault"
)

const newPassword = "velvet-anchor-pebble-quartz"

func TestChangePassword(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	next := w.file("new", newPassword+"\n")
	if r := w.run("vault", "password", "--new-password-file", next); r.code != ExitDone || !strings.Contains(r.err, "Backups made before") {
		t.Fatalf("%+v", r)
	}
	w.fails(ExitWrongPassword, "password is wrong", "code")
	w.vars[envPasswordFile] = next
	w.ok("code")
	// Typed: the old one, the new one twice.
	delete(w.vars, envPasswordFile)
	w.env.Terminal = true
	w.passwords = []string{newPassword, password, password}
	if r := w.run("vault", "password"); r.code != ExitDone || len(w.passwords) != 0 {
		t.Fatalf("%+v", r)
	}
	// A wrong old password asks for no new one, a refused new one changes nothing.
	w.passwords = []string{"x", "y", "z", newPassword, newPassword}
	w.fails(ExitWrongPassword, "password is wrong", "vault", "password")
	w.passwords = []string{password}
	w.fails(ExitFailed, "at least 10", "vault", "password", "--new-password-file", w.file("short", "short"))
	w.passwords = []string{password, "a", "b", "c"}
	w.fails(ExitFailed, "at least 10", "vault", "password")
	w.env.Terminal = false
	w.passwords = []string{password}
	w.fails(ExitUsage, "--new-password-file", "vault", "password")
	w.passwords = []string{password}
	w.ok("code")
}

func TestRecovery(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	one, two := filepath.Join(w.dir, "one.txt"), filepath.Join(w.dir, "two.txt")
	w.fails(ExitUsage, "--sheet FILE", "vault", "recovery")
	r := w.run("vault", "recovery", "--sheet", one)
	if r.code != ExitDone || r.err != "" || !strings.Contains(r.out, one+", number ") {
		t.Fatalf("%+v", r)
	}
	_, number, _ := strings.Cut(r.out, "number ")
	number = number[:4]
	if out := w.ok("vault", "check", "--sheet", one); !strings.Contains(out, "recovery sheet "+number+" of ") {
		t.Errorf("%s", out)
	}
	if text, err := os.ReadFile(one); err != nil || !strings.Contains(string(text), "Sheet:       "+number+" of ") {
		t.Errorf("the sheet does not show its number: %v", err)
	}
	w.env.Terminal = true
	w.in = two + "\n"
	if r := w.run("vault", "recovery"); r.code != ExitDone || !strings.Contains(r.err, "The earlier sheet, number "+number+", does not open") {
		t.Fatalf("%+v", r)
	}
	w.ok("vault", "check", "--sheet", two)
	w.fails(ExitWrongPassword, "earlier sheet", "vault", "check", "--sheet", one)
	w.fails(ExitFailed, "nothing was changed", "vault", "recovery", "--sheet", two)

	// No sheet is left that opens nothing.
	three := filepath.Join(w.dir, "three.txt")
	w.fails(ExitWrongPassword, "password is wrong", "vault", "recovery", "--sheet", three, "--password-file", w.file("wrong", "wrong"))
	w.env.Vault.FS = brokenDisk{vault.Disk()}
	w.fails(ExitFailed, "no new recovery sheet", "vault", "recovery", "--sheet", three)
	if _, err := os.Stat(three); err == nil {
		t.Error("a sheet that opens nothing was left")
	}
	w.ok("vault", "check", "--sheet", two)
}

func TestBackups(t *testing.T) {
	w := newWorld(t).withVault()
	w.ok("add", amazon)
	w.ok("vault", "password", "--new-password-file", w.vars[envPasswordFile])
	var got struct{ Backups []backupLine }
	if err := json.Unmarshal([]byte(w.ok("vault", "backups", "--json")), &got); err != nil || len(got.Backups) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	newest, before := got.Backups[0], got.Backups[1]
	if newest.Before != "" || before.Before != "password" || newest.Size == 0 || newest.Revision < before.Revision || time.Since(newest.Made) > time.Hour {
		t.Errorf("%+v", newest)
	}
	out := w.ok("vault", "backups")
	if strings.Count(out, "\n") != 3 || !strings.Contains(out, "before a new password") || !strings.Contains(out, newest.File) {
		t.Error(out)
	}
	// A backup is a vault: what it holds can be looked at, as the help says.
	if out := w.ok("list", "--vault", newest.File); !strings.Contains(out, "Amazon") {
		t.Error(out)
	}
}

// A vault that costs more than 1 GiB to open is a question.
func TestCostlyVault(t *testing.T) {
	w := newWorld(t)
	w.env.Vault.Params = vault.Params{Memory: 1_200_000, Time: 1, Threads: 4}
	w.vars[envPasswordFile] = w.file("pw", password)
	w.ok("vault", "create", "--no-sheet")
	w.fails(ExitFailed, "1 GiB", "list")
	w.env.Terminal = true
	w.in = "n\n"
	w.fails(ExitFailed, "1 GiB", "list")
	w.in = "yes\n"
	w.ok("list")
	w.in = "y" // without a line end
	w.ok("list")
	w.in = ""
	w.fails(ExitFailed, "1 GiB", "list")
}

// A sheet is written in the form that its name asks for, and read back from each. Another PDF is told from it.
func TestFormsOfTheSheet(t *testing.T) {
	for name, magic := range map[string]string{"a.pdf": "%PDF-", "a.PNG": "\x89PNG", "a.txt": "# WATCHWORD RECOVERY SHEET", "a": "# WATCHWORD RECOVERY SHEET"} {
		w := newWorld(t).withVault(amazon)
		file := filepath.Join(w.dir, name)
		w.ok("vault", "recovery", "--sheet", file)
		data, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(data), magic) {
			t.Fatalf("%s begins with %.20q, %v", name, data, err)
		}
		if out := w.ok("vault", "check", "--sheet", file); !strings.Contains(out, "opens the vault") {
			t.Errorf("%s: %s", name, out)
		}
	}
	w := newWorld(t).withVault(amazon)
	w.fails(ExitWrongPassword, "not a recovery key", "vault", "check", "--sheet", w.picture("other.png", amazon))
	w.fails(ExitFailed, "No recovery key was found in this PDF", "vault", "check", "--sheet", w.file("other.pdf", "%PDF-1.3\n"))
}

// Accepting an older file says that the changes it lacks stay, and they do.
func TestAcceptAnOlderVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	path := w.env.Places.Vault
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w.ok("add", "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXQ")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := w.ok("vault", "check", "--accept-older"); !strings.Contains(out, "stay in 1 backup until you delete it") {
		t.Error(out)
	}
	if r := w.run("list"); r.code != ExitDone || r.err != "" {
		t.Errorf("said again: %+v", r)
	}
	for range 14 {
		w.ok("pin", "Amazon")
		w.ok("pin", "--off", "Amazon")
	}
	if out := w.ok("vault", "backups"); !strings.Contains(out, "before an older file was accepted") {
		t.Error(out)
	}
}

// What the file itself says counts, and an older one is no success. Its counter-based codes do not
// come again once it is accepted.
func TestCheckOfAnOlderVault(t *testing.T) {
	w := newWorld(t).withVault(counted)
	path := w.env.Places.Vault
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w.ok("code", "vpn", "--count")
	w.ok("code", "vpn", "--count")
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run("vault", "check")
	if r.code != ExitFailed || !strings.Contains(r.err, phrases.Older()) || !strings.Contains(r.out, "revision 2\n") {
		t.Errorf("%+v", r)
	}
	if out := w.ok("vault", "check", "--accept-older"); !strings.Contains(out, "the counter of 1 account was taken from the backups") {
		t.Error(out)
	}
	if out := w.ok("vault", "check"); !strings.Contains(out, "revision 5\n") {
		t.Error(out)
	}
	if out := w.ok("code", "vpn", "--count"); out != "254676\tVPN\tme\n" { // RFC 4226: counter 5
		t.Error(out)
	}
}

// What became of the save that accepting needs is told.
func TestAcceptingWithoutTheSecondFolder(t *testing.T) {
	w := newWorld(t).withVault(counted)
	stick := filepath.Join(w.dir, "stick")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	w.ok("vault", "backups", "--second", stick)
	old, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	w.ok("code", "vpn", "--count")
	if err := os.Rename(stick, stick+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.env.Places.Vault, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run("vault", "check", "--accept-older"); r.code != ExitDone || !strings.Contains(r.err, "second backup folder is not available") {
		t.Errorf("%+v", r)
	}
}

// A state folder that cannot be is told of once something must be noted, and there is no code that could come again.
func TestWithoutAStateFolder(t *testing.T) {
	w := newWorld(t).withVault(counted)
	w.env.Places.State = filepath.Join(w.file("no folder", ""), "state")
	for _, args := range [][]string{{"list"}, {"vault", "check"}, {"pin", "vpn"}} {
		if r := w.run(args...); r.code != ExitDone || strings.Count(r.err, w.env.Places.State) != 1 {
			t.Errorf("%s: %+v", args, r)
		}
	}
	w.fails(ExitFailed, "No counter-based code was made", "code", "vpn", "--count")
	if out := w.ok("list", "--json"); !strings.Contains(out, `"counter":3`) {
		t.Errorf("the counter was used up: %s", out)
	}
}
