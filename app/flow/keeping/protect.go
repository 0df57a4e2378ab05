package keeping

import (
	"context"

	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
)

// Protect takes the rights of other users away.
func (f *Flow) Protect() {
	s := f.Session
	var err error
	f.Run(func() { err = s.Vault().Protect() }, func() {
		if f.Closed() {
			return
		}
		if err != nil {
			f.Problem(words.T("Permissions could not be changed"), phrases.Sentence(err), f.Return)
			f.Dismiss("exposed")
			return
		}
		f.Tell(words.T("Only you can read the file now."))
		f.LookAround()
	})
}

// ShowStrengthen gives the vault a new key slot for the same password.
func (f *Flow) ShowStrengthen() {
	s := f.Session
	f.Visit(&unlock.Confirm{As: "strengthen",
		Run: f.Run, Title: words.T("Strengthen the vault"), Button: words.T("Strengthen"),
		Reason: words.T("Enter your password once more. It stays the same, but guessing it becomes slower. Existing backups are not changed."),
		Do: func(ctx context.Context, password []byte) error {
			if err := s.VerifyPassword(ctx, password); err != nil {
				return err
			}
			if err := s.SetPassword(ctx, password); err != nil {
				return err
			}
			f.OnUI(func() { // the page may be left meanwhile
				if !f.Closed() {
					f.Info.BelowFloor = false
					f.PasswordTyped()
				}
			})
			return desk.NotSaved(s.Save(f.Context))
		},
		OnDone: func() {
			f.ShowList()
			f.Tell(words.T("The vault is stronger now. The password is the same."))
		},
		OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}, f.ShowStrengthen)
}
