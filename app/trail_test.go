package app

import (
	"testing"

	"watchword/assets"
)

// Back goes where one came from, whatever page that was, one page at a time, and ends at the list.
func TestBackGoesWhereOneCameFrom(t *testing.T) {
	for _, way := range []struct {
		why   string
		steps []func(r *rig)
		back  []string // the pages on the way back
	}{
		{"the vault page from the settings", []func(*rig){(*rig).showSettings, (*rig).showVault}, []string{"settings", "list"}},
		{"the vault page from the menu", []func(*rig){(*rig).showVault}, []string{"list"}},
		{"backups behind it", []func(*rig){(*rig).showSettings, (*rig).showVault, (*rig).showBackups}, []string{"vault", "settings", "list"}},
		{"a new password", []func(*rig){(*rig).showVault, toNewPassword}, []string{"vault", "list"}},
		{"the key of an account", []func(*rig){func(r *rig) { r.showEdit(r.id("GitHub")) }, func(r *rig) { r.showKey(r.id("GitHub")) }}, []string{"edit", "list"}},
		{"a licence", []func(*rig){(*rig).showSettings, func(r *rig) { r.open.settings.ShowAbout() }, func(r *rig) { r.open.settings.ShowLicences() }, showLicence},
			[]string{"licences", "about", "settings", "list"}},
		{"the clock from the review", []func(*rig){(*rig).showReview, toClock}, []string{"review", "list"}},
		{"the clock from the settings", []func(*rig){(*rig).showSettings, toClock}, []string{"settings", "list"}},
		{"the clock from a refused code", []func(*rig){func(r *rig) { r.showAdded(r.id("GitHub")) }, toClock}, []string{"waiting", "list"}},
		{"a page that was passed already", []func(*rig){(*rig).showSettings, (*rig).showVault, (*rig).showSettings}, []string{"list"}},
		{"an account that was added just now", []func(*rig){(*rig).showAdd, addTyped}, []string{"list"}},
		{"a cancelled question", []func(*rig){(*rig).showVault, (*rig).showSheet}, []string{"vault", "list"}},
	} {
		t.Run(way.why, func(t *testing.T) {
			r := full(t)
			r.t = t
			for _, step := range way.steps {
				step(r)
			}
			for _, want := range way.back {
				r.back()
				r.expect(want)
			}
		})
	}
}

func toClock(r *rig) { r.open.settings.ShowClock() }

func showLicence(r *rig) {
	r.open.settings.ShowLicence(assets.Licence{Of: []string{"GLFW"}, Kind: "Zlib", Text: "Text."})
}

func toNewPassword(r *rig) {
	r.showNewPassword("Change the password", "")
	r.confirm()
}

func addTyped(r *rig) {
	r.entry("add.box").SetText("MFRGGZDFMZTWQ2LKNNWG23TP")
	r.entry("add.issuer").SetText("Example")
	r.tap("add.submit")
	r.expect("waiting")
}

// Whoever discards what was typed leaves the page, and does not come back to it.
func TestDiscardGoesOn(t *testing.T) {
	r := full(t)
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.back()
	r.expect("draft")
	r.tap("draft.discard")
	r.expect("list")
}
