package cli

import (
	"context"

	"watchword/app/gpgstore"
)

// entriesOf returns the entries of a store of pass or gopass, names what of it cannot be read, and
// says which program opens them.
func (r *reader) entriesOf(folder string) ([]string, error) {
	files, closed, err := gpgstore.Entries(folder)
	for _, c := range closed {
		r.fail(export{file: c.Path, err: c.Err})
	}
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
		r.p.note("Decrypting the entries with %s.", clean(r.gpg))
	}
	return err
}

// decrypt returns what an entry holds. One that holds no code is no failure in a store.
func (r *reader) decrypt(ctx context.Context, file string) ([]byte, error) {
	if err := r.findGPG(); err != nil {
		return nil, err
	}
	return gpgstore.Open(ctx, r.gpg, file, r.format)
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
