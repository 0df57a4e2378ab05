package intake

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"watchword/app/helper"
	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/bounds"
	"watchword/scanner"
	"watchword/vault/transfer"
)

// Asks is what the reading of a file may ask, and tells. What is nil is not asked.
type Asks struct {
	Password func(ctx context.Context, again bool) (string, error)
	Costly   func(context.Context) bool // may the key take more than 1 GiB of memory
	Progress func(done float64)         // of an encrypted file, from 0 to 1
	Picture  func(scanner.Result)       // a picture in it was scanned; the advice that became its error is left out
}

// Import reads the accounts of an export. A file that nobody recognised is recognised where the error depends on
// it: see [Item.IsGuess].
func (i *Item) Import(ctx context.Context, a Asks) (transfer.Result, error) {
	unread := false // a code was seen and not read
	env := transfer.Env{
		Name: filepath.Base(i.Path), Password: a.Password, Costly: a.Costly, Progress: a.Progress,
		DecodeQR: func(ctx context.Context, picture []byte) ([]string, error) {
			found, texts, err := decode(ctx, picture)
			unread = unread || len(found.Seen) > 0
			if len(texts) == 0 && len(found.Seen) > 0 && err == nil { // the picture holds nothing else
				err = errors.New(found.Seen[0].Advice)
				found.Seen = found.Seen[1:]
			}
			if a.Picture != nil {
				a.Picture(found)
			}
			return texts, err
		},
	}
	if !i.alone {
		env.Companion = companion(i.Path)
	}
	r, err := i.importWith(ctx, env)
	if unread && r.Keep == "" {
		r.Keep = words.T("it shows a code that could not be read")
	}
	return r, err
}

func (i *Item) importWith(ctx context.Context, env transfer.Env) (transfer.Result, error) {
	if i.large {
		return i.importArchive(ctx, env)
	}
	data, err := i.Open(ctx)
	if err != nil {
		return transfer.Result{}, err
	}
	r, err := helper.Read(ctx, i.As(), data, env)
	if i.Kind == Unknown && (errors.Is(err, transfer.ErrWrongPassword) || errors.Is(err, transfer.ErrNeedsPassword)) {
		i.recognise(ctx, data)
	}
	if i.entry != nil {
		i.entry.Complete(&r)
	}
	return r, err
}

func (i *Item) importArchive(ctx context.Context, env transfer.Env) (transfer.Result, error) {
	if i.err != nil {
		return transfer.Result{}, i.err
	}
	f, err := os.Open(i.Path)
	if err != nil {
		return transfer.Result{}, words.Error("The file could not be read (%s).", phrases.Bare(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return transfer.Result{}, words.Error("The file could not be read (%s).", phrases.Bare(err))
	}
	return helper.ReadArchive(ctx, f, info.Size(), env)
}

// decode reads the QR codes of a picture.
func decode(ctx context.Context, picture []byte) (found scanner.Result, texts []string, err error) {
	found, err = helper.Scan(ctx, picture, scanner.Options{})
	for _, code := range found.Codes {
		texts = append(texts, code.Text)
	}
	return found, texts, err
}

// companion returns how to read a file beside the one of a path: the one of that name, or the only one whose name
// ends so, for people rename files.
func companion(path string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		beside := filepath.Join(filepath.Dir(path), filepath.Base(name))
		info, err := os.Stat(beside)
		switch {
		case err == nil && !info.Mode().IsRegular():
			return nil, os.ErrNotExist
		case err != nil:
			files, err := Files(filepath.Dir(path))
			if err != nil {
				return nil, err
			}
			var like []string
			for _, f := range files {
				if strings.HasSuffix(f, name) {
					like = append(like, f)
				}
			}
			if len(like) != 1 {
				return nil, os.ErrNotExist
			}
			beside = like[0]
		}
		f, err := os.Open(beside)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, bounds.Database))
	}
}
