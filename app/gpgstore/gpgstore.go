// Package gpgstore opens the entries of pass and gopass, a folder of files that gpg encrypted,
// with the user's own gpg. It asks no key server and gives gpg nothing but the file: what gpg
// asks for, it asks the user itself.
package gpgstore

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/vault/account"
)

const (
	extension  = ".gpg"
	idFile     = ".gpg-id"        // names the keys of a store, in its folder
	maxEntries = 10_000           // of one store
	maxDepth   = 16               // folders in folders
	maxEntry   = 1 << 20          // bytes that gpg may write
	entryTime  = 60 * time.Second // for one entry, with the time that the user takes to answer gpg
)

// The errors of an entry, for people.
var (
	ErrNoProgram = errors.New("The entries of this store are encrypted, and gpg was not found. Install it, or save what pass show prints as a file and import that.")
	ErrNoKey     = errors.New("gpg has no key that opens it.")
	ErrCancelled = errors.New("gpg was not given the password of its key.")
	ErrTooSlow   = errors.New("gpg did not answer within a minute.")
	ErrNoCode    = errors.New("It has no one-time code.")
	ErrTooLarge  = errors.New("It is larger than any entry with a code.")
	errFailed    = errors.New("gpg could not open it. Try gpg --decrypt with the file.")
	errTooMany   = errors.New("The store has more entries than Watchword reads. Import its folders one by one.")
)

// Is reports whether a folder is such a store: it names its keys, or there are encrypted entries
// in it or in a folder below.
func Is(folder string) bool {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return false
	}
	if _, err := os.Stat(filepath.Join(folder, idFile)); err == nil {
		return true
	}
	entries, err := Entries(folder)
	return len(entries) > 0 || errors.Is(err, errTooMany)
}

// IsEntry reports whether a file is called as an entry is.
func IsEntry(file string) bool { return strings.EqualFold(filepath.Ext(file), extension) }

// Entries returns the files of a store, sorted. What begins with a dot is passed over, and so
// are links: the same entry would be read twice.
func Entries(folder string) ([]string, error) {
	var files []string
	root := filepath.Clean(folder)
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if seen++; seen > 10*maxEntries || len(files) > maxEntries {
			return errTooMany
		}
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			return nil
		case path != root && strings.HasPrefix(d.Name(), "."), d.IsDir() && strings.Count(path[len(root):], string(filepath.Separator)) > maxDepth:
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular() && IsEntry(path):
			files = append(files, path)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// Program returns where gpg lies.
func Program() (string, error) {
	for _, name := range []string{"gpg", "gpg2"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoProgram
}

// Decrypt returns the content of an entry. It ends with ctx, and after a minute.
func Decrypt(ctx context.Context, program, file string) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, entryTime)
	defer cancel()
	out, said := &bounded{}, &bounded{}
	gpg := exec.CommandContext(limited, program, "--batch", "--no-auto-key-retrieve", "--disable-dirmngr", "--status-fd=2", "--decrypt", "--", file)
	gpg.Stdout, gpg.Stderr = out, said
	gpg.WaitDelay = time.Second // its agent may hold the pipes
	err := gpg.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, ErrTooSlow
	case out.full:
		return nil, ErrTooLarge
	case err != nil:
		return nil, reason(said.kept)
	}
	return out.kept, nil
}

// bounded keeps what is written to it up to a bound; the writer goes on.
type bounded struct {
	kept []byte
	full bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.full = b.full || len(b.kept)+len(p) > maxEntry; !b.full {
		b.kept = append(b.kept, p...)
	}
	return len(p), nil
}

// The codes of libgpg-error for a question that was not answered.
const (
	codeCancelled      = 99
	codeFullyCancelled = 198
)

// reason reads gpg's status lines, which are for programs. Nothing of them is shown.
func reason(said []byte) error {
	why := errFailed
	for line := range bytes.Lines(said) {
		words := strings.Fields(string(line))
		if len(words) < 2 || words[0] != "[GNUPG:]" {
			continue
		}
		switch words[1] {
		case "NO_SECKEY":
			why = ErrNoKey
		case "ERROR":
			if code, err := strconv.ParseUint(words[len(words)-1], 10, 32); err == nil && (code&0xFFFF == codeCancelled || code&0xFFFF == codeFullyCancelled) {
				return ErrCancelled
			}
		}
	}
	return why
}

// Complete gives the accounts of an entry the names that its place says, where the entry itself
// says none, and its folders as a tag.
func Complete(accounts []account.Account, folder, file string) {
	tag, issuer, name := Names(folder, file)
	for i := range accounts {
		a := &accounts[i]
		if a.Issuer == "" {
			a.Issuer = issuer
		}
		if a.Name == "" {
			a.Name = name
		}
		if tag != "" && !slices.Contains(a.Tags, tag) {
			a.Tags = append(a.Tags, tag)
		}
	}
}

// Names reads what a store says about an entry with its place: “Work/github.com/me.gpg” is the
// user me at github.com, in Work.
func Names(folder, file string) (tag, issuer, name string) {
	rel, err := filepath.Rel(folder, file)
	if err != nil || strings.HasPrefix(rel, "..") {
		rel = filepath.Base(file)
	}
	parts := strings.Split(filepath.ToSlash(rel[:len(rel)-len(filepath.Ext(rel))]), "/")
	switch n := len(parts); n {
	case 1:
		return "", parts[0], ""
	default:
		return strings.Join(parts[:n-2], "/"), parts[n-2], parts[n-1]
	}
}
