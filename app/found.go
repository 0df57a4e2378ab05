package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"watchword/app/add"
	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
)

// showProblem shows why there is nothing to look at, with the ways on.
func (a *App) showProblem(title, advice string, from source) {
	a.show("found", &add.Results{
		Title: title, Problems: []add.Problem{{Title: title, Advice: advice}},
		Now: a.now, Again: from.again, OnAgain: from.retry, OnKey: a.showAdd, OnBack: a.showList,
	}, a.showList)
}

// showLinks lists the accounts of links from outside.
func (a *App) showLinks(links []string) {
	a.cancelWork()
	a.given, a.coming = a.coming, nil
	s := &search{app: a, from: source{where: "in the link"}}
	for _, l := range links {
		s.texts = append(s.texts, text{content: l})
	}
	s.finish()
}

// An adding is what became of accounts on their way into the vault.
type adding struct {
	ids      []string // by account; "" was refused
	r        vault.Result
	renamed  int // were there under a shorter name
	replaced int // have the place of another
}

// put puts accounts into the vault and saves; replaces are the ids of the accounts whose place some
// of them take, by their index.
func put(ctx context.Context, s *session.Session, accounts []account.Account, replaces map[int]string) adding {
	d := adding{replaced: len(replaces)}
	for _, acc := range accounts {
		if _, there := s.Vault().Shortened(acc); there {
			d.renamed++
		}
	}
	d.ids, d.r = s.AddReplacing(ctx, accounts, replaces)
	return d
}

func (d adding) refused() bool { return slices.Contains(d.ids, "") }

var errRefused = errors.New("Not everything was added: one of the texts is longer than the vault takes.")

func (d adding) text() string { return addedText(len(d.ids)-d.renamed, d.replaced, d.renamed) }

// addFound adds accounts that the search found, and turns the page. It is nil for none.
func (a *App) addFound(from *search, accounts []account.Account, replaces map[int]string) {
	s := a.session
	var d adding
	a.unbroken(func() { d = put(a.ctx, s, accounts, replaces) }, func() {
		if a.session != s || d.r.Status == vault.NotSaved {
			a.added(s, d, leftovers{})
			return
		}
		var left leftovers
		pictures := from.showings()
		a.o.Run(func() { left = leftoversOf(pictures, s.Vault()) }, func() { a.added(s, d, left) })
	})
}

// added turns the page: the site's page that waits for one account gets its code. left are the
// pictures that the accounts came from.
func (a *App) added(s *session.Session, d adding, left leftovers) {
	if a.session != s {
		return
	}
	a.parts = nil
	if d.r.Status != vault.NotSaved {
		a.left = left
	}
	if len(d.ids) == 1 && d.ids[0] != "" && d.renamed == 0 && d.r.Status != vault.NotSaved {
		a.saved(d.r)
		a.showAdded(d.ids[0])
		if d.replaced > 0 {
			a.say("The account with the old key is in the trash.", true)
		}
		return
	}
	a.showList()
	a.saved(d.r)
	if d.r.Status != vault.NotSaved {
		a.offerUndo(d.text())
	}
}

func addedText(n, replaced, renamed int) string {
	text := fmt.Sprintf("%d accounts added.", n)
	switch {
	case n == 1:
		text = "1 account added."
	case n == 0 && renamed == 1:
		return "1 account renamed."
	case n == 0 && renamed > 1:
		return fmt.Sprintf("%d accounts renamed.", renamed)
	}
	switch replaced {
	case 0:
		return text
	case 1:
		return text + " The one it replaces is in the trash."
	}
	return text + fmt.Sprintf(" %d replaced ones are in the trash.", replaced)
}
