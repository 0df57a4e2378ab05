package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/widgets"
)

// bindKeys has the window's canvas run the actions by their keys. Entries, which swallow
// shortcuts, hand theirs to the shell.
func (a *App) bindKeys() {
	a.shell.BindKeys(a.key)
	for _, act := range a.actions() {
		if m := act.chord.modifier(); m != 0 {
			a.shell.Bind(&desktop.CustomShortcut{KeyName: act.chord.key, Modifier: m})
		}
	}
	// The toolkit turns these keys into shortcuts of its own.
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutSelectAll{}} {
		a.shell.Bind(s)
	}
}

// shortcut runs a shortcut; it reports false for one that is not ours. Entries ask it
// first, so in them it leaves copy, paste, undo and select all alone.
func (a *App) shortcut(s fyne.Shortcut) bool {
	a.touch()
	c, ok := chordOf(s)
	if !ok || c.key == "" {
		return false
	}
	for _, act := range a.actions() {
		if act.chord == c && act.does() {
			a.try(act)
			return true
		}
	}
	return false
}

// try does an action if it can be done now, and says what is missing where that is a selection. What is
// unsaved on the page is asked about first.
func (a *App) try(act action) {
	switch {
	case act.when == onAccount && a.can(onList) && !a.can(onAccount):
		a.open.selectFirst()
	case !a.can(act.when):
	case act.keeps:
		act.run(a.open)
	default:
		a.shell.Leaving(func() { act.run(a.open) })
	}
}

// searchShortcut is [App.shortcut] for the search entry: with a text in it, copy and undo
// mean that text.
func (a *App) searchShortcut(s fyne.Shortcut) bool {
	list := a.open.List
	switch s.(type) {
	case *fyne.ShortcutCopy:
		if list.SearchHasSelection() {
			return false
		}
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo, *fyne.ShortcutSelectAll:
		if list.Query() != "" {
			return false
		}
	case *fyne.ShortcutCut:
		return false
	}
	return a.shortcut(s)
}

// key handles keys that no page took.
func (a *App) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF1:
		if a.open != nil {
			a.open.settings.ShowKeys()
		}
		return true
	case fyne.KeyEscape:
		return a.shell.Escape()
	}
	return widgets.ScrollPage(a.shell.Window.Content(), ev.Name)
}
