package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// adding is what one run of add was asked for.
type adding struct {
	from         sources
	text         string // of the argument; "-" is standard input
	issuer, name string
	tags         []string
	key          keySettings
	duplicates   bool
	replace      bool // take the place of the account of the same name
}

func addCommand(p *program) *cobra.Command {
	var o adding
	c := p.command(&cobra.Command{
		Use:   "add " + words.In("usage", "[LINK|KEY|-]"),
		Short: words.T("Add accounts from a link, a picture, the screen or the clipboard"),
		Long: words.T(`Adds the account of an otpauth link, all accounts of an export of Google Authenticator,
or those of all QR codes in a picture. “-” reads links, or one key, from standard input.
This is safer: other users can see arguments in the list of processes, a key all the time,
a link for some milliseconds. A key alone needs --issuer or --name, and --digits, --period,
--algorithm or --hotp where the service says that it is not what most services use.

Accounts that the vault already has are named and left out. Where the vault has the same
issuer and name with another key both are kept, and standard error says so; with
--replace the new key takes the place of the old one, which moves to the trash. Where the
vault has the key with a smaller counter (HOTP), --replace takes the larger one.`),
		Example: "  watchword add --screen\n  watchword add --image picture.png\n  watchword add - < link.txt\n" +
			"  watchword add - --issuer Amazon --name me@example.org < key.txt\n" +
			"  watchword add - --issuer Bank --digits 8 --tag money < key.txt",
		Args: atMostOne(words.T("add takes one link or key. Hand over more of them on standard input, one a line: “watchword add -”.")),
	}, func(ctx context.Context, args []string) error {
		if len(args) == 1 {
			o.text = args[0]
		}
		return p.add(ctx, o)
	})
	f := c.Flags()
	f.StringArrayVar(&o.from.files, "image", nil, words.T("a picture `file` with QR codes; may be given several times"))
	f.BoolVar(&o.from.screen, "screen", false, words.T("the QR codes on all screens"))
	f.BoolVar(&o.from.clipboard, "clipboard", false, words.T("the picture, link or key on the clipboard"))
	f.StringVar(&o.issuer, "issuer", "", words.T("the service, for a key alone or instead of the link's"))
	f.StringVar(&o.name, "name", "", words.T("the account name, for a key alone or instead of the link's"))
	f.BoolVar(&o.duplicates, "duplicates", false, words.T("add accounts even if the vault has the same key already"))
	f.BoolVar(&o.replace, "replace", false, words.T("replace the one account that has the same issuer and name and another key, or its counter by a larger one"))
	f.StringArrayVarP(&o.tags, "tag", "t", nil, words.T("give the accounts this `tag`; may be given several times"))
	o.key.flags(c)
	o.from.regionFlag(c)
	c.MarkFlagFilename("image", "png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff")
	return c
}

func (p *program) add(ctx context.Context, o adding) error {
	if (o.text == "") == o.from.none() {
		return wrongUse(words.T("Specify what to add: a link, “-” for standard input, --image, --screen or --clipboard."))
	}
	if isFile(o.text) {
		return wrongUse(words.T("%s is a file. Add the codes of a picture with --image, a list of links with “watchword import”.", clean(o.text)))
	}
	if err := areText(append(o.tags, o.issuer, o.name)...); err != nil {
		return err
	}
	finds, err := p.finds(ctx, o)
	if err != nil {
		return err
	}
	accounts, err := p.usable(finds, o)
	if err != nil {
		return err
	}
	if o.replace {
		return p.addReplacing(ctx, accounts)
	}
	return p.addAccounts(ctx, accounts, o.duplicates)
}

// finds collects what there is to add. A picture that cannot be read is an error only if
// nothing else was found.
func (p *program) finds(ctx context.Context, o adding) ([]account.Find, error) {
	if o.text != "" {
		return p.typed(o.text)
	}
	var finds []account.Find
	var failed error
	options, err := o.from.options()
	if err != nil {
		return nil, err
	}
	err = p.each(ctx, o.from, func(pic picture) error {
		result, err := pic.scan(ctx, options)
		if pic.text != "" {
			err = nil
			finds = append(finds, account.IdentifyTyped(pic.text)...)
		}
		for _, code := range result.Codes {
			finds = append(finds, account.Identify(code.Text))
		}
		for _, seen := range result.Seen {
			p.note(words.T("%s: %s", clean(pic.name), seen.Advice))
		}
		if err != nil {
			failed = err
			p.noteOf(pic.name, err)
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(finds) > 0:
		return finds, nil
	case failed != nil:
		return nil, reported
	}
	return nil, words.Error("No QR code was found. Make it larger on the screen, or add the key that the page shows as text.")
}

// typed reads the argument or standard input.
func (p *program) typed(text string) ([]account.Find, error) {
	if text == "-" {
		in, err := p.input()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(io.LimitReader(in, account.MaxTyped+1))
		if err != nil {
			return nil, words.Error("Standard input cannot be read (%w).", bare(err))
		}
		text = string(data)
		if decoded, ok := textOf(text); ok {
			text = decoded
		}
	}
	finds := account.IdentifyTyped(text)
	if len(finds) == 0 {
		return nil, words.Error("There is nothing to add: the text is empty.")
	}
	return finds, nil
}

// usable returns the accounts of the finds under the names that the user gave, and says
// what cannot be used.
func (p *program) usable(finds []account.Find, o adding) ([]account.Account, error) {
	var accounts []account.Account
	for _, find := range finds {
		accounts = append(accounts, find.Accounts...)
		p.sayUnusable(find)
	}
	if len(accounts) == 0 {
		return nil, reported
	}
	if flag := o.key.any(); flag != "" {
		if len(finds) > 1 || finds[0].Bare == "" {
			return nil, wrongUse(words.T("--%s is for a key alone: a link says itself how its codes are made.", flag))
		}
		if err := o.key.use(&accounts[0]); err != nil {
			return nil, err
		}
	}
	for i := range accounts {
		accounts[i].Tags = withTags(accounts[i].Tags, o.tags)
	}
	if o.issuer != "" || o.name != "" {
		if len(accounts) > 1 {
			return nil, wrongUse(words.N(len(accounts), "--issuer and --name are for one account; 1 was found.", "--issuer and --name are for one account; %d were found."))
		}
		if o.issuer != "" {
			accounts[0].Issuer = o.issuer
		}
		if o.name != "" {
			accounts[0].Name = o.name
		}
	}
	if len(accounts) == 1 && !accounts[0].Named() {
		return nil, wrongUse(words.T("This key has no name. Specify the service with --issuer, the account name with --name, or both."))
	}
	return accounts, nil
}

// sayUnusable says on standard error what of a find cannot be added, and why.
func (p *program) sayUnusable(find account.Find) {
	if !find.Usable() {
		p.noteError(unusableError(find))
		return
	}
	for _, f := range find.Failures {
		p.note(words.T("Entry %s of the export cannot be used: %s.", f.Entry(), f.Reason))
	}
	if find.Advice != "" {
		p.note(words.T("%s. %s", find.Title, find.Advice))
	}
	if find.Note != "" && len(find.Failures) == 0 && (find.Short || find.Bare != account.SpelledBase32) {
		p.note(words.T("%s: %s.", find.Title, find.Note))
	}
}

// unusableError says why nothing of a find can be used.
func unusableError(find account.Find) error {
	return words.Error("%s: %s. %s", find.Title, find.Reason, find.Advice)
}

// addAccounts saves the accounts that are new, and names those that are not.
func (p *program) addAccounts(ctx context.Context, accounts []account.Account, duplicates bool) error {
	var added, there, ahead, same, namesakes, renamed []account.Account
	var shorter []string // what to do about those that are there under a shorter name
	answers := map[string]bool{}
	err := p.change(ctx, func(s *session.Session) error {
		added, there, ahead, same, namesakes, renamed, shorter = nil, nil, nil, nil, nil, nil, nil
		lacks := s.Lacks()
		for _, a := range accounts {
			match := s.Match(a)
			if match.Stored() && !duplicates && slices.Contains(lacks(a), session.LackCounter) {
				ahead = append(ahead, a)
			}
			switch {
			case duplicates || !match.Stored():
				if ids, _ := s.AddBeside(ctx, a); ids[0] == "" {
					return words.Error("An account could not be added: its key is out of range.")
				}
				added = append(added, a)
				if match == vault.SameName {
					namesakes = append(namesakes, a)
				}
			case match == vault.AlreadyThere:
				there = append(there, a)
			case match == vault.ShorterName:
				have, _ := s.Shortened(a)
				if yes, asked := answers[have.ID]; !asked && p.Terminal {
					answers[have.ID] = p.ask(words.T("%s is in the vault as “%s”. Use the longer name?", fullName(a), clean(have.Name)))
				} else if !yes {
					shorter = append(shorter, longerName(a, have))
				}
				if answers[have.ID] {
					if _, err := s.Edit(ctx, have.ID, vault.Edit{Name: &a.Name}); err != nil {
						return err
					}
					renamed = append(renamed, a)
				}
			default:
				same = append(same, a)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range added {
		fmt.Fprintln(p.Out, words.T("Added %s.", fullName(a)))
	}
	for _, a := range namesakes {
		p.sayNamesake(a)
		p.note(words.T("With --replace the new key takes the place of the old one."))
	}
	for _, a := range renamed {
		fmt.Fprintln(p.Out, words.T("Renamed %s.", fullName(a)))
	}
	for _, advice := range shorter {
		p.note(advice)
	}
	for _, a := range there {
		p.note(words.T("%s is in the vault already.", fullName(a)))
	}
	for _, a := range same {
		p.note(words.T("%s was left out: the vault has its key under another name. --duplicates adds it anyway.", fullName(a)))
	}
	for _, a := range ahead {
		p.note(words.T("The counter of %s is %d here, larger than in the vault. With --replace the vault takes it.", fullName(a), a.Counter))
	}
	if len(same)+len(ahead) > 0 {
		return reported
	}
	return nil
}

// longerName says how an account gets the longer name that was found.
func longerName(found, have account.Account) string {
	quoted := "'" + strings.ReplaceAll(clean(found.Name), "'", `'\''`) + "'"
	command := fmt.Sprintf("watchword edit --id %s --name %s", have.ID, quoted)
	return words.T("%s is in the vault as “%s”. To use the longer name: %s", fullName(found), clean(have.Name), command)
}

// isFile reports whether an argument that could be a key is the name of a file.
func isFile(text string) bool {
	if text == "" || text == "-" || account.IsLink(text) {
		return false
	}
	info, err := os.Stat(text)
	return err == nil && !info.IsDir()
}
