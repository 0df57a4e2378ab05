// Package edit holds the pages about single accounts: their names, tags, icon, note, key and
// history, the code behind a password, and the trash.
package edit

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Page changes what may be changed about an account. Its key is fixed at birth: it is
// told here; another one makes another account.
type Page struct {
	Run     background.Runner
	Account account.Account
	Tags    []string               // the vault's
	History []vault.Superseded     // values that lost against edits elsewhere
	Save    func(vault.Edit) error // slow: saves the vault

	OnDone     func()
	OnTrash    func()
	OnIcon     func()
	OnKey      func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	issuer, name, note *widgets.Entry
	tags               *tagPicker
	showNote           *widgets.Button
	noteBox            *fyne.Container
	save, icon, key    *widgets.Button
	message            *widgets.Label
	saving             widgets.Saving
	sent               bool // saved: nothing on the page is unsaved any more
}

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	a := s.Account
	s.issuer, s.name = widgets.NewEntry(words.T("Service"), words.T("Service")), widgets.NewEntry(words.T("Account name"), words.T("Account name"))
	s.note = widgets.NewTextArea(words.T("Note"), words.T("Recovery codes, or where they are"), 4)
	s.issuer.SetText(a.Issuer)
	s.name.SetText(a.Name)
	s.note.SetText(a.Note)
	for _, e := range []*widgets.Entry{s.issuer, s.name, s.note} {
		e.OnShortcut = s.OnShortcut
	}
	for _, e := range []*widgets.Entry{s.issuer, s.name} {
		e.OnSubmitted = func(string) { s.submit() }
	}
	s.tags = newTagPicker(s.Tags, a.Tags, nil)
	s.tags.onShortcut = s.OnShortcut
	s.save = widgets.NewButton(words.T("Save"), widgets.Main, s.submit)
	s.saving.Inputs = []fyne.Disableable{s.issuer, s.name, s.note, s.tags, s.save}
	s.icon = widgets.NewButton(words.T("Change icon…"), widgets.Quiet, s.OnIcon)
	s.key = widgets.NewButton(words.T("Change the key…"), widgets.Quiet, s.OnKey)
	s.message = widgets.NewMessage()
	avatar := widgets.NewAvatar(56)
	avatar.SetIcon(account.Visible(a.Title()), a.Icon)
	s.issuer.OnChanged = func(string) {
		if t := strings.TrimSpace(s.issuer.Text); t != "" {
			avatar.SetIcon(t, a.Icon)
		}
	}
	body := widgets.Stack(8,
		container.NewCenter(avatar), container.NewCenter(s.icon),
		widgets.Field(words.T("Service"), s.issuer),
		widgets.Field(words.T("Account name"), s.name),
		widgets.Field(words.T("Tags"), s.tags.content),
		s.noteField(),
		widgets.NewMuted(describe(a)),
		widgets.FlowLeft(s.key, widgets.NewButton(words.T("Move to trash"), widgets.Quiet, s.OnTrash)))
	if len(s.History) > 0 {
		body.Add(s.history())
	}
	return widgets.NewPage(words.T("Edit"), s.OnBack, body, widgets.Foot(s.message, s.save))
}

// noteField hides a note until it is asked for: recovery codes stand there.
func (s *Page) noteField() fyne.CanvasObject {
	s.showNote = widgets.NewButton(words.T("Show the note"), widgets.Plain, s.ShowNote)
	s.noteBox = container.NewStack(s.note, container.NewHBox(s.showNote))
	s.note.Hidden = s.Account.Note != ""
	s.showNote.Hidden = s.Account.Note == ""
	return widgets.Field(words.T("Note"), s.noteBox)
}

// ShowNote shows a hidden note.
func (s *Page) ShowNote() {
	s.showNote.Hide()
	s.note.Show()
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.note); c != nil {
		c.Content().Refresh()
		c.Focus(s.note)
	}
}

// history shows the values that lost against an edit elsewhere, each with a way
// to have it again. Those of notes stay hidden as the note does.
func (s *Page) history() fyne.CanvasObject {
	body := widgets.Stack(8, widgets.NewStrong(words.T("Earlier values")),
		widgets.NewMuted(words.T("Replaced by an edit in another program or on another computer. They stay here for at least 90 days.")))
	for _, p := range s.History {
		value := account.Visible(p.Value)
		if p.Field == "note" {
			value = "hidden"
		}
		line := fmt.Sprintf("%s, %s: %s", words.T(fieldNames[p.Field]), p.At.Local().Format("2 January 2006, 15:04"), value)
		if fieldNames[p.Field] == "" {
			line = fmt.Sprintf("%s, %s: %s", p.Field, p.At.Local().Format("2 January 2006, 15:04"), value)
		}
		entry := map[string]*widgets.Entry{"issuer": s.issuer, "name": s.name, "note": s.note}[p.Field]
		if entry == nil {
			body.Add(widgets.NewMuted(line))
			continue
		}
		body.Add(widgets.Stack(0, widgets.NewMuted(line),
			widgets.FlowLeft(widgets.NewButton(words.T("Restore"), widgets.Quiet, func() {
				if s.saving.Busy() {
					return
				}
				if p.Field == "note" {
					s.ShowNote()
				}
				entry.SetText(p.Value)
				s.message.Say(words.T("Save to keep it."), theme.ColorMuted)
			}))))
	}
	return widgets.NewCard(body)
}

var fieldNames = map[string]string{
	"issuer": words.Mark("Service"), "name": words.Mark("Account name"), "note": words.Mark("Note"), "tags": words.Mark("Tags"), "icon": words.Mark("Icon"),
	"pinned": words.Mark("Pinned"), "order": words.Mark("Place in the list"), "archived": words.Mark("Archived"), "trashed": words.Mark("In the trash"),
}

// describe says what kind of codes the account makes.
func describe(a account.Account) string {
	k := a.Key
	what := words.T("%d digits, %s, every %d seconds", k.Digits, k.Algorithm, k.Period)
	switch k.Type {
	case otp.HOTP:
		what = words.T("%d digits, %s, counter %d", k.Digits, k.Algorithm, a.Counter)
	case otp.Steam, otp.Yandex, otp.MOTP:
		what = describeKey(k, 0)
	}
	if !a.Created.IsZero() {
		what += words.T(". Added on %s", a.Created.Local().Format("2 January 2006"))
	}
	return words.T("%s. To use a new key, Watchword creates a new account.", what)
}

// Focus puts the cursor into the first entry.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.issuer) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{
		"edit.issuer": s.issuer, "edit.name": s.name, "edit.tag": s.tags.entry, "edit.note": s.note, "edit.show": s.showNote,
		"edit.icon": s.icon, "edit.key": s.key, "edit.save": s.save,
	}
}

// changes is what differs from the account; nil members stay as they are.
func (s *Page) changes() (e vault.Edit, any bool) {
	set := func(text, old string) *string {
		if text == old {
			return nil
		}
		any = true
		return &text
	}
	e.Issuer = set(strings.TrimSpace(s.issuer.Text), s.Account.Issuer)
	e.Name = set(strings.TrimSpace(s.name.Text), s.Account.Name)
	e.Note = set(s.note.Text, s.Account.Note)
	if tags := s.tags.chosen(s.Account.Tags); !slices.Equal(tags, s.Account.Tags) {
		e.Tags, any = &tags, true
	}
	return e, any
}

// Draft implements the window's question before the page goes.
func (s *Page) Draft() widgets.Draft {
	e, any := s.changes()
	if !any || s.sent {
		return widgets.Draft{}
	}
	d := widgets.Draft{
		Unsaved: words.T("Your changes to this account are not saved."),
		Dropped: words.T("Watchword locked before your changes to an account were saved. They are lost."),
		Save:    func(done func(bool)) { s.put(e, done) }, Done: s.OnDone,
	}
	e, lost, any := valid(s.Account, e)
	if any {
		d.AtLock = func(done func(bool)) { s.put(e, done) }
	}
	if any && lost != "" {
		d.Kept = words.T("Watchword locked while you were editing. Your changes were saved, except %s", lost)
	}
	return d
}

// valid returns what the vault takes of the changes to an account, for the lock, at which nobody can
// mend the rest; lost says what is left out and why, and any whether something stays.
func valid(a account.Account, e vault.Edit) (kept vault.Edit, lost string, any bool) {
	for _, text := range []**string{&e.Issuer, &e.Name, &e.Note} {
		if *text != nil && len(**text) > bounds.VaultText {
			*text, lost = nil, words.T("for a field that was too long.")
		}
	}
	named := a
	if e.Issuer != nil {
		named.Issuer = *e.Issuer
	}
	if e.Name != nil {
		named.Name = *e.Name
	}
	if a.Named() && !named.Named() {
		e.Issuer, e.Name, lost = nil, nil, words.T("for the service and the account name: an account needs one of them.")
	}
	return e, lost, e.Issuer != nil || e.Name != nil || e.Note != nil || e.Tags != nil
}

func (s *Page) submit() {
	if s.save.Disabled() {
		return
	}
	e, any := s.changes()
	if !any {
		s.OnBack()
		return
	}
	s.put(e, func(saved bool) {
		if saved {
			s.OnDone()
		}
	})
}

// put saves, without turning the page.
func (s *Page) put(e vault.Edit, done func(saved bool)) {
	s.saving.Do(s.Run, func() error { return s.Save(e) }, func(err error) {
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		}
		s.sent = err == nil
	}, done)
}
