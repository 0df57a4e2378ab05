package print

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image/png"
	"strings"
	"time"
	"unicode"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer"
)

// The formats that are no other program's file: pages and pictures.
const (
	FormatPDF      = "pdf"
	FormatHTML     = "html-page"
	FormatQR       = "qr"        // a folder
	FormatGoogleQR = "google-qr" // a folder
)

// Formats are the pages that accounts can be printed on and the folders of pictures that
// they can be written into. For the folders, [Pictures] makes the files.
var Formats = []transfer.Format{
	{ID: FormatPDF, Name: words.Mark("Pages to print (PDF)"), Extension: ".pdf", Clear: true, Limits: limitsLong, Write: accountsPDF},
	{ID: FormatHTML, Name: words.Mark("Pages to print (web page)"), Extension: ".html", Clear: true, Limits: limitsLong, Write: accountsHTML},
	{ID: FormatQR, Name: words.Mark("Pictures, a QR code each account"), Clear: true, Limits: limitsLong},
	{ID: FormatGoogleQR, Name: words.Mark("Pictures for Google Authenticator"), Clear: true, Limits: googleLimits},
}

// IsFolder reports whether a format is a folder of pictures.
func IsFolder(id string) bool { return id == FormatQR || id == FormatGoogleQR }

// limitsLong leaves out what no QR code can hold, and tells what a link does not carry.
func limitsLong(a account.Account) (whole bool, reason string) {
	if _, err := encodeQR(a.URI()); err != nil {
		return true, words.T("it is too long for a QR code; shorten its note")
	}
	return refuses("otpauth", a)
}

func googleLimits(a account.Account) (whole bool, reason string) {
	return refuses("google-authenticator", a)
}

func refuses(id string, a account.Account) (whole bool, reason string) {
	f, _ := transfer.ByID(id)
	return f.Limits(a)
}

// A File is one picture of a folder.
type File struct {
	Name string
	Data []byte
}

// Sides of the pictures, in pixels. Google's codes hold ten accounts and are dense.
const (
	qrPixels       = 640
	googleQRPixels = 960
)

var errNothingLeft = words.Error("None of the chosen accounts fits into these codes. Nothing was written.")

// Pictures returns the files of a folder of QR codes, and the accounts that had to be left
// out, with their position from 1.
func Pictures(id string, accounts []account.Account) (files []File, left []account.Failure, err error) {
	var texts, names []string
	pixels := qrPixels
	if id == FormatGoogleQR {
		pixels = googleQRPixels
		texts, left = account.MigrationURIs(accounts)
		for i := range texts {
			names = append(names, fmt.Sprintf("google-%d-of-%d.png", i+1, len(texts)))
		}
	} else {
		width := len(fmt.Sprint(len(accounts)))
		for i, a := range accounts {
			if whole, reason := limitsLong(a); whole {
				left = append(left, account.Failure{Position: i + 1, Reason: reason})
				continue
			}
			texts = append(texts, a.URI())
			names = append(names, fmt.Sprintf("%0*d %s.png", width, i+1, fileName(a)))
		}
	}
	for i, text := range texts {
		img, err := QR(text, pixels)
		if err != nil {
			return nil, left, err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return nil, left, err
		}
		files = append(files, File{names[i], b.Bytes()})
	}
	if len(files) == 0 {
		return nil, left, errNothingLeft
	}
	return files, left, nil
}

// maxPictureName bounds the part of a file's name that an account gives, in runes.
const maxPictureName = 60

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
	return strings.Trim(string(runes[:min(len(runes), maxPictureName)]), " .")
}

// The grid of a printed page: two columns of five, with room for US Letter below.
const (
	accountColumns = 2
	accountRows    = 5
	accountWide    = (wide - 6) / accountColumns
	accountHigh    = 46.0
	accountQR      = 40.0
)

func printWarning() string {
	return words.T("Whoever sees these pages has the accounts. Keep them where you keep important papers.")
}

// accountsPDF draws the accounts with their QR codes, ten a page.
func accountsPDF(ctx context.Context, accounts []account.Account, _ transfer.WriteOptions) ([]byte, error) {
	made := time.Now()
	const perPage = accountColumns * accountRows
	pages := (len(accounts) + perPage - 1) / perPage
	pen := newPDF(words.T("Watchword accounts"), made)
	for i, a := range accounts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := i % perPage
		if at == 0 {
			if i > 0 {
				pen.pdf.AddPage()
			}
			pen.text(left, 20, semiBold, 15, black, words.T("Accounts"))
			pen.text(left, 26, regular, 9, grey, printWarning())
			foot := words.T("%s, page %d of %d", made.Format(time.DateOnly), i/perPage+1, pages)
			pen.text(right-regular.width(9, foot), 20, regular, 9, grey, foot)
		}
		x := left + float64(at%accountColumns)*(accountWide+6)
		y := 31 + float64(at/accountColumns)*accountHigh
		if err := drawAccount(pen, a, x, y); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	err := pen.write(&b)
	return b.Bytes(), err
}

// drawAccount draws one account: its code, whose it is, and its key for typing.
func drawAccount(p pen, a account.Account, x, y float64) error {
	modules, err := encodeQR(a.URI())
	if err != nil {
		return err
	}
	drawModules(p, modules, x, y, accountQR)
	tx, room := x+accountQR+1.5, accountWide-accountQR-1.5
	line := y + 6
	lines := func(f face, c [3]float64, most int, s string) {
		size, step := c[0], c[1]
		all := wrap(f, size, room, s)
		for i, text := range all {
			if i == most {
				return
			}
			if i == most-1 && len(all) > most {
				text = shorten(text+"…", f, size, room)
			}
			ink := black
			if c[2] > 0 {
				ink = grey
			}
			p.text(tx, line, f, size, ink, text)
			line += step
		}
	}
	lines(semiBold, [3]float64{10.5, 4.4, 0}, 2, shown(account.Visible(a.Title())))
	if a.Issuer != "" && a.Name != "" {
		lines(regular, [3]float64{8.5, 3.7, 1}, 2, shown(account.Visible(a.Name)))
	}
	lines(regular, [3]float64{7.5, 3.5, 1}, 2, settings(a))
	line += 0.6
	lines(mono, [3]float64{6.5, 2.9, 0}, 6, inFours(keyText(a)))
	return nil
}

// settings says in words what a key needs beside it.
func settings(a account.Account) string {
	k := a.Key
	text := words.T("%s, %s, %d digits", strings.ToUpper(string(k.Type)), k.Algorithm, k.Digits)
	if k.Type == otp.HOTP {
		return text + words.T(", counter %d", a.Counter)
	}
	return text + fmt.Sprintf(", %d s", k.Period)
}

func keyText(a account.Account) string { return account.FormatKey(a.Key.Secret) }

// inFours cuts a key into groups for typing.
func inFours(key string) string {
	key = strings.ReplaceAll(key, " ", "")
	var groups []string
	for len(key) > 4 {
		groups, key = append(groups, key[:4]), key[4:]
	}
	return strings.Join(append(groups, key), " ")
}

const pageHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Watchword accounts</title>
<meta name="viewport" content="width=device-width">
<style>
body { font: 15px/1.4 sans-serif; color: #131a24; background: #fff; max-width: 60em; margin: 1.5em auto; padding: 0 1em; }
h1 { font-size: 1.4em; margin: 0; } .grey { color: #4a5766; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(22em, 1fr)); gap: 1em; margin-top: 1em; }
section { display: flex; gap: .8em; break-inside: avoid; border: 1px solid #c3ccd9; border-radius: 10px; padding: .6em; }
svg { width: 11em; height: 11em; flex: none; background: #fff; } div { min-width: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.05em; margin: .3em 0 0; } p { margin: .2em 0; } kbd { font: 12px monospace; } code { display: none; }
</style></head><body>
`

// accountsHTML is one page that needs nothing else: the codes are drawn in it, and no
// browser fetches anything for it. The links stand in it unseen, so that programs can read
// the page too.
func accountsHTML(ctx context.Context, accounts []account.Account, _ transfer.WriteOptions) ([]byte, error) {
	var b strings.Builder
	b.WriteString(pageHead)
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p class=\"grey\">%s %s.</p>\n<main>\n", words.T("Accounts"), printWarning(), time.Now().Format(time.DateOnly))
	for _, a := range accounts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		modules, err := encodeQR(a.URI())
		if err != nil {
			return nil, err
		}
		size := modules.GetWidth() + 2*quietZone
		fmt.Fprintf(&b, `<section><svg viewBox="0 0 %d %d" shape-rendering="crispEdges"><path d="`, size, size)
		eachBar(modules, func(col, row, length int) {
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", col+quietZone, row+quietZone, length, length)
		})
		fmt.Fprintf(&b, "\"/></svg>\n<div><h2>%s</h2>", html.EscapeString(account.Visible(a.Title())))
		if a.Issuer != "" && a.Name != "" {
			fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(account.Visible(a.Name)))
		}
		fmt.Fprintf(&b, "<p class=\"grey\">%s</p><kbd>%s</kbd><code>%s</code></div></section>\n",
			settings(a), inFours(keyText(a)), html.EscapeString(a.URI()))
	}
	b.WriteString("</main></body></html>\n")
	return []byte(b.String()), nil
}
