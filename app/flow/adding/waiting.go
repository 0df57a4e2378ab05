package adding

import (
	"watchword/app/add"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/assets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// ShowAdded is showWaiting for an account that was added just now: its code is copied once, for
// that is what it was added for. Later it is copied when somebody asks, and not otherwise.
func (f *Flow) ShowAdded(id string) {
	f.FromList() // what it was added on is done
	f.showWaiting(id)
	w, ok := f.Page().(*add.Waiting)
	if ok && w.Account.Key.Type != otp.HOTP {
		w.OnCopy()
	}
}

// showWaiting shows the code of a new account, large: the site's page is still waiting for it.
func (f *Flow) showWaiting(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok {
		f.ShowList()
		return
	}
	w := &add.Waiting{Account: acc, Now: f.CodeTime, OnWorked: f.ShowList}
	var offer func()
	offer = func() { w.SetLeftovers(f.leftoverCards(offer)) }
	w.Leftovers = f.leftoverCards(offer)
	guide, _ := assets.Guide(acc.Issuer) // or the one for any service
	if acc.Key.Type != otp.HOTP {        // what the guides advise, a second device, puts counters out of sync
		w.Before = guide.Before
	}
	w.OnGuide = func() { f.Show(shell.Static("guide", add.Guide(guide, f.Return)), f.Return) }
	w.OnCopy = func() {
		var err error
		f.Run(func() { _, err = s.Copy(f.Context, id, false) }, func() {
			if err == nil && f.left.clipboard != noPicture {
				f.left.clipboard = noPicture // the code took its place
				offer()
			}
			if err != nil {
				w.Say(phrases.Sentence(err), false)
			}
			w.Tick(f.CodeTime())
		})
	}
	w.OnClipboard = func() string {
		if on, code := s.Clip().Code(); on == id {
			return code
		}
		return ""
	}
	w.OnCount = func() {
		f.Run(func() {
			c, r, _ := s.Count(f.Context, id)
			f.OnUI(func() {
				if f.Closed() {
					return
				}
				f.Saved(r)
				if c.Code != "" {
					w.Counted(c.Code)
				}
			})
		}, nil)
	}
	w.OnNotAccepted = func() { f.showNotAccepted(acc) }
	if code, ok := s.Counted(id); ok {
		w.Made = code
	}
	f.Visit(w, func() { f.showWaiting(id) })
}

// showNotAccepted says what to look at when the site refuses the code.
func (f *Flow) showNotAccepted(acc account.Account) {
	s := f.Session
	f.Visit(&add.NotAccepted{
		Account: acc, Now: f.CodeTime, Clock: f.Now, Correction: f.Config.ClockSeconds,
		OnBack: f.Back, OnScan: f.ScanScreen,
		OnClock: f.OnClock,
		OnCopy: func(code string) {
			f.Run(func() { _ = s.Clip().Secret(f.Context, code, s.Settings().ClearAfter) }, nil)
		},
		OnKeep: func(key otp.Key) {
			var id string
			var r vault.Result
			var err error
			f.Run(func() { id, r, err = s.ReplaceKey(f.Context, acc.ID, key) }, func() {
				if f.Closed() {
					return
				}
				if err != nil {
					f.ShowList()
					f.Complain(err)
					return
				}
				f.Saved(r)
				f.showWaiting(id)
			})
		},
	}, func() { f.showNotAccepted(acc) })
}
