package cli

import (
	"context"

	"watchword/app/gpgstore"
)

// decrypt returns what an entry of a store holds, and says once which program opens it.
func (r *reader) decrypt(ctx context.Context, e *gpgstore.Entry) ([]byte, error) {
	if r.gpg != e.Program {
		r.gpg = e.Program
		r.p.note("Decrypting with %s.", clean(r.gpg))
	}
	return e.Open(ctx, r.format)
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
