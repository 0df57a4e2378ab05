package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// command is a key with the modifier of the system: Ctrl, or Cmd on macOS.
type command struct {
	key   fyne.KeyName
	shift bool
}

// commands are the shortcuts of the window; those of the list count only when it shows.
func (a *App) commands() map[command]func() {
	return map[command]func(){
		{fyne.KeyN, false}:     a.onList(a.showAdd),
		{fyne.KeyS, true}:      a.unlocked(a.scanScreen),
		{fyne.KeyO, false}:     a.unlocked(a.openPicture),
		{fyne.KeyV, false}:     a.onList(a.paste),
		{fyne.KeyC, false}:     a.onList(a.copySelected),
		{fyne.KeyE, false}:     a.onList(a.editSelected),
		{fyne.KeyZ, false}:     a.onList(a.undo),
		{fyne.KeyF, false}:     a.onList(func() { a.list.FocusSearch() }),
		{fyne.KeyL, false}:     a.lock,
		{fyne.KeyComma, false}: a.unlocked(a.showSettings),
		{fyne.KeyQ, false}:     a.quit,
	}
}

// onList runs f while the list shows; in other pages the key means nothing.
func (a *App) onList(f func()) func() {
	return func() {
		if a.page == page(a.list) && a.list != nil {
			f()
		}
	}
}

// unlocked runs f while a vault is open.
func (a *App) unlocked(f func()) func() {
	return func() {
		if a.session != nil {
			f()
		}
	}
}

func (a *App) bindKeys() {
	c := a.window.Canvas()
	for k := range a.commands() {
		modifier := fyne.KeyModifierShortcutDefault
		if k.shift {
			modifier |= fyne.KeyModifierShift
		}
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: modifier}, func(s fyne.Shortcut) { a.shortcut(s) })
	}
	// The toolkit turns these keys into shortcuts of its own.
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutUndo{}} {
		c.AddShortcut(s, func(s fyne.Shortcut) { a.shortcut(s) })
	}
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		a.touch()
		if k, ok := a.page.(keyed); ok && k.TypedKey(ev) {
			return
		}
		a.key(ev)
	})
	c.SetOnTypedRune(func(r rune) {
		a.touch()
		if t, ok := a.page.(typed); ok {
			t.TypedRune(r)
		}
	})
}

// shortcut runs a shortcut; it reports false for one that is not ours. Entries ask it
// first, so in them it leaves copy, paste and undo alone.
func (a *App) shortcut(s fyne.Shortcut) bool {
	a.touch()
	var k command
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		k = command{fyne.KeyC, false}
	case *fyne.ShortcutPaste:
		k = command{fyne.KeyV, false}
	case *fyne.ShortcutUndo:
		k = command{fyne.KeyZ, false}
	case *desktop.CustomShortcut:
		if s.Modifier&fyne.KeyModifierShortcutDefault == 0 {
			return false
		}
		k = command{s.KeyName, s.Modifier&fyne.KeyModifierShift != 0}
	default:
		return false
	}
	if do, ok := a.commands()[k]; ok {
		do()
		return true
	}
	return false
}

// entryShortcut is [App.shortcut] for entries other than the search: there copy, paste
// and undo mean the text.
func (a *App) entryShortcut(s fyne.Shortcut) bool {
	a.touch()
	if _, ok := s.(*desktop.CustomShortcut); !ok {
		return false
	}
	return a.shortcut(s)
}

// searchShortcut is [App.shortcut] for the search entry: with a text in it, copy and undo
// mean that text.
func (a *App) searchShortcut(s fyne.Shortcut) bool {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if a.list.SearchHasSelection() {
			return false
		}
	case *fyne.ShortcutUndo:
		if a.list.Query() != "" {
			return false
		}
	case *fyne.ShortcutCut, *fyne.ShortcutSelectAll, *fyne.ShortcutRedo:
		return false
	}
	return a.shortcut(s)
}

// key handles keys that no page took.
func (a *App) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF1:
		a.unlocked(a.showKeys)()
	case fyne.KeyEscape:
		if a.back == nil {
			return false
		}
		a.back()
	default:
		return false
	}
	return true
}
