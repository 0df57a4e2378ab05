package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"

	"watchword/app/print"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// exporting is what one run of export was asked for.
type exporting struct {
	naming
	format, out, passwordFile, tag string
	force, yes                     bool
}

// formatVault is the vault itself.
const formatVault = "watchword"

// ownFormats are no files of another program: the vault, pages, pictures.
var ownFormats = append([]transfer.Format{{ID: formatVault, Name: words.Mark("Copy of the whole vault, with its password")}}, print.Formats...)

func exportCommand(p *program) *cobra.Command {
	var o exporting
	c := p.command(&cobra.Command{
		Use:   "export " + words.In("usage", "--format FORMAT [WORDS]..."),
		Short: words.T("Write accounts to a file that other programs read"),
		Long: words.T(`Writes all accounts, or those that match the WORDS and the tag, to a new file that only
you can read, or to standard output. It says before, by account, what the format cannot
hold; accounts in the trash stay there. Encrypted files get a password of their own. Two
formats make a folder of pictures, two make pages to print, one copies the vault.

Files that can be written, with the name for --format:
%s`, formatList(chosen(canWrite, ownFormats...))),
		Example: "  watchword export --format aegis-encrypted --out aegis.json\n  watchword export --format otpauth --tag work --out work.txt\n" +
			"  watchword export --format qr --out pictures amazon",
		Args: cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		o.naming = o.by(args)
		return p.export(ctx, o)
	})
	o.flags(c, false)
	f := c.Flags()
	f.StringVar(&o.format, "format", "", words.T("what to write, by its `name`"))
	f.StringVarP(&o.out, "out", "o", "", words.T("the `file` or folder to write; “-”, or nothing in a script, is standard output"))
	f.BoolVarP(&o.force, "force", "f", false, words.T("replace a file that is there already"))
	f.StringVarP(&o.tag, "tag", "t", "", words.T("only accounts with this `tag`"))
	f.StringVar(&o.passwordFile, "file-password-file", "", words.T("`file` that holds the password of an encrypted file"))
	f.BoolVarP(&o.yes, "yes", "y", false, words.T("do not ask whether to continue without what the format cannot hold"))
	c.MarkFlagFilename("out")
	c.MarkFlagFilename("file-password-file")
	c.RegisterFlagCompletionFunc("format", completeFormat(chosen(canWrite, ownFormats...)))
	return c
}

func (p *program) export(ctx context.Context, o exporting) error {
	f, err := writable(o.format)
	if err != nil {
		return err
	}
	out, err := p.newTarget(f, o)
	if err != nil {
		return err
	}
	return p.read(ctx, func(s *session.Session) error {
		if f.ID == formatVault {
			return p.exportVault(ctx, s, out)
		}
		accounts, err := chosenAccounts(s, o)
		if err != nil {
			return err
		}
		return p.exportAccounts(ctx, f, accounts, out, o)
	})
}

// writable returns the format of this name.
func writable(id string) (transfer.Format, error) {
	for _, f := range chosen(canWrite, ownFormats...) {
		if f.ID == id {
			return f, nil
		}
	}
	if id == "" {
		return transfer.Format{}, wrongUse(words.T("Specify what to write with --format."))
	}
	return transfer.Format{}, wrongUse(meant(words.T("There is no format “%s” to write. “watchword export --help” lists them.", account.Visible(id)),
		"", nearest(id, formatIDs(chosen(canWrite, ownFormats...)))))
}

// chosenAccounts returns the accounts that were asked for, in the order of the list.
func chosenAccounts(s *session.Session, o exporting) ([]account.Account, error) {
	matches, err := o.find(s, false)
	if err != nil || o.tag == "" {
		return matches, err
	}
	var tagged []account.Account
	for _, a := range matches {
		if hasTag(a.Tags, o.tag) {
			tagged = append(tagged, a)
		}
	}
	if len(tagged) == 0 {
		return nil, words.Error("No account that matches has this tag. “watchword list” shows what there is.")
	}
	return tagged, nil
}

func (p *program) exportAccounts(ctx context.Context, f transfer.Format, accounts []account.Account, out target, o exporting) error {
	if err := p.sayLosses(f, accounts, o.yes); err != nil {
		return err
	}
	if print.IsFolder(f.ID) {
		return p.exportPictures(f, accounts, out)
	}
	var options transfer.WriteOptions
	if f.Encrypts {
		var err error
		if options.Password, err = p.passwordForFile(ctx, o.passwordFile); err != nil {
			return err
		}
	}
	bar := p.newProgress(words.T("Encrypting"))
	if f.Encrypts {
		bar.show(0)
	}
	data, left, err := transfer.Write(ctx, f, accounts, options)
	bar.clear()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // Ctrl+C at the last moment
		return err
	}
	if err := out.write(data); err != nil {
		return err
	}
	p.sayWritten(f, len(accounts)-len(left), out)
	return nil
}

// sayLosses says what the format cannot carry, and asks a user whether to go on.
func (p *program) sayLosses(f transfer.Format, accounts []account.Account, yes bool) error {
	losses := transfer.Losses(f, accounts)
	for _, loss := range losses {
		name := fullName(accounts[loss.Position-1])
		if loss.Whole {
			p.note(words.T("%s is left out: %s.", name, loss.Reason))
		} else {
			p.note(words.T("%s: %s.", name, loss.Reason))
		}
	}
	if len(losses) == 0 || yes || !p.Terminal || p.ask(words.T("Write the rest?")) {
		return nil
	}
	return words.Error("Nothing was written.")
}

// passwordForFile returns the password of an encrypted file: from a file, or typed twice.
func (p *program) passwordForFile(ctx context.Context, file string) (string, error) {
	if file != "" {
		password, err := p.readPasswordFile(file)
		if err == nil && password == "" {
			err = words.Error("The password file is empty. Nothing was written.")
		}
		return password, err
	}
	if p.Password == nil {
		return "", wrongUse(words.T("There is no terminal to ask for the password of the file. Give it by --file-password-file."))
	}
	for attempt := 1; ; attempt++ {
		password, err := p.Password(ctx, words.T("Password for the file: "))
		if err != nil {
			return "", err
		}
		again, err := p.Password(ctx, words.T("Repeat the password: "))
		if err != nil {
			return "", err
		}
		switch {
		case password == "":
			err = words.Error("A file without a password is not encrypted. Nothing was written.")
		case password != again:
			err = words.Error("The two passwords are not the same. Nothing was written.")
		default:
			return norm.NFC.String(password), nil
		}
		if attempt == attempts {
			return "", err
		}
		p.noteError(err)
	}
}

// sayWritten says where the accounts are now, unless they are on standard output.
func (p *program) sayWritten(f transfer.Format, n int, out target) {
	if out.standard() {
		return
	}
	fmt.Fprintln(p.Out, words.N(n, "Wrote 1 account to %[2]s.", "Wrote %d accounts to %s.", clean(out.path)))
	if f.Clear {
		p.note(words.T("%s is not encrypted. Delete it when you no longer need it.", clean(out.path)))
	}
}

// exportVault copies the vault itself.
func (p *program) exportVault(ctx context.Context, s *session.Session, out target) error {
	err := out.place(func(path string) error {
		result := s.SaveCopy(ctx, path)
		if result.Status == vault.SavedNotFlushed {
			p.noteError(result.Err)
			return nil
		}
		return result.Err
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(p.Out, words.T("Copied the vault to %s. It opens with the same password.", clean(out.path)))
	return nil
}
