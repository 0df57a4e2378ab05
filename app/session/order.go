package session

import (
	"context"
	"slices"

	"watchword/app/config"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

func (s *Session) sort(list []account.Account, by config.Sort, use func(id string) float64) {
	switch {
	case by == config.ByName:
		account.SortByName(list)
	case by == config.ByUse && use != nil:
		account.SortByScore(list, func(a account.Account) float64 { return use(a.ID) })
	default:
		account.Sort(list)
	}
}

// Move puts accounts, in the order of ids, right before another one in the user's own
// order; before "" means behind all. Pinned accounts keep among themselves, and so do
// archived ones and the others: those of the first id's shelf are moved. Accounts that were never placed and that
// stand before the place get one, so that they stay where they are seen.
func (s *Session) Move(ctx context.Context, ids []string, before string) (vault.Result, error) {
	return s.EditMany(ctx, orderSays, Placing(s.InOwnOrder(), ids, before))
}

// MoveFirst puts an account before all others of its group.
func (s *Session) MoveFirst(ctx context.Context, id string) (vault.Result, error) {
	a, _ := s.vault.Account(id)
	before := ""
	for _, b := range s.InOwnOrder() {
		if b.Group() == a.Group() && b.ID != id {
			before = b.ID
			break
		}
	}
	return s.Move(ctx, []string{id}, before)
}

// MoveLast puts an account behind all others of its group.
func (s *Session) MoveLast(ctx context.Context, id string) (vault.Result, error) {
	return s.Move(ctx, []string{id}, "")
}

// InOwnOrder returns the accounts in use in the user's own order, whatever the settings say.
func (s *Session) InOwnOrder() []account.Account {
	list := slices.DeleteFunc(s.vault.Accounts(), account.Account.InTrash)
	account.Sort(list)
	return list
}

// orderSays names no account: those around the moved ones get places too.
func orderSays(string) (done, undone string) {
	return words.T("Order changed again."), words.T("Order restored.")
}

// MoveAmong is [Session.Move] for a list that is shown in another order than the own one:
// first the order that is seen becomes the own one.
func (s *Session) MoveAmong(ctx context.Context, seen []account.Account, ids []string, before string) (vault.Result, error) {
	list := slices.Clone(seen)
	for i := range list {
		list[i].Order = float64(i + 1)
	}
	changes := Placing(list, ids, before)
	moved := map[string]bool{}
	for _, c := range changes {
		moved[c.ID] = true
	}
	for _, a := range list {
		if !moved[a.ID] {
			changes = append(changes, Change{a.ID, vault.Edit{Order: &a.Order}})
		}
	}
	return s.EditMany(ctx, orderSays, changes)
}

// least is the smallest gap that is left between two places: below it all are numbered anew.
const least = 1e-6

// Placing returns the edits that bring ids before another account of a sorted list.
func Placing(list []account.Account, ids []string, before string) []Change {
	if len(ids) == 0 {
		return nil
	}
	kind := slices.IndexFunc(list, func(a account.Account) bool { return a.ID == ids[0] })
	if kind < 0 {
		return nil
	}
	shelf := list[kind].Group()
	chosen := make(map[string]bool, len(ids))
	for _, id := range ids {
		chosen[id] = true
	}
	var rest []account.Account
	at := -1
	for _, a := range list {
		if a.Group() != shelf || chosen[a.ID] {
			continue
		}
		if a.ID == before {
			at = len(rest)
		}
		rest = append(rest, a)
	}
	switch {
	case at >= 0:
	case slices.ContainsFunc(list, func(a account.Account) bool { return a.ID == before && a.Group() < shelf }):
		at = 0 // before one of a higher shelf: as high as it goes
	default:
		at = len(rest)
	}
	var moving []string
	for _, a := range list {
		if a.Group() == shelf && chosen[a.ID] {
			moving = append(moving, a.ID)
		}
	}
	if len(moving) == 0 {
		return nil
	}
	var changes []Change
	place := func(id string, order float64) {
		changes = append(changes, Change{id, vault.Edit{Order: &order}})
	}
	last := 0.0
	for i := range rest[:at] { // those that were never placed follow those that were
		if rest[i].Order == 0 {
			rest[i].Order = after(last)
			place(rest[i].ID, rest[i].Order)
		}
		last = rest[i].Order
	}
	for i, order := range between(rest, at, len(moving)) {
		place(moving[i], order)
	}
	if !crowded(rest, at, len(moving)) {
		return changes
	}
	return renumber(rest, moving, at)
}

// after is the next whole place behind another; 0 would mean "not placed".
func after(order float64) float64 {
	if order == -1 {
		return 1
	}
	return order + 1
}

// between returns n places behind rest[:at] and before rest[at:].
func between(rest []account.Account, at, n int) []float64 {
	places := make([]float64, n)
	placedAfter := at < len(rest) && rest[at].Order != 0
	switch {
	case at > 0 && placedAfter:
		low, step := rest[at-1].Order, (rest[at].Order-rest[at-1].Order)/float64(n+1)
		for i := range places {
			places[i] = low + step*float64(i+1)
			if places[i] == 0 {
				places[i] = step / 4
			}
		}
	case placedAfter:
		high := rest[at].Order
		for i := range places {
			places[i] = high - float64(n-i)
			if places[i] == 0 {
				places[i] = min(high, 1) / 2
			}
		}
	default:
		last := 0.0
		if at > 0 {
			last = rest[at-1].Order
		}
		for i := range places {
			last = after(last)
			places[i] = last
		}
	}
	return places
}

// crowded reports whether the places between two neighbours have become too fine.
func crowded(rest []account.Account, at, n int) bool {
	return at > 0 && at < len(rest) && rest[at].Order != 0 && (rest[at].Order-rest[at-1].Order)/float64(n+1) < least
}

// renumber places all that have a place, and what moves, with whole numbers.
func renumber(rest []account.Account, moving []string, at int) []Change {
	var ids []string
	for i, a := range rest {
		if i == at {
			ids = append(ids, moving...)
		}
		if a.Order != 0 {
			ids = append(ids, a.ID)
		}
	}
	if at == len(rest) {
		ids = append(ids, moving...)
	}
	changes := make([]Change, len(ids))
	for i, id := range ids {
		order := float64(i + 1)
		changes[i] = Change{id, vault.Edit{Order: &order}}
	}
	return changes
}
