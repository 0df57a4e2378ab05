package widgets

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

// What is typed, deleted, replaced and pasted in all ways is what a plain entry would have, and the
// toolkit sees stars.
func TestPasswordEntryFollowsTheToolkit(t *testing.T) {
	newApp(t)
	clipboard := fyne.CurrentApp().Clipboard()
	type entry interface {
		fyne.Focusable
		fyne.Shortcutable
		desktop.Keyable
	}
	rows := []struct {
		reason string
		do     func(e entry)
		want   string
	}{
		{"typed", func(e entry) {}, "pässwörd"},
		{"taken away at the end", func(e entry) { e.TypedKey(key(fyne.KeyBackspace)) }, "pässwör"},
		{"taken away before the beginning", func(e entry) {
			e.TypedKey(key(fyne.KeyHome))
			e.TypedKey(key(fyne.KeyBackspace))
		}, "pässwörd"},
		{"taken away in front", func(e entry) {
			e.TypedKey(key(fyne.KeyHome))
			e.TypedKey(key(fyne.KeyRight))
			e.TypedKey(key(fyne.KeyDelete))
		}, "psswörd"},
		{"put in between", func(e entry) {
			e.TypedKey(key(fyne.KeyLeft))
			e.TypedKey(key(fyne.KeyLeft))
			e.TypedRune('€')
		}, "pässwö€rd"},
		{"selected and replaced", func(e entry) {
			e.KeyDown(key(desktop.KeyShiftLeft))
			e.TypedKey(key(fyne.KeyLeft))
			e.TypedKey(key(fyne.KeyLeft))
			e.KeyUp(key(desktop.KeyShiftLeft))
			e.TypedRune('x')
		}, "pässwöx"},
		{"one selected and replaced: the number stays", func(e entry) {
			e.KeyDown(key(desktop.KeyShiftLeft))
			e.TypedKey(key(fyne.KeyLeft))
			e.KeyUp(key(desktop.KeyShiftLeft))
			e.TypedRune('x')
		}, "pässwörx"},
		{"selected and taken away", func(e entry) {
			e.TypedKey(key(fyne.KeyHome))
			e.KeyDown(key(desktop.KeyShiftLeft))
			e.TypedKey(key(fyne.KeyRight))
			e.TypedKey(key(fyne.KeyRight))
			e.KeyUp(key(desktop.KeyShiftLeft))
			e.TypedKey(key(fyne.KeyDelete))
		}, "sswörd"},
		{"all of it replaced by what is pasted", func(e entry) {
			clipboard.SetContent("ünd\nmehr")
			e.TypedShortcut(&fyne.ShortcutSelectAll{})
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		}, "ünd mehr"},
		{"pasted in between", func(e entry) {
			clipboard.SetContent("ab")
			e.TypedKey(key(fyne.KeyLeft))
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		}, "pässwörabd"},
		{"nothing pasted over a selection", func(e entry) {
			clipboard.SetContent("")
			e.TypedShortcut(&fyne.ShortcutSelectAll{})
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
		}, "pässwörd"},
		{"a word taken away", func(e entry) {
			e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyBackspace, Modifier: fyne.KeyModifierShortcutDefault})
		}, ""},
		{"copying gives nothing away", func(e entry) {
			clipboard.SetContent("other")
			e.TypedShortcut(&fyne.ShortcutSelectAll{})
			e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clipboard})
			e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
			if clipboard.Content() != "other" {
				t.Error("it was copied")
			}
		}, "pässwörd"},
	}
	for _, row := range rows {
		t.Run(row.reason, func(t *testing.T) {
			for name, reveal := range map[string]bool{"hidden": false, "shown": true} {
				if reveal && strings.Contains(row.reason, "copying") {
					continue
				}
				e := NewPasswordEntry("Password", "Password")
				told := 0
				e.OnTyped = func() { told++ }
				test.NewTempWindow(t, e).Canvas().Focus(e)
				test.Type(e, "pässwörd")
				if told != 8 {
					t.Errorf("%s: told %d times", name, told)
				}
				e.Reveal(reveal)
				row.do(e)
				if e.Text() != row.want {
					t.Errorf("%s: %q, want %q", name, e.Text(), row.want)
				}
				if !reveal && strings.Trim(e.Entry.Text, string(star)) != "" {
					t.Errorf("the toolkit has %q", e.Entry.Text)
				}
				e.Reveal(false)
				if strings.Trim(e.Entry.Text, string(star)) != "" || e.Text() != row.want {
					t.Errorf("%s and hidden again: the toolkit has %q", name, e.Entry.Text)
				}
			}
		})
	}
}

// What was typed is gone from its buffer when the entry is emptied, changed, or forgotten.
func TestPasswordEntryWipes(t *testing.T) {
	newApp(t)
	e := NewPasswordEntry("Password", "Password")
	test.NewTempWindow(t, e)
	test.Type(e, "secret")
	buffer := e.secret[:cap(e.secret)]
	copied := e.Bytes()
	e.TypedKey(key(fyne.KeyBackspace))
	if !bytes.HasPrefix(buffer, []byte("secre\x00")) {
		t.Error("what was taken away is still there")
	}
	e.SetText("")
	if !e.Empty() || !bytes.Equal(buffer, make([]byte, len(buffer))) {
		t.Error("the text is still there")
	}
	if string(copied) != "secret" {
		t.Error("the copy is no copy")
	}
	long := strings.Repeat("0123456789", roomForPassword/10)
	e.SetText(long)
	e.TypedKey(key(fyne.KeyEnd))
	test.Type(e, "abcdefgh")
	if e.Text() != long+"abcdefgh" || !bytes.Equal(buffer, make([]byte, len(buffer))) {
		t.Error("a long text is cut, or what it outgrew is still there")
	}
	forgotten := func() []byte {
		e := NewPasswordEntry("Password", "Password")
		e.replace(0, 0, "secret")
		return e.secret
	}()
	for i := 0; i < 100 && string(forgotten) == "secret"; i++ {
		runtime.GC()
		runtime.Gosched()
	}
	if string(forgotten) == "secret" {
		t.Error("an entry that is gone leaves its text")
	}
}

// Caps Lock shows in the field that has the focus, without moving anything of it.
func TestCapsLock(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	on := true
	AskCapsLock = func(tell func(bool)) { tell(on) }
	t.Cleanup(func() { AskCapsLock = nil })
	one, two := NewPasswordEntry("One", ""), NewPasswordEntry("Two", "")
	w := test.NewTempWindow(t, Stack(8, one, two))
	shows := func(e *PasswordEntry) bool {
		for _, o := range test.WidgetRenderer(e.ActionItem.(*reveal)).Objects() {
			if text, ok := o.(*canvas.Text); ok {
				return text.Visible()
			}
		}
		return false
	}
	w.Canvas().Focus(one)
	if !shows(one) || shows(two) {
		t.Errorf("at the focus: %v, beside it: %v", shows(one), shows(two))
	}
	on = false
	one.KeyUp(&fyne.KeyEvent{Name: desktop.KeyCapsLock})
	if shows(one) {
		t.Error("it stays when Caps Lock goes off")
	}
	on = true
	one.KeyUp(&fyne.KeyEvent{Name: fyne.KeyA})
	w.Canvas().Focus(two)
	if shows(one) || !shows(two) {
		t.Errorf("after Tab: %v, %v", shows(one), shows(two))
	}
	AskCapsLock = func(func(bool)) {} // a system that does not tell
	two.KeyUp(&fyne.KeyEvent{Name: fyne.KeyA})
}
