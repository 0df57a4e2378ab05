package accounts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// After a lock the toolkit still has what it drew, for a minute: no name and no code stands in it.
func TestForget(t *testing.T) {
	list := letters(5)
	list[0].Issuer, list[0].Tags = "Amazon", []string{"Work"}
	r := newRig(t, theme.Dark, list...)
	r.Select(list[1].ID)
	r.Copied(list[0].ID, "123456", "Copied the code of Amazon.")
	rows := append([]*widgets.AccountRow(nil), r.list.rows...)
	if len(rows) < 5 {
		t.Fatalf("%d rows", len(rows))
	}
	r.Forget()
	if r.Count() != 0 || r.Selected() != "" || len(r.list.rows)+len(r.list.spoken) != 0 {
		t.Errorf("the page still has %d accounts, %q and %d rows", r.Count(), r.Selected(), len(r.list.rows))
	}
	if all, _ := r.All(); len(all) != 0 {
		t.Errorf("%d accounts can be found", len(all))
	}
	for _, row := range rows {
		if s := row.State(); s.ID+s.Issuer+s.Code+s.Icon != "" {
			t.Errorf("a row still knows %q", s.Issuer)
		}
		for _, o := range drawnOf(row) {
			switch o := o.(type) {
			case *canvas.Text:
				// two digits are the seconds of its ring
				if len(o.Text) > 2 || strings.ContainsAny(o.Text, "ABCDE") {
					t.Errorf("a row still says %q", o.Text)
				}
			case *canvas.Image:
				if o.Resource != nil && strings.HasPrefix(o.Resource.Name(), "brand-") {
					t.Errorf("a row still has the mark %s", o.Resource.Name())
				}
			}
		}
	}
	r.Tick(r.now) // a beat that was on its way
}

// drawnOf are the shapes that a widget is made of.
func drawnOf(o fyne.CanvasObject) (all []fyne.CanvasObject) {
	w, ok := o.(fyne.Widget)
	if !ok {
		return []fyne.CanvasObject{o}
	}
	for _, part := range test.WidgetRenderer(w).Objects() {
		all = append(all, drawnOf(part)...)
	}
	return all
}
