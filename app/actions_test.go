package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/palette"
	"watchword/app/widgets"
)

// A key that is about an account says so where none is selected.
func TestKeysWithoutAnAccount(t *testing.T) {
	r := full(t)
	for _, c := range []chord{ctrlKey(fyne.KeyR), ctrlKey(fyne.KeyE), ctrlKey(fyne.KeyP), ctrlKey(fyne.KeyT)} {
		r.showList()
		if r.list().Selected() != "" {
			t.Fatal("one is selected")
		}
		r.list().Toast("", true, "", nil)
		r.press(c)
		if r.toast() != "Select an account first." {
			t.Errorf("%s: %q", c, r.toast())
		}
	}
}

// Each setting is found by its name, although the action is called otherwise.
func TestSettingsAreFoundByTheirNames(t *testing.T) {
	r := full(t)
	for _, setting := range config.Settings {
		if setting.Section == "" || setting.Needs != 0 {
			continue
		}
		r.fromPalette(setting.Label)
		r.expect("settings")
		if got := r.window().Canvas().Focused(); got != r.widget("settings."+setting.Key).(fyne.Focusable) {
			t.Errorf("%q leads to %T", setting.Label, got)
		}
		r.back()
	}
}

// What people call things finds them.
func TestPaletteKnowsTheWordsOfPeople(t *testing.T) {
	r := full(t)
	for query, want := range map[string]string{
		"change password": "Change the password", "dark mode": "Light or dark, Settings", "sort": "Sort by, Settings", "about": "About Watchword",
		"auto lock": "Lock after inactivity, Settings", "timeout": "Clear the clipboard, Settings", "font size": "Larger text", "text size": "Text size, Settings", "version": "About Watchword",
		"clock": "Check the clock", "merge": "Open a picture or an export file", "log out": "Lock", "remove": "Move to the trash, Select an account first.",
		"delete account": "Move to the trash, Select an account first.", "backups": "Backups", "hotkey": "Keys for the quick search, Settings",
	} {
		r.press(ctrlKey(fyne.KeyK))
		r.entry("palette.search").SetText(query)
		o, ok := r.page().(*palette.Page).Widgets()["palette.0"]
		if !ok {
			t.Errorf("%q finds nothing", query)
		} else if got := o.(fyne.Accessible).AccessibilityLabel(); got != want {
			t.Errorf("%q finds %q first, not %q", query, got, want)
		}
		r.back()
	}
	r.press(ctrlKey(fyne.KeyK))
	r.entry("palette.search").SetText("remove")
	r.page().(*palette.Page).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if r.expect("list"); r.toast() != "Select an account first." {
		t.Errorf("without a selection it says %q", r.toast())
	}
}

// No action stands twice in the palette under two names.
func TestPaletteHasNoDoubles(t *testing.T) {
	r := full(t)
	seen := map[string]string{}
	for _, item := range r.paletteItems(r.open.accounts([]string{r.id("Amazon")})) {
		name, _, _ := strings.Cut(item.Text, ":")
		if was, ok := seen[name]; ok {
			t.Errorf("%q and %q", was, item.Text)
		}
		seen[name] = item.Text
	}
}

// Both menus are whole in the window as it comes up.
func TestMenusFitTheWindow(t *testing.T) {
	for why, open := range map[string]func(r *rig){
		"of the list": func(r *rig) { r.showMenu(r.widget("list.menu")) },
		"of a row":    func(r *rig) { r.choose("GitHub"); r.list().OpenMenu() },
	} {
		r := full(t)
		r.window().Resize(fyne.NewSize(420, 640))
		open(r)
		found := false
		walkTree(r.window().Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if menu, ok := o.(*widgets.Menu); ok {
				found = true
				if !menu.Whole() {
					t.Errorf("%s: it has to be scrolled", why)
				}
			}
		})
		if !found {
			t.Errorf("%s: there is none", why)
		}
		r.showList()
	}
}
