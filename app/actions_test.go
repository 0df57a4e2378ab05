package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// A key that is about an account says so where none is selected.
func TestKeysWithoutAnAccount(t *testing.T) {
	r := full(t)
	for _, c := range []chord{ctrlKey(fyne.KeyR), ctrlKey(fyne.KeyE), ctrlKey(fyne.KeyP), ctrlKey(fyne.KeyT)} {
		r.showList()
		if r.list.Selected() != "" {
			t.Fatal("one is selected")
		}
		r.list.Toast("", true, "", nil)
		r.press(c)
		if r.toast() != "Select an account first." {
			t.Errorf("%s: %q", c, r.toast())
		}
	}
}

// No action stands twice in the palette under two names.
func TestPaletteHasNoDoubles(t *testing.T) {
	r := full(t)
	seen := map[string]string{}
	for _, item := range r.paletteItems("Amazon") {
		name, _, _ := strings.Cut(item.Text, ":")
		if was, ok := seen[name]; ok {
			t.Errorf("%q and %q", was, item.Text)
		}
		seen[name] = item.Text
	}
}
