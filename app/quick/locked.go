package quick

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Locked is what the window shows while the vault is locked.
type Locked struct {
	Run   background.Runner
	Open  func(password []byte) error // slow
	Quick func() error                // slow: opens it without its password; nil where that is off

	OnOpened func()
	OnGone   func()
	OnSize   func(h float32)

	password *widgets.PasswordEntry
	message  *widgets.Label
	busy     bool
	hears    bool // keys are taken
}

// Content builds the page.
func (l *Locked) Content() fyne.CanvasObject {
	l.password = widgets.NewPasswordEntry(words.T("Password"), l.prompt())
	l.password.OnSubmitted = func(string) { l.unlock() }
	l.password.OnKey = func(ev *fyne.KeyEvent) bool {
		if !l.hears {
			return true
		}
		if ev.Name == fyne.KeyEscape {
			l.OnGone()
			return true
		}
		return false
	}
	l.password.OnRune = func(rune) bool { return !l.hears }
	l.password.OnFocus = func(has bool) {
		if !has && !l.busy {
			l.OnGone()
		}
	}
	l.message = widgets.NewMessage()
	l.message.Say(words.T("Watchword is locked"), theme.ColorMuted)
	return Frame(container.NewVBox(l.password, l.message))
}

func (l *Locked) prompt() string {
	if l.Quick != nil {
		return words.T("Password (leave empty for quick unlock)")
	}
	return words.T("Password")
}

// Hear has keys be taken.
func (l *Locked) Hear() { l.hears = true }

// Focus puts the cursor into the password.
func (l *Locked) Focus(c fyne.Canvas) { c.Focus(l.password) }

// Clear wipes what was typed.
func (l *Locked) Clear() { l.password.SetText("") }

// Message is what the page says.
func (l *Locked) Message() string { return l.message.Text() }

// Height is what the page needs, in Fyne's pixels.
func (l *Locked) Height() float32 {
	return 24 + l.password.MinSize().Height + fynetheme.Padding() + l.message.MinSize().Height
}

// unlock reads the entry on the UI thread; the key is derived away from it.
func (l *Locked) unlock() {
	quick := l.password.Empty() && l.Quick != nil
	if l.busy || l.password.Empty() && !quick {
		return
	}
	password := l.password.Bytes()
	l.busy = true
	l.say(words.T("Unlocking …"), theme.ColorMuted)
	var err error
	l.Run(func() {
		defer clear(password)
		if quick {
			err = l.Quick()
		} else {
			err = l.Open(password)
		}
	}, func() {
		l.busy = false
		l.password.SetText("")
		if err == nil {
			l.OnOpened()
			return
		}
		if quick {
			l.Quick = nil
			l.password.SetPlaceHolder(l.prompt())
		}
		l.say(phrases.Sentence(err), theme.ColorRed)
	})
}

func (l *Locked) say(text string, colorName fyne.ThemeColorName) {
	l.message.Say(text, colorName)
	if l.OnSize != nil {
		l.OnSize(l.Height())
	}
}

// Widgets names the places that a user clicks.
func (l *Locked) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"quick.password": l.password}
}
