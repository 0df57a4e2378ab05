package cli

import (
	"context"

	"watchword/app/gpgstore"
	"watchword/assets/words"
)

// decrypt returns what an entry of a store holds, and says once which program opens it.
func (r *reader) decrypt(ctx context.Context, e *gpgstore.Entry) ([]byte, error) {
	if r.gpg != e.Program {
		r.gpg = e.Program
		r.p.note(words.T("Decrypting with %s.", clean(r.gpg)))
	}
	return e.Open(ctx, r.format)
}

// sayCodeless tells how many entries had no code.
func (r *reader) sayCodeless(store string) {
	if r.codeless > 0 {
		r.p.note(words.N(r.codeless, "1 entry of %[2]s has no one-time code.", "%d entries of %s have no one-time code.", clean(store)))
	}
	r.codeless = 0
}
