package widgets

import "fyne.io/fyne/v2"

// The toolkit tells of a key that is held down as of one that is pressed again and again; only
// presses and releases, which go to what has the focus and to the window, tell them apart.

// down are the keys that are held down: how often each was asked about since.
var down = map[fyne.KeyName]int{}

// KeyPressed notes that a key goes down.
func KeyPressed(ev *fyne.KeyEvent) {
	hideTip()
	down[ev.Name] = 0
}

// KeyReleased notes that it goes up.
func KeyReleased(ev *fyne.KeyEvent) { delete(down, ev.Name) }

// KeyRepeats reports whether a typed key is one that is held down since it was asked about last. Ask
// once for each, and only where presses are told of: in what is a desktop.Keyable.
func KeyRepeats(ev *fyne.KeyEvent) bool {
	n, held := down[ev.Name]
	if held {
		down[ev.Name] = n + 1
	}
	return n > 0
}
