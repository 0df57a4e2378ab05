package transfer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"watchword/vault/account"
)

// Read recognises a file by its content and reads it: see [Format]. What could be read is
// returned together with what could not; duplicates are left in, for the vault decides
// about them. The error is one of this package's, the one that asking for the password
// ended with, or that of ctx.
func Read(ctx context.Context, data []byte, env Env) (Result, error) {
	if len(data) > maxPicture {
		return Result{}, errTooLarge
	}
	data, charset := asText(data)
	f, ok := detect(ctx, data)
	switch {
	case ctx.Err() != nil:
		return Result{}, ctx.Err()
	case IsVault(data):
		return Result{}, ErrVault
	case !ok && foreign(data) != nil:
		return Result{}, foreign(data)
	case !ok && len(data) > maxText:
		return Result{}, errTooLarge
	case !ok:
		return Result{}, ErrUnknown
	}
	r, err := ReadAs(ctx, f, data, env)
	r.Charset = charset
	return r, err
}

// ReadAs is [Read] for a file whose format is known.
func ReadAs(ctx context.Context, f Format, data []byte, env Env) (r Result, err error) {
	defer func() {
		// The last fence: a reader that falls over must not take the program, or a text
		// from the file, with it. Only the type of what it fell over is written down.
		if p := recover(); p != nil {
			slog.Error("reading an import failed", "format", f.ID, "panic", fmt.Sprintf("%T", p))
			r, err = Result{Format: f.ID}, ErrDamaged
		}
	}()
	if f.Read == nil {
		return Result{}, ErrUnknown
	}
	if IsVault(data) {
		return Result{}, ErrVault
	}
	if !f.picture && len(data) > maxFile {
		return Result{}, errTooLarge
	}
	data, charset := asText(data)
	env.until, env.again = new(time.Time), Read
	data, log := withLog(data, env)
	r, err = f.Read(ctx, withoutBOM(data), env)
	r.Format, r.Charset = f.ID, charset
	switch {
	case err != nil || log == logRead:
	case log == logMissing:
		r.keep(keepsNoLog)
	default:
		r.add(len(r.Accounts)+len(r.Failures)+1, account.Account{}, errLog)
	}
	if err == nil && r.full() != nil {
		return Result{Format: f.ID}, r.full()
	}
	if err == nil {
		err = r.addPassedOver(ctx, f, data)
	}
	if err == nil && len(r.Accounts)+len(r.Failures) == 0 {
		err = &emptyError{f.Name}
	}
	r.keepUnread(f, data)
	if err != nil && errors.Is(err, context.DeadlineExceeded) {
		err = errTooSlow
	}
	return r, err
}

// Guessed reports whether nothing in a file marks it as one of this format: only its password tells.
func (f Format) Guessed() bool { return f.step == stepGuess }

// IsArchive reports whether a file is many files, whose number bounds the work and not the time.
func IsArchive(data []byte) bool { return isZip(data) }

// ByID returns the format with this ID.
func ByID(id string) (Format, bool) {
	for _, f := range Formats {
		if f.ID == id {
			return f, true
		}
	}
	return Format{}, false
}
