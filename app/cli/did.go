package cli

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A deed is what a command did to accounts that were there.
type deed struct {
	done     string                   // for scripts: "trash"
	one      func(name string) string // what is said of one account: "Moved GitHub to the trash."
	many     func(n int) string       // of any other number
	back     string                   // the command that undoes it, with %s for the one account: "restore %s"; "" for none
	final    bool                     // it cannot be undone
	unlisted bool                     // the accounts are not printed, for it is about something else

	accounts []account.Account // as they are now
	changed  bool
	in       *session.Session // where it was done; it is closed by now
}

// A deedLine is a deed as JSON has it.
type deedLine struct {
	Done     string          `json:"done"`
	Changed  bool            `json:"changed"` // false where all was so already
	Accounts []reviewAccount `json:"accounts"`
	Undo     string          `json:"undo"` // the command that undoes it, "" where none does
}

// changeMany does something to the accounts that match and says so.
func (p *program) changeMany(ctx context.Context, n naming, trashed, asJSON bool, d deed, do func(s *session.Session, ids []string) error) error {
	err := p.change(ctx, func(s *session.Session) (err error) {
		if d.accounts, err = matching(s, n, trashed); err != nil {
			return err
		}
		if err := do(s, ids(d.accounts)); err != nil {
			return err
		}
		d.in, d.changed = s, s.LastChange() != 0
		return nil
	})
	if err != nil {
		return err
	}
	return p.sayDone(d, asJSON)
}

// sayDone says what was done and how to undo it. Scripts get the accounts, one a line, or JSON.
func (p *program) sayDone(d deed, asJSON bool) error {
	line := deedLine{Done: d.done, Changed: d.changed, Accounts: []reviewAccount{}, Undo: p.undoing(d)}
	for _, a := range d.accounts {
		line.Accounts = append(line.Accounts, reviewAccount{a.ID, a.Issuer, a.Name})
		if !asJSON && !d.unlisted && !p.outIsTerminal() { // a user reads the sentence
			if _, err := fmt.Fprintf(p.Out, "%s\t%s\n", clean(a.Issuer), clean(a.Name)); err != nil {
				return err
			}
		}
	}
	switch {
	case asJSON:
		return p.printJSON(line)
	case !d.changed:
		p.note(words.T("Nothing was changed: it was so already."))
		return nil
	}
	text := d.String()
	if line.Undo != "" {
		text = words.T("%s To undo: %s", text, line.Undo)
	}
	p.note(text)
	return nil
}

// String says what was done.
func (d deed) String() string {
	if len(d.accounts) == 1 {
		return d.one(fullName(d.accounts[0]))
	}
	return d.many(len(d.accounts))
}

// undoing is the command that undoes a deed.
func (p *program) undoing(d deed) string {
	switch {
	case d.final || !d.changed:
		return ""
	case d.back != "" && strings.Contains(d.back, "%s") && len(d.accounts) == 1:
		return p.commandLine(fmt.Sprintf(d.back, "--id "+d.accounts[0].ID))
	case d.back != "" && !strings.Contains(d.back, "%s"):
		return p.commandLine(d.back)
	}
	b, ok := d.in.BackupBefore()
	if !ok {
		return ""
	}
	return p.commandLine("vault restore --replace " + argument(b.Path))
}

// commandLine is a command on the vault of this run.
func (p *program) commandLine(command string) string {
	if p.vaultFlag != "" {
		command += " --vault " + argument(p.vaultFlag)
	}
	return "watchword " + command
}

// argument writes a text as one argument of a command line.
func argument(text string) string {
	switch {
	case harmless(text):
		return text
	case runtime.GOOS == "windows":
		return `"` + text + `"`
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
