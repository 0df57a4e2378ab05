package moving

import (
	"image"

	pages "watchword/app/moving"
	"watchword/app/print"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// qrPixels is the side of a QR picture; pages scale it by whole modules.
const qrPixels = 900

// ShowQR shows one account as a QR code for a phone.
func (f *Flow) ShowQR(id string) {
	acc, ok := f.Session.Account(id)
	if !ok {
		return
	}
	img, err := print.QR(acc.URI(), qrPixels)
	if err != nil {
		f.Complain(err)
		return
	}
	note := ""
	if acc.Key.Type == otp.HOTP {
		note = words.T("This account is counter-based (HOTP). Using it on two devices puts the counters out of sync; keep it on one.")
	}
	f.Visit(&pages.QR{Title: account.Visible(acc.Title()), Codes: []image.Image{img}, Labels: []string{account.Visible(acc.Name)},
		Now: f.CodeTime, Note: note, OnBack: f.Back, OnCopy: func() { f.CopyKey(account.FormatKey(acc.Key.Secret)) }}, func() { f.ShowQR(id) })
}

// mostLeftOut bounds the accounts that the page of the gallery names; an export of the same
// codes as pictures lists them all.
const mostLeftOut = 40

// ShowGallery shows all accounts as the codes that Google Authenticator and others import.
func (f *Flow) ShowGallery() {
	s := f.Session
	var uris []string
	var first image.Image
	var note string
	var err error
	f.Run(func() {
		accounts := s.Accounts()
		var refused []account.Failure
		uris, refused = account.MigrationURIs(accounts)
		if len(uris) > 0 {
			first, err = print.QR(uris[0], qrPixels) // what can go wrong with one goes wrong with the first
		}
		var names []string
		for _, r := range refused {
			names = append(names, account.Visible(accounts[r.Position-1].Title()))
		}
		if len(names) > 0 {
			note = words.T("Not included, because these QR codes cannot hold them: %s.", pages.Names(names, mostLeftOut))
		}
	}, func() {
		switch {
		case f.Closed():
			return
		case err != nil:
			f.Complain(err)
			return
		case len(uris) == 0:
			f.Refuse(words.T("None of your accounts can be transferred this way."))
			return
		}
		page := &pages.QR{As: "gallery", Title: words.T("To a phone"), Codes: make([]image.Image, len(uris)), Now: f.CodeTime, Note: note, OnBack: f.Back}
		page.Codes[0] = first
		for i := range uris {
			page.Labels = append(page.Labels, words.T("Code %d of %d", i+1, len(uris)))
		}
		page.Draw = func(at int) image.Image {
			img, err := print.QR(uris[at], qrPixels)
			if err != nil {
				img = image.NewGray(image.Rect(0, 0, 1, 1)) // nothing to scan rather than another code
			}
			return img
		}
		f.Visit(page, f.ShowGallery)
	})
}
