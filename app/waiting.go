package app

import (
	"watchword/app/add"
	"watchword/assets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// showWaiting shows the code of a new account, large and copied: the site's page is still
// waiting for it.
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
			w.SetCopied(err == nil)
		})
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
	a.show("waiting", w, a.showList)
	if acc.Key.Type != otp.HOTP {
		w.OnCopy()
	}
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
