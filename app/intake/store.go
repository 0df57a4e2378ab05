package intake

import (
	"context"

	"watchword/app/gpgstore"
	"watchword/assets/words"
	"watchword/vault/transfer"
)

// An File is one file of an import: as it is, or an entry of a store of pass or gopass,
// which the user's own gpg opens.
type File struct {
	Path  string
	Entry *gpgstore.Entry // nil for any other file

	Raw []byte // the file as it is on the disk
}

// WithEntries puts the entries of stores in place of these.
func WithEntries(paths []string) []*File {
	var files []*File
	for _, path := range paths {
		entries, ok := gpgstore.Of(path)
		if !ok {
			files = append(files, &File{Path: path})
		}
		for i := range entries {
			files = append(files, &File{Path: entries[i].Path, Entry: &entries[i]})
		}
	}
	return files
}

// InStore reports whether the file is one of the entries of a store.
func (f *File) InStore() bool { return f.Entry != nil && f.Entry.Store != "" }

// With says which program opens the file, behind its name.
func (f *File) With() string {
	if f.Entry == nil || f.Entry.Program == "" {
		return ""
	}
	return words.T(" with %s", f.Entry.Program)
}

// Open returns what is to be read. An entry without a code is [gpgstore.ErrNoCode].
func (f *File) Open(ctx context.Context) (data []byte, err error) {
	if f.Entry != nil && f.Entry.Err != nil {
		return nil, f.Entry.Err
	}
	if f.Raw, err = Read(f.Path); err != nil || f.Entry == nil {
		return f.Raw, err
	}
	return f.Entry.Open(ctx, nil)
}

// Complete names the accounts of an entry by its place, and keeps it.
func (f *File) Complete(r *transfer.Result) {
	if f.Entry != nil {
		f.Entry.Complete(r)
	}
}
