package print

import (
	"bytes"
	"image/color"
	"path/filepath"
	"strings"
	"time"

	"watchword/assets/words"
	"watchword/vault"
)

// SheetData returns the recovery sheet in the form that a file name asks for: ".pdf" a
// page to print, ".png" the same as a picture, anything else plain text.
func SheetData(s vault.Sheet, name string) ([]byte, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf":
		return SheetPDF(s)
	case ".png":
		return SheetPNG(s)
	}
	return []byte(SheetText(s)), nil
}

// SheetPDF returns the recovery sheet as a PDF file of one page, to be printed on A4 or
// Letter paper. It holds the key, and nothing in it is secret but that.
func SheetPDF(s vault.Sheet) ([]byte, error) {
	pen := newPDF(words.T("Watchword recovery sheet"), s.Made)
	if err := drawSheet(pen, s); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := pen.write(&b)
	return b.Bytes(), err
}

// SheetPNG returns the recovery sheet as a picture of one A4 page with 300 dots per inch.
func SheetPNG(s vault.Sheet) ([]byte, error) {
	pen := newPicture()
	if err := drawSheet(pen, s); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := pen.write(&b)
	return b.Bytes(), err
}

// The column of the sheet.
const (
	left  = 18.0
	right = pageWidth - 18
	wide  = right - left
)

// drawSheet lays out the sheet from top to bottom.
func drawSheet(p pen, s vault.Sheet) error {
	modules, err := encodeQR(string(s.Key))
	if err != nil {
		return err
	}
	w := writer{p, 16}
	w.head(s)
	w.warning()
	w.key(s, func(x, y, size float64) { drawModules(p, modules, x, y, size) })
	w.withWatchword()
	w.withoutWatchword(s)
	w.foot(s)
	return nil
}

// A writer fills a page downwards.
type writer struct {
	pen
	y float64
}

// paragraph writes wrapped text in a column and moves on below it.
func (w *writer) paragraph(x, width float64, f face, size float64, c color.NRGBA, s string) {
	for _, line := range wrap(f, size, width, s) {
		w.y += size / mm * 1.36
		w.text(x, w.y-size/mm*0.3, f, size, c, line)
	}
}

func (w *writer) heading(s string) {
	w.y += 5.2
	w.paragraph(left, wide, semiBold, 12.5, black, s)
	w.y += 0.8
}

// head says what this is and of which vault.
func (w *writer) head(s vault.Sheet) {
	const size = 15
	w.logo(left, w.y, size)
	w.text(left+size+5, w.y+7, semiBold, 21, black, words.T("Watchword recovery sheet"))
	w.text(left+size+5, w.y+13.4, regular, 10.5, grey, words.T("It opens the vault when the password is lost, and when Watchword is gone."))
	w.y += size + 5

	const height = 15
	w.fill(left, w.y, wide, height, 2.5, pale)
	x := left + 5.0
	for _, field := range []struct {
		width       float64
		name, value string
	}{{50, words.T("Vault file"), shown(s.File)}, {78, words.T("Vault id"), s.VaultID}, {25, words.T("Made on"), s.Made.Format(time.DateOnly)}, {17, words.T("Sheet"), s.Number}} {
		w.text(x, w.y+5.4, regular, 8.5, grey, field.name)
		w.text(x, w.y+11, semiBold, 10, black, shorten(field.value, semiBold, 10, field.width-4))
		x += field.width
	}
	w.y += height
}

// logo draws the ring of the program's icon.
func (w *writer) logo(x, y, size float64) {
	w.fill(x, y, size, size, size*0.27, accent)
	disc := func(radius float64, c color.NRGBA) {
		w.fill(x+size/2-radius, y+size/2-radius, 2*radius, 2*radius, radius, c)
	}
	disc(size*0.31, white)
	disc(size*0.215, accent)
	disc(size*0.09, white)
}

// warning is the sentence that people must not miss.
func (w *writer) warning() {
	w.y += 5
	const height = 13
	w.fill(left, w.y, 1.4, height, 0, accent)
	w.text(left+5, w.y+5.2, semiBold, 11.2, black, words.T("This opens your vault file. It does not contain your accounts: keep a copy of the file too."))
	w.text(left+5, w.y+10.8, regular, 9.5, grey, words.T("The copy of the vault file is kept at:"))
	from := left + 5 + regular.width(9.5, words.T("The copy of the vault file is kept at:")) + 2
	w.line(from, w.y+11.4, right, w.y+11.4, 0.2, rule)
	w.y += height
}

// key prints the key in groups to type, and the QR code to scan.
func (w *writer) key(s vault.Sheet, qr func(x, y, size float64)) {
	w.heading(words.T("The key"))
	const size = 54
	top := w.y + 1.5
	w.fill(left, top, wide, size+8, 2.5, pale)
	qr(left+4, top+4, size)
	x := left + size + 11.0
	w.text(x, top+9.5, regular, 9, grey, words.T("To scan on the left, to type here:"))
	rows := groups(string(s.Key))
	y := top + 19.0
	w.text(x, y, monoBold, 14, accent, rows[0])
	for _, row := range rows[1:] {
		y += 9
		w.text(x, y, monoBold, 14, black, row)
	}
	w.y = y + 4
	w.paragraph(x, right-4-x, regular, 9, grey, words.T("Behind AGE-SECRET-KEY-1 there is no letter B, I or O and no digit 1: what looks like an O is a zero. Capitals, spaces and line breaks do not matter."))
	w.y = top + size + 8
}

func (w *writer) withWatchword() {
	w.heading(words.T("With Watchword"))
	w.paragraph(left, wide, regular, 10, black, words.T("Open the vault file and choose “Recovery sheet”. Type or paste the key, or show the QR code on the screen or as a picture. Then choose a new password; only then can the vault be saved."))
}

func (w *writer) withoutWatchword(s vault.Sheet) {
	w.heading(words.T("Without Watchword"))
	w.paragraph(left, wide, regular, 10, black, words.T("The vault is a file in the age format (age-encryption.org). Install “age”, open a terminal in the folder of the vault file, and type these lines. After the second, type the key, then press Enter and Ctrl+D."))
	w.y += 2.2
	file := s.File
	if !mono.has(file) || len(file) > maxFileName {
		file = usualFile
	}
	w.command(commands(file)...)
	if file != s.File {
		w.paragraph(left, wide, regular, 9, grey, otherName())
	}
	w.y += 1.6
	w.paragraph(left, wide, regular, 10, black, words.T("accounts.json is plain text. In each entry of “accounts”, “secret” is the key to type into any other authenticator, with “type”, “algorithm”, “digits” and “period” beside it; “issuer” and “name” say where it belongs. To see a code at once:"))
	w.y += 2.2
	w.command("oathtool --totp --base32 SECRET")
	w.y += 1.2
	w.paragraph(left, wide, regular, 10, black, words.T("Delete %s and accounts.json when you are done: they are not encrypted.", SheetFile))
}

// maxFileName is the longest name, in bytes, that the page spells out in its command: more
// lines would not fit.
const maxFileName = 120

// command prints lines for a terminal on a ground of their own, broken where they are long.
func (w *writer) command(commands ...string) {
	const size = 8.3
	var lines []string
	for _, s := range commands {
		lines = append(lines, wrap(mono, size, wide-6, s)...)
	}
	height := 2.4 + float64(len(lines))*4.4
	w.fill(left, w.y, wide, height, 1.2, pale)
	for i, line := range lines {
		w.text(left+3, w.y+4.4+float64(i)*4.4, mono, size, black, line)
	}
	w.y += height + 1.2
}

// foot says how to keep the sheet.
func (w *writer) foot(s vault.Sheet) {
	w.y += 3
	w.line(left, w.y, right, w.y, 0.2, rule)
	w.y += 1.5
	w.paragraph(left, wide, regular, 9, grey, words.T("Keep this sheet where you keep important papers, apart from the computer. Whoever has it and the vault file has your codes. If someone has seen it or you have lost it, make a new one; this one then opens older copies only."))
	w.y += 1
	w.paragraph(left, wide, regular, 8, grey, words.T("%s, MIT licence. Written by this computer; no copy was sent or kept.", strings.TrimSpace("Watchword "+s.App)))
}

// shown is a file name with what the fonts lack replaced.
func shown(name string) string {
	var b strings.Builder
	for _, r := range name {
		if !semiBold.has(string(r)) {
			r = '?'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// shorten cuts a text in its middle to what fits, keeping its end, where a file name has
// its kind.
func shorten(s string, f face, size, width float64) string {
	runes := []rune(s)
	for cut := 1; f.width(size, s) > width && cut < len(runes)-8; cut++ {
		half := (len(runes) - cut) / 2
		s = string(runes[:half]) + "…" + string(runes[half+cut:])
	}
	return s
}
