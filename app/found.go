package app

import (
	"fmt"

	"watchword/app/add"
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

// addTyped puts accounts that were typed or pasted into the vault.
func (a *App) addTyped(accounts []account.Account, replaces map[int]string) {
	a.addFound(nil, accounts, replaces)
}

// addFound puts accounts into the vault and saves; then the page that waits gets its code.
// from is the search that found them, nil for none; replaces are the ids of the accounts whose
// place some of them take, by their index.
func (a *App) addFound(from *search, accounts []account.Account, replaces map[int]string) {
	s := a.session
	var ids []string
	var r vault.Result
	renamed := 0 // that were there under a shorter name
	a.o.Run(func() {
		for _, acc := range accounts {
			if _, there := s.Vault().Shortened(acc); there {
				renamed++
			}
		}
		ids, r = s.AddReplacing(a.ctx, accounts, replaces)
	}, func() {
		if a.session != s {
			return
		}
		a.parts = nil
		if r.Status != vault.NotSaved {
			a.left = from.leftovers(s.Vault())
		}
		if len(ids) == 1 && ids[0] != "" && renamed == 0 && r.Status != vault.NotSaved {
			a.saved(r)
			a.showAdded(ids[0])
			if len(replaces) > 0 {
				a.say("The account with the old key is in the trash.", true)
			}
			return
		}
		a.showList()
		a.saved(r)
		if r.Status != vault.NotSaved {
			a.offerUndo(addedText(len(ids)-renamed, len(replaces), renamed))
		}
	})
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
