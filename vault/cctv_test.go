package vault

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"watchword/internal/needs"
)

// TestVectorsOfAge gives our reading of the container the public vectors for age
// (https://c2sp.org/CCTV/age). They are fetched by
//
//	go mod download -json c2sp.org/CCTV/age@v0.0.0-20260829155415-4448f2097b2d
//
// and WATCHWORD_CCTV names their folder "testdata"; ./test does both.
func TestVectorsOfAge(t *testing.T) {
	folder := os.Getenv("WATCHWORD_CCTV")
	if folder == "" {
		needs.Missing(t, "WATCHWORD_CCTV names no folder", "./test fetches it")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	opened, refused := 0, 0
	for _, path := range files {
		v, ok := readAgeVector(t, path)
		if !ok {
			continue // armoured: vaults never are
		}
		payload, err := v.open()
		switch {
		case v.expect == "success" && v.ours:
			opened++
			if err != nil || hash(payload).String() != v.payload {
				t.Errorf("%s: %v, or another payload", filepath.Base(path), err)
			}
			if _, err := readStanzas(v.data); err != nil {
				t.Errorf("%s: our reading of its header: %v", filepath.Base(path), err)
			}
		case v.expect != "success":
			refused++
			if err == nil || payload != nil {
				t.Errorf("%s: opened, want %s", filepath.Base(path), v.expect)
			}
		}
	}
	t.Logf("%d opened, %d refused, of %d files", opened, refused, len(files))
}

// An ageVector is one file of the suite.
type ageVector struct {
	expect, payload string
	identities      []age.Identity
	ours            bool // within what a vault may use
	data            []byte
}

func readAgeVector(t *testing.T, path string) (v ageVector, ok bool) {
	t.Helper()
	head, data, _ := bytes.Cut(readAll(t, path), []byte("\n\n"))
	v.data, v.ours = data, true
	for line := range strings.Lines(string(head)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "expect":
			v.expect = value
		case "payload":
			v.payload = value
		case "identity":
			if x, err := age.ParseX25519Identity(value); err == nil {
				v.identities = append(v.identities, x)
			} else {
				v.ours = false // a kind of key that sheets do not have
			}
		case "passphrase":
			if s, err := age.NewScryptIdentity(value); err == nil {
				v.identities = append(v.identities, s)
			}
		case "armored":
			return v, false
		case "compressed":
			r, err := zlib.NewReader(bytes.NewReader(v.data))
			if err != nil {
				t.Fatal(err)
			}
			if v.data, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := hex.DecodeString(v.payload); err != nil {
		t.Fatalf("%s: a payload that is no hash", path)
	}
	return v, len(v.identities) > 0
}

// open tries each key as a vault's own would be tried.
func (v ageVector) open() (payload []byte, err error) {
	for _, identity := range v.identities {
		if payload, err = decrypt(v.data, identity, ErrWrongPassword); err == nil {
			return payload, nil
		}
	}
	return nil, err
}
