package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault/account"
)

// These commands change accounts that are there; each does what the window does.

// naming is how the command line names accounts: by words, an id or both. Every account can be
// named, those of one name by their id.
type naming struct {
	words   []string
	id      string
	exact   bool // words are whole issuers, names and tags
	all     bool // any number of matches is meant
	takeAll bool // the command has --all
}

// flags adds the options that name accounts; all is for commands that change several at once.
func (n *naming) flags(c *cobra.Command, all bool) {
	c.Flags().StringVar(&n.id, "id", "", words.T("the account with this `id`, as “watchword list --json” prints it"))
	c.Flags().BoolVar(&n.exact, "exact", false, words.T("words must be a whole issuer, name or tag"))
	if n.takeAll = all; all {
		c.Flags().BoolVarP(&n.all, "all", "a", false, words.T("all accounts that match, not just one"))
	}
}

// by returns n for the words of a command line.
func (n naming) by(args []string) naming {
	n.words = args
	return n
}

func (n naming) empty() bool { return len(n.words) == 0 && n.id == "" }

// match reports whether an account is named. A word that is its id names it too.
func (n naming) match(a account.Account) bool {
	if n.id != "" && !strings.EqualFold(strings.TrimSpace(n.id), a.ID) {
		return false
	}
	for _, word := range n.words {
		if strings.EqualFold(word, a.ID) {
			continue
		}
		if n.exact && !account.MatchWhole(a, word) || !n.exact && !account.Match(a, []string{word}) {
			return false
		}
	}
	return true
}

// find returns the accounts in use or in the trash that are named, in the order of the list.
// None is an error.
func (n naming) find(s listing, trashed bool) ([]account.Account, error) {
	var matches []account.Account
	elsewhere, live := 0, 0
	for _, a := range s.All() {
		if !a.InTrash() {
			live++
		}
		switch {
		case !n.match(a):
		case a.InTrash() == trashed:
			matches = append(matches, a)
		default:
			elsewhere++
		}
	}
	if len(matches) > 0 {
		account.Sort(matches)
		return matches, nil
	}
	switch {
	case trashed && elsewhere > 0:
		return nil, errors.New(words.N(elsewhere, "No account in the trash matches; 1 account in use does. “watchword trash --list” shows the trash.",
			"No account in the trash matches; %d accounts in use do. “watchword trash --list” shows the trash."))
	case trashed:
		return nil, words.Error("No account in the trash matches. “watchword trash --list” shows what is there.")
	case live == 0:
		return nil, noAccounts(s)
	case elsewhere > 0:
		return nil, errors.New(words.N(elsewhere, "No account matches; 1 account in the trash does. “watchword restore” restores accounts.",
			"No account matches; %d accounts in the trash do. “watchword restore” restores accounts."))
	}
	return nil, words.Error("No account matches. “watchword list” shows what there is.")
}

// noAccounts says of a vault without an account in use what to do next.
func noAccounts(s listing) error {
	if _, trashed := s.Sizes(); trashed > 0 {
		return words.Error("All accounts are in the trash (%d). “watchword trash --list” shows them, “watchword restore” restores them.", trashed)
	}
	return words.Error("The vault has no accounts yet. “watchword add --screen” adds one from the QR code on the screen.")
}

// matching returns the accounts that a change is about: the one that is named, or all that match
// where the user said so.
func matching(s listing, n naming, trashed bool) ([]account.Account, error) {
	if n.empty() && !n.all {
		if n.takeAll {
			return nil, wrongUse(words.T("Name the account by words of its issuer, name or tags, or by --id. --all means all of them."))
		}
		return nil, wrongUse(words.T("Name the account by words of its issuer, name or tags, or by --id."))
	}
	matches, err := n.find(s, trashed)
	if err == nil && len(matches) > 1 && !n.all {
		return nil, n.tooMany(matches)
	}
	return matches, err
}

// mostShown bounds the accounts that a sentence lists.
const mostShown = 10

// tooMany lists the accounts that match with what tells them apart.
func (n naming) tooMany(matches []account.Account) error {
	lines := []string{words.N(len(matches), "1 account matches:", "%d accounts match:")}
	for i, a := range matches {
		if i == mostShown {
			lines = append(lines, "  "+words.N(len(matches)-i, "and 1 more", "and %d more"))
			break
		}
		lines = append(lines, "  "+a.ID+"  "+fullName(a))
	}
	next := words.T("Add a word, use --exact for whole words, or select one by --id.")
	if n.takeAll {
		next = words.T("Add a word, use --exact for whole words, or select one by --id. --all means all of them.")
	}
	return errors.New(strings.Join(append(lines, next), "\n"))
}

func ids(list []account.Account) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.ID
	}
	return out
}
