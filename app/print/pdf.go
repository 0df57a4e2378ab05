package print

import (
	"fmt"
	"image/color"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// pdfPen draws on a page of a PDF file. Letters and QR codes are outlines, sharp on every
// printer.
type pdfPen struct{ pdf *fpdf.Fpdf }

// newPDF begins a file with one empty page.
func newPDF(title string, made time.Time) pdfPen {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetTitle(title, true)
	pdf.SetProducer("Watchword", true)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	for f, data := range faceData {
		pdf.AddUTF8FontFromBytes(fontName(face(f)), "", data)
	}
	pdf.AddPage()
	return pdfPen{pdf}
}

func fontName(f face) string { return fmt.Sprintf("face%d", f) }

func (p pdfPen) text(x, baseline float64, f face, size float64, c color.NRGBA, s string) {
	p.pdf.SetFont(fontName(f), "", size)
	p.pdf.SetTextColor(int(c.R), int(c.G), int(c.B))
	p.pdf.Text(x, baseline, s)
}

func (p pdfPen) fill(x, y, w, h, radius float64, c color.NRGBA) {
	p.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	if radius == 0 {
		p.pdf.Rect(x, y, w, h, "F")
		return
	}
	p.pdf.RoundedRect(x, y, w, h, radius, "1234", "F")
}

func (p pdfPen) line(x1, y1, x2, y2, width float64, c color.NRGBA) {
	p.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x1, y1, x2, y2)
}

func (p pdfPen) write(w io.Writer) error { return p.pdf.Output(w) }
