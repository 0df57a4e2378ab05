package intake

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"watchword/app/gpgstore"
	"watchword/app/leftover"
	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/bounds"
)

// File is a file that is read when it is imported, and recognised by its reader: for a face that reads one file
// after the other and asks nobody what it is before.
func File(path string) *Item {
	i := &Item{Path: path}
	if isLarge(path) {
		i.large = true
		i.read, i.err = leftover.Large(path)
	}
	return i
}

// Stream is what can be read only once, such as standard input, under the name that the user gave it. What is
// longer than a picture or an export may be is read so far, and refused by its reader.
func Stream(name string, from io.Reader) *Item {
	i := &Item{Path: name, alone: true}
	data, err := io.ReadAll(io.LimitReader(from, bounds.Picture+1))
	if err != nil {
		i.err = words.Error("The file could not be read (%s).", phrases.Bare(err))
		return i
	}
	i.data = data
	i.took(data)
	return i
}

// Broken is a file that could not be opened, for the reason that err says.
func Broken(path string, err error) *Item { return &Item{Path: path, err: err} }

// Store returns the entries of a path, which is the folder of a store of pass or gopass or an entry alone. ok is
// false for anything else.
func Store(path string) (items []*Item, ok bool) {
	entries, ok := gpgstore.Of(path)
	for i := range entries {
		items = append(items, &Item{Path: entries[i].Path, Kind: Entry, entry: &entries[i]})
	}
	return items, ok
}

// Files returns the files of a folder, by name. Those whose name begins with a dot are no exports.
func Files(folder string) (files []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path) // follows links
		if err == nil && info.Mode().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			files = append(files, path)
		}
	}
	return files, err
}
