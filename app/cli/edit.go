package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"watchword/app/icon"
	"watchword/app/session"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// An edit is what the command line says about one account; nil and "" change nothing.
type editing struct {
	issuer, name, note string
	icon, brand        string
	key                string
	first, last        bool
	tags, noTags       []string // to give and to take away
	archived           bool
	showNote, asJSON   bool
	given              func(flag string) bool
}

func editCommand(p *program) *cobra.Command {
	var e editing
	var n naming
	c := p.command(&cobra.Command{
		Use:   "edit " + words.In("usage", "WORDS..."),
		Short: words.T("Change an account"),
		Long: words.T(`Changes the one account that matches. Texts come from files, “-” is standard input, where
they may be secret. The key of an account never changes: --key makes a new account with
everything else of the old one, which is moved to the trash.`),
		Example: "  watchword edit amazon --name me@example.org\n  watchword edit github --note codes.txt\n  watchword edit bank --icon bank.png --first\n  watchword edit steam --key - < key.txt",
		Args:    cobra.ArbitraryArgs,
	}, nil)
	c.RunE = func(c *cobra.Command, args []string) error {
		p.started = true
		e.given = c.Flags().Changed
		return p.edit(c.Context(), n.by(args), e)
	}
	n.flags(c, false)
	flags := c.Flags()
	flags.StringVar(&e.issuer, "issuer", "", words.T("the service"))
	flags.StringVar(&e.name, "name", "", words.T("the account name"))
	flags.StringVar(&e.note, "note", "", words.T("`file` with the note; an empty one removes it"))
	flags.BoolVar(&e.showNote, "show-note", false, words.T("another name of “watchword show --note”"))
	flags.StringVar(&e.icon, "icon", "", words.T("picture `file` of its own: PNG, JPEG, GIF or WebP, up to 1 MiB and 2,048 pixels a side"))
	flags.StringVar(&e.brand, "brand", "", words.T("brand icon by its short name; “-” for the first letter, empty for the one of the issuer"))
	flags.StringVar(&e.key, "key", "", words.T("`file` with another key or link"))
	flags.StringArrayVarP(&e.tags, "tag", "t", nil, words.T("give it this `tag`; may be given several times"))
	flags.StringArrayVar(&e.noTags, "remove-tag", nil, words.T("remove this `tag`; may be given several times"))
	flags.BoolVar(&e.archived, "archived", false, words.T("archive it, or unarchive it with --archived=false"))
	flags.BoolVar(&e.first, "first", false, words.T("put it first in your own order"))
	flags.BoolVar(&e.last, "last", false, words.T("put it last in your own order"))
	flags.BoolVar(&e.asJSON, "json", false, words.T("print JSON"))
	mayBeEmpty(c, "issuer", "name", "brand")
	return c
}

func (p *program) edit(ctx context.Context, n naming, e editing) error {
	if e.showNote {
		return p.showNote(ctx, n, false)
	}
	switch {
	case len(e.changes()) == 0:
		return wrongUse(words.T("Specify what to change, such as --name NAME."))
	case e.first && e.last:
		return wrongUse(words.T("Use either --first or --last."))
	case e.given("icon") && e.given("brand"):
		return wrongUse(words.T("Use either --icon or --brand."))
	}
	change, png, key, err := p.readEdit(e)
	if err != nil {
		return err
	}
	var d deed
	err = p.change(ctx, func(s *session.Session) error {
		list, err := matching(s, n, false)
		if err != nil {
			return err
		}
		id, err := makeEdit(ctx, s, list[0], e, change, png, key)
		if err != nil {
			return err
		}
		now, _ := s.Account(id)
		d = e.deed(list[0], now)
		d.in, d.changed = s, s.LastChange() != 0 || now.Counter != list[0].Counter
		return nil
	})
	if err != nil {
		return err
	}
	return p.sayDone(d, e.asJSON)
}

// changes are the options given that change something.
func (e editing) changes() (flags []string) {
	for _, flag := range []string{"issuer", "name", "note", "icon", "brand", "key", "archived", "tag", "remove-tag"} {
		if e.given(flag) {
			flags = append(flags, flag)
		}
	}
	if e.first || e.last {
		flags = append(flags, "order")
	}
	return flags
}

// deed is what an edit did to an account. An option that was given alone is undone by itself, which
// touches nothing else.
func (e editing) deed(was, now account.Account) deed {
	d := deed{done: "edit", accounts: []account.Account{now}, one: func(name string) string {
		switch {
		case now.ID != was.ID:
			return words.T("Gave %s another key. The account with the old key is in the trash.", name)
		case name != fullName(was):
			return words.T("Changed %s; it is now called %s.", fullName(was), name)
		case now.Archived && !was.Archived:
			return words.T("Archived %s.", name)
		case !now.Archived && was.Archived:
			return words.T("Unarchived %s.", name)
		}
		return words.T("Changed %s.", name)
	}}
	switch strings.Join(e.changes(), " ") {
	case "archived":
		d.back = words.T("edit %%s --archived=%v", was.Archived)
	case "name":
		d.back = reversed("edit %%s --name %s", was.Name)
	case "issuer":
		d.back = reversed("edit %%s --issuer %s", was.Issuer)
	}
	return d
}

// makeEdit makes all changes to one account and returns its id; a new key comes last, for it makes
// a copy.
func makeEdit(ctx context.Context, s *session.Session, a account.Account, e editing, change vault.Edit, png []byte, key *newKey) (string, error) {
	if png != nil {
		if _, err := s.SetIcon(ctx, a.ID, png); err != nil {
			return "", err
		}
	}
	if len(e.tags)+len(e.noTags) > 0 {
		if _, err := s.Tag(ctx, e.tags, e.noTags, a.ID); err != nil {
			return "", err
		}
	}
	if _, err := s.Edit(ctx, a.ID, change); err != nil {
		return "", err
	}
	if e.first || e.last {
		move := s.MoveLast
		if e.first {
			move = s.MoveFirst
		}
		if _, err := move(ctx, a.ID); err != nil {
			return "", err
		}
	}
	if key == nil {
		return a.ID, nil
	}
	id, _, err := s.ChangeKey(ctx, a.ID, key.Key, key.counter)
	if errors.Is(err, session.ErrSameKey) {
		return "", words.Error("%w Nothing was changed.", err)
	}
	return id, err
}

// A newKey is a key that was typed for an account, with the counter of its link (HOTP).
type newKey struct {
	otp.Key
	counter uint64
}

// readEdit reads the texts and files that the command line names.
func (p *program) readEdit(e editing) (change vault.Edit, png []byte, key *newKey, err error) {
	if err := areText(slices.Concat(e.tags, e.noTags, []string{e.issuer, e.name})...); err != nil {
		return change, nil, nil, err
	}
	if e.given("issuer") {
		change.Issuer = &e.issuer
	}
	if e.given("name") {
		change.Name = &e.name
	}
	if e.given("archived") {
		change.Archived = &e.archived
	}
	if e.given("brand") {
		if _, ok := assets.BrandBySlug(e.brand); !ok && e.brand != "" && e.brand != "-" {
			return change, nil, nil, words.Error("There is no brand icon “%s”. The window shows them all: Change icon.", clean(e.brand))
		}
		change.Icon = &e.brand
	}
	if e.given("note") {
		data, err := p.readText(e.note, 1<<20)
		if err != nil {
			return change, nil, nil, err
		}
		text, ok := textOf(data)
		if !ok {
			return change, nil, nil, words.Error("The file %s cannot be read as text. Save it as UTF-8. Nothing was changed.", clean(e.note))
		}
		text = strings.TrimRight(text, "\r\n")
		change.Note = &text
	}
	if e.given("icon") {
		data, err := p.readText(e.icon, icon.MaxFile)
		if err != nil {
			return change, nil, nil, err
		}
		if png, err = icon.Make([]byte(data)); err != nil {
			return change, nil, nil, err
		}
	}
	if e.given("key") {
		text, err := p.readText(e.key, 4096)
		if err != nil {
			return change, nil, nil, err
		}
		if decoded, ok := textOf(text); ok {
			text = decoded
		}
		k, err := typedKey(strings.TrimSpace(text))
		if err != nil {
			return change, nil, nil, err
		}
		if n := len(k.Secret); n < otp.ShortSecret {
			p.note(words.N(n, "The key has only 1 byte: unusually short.", "The key has only %d bytes: unusually short."))
		}
		key = &k
	}
	return change, png, key, nil
}

// typedKey reads a key or a link; that of a bare key has no type.
func typedKey(text string) (newKey, error) {
	if account.IsLink(text) {
		f := account.Identify(text)
		switch {
		case !f.Usable():
			return newKey{}, unusableError(f)
		case len(f.Accounts) != 1:
			return newKey{}, errors.New(words.N(len(f.Accounts), "This link holds 1 account, and an account has one key. Nothing was changed.",
				"This link holds %d accounts, and an account has one key. Nothing was changed."))
		}
		return newKey{f.Accounts[0].Key, f.Accounts[0].Counter}, nil
	}
	secret, err := account.ParseKey(text)
	return newKey{Key: otp.Key{Secret: secret}}, err
}

// readText reads a file, or standard input for “-”, up to a number of bytes.
func (p *program) readText(path string, most int64) (string, error) {
	in, err := p.openInput(path)
	if err != nil {
		return "", words.Error("The file %s cannot be read (%w).", path, bare(err))
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	switch {
	case err != nil:
		return "", words.Error("The file %s cannot be read (%w).", path, bare(err))
	case int64(len(data)) > most:
		return "", words.Error("The file %s is larger than %d bytes.", path, most)
	}
	return string(data), nil
}

func (p *program) showNote(ctx context.Context, n naming, trashed bool) error {
	return p.read(ctx, func(s *session.Session) error {
		list, err := matching(s, n, trashed)
		if err != nil {
			return err
		}
		if list[0].Note == "" {
			p.note(words.T("%s has no note.", clean(list[0].Title())))
			return nil
		}
		_, err = fmt.Fprintln(p.Out, account.VisibleText(list[0].Note)) // a terminal would obey what is in it, behind a pipe too
		return err
	})
}
