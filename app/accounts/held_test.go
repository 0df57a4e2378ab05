package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/theme"
)

// A key that is held down deletes one account, and asks for one code of a counter; let go and
// pressed again it does so once more. The arrows go on.
func TestHeldKeys(t *testing.T) {
	for _, row := range []struct {
		why  string
		key  fyne.KeyName
		keys fyne.KeyModifier
		once string
	}{
		{"each press deletes what comes to the place of what was deleted", fyne.KeyDelete, 0, "trash vpn"},
		{"each code of a counter is used up", fyne.KeyReturn, shift, "count vpn"},
	} {
		r := newRig(t, theme.Dark, counterAccount(), one("Amazon", "me"))
		for name, focus := range map[string]fyne.Focusable{"in the search": r.search, "in the list": r.list} {
			r.window.Canvas().Focus(focus)
			r.Select("vpn")
			r.keys = row.keys
			press := func() {
				ev := &fyne.KeyEvent{Name: row.key}
				focus.(desktop.Keyable).KeyDown(ev)
				for range 50 {
					focus.TypedKey(ev)
					r.now = r.now.Add(renewAfter / 10)
				}
				focus.(desktop.Keyable).KeyUp(ev)
			}
			press()
			if got := r.said(); got != row.once {
				t.Errorf("%s, %s: it says %q", row.why, name, got)
			}
			r.now = r.now.Add(renewAfter)
			press()
			if got := r.said(); got != row.once {
				t.Errorf("%s, %s, pressed again: it says %q", row.why, name, got)
			}
		}
	}
	r := newRig(t, theme.Dark, one("Amazon", "me"), one("GitHub", "me"), one("Zoom", "me"))
	ev := &fyne.KeyEvent{Name: fyne.KeyDown}
	r.search.KeyDown(ev)
	for range 3 {
		r.search.TypedKey(ev)
	}
	if r.Selected() != "zoom" {
		t.Errorf("a held arrow leads to %q", r.Selected())
	}
}

// Who has deleted everything reads how much is in the trash, with the way there.
func TestEmptyListNamesTheTrash(t *testing.T) {
	r := newRig(t, theme.Dark)
	if r.trashed.Visible() || !strings.Contains(r.title.Text(), "first") {
		t.Error("an empty trash is spoken of")
	}
	opened := 0
	r.OnShowTrash = func() { opened++ }
	r.SetTrashed(14)
	if !r.trashed.Visible() || r.inTrash.Text() != "14 accounts are in the trash." || strings.Contains(r.title.Text(), "first") {
		t.Errorf("with 14 accounts in the trash it says %q and %q", r.title.Text(), r.inTrash.Text())
	}
	test.Tap(r.Widgets()["empty.trash"].(fyne.Tappable))
	if opened != 1 {
		t.Error("there is no way to the trash")
	}
}
