// Package edit is the page of one account, and the trash.
package edit

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Screen changes what may be changed about an account. Its key is fixed at birth: it is
// told here, never edited.
type Screen struct {
	Run     background.Runner
	Account account.Account
	Save    func(vault.Edit) error // slow: saves the vault

	OnDone     func()
	OnTrash    func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	issuer, name, tags, note *widgets.Entry
	save                     *widgets.Button
	message                  *widgets.Label
}

// Content builds the screen.
func (s *Screen) Content() fyne.CanvasObject {
	a := s.Account
	s.issuer, s.name = widgets.NewEntry("Service", "Service"), widgets.NewEntry("Account name", "Account name")
	s.tags = widgets.NewEntry("Tags", "Work, Shopping")
	s.note = widgets.NewTextArea("Note", "Note, such as where the backup codes are", 3)
	s.issuer.SetText(a.Issuer)
	s.name.SetText(a.Name)
	s.tags.SetText(strings.Join(a.Tags, ", "))
	s.note.SetText(a.Note)
	for _, e := range []*widgets.Entry{s.issuer, s.name, s.tags, s.note} {
		e.OnShortcut = s.OnShortcut
	}
	for _, e := range []*widgets.Entry{s.issuer, s.name, s.tags} {
		e.OnSubmitted = func(string) { s.submit() }
	}
	s.save = widgets.NewButton("Save", widgets.Main, s.submit)
	s.message = widgets.NewMessage()
	avatar := widgets.NewAvatar(56)
	avatar.Set(a.Title())
	s.issuer.OnChanged = func(string) {
		if t := strings.TrimSpace(s.issuer.Text); t != "" {
			avatar.Set(t)
		}
	}
	return widgets.NewPage("Edit", s.OnBack, widgets.Stack(8,
		container.NewCenter(avatar),
		widgets.Field("Service", s.issuer),
		widgets.Field("Account name", s.name),
		widgets.Field("Tags, separated by commas", s.tags),
		widgets.Field("Note", s.note),
		s.message,
		widgets.NewMuted(describe(a)),
		widgets.FlowLeft(widgets.NewButton("Move to trash", widgets.Danger, s.OnTrash)),
	), s.save)
}

// describe says what kind of codes the account makes.
func describe(a account.Account) string {
	k := a.Key
	what := fmt.Sprintf("%d digits, %s, every %d seconds", k.Digits, k.Algorithm, k.Period)
	switch k.Type {
	case otp.HOTP:
		what = fmt.Sprintf("%d digits, %s, counter %d", k.Digits, k.Algorithm, a.Counter)
	case otp.Steam:
		what = "Steam Guard, 5 characters, every 30 seconds"
	case otp.Yandex:
		what = "Yandex, 8 letters, every 30 seconds"
	case otp.MOTP:
		what = "mOTP, 6 characters, every 10 seconds"
	}
	if !a.Created.IsZero() {
		what += ". Added on " + a.Created.Local().Format("2 January 2006")
	}
	return what + ". The key of an account never changes: if the service shows a new code, add it as a new account."
}

// Focus puts the cursor into the first entry.
func (s *Screen) Focus(c fyne.Canvas) { c.Focus(s.issuer) }

// Widgets names the places that a person clicks.
func (s *Screen) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"edit.issuer": s.issuer, "edit.name": s.name, "edit.save": s.save}
}

// changes is what differs from the account; nil members stay as they are.
func (s *Screen) changes() (e vault.Edit, any bool) {
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
	if tags := splitTags(s.tags.Text); !slices.Equal(tags, s.Account.Tags) {
		e.Tags, any = &tags, true
	}
	return e, any
}

// splitTags reads a list with commas: trimmed, without empty ones, each once.
func splitTags(text string) []string {
	var out []string
	for t := range strings.SplitSeq(text, ",") {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func (s *Screen) submit() {
	if s.save.Disabled() {
		return
	}
	e, any := s.changes()
	if !any {
		s.OnBack()
		return
	}
	s.save.Disable()
	var err error
	s.Run(func() { err = s.Save(e) }, func() {
		s.save.Enable()
		if err != nil {
			s.message.Say(err.Error(), theme.ColorRed)
			return
		}
		s.OnDone()
	})
}
