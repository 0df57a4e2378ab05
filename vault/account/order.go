package account

import (
	"cmp"
	"slices"
	"strings"
)

// Sort puts accounts in the order in which people see them: pinned ones first and
// archived ones last, then the user's own order, those that were never placed behind it by
// issuer and name.
func Sort(accounts []Account) { sortBy(accounts, true, nil) }

// SortByName is [Sort] without the user's own order.
func SortByName(accounts []Account) { sortBy(accounts, false, nil) }

// SortByScore puts pinned accounts first and archived ones last, then those with the greater
// score, equal ones by issuer and name.
func SortByScore(accounts []Account, score func(Account) float64) { sortBy(accounts, false, score) }

// sortBy sorts places instead of accounts, which are large: thousands are sorted while a
// person waits.
func sortBy(accounts []Account, own bool, score func(Account) float64) {
	type key struct {
		shelf, placed int // 0 before 1
		order         float64
		name          string
	}
	keys := make([]key, len(accounts))
	at := make([]int, len(accounts))
	for i, a := range accounts {
		k := key{shelf: a.Group(), order: a.Order, name: Fold(a.Title()) + "\x00" + Fold(a.Name)}
		if !own || a.Order == 0 {
			k.placed, k.order = 1, 0
		}
		if score != nil {
			k.order = -score(a)
		}
		keys[i], at[i] = k, i
	}
	slices.SortFunc(at, func(i, j int) int {
		x, y := &keys[i], &keys[j]
		return cmp.Or(cmp.Compare(x.shelf, y.shelf), cmp.Compare(x.placed, y.placed),
			cmp.Compare(x.order, y.order), strings.Compare(x.name, y.name), cmp.Compare(i, j))
	})
	sorted := make([]Account, len(accounts))
	for to, from := range at {
		sorted[to] = accounts[from]
	}
	copy(accounts, sorted)
}
