package app

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/app/add"
	pages "watchword/app/moving"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A file that is nothing that is read is told by its name, and by what it is not.
func TestUnknownFiles(t *testing.T) {
	for _, row := range []struct {
		why, file, content, says string
	}{
		{"nothing in it", "empty.json", "", "empty.json: The file is empty."},
		{"cut off", "export.json", `{"accounts": [{"na`, "export.json: This is not valid JSON"},
		{"no export", "other.json", `{"weather": "fair"}`, "other.json: This is neither a picture nor an export"},
		{"a text", "letter.txt", "Dear Sir or Madam", "letter.txt: This is neither a picture nor an export"},
		{"a damaged picture", "photo.png", "\x89PNG\r\n\x1a\n and no more", "photo.png: "},
	} {
		t.Run(row.why, func(t *testing.T) {
			r := newRig(t)
			r.create()
			path := filepath.Join(t.TempDir(), row.file)
			if err := os.WriteFile(path, []byte(row.content), 0o600); err != nil {
				t.Fatal(err)
			}
			r.openFiles([]string{path})
			r.expect("found")
			s := r.page().(*add.Results)
			if p := s.Problems; len(p) != 1 || !strings.HasPrefix(p[0].Advice, row.says) {
				t.Errorf("%+v", p)
			}
			if picture := s.Again == "Another picture"; picture != (row.file == "photo.png") {
				t.Errorf("it offers %q", s.Again)
			}
		})
	}
}

// Any bytes may be an encrypted backup of andOTP: its password is asked for, and it is said that
// nobody knows whether it is one.
func TestAnyBytesAreNotSaidToBeEncrypted(t *testing.T) {
	r := newRig(t)
	r.create()
	path := filepath.Join(t.TempDir(), "noise.bin")
	if err := os.WriteFile(path, noise(512), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := 0
	r.shell.OnUI = func(f func()) {
		f()
		if p, ok := r.page().(*pages.Password); ok && asked == 0 {
			asked++
			if !p.Guess || p.File != "noise.bin" {
				t.Errorf("guess: %v, of %s", p.Guess, p.File)
			}
			r.showList()
		}
	}
	r.openFiles([]string{path})
	if asked != 1 {
		t.Error("nothing is asked")
	}
}

// noise is a number of random bytes, the same each time.
func noise(n int) []byte {
	out, from := make([]byte, n), rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = byte(from.Uint32())
	}
	return out
}

// One file that asks for its password does not keep the others from being read: it can be skipped.
func TestSkipAFile(t *testing.T) {
	r := newRig(t)
	r.create()
	dir := t.TempDir()
	accounts := []account.Account{mustParse(t, amazonLink)}
	format, _ := transfer.ByID("aegis-encrypted")
	locked, _, err := transfer.Write(t.Context(), format, accounts, transfer.WriteOptions{Password: "of the file"})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.json": locked, "b.txt": []byte(githubLink + "\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	r.shell.OnUI = func(f func()) {
		f()
		if p, ok := r.page().(*pages.Password); ok && asked == 0 {
			asked++
			p.OnSkip()
		}
	}
	r.openFiles([]string{dir})
	r.expect("found")
	s := r.page().(*add.Results)
	if asked != 1 || len(s.Candidates) != 1 || s.Candidates[0].Account.Issuer != "GitHub" {
		t.Errorf("asked %d times, %d candidates", asked, len(s.Candidates))
	}
	if len(s.Problems) != 1 || !strings.Contains(s.Problems[0].Advice, "a.json: It was skipped.") {
		t.Errorf("%+v", s.Problems)
	}
}
