package shell

import (
	"context"

	"watchword/app/widgets"
	"watchword/assets/words"
)

// Busy is the page of slow work, with a way out.
type Busy struct {
	Simple
	text *widgets.Label
}

// SetText says how far it is.
func (b Busy) SetText(text string) { b.text.SetText(text) }

// Wait shows that something goes on, with a way out. Its context ends when the page
// goes. A hint of "" is none.
func (s *Shell) Wait(text, hint string) context.Context {
	s.Show(s.busy(text, hint), s.Return)
	return s.Work()
}

// WaitOn goes on with slow work after a question in its middle.
func (s *Shell) WaitOn(text, hint string) { s.Swap(s.busy(text, hint), s.Return) }

func (s *Shell) busy(text, hint string) Busy {
	b := Busy{text: widgets.NewHeading(text).Centered()}
	body := widgets.Stack(12, b.text)
	if hint != "" {
		body.Add(widgets.NewMuted(hint).Centered())
	}
	body.Add(widgets.NewButton(words.T("Cancel"), widgets.Plain, s.Return))
	b.Simple = Static("busy", widgets.NewCentered(body))
	return b
}

// Problem tells of a failure on a page of its own.
func (s *Shell) Problem(title, advice string, back func()) {
	s.Show(Static("problem", widgets.NewPage(title, back, widgets.Stack(0, widgets.NewWarningCard(widgets.NewLabel(advice))), nil)), back)
}
