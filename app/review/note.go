package review

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A Note is the page that writes down another way into an account.
type Note struct {
	Run     background.Runner
	Account account.Account
	Points  []string                // what the service offers, from its guide
	Save    func(note string) error // slow: saves the vault

	OnDone, OnBack func()
	OnShortcut     func(fyne.Shortcut) bool

	entry   *widgets.Entry
	save    *widgets.Button
	message *widgets.Label
	saving  widgets.Saving
	sent    bool // saved: nothing on the page is unsaved any more
}

// Content builds the page.
func (s *Note) Content() fyne.CanvasObject {
	title := account.Visible(s.Account.Title())
	s.entry = widgets.NewTextArea(words.T("Note"), words.T("Such as: backup codes are in the drawer; phone ending in 42"), 5)
	s.entry.SetText(s.Account.Note)
	s.entry.OnShortcut = s.OnShortcut
	s.message = widgets.NewMessage()
	s.save = widgets.NewButton(words.T("Save"), widgets.Main, s.submit)
	s.saving.Inputs = []fyne.Disableable{s.entry, s.save}
	avatar := widgets.NewAvatar(56)
	avatar.Set(title)
	body := widgets.Stack(10, container.NewCenter(avatar),
		widgets.Field(words.T("Another way to sign in, if you lose this vault"), s.entry))
	if len(s.Points) > 0 {
		lines := []fyne.CanvasObject{widgets.NewStrong(words.T("At %s", title))}
		for _, p := range s.Points {
			lines = append(lines, widgets.NewBullet(p))
		}
		body.Add(widgets.NewCard(widgets.Stack(6, lines...)))
	}
	body.Add(widgets.NewMuted(words.T("The note is in the vault, encrypted like the key. Backup codes that lie in the same vault help only while you have the vault.")))
	return widgets.NewPage(title, s.OnBack, body, widgets.Foot(s.message, s.save))
}

// Focus puts the cursor into the note.
func (s *Note) Focus(c fyne.Canvas) { c.Focus(s.entry) }

// Widgets names the places that a user clicks.
func (s *Note) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"note.text": s.entry, "note.save": s.save}
}

// Draft implements the window's question before the page goes.
func (s *Note) Draft() widgets.Draft {
	note := strings.TrimSpace(s.entry.Text)
	if note == strings.TrimSpace(s.Account.Note) || s.sent {
		return widgets.Draft{}
	}
	d := widgets.Draft{
		Unsaved: words.T("The note is not saved."),
		Dropped: words.T("Watchword locked before a note was saved. It is lost."),
	}
	if note != "" {
		save := func(done func(bool)) { s.put(note, done) }
		d.Save, d.Done, d.AtLock = save, s.OnDone, save
	}
	return d
}

func (s *Note) submit() {
	if s.save.Disabled() {
		return
	}
	note := strings.TrimSpace(s.entry.Text)
	if note == "" {
		s.message.Say(words.T("There is nothing to save yet."), theme.ColorAmber)
		return
	}
	s.put(note, func(saved bool) {
		if saved {
			s.OnDone()
		}
	})
}

// put saves, without turning the page.
func (s *Note) put(note string, done func(saved bool)) {
	s.saving.Do(s.Run, func() error { return s.Save(note) }, func(err error) {
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		}
		s.sent = err == nil
	}, done)
}
