// Package leftover has the one rule by which a file that still holds keys may be deleted,
// for window and terminal: only where every account of it is in the vault with all that the file
// says about it and nothing else is in it, and only while it is the very file that was read.
package leftover

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A File is a file that was read. The zero value is none.
type File struct {
	path string
	info fs.FileInfo       // nil: it was not there any more, or was never looked at
	sum  [sha256.Size]byte // of what was read; zero where its content was not kept
}

// Of remembers a file whose content was just read.
func Of(path string, data []byte) File {
	info, err := os.Lstat(path)
	if err != nil {
		info = nil
	}
	return File{path: path, info: info, sum: sha256.Sum256(data)}
}

// Large remembers a file that is too large to be held, and reads it for that.
func Large(path string) (File, error) {
	f := Of(path, nil)
	var err error
	f.sum, err = sumOf(path)
	return f, err
}

// Unread remembers a file whose content nobody kept: a picture that the system left behind.
func Unread(path string) File {
	f := Of(path, nil)
	f.sum = [sha256.Size]byte{}
	return f
}

// Path returns where it lies.
func (f File) Path() string { return f.path }

// Why says why a file must not be deleted, to stand behind "was not deleted: ", or "" where it
// may be. lacks names what the saved vault has not of an account, its own or something about it:
// "account", "note"; see [watchword/app/session.Lacks].
func Why[Lack ~string](f File, r transfer.Result, lacks func(account.Account) []Lack) string {
	if target := f.link(); target != "" {
		return words.T("it is a link to %s, which holds the keys", account.Visible(target))
	}
	if f.info != nil && otherNames(f.info) {
		return words.T("it has another name (a hard link), under which its keys would stay")
	}
	if r.Keep != "" {
		return r.Keep
	}
	missing := map[string]int{}
	var kinds []string
	for _, a := range r.Accounts {
		for _, lack := range lacks(a) {
			if missing[string(lack)]++; missing[string(lack)] == 1 {
				kinds = append(kinds, string(lack))
			}
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = counted(kind, missing[kind])
	}
	return words.T("it holds what the vault does not have: %s", words.And(list...))
}

// counted says how many of what the vault has not.
func counted(kind string, n int) string {
	switch kind {
	case "account":
		return words.N(n, "1 account", "%d accounts")
	case "name":
		return words.N(n, "another name for 1 account", "other names for %d accounts")
	case "counter":
		return words.N(n, "a later counter for 1 account", "later counters for %d accounts")
	case "note":
		return words.N(n, "1 note", "%d notes")
	case "tag":
		return words.N(n, "tags of 1 account", "tags of %d accounts")
	default:
		return words.N(n, "1 more thing", "%d more things")
	}
}

// link returns what a symbolic link leads to, "" for a file.
func (f File) link() string {
	if f.info == nil || f.info.Mode()&fs.ModeSymlink == 0 {
		return ""
	}
	if target, err := filepath.EvalSymlinks(f.path); err == nil {
		return target
	}
	return words.T("another file")
}

var errChanged = words.Error("The file has changed since it was read. It was left alone: look at it yourself.")

var errNames = words.Error("The file has another name (a hard link), under which its keys would stay. Nothing was deleted: delete all of its names yourself.")

// Remove deletes the file if it still is the one that was read: the same file, of the same
// size and time, with the same content. One that is gone already is no error.
func (f File) Remove() error {
	if target := f.link(); target != "" {
		return words.Error("This is a link to %s, which holds the keys. Nothing was deleted: look at that file yourself.", account.Visible(target))
	}
	now, err := os.Lstat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return notDeleted(f.path, err)
	case f.info == nil || !now.Mode().IsRegular() || !os.SameFile(now, f.info) || now.Size() != f.info.Size() || !now.ModTime().Equal(f.info.ModTime()):
		return errChanged
	case otherNames(now):
		return errNames
	}
	if f.sum != [sha256.Size]byte{} {
		sum, err := sumOf(f.path)
		if err != nil {
			return notDeleted(f.path, err)
		}
		if sum != f.sum {
			return errChanged
		}
	}
	if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return notDeleted(f.path, err)
	}
	return nil
}

func sumOf(path string) (sum [sha256.Size]byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(file, bounds.Archive+1)); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// notDeleted is the error of a file that is still there.
func notDeleted(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return words.Error("%s could not be deleted (%w). Delete it yourself.", account.Visible(filepath.Base(path)), err)
}
