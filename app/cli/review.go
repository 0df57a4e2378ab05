package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"watchword/app/config"
	"watchword/app/session"
	"watchword/assets/words"
)

// A reviewLine is one concern as JSON has it.
type reviewLine struct {
	Kind     session.ConcernKind `json:"kind"`
	Accounts []reviewAccount     `json:"accounts"`
}

type reviewAccount struct {
	ID     string `json:"id"`
	Issuer string `json:"issuer"`
	Name   string `json:"name"`
}

func reviewCommand(p *program) *cobra.Command {
	var asJSON bool
	c := p.command(&cobra.Command{
		Use:   "review",
		Short: words.T("Check the vault for problems: backups, notes, short keys, duplicates"),
		Long: words.T(`Checks the vault for problems, the most serious first: no recovery
sheet, no recent backup, codes that are corrected, keys that several accounts have,
keys under 80 bits, a clock that was never checked, accounts without a note of
another way in. Nothing is changed, no key and no code is printed.`),
	}, func(ctx context.Context, _ []string) error {
		return p.read(ctx, func(s *session.Session) error {
			concerns := session.Review(s.All(), s.Facts(p.computer(s.ID())))
			if asJSON {
				return p.reviewJSON(concerns)
			}
			return p.reviewText(concerns)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}

// computer is what a review looks at that belongs to this computer and not to the vault.
func (p *program) computer(vault string) session.Computer {
	return session.Computer{
		Correction: p.config.Correction(), ClockKnown: p.config.ClockChecked != "",
		Used: config.LoadUse(p.Places).Used(vault),
	}
}

// reviewWords say what a concern is and what mends it.
var reviewWords = map[session.ConcernKind]string{
	session.NoRecovery:     words.Mark("There is no recovery sheet: a forgotten password would lose everything. “watchword vault recovery --sheet FILE” makes one."),
	session.NoBackup:       words.Mark("There is no backup yet. Each change makes one; until then, keep a copy of the vault file elsewhere."),
	session.OldBackup:      words.Mark("The last backup is older than three months. Keep a copy of the vault file elsewhere."),
	session.ClockCorrected: words.Mark("Codes are corrected for a wrong clock. “watchword clock” says whether they still have to be."),
	session.Duplicate:      words.Mark("These accounts have the same key; one is enough."),
	session.ShortKey:       words.Mark("These keys are under 80 bits. Set up two-step verification again at the service to get a longer one."),
	session.ClockUnchecked: words.Mark("The clock has not been checked yet. “watchword clock” checks it."),
	session.NoNote:         words.Mark("These accounts have no note of another way in, such as where the backup codes are."),
	session.NeverUsed:      words.Mark("These accounts were never used on this computer."),
}

func (p *program) reviewText(concerns []session.Concern) error {
	if len(concerns) == 0 {
		p.note(words.T("No problems found."))
	}
	for _, c := range concerns {
		if _, err := fmt.Fprintln(p.Out, words.T(reviewWords[c.Kind])); err != nil {
			return err
		}
		for _, a := range c.Accounts {
			line := "  " + clean(a.Title())
			if a.Issuer != "" && a.Name != "" {
				line += "  " + clean(a.Name)
			}
			if _, err := fmt.Fprintln(p.Out, line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *program) reviewJSON(concerns []session.Concern) error {
	lines := make([]reviewLine, len(concerns))
	for i, c := range concerns {
		lines[i] = reviewLine{c.Kind, []reviewAccount{}}
		for _, a := range c.Accounts {
			lines[i].Accounts = append(lines[i].Accounts, reviewAccount{a.ID, a.Issuer, a.Name})
		}
	}
	return p.printJSON(struct {
		Concerns []reviewLine `json:"concerns"`
	}{lines})
}
