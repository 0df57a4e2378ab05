package editing

import (
	"io"
	"os"
	"path/filepath"

	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/edit"
	"watchword/app/icon"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func (f *Flow) ShowEdit(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	f.Visit(&edit.Page{
		Run: f.Run, Account: acc, Tags: s.Tags(), History: s.Vault().History(id),
		Save: func(e vault.Edit) (err error) {
			r, err = s.Edit(f.Context, id, e)
			return err
		},
		OnDone: func() { f.Changed(r, words.T("Saved."), id) },
		OnTrash: f.Guarded(func() {
			f.ShowList()
			f.Trash([]string{id})
		}),
		OnIcon: f.Guarded(func() { f.ShowIcons(id) }),
		OnKey:  f.Guarded(func() { f.ShowKey(id) }),
		OnBack: f.Guarded(f.Back), OnShortcut: f.EntryShortcut,
	}, func() { f.ShowEdit(id) })
}

// ShowKey is the page that gives an account another key.
func (f *Flow) ShowKey(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	var made string
	f.Visit(&edit.Key{
		Run: f.Run, Account: acc, Now: f.CodeTime,
		Save: func(k otp.Key, counter uint64) (err error) {
			made, r, err = s.ReplaceKeyAt(f.Context, id, k, counter)
			return err
		},
		Beside: func(k otp.Key, counter uint64) error {
			_, r = s.Add(f.Context, account.Account{Issuer: acc.Issuer, Name: acc.Name, Tags: acc.Tags, Icon: acc.Icon, Key: k, Counter: counter})
			return nil // a save that failed is tried again before the vault is locked
		},
		OnDone: func() {
			f.Changed(r, words.T("The new account is in place. The old one is in the trash."))
			if !f.Closed() {
				f.List.Select(made)
			}
		},
		OnBack: f.Guarded(f.Back), OnShortcut: f.EntryShortcut,
	}, func() { f.ShowKey(id) })
}

// ShowBehind copies the code behind a password that is typed.
func (f *Flow) ShowBehind(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok || acc.Key.Type == otp.HOTP {
		return
	}
	var c session.Copied
	f.Visit(&edit.CopyWithPassword{
		Run: f.Run, Account: acc,
		Copy: func(password string) (err error) {
			c, err = s.CopyWithPassword(f.Context, id, password)
			return err
		},
		OnDone: func() {
			if f.Closed() {
				return
			}
			f.ShowList()
			f.Used(id)
			f.List.Copied(id, c.Code, words.T("Password and %s", opened.CopiedText(c)))
			f.OutOfTheWay()
		},
		OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}, func() { f.ShowBehind(id) })
}

// ShowIcons chooses the icon of an account.
func (f *Flow) ShowIcons(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	set := func(do func() (vault.Result, error)) {
		var r vault.Result
		var err error
		f.Unbroken(func() { r, err = do() }, func() {
			switch {
			case f.Closed():
			case err != nil:
				f.ShowList()
				f.Complain(err)
			default:
				f.Back()
				f.Saved(r)
				if r.Status != vault.NotSaved {
					f.OfferUndo(words.T("Icon updated."))
				}
			}
		})
	}
	f.Visit(&edit.Icons{
		Title: acc.Title(),
		OnPick: func(name string) {
			set(func() (vault.Result, error) { return s.Edit(f.Context, id, vault.Edit{Icon: &name}) })
		},
		OnFile: func() {
			f.ChooseFiles(dialogs.Options{Title: words.T("A picture for %s", acc.Title()), Folder: desk.HomeFolder(), Filters: []dialogs.Filter{
				{Name: words.T("Pictures"), Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp"}}, {Name: words.T("All files"), Patterns: []string{"*"}},
			}}, func(paths []string) {
				set(func() (vault.Result, error) {
					png, err := iconFrom(paths[0])
					if err != nil {
						return vault.Result{}, err
					}
					return s.SetIcon(f.Context, id, png)
				})
			})
		},
		OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}, func() { f.ShowIcons(id) })
}

// iconFrom reads a picture file and makes an icon of it.
func iconFrom(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, words.Error("The picture %s cannot be read (%s).", filepath.Base(path), phrases.Bare(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, icon.MaxFile+1))
	if err != nil {
		return nil, words.Error("The picture cannot be read (%s).", phrases.Bare(err))
	}
	return icon.Make(data)
}
