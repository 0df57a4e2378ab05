package add

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"watchword/app/widgets"
	"watchword/assets"
)

// Guides returns the page that lists the guides: where each service hides its QR code.
func Guides(open func(assets.Card), back func()) fyne.CanvasObject {
	body := widgets.Stack(8, widgets.NewMuted("Where each service shows its QR code, and what to see to there."))
	for _, g := range assets.Guides() {
		body.Add(widgets.NewButton(g.Title, widgets.Plain, func() { open(g) }))
	}
	return widgets.NewPage("Guides", back, body, nil)
}

// Guide returns the page of one guide.
func Guide(g assets.Card, back func()) fyne.CanvasObject {
	text := widget.NewRichTextFromMarkdown(g.Body)
	text.Wrapping = fyne.TextWrapWord
	return widgets.NewPage(g.Title, back, text, nil)
}
