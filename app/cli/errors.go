package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
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
func wrongUse(format string, args ...any) error {
	return &failure{ExitUsage, fmt.Errorf(format, args...)}
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
		p.note("%s", text)
	}
	if code == ExitUsage && ran != nil {
		fmt.Fprintf(p.Err, "“%s --help” says how it is used.\n", ran.CommandPath())
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
		return "Stopped. Nothing was changed."
	case errors.Is(err, context.DeadlineExceeded):
		return "It took too long and was stopped. Try again."
	}
	return phrases.Command(err)
}

// note prints a sentence beside the output.
func (p *program) note(format string, args ...any) {
	for i, arg := range args {
		if err, ok := arg.(error); ok && err != nil {
			args[i] = phrases.Sentence(err)
		}
	}
	fmt.Fprintf(p.Err, "watchword: %s\n", p.withoutSecrets(account.VisibleText(fmt.Sprintf(format, args...))))
}

// bare drops the path from an error of the file system: the sentence names the file.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
