package app

import (
	"time"

	"watchword/app/opened"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// Codes beside the names in the tray's menu, for whoever wants them there.

// trayCode is what stands behind an account's name in the menu, "" for nothing. A counter's code would be used up
// by showing it; codes that show on hover only do not show there at all.
func (a *App) trayCode(o *opened.Vault, of account.Account) string {
	c := a.shell.Config
	if !c.TrayCodes || c.HideCodes || of.Key.Type == otp.HOTP {
		return ""
	}
	code, _, err := o.Session.Codes(of, a.shell.CodeTime())
	if err != nil {
		return ""
	}
	if a.icon.stale.IsZero() || code.Until.Before(a.icon.stale) {
		a.icon.stale = code.Until
	}
	return "   " + otp.Group(of.Key.Type, code.Value)
}

// renewTray shows new codes in the menu once old ones have ended.
func (a *App) renewTray() {
	if left, codes := a.trayCodesLeft(); codes && left <= 0 {
		a.showTray()
	}
}

// trayCodesLeft is how long the codes in the menu are still those of now; false where nobody sees any.
func (a *App) trayCodesLeft() (time.Duration, bool) {
	return a.icon.stale.Sub(a.shell.CodeTime()), a.icon.there && !a.icon.stale.IsZero()
}
