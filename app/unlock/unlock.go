// Package unlock is what a user sees before the list: making a vault, unlocking it, its
// recovery sheet, and what to do when it is not where it was.
package unlock

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault"
)

// logo is the program's icon at the head of these screens.
func logo() fyne.CanvasObject {
	i := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	i.FillMode = canvas.ImageFillContain
	i.SetMinSize(fyne.NewSize(56, 56))
	return container.NewCenter(i)
}

// A Page asks for the password of a vault.
type Page struct {
	As string // its name among the pages, where it is not the usual one

	Run   background.Runner
	Open  func(password []byte, costly bool) error // slow: derives the key; costly: with more than 1 GiB of memory
	Place string                                   // "vault.watchword · last saved today, 09:41"
	Title string                                   // "" is the usual one
	Note  string                                   // why this is asked now; may be ""
	// Waiting says what waits for the open vault; "" for nothing.
	Waiting string

	Quick func() error // slow: opens the vault without its password; nil where that is off

	OnUnlocked func()
	OnSheet    func()               // open with the recovery sheet; nil for no button
	OnOther    func()               // another vault; nil for no button
	OnBack     func()               // nil where there is nothing to go back to
	OnFailed   func(err error) bool // true: somebody else deals with it
	OnShortcut func(fyne.Shortcut) bool

	password *widgets.PasswordEntry
	submit   *widgets.Button
	message  *widgets.Label
	place    *widgets.Label
	waiting  *widgets.Label
	allow    *widgets.Button
	sheet    *widgets.Button
	others   []*widgets.Button // other ways in
	costly   bool              // the user allowed it
	ahead
}

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	s.password = widgets.NewPasswordEntry(words.T("Password"), words.T("Password"))
	s.password.OnSubmitted = func(string) { s.unlock() }
	s.password.OnShortcut = s.OnShortcut
	s.password.OnRune, s.password.OnKey = s.takeRune, s.takeKey
	if s.Quick != nil {
		s.password.SetPlaceHolder(words.T("Password (leave empty for quick unlock)"))
	}
	s.submit = widgets.NewButton(words.T("Unlock"), widgets.Main, s.unlock)
	s.message = widgets.NewMessage().Centered().Keep(3)
	s.place = widgets.NewMuted(s.Place).Centered()
	s.waiting = widgets.NewMuted("").Centered()
	s.SetWaiting(s.Waiting)
	s.allow = widgets.NewButton(words.T("Allow it"), widgets.Plain, func() {
		s.costly = true
		s.allow.Hide()
		s.say(words.T("Enter the password again."), theme.ColorMuted)
		focus(s.password)
	})
	s.allow.Hide()
	title := s.Title
	if title == "" {
		title = words.T("Watchword is locked")
	}
	column := widgets.Stack(12, logo(), widgets.NewHeading(title).Centered())
	if s.Note != "" {
		column.Add(widgets.NewLabel(s.Note).Centered())
	}
	for _, o := range []fyne.CanvasObject{s.password, s.submit, s.allow, container.NewStack(s.message, s.place), s.ways(), s.waiting} {
		column.Add(o)
	}
	return widgets.NewCentered(column)
}

// ways are the buttons below the entry.
func (s *Page) ways() fyne.CanvasObject {
	row := widgets.Flow()
	for _, way := range []struct {
		text string
		do   func()
	}{{words.T("Recovery sheet"), s.OnSheet}, {words.T("Another vault"), s.OnOther}, {words.T("Back"), s.OnBack}} {
		if way.do != nil {
			b := widgets.NewButton(way.text, widgets.Plain, way.do)
			row.Add(b)
			s.others = append(s.others, b)
			if way.text == "Recovery sheet" {
				s.sheet = b
			}
		}
	}
	return row
}

// Focus puts the cursor into the password.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.password) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"unlock.password": s.password, "unlock.submit": s.submit}
	if s.sheet != nil {
		out["unlock.sheet"] = s.sheet
	}
	if s.message.Text() != "" && !s.taking {
		out["unlock.message"] = s.message
	}
	return out
}

// SetPlace says anew which vault it is.
func (s *Page) SetPlace(text string) {
	if s.Place != text {
		s.Place = text
		s.place.SetText(text)
	}
}

// SetWaiting says anew what waits for the open vault.
func (s *Page) SetWaiting(text string) {
	s.Waiting = text
	s.waiting.SetText(text)
	s.waiting.Hidden = text == ""
	s.waiting.Refresh()
}

// Message is what the screen says about the last attempt.
func (s *Page) Message() string { return s.message.Text() }

// say puts a message in the room of the line that says which vault it is: nothing on the page moves.
func (s *Page) say(text string, colorName fyne.ThemeColorName) {
	s.message.Say(text, colorName)
	s.place.Hidden = text != ""
	s.place.Refresh()
}

// unlock reads the entry before leaving the UI thread and writes the message after coming
// back to it.
func (s *Page) unlock() {
	if s.taking {
		return
	}
	costly := s.costly
	quick := s.password.Empty() && s.Quick != nil
	if s.password.Empty() && !quick {
		s.say(words.T("Enter the password of this vault."), theme.ColorAmber)
		return
	}
	password := s.password.Bytes()
	s.setBusy(true)
	var err error
	s.Run(func() {
		defer clear(password)
		if quick {
			err = s.Quick()
		} else {
			err = s.Open(password, costly)
		}
	}, func() {
		if err == nil { // until the page goes, what is typed is for the list
			s.password.SetText("")
			s.OnUnlocked()
			return
		}
		s.setBusy(false)
		if s.OnFailed != nil && s.OnFailed(err) {
			return
		}
		if quick { // it is over for this time
			s.Quick = nil
			s.password.SetPlaceHolder(words.T("Password"))
		}
		s.say(phrases.Sentence(err), theme.ColorRed)
		s.password.SetText("")
		if errors.Is(err, vault.ErrCostly) {
			s.allow.Show()
		}
		focus(s.password)
	})
}

func (s *Page) setBusy(busy bool) {
	s.end()
	for _, b := range s.others { // Tab has nowhere to go where letters would be lost
		if busy {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	if busy {
		s.begin()
		s.say("", theme.ColorMuted)
		s.submit.SetText(words.T("Unlocking …"))
		s.submit.Disable()
		s.password.Disable()
		return
	}
	s.submit.SetText(words.T("Unlock"))
	s.submit.Enable()
	s.password.Enable()
}
