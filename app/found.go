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

// showLinks lists the accounts of links.
func (a *App) showLinks(links []string) {
	a.cancelWork()
	s := &search{app: a, from: source{where: "in the link"}}
	for _, l := range links {
		s.texts = append(s.texts, text{content: l})
	}
	s.finish()
}

// add puts accounts that were typed or pasted into the vault.
func (a *App) add(accounts []account.Account) { a.addFound(nil, accounts) }

// addFound puts accounts into the vault and saves; then the page that waits gets its code.
// from is the search that found them, nil for none.
func (a *App) addFound(from *search, accounts []account.Account) {
	s := a.session
	var ids []string
	var r vault.Result
	a.o.Run(func() { ids, r = s.Add(a.ctx, accounts...) }, func() {
		if a.session != s {
			return
		}
		a.parts = nil
		if r.Status != vault.NotSaved {
			a.left = from.leftovers(s.Vault().Match)
		}
		if len(ids) == 1 && ids[0] != "" && r.Status != vault.NotSaved {
			a.saved(r)
			a.showWaiting(ids[0])
			return
		}
		a.showList()
		a.saved(r)
		if r.Status != vault.NotSaved {
			a.offerUndo(addedText(len(ids)))
		}
	})
}

func addedText(n int) string {
	if n == 1 {
		return "1 account added."
	}
	return fmt.Sprintf("%d accounts added.", n)
}
