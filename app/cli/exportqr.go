package cli

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"watchword/app/print"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// Sides of the pictures, in pixels. Google's codes hold ten accounts and are dense.
const (
	qrPixels       = 640
	googleQRPixels = 960
)

// A page is one picture of an export.
type page struct {
	name string
	png  []byte
}

// exportPictures writes a folder of QR codes. All are drawn before the first is written.
func (p *program) exportPictures(f transfer.Format, accounts []account.Account, out target) error {
	draw := p.drawAccounts
	if f.ID == formatGoogleQR {
		draw = p.drawMigration
	}
	pages, n, err := draw(accounts)
	if err != nil {
		return err
	}
	if err := out.writeFolder(pages); err != nil {
		return err
	}
	p.sayWritten(f, n, out)
	return nil
}

// drawAccounts draws one picture an account, and names those whose link is too long.
func (p *program) drawAccounts(accounts []account.Account) (pages []page, n int, err error) {
	digits := len(fmt.Sprint(len(accounts)))
	for i, a := range accounts {
		data, err := drawQR(a.URI(), qrPixels)
		if errors.Is(err, print.ErrQRTooLong) {
			p.note("%s is left out: it is too long for a QR code.", fullName(a))
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		pages = append(pages, page{fmt.Sprintf("%0*d %s.png", digits, i+1, fileName(a)), data})
	}
	if len(pages) == 0 {
		return nil, 0, print.ErrQRTooLong
	}
	return pages, len(pages), nil
}

// drawMigration draws the codes that Google Authenticator scans one after the other.
func (p *program) drawMigration(accounts []account.Account) (pages []page, n int, err error) {
	uris, refused := account.MigrationURIs(accounts)
	for _, f := range refused {
		a := accounts[f.Position-1]
		if _, alone := account.MigrationURIs([]account.Account{a}); len(alone) == 0 { // not named yet
			p.note("%s is left out: %s.", fullName(a), f.Reason)
		}
	}
	for i, uri := range uris {
		data, err := drawQR(uri, googleQRPixels)
		if err != nil {
			return nil, 0, err
		}
		pages = append(pages, page{fmt.Sprintf("google-%d-of-%d.png", i+1, len(uris)), data})
	}
	if len(pages) == 0 {
		return nil, 0, errors.New("Google Authenticator can keep none of these accounts. Nothing was written.")
	}
	return pages, len(accounts) - len(refused), nil
}

func drawQR(text string, pixels int) ([]byte, error) {
	img, err := print.QR(text, pixels)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// maxFileName bounds the part of a file's name that an account gives, in runes.
const maxFileName = 60

// fileName is the name of an account as every file system takes it.
func fileName(a account.Account) string {
	name := a.Title()
	if a.Issuer != "" && a.Name != "" {
		name += " (" + a.Name + ")"
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune(" ()@+-_.", r) {
			return r
		}
		return '_'
	}, name)
	runes := []rune(name)
	return strings.Trim(string(runes[:min(len(runes), maxFileName)]), " .")
}

// checkFolder refuses a folder that has something in it: pictures would mix.
func (t target) checkFolder() error {
	entries, err := os.ReadDir(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("The folder %s cannot be used (%w). Name another one.", t.path, bare(err))
	case len(entries) > 0 && !t.force:
		return fmt.Errorf("The folder %s is not empty; nothing was written. Name another one, or write into it with --force.", t.path)
	}
	return nil
}

// writeFolder writes the pictures, all or none of them.
func (t target) writeFolder(pages []page) (err error) {
	made := os.Mkdir(t.path, 0o700)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return fmt.Errorf("The folder %s cannot be made (%w). Name another one.", t.path, bare(made))
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			os.Remove(path)
		}
		if made == nil {
			os.Remove(t.path)
		}
	}()
	for _, page := range pages {
		one := target{path: filepath.Join(t.path, page.name), force: t.force}
		if err := one.write(page.png); err != nil {
			return err
		}
		written = append(written, one.path)
	}
	return nil
}
