package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func showCommand(p *program) *cobra.Command {
	var note, trash bool
	var n naming
	c := p.command(&cobra.Command{
		Use:   "show WORDS...",
		Short: "Print everything about one account but its key and its code",
		Long: `Prints what the vault has about the one account that matches. Its key and its code are
not printed, and its note only with --note, for backup codes may be in it.`,
		Example: "  watchword show github\n  watchword show github --note",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, words []string) error {
		if note {
			return p.showNote(ctx, n.by(words), trash)
		}
		return p.read(ctx, func(s *session.Session) error {
			list, err := matching(s, n.by(words), trash)
			if err != nil {
				return err
			}
			return writeTable(p.Out, shown(list[0]), 0)
		})
	})
	n.flags(c, false)
	c.Flags().BoolVar(&note, "note", false, "print the note and nothing else")
	c.Flags().BoolVar(&trash, "trash", false, "an account in the trash")
	return c
}

// shown are the rows about an account.
func shown(a account.Account) (rows [][]string) {
	say := func(what, text string) {
		if text != "" {
			rows = append(rows, []string{what, text})
		}
	}
	say("issuer", clean(a.Issuer))
	say("name", clean(a.Name))
	say("type", map[otp.Type]string{otp.TOTP: "time-based (TOTP)", otp.HOTP: "counter-based (HOTP)", otp.Steam: "Steam", otp.Yandex: "Yandex", otp.MOTP: "mOTP"}[a.Key.Type])
	say("digits", fmt.Sprint(a.Key.Digits))
	say("algorithm", string(a.Key.Algorithm))
	if a.Key.Type == otp.HOTP {
		say("counter", fmt.Sprint(a.Counter))
	} else {
		say("period", fmt.Sprintf("%d s", a.Key.Period))
	}
	if a.Key.NeedsPIN() {
		say("PIN", "needed, and not known")
	}
	var tags []string
	for _, tag := range a.Tags {
		tags = append(tags, "#"+clean(tag))
	}
	say("tags", strings.Join(tags, " "))
	if a.Note != "" {
		say("note", "yes; --note prints it")
	}
	for _, state := range []struct {
		is   bool
		what string
	}{{a.Pinned, "pinned"}, {a.Archived, "archived"}} {
		if state.is {
			say(state.what, "yes")
		}
	}
	if a.InTrash() {
		say("in the trash", "since "+a.Trashed.UTC().Format("2006-01-02"))
	}
	say("id", a.ID)
	return rows
}
