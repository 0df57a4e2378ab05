package hotkey

import (
	"errors"
	"testing"
)

func TestParse(t *testing.T) {
	for _, row := range []struct{ text, want, why string }{
		{"Ctrl+Alt+W", "Ctrl+Alt+W", "as it is written"},
		{"alt+ctrl+w", "Ctrl+Alt+W", "any case, any order"},
		{"Cmd+Shift+Space", "Shift+Super+Space", "a Mac's names"},
		{"Win + F9", "Super+F9", "Windows' name, with spaces"},
		{"F9", "F9", "types nothing in other programs"},
		{"Option+1", "Alt+1", "a digit"},
		{"W", "", "would take the letter from every program"},
		{"Shift+W", "", "so would a capital"},
		{"Ctrl", "", "no key"},
		{"Ctrl+", "", "no key"},
		{"", "", "nothing"},
		{"Ctrl+Ctrl+W", "", "twice the same"},
		{"Ctrl+Ä", "", "not on every keyboard"},
		{"Ctrl+F13", "", "few keyboards have it"},
		{"Hyper+W", "", "unknown"},
	} {
		k, err := Parse(row.text)
		if row.want == "" {
			if !errors.Is(err, ErrNotKeys) {
				t.Errorf("%q: %v %v (%s)", row.text, k, err, row.why)
			}
			continue
		}
		if err != nil || k.String() != row.want {
			t.Errorf("%q: %v %v (%s)", row.text, k, err, row.why)
		}
		if again, err := Parse(k.String()); err != nil || again != k {
			t.Errorf("%q reads back as %v %v", k, again, err)
		}
	}
}
