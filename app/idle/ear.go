package idle

import "fyne.io/fyne/v2"

// An ear hears what happens to a window. The toolkit tells nobody that a window was minimised, and it
// handles events itself while the loop is awake, which is to last for a moment after each.
//
// The system's window is known only while the toolkit draws it. So for its first frame an ear lies on it,
// an object without a size or a look, and is asked for its size in the middle of the drawing.
type ear struct {
	loop      *Loop
	window    fyne.Window
	lies      bool // on the window
	heard     bool
	minimised bool
}

// Listen has the loop hear what happens to a window, once it is drawn for the first time. Call it on the
// UI thread.
func (l *Loop) Listen(w fyne.Window) {
	if l.system.hear != nil {
		e := &ear{loop: l, window: w}
		l.heard, l.unheard = append(l.heard, e), append(l.unheard, e)
	}
}

// Minimised reports whether a window was minimised, as far as the system tells.
func (l *Loop) Minimised(w fyne.Window) bool {
	for _, e := range l.heard {
		if e.window == w {
			return e.minimised
		}
	}
	return false
}

// listen lays ears on windows that are about to be drawn for the first time, and takes them off again.
func (l *Loop) listen() {
	rest := l.unheard[:0]
	for _, e := range l.unheard {
		over := e.window.Canvas().Overlays()
		switch {
		case !e.heard && !e.lies:
			over.Add(e)
			e.lies = true
		case e.heard:
			over.Remove(e)
			continue
		}
		rest = append(rest, e)
	}
	l.unheard = rest
}

// MinSize implements [fyne.CanvasObject]: see ear.
func (e *ear) MinSize() fyne.Size {
	if !e.heard {
		e.heard = e.loop.system.hear(e.loop.Awake, func(minimised bool) { e.minimised = minimised })
	}
	return fyne.Size{}
}

// Move implements [fyne.CanvasObject].
func (e *ear) Move(fyne.Position) {}

// Position implements [fyne.CanvasObject].
func (e *ear) Position() fyne.Position { return fyne.Position{} }

// Resize implements [fyne.CanvasObject].
func (e *ear) Resize(fyne.Size) {}

// Size implements [fyne.CanvasObject].
func (e *ear) Size() fyne.Size { return fyne.Size{} }

// Hide implements [fyne.CanvasObject].
func (e *ear) Hide() {}

// Show implements [fyne.CanvasObject].
func (e *ear) Show() {}

// Visible implements [fyne.CanvasObject].
func (e *ear) Visible() bool { return true }

// Refresh implements [fyne.CanvasObject].
func (e *ear) Refresh() {}
