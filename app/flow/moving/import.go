package moving

import (
	"path/filepath"
	"slices"
	"strings"

	"watchword/app/add"
	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/leftover"
	pages "watchword/app/moving"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// ShowImport says where exports come from.
func (f *Flow) ShowImport() {
	var programs []pages.Program
	for _, f := range transfer.Formats {
		if f.Read != nil {
			programs = append(programs, pages.Program{Name: f.Name, How: words.T(f.How), Brings: words.T(f.Brings), Leaves: words.T(f.Leaves)})
		}
	}
	f.Visit(&pages.Import{Programs: programs, OnBack: f.Back, OnShortcut: f.EntryShortcut, OnChoose: func() {
		f.ChooseFiles(dialogs.Options{Title: words.T("Import"), Many: true, Folder: desk.HomeFolder()}, f.OnFiles)
	}}, f.ShowImport)
}

// imported is what files hold.
type imported struct {
	read       []importedFile
	candidates []add.Candidate
	problems   []string       // what cannot be used, and why
	clear      []importedFile // hold accounts that are not encrypted
	there      int            // accounts that the vault has already
	offer      *pages.Clear   // to delete the files where the vault has all; may be nil
}

// importedOf counts what files hold. It is used away from the UI thread.
func (f *Flow) importedOf(v *vault.Vault, read []importedFile, candidates []add.Candidate) imported {
	in := imported{read: read, candidates: candidates}
	for _, f := range read {
		name := filepath.Base(f.path)
		if f.err != nil {
			in.problems = append(in.problems, name+": "+phrases.Sentence(f.err))
			continue
		}
		for _, x := range f.result.Failures {
			in.problems = append(in.problems, words.T("%s, entry %s: %s", name, x.Entry(), x.Reason))
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
		in.offer = f.clearFiles(in.clear, session.Lacks(v)) // no report comes that would offer it
	}
	return in
}

func (in imported) nothingNew() bool { return in.there > 0 && in.there == len(in.candidates) }

func (in imported) title() string {
	switch {
	case in.nothingNew():
		return words.T("Nothing new to import")
	case len(in.candidates) == 0:
		return words.T("Nothing to import")
	}
	return words.N(len(in.candidates)-in.there, "1 account to import", "%d accounts to import")
}

// showImported lists the accounts of the files, with what cannot be used and why.
func (f *Flow) showImported(in imported) {
	s := &add.Results{Title: in.title(), Candidates: in.candidates, Now: f.CodeTime, Again: words.T("Another file"), OnAgain: f.ShowImport,
		OnKey: f.Guarded(f.OnAdd), OnBack: f.Guarded(f.ShowList)}
	s.Problems = append(missingParts(in.read), notUsable(in.problems)...)
	if in.offer != nil {
		s.Below = in.offer.Content()
	}
	s.ForTags, s.Tags = true, f.Session.Tags()
	s.OnAdd = func(chosen []account.Account, replaces map[int]string) {
		f.addImported(chosen, replaces, in.there, in.problems, in.clear)
	}
	f.Comes(f.Given())
	f.Show(s, f.ShowList)
}

// missingParts says which codes of an export of Google Authenticator were not among the files.
func missingParts(read []importedFile) (problems []add.Problem) {
	var results []transfer.Result
	for _, f := range read {
		results = append(results, f.result)
	}
	for _, sentence := range transfer.MissingParts(results...) {
		problems = append(problems, add.Problem{Title: words.T("Not all codes of the export"), Advice: sentence})
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
		return []add.Problem{{Title: words.T("Not usable"), Advice: problems[0]}}
	default:
		return []add.Problem{{Title: words.N(n, "1 not usable", "%d not usable"), Advice: strings.Join(bounded(problems), "\n")}}
	}
}

// bounded is the first of the problems, with a line that counts the others.
func bounded(problems []string) []string {
	if more := len(problems) - mostProblems; more > 0 {
		return append(slices.Clone(problems[:mostProblems]), words.T("and %d more", more))
	}
	return problems
}

// addImported adds what was ticked with one save, and reports.
func (f *Flow) addImported(chosen []account.Account, replaces map[int]string, there int, problems []string, clear []importedFile) {
	s := f.Session
	var ids []string
	var r vault.Result
	var offer *pages.Clear
	updated := 0 // were there, and got something
	f.Unbroken(func() {
		takes := session.Takes(s.Vault())
		for _, acc := range chosen {
			if len(takes(acc)) > 0 {
				updated++
			}
		}
		ids, r = s.AddReplacing(f.Context, chosen, replaces)
		offer = f.clearFiles(clear, session.Lacks(s.Vault()))
	}, func() {
		if f.Closed() {
			return
		}
		if r.Status == vault.NotSaved {
			f.ShowList()
			f.Saved(r)
			return
		}
		for i, id := range ids {
			if id == "" {
				problems = append(problems, words.T("%s: one of its fields is too long", account.Visible(chosen[i].Title())))
			}
		}
		text := words.N(len(ids)-count(ids, "")-updated, "1 imported", "%d imported")
		if updated > 0 {
			text += words.N(updated, ", 1 updated", ", %d updated")
		}
		if there > 0 {
			text += words.N(there, ", 1 already there", ", %d already there")
		}
		if n := len(problems); n > 0 {
			text += words.N(n, ", 1 not usable", ", %d not usable")
		}
		undo := f.OnlyNow(f.Undo)
		report := &pages.Report{Text: text + ".", Problems: bounded(problems), Clear: offer, OnDone: f.ShowList,
			OnUndo: func() {
				f.ShowList()
				undo()
			}}
		f.Show(report, f.ShowList)
		f.Saved(r)
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

// clearFiles says which exports lie there in the clear, and offers to delete those that package
// leftover lets go. It is nil where there are none.
func (f *Flow) clearFiles(exports []importedFile, lacks func(account.Account) []session.Lack) *pages.Clear {
	if len(exports) == 0 {
		return nil
	}
	c := &pages.Clear{Run: f.Run}
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
