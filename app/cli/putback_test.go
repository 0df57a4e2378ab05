package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoiled changes the bytes of the vault file.
func (w *world) spoiled(spoil func([]byte) []byte) []byte {
	w.t.Helper()
	data, err := os.ReadFile(w.env.Places.Vault)
	if err != nil {
		w.t.Fatal(err)
	}
	data = spoil(data)
	if err := os.WriteFile(w.env.Places.Vault, data, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return data
}

// flipAt flips a bit so many bytes behind the start of a text in the file.
func flipAt(text string, behind int) func([]byte) []byte {
	return func(data []byte) []byte {
		data[bytes.Index(data, []byte(text))+behind] ^= 1
		return data
	}
}

// slotBody changes a letter of the key that the password slot wraps: the line below its first. It
// stays base64, whatever the letter was.
func slotBody(data []byte) []byte {
	start := bytes.Index(data, []byte("\n-> "))
	at := bytes.IndexByte(data[start+1:], '\n') + start + 2 + 3
	if data[at] == 'A' {
		data[at] = 'B'
	} else {
		data[at] = 'A'
	}
	return data
}

// costs gives the header's password slot other costs, as flipped bits do.
func costs(memory, time string) func([]byte) []byte {
	return func(data []byte) []byte {
		line := data[bytes.Index(data, []byte("\n-> "))+1:]
		line = line[:bytes.IndexByte(line, '\n')]
		words := strings.Split(string(line), " ")
		words[3], words[4] = memory, time // -> name salt memory time threads nonce
		return bytes.Replace(data, line, []byte(strings.Join(words, " ")), 1)
	}
}

// Wherever the damage is, the backups are listed, and one of them can be put in the vault's place;
// the damaged file is kept as it is.
func TestRestoreWhateverIsDamaged(t *testing.T) {
	for _, tt := range []struct {
		reason  string
		spoil   func([]byte) []byte
		refused bool // from the outside like a wrong password
	}{
		{"the last byte is cut off", func(d []byte) []byte { return d[:len(d)-1] }, false},
		{"cut after the header", func(d []byte) []byte { return d[:bytes.Index(d, []byte("\n---"))+60] }, false},
		{"a byte too many", func(d []byte) []byte { return append(d, 0) }, false},
		{"a bit of the last byte", func(d []byte) []byte { d[len(d)-1] ^= 1; return d }, false},
		{"a bit in the payload", func(d []byte) []byte { d[len(d)-300] ^= 1; return d }, false},
		{"a bit of the header's MAC", flipAt("\n---", 7), false},
		{"the tail is zeros", func(d []byte) []byte { clear(d[len(d)-200:]); return d }, false},
		{"a bit in the password slot", slotBody, true},
		{"more memory than is used unasked", costs("1148576", "3"), false},
		{"another number of passes", costs("65536", "7"), false},
		{"costs out of bounds", costs("4294967295", "3"), false},
		{"the header is cut", func(d []byte) []byte { return d[:100] }, false},
		{"all zeros", func(d []byte) []byte { clear(d); return d }, false},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			w := newWorld(t).withVault(amazon)
			w.ok("vault", "backups", "--now")
			backup := w.backups()[0].File
			damaged := w.spoiled(tt.spoil)

			code := ExitFailed
			if tt.refused {
				code = ExitWrongPassword
			}
			w.fails(code, "“watchword vault backups” lists them", "list")
			w.fails(code, "“watchword vault restore FILE” restores one", "vault", "check")
			if out := w.ok("vault", "backups"); !strings.Contains(out, backup) {
				t.Errorf("the backups are %q", out)
			}
			if all := w.backups(); !all[0].Proof.Opens || all[0].Proof.Accounts != 1 || all[0].Proof.Same {
				t.Errorf("verified: %+v", all[0].Proof)
			}
			args := []string{"vault", "restore", backup}
			if tt.refused {
				w.fails(ExitWrongPassword, "--replace restores the backup and keeps the vault file", args...)
				args = append(args, "--replace")
			}
			w.ok(append(args, "--dry-run")...)
			if now, _ := os.ReadFile(w.env.Places.Vault); !bytes.Equal(now, damaged) {
				t.Fatal("it was changed before it should be")
			}
			r := w.run(args...)
			if r.code != ExitDone || strings.Contains(r.err, "now opens with the password that you gave") != tt.refused {
				t.Fatalf("%+v", r)
			}
			if out := w.ok("list"); !strings.Contains(out, "Amazon") {
				t.Errorf("the vault has %q", out)
			}
			kept, _ := filepath.Glob(filepath.Join(filepath.Dir(w.env.Places.Vault), "*(broken *"))
			if len(kept) != 1 {
				t.Fatalf("kept: %q", kept)
			}
			if data, _ := os.ReadFile(kept[0]); !bytes.Equal(data, damaged) {
				t.Error("the damaged file was not kept as it was")
			}
		})
	}
}

// A vault that asks for much memory may be damaged, or be meant so: where no backup says which, one is
// put in its place by --replace only, and nothing is derived unasked.
func TestRestoreOverACostlyVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("vault", "backups", "--now")
	data, err := os.ReadFile(w.backups()[0].File)
	if err != nil {
		t.Fatal(err)
	}
	backup := w.file("copy.watchword", string(data))
	if err := os.RemoveAll(w.env.Places.Backups); err != nil {
		t.Fatal(err)
	}
	damaged := w.spoiled(costs("1148576", "3"))
	w.fails(ExitFailed, "the file may be damaged", "list")
	w.fails(ExitFailed, "the file may be damaged", "vault", "check")
	w.fails(ExitFailed, "--replace restores the backup and keeps the vault file", "vault", "restore", backup)
	if now, _ := os.ReadFile(w.env.Places.Vault); !bytes.Equal(now, damaged) {
		t.Fatal("it was replaced unasked")
	}
	w.env.Terminal, w.in = true, "n\ny\n" // not so much memory; yes, in its place
	w.passwords = []string{password}
	delete(w.vars, envPasswordFile)
	if r := w.run("vault", "restore", backup, "--replace"); r.code != ExitDone || !strings.Contains(r.err, "may be damaged") {
		t.Fatalf("%+v", r)
	}
	w.passwords = []string{password}
	if out := w.ok("list"); !strings.Contains(out, "Amazon") {
		t.Errorf("the vault has %q", out)
	}
}

// What is no damage of the vault file puts nothing in its place.
func TestNoRestoreInPlace(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("vault", "backups", "--now")
	backup := w.backups()[0].File
	wrong := w.file("wrong", "wrong\n")
	copied, _ := os.ReadFile(backup)
	bad := w.file("bad.watchword", string(copied[:len(copied)-1]))
	stranger := newWorld(t).withVault(githubLink).env.Places.Vault
	before := w.spoiled(func(d []byte) []byte { return d })
	for _, tt := range []struct {
		reason string
		code   int
		args   []string
	}{
		{"the password file is missing", ExitFailed, []string{backup, "--replace", "--password-file", filepath.Join(w.dir, "none")}},
		{"the password is mistyped", ExitWrongPassword, []string{backup, "--replace", "--password-file", wrong}},
		{"the password is mistyped, the backup's is right", ExitWrongPassword,
			[]string{backup, "--replace", "--password-file", wrong, "--file-password-file", w.vars[envPasswordFile]}},
		{"the backup is damaged", ExitFailed, []string{bad, "--replace"}},
	} {
		w.fails(tt.code, "", append([]string{"vault", "restore"}, tt.args...)...)
		if now, _ := os.ReadFile(w.env.Places.Vault); !bytes.Equal(now, before) {
			t.Fatalf("%s: the vault was replaced", tt.reason)
		}
	}
	w.fails(ExitWrongPassword, "The password opens neither the vault nor this backup.", "vault", "restore", backup, "--password-file", wrong)
	w.fails(ExitWrongPassword, "", "vault", "backups", "--password-file", wrong)

	damaged := w.spoiled(func(d []byte) []byte { return d[:len(d)-1] })
	for _, file := range []string{bad, stranger} { // neither is a backup of this vault
		w.fails(ExitFailed, "", "vault", "restore", file, "--file-password-file", w.vars[envPasswordFile])
		if now, _ := os.ReadFile(w.env.Places.Vault); !bytes.Equal(now, damaged) {
			t.Fatalf("%s was put in the vault's place", file)
		}
	}
}

// Where the vault file is gone, the way leads to its backups.
func TestGoneWithBackups(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	w.ok("vault", "backups", "--now")
	backup := w.backups()[0].File
	if err := os.Rename(w.env.Places.Vault, w.env.Places.Vault+".away"); err != nil {
		t.Fatal(err)
	}
	r := w.fails(ExitFailed, "“watchword vault backups” lists them", "list")
	if strings.Contains(r.err, "create") {
		t.Errorf("it leads away from the backups: %s", r.err)
	}
	var got struct{ Backups []backupLine }
	if err := json.Unmarshal([]byte(w.ok("vault", "backups", "--json")), &got); err != nil || len(got.Backups) == 0 || got.Backups[0].File != backup {
		t.Errorf("%v, %+v", err, got)
	}
	if err := os.Symlink(filepath.Join(w.dir, "nowhere"), w.env.Places.Vault); err == nil {
		w.fails(ExitFailed, "is a link to", "list")
		w.fails(ExitFailed, "is a link to", "vault", "create", "--no-sheet")
		for _, args := range [][]string{{backup}, {backup, "--dry-run"}} {
			w.fails(ExitFailed, "--replace restores the backup in the place of the link", append([]string{"vault", "restore"}, args...)...)
		}
		if target, err := os.Readlink(w.env.Places.Vault); err != nil || target != filepath.Join(w.dir, "nowhere") {
			t.Fatalf("the link to a disk that is away was replaced: %v", err)
		}
		w.ok("vault", "restore", backup, "--replace")
		if kept, _ := filepath.Glob(filepath.Join(filepath.Dir(w.env.Places.Vault), "*(broken *")); len(kept) != 1 {
			t.Errorf("the link was not kept: %q", kept)
		}
		os.Remove(w.env.Places.Vault)
	}
	r = w.run("vault", "create", "--no-sheet")
	if r.code != ExitDone || strings.Count(r.err, "of an earlier vault") != 1 {
		t.Errorf("%+v", r)
	}
	other := filepath.Join(w.dir, "other.watchword")
	if r := w.run("vault", "create", "--no-sheet", "--vault", other); r.code != ExitDone || strings.Contains(r.err, "earlier") {
		t.Errorf("a place that never had a vault: %+v", r)
	}
}
