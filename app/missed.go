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
// list tells it until OK, or until it is opened again. Only hashes are kept, for a link is a
// secret; the value tells links from files.
type missed map[uint64]bool

var missedSeed = maphash.MakeSeed()

func missedKey(given string) uint64 { return maphash.String(missedSeed, given) }

// miss notes what was dropped.
func (a *App) miss(given []string) {
	if a.missed == nil {
		a.missed = missed{}
	}
	for _, g := range given {
		a.missed[missedKey(g)] = account.IsLink(g)
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

// preview is the page of links from outside, where it shows and is not done with; else nil.
func (a *App) preview() *add.Results {
	p, ok := a.page.(*add.Results)
	if !ok || len(p.Links) == 0 || !p.Undecided() && !p.Adding() {
		return nil
	}
	return p
}

// dropPreview notes the links of a preview that goes without the person's decision.
func (a *App) dropPreview() {
	if p := a.preview(); p != nil && !p.Adding() {
		a.miss(p.Links)
	}
}

// text says how much was dropped, without a word of what it was.
func (m missed) text() string {
	links := 0
	for _, link := range m {
		if link {
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
		text += "A file that was opened was not read. Open it again."
	case files > 1:
		text += fmt.Sprintf("%d files that were opened were not read. Open them again.", files)
	}
	return text
}

// missedBanner tells on the list what was dropped, and reports whether there is anything.
func (a *App) missedBanner() bool {
	if len(a.missed) == 0 {
		return false
	}
	a.list.SetBanner(widgets.NewBanner(a.missed.text(), widgets.AmberBanner,
		widgets.Action{Text: "OK", Do: func() { a.missed = nil; a.refreshBanner() }}))
	return true
}
