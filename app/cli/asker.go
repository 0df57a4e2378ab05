package cli

import (
	"context"

	"golang.org/x/text/unicode/norm"

	"watchword/assets/words"
	"watchword/vault/transfer"
)

// An asker gives the passwords of other programs' files: the one of --file-password-file,
// the one that opened the file before, or what the user types.
type asker struct {
	p      *program
	file   []string // the spellings of the one of --file-password-file; nil without
	opened string   // the one that opened an earlier file
	last   string   // the one given last
}

// newAsker reads the password file, if there is one. Other programs take the bytes as they
// are, so the normal form, in which our own passwords are, is only a second attempt.
func (p *program) newAsker(path string) (*asker, error) {
	a := &asker{p: p}
	if path == "" {
		return a, nil
	}
	raw, err := p.readPasswordBytes(path)
	if err != nil {
		return nil, err
	}
	a.file = spellings(raw)
	return a, nil
}

func spellings(password string) []string {
	if normal := norm.NFC.String(password); normal != password {
		return []string{password, normal}
	}
	return []string{password}
}

// asking returns how to ask for the password of one file, nil if there is nobody to ask.
func (a *asker) asking(file string, bar *progress) func(context.Context, bool) (string, error) {
	a.last = ""
	var ready []string
	switch {
	case a.file != nil:
		ready = a.file
	case a.opened != "":
		ready = []string{a.opened}
	}
	if len(ready) == 0 && a.p.Password == nil {
		return nil
	}
	asked := 0
	return func(ctx context.Context, _ bool) (string, error) {
		bar.clear()
		if len(ready) > 0 {
			a.last, ready = ready[0], ready[1:]
			return a.last, nil
		}
		if a.file != nil || a.p.Password == nil || asked == attempts {
			return "", transfer.ErrWrongPassword
		}
		if asked++; asked > 1 {
			a.p.noteError(transfer.ErrWrongPassword)
		}
		password, err := a.p.Password(ctx, words.T("Password of %s: ", clean(file)))
		a.last = password
		return password, err
	}
}

// worked notes that the file opened with the password given last.
func (a *asker) worked() {
	if a.last != "" {
		a.opened = a.last
	}
}
