package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// A failure is an error with its exit code. One without an error was reported already.
type failure struct {
	code int
	err  error
}

func (f *failure) Error() string {
	if f.err == nil {
		return ""
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// wrongUse is the error of a command line that makes no sense.
func wrongUse(said string) error {
	return &failure{ExitUsage, errors.New(said)}
}

// reported is the error of a command that has said already what went wrong.
var reported = &failure{code: ExitFailed}

// report prints the error of a run and returns its exit code.
func (p *program) report(ran *cobra.Command, err error) int {
	if err == nil {
		return ExitDone
	}
	code := exitCode(err)
	var f *failure
	if !p.started && !errors.As(err, &f) {
		code = ExitUsage
	}
	if text := explain(err); text != "" {
		p.note(text)
	}
	if code == ExitUsage && ran != nil {
		fmt.Fprintln(p.Err, words.T("“%s --help” says how it is used.", ran.CommandPath()))
	}
	return code
}

func exitCode(err error) int {
	var f *failure
	switch {
	case errors.As(err, &f):
		return f.code
	case errors.Is(err, vault.ErrWrongPassword), errors.Is(err, vault.ErrWrongSheet), errors.Is(err, vault.ErrBadSheetKey),
		errors.Is(err, transfer.ErrWrongPassword):
		return ExitWrongPassword
	}
	return ExitFailed
}

// explain turns an error into what the user reads.
func explain(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return words.T("Stopped. Nothing was changed.")
	case errors.Is(err, context.DeadlineExceeded):
		return words.T("It took too long and was stopped. Try again.")
	}
	return phrases.Command(err)
}

// note prints a sentence beside the output.
func (p *program) note(said string) {
	fmt.Fprintf(p.Err, "watchword: %s\n", p.withoutSecrets(account.VisibleText(said)))
}

// noteError prints what an error says.
func (p *program) noteError(err error) { p.note(phrases.Sentence(err)) }

// noteOf prints what an error says about a file or another thing with a name.
func (p *program) noteOf(name string, err error) {
	p.note(words.T("%s: %s", clean(name), phrases.Sentence(err)))
}

// bare drops the path from an error of the file system: the sentence names the file.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
