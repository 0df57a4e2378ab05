package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A pressable is what widgets have in common that Tab comes to and that Space and Enter press.
type pressable struct {
	of      fyne.Widget // that it belongs to
	do      func()
	focused bool
}

// FocusGained implements [fyne.Focusable].
func (p *pressable) FocusGained() {
	p.focused = true
	p.of.Refresh()
	intoView(p.of)
}

// FocusLost implements [fyne.Focusable].
func (p *pressable) FocusLost() { p.focused = false; p.of.Refresh() }

// TypedRune implements [fyne.Focusable]. A letter means nothing here: the page gets it as it does while nothing
// has the focus. A space presses.
func (p *pressable) TypedRune(r rune) {
	if c := p.uncovered(); r != ' ' && c != nil && c.OnTypedRune() != nil {
		c.OnTypedRune()(r)
	}
}

// TypedKey implements [fyne.Focusable].
func (p *pressable) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.do()
	case fyne.KeyEscape: // what the page takes back before it is left
		if c := p.uncovered(); c != nil && c.OnTypedKey() != nil {
			input()
			c.OnTypedKey()(ev)
			return
		}
		otherKey(ev)
	default:
		otherKey(ev)
	}
}

// uncovered is the canvas of the widget, nil while a menu or the like lies over the page.
func (p *pressable) uncovered() fyne.Canvas {
	c := fyne.CurrentApp().Driver().CanvasForObject(p.of)
	if c == nil || c.Overlays().Top() != nil {
		return nil
	}
	return c
}

// A hovering is what widgets have in common that look otherwise under the pointer.
type hovering struct {
	over    fyne.Widget // that it belongs to
	hovered bool
}

// MouseIn implements [desktop.Hoverable].
func (h *hovering) MouseIn(*desktop.MouseEvent) { input(); h.hovered = true; h.over.Refresh() }

// MouseMoved implements [desktop.Hoverable].
func (*hovering) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (h *hovering) MouseOut() { h.hovered = false; h.over.Refresh() }
