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
	store string // the store's folder; "" for any other file
	gpg   string // the program that opens it
	err   error  // why it cannot be opened

	raw []byte // the file as it lies there
}

// withEntries puts the entries of stores in place of these.
func withEntries(paths []string) []*importFile {
	var files []*importFile
	for _, path := range paths {
		store := gpgstore.Is(path)
		if !store && !gpgstore.IsEntry(path) {
			files = append(files, &importFile{path: path})
			continue
		}
		gpg, err := gpgstore.Program()
		if !store || err != nil {
			files = append(files, &importFile{path: path, gpg: gpg, err: err})
			continue
		}
		entries, closed, err := gpgstore.Entries(path)
		if err != nil {
			files = append(files, &importFile{path: path, err: err})
		}
		for _, c := range closed {
			files = append(files, &importFile{path: c.Path, err: c.Err})
		}
		for _, entry := range entries {
			files = append(files, &importFile{path: entry, store: path, gpg: gpg})
		}
	}
	return files
}

// with says which program opens the file, behind its name.
func (f *importFile) with() string {
	if f.gpg == "" {
		return ""
	}
	return " with " + f.gpg
}

// open returns what is to be read. An entry without a code is [gpgstore.ErrNoCode].
func (f *importFile) open(ctx context.Context) (data []byte, err error) {
	if f.err != nil {
		return nil, f.err
	}
	if f.raw, err = readPicture(f.path); err != nil || f.gpg == "" {
		return f.raw, err
	}
	return gpgstore.Open(ctx, f.gpg, f.path, nil)
}

// complete names the accounts of an entry by its place, and keeps it.
func (f *importFile) complete(r *transfer.Result) {
	if f.gpg != "" {
		gpgstore.Complete(r, f.store, f.path)
	}
}
