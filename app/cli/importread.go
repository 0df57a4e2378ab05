package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"watchword/app/gpgstore"
	"watchword/app/intake"
	"watchword/app/leftover"
	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/bounds"
	"watchword/scanner"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// An export is one file of another program: what could be read of it, and why the rest or
// the whole could not.
type export struct {
	file   string // as it was named
	result transfer.Result
	err    error
	item   *intake.Item // as it is read
	read   leftover.File
	shown  bool // others were asked for beside it: its name matters
}

// A reader reads the files of one import.
type reader struct {
	p       *program
	format  *transfer.Format // nil: the content tells
	asker   *asker
	code    int // of the worst failure so far
	results []transfer.Result
	total   transfer.Total

	since  time.Time // when the reading began
	at, of int       // which of how many files is read

	gpg       string // the one that was said to open entries
	cancelled bool   // gpg was not given the password of its key
	codeless  int    // entries of the store that is read which have no code
}

func (p *program) newReader(format, passwordFile string) (*reader, error) {
	r := &reader{p: p}
	if format != "" {
		f, ok := transfer.ByID(format)
		if !ok || !canRead(f) {
			return nil, wrongUse(meant(words.T("There is no format “%s” to read. “watchword import --help” lists them.", account.Visible(format)), "", nearest(format, formatIDs(chosen(canRead)))))
		}
		r.format = &f
	}
	var err error
	r.asker, err = p.newAsker(passwordFile)
	return r, err
}

// each reads the files, those in folders too, and hands over what they hold. A file that
// cannot be read is named and does not stop the others.
func (r *reader) each(ctx context.Context, names []string, do func(export) error) error {
	if r.since.IsZero() {
		r.since = r.p.Now()
	}
	r.of = len(names)
	for _, name := range names {
		files, isFolder, err := r.filesOf(name)
		if err != nil {
			r.fail(export{file: name, err: err})
			r.of--
			continue
		}
		r.of += len(files) - 1
		for _, e := range files {
			r.at++
			if r.cancelled && e.item != nil {
				continue
			}
			e.shown = isFolder || len(names) > 1
			r.read(ctx, &e)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(e.err, gpgstore.ErrNoCode) && e.item.InStore() {
				r.codeless++
				continue
			}
			if isFolder && e.err == transfer.ErrUnknown {
				r.p.note(words.T("%s was skipped: unknown format.", clean(e.file)))
				continue
			}
			if isFolder && errors.Is(e.err, transfer.ErrUnknown) { // what it is instead is known
				r.p.note(words.T("%s was skipped. %s", clean(e.file), phrases.Sentence(e.err)))
				continue
			}
			if isFolder && errors.Is(e.err, transfer.ErrEmpty) {
				r.p.note(words.T("%s was skipped: no accounts were found in it.", clean(e.file)))
				continue
			}
			if err := r.total.Add(e.result); err != nil {
				return err
			}
			r.fail(e)
			r.results = append(r.results, e.result)
			if err := do(e); err != nil {
				return err
			}
			if errors.Is(e.err, gpgstore.ErrCancelled) {
				r.p.note(words.T("The other entries were not opened."))
				r.cancelled = true
			}
		}
		r.sayCodeless(name)
	}
	return nil
}

// filesOf returns the files that a name of the command line stands for: itself, those of a folder
// or the entries of a store of pass or gopass.
func (r *reader) filesOf(name string) (files []export, isFolder bool, err error) {
	info, err := os.Stat(name)
	isFolder = err == nil && info.IsDir()
	if entries, ok := intake.Store(name); ok {
		for _, i := range entries {
			files = append(files, export{file: i.Path, item: i})
		}
		if len(files) == 0 {
			r.p.note(words.T("The password store %s has no entries.", clean(name)))
		}
		return files, isFolder, nil
	}
	if !isFolder {
		return []export{{file: name}}, false, nil
	}
	paths, err := intake.Files(name)
	if err != nil {
		return nil, true, words.Error("The folder cannot be read (%w).", bare(err))
	}
	for _, path := range paths {
		more, _, _ := r.filesOf(path)
		files = append(files, more...)
	}
	r.sayFolders(name, len(files))
	return files, true, nil
}

// sayFolders says of a folder that holds some files that there are none, and what else is in it:
// the folders in a folder are not read.
func (r *reader) sayFolders(name string, files int) {
	entries, _ := os.ReadDir(name)
	var unread []string
	for _, entry := range entries {
		info, err := os.Stat(filepath.Join(name, entry.Name()))
		if err == nil && info.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			unread = append(unread, clean(entry.Name()))
		}
	}
	switch {
	case len(entries) == 0:
		r.p.note(words.T("%s is an empty folder.", clean(name)))
	case files == 0:
		r.p.note(words.T("There are no files to import in %s.", clean(name)))
	}
	if n := len(unread); n > 0 {
		r.p.note(words.N(n, "The folder in %[2]s was not read: %[3]s. Name it to import it too.",
			"The %d folders in %s were not read: %s. Name them to import them too.", clean(name), words.And(firstOf(unread)...)))
	}
}

// firstOf returns the first names of a list, and how many more there are.
func firstOf(names []string) []string {
	const most = 5
	if n := len(names) - most; n > 1 {
		return append(names[:most:most], words.N(n, "1 more", "%d more"))
	}
	return names
}

func (r *reader) read(ctx context.Context, e *export) {
	if e.item == nil {
		e.item = r.p.item(e.file)
	}
	item := e.item
	if r.format != nil {
		item.Kind, item.Format = intake.Export, *r.format
	}
	r.sayProgram(item)
	bar := r.p.newProgress(r.reading(e.file))
	defer bar.clear()
	if r.of > 1 && r.p.Now().Sub(r.since) > bounds.TellAfter {
		bar.show(0)
	}
	e.result, e.err = item.Import(ctx, intake.Asks{
		Password: r.asker.asking(e.file, bar),
		Progress: bar.show,
		Costly: func(context.Context) bool {
			bar.clear()
			return r.p.ask(words.T("Opening this file needs more than 1 GiB of memory. Continue?"))
		},
		Picture: func(found scanner.Result) {
			bar.clear() // what cannot be used is named
			r.p.sayPicture(e.file, found)
		},
	})
	e.read = item.File()
	if e.err == nil {
		r.asker.worked()
	}
	switch {
	case r.format != nil || !item.IsGuess():
	case errors.Is(e.err, transfer.ErrWrongPassword):
		e.err = &failure{ExitWrongPassword, errGuessed}
	case errors.Is(e.err, transfer.ErrNeedsPassword):
		e.err = wrongUse(words.T("This is not a file of a known program, or it is an encrypted backup of andOTP: then give its password with --file-password-file."))
	}
	e.err = inPlainWords(e.err)
}

// item is a file of the command line, “-” for standard input. What is no file, such as a pipe that a shell makes,
// is read as it comes.
func (p *program) item(file string) *intake.Item {
	if info, err := os.Stat(file); file != "-" && (err != nil || info.Mode().IsRegular()) {
		return intake.File(file)
	}
	from, err := p.openInput(file)
	if err != nil {
		return intake.Broken(file, words.Error("The file could not be read (%w).", bare(err)))
	}
	defer from.Close()
	return intake.Stream(file, from)
}

var errGuessed = words.Error("This is not a file of a known program, or it is an encrypted backup of andOTP and this password does not open it. Check the password, or name the program with --format.")

// reading says what goes on: of many files, which one it is.
func (r *reader) reading(file string) string {
	if r.of > 1 {
		return words.T("Reading %d of %d: %s", r.at, r.of, clean(filepath.Base(file)))
	}
	return words.T("Opening %s", clean(filepath.Base(file)))
}

// inPlainWords adds what the reader of the file cannot know to its error.
func inPlainWords(err error) error {
	switch {
	case errors.Is(err, transfer.ErrVault):
		return errIsVault
	case errors.Is(err, transfer.ErrNeedsPassword):
		return wrongUse(words.T("This file is encrypted. Give the password that was set when it was exported, with --file-password-file."))
	}
	return err
}

var errIsVault = words.Error("This is a Watchword vault. “watchword vault merge FILE” merges another copy of your vault; “watchword export --vault FILE” exports the accounts of another vault.")

// sayPicture says what those codes of a picture are that no account can be made of, and which could not be read.
func (p *program) sayPicture(file string, found scanner.Result) {
	for _, code := range found.Codes {
		if !account.IsLink(code.Text) {
			p.sayUnusable(account.Identify(code.Text))
		}
	}
	for _, s := range found.Seen {
		p.note(words.T("%s: %s", clean(file), s.Advice))
	}
}

// fail names a file that could not be read as a whole.
func (r *reader) fail(e export) {
	if e.err == nil {
		return
	}
	r.p.noteOf(e.file, e.err)
	// Of several failures the wrong password is the one that a user can mend.
	if code := exitCode(e.err); r.code != ExitWrongPassword {
		r.code = max(r.code, code)
	}
}

// failed is the error of the files that could not be read; they are named already.
func (r *reader) failed() error {
	if r.code == ExitDone {
		return nil
	}
	return &failure{code: r.code}
}

func (r *reader) missing() []string { return transfer.MissingParts(r.results...) }
