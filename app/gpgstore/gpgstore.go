// Package gpgstore opens the entries of pass and gopass, a folder of files that gpg encrypted,
// with the user's own gpg. It asks no key server and gives gpg nothing but the file: what gpg
// asks for, it asks the user itself.
package gpgstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/app/helper"
	"watchword/vault/transfer"
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
	ErrNoKey     = errors.New("gpg has no key that opens it. Import that key into gpg, or leave this entry out.")
	ErrCancelled = errors.New("gpg did not get the password of its key. Import again and enter it.")
	ErrTooSlow   = errors.New("gpg did not answer within a minute. Unlock the key with gpg first, then try again.")
	ErrNoCode    = errors.New("It has no one-time code.")
	ErrTooLarge  = errors.New("It is larger than any entry with a code.")
	errFailed    = errors.New("gpg could not open it. Try gpg --decrypt with the file.")
	errTooDeep   = errors.New("This folder is deeper in the store than Watchword reads. Import it by itself.")
	errTooMany   = errors.New("The store has more entries than Watchword reads. Import its folders one by one.")
)

// Is reports whether a folder is such a store: it names its keys, or what is in it and in the
// folders below are encrypted entries and nothing else. Among other files an entry is a file as
// they are.
func Is(folder string) bool {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return false
	}
	if _, err := os.Stat(filepath.Join(folder, idFile)); err == nil {
		return true
	}
	entries, others := false, false
	_, err := walk(folder, func(path string, d fs.DirEntry) error {
		if IsEntry(path) {
			entries = entries || d.Type().IsRegular()
			return nil
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() { // behind a link too
			others = true
			return fs.SkipAll
		}
		return nil
	})
	return err == nil && entries && !others
}

// IsEntry reports whether a file is called as an entry is.
func IsEntry(file string) bool { return strings.EqualFold(filepath.Ext(file), extension) }

// A Closed is a folder of a store whose entries were not read, and why.
type Closed struct {
	Path string
	Err  error
}

// Entries returns the files of a store, sorted, and the folders in it that were not read. What
// begins with a dot is passed over, and so are links: the same entry would be read twice.
func Entries(folder string) (files []string, closed []Closed, err error) {
	closed, err = walk(folder, func(path string, d fs.DirEntry) error {
		if d.Type().IsRegular() && IsEntry(path) {
			files = append(files, path)
		}
		if len(files) > maxEntries {
			return errTooMany
		}
		return nil
	})
	slices.Sort(files)
	return files, closed, err
}

// walk calls file for all that is no folder in a folder and those below, but for what begins with a dot.
func walk(folder string, file func(path string, d fs.DirEntry) error) (closed []Closed, err error) {
	root := filepath.Clean(folder)
	seen := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if seen++; seen > 10*maxEntries {
			return errTooMany
		}
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			closed = append(closed, Closed{path, unread(err)})
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() && strings.Count(path[len(root):], string(filepath.Separator)) > maxDepth:
			closed = append(closed, Closed{path, errTooDeep})
			return fs.SkipDir
		case !d.IsDir():
			return file(path, d)
		}
		return nil
	})
	return closed, err
}

// unread is the error of a folder that does not open, without its path, which is said in front of it.
func unread(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	return fmt.Errorf("The folder cannot be read (%w).", err)
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

// Open returns the content of an entry. It ends with ctx, and after a minute. Where no format is
// given, an entry without a code is [ErrNoCode]: a password alone can look like the backup of some program.
func Open(ctx context.Context, program, file string, format *transfer.Format) ([]byte, error) {
	data, err := decrypt(ctx, program, file)
	if err != nil || format != nil {
		return data, err
	}
	f, ok, err := helper.Detect(ctx, data)
	if err == nil && (!ok || f.Guessed()) {
		err = ErrNoCode
	}
	return data, err
}

func decrypt(ctx context.Context, program, file string) ([]byte, error) {
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

// Complete gives the accounts of an entry the names that its place in the store says, where the
// entry itself says none, and its folders as a tag. An entry alone has no store: "". What was read
// is marked as one to keep: a store is changed with its own program.
func Complete(r *transfer.Result, store, file string) {
	if store == "" {
		store = filepath.Dir(file)
	}
	tag, issuer, name := Names(store, file)
	for i := range r.Accounts {
		a := &r.Accounts[i]
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
	r.Encrypted, r.Keep = true, "it is an entry of a password store"
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
