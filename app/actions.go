package app

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
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
	text  string  // "Copy the code"
	chord chord   // the key; the zero chord is none
	keys  string  // for keys that the list itself handles: how they are written
	when  scope   // when it can be done
	asks  asking  // whether the vault's password is asked for; every action says it
	words string  // further words that the palette finds it by
	keeps bool    // it looks after unsaved text itself: see [shell.Shell.Leaving]
	menu  entry   // its place in the main menu
	row   rowText // its text in the menu of accounts; nil where it has no place there
	rule  bool    // a line stands above it there

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
		{text: words.T("Search: service, account, tags, notes"), keys: words.T("Letters"), asks: never},
		{text: words.T("Select an account"), keys: words.T("Up, Down, Page Up, Page Down, Home, End"), asks: never},
		{text: words.T("Copy the code"), row: copyCode, keys: words.T("Enter"), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, false) }},
		{text: words.T("Copy the next code"), row: timed(words.T("Copy next code")), keys: "Shift+Enter", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, true) }},
		{text: words.T("New code of a counter-based account"), row: newCode, keys: "Shift+Enter", when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.NewCode(id) }, words: "hotp counter"},
		{text: words.T("Type the code into the window before this one"), row: timed(words.T("Type code")), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.Type(id) }, words: "autotype auto-type keyboard fill"},
		{text: words.T("Copy password and code"), row: timed(words.T("Copy password and code…")), chord: chord{ctrl: true, shift: true, key: fyne.KeyC}, when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowBehind(id) }, words: "append device kindle"},
		{text: words.T("Copy the code"), chord: ctrlKey(fyne.KeyC), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.Activate(id, false) }},
		{text: words.T("Select another account"), keys: words.T("Space, %s+click", widgets.Control()), asks: never},
		{text: words.T("Select up to another account"), keys: words.T("Shift+Up, Shift+Down, Shift+click"), asks: never},
		{text: words.T("Select all accounts"), chord: ctrlKey(fyne.KeyA), when: onList, asks: never, do: func(u *unlocked) { u.List.MarkAll() }},
		{text: words.T("Menu of the account"), keys: words.T("Menu, Shift+F10"), when: onAccount, asks: never, do: func(u *unlocked) { u.List.OpenMenu() }},
		{text: words.T("Copy the account name"), row: named, when: onAccount, asks: never, one: func(u *unlocked, id string) { u.List.CopyName(id) }, words: "user login mail"},
		{text: words.T("Show the QR code for another device"), row: single(words.T("Show QR code…")), chord: ctrlKey(fyne.KeyR), when: onAccount, asks: first, one: func(u *unlocked, id string) { u.moving.ShowQR(id) }, words: "phone"},
		{text: words.T("Edit"), row: single(words.T("Edit…")), rule: true, chord: ctrlKey(fyne.KeyE), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowEdit(id) }, words: "rename note history"},
		{text: words.T("Tags of the selected accounts"), row: every(words.T("Tags…")), chord: ctrlKey(fyne.KeyT), when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.ShowTagger(ids) }},
		{text: words.T("Pin to the top, or unpin"), row: pinOrNot, chord: ctrlKey(fyne.KeyP), when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.TogglePin(ids) }},
		{text: words.T("Archive, or unarchive"), row: archiveOrNot, when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.ToggleArchive(ids) }, words: "hide end"},
		{text: words.T("Move up"), row: movable(words.T("Move up")), chord: chord{alt: true, key: fyne.KeyUp}, when: onAccount, asks: never, do: func(u *unlocked) { u.List.ShiftBy(-1) }, words: "order"},
		{text: words.T("Move down"), row: movable(words.T("Move down")), chord: chord{alt: true, key: fyne.KeyDown}, when: onAccount, asks: never, do: func(u *unlocked) { u.List.ShiftBy(1) }, words: "order"},
		{text: words.T("Change the key"), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowKey(id) }, words: "secret digits algorithm"},
		{text: words.T("Change the icon"), when: onAccount, asks: never, one: func(u *unlocked, id string) { u.editing.ShowIcons(id) }, words: "picture avatar brand"},
		{text: words.T("Move to the trash"), row: every(words.T("Move to trash")), rule: true, keys: words.T("Delete"), when: onAccount, asks: never, many: func(u *unlocked, ids []string) { u.editing.Trash(ids) }, words: "remove delete account"},
		{text: words.T("Undo"), chord: ctrlKey(fyne.KeyZ), when: onList, asks: never, do: func(u *unlocked) { u.Undo() }},
		{text: words.T("Redo"), chord: ctrlKey(fyne.KeyY), when: onList, asks: never, do: func(u *unlocked) { u.Redo() }, words: "again"},
		{text: words.T("Redo"), chord: chord{ctrl: true, shift: true, key: fyne.KeyZ}, when: onList, asks: never, do: func(u *unlocked) { u.Redo() }},
		{text: words.T("Show hidden codes for a moment"), chord: ctrlKey(fyne.KeyD), when: onList, asks: never, do: func(u *unlocked) { u.List.Reveal() }, words: "dots"},
		{text: words.T("Show or hide the password"), keys: widgets.Control() + "+D", asks: never},
		{text: words.T("Go to the search"), chord: ctrlKey(fyne.KeyF), when: onList, asks: never, do: func(u *unlocked) { u.List.FocusSearch() }},

		{text: words.T("Add an account"), menu: entry{inAdd, words.T("Type a key or link…")}, chord: ctrlKey(fyne.KeyN), when: onList, asks: never, do: func(u *unlocked) { u.adding.ShowAdd() }, words: "new key link"},
		{text: words.T("Scan the screen"), menu: entry{inAdd, words.T("Scan the screen")}, chord: chord{ctrl: true, shift: true, key: fyne.KeyS}, when: open, asks: never, do: func(u *unlocked) { u.adding.ScanScreen() }, words: "qr"},
		{text: words.T("Open a picture or an export file"), menu: entry{inAdd, words.T("Open a file…")}, chord: ctrlKey(fyne.KeyO), when: open, asks: never, do: func(u *unlocked) { u.adding.OpenFile() }, words: "merge vault image"},
		{text: words.T("Paste a picture, a key or a link"), chord: ctrlKey(fyne.KeyV), when: onList, asks: never, do: func(u *unlocked) { u.adding.Paste() }, words: "clipboard"},
		{text: words.T("Import from another program"), menu: entry{inMove, words.T("Import…")}, when: open, asks: never, do: func(u *unlocked) { u.moving.ShowImport() }},
		{text: words.T("Export"), menu: entry{inMove, words.T("Export…")}, when: open, asks: onItsPages, do: func(u *unlocked) { u.moving.ShowExport() }},
		{text: words.T("All accounts to a phone"), menu: entry{inMove, words.T("Transfer to a phone…")}, when: open, asks: first, do: func(u *unlocked) { u.moving.ShowGallery() }, words: "qr"},

		{text: words.T("Find any action or account"), menu: entry{inList, words.T("Find anything…")}, chord: ctrlKey(fyne.KeyK), when: open, asks: onItsPages, do: func(*unlocked) { a.showPalette() }, keeps: true},
		{text: words.T("Quick search"), when: always, asks: never, do: func(*unlocked) { a.RaiseQuick() }, words: "find small window", keeps: true},
		{text: words.T("Settings"), menu: entry{inProgram, words.T("Settings")}, chord: ctrlKey(fyne.KeyComma), when: open, asks: onItsPages, do: func(u *unlocked) { u.settings.ShowSettings() }, words: "preferences options"},
		{text: words.T("Rename or delete tags"), menu: entry{inList, words.T("Tags…")}, when: open, asks: never, do: func(u *unlocked) { u.editing.ShowTags() }},
		{text: words.T("Trash"), menu: entry{inList, words.T("Trash")}, when: open, asks: never, do: func(u *unlocked) { u.editing.ShowTrash() }, words: "restore deleted"},
		{text: words.T("Review: things to fix"), menu: entry{inMore, words.T("Review")}, when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowReview() }, words: "backup weak duplicates"},
		{text: words.T("Vault: password, backups, copies, privacy"), menu: entry{inProgram, words.T("Vault")}, when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowVault() }, words: "file lock keyring quick unlock second folder check"},
		{text: words.T("Change the password"), when: open, asks: first, do: func(u *unlocked) { u.keeping.ChangePassword() }, words: "new master passphrase"},
		{text: words.T("Check the clock"), when: open, asks: never, do: func(u *unlocked) { u.settings.ShowClock() }, words: "time wrong sync ntp codes refused"},
		{text: words.T("Backups"), when: open, asks: onItsPages, do: func(u *unlocked) { u.keeping.ShowBackups() }, words: "restore verify prove merge"},
		{text: words.T("Recovery sheet"), when: open, asks: first, do: func(u *unlocked) { u.keeping.ShowSheet() }, words: "print"},
		{text: words.T("Guides: where services show their code"), menu: entry{inMore, words.T("Guides")}, when: open, asks: never, do: func(u *unlocked) { u.settings.ShowGuides() }, words: "help amazon google"},
		{text: words.T("This list of keys"), menu: entry{inMore, words.T("Keys")}, chord: chord{key: fyne.KeyF1}, when: open, asks: never, do: func(u *unlocked) { u.settings.ShowKeys() }, words: "shortcuts help", keeps: true},
		{text: words.T("About Watchword"), menu: entry{inMore, words.T("About")}, when: open, asks: never, do: func(u *unlocked) { u.settings.ShowAbout() }, words: "version licence report bug"},
		{text: words.T("Larger text"), chord: ctrlKey(fyne.KeyPlus), when: always, asks: never, do: func(*unlocked) { a.textSize(1) }, words: "zoom font size", keeps: true},
		{text: words.T("Larger text"), chord: ctrlKey(fyne.KeyEqual), when: always, asks: never, do: func(*unlocked) { a.textSize(1) }, keeps: true},
		{text: words.T("Larger text"), chord: chord{ctrl: true, shift: true, key: fyne.KeyEqual}, when: always, asks: never, do: func(*unlocked) { a.textSize(1) }, keeps: true},
		{text: words.T("Smaller text"), chord: ctrlKey(fyne.KeyMinus), when: always, asks: never, do: func(*unlocked) { a.textSize(-1) }, words: "zoom font size", keeps: true},
		{text: words.T("Usual text size"), chord: ctrlKey(fyne.Key0), when: always, asks: never, do: func(*unlocked) { a.textSize(0) }, words: "zoom font reset", keeps: true},
		{text: words.T("Lock"), menu: entry{inLeave, words.T("Lock")}, chord: ctrlKey(fyne.KeyL), when: open, asks: never, do: func(*unlocked) { a.lock() }, words: "log out sign", keeps: true},
		{text: words.T("Quit"), menu: entry{inLeave, words.T("Quit")}, chord: ctrlKey(fyne.KeyQ), when: always, asks: never, do: func(*unlocked) { a.quit() }, words: "exit close", keeps: true},
		{text: words.T("Clear the search, go back"), keys: words.T("Esc"), asks: never},
		{text: words.T("Go through all controls; press one"), keys: words.T("Tab, Shift+Tab; Space or Enter"), asks: never},
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
func (u *unlocked) selectFirst() { u.Refuse(words.T("Select an account first.")) }

// textSize makes everything larger or smaller, and says how large it is then.
func (a *App) textSize(step int) {
	say := words.T("Text size %d %%.", a.shell.StepTextSize(step))
	if a.open != nil && a.shell.Shows(a.open.List) {
		a.shell.Say(say, false)
		return
	}
	a.shell.Note(say)
}

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
