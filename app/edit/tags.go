package edit

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A Tagger gives tags to one or several accounts and takes them away. Tags that only some
// of them have stay as they are until they are clicked.
type Tagger struct {
	Run      background.Runner
	Accounts []account.Account
	All      []string                         // the vault's tags
	Save     func(add, remove []string) error // slow: saves the vault

	OnDone     func()
	OnManage   func()
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	picker    *tagPicker
	was, some map[string]bool
	save      *widgets.Button
	message   *widgets.Label
	saving    widgets.Saving
	sent      bool // saved: nothing on the page is unsaved any more
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
	s.save = widgets.NewButton(words.T("Save"), widgets.Main, s.submit)
	s.saving.Inputs = []fyne.Disableable{s.picker, s.save}
	s.message = widgets.NewMessage()
	title := words.N(len(s.Accounts), "Tags of 1 account", "Tags of %d accounts")
	if len(s.Accounts) == 1 {
		title = words.T("Tags of %s", account.Visible(s.Accounts[0].Title()))
	}
	return widgets.NewPage(title, s.OnBack, widgets.Stack(12,
		widgets.NewMuted(words.T("Click to add or remove a tag. Press Enter to create one.")),
		s.picker.content,
		widgets.FlowLeft(widgets.NewButton(words.T("Rename or delete tags…"), widgets.Quiet, s.OnManage))), widgets.Foot(s.message, s.save))
}

// Focus puts the cursor into the entry for a new tag.
func (s *Tagger) Focus(c fyne.Canvas) { c.Focus(s.picker.entry) }

// Widgets names the places that a user clicks.
func (s *Tagger) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"tags.new": s.picker.entry, "tags.save": s.save}
	for i, c := range s.picker.chips.Objects {
		out[fmt.Sprintf("tags.chip.%d", i)] = c
	}
	return out
}

// changes returns the tags that the accounts are to get, and those that they are to lose.
func (s *Tagger) changes() (add, remove []string) {
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
	return add, remove
}

// Draft implements the window's question before the page goes.
func (s *Tagger) Draft() widgets.Draft {
	add, remove := s.changes()
	if add == nil && remove == nil || s.sent {
		return widgets.Draft{}
	}
	save := func(done func(bool)) { s.put(add, remove, done) }
	return widgets.Draft{
		Unsaved: words.T("Your changes to the tags are not saved."),
		Dropped: words.T("Watchword locked before your changes to tags were saved. They are lost."),
		Save:    save, Done: s.OnDone, AtLock: save,
	}
}

func (s *Tagger) submit() {
	if s.save.Disabled() {
		return
	}
	add, remove := s.changes()
	if add == nil && remove == nil {
		s.OnBack()
		return
	}
	s.put(add, remove, func(saved bool) {
		if saved {
			s.OnDone()
		}
	})
}

// put saves, without turning the page.
func (s *Tagger) put(add, remove []string, done func(saved bool)) {
	s.saving.Do(s.Run, func() error { return s.Save(add, remove) }, func(err error) {
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorRed)
		}
		s.sent = err == nil
	}, done)
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
	names   []*widgets.Entry // as they are typed, in the order of Names
	sent    bool             // a new name is on its way into the vault
}

// Content builds the screen.
func (s *Tags) Content() fyne.CanvasObject {
	s.widgets, s.names = map[string]fyne.CanvasObject{}, nil
	if len(s.Names) == 0 {
		return widgets.NewPage(words.T("Tags"), s.OnBack, widgets.Stack(8, widgets.Gap(40),
			widgets.NewLabel(words.T("There are no tags yet. Right-click an account, or press Ctrl+T, to give it one.")).Centered()), nil)
	}
	body := widgets.Stack(16, widgets.NewMuted(words.T("Deleting a tag keeps its accounts. Renaming it to an existing tag merges the two.")))
	for i, t := range s.Names {
		body.Add(s.row(i, t))
	}
	return widgets.NewPage(words.T("Tags"), s.OnBack, body, nil)
}

func (s *Tags) rename(old, name string) {
	s.sent = true
	s.OnRename(old, name)
}

// Draft implements the window's question before the page goes. One new name can be saved;
// at lock none is, for it may be typed only half.
func (s *Tags) Draft() widgets.Draft {
	var typed []int
	for i, e := range s.names {
		if e.Text != s.Names[i] {
			typed = append(typed, i)
		}
	}
	if len(typed) == 0 || s.sent {
		return widgets.Draft{}
	}
	d := widgets.Draft{
		Unsaved: words.T("A new name of a tag is not saved."),
		Dropped: words.T("Watchword locked before a tag was renamed. The new name is lost."),
		Button:  words.T("Rename"),
	}
	if old, name := s.Names[typed[0]], s.names[typed[0]].Text; len(typed) == 1 && splitTags(name) != nil {
		d.Save, d.Done = func(done func(bool)) { done(true) }, func() { s.rename(old, name) }
	}
	return d
}

func (s *Tags) row(i int, tag string) fyne.CanvasObject {
	name := widgets.NewEntry(words.T("Name of the tag %s", tag), tag)
	name.SetText(tag)
	name.OnShortcut = s.OnShortcut
	s.names = append(s.names, name)
	rename := widgets.NewButton(words.T("Rename"), widgets.Quiet, func() { s.rename(tag, name.Text) })
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
			s.rename(tag, name.Text)
		}
	}
	del := widgets.NewSure(words.T("Delete…"), words.T("Delete this tag"), func() { s.OnDelete(tag) })
	s.widgets[fmt.Sprintf("tag.%d", i)], s.widgets[fmt.Sprintf("tag.%d.rename", i)] = name, rename
	s.widgets[fmt.Sprintf("tag.%d.delete", i)], s.widgets[fmt.Sprintf("tag.%d.sure", i)] = del.Ask, del.Do
	accounts := words.N(s.Count(tag), "1 account", "%d accounts")
	return widgets.Stack(2, name, container.NewBorder(nil, nil, nil,
		container.NewCenter(widgets.NewFigures(accounts, theme.Name, theme.ColorMuted)), del.Row(rename)))
}

// Widgets names the places that a user clicks.
func (s *Tags) Widgets() map[string]fyne.CanvasObject { return s.widgets }
