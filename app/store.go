package app

import (
	"context"

	"watchword/app/gpgstore"
	"watchword/vault/transfer"
)

// An importFile is one file of an import: as it is, or an entry of a store of pass or gopass,
// which the user's own gpg opens.
type importFile struct {
	path  string
	entry *gpgstore.Entry // nil for any other file

	raw []byte // the file as it is on the disk
}

// withEntries puts the entries of stores in place of these.
func withEntries(paths []string) []*importFile {
	var files []*importFile
	for _, path := range paths {
		entries, ok := gpgstore.Of(path)
		if !ok {
			files = append(files, &importFile{path: path})
		}
		for i := range entries {
			files = append(files, &importFile{path: entries[i].Path, entry: &entries[i]})
		}
	}
	return files
}

// inStore reports whether the file is one of the entries of a store.
func (f *importFile) inStore() bool { return f.entry != nil && f.entry.Store != "" }

// with says which program opens the file, behind its name.
func (f *importFile) with() string {
	if f.entry == nil || f.entry.Program == "" {
		return ""
	}
	return " with " + f.entry.Program
}

// open returns what is to be read. An entry without a code is [gpgstore.ErrNoCode].
func (f *importFile) open(ctx context.Context) (data []byte, err error) {
	if f.entry != nil && f.entry.Err != nil {
		return nil, f.entry.Err
	}
	if f.raw, err = readPicture(f.path); err != nil || f.entry == nil {
		return f.raw, err
	}
	return f.entry.Open(ctx, nil)
}

// complete names the accounts of an entry by its place, and keeps it.
func (f *importFile) complete(r *transfer.Result) {
	if f.entry != nil {
		f.entry.Complete(r)
	}
}
