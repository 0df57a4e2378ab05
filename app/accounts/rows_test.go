package accounts

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

// Wherever something above or below the rows goes, the rows that come into view are there at once.
func TestNoPlaceStaysBlank(t *testing.T) {
	var list []account.Account
	for i := range 40 {
		list = append(list, one(fmt.Sprintf("Service %02d", i), "me"))
	}
	tagged := append([]account.Account(nil), list...)
	tagged[0].Tags = []string{"Work"}
	var banner fyne.CanvasObject
	for _, row := range []struct {
		why         string
		come, leave func(r *rig)
	}{
		{"a notice", func(r *rig) { r.SetBanner(banner) }, func(r *rig) { r.SetBanner(nil) }},
		{"a notice while the last rows are seen", func(r *rig) { r.SetBanner(banner); r.Select(list[39].ID) }, func(r *rig) { r.SetBanner(nil) }},
		{"the bar of marked rows", func(r *rig) { r.MarkAll() }, func(r *rig) { r.Unmark() }},
		{"the tags", func(r *rig) { r.SetAccounts(tagged, []string{"Work"}, nil) }, func(r *rig) { r.SetAccounts(list, nil, nil) }},
		{"the hint of a search", func(r *rig) { r.SearchFor("service") }, func(r *rig) { r.SearchFor("") }},
		{"a small window", func(r *rig) { r.window.Resize(fyne.NewSize(420, 400)) }, func(r *rig) { r.window.Resize(fyne.NewSize(420, 900)) }},
	} {
		r := newRig(t, theme.Dark)
		banner = widgets.NewBanner("The vault file is an older version. Merge the newest backup to get back what is missing, or say that you did this.",
			widgets.AmberBanner, widgets.Action{Text: "Merge the newest backup"}, widgets.Action{Text: "I did this"})
		row.come(r) // there from the start: as many rows were made as there was room for
		r.SetAccounts(list, nil, nil)
		row.come(r)
		row.leave(r)
		from, to := r.list.inView()
		if to-from < 5 {
			t.Fatalf("%s: only %d rows are in view", row.why, to-from)
		}
		for i := from; i < to; i++ {
			if o := r.list.rowOf(list[i].ID); o == nil || !o.Visible() {
				t.Errorf("%s went: of the rows %d to %d that are in view %d is not there", row.why, from, to-1, i)
			}
		}
	}
}
