package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func showCommand(p *program) *cobra.Command {
	var note, trash bool
	var n naming
	c := p.command(&cobra.Command{
		Use:   "show " + words.In("usage", "WORDS..."),
		Short: words.T("Print everything about one account but its key and its code"),
		Long: words.T(`Prints what the vault has about the one account that matches. Its key and its code are
not printed, and its note only with --note, for backup codes may be in it.`),
		Example: "  watchword show github\n  watchword show github --note",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		if note {
			return p.showNote(ctx, n.by(args), trash)
		}
		return p.read(ctx, func(s *session.Session) error {
			list, err := matching(s, n.by(args), trash)
			if err != nil {
				return err
			}
			return writeTable(p.Out, shown(list[0]), 0)
		})
	})
	n.flags(c, false)
	c.Flags().BoolVar(&note, "note", false, words.T("print the note and nothing else"))
	c.Flags().BoolVar(&trash, "trash", false, words.T("an account in the trash"))
	return c
}

// shown are the rows about an account.
func shown(a account.Account) (rows [][]string) {
	say := func(what, text string) {
		if text != "" {
			rows = append(rows, []string{what, text})
		}
	}
	say(words.T("issuer"), clean(a.Issuer))
	say(words.T("name"), clean(a.Name))
	say(words.T("type"), words.T(typeWords[a.Key.Type]))
	say(words.T("digits"), fmt.Sprint(a.Key.Digits))
	say(words.T("algorithm"), string(a.Key.Algorithm))
	if a.Key.Type == otp.HOTP {
		say(words.T("counter"), fmt.Sprint(a.Counter))
	} else {
		say(words.T("period"), words.T("%d s", a.Key.Period))
	}
	if a.Key.NeedsPIN() {
		say(words.T("PIN"), words.T("needed, and not known"))
	}
	var tags []string
	for _, tag := range a.Tags {
		tags = append(tags, "#"+clean(tag))
	}
	say(words.T("tags"), strings.Join(tags, " "))
	if a.Note != "" {
		say(words.T("note"), words.T("yes; --note prints it"))
	}
	if a.Pinned {
		say(words.T("pinned"), words.T("yes"))
	}
	if a.Archived {
		say(words.T("archived"), words.T("yes"))
	}
	if a.InTrash() {
		say(words.T("in the trash"), words.T("since %s", a.Trashed.UTC().Format(time.DateOnly)))
	}
	say(words.T("id"), a.ID)
	return rows
}

// typeWords say how an account makes its codes.
var typeWords = map[otp.Type]string{
	otp.TOTP: words.Mark("time-based (TOTP)"), otp.HOTP: words.Mark("counter-based (HOTP)"),
	otp.Steam: "Steam", otp.Yandex: "Yandex", otp.MOTP: "mOTP",
}
