// Package hotkey hears one combination of keys wherever the user is, also while another program has the focus.
package hotkey

import (
	"context"
	"errors"
	"slices"
	"strings"
)

var (
	// ErrUnavailable means that this desktop gives no key to programs.
	ErrUnavailable = errors.New("this desktop gives programs no key of their own")
	// ErrTaken means that another program or the desktop itself has the keys.
	ErrTaken = errors.New("another program has these keys")
	// ErrRefused means that the user did not allow it in the desktop's own window.
	ErrRefused = errors.New("the desktop did not allow it")
	// ErrNotKeys means that a text names no keys that can be heard everywhere.
	ErrNotKeys = errors.New("these are no keys for a shortcut")
)

// A Modifier is a key that is held while another is pressed.
type Modifier uint8

// The modifiers. Super is the Windows key, and Command on a Mac.
const (
	Ctrl Modifier = 1 << iota
	Alt
	Shift
	Super
)

var modifiers = []struct {
	is   Modifier
	name string
}{{Ctrl, "Ctrl"}, {Alt, "Alt"}, {Shift, "Shift"}, {Super, "Super"}}

// Keys are a combination. Key is a capital letter, a digit, "Space" or "F1" to "F12".
type Keys struct {
	Modifiers Modifier
	Key       string
}

// keyNames are all keys.
var keyNames = func() []string {
	names := []string{"Space"}
	for c := 'A'; c <= 'Z'; c++ {
		names = append(names, string(c))
	}
	for c := '0'; c <= '9'; c++ {
		names = append(names, string(c))
	}
	return append(names, "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12")
}()

// Parse reads what [Keys.String] writes, such as "Ctrl+Alt+W", in any case. What somebody types in other
// programs is none of it ([ErrNotKeys]): a letter needs Ctrl, Alt or Super, which Shift alone is not.
func Parse(text string) (Keys, error) {
	var k Keys
	parts := strings.Split(text, "+")
	for _, part := range parts[:len(parts)-1] {
		m := modifier(strings.TrimSpace(part))
		if m == 0 || k.Modifiers&m != 0 {
			return Keys{}, ErrNotKeys
		}
		k.Modifiers |= m
	}
	last := strings.TrimSpace(parts[len(parts)-1])
	i := slices.IndexFunc(keyNames, func(name string) bool { return strings.EqualFold(name, last) })
	if i < 0 {
		return Keys{}, ErrNotKeys
	}
	if k.Key = keyNames[i]; !k.function() && k.Modifiers&(Ctrl|Alt|Super) == 0 {
		return Keys{}, ErrNotKeys
	}
	return k, nil
}

// function reports whether the key is one of F1 to F12, which type nothing.
func (k Keys) function() bool { return len(k.Key) > 1 && k.Key[0] == 'F' }

func modifier(name string) Modifier {
	switch strings.ToLower(name) {
	case "control":
		return Ctrl
	case "win", "windows", "cmd", "command", "meta", "logo":
		return Super
	case "option":
		return Alt
	}
	for _, m := range modifiers {
		if strings.EqualFold(m.name, name) {
			return m.is
		}
	}
	return 0
}

func (k Keys) String() string {
	var parts []string
	for _, m := range modifiers {
		if k.Modifiers&m.is != 0 {
			parts = append(parts, m.name)
		}
	}
	return strings.Join(append(parts, k.Key), "+")
}

// Listen calls pressed on its goroutine each time the keys are pressed, until ctx ends. ready is called once
// they are heard. description tells the user what they do, where the desktop asks (Wayland). Its errors are
// those of this package: nothing is heard then.
func Listen(ctx context.Context, k Keys, description string, ready, pressed func()) error {
	return listen(ctx, k, description, ready, pressed)
}
