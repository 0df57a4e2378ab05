package transfer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
)

var _ = joins(contract{format: "zip", write: func(t testing.TB, accounts []account.Account, _ string) []byte {
	half := len(accounts) / 2
	if half == 0 {
		return zipOf(t, "tablet/codes.txt", linkLines(accounts))
	}
	return zipOf(t, "phone/codes.txt", linkLines(accounts[:half]), "tablet/codes.txt", linkLines(accounts[half:]))
}, limits: supports{}.limits})

// zipOf makes a zip file of names and contents, in pairs.
func zipOf(t testing.TB, members ...any) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		f, err := w.Create(members[i].(string))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(members[i+1].([]byte)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// An archive that no program is known by is read file by file, and what has no account is named.
func TestUnknownZip(t *testing.T) {
	a, b := []byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"), []byte("otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ\n")
	picture := writePicture(t, contractAccounts()[:1], "")
	many := []any{"a.txt", a}
	for i := range mostNamed + 5 {
		many = append(many, fmt.Sprintf("%d.bin", i), []byte{0, 1, 2})
	}
	for _, row := range []struct {
		why      string
		members  []any
		accounts int
		failures []string
	}{
		{"lists of two phones", []any{"a.txt", a, "b.txt", b}, 2, nil},
		{"a picture", []any{"photo.png", picture}, 1, nil},
		{"one archive inside", []any{"a.txt", a, "inner.zip", zipOf(t, "b.txt", b)}, 2, nil},
		{"two archives deep", []any{"a.txt", a, "inner.zip", zipOf(t, "more.zip", zipOf(t, "b.txt", b, "c.txt", b), "d.txt", b)}, 2,
			[]string{"inner.zip: more.zip: an archive in an archive in an archive is not read: unpack it first"}},
		{"what is no export", []any{"a.txt", a, "READ\x1bME.md", []byte("how to use it")}, 1, []string{`READ\u001BME.md: no accounts were found in it`}},
		{"a link that is wrong", []any{"a.txt", a, "b.txt", []byte("otpauth://totp/B:b?secret=1\n")}, 1, []string{"b.txt: line 1: the link's secret key is wrong: "}},
		{"an export that is cut", []any{"a.txt", a, "aegis.json", []byte(`{"version":1,"header":{},"db":{`)}, 1, []string{"aegis.json: The file is damaged or cut short. Export it again"}},
		{"what macOS adds", []any{"a.txt", a, "__MACOSX/._a.txt", []byte{0, 1}, ".DS_Store", []byte{0}}, 1, nil},
		{"many that are none", many, 1, append(slices.Repeat([]string{""}, mostNamed), "5 more of its files hold no accounts")},
	} {
		r, err := Read(t.Context(), zipOf(t, row.members...), Env{DecodeQR: decodeQR})
		if err != nil || len(r.Accounts) != row.accounts || len(r.Failures) != len(row.failures) || r.Keep == "" {
			t.Errorf("%s: %d accounts, failures %v, kept %q, %v", row.why, len(r.Accounts), r.Failures, r.Keep, err)
			continue
		}
		for i, f := range r.Failures {
			if !strings.HasPrefix(f.Reason, row.failures[i]) {
				t.Errorf("%s: %q, want %q", row.why, f.Reason, row.failures[i])
			}
		}
	}
	// Members that are not packed stand in it as they are, and must not make a list of it.
	var stored bytes.Buffer
	w := zip.NewWriter(&stored)
	for name, content := range map[string][]byte{"a.txt": a, "b.txt": append([]byte("\n"), b...)} {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name})
		f.Write(content)
	}
	w.Close()
	if r, err := Read(t.Context(), stored.Bytes(), Env{}); err != nil || r.Format != "zip" || len(r.Accounts) != 2 {
		t.Errorf("stored: read as %q, %d accounts, %v", r.Format, len(r.Accounts), err)
	}
	if _, err := Read(t.Context(), zipOf(t, "a.md", []byte("text"), "b.md", []byte("text")), Env{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing in it: %v", err)
	}
}

// The members are those of the directory at the end: documents are archives themselves.
func TestMembersOfMembers(t *testing.T) {
	inner := zipOf(t, "1", []byte("1"), "2", []byte("2"), "3", []byte("3"))
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 5 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i, ".docx"), Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(inner)
	}
	w.SetComment("PK with a comment")
	w.Close()
	if n := membersOf(bytes.NewReader(b.Bytes()), int64(b.Len())); n != 5 {
		t.Errorf("%d members", n)
	}
	if n := membersOf(strings.NewReader("PK\x03\x04"), 4); n != -1 {
		t.Errorf("%d members of nothing", n)
	}
}
