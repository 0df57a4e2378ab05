package editing

import (
	"fyne.io/fyne/v2"

	"watchword/app/edit"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// ShowTagger gives tags to accounts.
func (f *Flow) ShowTagger(ids []string) {
	s := f.Session
	var list []account.Account
	for _, id := range ids {
		if acc, ok := s.Account(id); ok {
			list = append(list, acc)
		}
	}
	if len(list) == 0 {
		return
	}
	var r vault.Result
	f.Visit(&edit.Tagger{
		Run: f.Run, Accounts: list, All: s.Tags(),
		Save: func(add, remove []string) (err error) {
			r, err = s.Tag(f.Context, add, remove, ids...)
			return err
		},
		OnDone:   func() { f.Changed(r, words.T("Tags updated."), ids...) },
		OnManage: f.Guarded(f.ShowTags),
		OnBack:   f.Guarded(f.Back), OnShortcut: f.EntryShortcut,
	}, func() { f.ShowTagger(ids) })
}

// ShowTags is the page on which tags are renamed and deleted.
func (f *Flow) ShowTags() {
	s := f.Session
	count, from := map[string]int{}, f.Page()
	f.Run(func() {
		for _, acc := range s.Accounts() {
			for _, t := range acc.Tags {
				count[t]++
			}
		}
	}, func() {
		if f.Closed() || !f.Shows(from) {
			return
		}
		f.Visit(&edit.Tags{
			Names: s.Tags(), Count: func(tag string) int { return count[tag] },
			OnRename:   f.renameTag,
			OnDelete:   f.deleteTag,
			OnBack:     f.Guarded(f.Back),
			OnShortcut: f.EntryShortcut,
		}, f.ShowTags)
	})
}

func (f *Flow) renameTag(old, name string) {
	s := f.Session
	f.ShowList()
	f.Edit(func() (vault.Result, error) { return s.RenameTag(f.Context, old, name) }, words.T("Tag renamed."))
}

func (f *Flow) deleteTag(tag string) {
	s := f.Session
	f.ShowList()
	f.Edit(func() (vault.Result, error) { return s.DeleteTag(f.Context, tag) }, words.T("The tag is deleted; its accounts are not."))
}

// TagMenu is the menu of a tag above the list.
func (f *Flow) TagMenu(tag string, at fyne.Position) {
	widgets.ShowMenu(fyne.NewMenu("",
		fyne.NewMenuItem(words.T("Rename…"), f.ShowTags),
		fyne.NewMenuItem(words.T("Delete this tag"), func() { f.deleteTag(tag) }),
	), f.Window.Canvas(), at)
}
