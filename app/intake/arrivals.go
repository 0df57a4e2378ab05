package intake

import (
	"hash/maphash"
	"maps"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// Arrivals is what comes from outside, from a second start of the program, and waits where something
// would be lost on the page that shows, and until the vault is open. One thing waits at most, the
// latest: a web page must not be able to pile up links. What it displaces is told on the list until OK,
// until it is opened again, or until the next lock. Only hashes of that are kept, for a link is a
// secret. It is used on the UI thread.
type Arrivals struct {
	Pending []string
	missed  map[uint64]missed
}

// missed is what was dropped unseen, or with a page that nobody left.
type missed struct {
	link bool // else a file
	told bool // the list has shown it
}

var missedSeed = maphash.MakeSeed()

func missedKey(given string) uint64 { return maphash.String(missedSeed, given) }

// Miss notes what was dropped.
func (a *Arrivals) Miss(given []string) {
	if a.missed == nil {
		a.missed = map[uint64]missed{}
	}
	for _, g := range given {
		a.missed[missedKey(g)] = missed{link: account.IsLink(g)}
	}
}

// Met forgets about what is opened now.
func (a *Arrivals) Met(given []string) {
	for _, g := range given {
		delete(a.missed, missedKey(g))
	}
}

// Take returns what waits, which is opened now.
func (a *Arrivals) Take() []string {
	given := a.Pending
	a.Pending = nil
	a.Met(given)
	return given
}

// Wait keeps what came from outside for later, in the place of what waited before.
func (a *Arrivals) Wait(given []string) {
	a.Miss(slices.DeleteFunc(slices.Clone(a.Pending), func(g string) bool { return slices.Contains(given, g) }))
	a.Pending = given
}

// WaitBehind keeps what came earlier than what waits, where nothing does.
func (a *Arrivals) WaitBehind(given []string) {
	if len(a.Pending) > 0 && !slices.Equal(a.Pending, given) {
		a.Miss(slices.DeleteFunc(slices.Clone(given), func(g string) bool { return slices.Contains(a.Pending, g) }))
		return
	}
	a.Pending = given
}

// OpenFirst opens the first of the vaults among what waits: the others cannot be open beside it.
func (a *Arrivals) OpenFirst(vaults []string) {
	a.Met(vaults[:1])
	a.Miss(vaults[1:])
	a.Pending = slices.DeleteFunc(slices.Clone(a.Pending), func(g string) bool { return slices.Contains(vaults, g) })
}

// Waiting says what waits, without a word of what it is; "" for nothing.
func (a *Arrivals) Waiting() string {
	links, files := Links(a.Pending)
	var said []string
	if n := len(links); n > 0 {
		said = append(said, words.N(n, "A link is waiting. It opens after unlocking.", "%d links are waiting. They open after unlocking."))
	}
	if n := len(files); n > 0 {
		said = append(said, words.N(n, "A file is waiting. It opens after unlocking.", "%d files are waiting. They open after unlocking."))
	}
	return strings.Join(said, " ")
}

// WaitingHere is [Arrivals.Waiting] where the vault is open and a page shows that is not to be taken away.
func (a *Arrivals) WaitingHere() string {
	links, files := Links(a.Pending)
	switch {
	case len(links) > 0:
		return words.N(len(links), "A link is waiting. It opens when this page is closed.", "%d links are waiting. They open when this page is closed.")
	case len(files) > 0:
		return words.N(len(files), "A file is waiting. It opens when this page is closed.", "%d files are waiting. They open when this page is closed.")
	}
	return ""
}

// Missed says how much was dropped, without a word of what it was, and takes it as told; "" for
// nothing.
func (a *Arrivals) Missed() string {
	links := 0
	for key, m := range a.missed {
		m.told = true
		a.missed[key] = m
		if m.link {
			links++
		}
	}
	var said []string
	if links > 0 {
		said = append(said, words.N(links, "A link that you opened was not added. Open it again.", "%d links that you opened were not added. Open them again."))
	}
	if files := len(a.missed) - links; files > 0 {
		said = append(said, words.N(files, "A file that you opened was not imported. Open it again.", "%d files that you opened were not imported. Open them again."))
	}
	return strings.Join(said, " ")
}

// Forget forgets what was dropped.
func (a *Arrivals) Forget() { a.missed = nil }

// ForgetTold forgets what was told.
func (a *Arrivals) ForgetTold() {
	maps.DeleteFunc(a.missed, func(_ uint64, m missed) bool { return m.told })
}
