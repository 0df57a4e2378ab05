package app

import (
	pages "watchword/app/transfer"
	"watchword/app/unlock"
)

// One rule says what asks for the vault's password, each time and for that page only: all that
// lets a secret out, and all that changes who can open the vault. SECURITY.md lists it. The pages
// of that kind are listed in [App.asks], so that whatever leads to one leads past the question;
// what is no page of its own calls [App.confirm].

// An asking says when an action asks for the vault's password.
type asking int

const (
	undecided  asking = iota // an action must not stay so: a test fails
	never                    // it lets no secret out
	first                    // before its page shows
	onItsPages               // the pages behind it ask, where something is let out or replaced
)

// asks returns the heading of the question that stands before a page, and whether there is one.
func (a *App) asks(p page) (title string, ok bool) {
	switch p := p.(type) {
	case *pages.QR:
		if p.Draw == nil { // one account, by whose name the page is called
			return "QR code of " + p.Title, true
		}
		return p.Title, true
	case *unlock.Sheet:
		return "Your recovery sheet", true
	case *unlock.NewPassword:
		return p.Title, true
	}
	return "", false
}

// answered reports whether the question was answered already: by the key of the sheet that opened
// the vault, which has no password yet, or because there is no secret in it.
func (a *App) answered() bool {
	return a.session == nil || a.o.Demo || a.session.Vault().MustSetPassword()
}

// confirm asks for the vault's password and then goes on, once. back is what Esc does.
func (a *App) confirm(title string, back, then func()) {
	if a.answered() {
		then()
		return
	}
	s := a.session
	a.show("confirm", &unlock.Confirm{
		Run: a.o.Run, Title: title,
		Do: s.Vault().VerifyPassword,
		OnDone: func() {
			if a.session == s {
				then()
			}
		},
		OnBack: back, OnShortcut: a.entryShortcut,
	}, back)
}

// showConfirmed shows a page whose question was answered just now.
func (a *App) showConfirmed(name string, p page, back func()) {
	a.confirmed = true
	a.show(name, p, back)
}

var _ leaver = (*unlock.Confirm)(nil)
