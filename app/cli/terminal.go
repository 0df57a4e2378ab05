package cli

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/term"

	"watchword/assets/words"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// passwordPrompt returns how to ask for a password: on the terminal of standard input, or,
// while that is a pipe, on the terminal that the process belongs to. It is nil where there
// is neither.
func passwordPrompt() func(context.Context, string) (string, error) {
	if isTerminal(os.Stdin) {
		return func(ctx context.Context, prompt string) (string, error) {
			return readHidden(ctx, os.Stdin, os.Stderr, prompt)
		}
	}
	in, out, err := controllingTerminal()
	if err != nil {
		return nil
	}
	return func(ctx context.Context, prompt string) (string, error) {
		return readHidden(ctx, in, out, prompt)
	}
}

// readHidden reads a line without echo, which is off before the question shows: who types at
// once is not seen either. When ctx ends (Ctrl+C) it gives up waiting. The terminal is put
// back as it was in any case: a shell without echo frightens people.
func readHidden(ctx context.Context, in, out *os.File, prompt string) (string, error) {
	fd := int(in.Fd())
	before, err := term.GetState(fd)
	if err == nil {
		err = hideTyping(fd)
	}
	if err != nil {
		return "", words.Error("The terminal cannot be used to ask for the password. Give it by --password-file.")
	}
	defer fmt.Fprintln(out)
	defer term.Restore(fd, before)
	fmt.Fprint(out, prompt)
	type answer struct {
		line []byte
		err  error
	}
	read := make(chan answer, 1)
	go func() {
		line, err := readTyped(in)
		read <- answer{line, err}
	}()
	select {
	case a := <-read:
		if a.err != nil {
			return "", words.Error("No password was given.")
		}
		return string(a.line), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
