package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/desktop/dialogs"
	"watchword/app/edit"
	"watchword/app/icon"
	"watchword/app/session"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The pages about single accounts: editing, key, icon, tags, the code behind a password.

func (a *App) showEdit(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	back := func() { a.showList() }
	a.show("edit", &edit.Screen{
		Run: a.o.Run, Account: acc, Tags: s.Tags(), History: s.Vault().History(id),
		Save: func(e vault.Edit) (err error) {
			r, err = s.Edit(a.ctx, id, e)
			return err
		},
		OnDone: func() { a.changed(s, r, "Saved.", id) },
		OnTrash: a.guarded(func() {
			a.showList()
			a.trash([]string{id})
		}),
		OnIcon: a.guarded(func() { a.showIcons(id) }),
		OnKey:  a.guarded(func() { a.showKey(id) }),
		OnBack: a.guarded(back), OnShortcut: a.entryShortcut,
	}, back)
}

// changed goes back to the list after a change that was saved there and says so. ids are the accounts
// that it was about: one that came into the trash meanwhile, in another window or on another computer,
// is not in the list.
func (a *App) changed(s *session.Session, r vault.Result, text string, ids ...string) {
	if a.session != s {
		return
	}
	a.showList()
	a.saved(r)
	if r.Status == vault.NotSaved {
		return
	}
	var trashed []string
	for _, id := range ids {
		if acc, ok := s.Account(id); ok && acc.InTrash() {
			trashed = append(trashed, id)
		}
	}
	if len(trashed) == 0 {
		a.offerUndo(text)
		return
	}
	where := " This account is in the trash: it was moved there elsewhere."
	if len(trashed) > 1 {
		where = fmt.Sprintf(" %d accounts are in the trash: they were moved there elsewhere.", len(trashed))
	}
	a.list.Toast(text+where, true, "Restore", func() {
		a.change(func() vault.Result { return s.Restore(a.ctx, trashed...) }, func() { a.offerUndo("Restored.") })
	})
}

// showKey is the page that gives an account another key.
func (a *App) showKey(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	var made string
	back := func() { a.showEdit(id) }
	a.show("key", &edit.Key{
		Run: a.o.Run, Account: acc, Now: a.now,
		Save: func(k otp.Key, counter uint64) (err error) {
			made, r, err = s.ReplaceKeyAt(a.ctx, id, k, counter)
			return err
		},
		Beside: func(k otp.Key, counter uint64) error {
			_, r = s.Add(a.ctx, account.Account{Issuer: acc.Issuer, Name: acc.Name, Tags: acc.Tags, Icon: acc.Icon, Key: k, Counter: counter})
			return nil // a save that failed is tried again before the vault is locked
		},
		OnDone: func() {
			a.changed(s, r, "The new account is in place. The old one is in the trash.")
			if a.session == s {
				a.list.Select(made)
			}
		},
		OnBack: a.guarded(back), OnShortcut: a.entryShortcut,
	}, back)
}

// showBehind copies the code behind a password that is typed.
func (a *App) showBehind(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok || acc.Key.Type == otp.HOTP {
		return
	}
	var c session.Copied
	a.show("behind", &edit.CopyWithPassword{
		Run: a.o.Run, Account: acc,
		Copy: func(password string) (err error) {
			c, err = s.CopyWithPassword(a.ctx, id, password)
			return err
		},
		OnDone: func() {
			if a.session != s {
				return
			}
			a.showList()
			a.used(id)
			a.list.Copied(id, c.Code, "Password and "+copiedText(c))
			a.outOfTheWay()
		},
		OnBack: a.showList, OnShortcut: a.entryShortcut,
	}, a.showList)
}

// showIcons chooses the icon of an account.
func (a *App) showIcons(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	set := func(do func() (vault.Result, error)) {
		var r vault.Result
		var err error
		a.unbroken(func() { r, err = do() }, func() {
			switch {
			case a.session != s:
			case err != nil:
				a.showList()
				a.list.Toast(err.Error(), false, "", nil)
			default:
				a.changed(s, r, "Icon updated.", id)
			}
		})
	}
	back := func() { a.showEdit(id) }
	a.show("icon", &edit.Icons{
		Title: acc.Title(),
		OnPick: func(name string) {
			set(func() (vault.Result, error) { return s.Edit(a.ctx, id, vault.Edit{Icon: &name}) })
		},
		OnFile: func() {
			a.chooseFiles(dialogs.Options{Title: "A picture for " + acc.Title(), Folder: homeFolder(), Filters: []dialogs.Filter{
				{Name: "Pictures", Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp"}}, {Name: "All files", Patterns: []string{"*"}},
			}}, func(paths []string) {
				set(func() (vault.Result, error) {
					png, err := iconFrom(paths[0])
					if err != nil {
						return vault.Result{}, err
					}
					return s.SetIcon(a.ctx, id, png)
				})
			})
		},
		OnBack: back, OnShortcut: a.entryShortcut,
	}, back)
}

// iconFrom reads a picture file and makes an icon of it.
func iconFrom(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("The picture %s cannot be read (%s).", filepath.Base(path), bareError(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, icon.MaxFile+1))
	if err != nil {
		return nil, errors.New("The picture cannot be read (" + bareError(err) + ").")
	}
	return icon.Make(data)
}

// showTagger gives tags to accounts.
func (a *App) showTagger(ids []string) {
	s := a.session
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
	a.show("tagger", &edit.Tagger{
		Run: a.o.Run, Accounts: list, All: s.Tags(),
		Save: func(add, remove []string) (err error) {
			r, err = s.Tag(a.ctx, add, remove, ids...)
			return err
		},
		OnDone:   func() { a.changed(s, r, "Tags updated.", ids...) },
		OnManage: a.guarded(a.showTags),
		OnBack:   a.guarded(a.showList), OnShortcut: a.entryShortcut,
	}, a.showList)
}

// showTags is the page on which tags are renamed and deleted.
func (a *App) showTags() {
	s := a.session
	count, from := map[string]int{}, a.page
	a.o.Run(func() {
		for _, acc := range s.Accounts() {
			for _, t := range acc.Tags {
				count[t]++
			}
		}
	}, func() {
		if a.session != s || a.page != from {
			return
		}
		a.show("tags", &edit.Tags{
			Names: s.Tags(), Count: func(tag string) int { return count[tag] },
			OnRename:   a.renameTag,
			OnDelete:   a.deleteTag,
			OnBack:     a.guarded(a.showList),
			OnShortcut: a.entryShortcut,
		}, a.showList)
	})
}

func (a *App) renameTag(old, name string) {
	s := a.session
	a.showList()
	a.edit(func() (vault.Result, error) { return s.RenameTag(a.ctx, old, name) }, "Tag renamed.")
}

func (a *App) deleteTag(tag string) {
	s := a.session
	a.showList()
	a.edit(func() (vault.Result, error) { return s.DeleteTag(a.ctx, tag) }, "The tag is deleted; its accounts are not.")
}

// tagMenu is the menu of a tag above the list.
func (a *App) tagMenu(tag string, at fyne.Position) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("",
		fyne.NewMenuItem("Rename…", a.showTags),
		fyne.NewMenuItem("Delete this tag", func() { a.deleteTag(tag) }),
	), a.window.Canvas(), at)
}

// edit runs a change that can fail before it saves, shows the list as it then is, and offers
// to undo.
func (a *App) edit(do func() (vault.Result, error), text string) {
	s := a.session
	var r vault.Result
	var err error
	a.unbroken(func() { r, err = do() }, func() {
		if a.session != s {
			return
		}
		if err != nil { // nothing was changed, and nothing is known about what was not saved before
			a.list.Toast(err.Error(), false, "", nil)
			return
		}
		a.refreshList()
		a.saved(r)
		if text != "" && r.Status != vault.NotSaved {
			a.offerUndo(text)
		}
		a.writeMap()
	})
}
