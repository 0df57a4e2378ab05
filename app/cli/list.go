package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"watchword/vault"
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
	var asJSON bool
	c := p.printing(&cobra.Command{
		Use:   "list",
		Short: "List the accounts, without keys and codes",
		Long: `Lists the accounts without keys and codes: pinned ones first, then by issuer and
name. The JSON names those in the trash too.`,
	}, func(ctx context.Context, _ []string) error {
		return p.read(ctx, func(v *vault.Vault) error {
			all := v.Accounts()
			account.Sort(all)
			if asJSON {
				return p.listJSON(all)
			}
			return p.listTable(v, all)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func (p *program) listJSON(all []account.Account) error {
	lines := make([]listLine, len(all))
	for i, a := range all {
		k := a.Key
		lines[i] = listLine{
			ID: a.ID, Issuer: a.Issuer, Name: a.Name, Type: k.Type, Algorithm: k.Algorithm, Digits: k.Digits, Period: k.Period,
			Counter: a.Counter, Tags: append([]string{}, a.Tags...), Pinned: a.Pinned, Archived: a.Archived, Trashed: a.InTrash(),
		}
	}
	return p.printJSON(struct {
		Accounts []listLine `json:"accounts"`
	}{lines})
}

func (p *program) listTable(v *vault.Vault, all []account.Account) error {
	table := tabwriter.NewWriter(p.Out, 0, 0, 2, ' ', 0)
	shown := 0
	for _, a := range all {
		if a.InTrash() {
			continue
		}
		shown++
		line := clean(a.Title()) + "\t" + clean(a.Name) + "\t" + describe(a.Key)
		for i, tag := range a.Tags {
			line += []string{"\t#", " #"}[min(i, 1)] + clean(tag)
		}
		fmt.Fprintln(table, line)
	}
	if shown == 0 {
		p.note("%v", noAccounts(v))
	}
	return table.Flush()
}

// describe says how a key makes its codes, as far as it is not what everybody does.
func describe(k otp.Key) string {
	words := []string{string(k.Type)}
	usual := otp.Defaults(k.Type)
	if k.Digits != usual.Digits {
		words = append(words, fmt.Sprintf("%d digits", k.Digits))
	}
	if k.Algorithm != usual.Algorithm {
		words = append(words, string(k.Algorithm))
	}
	if k.Period != usual.Period {
		words = append(words, fmt.Sprintf("%d s", k.Period))
	}
	if k.NeedsPIN() {
		words = append(words, "PIN needed")
	}
	return strings.Join(words, ", ")
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
