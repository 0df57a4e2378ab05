package cli

import (
	"context"
	"os"

	"golang.org/x/term"

	"watchword/app/config"
	"watchword/app/desktop/typing"
)

// A systemTypist types as the desktop lets it, and keeps the desktop's permission in a file.
type systemTypist struct{ permission string }

func newTypist(places config.Places) Typist {
	return systemTypist{places.TypingPermission()}
}

func (t systemTypist) Focused() (typing.Target, error) { return typing.Focused() }

func (t systemTypist) Type(ctx context.Context, to typing.Target, code string, enter bool) error {
	return typing.Type(ctx, to, code, typing.Options{Enter: enter, Permission: t.permission})
}

// Muffle switches the terminal's echo off, and drops what was typed there.
func (t systemTypist) Muffle() (still func() int) { return muffle(os.Stdin) }

func muffle(in *os.File) (still func() int) {
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err != nil || hideKeys(fd) != nil {
		return func() int { return 0 }
	}
	return func() int {
		defer func() { _ = term.Restore(fd, before) }()
		return dropTyped(in)
	}
}
