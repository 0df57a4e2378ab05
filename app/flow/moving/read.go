package moving

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"watchword/app/add"
	"watchword/app/gpgstore"
	"watchword/app/intake"
	"watchword/app/leftover"
	pages "watchword/app/moving"
	"watchword/app/opened"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// importedFile is one file that was read.
type importedFile struct {
	path   string
	read   leftover.File
	result transfer.Result
	err    error
}

// ImportFiles reads exports of other programs and shows what is in them.
func (f *Flow) ImportFiles(items []*intake.Item) {
	ctx := f.Wait(words.T("Reading …"), words.T("Encrypted files may take some seconds."))
	v := f.Session.Vault()
	var in imported
	f.Do(func() {
		read, passed := f.readAll(ctx, items)
		if ctx.Err() != nil {
			return
		}
		var finds []account.Find
		for _, one := range read {
			finds = append(finds, account.Find{Accounts: one.result.Accounts})
		}
		candidates, _ := add.Classify(finds, v.Matcher())
		candidates = add.WithNew(add.WithNamesakes(candidates, v.Namesakes), opened.NewHere(session.Takes(v)))
		in = f.importedOf(v, read, candidates)
		in.problems = append(in.problems, passed...)
	}, func() {
		if ctx.Err() == nil {
			f.showImported(in)
		}
	})
}

// readAll reads files, until ctx ends or too much is read.
func (f *Flow) readAll(ctx context.Context, items []*intake.Item) (read []importedFile, passed []string) {
	items, passed = intake.PassedOver(items)
	var total transfer.Total
	cancelled := false // gpg was not given the password of its key
	for i, file := range items {
		if cancelled && file.Kind == intake.Entry {
			continue
		}
		name := filepath.Base(file.Path)
		if len(items) > 1 {
			name = words.T("%d of %d, %s", i+1, len(items), name)
		}
		one := f.readOne(ctx, file, name, len(items) > 1)
		switch {
		case ctx.Err() != nil:
			return nil, nil
		case file.InStore() && errors.Is(one.err, gpgstore.ErrNoCode):
			continue
		}
		cancelled = cancelled || errors.Is(one.err, gpgstore.ErrCancelled)
		if err := total.Add(one.result); err != nil {
			return append(read, importedFile{path: file.Path, err: err}), passed
		}
		read = append(read, one)
	}
	return read, passed
}

// readOne reads a file; the page that waits calls it by name.
func (f *Flow) readOne(ctx context.Context, file *intake.Item, name string, others bool) importedFile {
	f.sayReading(ctx, name+file.With(), 0)
	one := importedFile{path: file.Path}
	skipped := false
	asks := intake.Asks{
		Costly:   func(ctx context.Context) bool { return f.askCostly(ctx, filepath.Base(file.Path)) },
		Progress: func(done float64) { f.sayReading(ctx, name, done) },
	}
	asks.Password = func(ctx context.Context, again bool) (string, error) {
		answer, err := f.askFilePassword(ctx, filepath.Base(file.Path), file.IsGuess(), again, others)
		if skipped = answer.skip; skipped {
			err = errSkipped
		}
		return answer.password, err
	}
	if one.result, one.err = file.Import(ctx, asks); skipped {
		one.err = errSkipped
	}
	one.read = file.File()
	return one
}

// slowKey is why opening an encrypted file takes time.
func slowKey() string {
	return words.T("Its encryption is slow on purpose: this may take some seconds.")
}

// sayReading says on the page that waits which file is read and how far its key has come.
// It is called away from the UI thread, and changes the page at most once a percent.
func (f *Flow) sayReading(ctx context.Context, file string, done float64) {
	text := words.T("Reading %s …", account.Visible(file))
	if done > 0 {
		text += fmt.Sprintf(" %.0f %%", 100*min(done, 1))
	}
	if before := f.reading.Swap(&text); before != nil && *before == text {
		return
	}
	f.OnUI(func() {
		if w, ok := f.Page().(shell.Busy); ok && ctx.Err() == nil {
			w.SetText(text)
		}
	})
}

// A passwordAnswer is what the user says to the question for the password of a file.
type passwordAnswer struct {
	password string
	skip     bool // the file is left out, the others are read
}

var errSkipped = words.Error("It was skipped.")

// askFilePassword asks for the password of a file. Where there are others, it may be left out.
func (f *Flow) askFilePassword(ctx context.Context, file string, guess, again, others bool) (passwordAnswer, error) {
	return ask(ctx, f, file, func(answer func(passwordAnswer)) shell.Page {
		p := &pages.Password{File: file, Guess: guess, Again: again, OnBack: f.ShowList, OnShortcut: f.EntryShortcut,
			OnPassword: func(password string) { answer(passwordAnswer{password: password}) }}
		if others {
			p.OnSkip = func() { answer(passwordAnswer{skip: true}) }
		}
		return p
	})
}

// askCostly asks whether a file's key may take more than a gigabyte of memory.
func (f *Flow) askCostly(ctx context.Context, file string) bool {
	ok, _ := ask(ctx, f, file, func(answer func(bool)) shell.Page {
		return shell.Static("costly", widgets.NewPage(words.T("This file needs a lot of memory"), f.ShowList,
			widgets.NewLabel(words.T("Opening %s takes more than 1 GiB of memory and some time. If you made it that way, continue.", file)),
			widgets.NewButton(words.T("Continue"), widgets.Main, func() { answer(true) })))
	})
	return ok
}

// ask shows a question in the middle of reading a file, and waits for its answer. It is used away from
// the UI thread.
func ask[T any](ctx context.Context, f *Flow, file string, question func(answer func(T)) shell.Page) (T, error) {
	answered := make(chan T, 1)
	f.OnUI(func() {
		if ctx.Err() != nil {
			return
		}
		f.Swap(question(func(answer T) {
			f.WaitOn(words.T("Opening %s …", account.Visible(file)), slowKey())
			answered <- answer
		}), f.ShowList)
	})
	select {
	case answer := <-answered:
		return answer, nil
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
