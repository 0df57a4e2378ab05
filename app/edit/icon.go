package edit

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// Icons chooses what stands for an account: the mark of a service, its letter, or a picture
// of the user's own.
type Icons struct {
	Title string // of the account

	OnPick     func(icon string) // see [widgets.Avatar.SetIcon]
	OnFile     func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	search  *widgets.Entry
	found   *fyne.Container
	nothing *widgets.Label
	letter  *widgets.Button
	file    *widgets.Button
}

// maxFound is how many marks are shown at once.
const maxFound = 60

// Content builds the screen.
func (s *Icons) Content() fyne.CanvasObject {
	s.search = widgets.NewEntry(words.T("Search icons"), words.T("Search icons"))
	s.search.OnShortcut = s.OnShortcut
	s.search.OnChanged = func(string) { s.fill() }
	s.search.OnSubmitted = func(string) {
		if marks := s.matches(); len(marks) > 0 {
			s.OnPick(marks[0].Slug)
		}
	}
	s.letter = widgets.NewButton(words.T("First letter"), widgets.Plain, func() { s.OnPick(widgets.LetterIcon) })
	s.file = widgets.NewButton(words.T("A picture from a file…"), widgets.Plain, s.OnFile)
	s.found = widgets.FlowLeft()
	s.nothing = widgets.NewMuted("")
	s.fill()
	return widgets.NewPage(words.T("Icon of %s", account.Visible(s.Title)), s.OnBack, widgets.Stack(12,
		widgets.FlowLeft(
			widgets.NewButton(words.T("Automatic"), widgets.Plain, func() { s.OnPick("") }),
			s.letter, s.file),
		widgets.NewMuted(words.T("A picture may be a PNG, JPEG, GIF or WebP of up to 1 MiB and 2,048 pixels a side. It is kept in the vault, 128 pixels a side.")),
		s.search, s.found, s.nothing), nil)
}

// Focus puts the cursor into the search.
func (s *Icons) Focus(c fyne.Canvas) { c.Focus(s.search) }

// Widgets names the places that a user clicks.
func (s *Icons) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"icon.search": s.search, "icon.letter": s.letter, "icon.file": s.file}
	for i, o := range s.found.Objects {
		out[fmt.Sprintf("icon.mark.%d", i)] = o
	}
	return out
}

// matches returns the marks whose name holds what is searched for, those that begin with
// it first.
func (s *Icons) matches() []assets.Mark {
	query := account.Fold(strings.TrimSpace(s.search.Text))
	var first, then []assets.Mark
	for _, m := range assets.Brands() {
		name := account.Fold(m.Name)
		switch {
		case strings.HasPrefix(name, query):
			first = append(first, m)
		case strings.Contains(name, query):
			then = append(then, m)
		}
	}
	return append(first, then...)
}

func (s *Icons) fill() {
	marks := s.matches()
	s.found.RemoveAll()
	for _, m := range marks[:min(len(marks), maxFound)] {
		avatar := widgets.NewAvatar(theme.IconSize)
		avatar.SetIcon(m.Name, m.Slug)
		s.found.Add(widgets.NewTappable(m.Name, container.NewStack(avatar), func() { s.OnPick(m.Slug) }))
	}
	switch {
	case len(marks) == 0:
		s.nothing.SetText(words.T("No icon found."))
	case len(marks) > maxFound:
		s.nothing.SetText(words.T("%d more; keep typing.", len(marks)-maxFound))
	default:
		s.nothing.SetText("")
	}
}
