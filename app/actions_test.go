package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/desk"
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
	for _, item := range r.paletteItems(nil) {
		if item.Text != "Settings" {
			continue
		}
		for _, setting := range config.Settings {
			if setting.Section != "" && !strings.Contains(item.Words, setting.Label) {
				t.Errorf("%q does not find it", setting.Label)
			}
		}
		return
	}
	t.Error("the palette has no settings")
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

// With everything twice as large the window is no taller than the screen; where it fits it stays as it is.
func TestWindowFitsTheScreen(t *testing.T) {
	for _, row := range []struct {
		screen int
		want   float32
	}{{0, 640}, {900, 640}, {540, 540 - 64}} {
		r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.ScreenHeight = func() int { return row.screen } })
		r.tick(r.now)
		if size := r.window().Canvas().Size(); size.Height != row.want || size.Width != 420 {
			t.Errorf("on a screen of %d: %v", row.screen, size)
		}
		r.tick(r.now)
	}
}
