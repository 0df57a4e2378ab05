package editing

import (
	"slices"

	"watchword/app/config"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

func (f *Flow) Trash(ids []string) {
	s := f.Session
	text := words.N(len(ids), "1 account moved to the trash.", "%d accounts moved to the trash.")
	if len(ids) == 1 {
		acc, ok := s.Account(ids[0])
		if !ok {
			return
		}
		text = words.T("%s moved to the trash.", acc.Title())
	}
	f.Change(func() vault.Result { return s.Trash(f.Context, ids...) }, func() {
		f.List.Unmark()
		f.OfferUndo(text)
	})
}

func (f *Flow) Pin(ids []string, on bool) {
	s := f.Session
	f.Edit(func() (vault.Result, error) { return s.Pin(f.Context, on, ids...) }, "")
}

func (f *Flow) Archive(ids []string, on bool) {
	s := f.Session
	text := ""
	if on {
		text = words.T("Archived: at the end of the list.")
	}
	f.Edit(func() (vault.Result, error) { return s.Archive(f.Context, on, ids...) }, text)
}

// TogglePin pins accounts, or unpins them where all are pinned.
func (f *Flow) TogglePin(ids []string) {
	f.Pin(ids, !f.all(ids, func(acc account.Account) bool { return acc.Pinned }))
}

// ToggleArchive archives accounts, or takes them out where all are archived.
func (f *Flow) ToggleArchive(ids []string) {
	f.Archive(ids, !f.all(ids, func(acc account.Account) bool { return acc.Archived }))
}

func (f *Flow) all(ids []string, is func(account.Account) bool) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		acc, ok := f.Session.Account(id)
		return ok && !is(acc)
	})
}

// Move puts accounts in front of another in the user's own order. Where the list has
// another order, the one that is seen becomes their own.
func (f *Flow) Move(ids []string, before string) {
	s := f.Session
	if f.Config.Sort == config.ByOrder {
		f.Edit(func() (vault.Result, error) { return s.Move(f.Context, ids, before) }, "")
		return
	}
	seen := s.Accounts()
	f.SortBy(config.ByOrder)
	f.Edit(func() (vault.Result, error) { return s.MoveAmong(f.Context, seen, ids, before) },
		words.T("The list is in your own order now, beginning with the one that you saw."))
}
