package intake

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/vault"
)

// What a file is, its content says, whatever its name; folders are looked through, and nothing is lost.
func TestLook(t *testing.T) {
	dir := t.TempDir()
	picture := &bytes.Buffer{}
	if err := png.Encode(picture, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	links := []byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n")
	inVault := filepath.Join(dir, "vault.png")
	v, err := vault.Create(t.Context(), inVault, []byte("five words of a test"), vault.Options{Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	put("folder/links.txt", links)
	put("folder/.hidden", links)
	put("folder/letter.txt", []byte("Dear Sir or Madam"))
	put("folder/deep/links.txt", links)
	for _, row := range []struct {
		why, path string
		want      []Kind
	}{
		{"a picture that is called a text", put("a.txt", picture.Bytes()), []Kind{Picture}},
		{"links that are called a picture", put("b.png", links), []Kind{Export}},
		{"a vault that is called a picture", inVault, []Kind{Vault}},
		{"a file that the user named is never passed over", put("c", []byte("Dear Sir or Madam")), []Kind{Unknown}},
		{"nor one that is not there", filepath.Join(dir, "none"), []Kind{Unknown}},
		{"of a folder, what is recognised", filepath.Join(dir, "folder"), []Kind{Export}},
	} {
		items, _ := PassedOver(Look(t.Context(), []string{row.path}))
		if len(items) != len(row.want) || items[0].Kind != row.want[0] {
			t.Errorf("%s: %+v", row.why, items)
		}
	}
}

// What lies in a folder and is not read is told, each with its reason: nobody is asked about it, and it does not keep the
// others from being read.
func TestPassedOverIsTold(t *testing.T) {
	dir := t.TempDir()
	random := make([]byte, 4096)
	for i := range random {
		random[i] = byte(i * i >> 3)
	}
	for name, data := range map[string][]byte{
		"links.txt":  []byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"),
		"letter.txt": []byte("Dear Sir or Madam"),
		"empty.json": nil,
		"random.bin": random,
		"deep/a.txt": []byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"),
		".hidden":    []byte("x"),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read, why := PassedOver(Look(t.Context(), []string{dir}))
	if len(read) != 1 || filepath.Base(read[0].Path) != "links.txt" {
		t.Errorf("%d files are read", len(read))
	}
	all := strings.Join(why, "\n")
	for _, name := range []string{"letter.txt: ", "empty.json: ", "random.bin: ", "deep: "} {
		if !strings.Contains(all, name) {
			t.Errorf("%s is passed over without a word: %q", name, why)
		}
	}
	if len(why) != 4 {
		t.Errorf("%q", why)
	}
}

// What was looked at is what is read, also where it was not kept: another file of its name is not taken for it.
func TestBytesAreThoseThatWereLookedAt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "links.txt")
	if err := os.WriteFile(path, []byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP"), 0o600); err != nil {
		t.Fatal(err)
	}
	i := Look(t.Context(), []string{path})[0]
	if err := os.WriteFile(path, []byte("otpauth://totp/B:b?secret=MFRGGZDFMZTWQ2LK"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := i.Bytes(); err != nil || !bytes.Contains(data, []byte("A:a")) {
		t.Errorf("read %q, %v", data, err)
	}
	i.data = nil // there was no room for it
	if data, err := i.Bytes(); err == nil {
		t.Errorf("another file was read in its place: %q", data)
	}
}

// An archive that is too large to be held is read member by member, and nobody holds it.
func TestLargeArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "takeout.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, size := range map[string]int{"film.bin": 110 << 20, "links.txt": 0} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if size == 0 {
			_, err = w.Write([]byte("otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"))
		}
		for block := make([]byte, 1<<20); size > 0 && err == nil; size -= len(block) {
			_, err = w.Write(block)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	i := Look(t.Context(), []string{path})[0]
	if i.Kind != Export || len(i.data) > 0 {
		t.Fatalf("kind %d, %d bytes held", i.Kind, len(i.data))
	}
	r, err := i.Import(t.Context(), Asks{})
	if err != nil || len(r.Accounts) != 1 {
		t.Errorf("%d accounts, %v", len(r.Accounts), err)
	}
}
