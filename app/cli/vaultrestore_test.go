package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault"
	"watchword/vault/account"
)

const githubLink = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"

func (w *world) backups() []backupLine {
	w.t.Helper()
	var got struct{ Backups []backupLine }
	if err := json.Unmarshal([]byte(w.ok("vault", "backups", "--json", "--prove")), &got); err != nil {
		w.t.Fatal(err)
	}
	return got.Backups
}

// other opens the vault as another program does.
func (w *world) other() *vault.Vault {
	w.t.Helper()
	o := w.env.Vault
	o.Device, o.BackupDir = "elsewhere", w.env.Places.Backups
	l, err := vault.Open(w.env.Places.Vault, o)
	if err != nil {
		w.t.Fatal(err)
	}
	v, err := l.Unlock(context.Background(), []byte(password))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(v.Close)
	return v
}

func TestProve(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("add", githubLink)
	w.ok("vault", "backups", "--now")
	all := w.backups()
	if len(all) != 3 || !all[0].Proof.Same || all[0].Proof.Accounts != 2 || all[1].Proof.Same || all[1].Proof.Accounts != 1 || !all[2].Proof.Opens {
		t.Fatalf("%+v", all)
	}
	out := w.ok("vault", "backups", "--prove")
	if !strings.Contains(out, "opens, the same 2 accounts") || !strings.Contains(out, "opens, 1 account") {
		t.Error(out)
	}
	// One that is broken is a finding.
	if err := os.WriteFile(all[1].File, []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := w.backups()[1].Proof; p.Opens || p.Error == "" {
		t.Errorf("%+v", p)
	}
	next := w.file("new", newPassword+"\n")
	w.ok("vault", "password", "--new-password-file", next)
	w.vars[envPasswordFile] = next
	if out := w.ok("vault", "backups", "--prove"); !strings.Contains(out, "made under another password") {
		t.Error(out)
	}
}

func TestSecondFolder(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	stick := filepath.Join(w.dir, "stick")
	w.fails(ExitFailed, "There is no folder", "vault", "backups", "--second", stick)
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	w.ok("vault", "backups", "--second", stick, "--now")
	w.ok("add", githubLink)
	if made, _ := filepath.Glob(filepath.Join(stick, "*", "*.watchword")); len(made) == 0 {
		t.Error("nothing is in the second folder")
	}
	if err := os.Rename(stick, stick+".away"); err != nil {
		t.Fatal(err)
	}
	if r := w.run("vault", "backups"); r.code != ExitDone || !strings.Contains(r.err, "second backup folder is not available") {
		t.Errorf("%+v", r)
	}
	w.ok("vault", "backups", "--no-second")
	if r := w.run("vault", "backups"); r.code != ExitDone || r.err != "" {
		t.Errorf("%+v", r)
	}
}

func TestRestore(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("add", githubLink)
	v := w.other()
	for _, a := range v.Accounts() {
		if a.Issuer == "Amazon" {
			v.Purge(a.ID)
		}
	}
	if r := v.Save(context.Background()); r.Status != vault.Saved {
		t.Fatal(r.Err)
	}
	var both, one string
	for _, b := range w.backups() {
		switch b.Proof.Accounts {
		case 2:
			both = b.File
		case 0:
			one = b.File
		}
	}
	if both == "" {
		t.Fatalf("%+v", w.backups())
	}
	before, _ := os.ReadFile(w.env.Places.Vault)
	if out := w.ok("vault", "restore", one, "--dry-run"); !strings.Contains(out, "has everything") {
		t.Errorf("an empty backup would bring %q", out)
	}
	if out := w.ok("vault", "restore", one, "--dry-run", "--replace"); !strings.Contains(out, "Would be moved to the trash: GitHub") {
		t.Errorf("made as it was at first, the vault would lose %q", out)
	}
	if out := w.ok("vault", "restore", both, "--replace", "--dry-run"); !strings.Contains(out, "Amazon") {
		t.Errorf("made as it was then, the vault would get %q", out)
	}
	if after, _ := os.ReadFile(w.env.Places.Vault); string(after) != string(before) {
		t.Error("a dry run changed the vault")
	}
	if out := w.ok("vault", "restore", both, "--replace"); !strings.Contains(out, "Amazon") {
		t.Error(out)
	}
	if out := w.ok("list"); !strings.Contains(out, "Amazon") || !strings.Contains(out, "GitHub") {
		t.Error(out)
	}
	if list := w.backups(); list[1].Before != "restore" {
		t.Errorf("the backup made before it is one before %q", list[1].Before)
	}
	w.ok("vault", "restore", one, "--replace")
	if out := w.ok("list"); strings.Contains(out, "GitHub\tme") && !strings.Contains(out, "trash") {
		t.Error(out)
	}

	// A user is asked.
	w.env.Terminal = true
	w.in = "n\n"
	w.fails(ExitFailed, "Nothing was changed", "vault", "restore", both, "--replace")
	w.in = "y\n"
	w.ok("vault", "restore", both, "--replace")
	w.env.Terminal = false

	w.fails(ExitUsage, "", "vault", "restore")
	w.fails(ExitFailed, "not a Watchword vault", "vault", "restore", w.file("other", "x"))
}

// A vault that is gone or damaged gets the backup in its place; what was there is kept.
func TestRestoreABrokenVault(t *testing.T) {
	for why, spoil := range map[string]func(path string) error{
		"gone":    os.Remove,
		"emptied": func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"cut":     func(path string) error { return os.Truncate(path, 100) },
	} {
		w := newWorld(t).withVault(amazon)
		w.ok("vault", "backups", "--now")
		backup := w.backups()[0].File
		if err := spoil(w.env.Places.Vault); err != nil {
			t.Fatal(err)
		}
		w.fails(ExitWrongPassword, "password is wrong", "vault", "restore", backup, "--file-password-file", w.file("wrong", "wrong"))
		w.ok("vault", "restore", backup, "--dry-run")
		out := w.ok("vault", "restore", backup)
		if !strings.Contains(out, "with 1 account") || strings.Contains(out, "is kept as") == (why == "gone") {
			t.Errorf("%s: %s", why, out)
		}
		if out := w.ok("list"); !strings.Contains(out, "Amazon") {
			t.Errorf("%s: %s", why, out)
		}
	}
}

func TestMerge(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	if out := w.ok("vault", "merge"); !strings.Contains(out, "nothing to merge") {
		t.Error(out)
	}
	a, err := account.ParseURI(githubLink)
	if err != nil {
		t.Fatal(err)
	}
	v := w.other()
	v.Add(a)
	conflict := filepath.Join(filepath.Dir(w.env.Places.Vault), "vault (jane's conflicted copy 2026-11-25).watchword")
	elsewhere := filepath.Join(w.dir, "elsewhere.watchword")
	for _, path := range []string{conflict, elsewhere} {
		if r := v.SaveCopy(context.Background(), path); r.Status != vault.Saved {
			t.Fatal(r.Err)
		}
	}
	w.env.Terminal = true // who watches sees that it goes on
	r := w.run("vault", "merge")
	if r.code != ExitDone || !strings.Contains(r.out, "GitHub") || !strings.Contains(r.err, "Merging …") {
		t.Errorf("%+v", r)
	}
	w.env.Terminal = false
	if _, err := os.Stat(conflict); err == nil {
		t.Error("the conflict copy is still there")
	}
	merges := 0 // of the vault, and of the copy; where a second passes between, they stand elsewhere in the list
	for _, b := range w.backups() {
		if b.Before == "merge" {
			merges++
		}
	}
	if merges != 2 {
		t.Errorf("%d backups before the merge: %+v", merges, w.backups())
	}
	if out := w.ok("vault", "merge", elsewhere); !strings.Contains(out, "has everything") {
		t.Error(out)
	}
	if out := w.ok("list"); strings.Count(out, "\n") < 2 {
		t.Error(out)
	}

	// Another vault is never merged.
	stranger := newWorld(t).withVault(githubLink)
	w.fails(ExitFailed, "another vault", "vault", "merge", stranger.env.Places.Vault, "--file-password-file", w.vars[envPasswordFile])
	w.fails(ExitUsage, "--file-password-file", "vault", "merge", stranger.env.Places.Vault)
	w.fails(ExitFailed, "missing cannot be read", "vault", "merge", filepath.Join(w.dir, "missing"))
}

// Only what can be merged is counted as a version, and the others are named for what they are.
func TestWhatCannotBeMerged(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	path := w.env.Places.Vault
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(data)
	damaged[len(damaged)-1] ^= 1
	other, err := os.ReadFile(newWorld(t).withVault(githubLink).env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		why, name string
		data      []byte
		says      string
		code      int
	}{
		{"kept by a restore", "vault (broken 12ab34).watchword", damaged, "was replaced by a backup", ExitDone},
		{"spoilt by a sync program", "vault (1).watchword", damaged, "is damaged", ExitFailed},
		{"of another password", "vault (2).watchword", other, "has another password", ExitFailed},
		{"left by a save under another password", ".vault.watchword.0123456789abcdef.tmp", other, "has another password", ExitFailed},
	} {
		beside := filepath.Join(filepath.Dir(path), row.name)
		if err := os.WriteFile(beside, row.data, 0o600); err != nil {
			t.Fatal(err)
		}
		old := time.Now().Add(-2 * time.Hour)
		if err := os.Chtimes(beside, old, old); err != nil {
			t.Fatal(err)
		}
		if out := w.ok("vault", "check"); strings.Contains(out, "other version") || !strings.Contains(out, row.name+" ") || !strings.Contains(out, row.says) {
			t.Errorf("%s: %s", row.why, out)
		}
		if r := w.run("vault", "merge"); r.code != row.code || !strings.Contains(r.err, row.says) || !strings.Contains(r.out, "nothing to merge") {
			t.Errorf("%s: %+v", row.why, r)
		}
		if err := os.Remove(beside); err != nil { // it stayed where it was
			t.Error(err)
		}
	}
}

// What lies around the vault is told, and permissions are removed only when asked.
func TestCheckAround(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	if out := w.ok("vault", "check"); strings.Contains(out, "permissions") || strings.Contains(out, "next to it") {
		t.Error(out)
	}
	v := w.other()
	if r := v.SaveCopy(context.Background(), filepath.Join(filepath.Dir(w.env.Places.Vault), "vault (1).watchword")); r.Status != vault.Saved {
		t.Fatal(r.Err)
	}
	if out := w.ok("vault", "check"); !strings.Contains(out, "1 other version of it") {
		t.Error(out)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(w.env.Places.Vault, 0o644); err != nil {
		t.Fatal(err)
	}
	if out := w.ok("vault", "check"); !strings.Contains(out, "--repair fixes that") {
		t.Error(out)
	}
	if info, _ := os.Stat(w.env.Places.Vault); info.Mode().Perm() != 0o644 {
		t.Error("a check changed something")
	}
	if out := w.ok("vault", "check", "--repair"); !strings.Contains(out, "were removed") {
		t.Error(out)
	}
	if info, _ := os.Stat(w.env.Places.Vault); info.Mode().Perm() != 0o600 {
		t.Errorf("the permissions are %v", info.Mode())
	}
}

// An older file with the password from before came back: the backups have the new one.
func TestMergeAfterThePasswordCameBack(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	path := w.env.Places.Vault
	older, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	next := w.file("new", newPassword+"\n")
	w.ok("vault", "password", "--new-password-file", next)
	w.in = ("otpauth://totp/VPN:me?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=VPN\n")
	w.ok("add", "-", "--password-file", next)
	if err := os.WriteFile(path, older, 0o600); err != nil {
		t.Fatal(err)
	}
	w.fails(ExitFailed, "another password", "vault", "merge")
	if r := w.run("vault", "merge", "--file-password-file", next); r.code != ExitDone || !strings.Contains(r.err, "still has its old password") {
		t.Fatalf("%+v", r)
	}
	r := w.run("list")
	if r.code != ExitDone || !strings.Contains(r.out, "VPN") || strings.Contains(r.err, "older version") {
		t.Errorf("%+v", r)
	}
}

// Where the vault's own key opens everything, no password came back, whatever was given for it.
func TestMergeOfAnOlderFileWithTheSamePassword(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	older, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	w.in = githubLink + "\n"
	w.ok("add", "-")
	newer, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.env.Places.Vault, older, 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run("vault", "merge", w.file("newer.watchword", string(newer)), "--file-password-file", w.file("new", newPassword+"\n"))
	if r.code != ExitDone || !strings.Contains(r.out, "GitHub") || strings.Contains(r.err, "old password") {
		t.Errorf("%+v", r)
	}
}

// Of several backups one has a third password: what came with the others is saved, and said.
func TestMergeOfSomeBackups(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	older, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	next := w.file("new", newPassword+"\n")
	w.ok("vault", "password", "--new-password-file", next)
	w.in = githubLink + "\n"
	w.ok("add", "-", "--password-file", next)
	if err := os.WriteFile(w.env.Places.Vault, older, 0o600); err != nil {
		t.Fatal(err)
	}
	w.in = "otpauth://totp/VPN:me?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=VPN\n"
	w.ok("add", "-")
	third := w.file("third", newPassword+"3\n")
	w.ok("vault", "password", "--new-password-file", third)
	w.in = "otpauth://totp/Bank:me?secret=JBSWY3DPEHPK3PXPJBSWY3DA&issuer=Bank\n"
	w.ok("add", "-", "--password-file", third)
	if err := os.WriteFile(w.env.Places.Vault, older, 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run("vault", "merge", "--file-password-file", next)
	if r.code != ExitFailed || !strings.Contains(r.out, "Restored: GitHub") || strings.Contains(r.out, "Bank") ||
		strings.Count(r.out, ".watchword:\n") != 1 || strings.Count(r.err, "has another password") != 1 || !strings.Contains(r.err, "still has its old password") {
		t.Errorf("the first: %+v", r)
	}
	r = w.run("vault", "merge", "--file-password-file", third)
	if r.code != ExitDone || !strings.Contains(r.out, "Restored: Bank") || strings.Contains(r.err, "has another password") {
		t.Errorf("the second: %+v", r)
	}
	if list := w.ok("list"); strings.Count(list, "\n") != 4 {
		t.Errorf("merged: %s", list)
	}
}

// Two copies of a vault get a sheet each. Merging by hand says which of the papers is useless.
func TestMergeTellsOfASheetMadeInVain(t *testing.T) {
	w, other := twoSheets(t)
	if r := w.run("vault", "merge", other); r.code != ExitDone || !strings.Contains(r.err, "does not open this vault") {
		t.Errorf("the later one is here: %+v", r)
	}
	if r := w.run("vault", "merge", w.env.Places.Vault, "--vault", other); r.code != ExitDone || !strings.Contains(r.err, "replaced by another program on this computer") {
		t.Errorf("the later one is there: %+v", r)
	}
}

// twoSheets returns a vault and another version of it, which got a recovery sheet before it did.
func twoSheets(t *testing.T) (w *world, other string) {
	t.Helper()
	w = newWorld(t).withVault(amazon)
	other = filepath.Join(w.dir, "other", "vault.watchword")
	data, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(other), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, data, 0o600); err != nil {
		t.Fatal(err)
	}
	w.ok("vault", "recovery", "--sheet", filepath.Join(w.dir, "earlier.txt"), "--vault", other)
	w.ok("vault", "recovery", "--sheet", filepath.Join(w.dir, "later.txt"))
	return w, other
}

// The sheet of the other version opens the vault once that is saved, and not where it could not be.
func TestNoticesComeAfterTheSave(t *testing.T) {
	w, other := twoSheets(t)
	const notice = "replaced by another program on this computer"
	w.env.Vault.FS = &onceDisk{vault.Disk(), true} // takes no file
	if r := w.run("vault", "merge", w.env.Places.Vault, "--vault", other); r.code != ExitFailed || strings.Contains(r.err, notice) {
		t.Errorf("not saved: %+v", r)
	}
	w.env.Vault.FS = nil
	if r := w.run("vault", "merge", w.env.Places.Vault, "--vault", other); r.code != ExitDone || strings.Count(r.err, notice) != 1 {
		t.Errorf("saved: %+v", r)
	}
}

// A conflict copy brings its notices too.
func TestNoticesOfAConflictCopy(t *testing.T) {
	w, other := twoSheets(t)
	data, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(other), "vault (jane's conflicted copy 2026-11-25).watchword"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run("vault", "merge", "--vault", other); r.code != ExitDone || strings.Count(r.err, "replaced by another program on this computer") != 1 {
		t.Errorf("%+v", r)
	}
}
