package opened

import "watchword/app/unlock"

// answered reports whether the question was answered already: by the key of the sheet that opened
// the vault, which has no password yet, or because there is no secret in it.
func (o *Vault) answered() bool {
	return o.Closed() || o.Demo || o.Session.Vault().MustSetPassword()
}

// Confirm asks for the vault's password and then goes on, once. back is what Esc does.
func (o *Vault) Confirm(title string, back, then func()) {
	if o.answered() {
		then()
		return
	}
	s := o.Session
	o.Show(&unlock.Confirm{
		Run: o.Run, Title: title,
		Do: s.VerifyPassword,
		OnDone: func() {
			if !o.Closed() {
				then()
			}
		},
		OnBack: back, OnShortcut: o.EntryShortcut,
	}, back)
}
