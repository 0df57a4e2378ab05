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

// A codeLine is one code as JSON has it. A code that counts has no next one and no end.
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
	c := p.command(&cobra.Command{
		Use:   "code [WORDS]...",
		Short: "Print the codes of the accounts that match",
		Long: `Prints the codes of the accounts whose issuer, name or tags contain all the WORDS,
one a line: the code, a tab, the issuer, a tab, the name. Case does not matter.
Accounts in the trash are left out, and so are those that count (HOTP), unless
--count asks for a new code of one of them.`,
		Example: "  watchword code amazon\n  watchword code amazon me@example.org --json\n  watchword code vpn --count",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		if count && next {
			return wrongUse("--count makes the next code already; leave out --next.")
		}
		if count {
			return p.countCode(ctx, words, asJSON)
		}
		return p.codes(ctx, words, next, asJSON)
	})
	c.Flags().BoolVar(&next, "next", false, "print the next code instead of the one that is valid now")
	c.Flags().BoolVar(&count, "count", false, "make a new code of the one account that matches, which must be one that counts; the counter is saved first")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) codes(ctx context.Context, words []string, next, asJSON bool) error {
	return p.read(ctx, func(v *vault.Vault) error {
		matches, err := accounts(v, words)
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
			return errors.New("No account that matches has a code now. One that counts needs --count.")
		}
		return p.printCodes(lines, next, asJSON)
	})
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
func (p *program) countCode(ctx context.Context, words []string, asJSON bool) error {
	var line codeLine
	err := p.change(ctx, func(v *vault.Vault) error {
		matches, err := accounts(v, words)
		if err != nil {
			return err
		}
		if len(matches) > 1 {
			return fmt.Errorf("%d accounts match. Give more words: --count works on exactly one.", len(matches))
		}
		a := matches[0]
		if a.Key.Type != otp.HOTP {
			return errors.New("This account does not count; its codes follow the clock. Leave out --count.")
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
