package add

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
)

// Guides returns the page that lists the guides: where each service hides its QR code.
func Guides(open func(assets.Card), back func()) fyne.CanvasObject {
	rows := widgets.Stack(0)
	for _, g := range assets.Guides() {
		icon := widgets.NewAvatar(32)
		icon.Set(g.Title)
		rows.Add(widgets.NewLinkRow(icon, g.Title, func() { open(g) }))
	}
	body := widgets.Stack(8, widgets.NewMuted(words.T("Where to find the QR code, service by service.")), rows)
	return widgets.NewPage(words.T("Guides"), back, body, nil)
}

// Guide returns the page of one guide.
func Guide(g assets.Card, back func()) fyne.CanvasObject {
	body := widgets.Stack(8)
	for i, block := range strings.Split(strings.TrimSpace(g.Body), "\n\n") {
		if title, ok := strings.CutPrefix(block, "## "); ok {
			if i > 0 {
				body.Add(widgets.Gap(4))
			}
			body.Add(widgets.NewStrong(title))
			continue
		}
		for line := range strings.Lines(block) {
			body.Add(guideLine(strings.TrimSpace(line)))
		}
	}
	return widgets.NewPage(g.Title, back, body, nil)
}

// guideLine is a paragraph or a point of a list, its number or dot beside it.
func guideLine(text string) fyne.CanvasObject {
	mark, rest, _ := strings.Cut(text, " ")
	switch {
	case mark == "-":
		mark = "•"
	case strings.HasSuffix(mark, ".") && strings.Trim(mark, "0123456789") == ".":
	default:
		return widgets.NewMarked(text)
	}
	beside := widgets.Pad(0, 0, 0, 6, container.NewVBox(widgets.NewLabel(mark)))
	return container.NewBorder(nil, nil, beside, nil, widgets.NewMarked(rest))
}
