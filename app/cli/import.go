package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"watchword/app/leftover"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
)

// importing is what one run of import was asked for.
type importing struct {
	files                                 []string
	format, passwordFile                  string
	dryRun, json, reveal, yes, duplicates bool
	formats, remove                       bool
	tags                                  []string
}

func importCommand(p *program) *cobra.Command {
	var o importing
	c := p.command(&cobra.Command{
		Use:   "import " + words.In("usage", "FILE..."),
		Short: words.T("Add the accounts of other programs' files"),
		Long: words.T(`Reads the exports of other authenticators, pictures of QR codes, and folders of both,
and adds the accounts that the vault does not have yet. One that it has gets the note, the
tags and the larger counter of the file where it lacks them; nothing is overwritten. The
format is detected from the content; “-” is standard input. One bad entry does not stop the
others: it is named.
At a terminal the accounts are shown and a question is asked first, and another one
whether to delete the files that anybody can read. --dry-run only shows what is there; it
saves nothing and needs no vault.

Files that can be read, with the name for --format; --formats says of each how to get it
out of its program, what is imported and what is not:
%s`, formatList(chosen(canRead))),
		Example: "  watchword import aegis.json\n  watchword import --dry-run --json export.zip\n  watchword import screenshots/ --tag work",
		Args: func(c *cobra.Command, files []string) error {
			if o.formats {
				return noWords(c, files)
			}
			if len(files) == 0 {
				return wrongUse(words.T("Name a file to import."))
			}
			return noLinks(files)
		},
	}, func(ctx context.Context, files []string) error {
		if o.formats {
			p.listFormats()
			return nil
		}
		o.files = files
		return p.importFiles(ctx, o)
	})
	f := c.Flags()
	f.StringVar(&o.format, "format", "", words.T("what the files are, by its `name`, where the content does not tell"))
	f.StringVar(&o.passwordFile, "file-password-file", "", words.T("`file` that holds the password of the files"))
	f.BoolVar(&o.formats, "formats", false, words.T("print how to get the export out of each program"))
	f.BoolVarP(&o.dryRun, "dry-run", "n", false, words.T("show what would be added; save nothing"))
	f.BoolVar(&o.json, "json", false, words.T("print one line of JSON a file, without the keys"))
	f.BoolVar(&o.reveal, "reveal", false, words.T("print the keys in the JSON too"))
	f.BoolVar(&o.remove, "delete", false, words.T("delete files that are not encrypted once all of their accounts are saved"))
	f.BoolVarP(&o.yes, "yes", "y", false, words.T("ask no question"))
	f.BoolVar(&o.duplicates, "duplicates", false, words.T("add accounts even if the vault has the same key already"))
	f.StringArrayVarP(&o.tags, "tag", "t", nil, words.T("give the accounts this `tag`; may be given several times"))
	c.MarkFlagFilename("file-password-file")
	c.RegisterFlagCompletionFunc("format", completeFormat(chosen(canRead)))
	return c
}

func (p *program) importFiles(ctx context.Context, o importing) error {
	if o.reveal && !o.json {
		return wrongUse(words.T("--reveal goes with --json."))
	}
	if err := areText(o.tags...); err != nil {
		return err
	}
	if !o.dryRun { // before the work of reading: a missing vault is no surprise at the end
		if _, err := p.locked(); err != nil {
			return err
		}
	}
	reader, err := p.newReader(o.format, o.passwordFile)
	if err != nil {
		return err
	}
	var exports []export
	err = reader.each(ctx, o.files, func(e export) error {
		for i := range e.result.Accounts {
			e.result.Accounts[i].Tags = withTags(e.result.Accounts[i].Tags, o.tags)
		}
		exports = append(exports, e)
		if !o.dryRun {
			return nil
		}
		return p.showExport(e, o)
	})
	if err != nil {
		return err
	}
	for _, sentence := range reader.missing() {
		p.note(sentence)
	}
	if o.dryRun && len(exports) == 0 && reader.failed() == nil {
		return errNoAccounts
	}
	if o.dryRun {
		err := reader.failed()
		if err == nil && !slices.ContainsFunc(exports, func(e export) bool { return len(e.result.Accounts) > 0 }) {
			err = errNoAccounts
		}
		return err
	}
	return p.addExports(ctx, exports, o, reader.failed())
}

var errNoAccounts = words.Error("There are no accounts in the files.")

// showExport prints a file for a dry run.
func (p *program) showExport(e export, o importing) error {
	if o.json {
		return p.printJSON(newExportLine(e, o.reveal, nil, nil))
	}
	p.listExport(e)
	return nil
}

// addExports adds what is new in the files, and says what is not. failed is what went wrong
// with some of them; it decides the exit code when the others are saved.
func (p *program) addExports(ctx context.Context, exports []export, o importing, failed error) error {
	var accounts []account.Account
	for _, e := range exports {
		accounts = append(accounts, e.result.Accounts...)
		p.sayFailures(e)
		if len(e.result.Failures) > 0 && failed == nil {
			failed = reported
		}
	}
	if len(accounts) == 0 {
		if failed == nil {
			failed = errNoAccounts
		}
		return failed
	}
	var in session.Imported
	var saved *session.Session
	var lacks func(account.Account) []session.Lack // of what is saved, once it is
	asked := o.yes
	err := p.change(ctx, func(s *session.Session) error {
		saved = s
		in, _ = s.Import(ctx, accounts, o.duplicates)
		if !asked && p.Terminal {
			asked = true
			if err := p.askImport(accounts, in); err != nil {
				return err
			}
		}
		lacks = s.Lacks()
		return nil
	})
	if err != nil {
		return err
	}
	verdicts, took := in.Verdicts, in.Took
	for _, a := range in.Beside {
		p.sayNamesake(a)
	}
	if refused := p.sayVerdicts(accounts, verdicts, o.json); refused && failed == nil {
		failed = reported
	}
	p.sayTaken(accounts, took, o.json)
	p.sayLacks(accounts, verdicts, lacks)
	if o.json {
		if err := p.printExports(exports, verdicts, took, o.reveal); err != nil {
			return err
		}
	}
	p.sayReport(exports, verdicts, took)
	if slices.Contains(verdicts, session.IsNew) || slices.ContainsFunc(took, func(t []session.Lack) bool { return len(t) > 0 }) {
		p.sayUndo(saved)
	}
	if err := p.clearExports(exports, lacks, o); err != nil && failed == nil {
		failed = err
	}
	return failed
}

// askImport shows what would be added and asks whether to go on.
func (p *program) askImport(accounts []account.Account, in session.Imported) error {
	verdicts, took := in.Verdicts, in.Took
	n, more := 0, 0
	for i, a := range accounts {
		if verdicts[i] == session.IsNew {
			n++
		}
		what := before(verdicts[i])
		if a.InTrash() {
			what = words.T("%s, in the trash", what)
		}
		if len(took[i]) > 0 {
			more++
			what = words.T("%s; new here: %s", what, session.TakenWords(a, took[i]))
		}
		fmt.Fprintf(p.Err, "  %s  %s  (%s)\n", fullName(a), describe(a.Key), what)
	}
	question := words.N(n, "Add 1 account?", "Add %d accounts?")
	switch {
	case n == 0 && more == 0:
		return nil
	case n == 0:
		question = words.N(more, "Update 1 account?", "Update %d accounts?")
	case more > 0:
		question = words.N(n, "Add 1 account and update %[2]d?", "Add %d accounts and update %d?", more)
	}
	if p.ask(question) {
		return nil
	}
	return words.Error("Nothing was changed.")
}

// sayReport sums up the import of more than a few: "41 imported, 3 already there, 1 not usable."
func (p *program) sayReport(exports []export, verdicts []session.Verdict, took [][]session.Lack) {
	n := map[session.Verdict]int{}
	for _, v := range verdicts {
		n[v]++
	}
	for _, e := range exports {
		n[session.IsRefused] += len(e.result.Failures)
	}
	if len(verdicts) == 1 && n[session.IsNew] == 1 && n[session.IsRefused] == 0 {
		return // it was said already
	}
	parts := []string{words.N(n[session.IsNew], "1 imported", "%d imported")}
	if n := n[session.IsThere]; n > 0 {
		parts = append(parts, words.N(n, "1 already there", "%d already there"))
	}
	if n := n[session.IsSame]; n > 0 {
		parts = append(parts, words.N(n, "1 left out with the same key under another name", "%d left out with the same key under another name"))
	}
	if n := n[session.IsRefused]; n > 0 {
		parts = append(parts, words.N(n, "1 not usable", "%d not usable"))
	}
	if updated := len(took) - len(slices.DeleteFunc(slices.Clone(took), func(t []session.Lack) bool { return len(t) > 0 })); updated > 0 {
		parts = append(parts, words.N(updated, "1 updated", "%d updated"))
	}
	p.note(words.T("%s.", words.List(parts...)))
}

// clearExports deals with the files that hold keys for everybody to read, once their
// accounts are saved: deletes them when asked to, or asks, or says that they lie there.
// Package leftover says which may be deleted.
func (p *program) clearExports(exports []export, lacks func(account.Account) []session.Lack, o importing) error {
	var whole []export
	var failed error
	for _, e := range exports {
		if e.file == "-" || e.result.Encrypted || len(e.result.Accounts) == 0 {
			continue
		}
		switch why := leftover.Why(e.read, e.result, lacks); {
		case why == "":
			if !o.remove {
				p.note(words.T("%s holds keys and is not encrypted. Delete it once the codes work.", clean(e.file)))
			}
			whole = append(whole, e)
		case o.remove:
			p.note(words.T("%s was not deleted: %s.", clean(e.file), why))
			failed = reported
		default:
			p.note(words.T("%s holds keys and is not encrypted. Look at it before you delete it: %s.", clean(e.file), why))
		}
	}
	if len(whole) == 0 || !o.remove && (o.yes || !p.ask(words.N(len(whole), "Delete 1 file now?", "Delete %d files now?"))) {
		return failed
	}
	for _, e := range whole {
		if err := e.read.Remove(); err != nil {
			p.noteOf(e.file, err)
			failed = reported
			continue
		}
		p.note(words.T("Deleted %s.", clean(e.file)))
	}
	return failed
}

// sayUndo says how an import of several accounts is taken back.
func (p *program) sayUndo(s *session.Session) {
	if b, ok := s.BackupBefore(); ok && b.Reason == "import" {
		p.note(words.T("To undo: %s", p.commandLine("vault restore --replace "+argument(b.Path))))
	}
}

// withTags returns tags with those of more that are not among them.
func withTags(tags, more []string) []string {
	for _, tag := range more {
		if !hasTag(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}
