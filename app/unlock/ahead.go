package unlock

import (
	"slices"

	"fyne.io/fyne/v2"
)

// What is typed while a password opens the vault is meant for the list, which is not there yet.
// It is kept as a line of text, and comes into the list's search whole: half a word would find
// another account.
type ahead struct {
	text    []rune
	at      int  // where the text cursor is
	entered bool // Enter came last
	taking  bool // a password is tried
}

// begin has it take what is typed from now on, and end no more; either forgets what was typed.
func (a *ahead) begin() { *a = ahead{taking: true} }
func (a *ahead) end()   { *a = ahead{} }

// takeRune takes a character; it reports false where none is to be taken.
func (a *ahead) takeRune(r rune) bool {
	if a.taking {
		a.text = slices.Insert(a.text, a.at, r)
		a.at++
		a.entered = false
	}
	return a.taking
}

// takeKey is takeRune for keys. What moves in the list moves nothing: nobody sees it yet.
func (a *ahead) takeKey(ev *fyne.KeyEvent) bool {
	if !a.taking {
		return false
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		a.entered = len(a.text) > 0
		return true
	case fyne.KeyEscape:
		a.begin()
	case fyne.KeyLeft:
		a.at = max(0, a.at-1)
	case fyne.KeyRight:
		a.at = min(len(a.text), a.at+1)
	case fyne.KeyHome:
		a.at = 0
	case fyne.KeyEnd:
		a.at = len(a.text)
	case fyne.KeyBackspace:
		if a.at > 0 {
			a.at--
			a.text = slices.Delete(a.text, a.at, a.at+1)
		}
	case fyne.KeyDelete:
		if a.at < len(a.text) {
			a.text = slices.Delete(a.text, a.at, a.at+1)
		}
	default: // others come with a character of their own, or mean nothing
		return true
	}
	a.entered = false
	return true
}

// Ahead returns what was typed since the password was given, the number of characters before the
// text cursor, and whether Enter came last.
func (a *ahead) Ahead() (text string, at int, enter bool) { return string(a.text), a.at, a.entered }

// TypedRune takes what is typed while nothing has the focus: while the vault opens it is meant
// for the list, else for the password.
func (s *Page) TypedRune(r rune) {
	if s.takeRune(r) {
		return
	}
	focus(s.password)
	s.password.TypedRune(r)
}

// TypedKey is TypedRune for keys without a character.
func (s *Page) TypedKey(ev *fyne.KeyEvent) bool { return s.takeKey(ev) }

// TypedRune is the same for a new password.
func (s *NewPassword) TypedRune(r rune) { s.form.takeRune(r) }

// TypedKey is the same for a new password.
func (s *NewPassword) TypedKey(ev *fyne.KeyEvent) bool { return s.form.takeKey(ev) }

// Ahead is the same for a new password.
func (s *NewPassword) Ahead() (text string, at int, enter bool) { return s.form.Ahead() }
