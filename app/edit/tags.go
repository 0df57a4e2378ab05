package edit

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

// A Tagger gives tags to one or several accounts and takes them away. Tags that only some
// of them have stay as they are until they are clicked.
type Tagger struct {
	Accounts []account.Account
	All      []string // the vault's tags

	OnDone     func(add, remove []string)
	OnManage   func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	picker    *tagPicker
	was, some map[string]bool
	save      *widgets.Button
}

// Content builds the screen.
func (s *Tagger) Content() fyne.CanvasObject {
	var chosen []string
	s.was, s.some = map[string]bool{}, map[string]bool{}
	for _, t := range s.All {
		n := 0
		for _, a := range s.Accounts {
			if slices.Contains(a.Tags, t) {
				n++
			}
		}
		switch {
		case n == len(s.Accounts):
			chosen = append(chosen, t)
			s.was[t] = true
		case n > 0:
			s.some[t] = true
		}
	}
	some := map[string]bool{}
	for t := range s.some {
		some[t] = true
	}
	s.picker = newTagPicker(s.All, chosen, some)
	s.picker.onShortcut = s.OnShortcut
	s.save = widgets.NewButton("Save", widgets.Main, s.submit)
	title := fmt.Sprintf("Tags of %d accounts", len(s.Accounts))
	if len(s.Accounts) == 1 {
		title = "Tags of " + account.Visible(s.Accounts[0].Title())
	}
	return widgets.NewPage(title, s.OnBack, widgets.Stack(12,
		widgets.NewMuted("A click gives or takes a tag. Enter adds the one that you type."),
		s.picker.content,
		widgets.FlowLeft(widgets.NewButton("Rename or delete tags…", widgets.Quiet, s.OnManage))), s.save)
}

// Focus puts the cursor into the entry for a new tag.
func (s *Tagger) Focus(c fyne.Canvas) { c.Focus(s.picker.entry) }

// Widgets names the places that a person clicks.
func (s *Tagger) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"tags.new": s.picker.entry, "tags.save": s.save}
	for i, c := range s.picker.chips.Objects {
		out[fmt.Sprintf("tags.chip.%d", i)] = c
	}
	return out
}

func (s *Tagger) submit() {
	var add, remove []string
	on := s.picker.chosen(nil)
	for _, t := range on {
		if !s.was[t] {
			add = append(add, t)
		}
	}
	for _, t := range s.All {
		off := !slices.Contains(on, t) && !s.picker.some[t]
		if off && (s.was[t] || s.some[t]) {
			remove = append(remove, t)
		}
	}
	if add == nil && remove == nil {
		s.OnBack()
		return
	}
	s.OnDone(add, remove)
}

// Tags lists all tags; each can be renamed, and deleted from every account.
type Tags struct {
	Names []string
	Count func(tag string) int // how many accounts have it

	OnRename   func(old, name string)
	OnDelete   func(tag string)
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	widgets map[string]fyne.CanvasObject
}

// Content builds the screen.
func (s *Tags) Content() fyne.CanvasObject {
	s.widgets = map[string]fyne.CanvasObject{}
	if len(s.Names) == 0 {
		return widgets.NewPage("Tags", s.OnBack, widgets.Stack(8, widgets.Gap(40),
			widgets.NewLabel("There are no tags yet. Right-click an account, or press Ctrl+T, to give it one.").Centered()), nil)
	}
	body := widgets.Stack(16, widgets.NewMuted("A tag goes from all its accounts when it is deleted; the accounts stay. Giving a tag the name of another joins them."))
	for i, t := range s.Names {
		body.Add(s.row(i, t))
	}
	return widgets.NewPage("Tags", s.OnBack, body, nil)
}

func (s *Tags) row(i int, tag string) fyne.CanvasObject {
	name := widgets.NewEntry("Name of the tag "+tag, tag)
	name.SetText(tag)
	name.OnShortcut = s.OnShortcut
	rename := widgets.NewButton("Rename", widgets.Quiet, func() { s.OnRename(tag, name.Text) })
	rename.Disable()
	name.OnChanged = func(text string) {
		if splitTags(text) == nil || text == tag {
			rename.Disable()
		} else {
			rename.Enable()
		}
	}
	name.OnSubmitted = func(string) {
		if !rename.Disabled() {
			s.OnRename(tag, name.Text)
		}
	}
	del := widgets.NewSure("Delete…", "Delete this tag", func() { s.OnDelete(tag) })
	s.widgets[fmt.Sprintf("tag.%d", i)], s.widgets[fmt.Sprintf("tag.%d.rename", i)] = name, rename
	s.widgets[fmt.Sprintf("tag.%d.delete", i)], s.widgets[fmt.Sprintf("tag.%d.sure", i)] = del.Ask, del.Do
	accounts := fmt.Sprintf("%d accounts", s.Count(tag))
	if s.Count(tag) == 1 {
		accounts = "1 account"
	}
	return widgets.Stack(2, name, container.NewBorder(nil, nil, nil,
		container.NewCenter(widgets.NewFigures(accounts, theme.Name, theme.ColorMuted)), del.Row(rename)))
}

// Widgets names the places that a person clicks.
func (s *Tags) Widgets() map[string]fyne.CanvasObject { return s.widgets }
