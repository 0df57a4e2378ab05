package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/vault"
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

func codeCommand(p *program) *cobra.Command {
	var next, count, asJSON bool
	var n naming
	c := p.command(&cobra.Command{
		Use:   "code [WORDS]...",
		Short: "Print the codes of the accounts that match",
		Long: `Prints the codes of the accounts whose issuer, name or tags contain all the WORDS,
one a line: the code, a tab, the issuer, a tab, the name. Case does not matter.
Accounts in the trash are left out, and so are counter-based ones (HOTP), unless
--count asks for the next code of one of them.`,
		Example: "  watchword code amazon\n  watchword code amazon me@example.org --json\n  watchword code vpn --count",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		if count && next {
			return wrongUse("--count makes the next code already; leave out --next.")
		}
		if count && p.Unread {
			return errUnread
		}
		if count {
			return p.countCode(ctx, n.by(words), asJSON)
		}
		return p.codes(ctx, n.by(words), next, asJSON)
	})
	n.flags(c, false)
	c.Flags().BoolVar(&next, "next", false, "print the next code instead of the one that is valid now")
	c.Flags().BoolVar(&count, "count", false, "make the next code of the one account that matches, which must be counter-based (HOTP); the counter is saved first")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) codes(ctx context.Context, n naming, next, asJSON bool) error {
	return p.read(ctx, func(v *vault.Vault) error {
		matches, err := n.find(v, false)
		if err != nil {
			return err
		}
		correction := p.config.Correction()
		now := p.Now().Add(correction)
		var lines []codeLine
		for _, a := range matches {
			line, err := timeCode(a, now)
			switch {
			case err == nil:
				*line.ValidUntil = line.ValidUntil.Add(-correction) // by the clock that scripts have
				lines = append(lines, line)
			case !errors.Is(err, otp.ErrNeedsCounter):
				p.note("%s has no code: %v.", clean(a.Title()), err)
			}
		}
		if len(lines) == 0 {
			return noCode(matches)
		}
		return p.printCodes(lines, next, asJSON)
	})
}

// noCode says why none of some accounts has a code.
func noCode(matches []account.Account) error {
	for _, a := range matches {
		if a.Key.Type == otp.HOTP {
			return fmt.Errorf("%s is counter-based (HOTP). Use --count for the next code.", clean(a.Title()))
		}
	}
	return errors.New("No account that matches has a code now.")
}

// timeCode computes the code of a time and the one after it.
func timeCode(a account.Account, now time.Time) (codeLine, error) {
	code, err := a.Key.At(now)
	if err != nil {
		return codeLine{}, err
	}
	after, err := a.Key.At(code.Until)
	if err != nil {
		return codeLine{}, err
	}
	until := code.Until.UTC()
	return codeLine{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Code: code.Value, Next: &after.Value, ValidUntil: &until}, nil
}

// countCode raises the counter of the one account that matches, on disk, and then prints
// the code.
func (p *program) countCode(ctx context.Context, n naming, asJSON bool) error {
	var line codeLine
	err := p.change(ctx, func(v *vault.Vault) error {
		matches, err := n.find(v, false)
		if err != nil {
			return err
		}
		if len(matches) > 1 { // --count makes one code
			return n.tooMany(matches)
		}
		a := matches[0]
		if a.Key.Type != otp.HOTP {
			return fmt.Errorf("%s is time-based, not counter-based (HOTP). Leave out --count.", clean(a.Title()))
		}
		code, result, err := session.NextCode(ctx, v, a.ID)
		if err != nil {
			return err
		}
		line = codeLine{ID: a.ID, Issuer: a.Issuer, Name: a.Name, Code: code}
		return p.told(result)
	})
	if err != nil {
		return err
	}
	return p.printCodes([]codeLine{line}, false, asJSON)
}

func (p *program) printCodes(lines []codeLine, next, asJSON bool) error {
	if asJSON {
		return p.printJSON(struct {
			Codes []codeLine `json:"codes"`
		}{lines})
	}
	for _, line := range lines {
		code := line.Code
		if next {
			code = *line.Next
		}
		if _, err := fmt.Fprintf(p.Out, "%s\t%s\t%s\n", code, clean(line.Issuer), clean(line.Name)); err != nil {
			return err
		}
	}
	return nil
}
