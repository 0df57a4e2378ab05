package unlock

import (
	"strings"

	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Recover opens a vault with the key of its recovery sheet: typed, pasted, or its QR code
// found on the screen or in a picture.
type Recover struct {
	Run     background.Runner
	Open    func(key string) error           // slow
	Missing func(text string) int            // how many characters of the key are still missing
	Find    func(text string) (string, bool) // the key in a text, put right
	Place   string                           // which vault: "vault.watchword · last saved today, 09:41"

	OnUnlocked func()
	OnScan     func() // look for the QR code on the screen
	OnPicture  func() // open a picture of the sheet, or its text
	OnPaste    func() // take what is on the clipboard
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	key     *widgets.Entry
	submit  *widgets.Button
	scan    *widgets.Button
	picture *widgets.Button
	paste   *widgets.Button
	message *widgets.Label
	busy    bool // the key is tried; a page for a new password comes, so nothing is typed ahead
}

// Content builds the screen.
func (s *Recover) Content() fyne.CanvasObject {
	s.key = widgets.NewTextArea(words.T("The key of the recovery sheet"), words.T("AGE-SECRET-KEY-1…"), 3)
	s.key.OnShortcut = s.OnShortcut
	s.key.OnChanged = s.typed
	s.key.OnRune, s.key.OnKey = func(rune) bool { return s.busy }, s.typedKey
	s.submit = widgets.NewButton(words.T("Open the vault"), widgets.Main, s.open)
	s.scan = widgets.NewButton(words.T("Scan the screen"), widgets.Plain, s.OnScan)
	s.picture = widgets.NewButton(words.T("Open a file"), widgets.Plain, s.OnPicture)
	s.paste = widgets.NewButton(words.T("Paste"), widgets.Plain, s.OnPaste)
	s.message = widgets.NewMessage().Keep(2)
	return widgets.NewPage(words.T("Open with the recovery sheet"), s.OnBack, widgets.Stack(10,
		widgets.NewMuted(s.Place),
		widgets.NewLabel(words.T("Type or paste the key of the sheet. Capitals, spaces and line breaks do not matter. Then you choose a new password; nothing is saved until then.")),
		s.key,
		s.message,
		widgets.NewStrong(words.T("Or show its QR code")),
		widgets.FlowLeft(s.scan, s.picture, s.paste),
		widgets.NewMuted(words.T("The file of the sheet, a picture or a scan of it can be dropped here too.")),
	), s.submit)
}

// Draft implements the window's question before the page goes.
func (s *Recover) Draft() widgets.Draft {
	if s.busy || strings.TrimSpace(s.key.Text) == "" {
		return widgets.Draft{}
	}
	return widgets.Draft{Unsaved: words.T("The key that you typed has not opened the vault yet.")}
}

// Focus puts the cursor into the key.
func (s *Recover) Focus(c fyne.Canvas) { c.Focus(s.key) }

// Widgets names the places that a user clicks.
func (s *Recover) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"recover.key": s.key, "recover.submit": s.submit, "recover.scan": s.scan, "recover.picture": s.picture, "recover.paste": s.paste}
}

// typed says how far the typing has come. Characters are counted, never repeated.
func (s *Recover) typed(text string) {
	switch missing := s.Missing(text); {
	case strings.TrimSpace(text) == "":
		s.message.Say("", theme.ColorMuted)
	case s.found(text):
		s.message.Say(words.T("All characters are there."), theme.ColorOK)
	case missing > 0:
		s.message.Say(words.T("%d characters to go.", missing), theme.ColorMuted)
	default:
		s.message.Say(words.T("These are too many characters, or some that no key has. Compare them with the sheet."), theme.ColorAmber)
	}
}

// typedKey has Enter open the vault once the key is whole; before, it begins a line as on the sheet.
func (s *Recover) typedKey(ev *fyne.KeyEvent) bool {
	if s.busy {
		return true
	}
	if enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter; !enter || !s.found(s.key.Text) {
		return false
	}
	s.open()
	return true
}

func (s *Recover) found(text string) bool {
	_, ok := s.Find(text)
	return ok
}

// Take puts a text that may hold the key into the entry and tries it.
func (s *Recover) Take(text string) {
	key, ok := s.Find(text)
	if !ok {
		s.Say(words.T("There is no recovery key in it. It begins with AGE-SECRET-KEY-1; look for the newest sheet of this vault."))
		return
	}
	s.key.SetText(key)
	s.open()
}

// Say shows what went wrong with a picture or the screen.
func (s *Recover) Say(text string) { s.message.Say(text, theme.ColorRed) }

func (s *Recover) open() {
	if s.busy {
		return
	}
	key := s.key.Text
	if found, ok := s.Find(key); ok {
		key = found
	}
	s.busy = true
	s.submit.Disable()
	var err error
	s.Run(func() { err = s.Open(key) }, func() {
		if err == nil {
			s.key.SetText("")
			s.OnUnlocked()
			return
		}
		s.busy = false
		s.submit.Enable()
		s.message.Say(phrases.Sentence(err), theme.ColorRed)
	})
}
