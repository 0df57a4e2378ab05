package cli

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A listLine is one account as JSON has it, without anything secret.
type listLine struct {
	ID        string        `json:"id"`
	Issuer    string        `json:"issuer"`
	Name      string        `json:"name"`
	Type      otp.Type      `json:"type"`
	Algorithm otp.Algorithm `json:"algorithm"`
	Digits    int           `json:"digits"`
	Period    int           `json:"period"`
	Counter   uint64        `json:"counter"`
	Tags      []string      `json:"tags"`
	Pinned    bool          `json:"pinned"`
	Archived  bool          `json:"archived"`
	Trashed   bool          `json:"trashed"`
}

func listCommand(p *program) *cobra.Command {
	var asJSON, trash bool
	var n naming
	c := p.command(&cobra.Command{
		Use:     "list " + words.In("usage", "[WORDS]..."),
		Aliases: []string{"ls"},
		Short:   words.T("List the accounts, without keys and codes"),
		Long: words.T(`Lists the accounts without keys and codes: pinned ones first, then by issuer and name.
With WORDS it lists those whose issuer, name or tags contain all of them. --trash lists
the trash; the JSON names those in the trash too. At a terminal long names are cut.`),
		Example: "  watchword list\n  watchword list work\n  watchword list --trash",
		Args:    cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		return p.consult(ctx, func(s source) error {
			list, err := listed(s, n.by(args), trash, asJSON)
			switch {
			case err != nil:
				return err
			case asJSON:
				return p.listJSON(list)
			case len(list) == 0 && trash:
				p.note(words.T("The trash is empty."))
			case len(list) == 0:
				p.noteError(noAccounts(s))
			}
			return p.listTable(list)
		})
	})
	n.flags(c, false)
	c.Flags().BoolVar(&trash, "trash", false, words.T("list the accounts in the trash"))
	c.Flags().BoolVar(&asJSON, "json", false, words.T("print JSON"))
	return c
}

// listed returns the accounts to list: those in use, in the trash, or both. None is an error only
// where some were named.
func listed(s listing, n naming, trash, both bool) ([]account.Account, error) {
	all := s.All()
	account.Sort(all)
	list := slices.DeleteFunc(all, func(a account.Account) bool {
		return !n.match(a) || a.InTrash() != trash && (trash || !both)
	})
	if len(list) == 0 && !n.empty() {
		_, err := n.find(s, trash)
		return nil, err
	}
	return list, nil
}

func newListLine(a account.Account) listLine {
	k := a.Key
	return listLine{
		ID: a.ID, Issuer: a.Issuer, Name: a.Name, Type: k.Type, Algorithm: k.Algorithm, Digits: k.Digits, Period: k.Period,
		Counter: a.Counter, Tags: append([]string{}, a.Tags...), Pinned: a.Pinned, Archived: a.Archived, Trashed: a.InTrash(),
	}
}

func (p *program) listJSON(all []account.Account) error {
	lines := make([]listLine, len(all))
	for i, a := range all {
		lines[i] = newListLine(a)
	}
	return p.printJSON(struct {
		Accounts []listLine `json:"accounts"`
	}{lines})
}

func (p *program) listTable(list []account.Account) error {
	rows := make([][]string, len(list))
	for i, a := range list {
		rows[i] = []string{clean(a.Title()), clean(a.Name), describe(a.Key)}
		if len(a.Tags) > 0 {
			rows[i] = append(rows[i], "#"+clean(strings.Join(a.Tags, " #")))
		}
	}
	return writeTable(p.Out, rows, p.columns())
}

// describe says how a key makes its codes, as far as it is not what everybody does.
func describe(k otp.Key) string {
	parts := []string{string(k.Type)}
	usual := otp.Defaults(k.Type)
	if k.Digits != usual.Digits {
		parts = append(parts, words.N(k.Digits, "1 digit", "%d digits"))
	}
	if k.Algorithm != usual.Algorithm {
		parts = append(parts, string(k.Algorithm))
	}
	if k.Period != usual.Period {
		parts = append(parts, words.T("%d s", k.Period))
	}
	if k.NeedsPIN() {
		parts = append(parts, words.T("PIN needed"))
	}
	return words.List(parts...)
}

// printJSON prints a value as one line. Signs that only a web page would need escaped stay
// as they are; what a terminal would obey, or what turns text around, is escaped.
func (p *program) printJSON(value any) error {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(p.Out, account.VisibleJSON(text.String()))
	return err
}
