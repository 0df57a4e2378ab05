package app

import (
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
	}{{c.ctrl, widgets.Control()}, {c.alt, "Alt"}, {c.shift, "Shift"}} {
		if m.on {
			parts = append(parts, m.name)
		}
	}
	name := string(c.key)
	switch c.key {
	case fyne.KeyReturn:
		name = "Enter"
	case fyne.KeyPlus:
		name = "Plus"
	case fyne.KeyMinus:
		name = "Minus"
	}
	return strings.Join(append(parts, name), "+")
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
