package cli

import (
	"encoding/base32"
	"fmt"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

// An exportLine is one file of another program as JSON has it.
type exportLine struct {
	File     string        `json:"file,omitempty"` // where several were read
	Format   string        `json:"format"`
	Entries  []entryLine   `json:"entries"`
	Failures []failureLine `json:"failures"`
	Error    string        `json:"error,omitempty"` // why the file as a whole could not be read
}

// An entryLine is one account of a file. What its type does not have is left out, and so
// are key and PIN unless they were asked for.
type entryLine struct {
	Issuer    string          `json:"issuer"`
	Name      string          `json:"name"`
	Secret    string          `json:"secret,omitempty"` // base32 without padding
	Type      otp.Type        `json:"type"`
	Algorithm otp.Algorithm   `json:"algorithm"`
	Digits    int             `json:"digits"`
	Period    *int            `json:"period,omitempty"`
	Counter   *uint64         `json:"counter,omitempty"`
	Tags      []string        `json:"tags"`
	Note      string          `json:"note"`
	PIN       string          `json:"pin,omitempty"`
	Favorite  bool            `json:"favorite,omitempty"`
	Trashed   bool            `json:"trashed,omitempty"`
	Archived  bool            `json:"archived,omitempty"`
	State     session.Verdict `json:"state,omitempty"` // after an import that was no dry run

	Updated []session.Lack `json:"updated,omitempty"` // what an account that was there got
}

type failureLine struct {
	Position int    `json:"position"`         // in the file, from 1
	Issuer   string `json:"issuer,omitempty"` // of the entry, where it could be read
	Name     string `json:"name,omitempty"`
	Reason   string `json:"reason"`
}

// newExportLine describes a file; verdicts are those on its accounts and took is what those that
// were there got, nil in a dry run.
func newExportLine(e export, reveal bool, verdicts []session.Verdict, took [][]session.Lack) exportLine {
	line := exportLine{Format: e.result.Format, Entries: []entryLine{}, Failures: []failureLine{}}
	if e.shown {
		line.File = e.file
	}
	if e.err != nil {
		line.Error = phrases.Sentence(e.err)
	}
	for i, a := range e.result.Accounts {
		entry := newEntryLine(a, reveal)
		if verdicts != nil {
			entry.State, entry.Updated = verdicts[i], took[i]
		}
		line.Entries = append(line.Entries, entry)
	}
	for _, f := range e.result.Failures {
		line.Failures = append(line.Failures, failureLine{f.Position, f.Issuer, f.Name, f.Reason})
	}
	return line
}

func newEntryLine(a account.Account, reveal bool) entryLine {
	k := a.Key
	line := entryLine{
		Issuer: a.Issuer, Name: a.Name, Type: k.Type, Algorithm: k.Algorithm, Digits: k.Digits,
		Tags: append([]string{}, a.Tags...), Note: a.Note, Favorite: a.Pinned, Trashed: a.InTrash(), Archived: a.Archived,
	}
	if k.Type == otp.HOTP {
		line.Counter = &a.Counter
	} else {
		line.Period = &k.Period
	}
	if reveal {
		line.Secret = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(k.Secret)
		line.PIN = string(k.PIN)
	}
	return line
}

// printExports prints the files after their import, a line each.
func (p *program) printExports(exports []export, verdicts []session.Verdict, took [][]session.Lack, reveal bool) error {
	for _, e := range exports {
		n := len(e.result.Accounts)
		if err := p.printJSON(newExportLine(e, reveal, verdicts[:n], took[:n])); err != nil {
			return err
		}
		verdicts, took = verdicts[n:], took[n:]
	}
	return nil
}

// listExport prints a file for people, without its keys.
func (p *program) listExport(e export) {
	if e.err != nil {
		return // named already
	}
	name := e.result.Format
	if f, ok := transfer.ByID(name); ok {
		name = words.T(f.Name)
	}
	fmt.Fprintln(p.Out, words.T("%s: %s, %s", clean(e.file), name, phrases.Accounts(len(e.result.Accounts))))
	if set := e.result.Charset; set != "" {
		fmt.Fprintln(p.Out, "  "+words.T("Its text was read as %s.", set))
	}
	for _, a := range e.result.Accounts {
		trash := ""
		if a.InTrash() {
			trash = "  " + words.T("(in the trash)")
		}
		fmt.Fprintf(p.Out, "  %s  %s%s\n", fullName(a), describe(a.Key), trash)
	}
	for _, f := range e.result.Failures {
		fmt.Fprintln(p.Out, "  "+words.T("Entry %s cannot be used: %s.", f.Entry(), f.Reason))
	}
}

// sayFailures names the entries of a file that cannot be used.
func (p *program) sayFailures(e export) {
	for _, f := range e.result.Failures {
		p.note(words.T("%s: Entry %s cannot be used: %s.", clean(e.file), f.Entry(), f.Reason))
	}
}
