// Package canarytest looks for secrets where none may be: in what the tests of a package log and
// complain about, and in the files that the program leaves.
package canarytest

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A Set holds secrets in all their spellings, by what they are.
type Set map[string][]byte

// Add adds a secret: as it is, in hexadecimal, in base32 (also in groups of four), in base64
// of both alphabets, percent-encoded and as JSON escapes it.
func (s Set) Add(what string, secret []byte) {
	b32 := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	s[what] = secret
	s[what+" in hexadecimal"] = []byte(hex.EncodeToString(secret))
	s[what+" in base32"] = []byte(b32)
	s[what+" in groups of base32"] = []byte(grouped(b32))
	for name, e := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 for links": base64.RawURLEncoding} {
		// What follows the secret changes its last characters.
		s[what+" in "+name] = []byte(e.EncodeToString(secret)[:len(secret)])
	}
	s[what+" percent-encoded"] = []byte(url.QueryEscape(string(secret)))
	if text, err := json.Marshal(string(secret)); err == nil {
		s[what+" in JSON"] = text[1 : len(text)-1]
	}
}

// AddKey adds a key by its base32.
func (s Set) AddKey(what, b32 string) {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(b32)
	if err != nil {
		panic("canarytest: " + what + " is not base32")
	}
	s.Add(what, secret)
	s[what+" as it is written"] = []byte(b32)
}

func grouped(text string) string {
	var out []string
	for len(text) > 4 {
		out, text = append(out, text[:4]), text[4:]
	}
	return strings.Join(append(out, text), " ")
}

// Find returns what stands in data, or "". Capitals and small letters are the same.
func (s Set) Find(data []byte) string {
	upper := bytes.ToUpper(data)
	for what, secret := range s {
		if bytes.Contains(upper, bytes.ToUpper(secret)) {
			return what
		}
	}
	return ""
}

// Files returns what stands in the names and contents of the files below a folder, a line
// each; may says which files may hold secrets.
func (s Set) Files(folder string, may func(path string) bool) (found []string) {
	filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || may != nil && may(path) {
			if d != nil && d.IsDir() && err == nil {
				return filepath.SkipDir
			}
			return nil
		}
		if what := s.Find([]byte(d.Name())); what != "" {
			found = append(found, fmt.Sprintf("the %s stands in the name of a file", what))
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		if what := s.Find(data); what != "" {
			found = append(found, fmt.Sprintf("the %s stands in %s", what, d.Name()))
		}
		return nil
	})
	return found
}

// Main runs the tests of a package and fails when they, or what they test, wrote a secret to
// the log or to standard error. It returns the exit code.
func (s Set) Main(m *testing.M) int {
	real := os.Stderr
	r, w, err := os.Pipe()
	if err != nil {
		fmt.Fprintln(real, err)
		return 1
	}
	var heard bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(io.MultiWriter(real, &heard), r)
	}()
	os.Stderr = w
	log.SetOutput(w)
	code := m.Run()
	os.Stderr = real
	log.SetOutput(real)
	w.Close()
	<-done
	if what := s.Find(heard.Bytes()); what != "" {
		fmt.Fprintf(real, "the %s was written to the log or to standard error\n", what)
		return 1
	}
	return code
}
