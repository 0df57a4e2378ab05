package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// copiedShows is how long the button of a line says that it copied.
const copiedShows = 2 * time.Second

// CopyLine returns content with a button beside it that copies a text which is no secret, such as a path; label says in
// words what it does.
func CopyLine(content fyne.CanvasObject, label, text string) fyne.CanvasObject {
	var b *Button
	b = NewIconButton(fynetheme.ContentCopyIcon(), label, Ghost, func() {
		fyne.CurrentApp().Clipboard().SetContent(text)
		b.show(fynetheme.ConfirmIcon())
		if After != nil {
			After(copiedShows, func() { b.show(fynetheme.ContentCopyIcon()) })
		}
	})
	return container.NewBorder(nil, nil, nil, container.NewCenter(b), content)
}

// show changes the icon of a button.
func (b *Button) show(icon fyne.Resource) {
	b.Icon = icon
	b.Refresh()
}
