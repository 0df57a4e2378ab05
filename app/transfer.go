package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"

	"watchword/app/add"
	"watchword/app/desktop/dialogs"
	"watchword/app/gpgstore"
	"watchword/app/helper"
	"watchword/app/leftover"
	"watchword/app/print"
	"watchword/app/session"
	pages "watchword/app/transfer"
	"watchword/app/widgets"
	"watchword/scanner"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

// showImport says where exports come from.
func (a *App) showImport() {
	var programs []pages.Program
	for _, f := range transfer.Formats {
		if f.Read != nil {
			programs = append(programs, pages.Program{Name: f.Name, How: f.How, Brings: f.Brings, Leaves: f.Leaves})
		}
	}
	a.show("import", &pages.Import{Programs: programs, OnBack: a.showList, OnShortcut: a.entryShortcut, OnChoose: func() {
		a.chooseFiles(dialogs.Options{Title: "Import", Many: true, Folder: homeFolder()}, a.openFiles)
	}}, a.showList)
}

// foreign is one file that was read.
type foreign struct {
	path   string
	read   leftover.File
	result transfer.Result
	err    error
}

// importFiles reads exports of other programs and shows what is in them.
func (a *App) importFiles(paths []string) {
	ctx := a.busyPage("Reading …", "Large keys of encrypted files may take some seconds.")
	opened := a.session
	var read []foreign
	var total transfer.Total
	var in imported
	a.o.Run(func() {
		all := withEntries(paths)
		cancelled := false // gpg was not given the password of its key
		for i, one := range all {
			if cancelled && one.entry != nil {
				continue
			}
			path := one.path
			name := filepath.Base(path)
			if len(all) > 1 {
				name = fmt.Sprintf("%d of %d, %s", i+1, len(all), name)
			}
			a.sayReading(ctx, name+one.with(), 0)
			f := foreign{path: path}
			var data []byte
			if data, f.err = one.open(ctx); f.err == nil {
				f.read = leftover.Of(path, one.raw)
				f.result, f.err = helper.Read(ctx, nil, data, a.importEnv(ctx, path, name, data))
				one.complete(&f.result)
			}
			if ctx.Err() != nil {
				return
			}
			if one.inStore() && errors.Is(f.err, gpgstore.ErrNoCode) {
				continue
			}
			cancelled = cancelled || errors.Is(f.err, gpgstore.ErrCancelled)
			if err := total.Add(f.result); err != nil {
				read = append(read, foreign{path: path, err: err})
				break
			}
			read = append(read, f)
		}
		var finds []account.Find
		for _, f := range read {
			finds = append(finds, account.Find{Accounts: f.result.Accounts})
		}
		candidates, _ := add.Classify(finds, opened.Vault().Matcher())
		candidates = add.WithNew(add.WithNamesakes(candidates, opened.Vault().Namesakes), newHere(session.Takes(opened.Vault())))
		in = a.importedOf(opened.Vault(), read, candidates)
	}, func() {
		if ctx.Err() == nil && a.session == opened {
			a.showImported(in)
		}
	})
}

// importEnv is what reading a file may ask for; the page that waits calls it by name. It is
// used away from the UI thread.
func (a *App) importEnv(ctx context.Context, path, name string, data []byte) transfer.Env {
	return transfer.Env{
		Name: filepath.Base(path),
		Password: func(ctx context.Context, again bool) (string, error) {
			return a.askFilePassword(ctx, filepath.Base(path), isGuess(ctx, data), again)
		},
		DecodeQR: func(ctx context.Context, picture []byte) ([]string, error) {
			r, err := helper.Scan(ctx, picture, scanner.Options{})
			var out []string
			for _, c := range r.Codes {
				out = append(out, c.Text)
			}
			if len(out) == 0 && len(r.Seen) > 0 && err == nil {
				err = errors.New(r.Seen[0].Advice)
			}
			return out, err
		},
		Companion: func(name string) ([]byte, error) {
			return readPicture(filepath.Join(filepath.Dir(path), filepath.Base(name)))
		},
		Costly:   func(ctx context.Context) bool { return a.askCostly(ctx, filepath.Base(path)) },
		Progress: func(done float64) { a.sayReading(ctx, name, done) },
	}
}

// sayReading says on the page that waits which file is read and how far its key has come.
// It is called away from the UI thread, and changes the page at most once a percent.
func (a *App) sayReading(ctx context.Context, file string, done float64) {
	text := "Reading " + account.Visible(file) + " …"
	if done > 0 {
		text += fmt.Sprintf(" %.0f %%", 100*min(done, 1))
	}
	if a.reading.Swap(text) == text {
		return
	}
	a.o.OnUI(func() {
		if w, ok := a.page.(waits); ok && ctx.Err() == nil {
			w.text.SetText(text)
		}
	})
}

// waits is the page of slow work.
type waits struct {
	simple
	text *widgets.Label
}

// askFilePassword shows the question and waits for its answer.
func (a *App) askFilePassword(ctx context.Context, file string, guess, again bool) (string, error) {
	answer := make(chan string, 1)
	a.o.OnUI(func() {
		if ctx.Err() != nil {
			return
		}
		a.swap("filepassword", &pages.Password{File: file, Guess: guess, Again: again, OnBack: a.showList, OnShortcut: a.entryShortcut,
			OnPassword: func(password string) {
				a.swapBusy("Opening " + account.Visible(file) + " …")
				answer <- password
			}}, a.showList)
	})
	select {
	case password := <-answer:
		return password, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// askCostly asks whether a file's key may take more than a gigabyte of memory.
func (a *App) askCostly(ctx context.Context, file string) bool {
	answer := make(chan bool, 1)
	a.o.OnUI(func() {
		if ctx.Err() != nil {
			return
		}
		a.swap("costly", simple{widgets.NewPage("This file needs much memory", a.showList,
			widgets.NewLabel(file+" was made so that opening it takes more than 1 GiB of memory and some time. If you made it that way, go on."),
			widgets.NewButton("Go on", widgets.Main, func() {
				a.swapBusy("Opening " + account.Visible(file) + " …")
				answer <- true
			}))}, a.showList)
	})
	select {
	case ok := <-answer:
		return ok
	case <-ctx.Done():
		return false
	}
}

// swapBusy goes on with reading after a question.
func (a *App) swapBusy(text string) {
	a.swap("busy", a.waiting(text, "Its key is made slowly on purpose: that may take some seconds."), a.showList)
}

// waiting is the page that says what takes long, with a way out.
func (a *App) waiting(text, hint string) waits {
	w := waits{text: widgets.NewHeading(text).Centered()}
	body := widgets.Stack(12, w.text)
	if hint != "" {
		body.Add(widgets.NewMuted(hint).Centered())
	}
	body.Add(widgets.NewButton("Cancel", widgets.Plain, a.showList))
	w.simple = simple{widgets.NewCentered(body)}
	return w
}

// imported is what files hold.
type imported struct {
	read       []foreign
	candidates []add.Candidate
	accounts   int
	problems   []string     // what cannot be used, and why
	clear      []foreign    // hold accounts that are not encrypted
	there      int          // accounts that the vault has already
	offer      *pages.Clear // to delete the files where the vault has all; may be nil
}

// importedOf counts what files hold. It is used away from the UI thread.
func (a *App) importedOf(v *vault.Vault, read []foreign, candidates []add.Candidate) imported {
	in := imported{read: read, candidates: candidates}
	for _, f := range read {
		name := filepath.Base(f.path)
		if f.err != nil {
			in.problems = append(in.problems, name+": "+f.err.Error())
			continue
		}
		in.accounts += len(f.result.Accounts)
		for _, x := range f.result.Failures {
			in.problems = append(in.problems, name+", entry "+x.Entry()+": "+x.Reason)
		}
		if !f.result.Encrypted && f.result.Format != "qr" && len(f.result.Accounts) > 0 {
			in.clear = append(in.clear, f)
		}
	}
	for _, c := range candidates {
		if c.Match.Stored() && c.New == "" {
			in.there++
		}
	}
	if in.nothingNew() {
		in.offer = a.clearFiles(in.clear, session.Lacks(v)) // no report comes that would offer it
	}
	return in
}

func (in imported) nothingNew() bool { return in.there > 0 && in.there == len(in.candidates) }

func (in imported) title() string {
	switch {
	case in.nothingNew():
		return "Nothing new to import"
	case len(in.candidates) == 0:
		return "Nothing to import"
	case in.accounts == 1:
		return "1 account to import"
	}
	return fmt.Sprintf("%d accounts to import", in.accounts)
}

// showImported lists the accounts of the files, with what cannot be used and why.
func (a *App) showImported(in imported) {
	s := &add.Results{Title: in.title(), Candidates: in.candidates, Now: a.now, Again: "Another file", OnAgain: a.showImport,
		OnKey: a.guarded(a.showAdd), OnBack: a.guarded(a.showList)}
	s.Problems = append(missingParts(in.read), notUsable(in.problems)...)
	if in.offer != nil {
		s.Below = in.offer.Content()
	}
	s.ForTags, s.Tags = true, a.session.Tags()
	s.OnAdd = func(chosen []account.Account, replaces map[int]string) {
		a.addImported(chosen, replaces, in.there, in.problems, in.clear)
	}
	a.comes(a.given)
	a.show("found", s, a.showList)
}

// missingParts says which codes of an export of Google Authenticator were not among the files.
func missingParts(read []foreign) (problems []add.Problem) {
	var results []transfer.Result
	for _, f := range read {
		results = append(results, f.result)
	}
	for _, sentence := range transfer.MissingParts(results...) {
		problems = append(problems, add.Problem{Title: "Not all codes of the export", Advice: sentence})
	}
	return problems
}

// mostProblems bounds the lines about entries that cannot be used; a file may have thousands.
const mostProblems = 50

// notUsable puts what cannot be used into one card: a card each would bury the accounts.
func notUsable(problems []string) []add.Problem {
	switch n := len(problems); {
	case n == 0:
		return nil
	case n == 1:
		return []add.Problem{{Title: "Not usable", Advice: problems[0]}}
	default:
		return []add.Problem{{Title: fmt.Sprintf("%d not usable", n), Advice: strings.Join(bounded(problems), "\n")}}
	}
}

// bounded is the first of the problems, with a line that counts the others.
func bounded(problems []string) []string {
	if more := len(problems) - mostProblems; more > 0 {
		return append(slices.Clone(problems[:mostProblems]), fmt.Sprintf("and %d more", more))
	}
	return problems
}

// addImported adds what was ticked with one save, and reports.
func (a *App) addImported(chosen []account.Account, replaces map[int]string, there int, problems []string, clear []foreign) {
	s := a.session
	var ids []string
	var r vault.Result
	var offer *pages.Clear
	updated := 0 // were there, and got something
	a.unbroken(func() {
		takes := session.Takes(s.Vault())
		for _, acc := range chosen {
			if len(takes(acc)) > 0 {
				updated++
			}
		}
		ids, r = s.AddReplacing(a.ctx, chosen, replaces)
		offer = a.clearFiles(clear, session.Lacks(s.Vault()))
	}, func() {
		if a.session != s {
			return
		}
		if r.Status == vault.NotSaved {
			a.showList()
			a.saved(r)
			return
		}
		for i, id := range ids {
			if id == "" {
				problems = append(problems, account.Visible(chosen[i].Title())+": one of its texts is longer than the vault takes")
			}
		}
		text := fmt.Sprintf("%d imported", len(ids)-count(ids, "")-updated)
		if updated > 0 {
			text += fmt.Sprintf(", %d updated", updated)
		}
		if there > 0 {
			text += fmt.Sprintf(", %d already there", there)
		}
		if n := len(problems); n > 0 {
			text += fmt.Sprintf(", %d not usable", n)
		}
		undo := a.onlyNow(a.undo)
		report := &pages.Report{Text: text + ".", Problems: bounded(problems), Clear: offer, OnDone: a.showList,
			OnUndo: func() {
				a.showList()
				undo()
			}}
		a.show("imported", report, a.showList)
		a.saved(r)
	})
}

func count(list []string, what string) (n int) {
	for _, s := range list {
		if s == what {
			n++
		}
	}
	return n
}

// newHere returns how to say what the vault would get of an account that it has.
func newHere(takes func(account.Account) []session.Lack) func(account.Account) string {
	return func(a account.Account) string { return session.TakenWords(a, takes(a)) }
}

// clearFiles says which exports lie there in the clear, and offers to delete those that package
// leftover lets go. It is nil where there are none.
func (a *App) clearFiles(exports []foreign, lacks func(account.Account) []session.Lack) *pages.Clear {
	if len(exports) == 0 {
		return nil
	}
	c := &pages.Clear{Run: a.o.Run}
	var files []leftover.File
	for _, f := range exports {
		if why := leftover.Why(f.read, f.result, lacks); why != "" {
			c.Kept = append(c.Kept, pages.Kept{File: f.path, Why: why})
			continue
		}
		c.Files, files = append(c.Files, f.path), append(files, f.read)
	}
	c.Delete = func() error {
		for _, f := range files {
			if err := f.Remove(); err != nil {
				return err
			}
		}
		return nil
	}
	return c
}

// qrPixels is the side of a QR picture; pages scale it by whole modules.
const qrPixels = 900

// showQR shows one account as a QR code for a phone.
func (a *App) showQR(id string) {
	acc, ok := a.session.Account(id)
	if !ok {
		return
	}
	img, err := print.QR(acc.URI(), qrPixels)
	if err != nil {
		a.list.Toast(err.Error(), false, "", nil)
		return
	}
	note := ""
	if acc.Key.Type == otp.HOTP {
		note = "This account counts. Two devices that count apart get out of step: keep it on one."
	}
	a.show("qr", &pages.QR{Title: account.Visible(acc.Title()), Codes: []image.Image{img}, Labels: []string{account.Visible(acc.Name)},
		Now: a.now, Note: note, OnBack: a.showList}, a.showList)
}

// mostLeftOut bounds the accounts that the page of the gallery names; an export of the same
// codes as pictures lists them all.
const mostLeftOut = 40

// showGallery shows all accounts as the codes that Google Authenticator and others import.
func (a *App) showGallery() {
	s := a.session
	var uris []string
	var first image.Image
	var note string
	var err error
	a.o.Run(func() {
		accounts := s.Accounts()
		var refused []account.Failure
		uris, refused = account.MigrationURIs(accounts)
		if len(uris) > 0 {
			first, err = print.QR(uris[0], qrPixels) // what can go wrong with one goes wrong with the first
		}
		var names []string
		for _, r := range refused {
			names = append(names, account.Visible(accounts[r.Position-1].Title()))
		}
		if len(names) > 0 {
			note = "Left out, for these codes cannot carry them: " + pages.Names(names, mostLeftOut) + "."
		}
	}, func() {
		switch {
		case a.session != s:
			return
		case err != nil:
			a.list.Toast(err.Error(), false, "", nil)
			return
		case len(uris) == 0:
			a.list.Toast("There is no account that fits into such codes.", false, "", nil)
			return
		}
		page := &pages.QR{Title: "To a phone", Codes: make([]image.Image, len(uris)), Now: a.now, Note: note, OnBack: a.showList}
		page.Codes[0] = first
		for i := range uris {
			page.Labels = append(page.Labels, fmt.Sprintf("Code %d of %d", i+1, len(uris)))
		}
		page.Draw = func(at int) image.Image {
			img, err := print.QR(uris[at], qrPixels)
			if err != nil {
				img = image.NewGray(image.Rect(0, 0, 1, 1)) // nothing to scan rather than another code
			}
			return img
		}
		a.show("gallery", page, a.showList)
	})
}
