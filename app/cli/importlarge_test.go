package cli

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/bounds"
)

// An archive that is too large to be held is read member by member.
func TestImportOfALargeArchive(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	path := filepath.Join(w.dir, "backup.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	list, err := z.Create("list.txt")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(list, theirs)
	film, err := z.CreateHeader(&zip.FileHeader{Name: "film.mp4", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(film, zeros{}, bounds.File+1); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()
	r := w.run("import", path)
	if r.code != ExitFailed || r.out != "Added GitHub (octo).\nAdded VPN (me).\n" || !strings.Contains(r.err, "film.mp4: The zip file is larger than what can be imported: 1024 MiB") {
		t.Errorf("%+v", r)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
