package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"watchword/bounds"
	"watchword/internal/needs"
)

// Two programs that know nothing of us read vaults: docs/read_vault.py, and docs/reader-js for
// another family of languages and another implementation of age. Both were written from
// docs/vault-format.md alone and say the same in the same words.

// A reader is the command line of such a program.
type reader struct {
	name string
	args []string
}

// readers are the programs that can run here. ./test installs what both need, and where it
// runs, a Python without its module is a failure; WATCHWORD_READER_JS names the script in
// JavaScript with its modules beside it.
func readers(t *testing.T) []reader {
	t.Helper()
	var list []reader
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import argon2.low_level").Run() == nil {
			list = append(list, reader{"Python", []string{python, "../docs/read_vault.py"}})
			break
		}
	}
	if len(list) == 0 && needs.Whole() {
		t.Fatal("python3 with the module argon2 (Debian: python3-argon2) is not installed")
	}
	if script := os.Getenv("WATCHWORD_READER_JS"); script != "" {
		list = append(list, reader{"JavaScript", []string{"node", script}})
	}
	if len(list) == 0 {
		t.Skip("neither python3 with the module argon2 nor WATCHWORD_READER_JS is here; the vectors cover the format without them")
	}
	return list
}

// read gives a vault and its secret to a reader. It returns the payload and what the reader
// says of it: "accounts 1, set aside 0, read-only no", or the stage that failed.
func (r reader) read(t *testing.T, v vector) (payload []byte, says string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "v.watchword")
	if err := os.WriteFile(file, v.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	args, secret := append(r.args[1:len(r.args):len(r.args)], file), v.Password
	if v.Sheet != "" {
		args, secret = append(r.args[1:len(r.args):len(r.args)], "--sheet", file), v.Sheet
	}
	var out, complaint bytes.Buffer
	run := exec.Command(r.args[0], args...)
	run.Stdin, run.Stdout, run.Stderr = strings.NewReader(secret+"\n"), &out, &complaint
	err := run.Run()
	says = strings.TrimSpace(complaint.String())
	if err != nil {
		says, _, _ = strings.Cut(says, ": ")
	}
	return out.Bytes(), says
}

// verdict is what a vector says of itself, in the words of the readers.
func (v vector) verdict() string {
	if v.Expect != "opens" {
		return v.Expect
	}
	return facts(v.Accounts, v.SetAside, v.ReadOnly)
}

func facts(accounts, aside int, readOnly bool) string {
	return fmt.Sprintf("accounts %d, set aside %d, read-only %s", accounts, aside, map[bool]string{true: "yes", false: "no"}[readOnly])
}

func TestOtherReadersAndTheVectors(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(vectorFolder, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, r := range readers(t) {
		for _, path := range files {
			v := readVector(t, path)
			t.Run(r.name+"/"+v.Name, func(t *testing.T) {
				t.Parallel()
				payload, says := r.read(t, v)
				sum := sha256.Sum256(payload)
				if says != v.verdict() || v.Expect == "opens" && hex.EncodeToString(sum[:]) != v.Payload {
					t.Errorf("%s: says %q, want %q, or another payload", v.Comment, says, v.verdict())
				}
			})
		}
	}
}

// TestOtherReadersOpenAVault opens what the program writes, by password and by sheet as a
// person types them.
func TestOtherReadersOpenAVault(t *testing.T) {
	o := Options{Params: Params{Memory: 19 << 10, Time: 2, Threads: 2}}
	v, err := Create(context.Background(), filepath.Join(t.TempDir(), "v.watchword"), []byte("gr\u00fcne-maple-orbit-canyon"), o)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	v.Add(sample(600)...) // they take more than one chunk of 64 KiB
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	data, err := os.ReadFile(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	key := strings.ToLower(string(sheet.Key[:40])) + " \t" + string(sheet.Key[40:])
	for _, r := range readers(t) {
		for _, c := range []struct {
			secret vector
			want   string
		}{
			{vector{Password: "gru\u0308ne-maple-orbit-canyon"}, facts(600, 0, false)}, // decomposed
			{vector{Sheet: key}, facts(600, 0, false)},
			{vector{Password: "wrong"}, "slot"},
			{vector{Sheet: "wrong"}, "slot"},
		} {
			c.secret.Data = data
			payload, says := r.read(t, c.secret)
			if says != c.want || c.want != "slot" && !bytes.Contains(payload, v.doc.top.Get("accounts")) {
				t.Errorf("%s says %q, want %q, or another payload", r.name, says, c.want)
			}
		}
	}
}

// TestOtherReadersAgree gives payloads at the bounds of the format to us and to the readers:
// all say the same.
func TestOtherReadersAgree(t *testing.T) {
	const start = `{"format":"watchword/vault","version":1,"minReader":1,"vaultId":"01890a5d-ac96-774b-bcce-b302099a8057","revision":7,`
	const account = `{"id":"a","type":"totp","secret":"GEZDGNBVGY3TQOJQ","algorithm":"SHA1","digits":6,"period":30`
	accounts := func(list string) string { return start + `"accounts":[` + list + `]}` }
	with := func(members string) string { return accounts(account + members + "}") }
	levels := func(n int) string { return start + `"x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}" }
	text := func(n int) string { return start + `"x":"` + strings.Repeat("a", n) + `"}` }
	salt := bytes.Repeat([]byte{7}, 16)
	p := Params{Memory: 19 << 10, Time: 1, Threads: 1}
	kek, err := Argon2id(context.Background(), []byte(goodPassword), salt, p)
	if err != nil {
		t.Fatal(err)
	}
	all := readers(t)
	for _, c := range []struct{ why, payload, want string }{
		{"32 levels, the outermost counted", levels(32), facts(0, 0, false)},
		{"33 levels", levels(33), "json"},
		{"the longest text", text(bounds.VaultString - 1), facts(0, 0, false)},
		{"a text of 2 MiB", text(bounds.VaultString), "json"},
		{"an escape counts as it is written", text(0)[:len(text(0))-2] + strings.Repeat(`\u0041`, bounds.VaultString/6+1) + `"}`, "json"},
		{"a number longer than any machine's", start + `"x":` + strings.Repeat("9", 5000) + `}`, facts(0, 0, false)},
		{"no member but the first ones", start + `"x":1}`, facts(0, 0, false)},
		{"accounts is null", start + `"accounts":null}`, "contents"},
		{"a newer vault with a list of another kind", strings.Replace(start, `"minReader":1`, `"minReader":2`, 1) + `"tags":{}}`, "not a vault"},
		{"minReader with a point", strings.Replace(start, `"minReader":1`, `"minReader":1.0`, 1) + `"x":1}`, "contents"},
		{"a revision below zero", strings.Replace(start, `"revision":7`, `"revision":-7`, 1) + `"x":1}`, "contents"},
		{"the greatest revision", strings.Replace(start, `"revision":7`, `"revision":18446744073709551615`, 1) + `"x":1}`, facts(0, 0, false)},
		{"a revision that does not fit 64 bits", strings.Replace(start, `"revision":7`, `"revision":18446744073709551616`, 1) + `"x":1}`, "contents"},
		{"a vault's id in capitals", strings.Replace(start, "5d-ac96", "5D-AC96", 1) + `"x":1}`, "contents"},
		{"an account with what it must have", with(""), facts(1, 0, false)},
		{"no digits", accounts(strings.Replace(account, `,"digits":6`, "", 1) + "}"), facts(0, 1, false)},
		{"no period", accounts(strings.Replace(account, `,"period":30`, "", 1) + "}"), facts(0, 1, false)},
		{"digits with a point", accounts(strings.Replace(account, `"digits":6`, `"digits":6.0`, 1) + "}"), facts(0, 1, false)},
		{"a pin that is null", with(`,"pin":null`), facts(0, 1, false)},
		{"a pin where none belongs", with(`,"pin":"1234"`), facts(0, 1, false)},
		{"an empty check value is none", with(`,"cred":""`), facts(1, 0, false)},
		{"a check value of another key", with(`,"cred":"00"`), facts(0, 1, false)},
		{"the greatest counter", with(`,"counter":9223372036854775807`), facts(1, 0, false)},
		{"a counter beyond it", with(`,"counter":9223372036854775808`), facts(0, 1, false)},
		{"fields that are a list", with(`,"fields":[]`), facts(0, 1, false)},
		{"a time of making that is none", with(`,"created":7`), facts(1, 0, false)},
		{"a field that is none", with(`,"fields":{"issuer":"Bank"}`), facts(1, 0, false)},
		{"an account twice", accounts(account + "}," + account + "}"), facts(1, 1, false)},
		{"one id with two keys", accounts(account + "}," + strings.Replace(account, "GEZD", "GEZE", 1) + "}"), facts(2, 0, false)},
		{"an id of 65 letters", accounts(strings.Replace(account, `"a"`, `"`+strings.Repeat("a", 65)+`"`, 1) + "}"), facts(0, 1, false)},
		{"a key in small letters", accounts(strings.Replace(account, "GEZD", "gezd", 1) + "}"), facts(0, 1, false)},
		{"a key with stray bits", accounts(strings.Replace(account, "GEZDGNBVGY3TQOJQ", "GF", 1) + "}"), facts(0, 1, false)},
		{"an entry that is a number", accounts("7"), facts(0, 1, false)},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			data, err := encrypt([]byte(c.payload), passwordKey{salt, p, kek}, nil, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			v := vector{Password: goodPassword, Data: data}
			got, _, err := v.try()
			ours := stage(err)
			if err == nil {
				ro := got.ReadOnly() != nil
				ours = facts(len(got.Accounts()), len(got.SetAside()), ro)
			}
			if ours != c.want {
				t.Errorf("we say %q, want %q", ours, c.want)
			}
			for _, r := range all {
				if _, says := r.read(t, v); says != c.want {
					t.Errorf("%s says %q, want %q", r.name, says, c.want)
				}
			}
		})
	}
}
