package app

import (
	"watchword/app/add"
	"watchword/assets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// showAdded is showWaiting for an account that was added just now: its code is copied once, for
// that is what it was added for. Later it is copied when somebody asks, and not otherwise.
func (a *App) showAdded(id string) {
	a.showWaiting(id)
	w, ok := a.page.(*add.Waiting)
	if ok && w.Account.Key.Type != otp.HOTP {
		w.OnCopy()
	}
}

// showWaiting shows the code of a new account, large: the site's page is still waiting for it.
func (a *App) showWaiting(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		a.showList()
		return
	}
	again := func() { a.showWaiting(id) }
	w := &add.Waiting{Account: acc, Now: a.now, OnWorked: a.showList}
	var offer func()
	offer = func() { w.SetLeftovers(a.leftoverCards(offer)) }
	w.Leftovers = a.leftoverCards(offer)
	guide, _ := assets.Guide(acc.Issuer) // or the one for any service
	w.Before = guide.Before
	w.OnGuide = func() { a.show("guide", simple{add.Guide(guide, again)}, again) }
	w.OnCopy = func() {
		var err error
		a.o.Run(func() { _, err = s.Copy(a.ctx, id, false) }, func() {
			if err == nil && a.left.clipboard != noPicture {
				a.left.clipboard = noPicture // the code took its place
				offer()
			}
			if err != nil {
				w.Say(err.Error(), false)
			}
			w.Tick(a.now())
		})
	}
	w.OnClipboard = func() string {
		if on, code := s.OnClipboard(); on == id {
			return code
		}
		return ""
	}
	w.OnCount = func() {
		a.o.Run(func() {
			c, r, _ := s.Count(a.ctx, id)
			a.o.OnUI(func() {
				if a.session != s {
					return
				}
				a.saved(r)
				if c.Code != "" {
					w.Counted(c.Code)
				}
			})
		}, nil)
	}
	w.OnNotAccepted = func() { a.showNotAccepted(acc) }
	if code, ok := s.Counted(id); ok {
		w.Made = code
	}
	a.show("waiting", w, a.showList)
}

// showNotAccepted says what to look at when the site refuses the code.
func (a *App) showNotAccepted(acc account.Account) {
	s := a.session
	back := func() { a.showWaiting(acc.ID) }
	a.show("refusedcode", &add.NotAccepted{
		Account: acc, Now: a.now, Clock: a.o.Now, Correction: a.config.ClockSeconds,
		OnBack: back, OnScan: a.scanScreen,
		OnClock: func() { a.showClock(func() { a.showNotAccepted(acc) }) },
		OnCopy: func(code string) {
			a.o.Run(func() { _ = s.CopySecret(a.ctx, code, s.Settings().ClearAfter) }, nil)
		},
		OnKeep: func(key otp.Key) {
			var id string
			var r vault.Result
			var err error
			a.o.Run(func() { id, r, err = s.ReplaceKey(a.ctx, acc.ID, key) }, func() {
				if a.session != s {
					return
				}
				if err != nil {
					a.showList()
					a.list.Toast(err.Error(), false, "", nil)
					return
				}
				a.saved(r)
				a.showWaiting(id)
			})
		},
	}, back)
}

func (a *App) showGuides() {
	a.show("guides", simple{add.Guides(func(g assets.Card) {
		a.show("guide", simple{add.Guide(g, a.showGuides)}, a.showGuides)
	}, a.showList)}, a.showList)
}
