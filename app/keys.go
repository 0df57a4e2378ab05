package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

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
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo, *fyne.ShortcutSelectAll:
		if a.list.Query() != "" {
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
		if a.session != nil {
			a.leaving(a.showKeys)
		}
	case fyne.KeyEscape:
		if a.back == nil {
			return false
		}
		if _, asking := a.page.(*askDraft); asking { // it asks already: Esc goes back to the text
			a.back()
			break
		}
		a.leaving(a.back)
	default:
		return false
	}
	return true
}
