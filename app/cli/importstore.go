package cli

import (
	"context"
	"path/filepath"

	"watchword/app/gpgstore"
	"watchword/app/helper"
	"watchword/vault/transfer"
)

// entriesOf returns the entries of a store of pass or gopass, and says which program opens them.
func (r *reader) entriesOf(folder string) ([]string, error) {
	files, err := gpgstore.Entries(folder)
	if err == nil && len(files) > 0 {
		err = r.findGPG()
	}
	return files, err
}

func (r *reader) findGPG() (err error) {
	if r.gpg != "" {
		return nil
	}
	if r.gpg, err = gpgstore.Program(); err == nil {
		r.p.note("%s opens what it encrypted.", clean(r.gpg))
	}
	return err
}

// decrypt returns what an entry holds. One that holds no code is no failure in a store.
func (r *reader) decrypt(ctx context.Context, file string) ([]byte, error) {
	if err := r.findGPG(); err != nil {
		return nil, err
	}
	data, err := gpgstore.Decrypt(ctx, r.gpg, file)
	if err != nil {
		return nil, err
	}
	if r.format == nil {
		var f transfer.Format
		var ok bool
		if f, ok, err = helper.Detect(ctx, data); err == nil && (!ok || f.Guessed()) {
			err = gpgstore.ErrNoCode
		}
	}
	return data, err
}

// completeEntry names the accounts of an entry by its place, and keeps it: a store is changed
// with its own program.
func (e *export) completeEntry() {
	folder := e.store
	if folder == "" {
		folder = filepath.Dir(e.file)
	}
	gpgstore.Complete(e.result.Accounts, folder, e.file)
	e.result.Encrypted, e.result.Keep = true, "it is an entry of a password store"
}

// sayCodeless tells how many entries had no code.
func (r *reader) sayCodeless(store string) {
	switch {
	case r.codeless == 1:
		r.p.note("1 entry of %s has no one-time code.", clean(store))
	case r.codeless > 1:
		r.p.note("%d entries of %s have no one-time code.", r.codeless, clean(store))
	}
	r.codeless = 0
}
