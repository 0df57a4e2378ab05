package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"watchword/app/gpgstore"
	"watchword/app/helper"
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
	read   leftover.File   // which file it was
	entry  *gpgstore.Entry // what gpg opens; nil for any other file
	seen   bool            // a code in the picture could not be read
	shown  bool            // others were asked for beside it: its name matters
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
			if r.cancelled && e.entry != nil {
				continue
			}
			e.shown = isFolder || len(names) > 1
			r.read(ctx, &e)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if errors.Is(e.err, gpgstore.ErrNoCode) && e.entry.Store != "" {
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
	if entries, ok := gpgstore.Of(name); ok {
		for i := range entries {
			files = append(files, export{file: entries[i].Path, entry: &entries[i]})
		}
		if len(files) == 0 {
			r.p.note(words.T("The password store %s has no entries.", clean(name)))
		}
		return files, isFolder, nil
	}
	if !isFolder {
		return []export{{file: name}}, false, nil
	}
	paths, err := filesIn(name)
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
	n := 0
	for _, entry := range entries {
		info, err := os.Stat(filepath.Join(name, entry.Name()))
		if err == nil && info.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			n++
		}
	}
	switch {
	case len(entries) == 0:
		r.p.note(words.T("%s is an empty folder.", clean(name)))
	case files == 0:
		r.p.note(words.T("There are no files to import in %s.", clean(name)))
	}
	if n > 0 {
		r.p.note(words.N(n, "The folder in %[2]s was not read. Name it to import it too.",
			"The %d folders in %s were not read. Name them to import them too.", clean(name)))
	}
}

// filesIn returns the files of a folder, by name. Those whose name begins with a dot are no
// exports.
func filesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	var files []string
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path) // follows links
		if err == nil && info.Mode().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			files = append(files, path)
		}
	}
	return files, err
}

func (r *reader) read(ctx context.Context, e *export) {
	file := e.file
	if e.entry != nil && e.entry.Err != nil {
		e.err = e.entry.Err
		return
	}
	var data []byte
	large := openLarge(file)
	if large != nil {
		defer large.Close()
		e.read, e.err = leftover.Large(file)
	} else if data, e.err = r.p.readForeign(file); e.err == nil {
		e.read = leftover.Of(file, data)
	}
	if e.err != nil {
		return
	}
	if e.entry != nil {
		if data, e.err = r.decrypt(ctx, e.entry); e.err != nil {
			return
		}
	}
	bar := r.p.newProgress(r.reading(file))
	defer bar.clear()
	if r.of > 1 && r.p.Now().Sub(r.since) > bounds.TellAfter {
		bar.show(0)
	}
	decode := r.p.decodeQR(file, &e.seen)
	env := transfer.Env{
		Password: r.asker.asking(file, bar),
		DecodeQR: func(ctx context.Context, picture []byte) ([]string, error) {
			bar.clear() // what cannot be used is named
			return decode(ctx, picture)
		},
		Companion: companionOf(file),
		Name:      filepath.Base(file),
		Progress:  bar.show,
		Costly: func(context.Context) bool {
			bar.clear()
			return r.p.ask(words.T("Opening this file needs more than 1 GiB of memory. Continue?"))
		},
	}
	if large != nil {
		e.result, e.err = helper.ReadArchive(ctx, large, large.size, env)
	} else {
		e.result, e.err = helper.Read(ctx, r.format, data, env)
	}
	if e.err == nil {
		r.asker.worked()
	}
	if e.entry != nil {
		e.entry.Complete(&e.result)
	}
	if e.seen && e.result.Keep == "" {
		e.result.Keep = words.T("it shows a code that could not be read")
	}
	switch {
	case r.format != nil, large != nil:
	case errors.Is(e.err, transfer.ErrWrongPassword) && isGuess(ctx, data):
		e.err = &failure{ExitWrongPassword, errGuessed}
	case errors.Is(e.err, transfer.ErrNeedsPassword) && isGuess(ctx, data):
		e.err = wrongUse(words.T("This is not a file of a known program, or it is an encrypted backup of andOTP: then give its password with --file-password-file."))
	}
	e.err = inPlainWords(e.err)
}

// isGuess reports whether nothing in a file says what it is: it could be an encrypted backup of
// andOTP, or anything.
func isGuess(ctx context.Context, data []byte) bool {
	f, ok, err := helper.Detect(ctx, data)
	return err == nil && ok && f.ID == "andotp-encrypted"
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

// readForeign reads a file as far as an export or a picture may be long; what is longer is
// refused by its reader.
func (p *program) readForeign(file string) ([]byte, error) {
	from, err := p.openInput(file)
	if err != nil {
		return nil, words.Error("The file cannot be read (%w).", bare(err))
	}
	defer from.Close()
	data, err := io.ReadAll(io.LimitReader(from, scanner.MaxBytes+1))
	if err != nil {
		return nil, words.Error("The file cannot be read (%w).", bare(err))
	}
	return data, nil
}

// A largeFile is an archive of which only what is needed is read.
type largeFile struct {
	*os.File
	size int64
}

// openLarge opens an archive that is too large to be held, or returns nil.
func openLarge(file string) *largeFile {
	if file == "-" {
		return nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil // the other way says so
	}
	begin := make([]byte, 4)
	info, err := f.Stat()
	if n, _ := f.ReadAt(begin, 0); err != nil || n < len(begin) || !info.Mode().IsRegular() || !transfer.IsLargeArchive(begin, info.Size()) {
		f.Close()
		return nil
	}
	return &largeFile{f, info.Size()}
}

// decodeQR returns how to read the QR codes of a picture, which says what those are that no
// account can be made of. seen becomes true where a code was seen and not read.
func (p *program) decodeQR(file string, seen *bool) func(context.Context, []byte) ([]string, error) {
	return func(ctx context.Context, data []byte) ([]string, error) {
		result, err := picture{name: file, data: data}.scan(ctx, scanner.Options{})
		var texts []string
		for _, code := range result.Codes {
			texts = append(texts, code.Text)
			if !account.IsLink(code.Text) {
				p.sayUnusable(account.Identify(code.Text))
			}
		}
		for i, s := range result.Seen {
			*seen = true
			if i == 0 && len(texts) == 0 && err == nil {
				err = errors.New(s.Advice) // the picture holds nothing else
				continue
			}
			p.note(words.T("%s: %s", clean(file), s.Advice))
		}
		return texts, err
	}
}

// maxCompanion bounds a file beside the one that was named.
const maxCompanion = bounds.Database

// companionOf returns how to read a file beside the one that was named: the one of that
// name, or the only one whose name ends so, for people rename files.
func companionOf(file string) func(string) ([]byte, error) {
	if file == "-" {
		return nil
	}
	return func(name string) ([]byte, error) {
		path := filepath.Join(filepath.Dir(file), filepath.Base(name))
		if _, err := os.Stat(path); err != nil {
			files, err := filesIn(filepath.Dir(file))
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
			path = like[0]
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxCompanion))
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
