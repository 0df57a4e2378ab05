package cli

import (
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// Accounts and tags complete where the vault opens without a question: where a password file is
// named. A key press in a shell must not wait for a user.

// completeNames has the shell complete what a command is told about accounts.
func (p *program) completeNames(c *cobra.Command) {
	for _, sub := range c.Commands() {
		p.completeNames(sub)
	}
	if len(p.Args) > 0 && strings.HasPrefix(p.Args[0], cobra.ShellCompRequestCmd) {
		nameFlags(c)
		plain := func(f *pflag.Flag) { _, f.Usage = pflag.UnquoteUsage(f) } // shells show them as they are
		c.Flags().VisitAll(plain)
		c.PersistentFlags().VisitAll(plain)
	}
	if c.Flags().Lookup("id") != nil {
		c.ValidArgsFunction = p.completeWords
		c.RegisterFlagCompletionFunc("id", p.completeID)
	}
	if c.Flags().Lookup("tag") != nil {
		c.RegisterFlagCompletionFunc("tag", p.completeTag)
	}
	if c.Flags().Lookup("brand") != nil {
		c.RegisterFlagCompletionFunc("brand", completeBrand)
	}
}

// quietly lends the vault to do, if it opens without a question. Nothing is said either way.
func (p *program) quietly(c *cobra.Command, do func(*session.Session)) {
	file := p.passwordFileName()
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() { // a pipe would wait
		return
	}
	q := *p
	q.Terminal, q.Password, q.Err = false, nil, io.Discard
	_ = q.read(c.Context(), func(s *session.Session) error {
		do(s)
		return nil
	})
}

// completable are the accounts that a command is about.
func completable(c *cobra.Command, s *session.Session) (list []account.Account) {
	given := func(flag string) bool { return c.Flags().Changed(flag) }
	trashed := c.Name() == "restore" || c.Name() == "trash" && (given("delete") || given("list")) || given("trash")
	for _, a := range s.All() {
		if a.InTrash() == trashed {
			list = append(list, a)
		}
	}
	account.Sort(list)
	return list
}

// completeWords offers the words that name the accounts which the words before name already.
func (p *program) completeWords(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if c.Name() == "tag" {
		if len(args) == 0 {
			return p.completeTag(c, args, typed)
		}
		args = args[1:]
	}
	var offered []cobra.Completion
	p.quietly(c, func(s *session.Session) {
		found := map[string][]account.Account{}
		var order []string
		for _, a := range completable(c, s) {
			if !(naming{words: args}).match(a) {
				continue
			}
			for _, word := range wordsOf(a) {
				if has := found[word]; len(has) == 0 {
					order = append(order, word)
				} else if has[len(has)-1].ID == a.ID {
					continue
				}
				found[word] = append(found[word], a)
			}
		}
		for _, word := range order {
			text, ok := continued(typed, word)
			if !ok || (naming{words: args}).has(word) {
				continue
			}
			says := fullName(found[word][0])
			if n := len(found[word]); n > 1 {
				says = phrases.Accounts(n)
			}
			offered = append(offered, cobra.CompletionWithDesc(text, says))
		}
	})
	return offered, cobra.ShellCompDirectiveNoFileComp
}

// has reports whether a word was given.
func (n naming) has(word string) bool {
	for _, w := range n.words {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// wordsOf are the words that an account is named by. One with a character that means something to
// a shell is left out: it may come from anybody's QR code and would be put on a command line.
func wordsOf(a account.Account) (list []string) {
	for _, text := range append([]string{a.Issuer, a.Name}, a.Tags...) {
		for _, word := range strings.Fields(text) {
			if harmless(word) {
				list = append(list, word)
			}
		}
	}
	return list
}

// harmless reports whether a text on a command line is that text and nothing else.
func harmless(text string) bool {
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._@+-/,", r) {
			return false
		}
	}
	return text != "" && text[0] != '-'
}

// continued returns what was typed with the rest of a word behind it: shells compare capitals, and
// the words of accounts are found without them.
func continued(typed, word string) (string, bool) {
	have, all := []rune(typed), []rune(word)
	if len(have) > len(all) || !strings.EqualFold(typed, string(all[:len(have)])) {
		return "", false
	}
	return typed + string(all[len(have):]), true
}

func (p *program) completeID(c *cobra.Command, _ []string, _ string) (ids []cobra.Completion, _ cobra.ShellCompDirective) {
	p.quietly(c, func(s *session.Session) {
		for _, a := range completable(c, s) {
			ids = append(ids, cobra.CompletionWithDesc(a.ID, fullName(a)))
		}
	})
	return ids, cobra.ShellCompDirectiveNoFileComp
}

func (p *program) completeTag(c *cobra.Command, _ []string, _ string) (tags []cobra.Completion, _ cobra.ShellCompDirective) {
	p.quietly(c, func(s *session.Session) {
		for _, tag := range s.AllTags() {
			if harmless(tag) {
				tags = append(tags, cobra.CompletionWithDesc(tag, words.N(tagged(s, tag), "tag of 1 account", "tag of %d accounts")))
			}
		}
	})
	return tags, cobra.ShellCompDirectiveNoFileComp
}

// tagged counts the accounts in use that have a tag.
func tagged(s *session.Session, tag string) (n int) {
	for _, a := range s.InOwnOrder() {
		if hasTag(a.Tags, tag) {
			n++
		}
	}
	return n
}

func completeBrand(*cobra.Command, []string, string) (slugs []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, mark := range assets.Brands() {
		slugs = append(slugs, cobra.CompletionWithDesc(mark.Slug, mark.Name))
	}
	return slugs, cobra.ShellCompDirectiveNoFileComp
}
