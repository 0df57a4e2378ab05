package widgets

import (
	"bytes"
	"runtime"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// A PasswordEntry is an entry that shows dots, with an eye to look and keys that do the same. What is typed lies in one buffer
// that is wiped; the toolkit, which makes a new string of every keystroke and keeps them until they
// are collected, gets stars. While the eye is open it gets the text, which is on the screen then.
type PasswordEntry struct {
	Entry

	OnTyped func() // the text changed; in place of OnChanged

	secret  []byte // UTF-8
	changes int    // of secret
	caps    bool   // Caps Lock is on, as far as is known
	asking  bool   // about that
	editing bool   // within edit, which tells of the change itself
}

// star stands in the toolkit's entry for any character.
const star = '*'

// roomForPassword is more than a vault's password may have: the buffer of a longer one moves.
const roomForPassword = 4096

// NewPasswordEntry returns an entry that shows dots.
func NewPasswordEntry(label, placeholder string) *PasswordEntry {
	e := &PasswordEntry{secret: make([]byte, 0, roomForPassword)}
	e.Label, e.PlaceHolder = label, placeholder
	e.ExtendBaseWidget(e)
	e.Password = true
	e.ActionItem = newReveal(e)
	e.OnChanged = e.changed
	// A page that goes without a word takes its entries along.
	runtime.AddCleanup(e, func(b []byte) { clear(b[:cap(b)]) }, e.secret)
	return e
}

// Empty reports whether nothing was typed.
func (e *PasswordEntry) Empty() bool { return len(e.secret) == 0 }

// Bytes returns a copy of what was typed. Wipe it when it has served.
func (e *PasswordEntry) Bytes() []byte { return bytes.Clone(e.secret) }

// Text returns what was typed as a string, which nobody can wipe: for passwords that are not the
// vault's.
func (e *PasswordEntry) Text() string { return string(e.secret) }

// Same reports whether the same was typed into both.
func (e *PasswordEntry) Same(other *PasswordEntry) bool { return bytes.Equal(e.secret, other.secret) }

// SetText puts a text in place of what was typed, and wipes that.
func (e *PasswordEntry) SetText(text string) {
	e.edit(func() { e.Entry.SetText(e.shown(text)) }, func(int, int) { e.replace(0, len(e.secret), text) })
}

// Reveal shows the characters, or hides them again.
func (e *PasswordEntry) Reveal(show bool) {
	if e.Password != show {
		return
	}
	row, column := e.CursorRow, e.CursorColumn
	e.editing = true // the text stays the same
	e.Password = !show
	e.Entry.SetText(e.shown(string(e.secret)))
	e.editing = false
	e.CursorRow, e.CursorColumn = row, column
	e.Refresh()
}

// shown is what the toolkit gets of a text.
func (e *PasswordEntry) shown(text string) string {
	if !e.Password {
		return text
	}
	return strings.Repeat(string(star), utf8.RuneCountInString(text))
}

// FocusGained implements [fyne.Focusable].
func (e *PasswordEntry) FocusGained() {
	e.Entry.Entry.FocusGained()
	e.caretMoved()
	intoView(e)
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
	e.askCaps()
}

// FocusLost implements [fyne.Focusable].
func (e *PasswordEntry) FocusLost() {
	e.Entry.FocusLost()
	e.showCaps(false)
}

// KeyUp implements [desktop.Keyable]: the key may have been Caps Lock.
func (e *PasswordEntry) KeyUp(ev *fyne.KeyEvent) {
	e.Entry.KeyUp(ev)
	e.askCaps()
}

// askCaps asks whether Caps Lock is on, one question at a time.
func (e *PasswordEntry) askCaps() {
	if AskCapsLock == nil || e.asking {
		return
	}
	e.asking = true
	AskCapsLock(func(on bool) {
		e.asking = false
		c := fyne.CurrentApp().Driver().CanvasForObject(e)
		e.showCaps(on && c != nil && c.Focused() == fyne.Focusable(e))
	})
}

func (e *PasswordEntry) showCaps(on bool) {
	if e.caps != on {
		e.caps = on
		e.ActionItem.Refresh()
	}
}

// TypedRune implements [fyne.Focusable].
func (e *PasswordEntry) TypedRune(r rune) {
	handled := e.OnRune != nil && e.OnRune(r) // the owner may want it while nothing can be typed here
	if handled || e.Disabled() {
		input()
		return
	}
	text := string(r)
	e.edit(func() {
		input()
		e.caretMoved()
		for _, r := range e.shown(text) {
			e.Entry.Entry.TypedRune(r)
		}
	}, func(at, removed int) { e.replaceRunes(at-1, removed+1, text) })
}

// TypedKey implements [fyne.Focusable].
func (e *PasswordEntry) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter { // what follows may be anything
		e.Entry.TypedKey(ev)
		return
	}
	e.edit(func() { e.Entry.TypedKey(ev) }, func(at, removed int) { e.replaceRunes(at, removed, "") })
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *PasswordEntry) TypedShortcut(shortcut fyne.Shortcut) {
	if shortcut.ShortcutName() == RevealKeys.ShortcutName() {
		input()
		if !e.Disabled() {
			e.Reveal(e.Password)
		}
		return
	}
	if e.OnShortcut != nil && e.OnShortcut(shortcut) {
		return
	}
	text := ""
	switch s := shortcut.(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		return
	case *fyne.ShortcutPaste:
		if e.Disabled() {
			return
		}
		if text = strings.ReplaceAll(s.Clipboard.Content(), "\n", " "); text == "" {
			return
		}
		shortcut = &fyne.ShortcutPaste{Clipboard: stars{s.Clipboard, e.shown(text)}}
	}
	n := utf8.RuneCountInString(text)
	e.edit(func() { e.Entry.Entry.TypedShortcut(shortcut) }, func(at, removed int) { e.replaceRunes(at-n, removed+n, text) })
}

// stars is a clipboard that gives the toolkit what it may see.
type stars struct {
	fyne.Clipboard
	text string
}

func (s stars) Content() string { return s.text }

// edit lets the toolkit change its text and then follows it: the cursor stands behind what was
// put in, or where something was taken out; removed is how many characters are fewer.
func (e *PasswordEntry) edit(toolkit func(), follow func(at, removed int)) {
	before, changes := utf8.RuneCountInString(e.Entry.Text), e.changes
	e.editing = true
	toolkit()
	e.editing = false
	if e.Password {
		follow(e.CursorTextOffset(), before-utf8.RuneCountInString(e.Entry.Text))
	} else if e.Entry.Text != string(e.secret) { // the toolkit has the text itself
		e.replace(0, len(e.secret), e.Entry.Text)
	}
	if e.changes != changes {
		e.notify()
	}
}

// changed follows what the toolkit does by itself, as from its menu.
func (e *PasswordEntry) changed(text string) {
	if e.editing {
		return
	}
	if !e.Password {
		e.replace(0, len(e.secret), text)
	}
	e.notify()
}

func (e *PasswordEntry) notify() {
	if e.OnTyped != nil {
		e.OnTyped()
	}
}

// replaceRunes puts a text in place of n characters from the one at.
func (e *PasswordEntry) replaceRunes(at, n int, text string) {
	if at < 0 || n < 0 || n == 0 && text == "" {
		return
	}
	from := e.offset(at)
	e.replace(from, e.offset(at+n), text)
}

// offset is where the character of this number begins.
func (e *PasswordEntry) offset(character int) int {
	i := 0
	for ; character > 0 && i < len(e.secret); character-- {
		_, size := utf8.DecodeRune(e.secret[i:])
		i += size
	}
	return i
}

// replace changes the buffer in its place, and wipes what falls out of it.
func (e *PasswordEntry) replace(from, to int, text string) {
	if string(e.secret[from:to]) == text {
		return
	}
	e.changes++
	size := len(e.secret) - (to - from) + len(text)
	if size > cap(e.secret) {
		larger := make([]byte, len(e.secret), 2*size)
		copy(larger, e.secret)
		clear(e.secret)
		e.secret = larger
		runtime.AddCleanup(e, func(b []byte) { clear(b[:cap(b)]) }, larger)
	}
	old := e.secret
	e.secret = e.secret[:max(size, len(old))]
	copy(e.secret[from+len(text):], old[to:])
	copy(e.secret[from:], text)
	clear(e.secret[size:])
	e.secret = e.secret[:size]
}
