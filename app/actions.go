package app

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
)

// A scope says when an action can be done.
type scope int

const (
	always    scope = iota
	open            // a vault is open
	onList          // and the list shows
	onAccount       // and an account of it is selected
)

// An asking says when an action asks for the vault's password. One rule says what does, each time and
// for that page only: all that lets a secret out, and all that changes who can open the vault.
// SECURITY.md lists it. A page of that kind says so itself, so that whatever leads to one leads past the
// question.
type asking int

const (
	undecided  asking = iota // an action must not stay so: a test fails
	never                    // it lets no secret out
	first                    // before its page shows
	onItsPages               // the pages behind it ask, where something is let out or replaced
)

// An action is one thing that a user can do. This is the one list of them: the keys are bound from it, F1
// and docs/keys.md show it, the palette searches it, the main menu is made from it.
type action struct {
	text  string // "Copy the code"
	chord chord  // the key; the zero chord is none
	keys  string // for keys that the list itself handles: how they are written
	when  scope  // when it can be done
	asks  asking // whether the vault's password is asked for; every action says it
	words string // further words that the palette finds it by
	keeps bool   // it looks after unsaved text itself: see [shell.Shell.Leaving]
	menu  entry  // its place in the main menu

	// What it does, one of: with the open vault, with the selected account, with all of the selection.
	// None is only a line of the list of keys.
	do   func(u *unlocked)
	one  func(u *unlocked, id string)
	many func(u *unlocked, ids []string)
}

func ctrlKey(k fyne.KeyName) chord { return chord{ctrl: true, key: k} }

// actions are all of them, in the order in which the list of keys shows them.
func (a *App) actions() []action {
	return []action{
		{text: "Search: service, account, tags, notes", keys: "Letters", asks: never},
		{text: "Choose an account", keys: "Up, Down, Page Up, Page Down, Home, End", asks: never},
		{text: "Copy the code", keys: "Enter", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, false) }},
		{text: "Copy the next code", keys: "Shift+Enter", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, true) }},
		{text: "New code of a counter-based account", keys: "Shift+Enter", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.NewCode(id) }, words: "hotp counter"},
		{text: "Copy the code behind my password", chord: chord{ctrl: true, shift: true, key: fyne.KeyC}, when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowBehind(id) }, words: "append device kindle"},
		{text: "Copy the code", chord: ctrlKey(fyne.KeyC), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, false) }},
		{text: "Choose one more account", keys: "Space, " + widgets.Control() + "+click", asks: never},
		{text: "Choose up to another account", keys: "Shift+Up, Shift+Down, Shift+click", asks: never},
		{text: "Choose all accounts", chord: ctrlKey(fyne.KeyA), when: onList, asks: never, do: func(u *unlocked) { u.List.MarkAll() }},
		{text: "Menu of the account", keys: "Menu, Shift+F10", when: onAccount, asks: never, do: func(u *unlocked) { u.List.OpenMenu() }},
		{text: "Edit", chord: ctrlKey(fyne.KeyE), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowEdit(id) }, words: "rename note history"},
		{text: "Tags of the chosen accounts", chord: ctrlKey(fyne.KeyT), when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.ShowTagger(ids) }},
		{text: "Pin to the top, or unpin", chord: ctrlKey(fyne.KeyP), when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.TogglePin(ids) }},
		{text: "Archive, or take out of the archive", when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.ToggleArchive(ids) }, words: "hide end"},
		{text: "Move up", chord: chord{alt: true, key: fyne.KeyUp}, when: onAccount, asks: never, do: func(u *unlocked) { u.List.ShiftBy(-1) }, words: "order"},
		{text: "Move down", chord: chord{alt: true, key: fyne.KeyDown}, when: onAccount, asks: never, do: func(u *unlocked) { u.List.ShiftBy(1) }, words: "order"},
		{text: "Show the QR code for another device", chord: ctrlKey(fyne.KeyR), when: onAccount, asks: first, one: func(u *unlocked, id string) { u.moving.ShowQR(id) }, words: "phone"},
		{text: "Change the key", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowKey(id) }, words: "secret digits algorithm"},
		{text: "Change the icon", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowIcons(id) }, words: "picture avatar brand"},
		{text: "Move to the trash", keys: "Delete", when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.Trash(ids) }, words: "remove"},
		{text: "Undo", chord: ctrlKey(fyne.KeyZ), when: onList, asks: never, do: func(u *unlocked) { u.Undo() }},
		{text: "Redo", chord: ctrlKey(fyne.KeyY), when: onList, asks: never, do: func(u *unlocked) { u.Redo() }, words: "again"},
		{text: "Redo", chord: chord{ctrl: true, shift: true, key: fyne.KeyZ}, when: onList, asks: never, do: func(u *unlocked) { u.Redo() }},
		{text: "Show hidden codes for a moment", chord: ctrlKey(fyne.KeyD), when: onList, asks: never, do: func(u *unlocked) { u.List.Reveal() }, words: "dots"},
		{text: "Show or hide the password", keys: widgets.Control() + "+D", asks: never},
		{text: "Go to the search", chord: ctrlKey(fyne.KeyF), when: onList, asks: never, do: func(u *unlocked) { u.List.FocusSearch() }},

		{text: "Add an account", menu: entry{inAdd, "Type a key or link…"}, chord: ctrlKey(fyne.KeyN), when: onList, asks: never, do: func(u *unlocked) { u.adding.ShowAdd() }, words: "new key link"},
		{text: "Scan the screen", menu: entry{inAdd, "Scan the screen"}, chord: chord{ctrl: true, shift: true, key: fyne.KeyS}, when: open, asks: never, do: func(u *unlocked) { u.adding.ScanScreen() }, words: "qr"},
		{text: "Open a picture or an export file", menu: entry{inAdd, "Open a file…"}, chord: ctrlKey(fyne.KeyO), when: open, asks: never, do: func(u *unlocked) { u.adding.OpenFile() }},
		{text: "Paste a picture, a key or a link", chord: ctrlKey(fyne.KeyV), when: onList, asks: never, do: func(u *unlocked) { u.adding.Paste() }, words: "clipboard"},
		{text: "Import from another program", menu: entry{inMove, "Import…"}, when: open, asks: never, do: func(u *unlocked) { u.moving.ShowImport() }},
		{text: "Export", menu: entry{inMove, "Export…"}, when: open, asks: onItsPages, do: func(u *unlocked) { u.moving.ShowExport() }},
		{text: "All accounts to a phone", menu: entry{inMove, "Transfer to a phone…"}, when: open, asks: first, do: func(u *unlocked) { u.moving.ShowGallery() }, words: "qr"},

		{text: "Find any action or account", menu: entry{inList, "Find anything…"}, chord: ctrlKey(fyne.KeyK), when: open, asks: onItsPages, do: func(*unlocked) { a.showPalette() }},
		{text: "Settings", menu: entry{inProgram, "Settings"}, chord: ctrlKey(fyne.KeyComma), when: open, asks: onItsPages, do: func(u *unlocked) { u.settings.ShowSettings() }, words: "preferences theme dark light"},
		{text: "Rename or delete tags", menu: entry{inList, "Tags…"}, when: open, asks: never, do: func(u *unlocked) { u.editing.ShowTags() }},
		{text: "Trash", menu: entry{inList, "Trash"}, when: open, asks: never, do: func(u *unlocked) { u.editing.ShowTrash() }, words: "restore deleted"},
		{text: "Review: things to fix", menu: entry{inMore, "Review"}, when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowReview() }, words: "backup weak duplicates"},
		{text: "Vault: password, backups, copies, privacy", menu: entry{inProgram, "Vault"}, when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowVault() }, words: "file lock keyring quick unlock second folder check"},
		{text: "Backups", when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowBackups() }, words: "restore prove"},
		{text: "Recovery sheet", when: open, asks: first, do: func(u *unlocked) { u.keeping.ShowSheet() }, words: "print"},
		{text: "Guides: where services show their code", menu: entry{inMore, "Guides"}, when: open, asks: never, do: func(u *unlocked) { u.settings.ShowGuides() }, words: "help amazon google"},
		{text: "This list of keys", menu: entry{inMore, "Keys"}, chord: chord{key: fyne.KeyF1}, when: open, asks: never, do: func(u *unlocked) { u.settings.ShowKeys() }, words: "shortcuts help"},
		{text: "Lock", menu: entry{inLeave, "Lock"}, chord: ctrlKey(fyne.KeyL), when: open, asks: never, do: func(*unlocked) { a.lock() }, keeps: true},
		{text: "Quit", menu: entry{inLeave, "Quit"}, chord: ctrlKey(fyne.KeyQ), when: always, asks: never, do: func(*unlocked) { a.quit() }, words: "exit close", keeps: true},
		{text: "Clear the search, go back", keys: "Esc", asks: never},
		{text: "Go through all controls; press one", keys: "Tab, Shift+Tab; Space or Enter", asks: never},
	}
}

// does reports whether an action does something.
func (act action) does() bool { return act.do != nil || act.one != nil || act.many != nil }

// run does an action, now that it can be done.
func (act action) run(u *unlocked) {
	switch {
	case act.one != nil:
		if id := u.List.Selected(); id != "" {
			act.one(u, id)
		} else {
			u.selectFirst()
		}
	case act.many != nil:
		if ids := u.List.Targets(); len(ids) > 0 {
			act.many(u, ids)
		}
	default:
		act.do(u)
	}
}

// selectFirst says why an action on an account does nothing.
func (u *unlocked) selectFirst() { u.Refuse("Select an account first.") }

// can reports whether an action can be done now.
func (a *App) can(s scope) bool {
	switch s {
	case always:
		return true
	case open:
		return a.open != nil
	case onList:
		return a.open != nil && a.shell.Shows(a.open.List)
	}
	return a.can(onList) && len(a.open.List.Targets()) > 0
}

// keyRows are the lines of the list of keys: how a key is written, and what it does. An
// action with two keys is one line.
func (a *App) keyRows() [][2]string {
	var rows [][2]string
	at := map[string]int{}
	for _, act := range a.actions() {
		key := act.key()
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

// key is how the key of an action is written; "" for none.
func (act action) key() string {
	if act.keys == "" && act.chord.key != "" {
		return act.chord.String()
	}
	return act.keys
}
