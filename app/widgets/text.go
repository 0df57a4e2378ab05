package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"watchword/app/theme"
)

// newText returns a canvas text of one size in the theme's text colour.
func newText(size float32, bold bool) *canvas.Text {
	t := canvas.NewText("", theme.Color(theme.ColorText))
	t.TextSize = size
	t.TextStyle.Bold = bold
	return t
}

func textWidth(t *canvas.Text, s string) float32 {
	return fyne.MeasureText(s, t.TextSize, t.TextStyle).Width
}

const ellipsis = "…"

// fit returns s, cut with an ellipsis where it would be wider than width in the dress
// of t. The number of measurements is the logarithm of the length.
func fit(t *canvas.Text, s string, width float32) string {
	if width <= 0 {
		return ""
	}
	if textWidth(t, s) <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes) // runes[:low] fits, runes[:high] does not
	for high-low > 1 {
		mid := (low + high) / 2
		if textWidth(t, strings.TrimRight(string(runes[:mid]), " ")+ellipsis) <= width {
			low = mid
		} else {
			high = mid
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + ellipsis
}

// textHeight is the height of a line of t.
func textHeight(t *canvas.Text) float32 {
	return fyne.MeasureText("Ag0", t.TextSize, t.TextStyle).Height
}

// wrap breaks s into lines no wider than width in the dress of t, between words; the last of
// at most so many lines is cut with an ellipsis.
func wrap(t *canvas.Text, s string, width float32, most int) []string {
	var lines []string
	rest := strings.Fields(s)
	for len(rest) > 0 && len(lines) < most-1 {
		n := 1
		for n < len(rest) && textWidth(t, strings.Join(rest[:n+1], " ")) <= width {
			n++
		}
		lines = append(lines, fit(t, strings.Join(rest[:n], " "), width))
		rest = rest[n:]
	}
	if len(rest) > 0 {
		lines = append(lines, fit(t, strings.Join(rest, " "), width))
	}
	return lines
}
