package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"watchword/vault/internal/ordered"
)

// The files in testdata/vectors are vaults, good and bad, with what a reader must make of
// them; docs/vault-format.md describes them. They are written once by
//
//	go test ./vault -run TestWriteVectors -write-vectors
//
// and never again: a reader that opens them today must open them in every later version.
var writeVectors = flag.Bool("write-vectors", false, "write testdata/vectors anew")

// A vector is one file of testdata/vectors.
type vector struct {
	Name     string // of the file
	Comment  string
	Password string // "" when it is opened by its sheet
	Sheet    string
	Expect   string // "opens", or the stage that fails
	Accounts int
	SetAside int
	ReadOnly bool
	Payload  string // hexadecimal SHA-256 of the payload, when it opens
	Data     []byte
}

const vectorFolder = "testdata/vectors"

func (v vector) text() []byte {
	var b bytes.Buffer
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	line("expect", v.Expect)
	line("comment", v.Comment)
	if v.Password != "" {
		line("password", strconv.QuoteToASCII(v.Password))
	}
	line("sheet", v.Sheet)
	if v.Expect == "opens" {
		line("accounts", strconv.Itoa(v.Accounts))
		line("set-aside", strconv.Itoa(v.SetAside))
		line("read-only", strconv.FormatBool(v.ReadOnly))
		line("payload", v.Payload)
	}
	b.WriteByte('\n')
	for text := base64.StdEncoding.EncodeToString(v.Data); text != ""; {
		n := min(100, len(text))
		b.WriteString(text[:n] + "\n")
		text = text[n:]
	}
	return b.Bytes()
}

func readVector(t *testing.T, path string) vector {
	t.Helper()
	head, body, ok := strings.Cut(string(readAll(t, path)), "\n\n")
	if !ok {
		t.Fatalf("%s: no empty line", path)
	}
	v := vector{Name: filepath.Base(path)}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "expect":
			v.Expect = value
		case "comment":
			v.Comment = value
		case "password":
			v.Password, _ = strconv.Unquote(value)
		case "sheet":
			v.Sheet = value
		case "accounts":
			v.Accounts, _ = strconv.Atoi(value)
		case "set-aside":
			v.SetAside, _ = strconv.Atoi(value)
		case "read-only":
			v.ReadOnly = value == "true"
		case "payload":
			v.Payload = value
		default:
			t.Fatalf("%s: unknown line %q", path, name)
		}
	}
	var err error
	if v.Data, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", "")); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v
}

// stage names where reading failed.
func stage(err error) string {
	var header *headerError
	var text *ordered.Error
	switch {
	case err == nil:
		return "opens"
	case errors.As(err, &header):
		return "header"
	case errors.As(err, &text):
		return "json"
	case errors.Is(err, ErrWrongPassword), errors.Is(err, ErrWrongSheet):
		return "slot"
	case errors.Is(err, errHeaderMAC):
		return "header MAC"
	case errors.Is(err, errChunk):
		return "chunk"
	case errors.Is(err, ErrNotVault):
		return "not a vault"
	case errors.Is(err, ErrDamaged):
		return "contents"
	}
	return err.Error()
}

// try opens a vector with the real key derivation.
func (v vector) try() (*Vault, []byte, error) {
	m := newMemFS()
	m.put(memPath, v.Data)
	o := Options{FS: m, Now: newClock().now}
	l, err := Open(memPath, o)
	if err != nil {
		return nil, nil, err
	}
	if v.Sheet != "" {
		got, err := l.UnlockWithSheet(v.Sheet)
		if err != nil {
			return nil, nil, err
		}
		x, _, _ := parseSheetKey(v.Sheet)
		payload, err := decrypt(v.Data, x, ErrWrongSheet)
		return got, payload, err
	}
	got, err := l.Unlock(context.Background(), []byte(v.Password))
	if err != nil {
		return nil, nil, err
	}
	payload, err := decrypt(v.Data, &passwordIdentity{kek: got.pass.kek}, ErrWrongPassword)
	return got, payload, err
}

func TestVectors(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(vectorFolder, "*.txt"))
	if err != nil || len(files) < 60 {
		t.Fatalf("%d vectors, %v", len(files), err)
	}
	bad := 0
	for _, path := range files {
		v := readVector(t, path)
		got, payload, err := v.try()
		if s := stage(err); s != v.Expect {
			t.Errorf("%s (%s): %s, want %s", v.Name, v.Comment, s, v.Expect)
			continue
		}
		if err != nil {
			bad++
			continue
		}
		ro := got.ReadOnly() != nil
		sum := sha256.Sum256(payload)
		if n, odd := len(got.Accounts()), len(got.SetAside()); n != v.Accounts || odd != v.SetAside || ro != v.ReadOnly || hex.EncodeToString(sum[:]) != v.Payload {
			t.Errorf("%s (%s): %d accounts, %d set aside, read-only %v", v.Name, v.Comment, n, odd, ro)
		}
		if !bytes.Equal(got.doc.text(), payload) {
			t.Errorf("%s: decoded and encoded it is another payload", v.Name)
		}
		got.Close()
	}
	t.Logf("%d vectors, %d of them failures", len(files), bad)
	if 2*bad < len(files)-2 {
		t.Errorf("only %d of %d vectors are failures", bad, len(files))
	}
}

func TestWriteVectors(t *testing.T) {
	if !*writeVectors {
		return
	}
	if err := os.MkdirAll(vectorFolder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, v := range makeVectors(t) {
		got, payload, err := v.try()
		if s := stage(err); s != v.Expect {
			t.Errorf("%s: %s, want %s", v.Name, s, v.Expect)
		}
		if err == nil {
			v.Accounts, v.SetAside = len(got.Accounts()), len(got.SetAside())
			v.ReadOnly = got.ReadOnly() != nil
			sum := sha256.Sum256(payload)
			v.Payload = hex.EncodeToString(sum[:])
		}
		if err := os.WriteFile(filepath.Join(vectorFolder, v.Name+".txt"), v.text(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
