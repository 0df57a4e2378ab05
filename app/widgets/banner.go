package widgets

import (
	"fyne.io/fyne/v2"

	"watchword/app/theme"
)

// An Action is a button of a banner.
type Action struct {
	Text   string
	Do     func()
	Danger bool // something is lost by it
}

// NewBanner returns a card that says something lasting and offers ways on: changes that
// are not saved, a recovery sheet that was put off.
func NewBanner(text string, accent fyne.ThemeColorName, actions ...Action) fyne.CanvasObject {
	content := Stack(2, NewMuted(text))
	if len(actions) > 0 {
		var buttons []fyne.CanvasObject
		for _, a := range actions {
			kind := Quiet
			if a.Danger {
				kind = Danger
			}
			buttons = append(buttons, NewButton(a.Text, kind, a.Do))
		}
		content.Add(FlowLeft(buttons...))
	}
	card := NewCard(content)
	card.Accent, card.Tight = accent, true
	return card
}

// AmberBanner and RedBanner are the colours of banners that remind and that warn.
const (
	AmberBanner = theme.ColorAmber
	RedBanner   = theme.ColorRed
)
