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

	"watchword/app/helper"
	"watchword/assets/words"
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
	ErrNoProgram = words.Error("This is encrypted, and gpg was not found. Install gpg, or save what “pass show” prints as a file and import that.")
	ErrNoKey     = words.Error("gpg does not have the key of this entry. Import the key into gpg, or leave this entry out.")
	ErrCancelled = words.Error("gpg did not get the password of its key. Import it again and enter the password.")
	ErrTooSlow   = words.Error("gpg did not answer within a minute. Run gpg --decrypt with this file and enter the password, then import it again.")
	ErrNoCode    = words.Error("This entry has no one-time code.")
	ErrTooLarge  = words.Error("This entry is larger than any with a one-time code.")
	errFailed    = words.Error("gpg could not decrypt this. Run gpg --decrypt with this file to see why.")
	errLinked    = words.Error("This is a link to a folder outside of the store, which Watchword does not follow. Import that folder by itself.")
	errTooDeep   = words.Error("This folder is deeper in the store than Watchword reads. Import it by itself.")
	errTooMany   = words.Error("The store has more entries than Watchword reads. Import its folders one by one.")
)

// An Entry is an entry of a store, or something of a store that is not read.
type Entry struct {
	Path    string
	Store   string // the folder of the store it is in; "" for an entry alone
	Program string // the gpg that opens it
	Err     error  // why it is not opened
}

// Of returns the entries of a path, which is the folder of a store or an entry alone. Folders of a
// store that are not read are among them, each with its reason. ok is false for anything else.
func Of(path string) (list []Entry, ok bool) {
	store := Is(path)
	if !store && (!IsEntry(path) || isFolder(path)) {
		return nil, false
	}
	program, err := findProgram()
	if !store || err != nil {
		return []Entry{{Path: path, Program: program, Err: err}}, true
	}
	files, closed, err := entries(path)
	if err != nil {
		return []Entry{{Path: path, Err: err}}, true
	}
	for _, file := range files {
		closed = append(closed, Entry{Path: file, Store: path, Program: program})
	}
	return closed, true
}

// Is reports whether a folder is such a store: it names its keys, or what is in it and in the
// folders below are encrypted entries and nothing else. Among other files an entry is a file as
// they are.
func Is(folder string) bool {
	if !isFolder(folder) {
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

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// IsEntry reports whether a file is called as an entry is.
func IsEntry(file string) bool { return strings.EqualFold(filepath.Ext(file), extension) }

// entries returns the files of a store, sorted, and the folders in it that were not read. What
// begins with a dot is passed over, and so are links to what is in the store itself: the same
// entry would be read twice.
func entries(folder string) (files []string, closed []Entry, err error) {
	var linked []Entry
	closed, err = walk(folder, func(path string, d fs.DirEntry) error {
		isEntry := d.Type().IsRegular() && IsEntry(path)
		if d.Type()&fs.ModeSymlink != 0 {
			info, err := os.Stat(path)
			switch {
			case err != nil || within(folder, path):
			case info.IsDir():
				linked = append(linked, Entry{Path: path, Err: errLinked})
			default:
				isEntry = info.Mode().IsRegular() && IsEntry(path)
			}
		}
		if isEntry {
			files = append(files, path)
		}
		if len(files) > maxEntries {
			return errTooMany
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(files)
	return files, append(closed, linked...), nil
}

// within reports whether a link leads into a folder.
func within(folder, link string) bool {
	root, err := realPath(folder)
	if err != nil {
		return false
	}
	target, err := realPath(link)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(root, target)
	return err == nil && filepath.IsLocal(rel)
}

// realPath is the absolute path that a path leads to.
func realPath(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// walk calls file for all that is no folder in a folder and those below, but for what begins with
// a dot. The folder itself may be a link.
func walk(folder string, file func(path string, d fs.DirEntry) error) (closed []Entry, err error) {
	root, err := realPath(folder)
	if err != nil {
		return nil, unread(err)
	}
	seen := 0
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if seen++; seen > 10*maxEntries {
			return errTooMany
		}
		below := strings.TrimPrefix(path, root)
		named := filepath.Join(folder, below)
		switch {
		case err != nil && path == root:
			return unread(err)
		case err != nil:
			closed = append(closed, Entry{Path: named, Err: unread(err)})
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() && strings.Count(below, string(filepath.Separator)) > maxDepth:
			closed = append(closed, Entry{Path: named, Err: errTooDeep})
			return fs.SkipDir
		case !d.IsDir():
			return file(named, d)
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
	return words.Error("The folder cannot be read (%w).", err)
}

// findProgram returns where gpg is.
func findProgram() (string, error) {
	for _, name := range []string{"gpg", "gpg2"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoProgram
}

// Open returns the content of an entry. It ends with ctx, and after a minute. Where no format is
// given, an entry without a code is [ErrNoCode]: a password alone can look like the backup of some program.
func (e Entry) Open(ctx context.Context, format *transfer.Format) ([]byte, error) {
	if e.Err != nil {
		return nil, e.Err
	}
	data, err := decrypt(ctx, e.Program, e.Path)
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
	hideWindow(gpg)
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
// entry itself says none, and its folders as a tag. What was read is marked as one to keep: a store
// is changed with its own program.
func (e Entry) Complete(r *transfer.Result) {
	store := e.Store
	if store == "" {
		store = filepath.Dir(e.Path)
	}
	tag, issuer, name := names(store, e.Path)
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
	r.Encrypted, r.Keep = true, words.T("it is an entry of a password store")
}

// names reads what a store says about an entry with its place: “Work/github.com/me.gpg” is the
// user me at github.com, in Work.
func names(folder, file string) (tag, issuer, name string) {
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
