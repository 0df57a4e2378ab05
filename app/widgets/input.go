package widgets

import "fyne.io/fyne/v2"

// OnInput, if set, is called at every sign of the user in one of these widgets: a key, a
// click, the pointer coming in. The idle lock counts from the last one.
var OnInput func()

// OnKey, if set, gets the keys that a focused widget has no use for: a widget with the
// focus would swallow Esc and F1 otherwise.
var OnKey func(*fyne.KeyEvent) bool

// AskCapsLock, if set, tells soon whether Caps Lock is on; where that is not known it tells nothing.
var AskCapsLock func(tell func(on bool))

func input() {
	hideTip()
	if OnInput != nil {
		OnInput()
	}
}

func otherKey(ev *fyne.KeyEvent) {
	input()
	if OnKey != nil {
		OnKey(ev)
	}
}
