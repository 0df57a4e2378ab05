package print

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"watchword/internal/needs"
	"watchword/scanner"
	"watchword/vault"
)

// awkward are sheets whose file names are hard to print.
func awkward() map[string]vault.Sheet {
	list := map[string]vault.Sheet{"plain": sheet()}
	for why, name := range map[string]string{
		"a long name":          strings.Repeat("a very long name of a vault ", 8) + ".watchword",
		"one long word":        strings.Repeat("x", 230) + ".watchword",
		"letters we have":      "Schlüssel für Jürgen, Ключи.watchword",
		"letters we lack":      "金庫.watchword",
		"what a shell obeys":   "$(rm -rf ~) 'quoted' \"twice\".watchword",
		"it looks like a flag": "-o.watchword",
	} {
		s := sheet()
		s.File = name
		list[why] = s
	}
	return list
}

// A tracer is a pen that checks that everything stays on the paper, A4 and Letter.
type tracer struct {
	t    *testing.T
	why  string
	said strings.Builder
}

const letterHeight = 279.4

func (p *tracer) inside(what string, x1, y1, x2, y2 float64) {
	if x1 < left-0.01 || x2 > right+0.01 || y1 < 10 || y2 > letterHeight-10 {
		p.t.Errorf("%s: %s runs from %.1f, %.1f to %.1f, %.1f", p.why, what, x1, y1, x2, y2)
	}
}

func (p *tracer) text(x, y float64, f face, size float64, _ color.NRGBA, s string) {
	if !f.has(s) {
		p.t.Errorf("%s: the font lacks letters of %q", p.why, s)
	}
	p.inside(s, x, y-size/mm, x+f.width(size, s), y)
	p.said.WriteString(s + "\n")
}

func (p *tracer) fill(x, y, w, h, _ float64, _ color.NRGBA)     { p.inside("a box", x, y, x+w, y+h) }
func (p *tracer) line(x1, y1, x2, y2, _ float64, _ color.NRGBA) { p.inside("a line", x1, y1, x2, y2) }

func TestSheetStaysOnThePaper(t *testing.T) {
	for why, s := range awkward() {
		p := &tracer{t: t, why: why}
		if err := drawSheet(p, s); err != nil {
			t.Errorf("%s: %v", why, err)
		}
		for _, want := range []string{
			"This opens your vault file. It does not contain your accounts: keep a copy of the file too.",
			"2026-03-01", "01890a5d-ac96-774b-bcce-b302099a8057", "accounts.json", "AGE-SECRET-KEY-1\nVQVWZ5 L3LSTM M2UHV3 AGH3A3 QN0EDG\n5LQTNM W4V5ZH UTDM9G J0QYQX F8DA\n",
		} {
			if !strings.Contains(p.said.String(), want) {
				t.Errorf("%s: the page does not say %q", why, want)
			}
		}
		// The groups alone, typed as they stand there, are the key.
		_, typed, _ := strings.Cut(p.said.String(), "to type here:")
		if got, ok := SheetKey(typed); !ok || got != key {
			t.Errorf("%s: typed, the key is %q", why, got)
		}
	}
}

// Between them, the letters of the key cannot be mistaken for each other: Bech32 (BIP 173)
// has none of 1, B, I and O, which the page says.
func TestAlphabetOfTheKey(t *testing.T) {
	rest := strings.TrimPrefix(key, "AGE-SECRET-KEY-1")
	if i := strings.IndexAny(rest, "1BIO"); i >= 0 || strings.ContainsFunc(rest, unicode.IsLower) {
		t.Errorf("the key has a letter that the page says it has not, at %d", i)
	}
}

func TestSheetPicture(t *testing.T) {
	data, err := SheetPNG(sheet())
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil || img.Bounds().Size() != image.Pt(2480, 3507) {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	if !bytes.Contains(data[:100], []byte("pHYs")) {
		t.Error("the picture does not say how large the page is")
	}
	readsKey(t, "the picture", img)
	// Small, as in a photograph of the sheet that somebody sends themselves.
	small := image.NewGray(image.Rect(0, 0, 620, 876))
	for y := range 876 {
		for x := range 620 {
			small.Set(x, y, img.At(x*4+2, y*4+2))
		}
	}
	readsKey(t, "a quarter of it", small)
}

func readsKey(t *testing.T, what string, img image.Image) {
	t.Helper()
	r, err := scanner.Scan(context.Background(), img, scanner.Options{})
	if err != nil || len(r.Codes) != 1 || r.Codes[0].Text != key {
		t.Errorf("%s: read %d codes, %v", what, len(r.Codes), err)
	}
}

// Poppler and zbar, which we did not write, read what we print.
func TestSheetPDFIsReadByOthers(t *testing.T) {
	for _, program := range []string{"pdftoppm", "pdftotext", "zbarimg"} {
		needs.Program(t, program, "the same page is read as a picture above")
	}
	dir := t.TempDir()
	for why, s := range awkward() {
		data, err := SheetPDF(s)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "sheet.pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if pages := strings.Count(string(text), "\f"); pages != 1 {
			t.Errorf("%s: %d pages", why, pages)
		}
		for _, want := range []string{"Watchword recovery sheet", "4711", "umask 077", "cat > recovery.txt", "age -d -i recovery.txt -o accounts.json ", "VQVWZ5 L3LSTM M2UHV3 AGH3A3 QN0EDG"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: the PDF does not say %q", why, want)
			}
		}
	}
	if err := exec.Command("pdftoppm", "-r", "150", "-png", "-singlefile", filepath.Join(dir, "sheet.pdf"), filepath.Join(dir, "page")).Run(); err != nil {
		t.Fatal(err)
	}
	read, err := exec.Command("zbarimg", "-q", "--raw", filepath.Join(dir, "page.png")).Output()
	if err != nil || strings.TrimSpace(string(read)) != key {
		t.Errorf("zbarimg reads %d bytes, %v", len(read), err)
	}
}

// The PDF and the text of a sheet are read back, whatever its vault is called; what is none, or cut off, is not.
func TestSheetIsReadFromItsFile(t *testing.T) {
	for why, s := range awkward() {
		pdf, err := SheetPDF(s)
		if err != nil {
			t.Fatal(err)
		}
		for form, data := range map[string][]byte{"PDF": pdf, "text": []byte(SheetText(s))} {
			if got, ok := SheetInFile(data); !ok || got != key {
				t.Errorf("%s, as %s: %v, %d characters", why, form, ok, len(got))
			}
		}
	}
	picture, err := SheetPNG(sheet())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := SheetInFile(picture); ok {
		t.Error("a picture is read")
	}
	pdf, err := SheetPDF(sheet())
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < 600; n += 7 { // before its page is whole
		if _, ok := SheetInFile(pdf[:n]); ok {
			t.Errorf("the first %d bytes are a sheet", n)
		}
	}
	for why, data := range map[string][]byte{
		"nothing": nil, "another PDF": []byte("%PDF-1.7\nstream\nendstream"), "58 letters": []byte(key[16:]),
		"a stream that is none": []byte("%PDF-1.3\nstream\n\x78\x9cnone"), "too large": append(pdf, make([]byte, MostOfSheet)...),
	} {
		if _, ok := SheetInFile(data); ok {
			t.Errorf("%s is a sheet", why)
		}
	}
}
