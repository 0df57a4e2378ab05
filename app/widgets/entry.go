package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// An Entry is Fyne's entry that lets its owner see keys and shortcuts first. A focused
// entry swallows the shortcuts of the canvas otherwise, and Ctrl+L has to lock while
// somebody is typing.
type Entry struct {
	widget.Entry

	Label      string                            // what a screen reader says it is for
	OnKey      func(*fyne.KeyEvent) bool         // true: handled
	OnRune     func(r rune) bool                 // true: handled
	OnShortcut func(shortcut fyne.Shortcut) bool // true: handled
	OnFocus    func(focused bool)

	inner   *container.Scroll // in which the text is
	path    bool              // its end is what counts
	focused bool
}

var _ fyne.Accessible = (*Entry)(nil)

// NewEntry returns an entry of one line.
func NewEntry(label, placeholder string) *Entry {
	e := &Entry{Label: label}
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// NewPathEntry returns an entry for the path of a file: one that is longer than the field shows its end, the name of the
// file, until somebody goes into it.
func NewPathEntry(label, placeholder string) *Entry {
	e := NewEntry(label, placeholder)
	e.path = true
	return e
}

// NewTextArea returns an entry of several lines that wraps.
func NewTextArea(label, placeholder string, rows int) *Entry {
	e := NewEntry(label, placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// AccessibilityLabel implements [fyne.Accessible].
func (e *Entry) AccessibilityLabel() string { return e.Label }

// AccessibilityRole implements [fyne.Accessible].
func (*Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	if !e.MultiLine {
		r, e.inner = newFieldRenderer(r, e.Icon, func() bool { return e.path && !e.focused })
		return r
	}
	for _, o := range r.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			e.inner = s
		}
	}
	return r
}

// FocusGained implements [fyne.Focusable].
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	e.caretMoved()
	intoView(e)
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost implements [fyne.Focusable].
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	e.caretGone()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// TypedKey implements [fyne.Focusable].
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	input()
	e.caretMoved()
	if e.OnKey != nil && e.OnKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyEscape, fyne.KeyF1:
		otherKey(ev)
		return
	case fyne.KeyPageUp, fyne.KeyPageDown: // one line has no pages
		if !e.MultiLine {
			otherKey(ev)
			return
		}
	}
	e.Entry.TypedKey(ev)
}

// KeyDown implements [desktop.Keyable].
func (e *Entry) KeyDown(ev *fyne.KeyEvent) {
	KeyPressed(ev)
	e.Entry.KeyDown(ev)
}

// KeyUp implements [desktop.Keyable].
func (e *Entry) KeyUp(ev *fyne.KeyEvent) {
	KeyReleased(ev)
	e.Entry.KeyUp(ev)
}

// TypedRune implements [fyne.Focusable].
func (e *Entry) TypedRune(r rune) {
	input()
	e.caretMoved()
	if e.OnRune != nil && e.OnRune(r) {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *Entry) TypedShortcut(shortcut fyne.Shortcut) {
	input()
	e.caretMoved()
	if e.OnShortcut != nil && e.OnShortcut(shortcut) {
		return
	}
	e.Entry.TypedShortcut(shortcut)
}

// MouseDown implements [desktop.Mouseable].
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	input()
	e.caretMoved()
	e.Entry.MouseDown(ev)
}

// Dragged implements [fyne.Draggable]: text is being selected.
func (e *Entry) Dragged(ev *fyne.DragEvent) {
	input()
	e.Entry.Dragged(ev)
}
