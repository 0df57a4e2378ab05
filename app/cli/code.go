package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A codeLine is one code as JSON has it. A counter-based code has no next one and no end.
type codeLine struct {
	ID         string     `json:"id"`
	Issuer     string     `json:"issuer"`
	Name       string     `json:"name"`
	Code       string     `json:"code"`
	Next       *string    `json:"next"`
	ValidUntil *time.Time `json:"validUntil"`
}

// A coding is what one run of code was asked for.
type coding struct {
	naming
	next, count, one   bool
	asJSON, bare, copy bool // how the code is handed over
}

func codeCommand(p *program) *cobra.Command {
	var o coding
	c := p.command(&cobra.Command{
		Use:   "code " + words.In("usage", "[WORDS]..."),
		Short: words.T("Print the codes of the accounts that match"),
		Long: words.T(`Prints the codes of the accounts whose issuer, name or tags contain all the WORDS,
one a line: the code, a tab, the issuer, a tab, the name. Case does not matter.
Accounts in the trash are left out, and so are counter-based ones (HOTP), unless
--count asks for the next code of one of them.
--copy puts the code of the one account that matches on the clipboard and prints it
nowhere. The clipboard is cleared after the time that is set in the window, 30 seconds
as a rule, unless it holds something else by then.`),
		Example: "  watchword code amazon\n  watchword code amazon --copy\n  watchword code amazon me@example.org --json\n  watchword code vpn --count\n  login --otp \"$(watchword code -q --one amazon)\"",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		o.naming = o.by(args)
		switch {
		case o.count && o.next:
			return wrongUse(words.T("--count makes the next code already; leave out --next."))
		case o.asJSON && o.bare:
			return wrongUse(words.T("Use either --json or --quiet."))
		case o.copy && (o.asJSON || o.bare):
			return wrongUse(words.T("--copy prints no code; leave out --json and --quiet."))
		case o.count && p.Unread:
			return errUnread
		}
		if o.copy {
			if err := p.canCopy(); err != nil {
				return err
			}
		}
		if o.count {
			return p.countCode(ctx, o)
		}
		return p.codes(ctx, o)
	})
	o.flags(c, false)
	f := c.Flags()
	f.BoolVarP(&o.copy, "copy", "c", false, words.T("copy the code of the one account that matches, and print it nowhere"))
	f.BoolVarP(&o.bare, "quiet", "q", false, words.T("print nothing but the code"))
	f.BoolVarP(&o.one, "one", "1", false, words.T("fail where more than one account matches"))
	f.BoolVarP(&o.next, "next", "n", false, words.T("print the next code instead of the one that is valid now"))
	f.BoolVar(&o.count, "count", false, words.T("make the next code of the one account that matches, which must be counter-based (HOTP); the counter is saved first"))
	f.BoolVar(&o.asJSON, "json", false, words.T("print JSON"))
	return c
}

func (p *program) codes(ctx context.Context, o coding) error {
	var lines []codeLine
	err := p.consult(ctx, func(s source) error {
		lines = nil
		matches, err := o.find(s, false)
		if err != nil {
			return err
		}
		if len(matches) > 1 && (o.one || o.copy) {
			return o.tooMany(matches)
		}
		if err := s.Load(ctx, matches); err != nil {
			return err
		}
		correction := p.config.Correction()
		now := p.Now().Add(correction)
		for _, a := range matches {
			line, err := timeCode(s, a, now)
			switch {
			case err == nil:
				*line.ValidUntil = line.ValidUntil.Add(-correction) // by the clock that scripts have
				lines = append(lines, line)
			case !errors.Is(err, otp.ErrNeedsCounter):
				p.note(words.T("%s has no code: %s.", clean(a.Title()), phrases.Sentence(err)))
			}
		}
		if len(lines) == 0 {
			return noCode(matches)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.handOver(ctx, lines, o)
}

// handOver copies or prints codes.
func (p *program) handOver(ctx context.Context, lines []codeLine, o coding) error {
	if !o.copy {
		return p.printCodes(lines, o)
	}
	err := p.copyCode(ctx, lines[0], o.next)
	if err != nil && o.count { // the counter is used up for this code
		p.noteError(err)
		return p.printCodes(lines, o)
	}
	return err
}

// noCode says why none of some accounts has a code.
func noCode(matches []account.Account) error {
	for _, a := range matches {
		if a.Key.Type == otp.HOTP {
			return words.Error("%s is counter-based (HOTP). Use --count for the next code.", clean(a.Title()))
		}
	}
	return words.Error("No account that matches has a code now.")
}

// timeCode computes the code of a time and the one after it.
func timeCode(s coder, a account.Account, now time.Time) (codeLine, error) {
	code, after, err := s.Codes(a, now)
	if err != nil {
		return codeLine{}, err
	}
	until := code.Until.UTC()
	return codeLine{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Code: code.Value, Next: &after.Value, ValidUntil: &until}, nil
}

// countCode raises the counter of the one account that matches, on disk, and then prints
// the code.
func (p *program) countCode(ctx context.Context, o coding) error {
	var line codeLine
	err := p.change(ctx, func(s *session.Session) error {
		matches, err := o.find(s, false)
		if err != nil {
			return err
		}
		if len(matches) > 1 { // --count makes one code
			return o.tooMany(matches)
		}
		a := matches[0]
		if a.Key.Type != otp.HOTP {
			return words.Error("%s is time-based, not counter-based (HOTP). Leave out --count.", clean(a.Title()))
		}
		code, result, err := s.NextCode(ctx, a.ID)
		if err != nil {
			return err
		}
		line = codeLine{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Code: code}
		return p.told(result)
	})
	if err != nil {
		return err
	}
	return p.handOver(ctx, []codeLine{line}, o)
}

func (p *program) printCodes(lines []codeLine, o coding) error {
	if o.asJSON {
		return p.printJSON(struct {
			Codes []codeLine `json:"codes"`
		}{lines})
	}
	for _, line := range lines {
		code := line.Code
		if o.next {
			code = *line.Next
		}
		text := fmt.Sprintf("%s\t%s\t%s\n", code, clean(line.Issuer), clean(line.Name))
		if o.bare {
			text = code + "\n"
		}
		if _, err := io.WriteString(p.Out, text); err != nil {
			return err
		}
	}
	return nil
}
