package helper

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"testing"

	"watchword/vault/transfer"
)

// A helper reads a file that nobody hands over by what it asks for, across the ends of its pieces.
func TestReadArchive(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	noise := make([]byte, 3*longestPiece)
	rand.Read(noise)
	for _, m := range []struct {
		name string
		data []byte
	}{{"noise.bin", noise}, {"list.txt", exported(t, "otpauth", "")}, {"more.bin", noise[:longestPiece/2]}, {"aegis.json", exported(t, "aegis-encrypted", "of the file")}} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(m.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ReadArchive(t.Context(), bytes.NewReader(b.Bytes()), int64(b.Len()), transfer.Env{
		Password: func(context.Context, bool) (string, error) { return "of the file", nil },
	})
	if err != nil || len(r.Accounts) != 6 || r.Format != "zip" {
		t.Errorf("%d accounts, %v, %v", len(r.Accounts), r.Failures, err)
	}
	if _, err := ReadArchive(t.Context(), bytes.NewReader(b.Bytes()[:b.Len()-40]), int64(b.Len()), transfer.Env{}); err == nil {
		t.Error("a file that is shorter than it was is read")
	}
}
