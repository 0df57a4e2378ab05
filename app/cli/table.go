package cli

import (
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
	"golang.org/x/text/width"
)

const (
	gap      = 2 // columns between the cells of a table
	narrowed = 8 // no cell is cut further than to this
)

// columns is how wide the terminal is that standard output is, or 0 where it is none.
func (p *program) columns() int {
	if !p.outIsTerminal() {
		return 0
	}
	wide, _, err := term.GetSize(int(p.Out.(*output).to.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return wide
}

// writeTable writes rows with their cells below each other. At a terminal, wide columns, rows are
// cut to one line each; for 0 nothing is cut.
func writeTable(to io.Writer, rows [][]string, wide int) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cellsOf(cell))
		}
	}
	if wide > 0 {
		narrow(widths, wide)
	}
	var text strings.Builder
	for _, row := range rows {
		line, blanks := "", 0
		for i, cell := range row {
			if wide > 0 {
				cell = clip(cell, widths[i])
			}
			if cell != "" { // blanks at the end of a line help nobody
				line += strings.Repeat(" ", blanks) + cell
				blanks = 0
			}
			blanks += widths[i] - cellsOf(cell) + gap
		}
		text.WriteString(line + "\n")
	}
	_, err := io.WriteString(to, text.String())
	return err
}

// narrow makes the widest columns of a table narrower until it fits.
func narrow(widths []int, wide int) {
	over := gap*(len(widths)-1) - wide
	for _, w := range widths {
		over += w
	}
	for ; over > 0; over-- {
		widest := 0
		for i, w := range widths {
			if w >= widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= narrowed {
			return
		}
		widths[widest]--
	}
}

// clip cuts a text to so many columns and shows that it is cut.
func clip(text string, most int) string {
	if cellsOf(text) <= most {
		return text
	}
	n := 0
	for i, r := range text {
		if n += cellsOfRune(r); n >= most {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// cellsOf is how many columns of a terminal a text takes.
func cellsOf(text string) (n int) {
	for _, r := range text {
		n += cellsOfRune(r)
	}
	return n
}

func cellsOfRune(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
