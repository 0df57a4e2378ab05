package editing

import (
	"watchword/app/edit"
	"watchword/assets/words"
	"watchword/vault"
)

func (f *Flow) ShowTrash() { f.showTrashAfter("") }

// showTrashAfter is showTrash with a word on what was done there just now. The page stays
// until it is left: the list would come under a pointer that may click once more.
func (f *Flow) showTrashAfter(said string) {
	s := f.Session
	again := func(do func() vault.Result, said string) {
		f.Change(do, func() { f.showTrashAfter(said) })
	}
	page := &edit.Trash{
		Said: said,
		OnRestore: func(ids ...string) {
			again(func() vault.Result { return s.Restore(f.Context, ids...) }, words.T("Restored."))
		},
		OnPurge: func(ids ...string) {
			again(func() vault.Result { return s.Purge(f.Context, ids...) }, words.T("Deleted permanently. Earlier backups still contain what was deleted."))
		},
		OnBack: f.Back,
	}
	from := f.Page()
	f.Run(func() { page.Accounts = s.Trashed() }, func() {
		if !f.Closed() && f.Shows(from) {
			f.Visit(page, f.ShowTrash)
		}
	})
}
