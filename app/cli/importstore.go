package cli

import (
	"watchword/app/intake"
	"watchword/assets/words"
)

// sayProgram says once which program opens an entry of a store, unless its file cannot be read.
func (r *reader) sayProgram(item *intake.Item) {
	program := item.Program()
	if program == "" || r.gpg == program {
		return
	}
	if _, err := item.Bytes(); err != nil {
		return // its import says so
	}
	r.gpg = program
	r.p.note(words.T("Decrypting with %s.", clean(r.gpg)))
}

// sayCodeless tells how many entries had no code.
func (r *reader) sayCodeless(store string) {
	if r.codeless > 0 {
		r.p.note(words.N(r.codeless, "1 entry of %[2]s has no one-time code.", "%d entries of %s have no one-time code.", clean(store)))
	}
	r.codeless = 0
}
