package app

import (
	"fmt"
	"hash/maphash"
	"slices"

	"watchword/app/add"
	"watchword/app/widgets"
	"watchword/vault/account"
)

// missed is what came from outside and was dropped unseen, or with a page that nobody left: the
// list tells it until OK, until it is opened again, or until the next lock. Only hashes are kept, for a link is a
// secret.
type missed map[uint64]dropped

type dropped struct {
	link bool // else a file
	told bool // the list has shown it
}

var missedSeed = maphash.MakeSeed()

func missedKey(given string) uint64 { return maphash.String(missedSeed, given) }

// miss notes what was dropped.
func (a *App) miss(given []string) {
	if a.missed == nil {
		a.missed = missed{}
	}
	for _, g := range given {
		a.missed[missedKey(g)] = dropped{link: account.IsLink(g)}
	}
}

// met forgets about what is opened now.
func (a *App) met(given []string) {
	for _, g := range given {
		delete(a.missed, missedKey(g))
	}
}

// wait keeps what came from outside for later, in the place of what waited before.
func (a *App) wait(given []string) {
	a.miss(slices.DeleteFunc(slices.Clone(a.pending), func(g string) bool { return slices.Contains(given, g) }))
	a.pending = given
}

// waitBehind keeps what came earlier than what waits, where nothing does.
func (a *App) waitBehind(given []string) {
	if len(a.pending) > 0 && !slices.Equal(a.pending, given) {
		a.miss(slices.DeleteFunc(slices.Clone(given), func(g string) bool { return slices.Contains(a.pending, g) }))
		return
	}
	a.pending = given
}

// comes has the page that shows next, and those of the same work that follow it by [App.swap], be
// about what came from outside.
func (a *App) comes(given []string) { a.coming = given }

// dropGiven notes what came from outside when its page goes without the user's decision. A page
// that says only what cannot be used has done what it is for.
func (a *App) dropGiven() {
	undecided := slices.Contains([]string{"busy", "filepassword", "costly", "region", "vaultfile"}, a.name)
	if p, ok := a.page.(*add.Results); ok {
		undecided = p.Undecided()
	}
	if undecided {
		a.miss(a.given)
	}
	a.given = nil
}

// text says how much was dropped, without a word of what it was.
func (m missed) text() string {
	links := 0
	for _, d := range m {
		if d.link {
			links++
		}
	}
	files, text := len(m)-links, ""
	switch {
	case links == 1:
		text = "A link that was opened was not added. Open it again."
	case links > 1:
		text = fmt.Sprintf("%d links that were opened were not added. Open them again.", links)
	}
	if links > 0 && files > 0 {
		text += " "
	}
	switch {
	case files == 1:
		text += "A file that was opened was not used. Open it again."
	case files > 1:
		text += fmt.Sprintf("%d files that were opened were not used. Open them again.", files)
	}
	return text
}

// missedBanner tells on the list what was dropped, and reports whether there is anything.
func (a *App) missedBanner() bool {
	if len(a.missed) == 0 {
		return false
	}
	for key, d := range a.missed {
		d.told = true
		a.missed[key] = d
	}
	a.list.SetBanner(widgets.NewBanner(a.missed.text(), widgets.AmberBanner,
		widgets.Action{Text: "OK", Do: func() { a.missed = nil; a.refreshBanner() }}))
	return true
}
