package app

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/widgets"
)

// A chord is a key with modifiers. On macOS Ctrl is Cmd.
type chord struct {
	ctrl, shift, alt bool
	key              fyne.KeyName
}

// String is how the chord is written for people.
func (c chord) String() string {
	var parts []string
	for _, m := range []struct {
		on   bool
		name string
	}{{c.ctrl, control()}, {c.alt, "Alt"}, {c.shift, "Shift"}} {
		if m.on {
			parts = append(parts, m.name)
		}
	}
	name := string(c.key)
	if c.key == fyne.KeyReturn {
		name = "Enter"
	}
	return strings.Join(append(parts, name), "+")
}

func control() string {
	if runtime.GOOS == "darwin" {
		return "Cmd"
	}
	return "Ctrl"
}

func (c chord) modifier() fyne.KeyModifier {
	var m fyne.KeyModifier
	if c.ctrl {
		m |= fyne.KeyModifierShortcutDefault
	}
	if c.shift {
		m |= fyne.KeyModifierShift
	}
	if c.alt {
		m |= fyne.KeyModifierAlt
	}
	return m
}

// A scope says when an action can be done.
type scope int

const (
	always    scope = iota
	unlocked        // a vault is open
	onList          // and the list shows
	onAccount       // and an account of it is chosen
)

// An action is one thing that a user can do. This is the one list of them: the keys are
// bound from it, F1 and docs/keys.md show it, the palette searches it.
type action struct {
	text  string // "Copy the code"
	chord chord  // the key; the zero chord is none
	keys  string // for keys that the list itself handles: how they are written
	when  scope  // when it can be done
	asks  asking // whether the vault's password is asked for; every action says it
	do    func() // nil: only a line of the list of keys
	words string // further words that the palette finds it by
	keeps bool   // it looks after unsaved text itself: see [App.leaving]
}

func ctrlKey(k fyne.KeyName) chord { return chord{ctrl: true, key: k} }

// actions are all of them, in the order in which the list of keys shows them.
func (a *App) actions() []action {
	one := func(f func(id string)) func() {
		return func() {
			if id := a.list.Selected(); id != "" {
				f(id)
			} else {
				a.selectFirst()
			}
		}
	}
	chosen := func(f func(ids []string)) func() {
		return func() {
			if ids := a.list.Targets(); len(ids) > 0 {
				f(ids)
			}
		}
	}
	return []action{
		{text: "Search: service, account, tags, notes", keys: "Letters", asks: never},
		{text: "Choose an account", keys: "Up, Down, Page Up, Page Down, Home, End", asks: never},
		{text: "Copy the code", keys: "Enter", when: onAccount, asks: never, do: a.copySelected},
		{text: "Copy the next code", keys: "Shift+Enter", when: onAccount, asks: never, do: one(func(id string) { a.list.Activate(id, true) })},
		{text: "New code of a counter-based account", keys: "Shift+Enter", when: onAccount, asks: never, do: one(func(id string) { a.list.NewCode(id) }), words: "hotp counter"},
		{text: "Copy the code behind my password", chord: chord{ctrl: true, shift: true, key: fyne.KeyC}, when: onAccount, asks: never, do: one(a.showBehind), words: "append device kindle"},
		{text: "Copy the code", chord: ctrlKey(fyne.KeyC), when: onAccount, asks: never, do: a.copySelected},
		{text: "Choose one more account", keys: "Space, " + control() + "+click", asks: never},
		{text: "Choose up to another account", keys: "Shift+Up, Shift+Down, Shift+click", asks: never},
		{text: "Choose all accounts", chord: ctrlKey(fyne.KeyA), when: onList, asks: never, do: func() { a.list.MarkAll() }},
		{text: "Menu of the account", keys: "Menu, Shift+F10", when: onAccount, asks: never, do: func() { a.list.OpenMenu() }},
		{text: "Edit", chord: ctrlKey(fyne.KeyE), when: onAccount, asks: never, do: one(a.showEdit), words: "rename note history"},
		{text: "Tags of the chosen accounts", chord: ctrlKey(fyne.KeyT), when: onAccount, asks: never, do: chosen(a.showTagger)},
		{text: "Pin to the top, or unpin", chord: ctrlKey(fyne.KeyP), when: onAccount, asks: never, do: chosen(a.togglePin)},
		{text: "Archive, or take out of the archive", when: onAccount, asks: never, do: chosen(a.toggleArchive), words: "hide end"},
		{text: "Move up", chord: chord{alt: true, key: fyne.KeyUp}, when: onAccount, asks: never, do: func() { a.list.ShiftBy(-1) }, words: "order"},
		{text: "Move down", chord: chord{alt: true, key: fyne.KeyDown}, when: onAccount, asks: never, do: func() { a.list.ShiftBy(1) }, words: "order"},
		{text: "Show the QR code for another device", chord: ctrlKey(fyne.KeyR), when: onAccount, asks: first, do: one(a.showQR), words: "phone"},
		{text: "Change the key", when: onAccount, asks: never, do: one(a.showKey), words: "secret digits algorithm"},
		{text: "Change the icon", when: onAccount, asks: never, do: one(a.showIcons), words: "picture avatar brand"},
		{text: "Move to the trash", keys: "Delete", when: onAccount, asks: never, do: chosen(a.trash), words: "remove"},
		{text: "Undo", chord: ctrlKey(fyne.KeyZ), when: onList, asks: never, do: a.undo},
		{text: "Redo", chord: ctrlKey(fyne.KeyY), when: onList, asks: never, do: a.redo, words: "again"},
		{text: "Redo", chord: chord{ctrl: true, shift: true, key: fyne.KeyZ}, when: onList, asks: never, do: a.redo},
		{text: "Show hidden codes for a moment", chord: ctrlKey(fyne.KeyD), when: onList, asks: never, do: func() { a.list.Reveal() }, words: "dots"},
		{text: "Show or hide the password", keys: control() + "+D", asks: never},
		{text: "Go to the search", chord: ctrlKey(fyne.KeyF), when: onList, asks: never, do: func() { a.list.FocusSearch() }},

		{text: "Add an account", chord: ctrlKey(fyne.KeyN), when: onList, asks: never, do: a.showAdd, words: "new key link"},
		{text: "Scan the screen", chord: chord{ctrl: true, shift: true, key: fyne.KeyS}, when: unlocked, asks: never, do: a.scanScreen, words: "qr"},
		{text: "Open a picture or an export file", chord: ctrlKey(fyne.KeyO), when: unlocked, asks: never, do: a.openFile},
		{text: "Paste a picture, a key or a link", chord: ctrlKey(fyne.KeyV), when: onList, asks: never, do: a.paste, words: "clipboard"},
		{text: "Import from another program", when: unlocked, asks: never, do: a.showImport},
		{text: "Export", when: unlocked, asks: onItsPages, do: a.showExport},
		{text: "All accounts to a phone", when: unlocked, asks: first, do: a.showGallery, words: "qr"},

		{text: "Find any action or account", chord: ctrlKey(fyne.KeyK), when: unlocked, asks: onItsPages, do: a.showPalette},
		{text: "Settings", chord: ctrlKey(fyne.KeyComma), when: unlocked, asks: onItsPages, do: a.showSettings, words: "preferences theme dark light"},
		{text: "Rename or delete tags", when: unlocked, asks: never, do: a.showTags},
		{text: "Trash", when: unlocked, asks: never, do: a.showTrash, words: "restore deleted"},
		{text: "Review: what is worth mending", when: unlocked, asks: onItsPages, do: a.showReview, words: "backup weak duplicates"},
		{text: "Vault: password, backups, copies, privacy", when: unlocked, asks: onItsPages, do: a.showVault, words: "file lock keyring quick unlock second folder check"},
		{text: "Backups", when: unlocked, asks: onItsPages, do: a.showBackups, words: "restore prove"},
		{text: "Recovery sheet", when: unlocked, asks: first, do: a.showSheet, words: "print"},
		{text: "Guides: where services show their code", when: unlocked, asks: never, do: a.showGuides, words: "help amazon google"},
		{text: "This list of keys", chord: chord{key: fyne.KeyF1}, when: unlocked, asks: never, do: a.showKeys, words: "shortcuts help"},
		{text: "Lock", chord: ctrlKey(fyne.KeyL), when: unlocked, asks: never, do: a.lock, keeps: true},
		{text: "Quit", chord: ctrlKey(fyne.KeyQ), when: always, asks: never, do: a.quit, words: "exit close", keeps: true},
		{text: "Clear the search, go back", keys: "Esc", asks: never},
		{text: "Go through all controls; press one", keys: "Tab, Shift+Tab; Space or Enter", asks: never},
	}
}

// selectFirst says why an action on an account does nothing.
func (a *App) selectFirst() { a.list.Toast("Select an account first.", false, "", nil) }

// can reports whether an action can be done now.
func (a *App) can(s scope) bool {
	switch s {
	case always:
		return true
	case unlocked:
		return a.session != nil
	case onList:
		return a.session != nil && a.page == page(a.list)
	}
	return a.can(onList) && len(a.list.Targets()) > 0
}

// keyRows are the lines of the list of keys: how a key is written, and what it does. An
// action with two keys is one line.
func (a *App) keyRows() [][2]string {
	var rows [][2]string
	at := map[string]int{}
	for _, act := range a.actions() {
		key := act.keys
		if key == "" && act.chord.key != "" {
			key = act.chord.String()
		}
		if key == "" {
			continue
		}
		if i, ok := at[act.text]; ok {
			rows[i][0] += ", " + key
			continue
		}
		at[act.text] = len(rows)
		rows = append(rows, [2]string{key, act.text})
	}
	return rows
}

// bindKeys has the window's canvas run the actions by their keys. Entries, which swallow
// shortcuts, hand theirs to [App.shortcut].
func (a *App) bindKeys() {
	c := a.window.Canvas()
	for _, act := range a.actions() {
		if m := act.chord.modifier(); m != 0 {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: act.chord.key, Modifier: m}, func(s fyne.Shortcut) { a.shortcut(s) })
		}
	}
	// The toolkit turns these keys into shortcuts of its own.
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{}, &fyne.ShortcutPaste{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutSelectAll{}} {
		c.AddShortcut(s, func(s fyne.Shortcut) { a.shortcut(s) })
	}
	if d, ok := c.(desktop.Canvas); ok {
		d.SetOnKeyDown(widgets.KeyPressed)
		d.SetOnKeyUp(widgets.KeyReleased)
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

// chordOf returns the keys behind a shortcut of the toolkit.
func chordOf(s fyne.Shortcut) (chord, bool) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		return ctrlKey(fyne.KeyC), true
	case *fyne.ShortcutPaste:
		return ctrlKey(fyne.KeyV), true
	case *fyne.ShortcutUndo:
		return ctrlKey(fyne.KeyZ), true
	case *fyne.ShortcutRedo:
		return ctrlKey(fyne.KeyY), true
	case *fyne.ShortcutSelectAll:
		return ctrlKey(fyne.KeyA), true
	case *desktop.CustomShortcut:
		c := chord{
			ctrl: s.Modifier&fyne.KeyModifierShortcutDefault != 0, shift: s.Modifier&fyne.KeyModifierShift != 0,
			alt: s.Modifier&fyne.KeyModifierAlt != 0, key: s.KeyName,
		}
		return c, c.modifier() == s.Modifier
	}
	return chord{}, false
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
		if act.chord == c && act.do != nil {
			switch {
			case act.when == onAccount && a.can(onList) && !a.can(onAccount):
				a.selectFirst()
			case !a.can(act.when):
			case act.keeps:
				act.do()
			default:
				a.leaving(act.do)
			}
			return true
		}
	}
	return false
}
