package unlock

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// What is typed while the vault opens is meant for the list, which is not there yet. It is
// kept and goes into the list's search whole, or not at all: half a word would find another
// account.
type ahead struct {
	text    []rune
	entered bool // Enter came last
	broken  bool // something came that has no meaning in a search
}

func (a *ahead) rune(r rune) {
	if a.entered { // what Enter was about was never seen
		a.broken = true
	}
	a.text = append(a.text, r)
}

func (a *ahead) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		a.entered = len(a.text) > 0
	case fyne.KeyBackspace:
		a.text = a.text[:max(0, len(a.text)-1)]
		a.entered = false
	case fyne.KeyEscape:
		*a = ahead{}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
		fyne.KeyTab, fyne.KeyF1, desktop.KeyMenu:
		a.broken = true // others come with a character of their own, or mean nothing
	}
}

// Ahead returns what was typed since the password was given, and whether Enter followed.
func (s *Screen) Ahead() (text string, enter bool) {
	if s.ahead.broken {
		return "", false
	}
	return string(s.ahead.text), s.ahead.entered
}

// TypedRune takes what is typed while nothing has the focus: while the vault opens it is meant
// for the list, else for the password.
func (s *Screen) TypedRune(r rune) {
	if s.takeRune(r) {
		return
	}
	focus(s.password)
	s.password.TypedRune(r)
}

// TypedKey is TypedRune for keys without a character.
func (s *Screen) TypedKey(ev *fyne.KeyEvent) bool { return s.takeKey(ev) }

func (s *Screen) takeRune(r rune) bool {
	if s.busy {
		s.ahead.rune(r)
	}
	return s.busy
}

func (s *Screen) takeKey(ev *fyne.KeyEvent) bool {
	if s.busy {
		s.ahead.key(ev.Name)
	}
	return s.busy
}
