package choose

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// An entry is one thing in a folder that can be chosen.
type entry struct {
	name   string
	folder bool
}

// read lists the folders and the files of a folder, folders first. Pipes, devices and files
// that no pattern fits are left out. A link is what it leads to.
func read(dir string, patterns []string) ([]entry, error) {
	all, err := os.ReadDir(dir)
	if err != nil && len(all) == 0 {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, words.Error("There is no such folder.")
		}
		return nil, words.Error("This folder cannot be read.")
	}
	var list []entry
	for _, d := range all {
		mode := d.Type()
		if mode&fs.ModeSymlink != 0 {
			info, err := os.Stat(filepath.Join(dir, d.Name()))
			if err != nil {
				continue
			}
			mode = info.Mode().Type()
		}
		if mode.IsDir() || mode.IsRegular() && fits(d.Name(), patterns) {
			list = append(list, entry{d.Name(), mode.IsDir()})
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return strings.Compare(account.Fold(a.name), account.Fold(b.name))
	})
	return list, nil
}

func fits(name string, patterns []string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := filepath.Match(strings.ToLower(p), strings.ToLower(name))
		return ok && err == nil
	})
}

// match returns what begins as typed. Hidden entries show only to who types their dot. A new
// file's name leads to no entry, so that all show then.
func match(list []entry, begun string, fresh bool) []entry {
	all := fresh && !slices.ContainsFunc(list, func(e entry) bool { return begins(e.name, begun) })
	var out []entry
	for _, e := range list {
		hidden := strings.HasPrefix(e.name, ".") && !strings.HasPrefix(begun, ".")
		if !hidden && (all || begins(e.name, begun)) {
			out = append(out, e)
		}
	}
	return out
}

func begins(name, begun string) bool {
	return strings.HasPrefix(account.Fold(name), account.Fold(begun))
}

// what a path leads to.
type what int

const (
	nothing  what = iota // the folder is there, the file is not
	noFolder             // not even the folder
	folder
	file
	other // a pipe, a device
)

func look(path string) what {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return folder
	case err == nil && info.Mode().IsRegular():
		return file
	case err == nil:
		return other
	}
	if dir, err := os.Stat(filepath.Dir(path)); err != nil || !dir.IsDir() {
		return noFolder
	}
	return nothing
}

// cutHome takes "~" and what parts it from the rest off a path.
func cutHome(path string) (rest string, ok bool) {
	if path == "~" {
		return "", true
	}
	return strings.CutPrefix(path, "~"+separator)
}
