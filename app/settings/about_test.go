package settings

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
)

// Every part that the table of licences names is on the page, as plain text; the version can be copied for a report.
func TestAbout(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Light})
	rows := licencesOf(assets.Licenses)
	all := strings.Join(rows, "\n")
	for _, part := range []string{"Noto Sans", "SIL Open Font License", "Simple Icons", "Font Awesome", "CC BY 4.0", "public suffix list", "Mozilla Public License", "zxcvbn"} {
		if !strings.Contains(all, part) {
			t.Errorf("the licences do not name %s", part)
		}
	}
	if strings.ContainsAny(all, "`[]|*") || len(rows) < 6 {
		t.Errorf("%d rows with signs of Markdown in them:\n%s", len(rows), all)
	}
	texts := false
	w := pagetest.Show(t, About("1.0.0", func() { texts = true }, func() {}))
	for _, b := range iconButtons(w.Content()) {
		if b.Label == "Copy the version" {
			test.Tap(b)
		}
	}
	if got := fyne.CurrentApp().Clipboard().Content(); !strings.HasPrefix(got, "Watchword 1.0.0, ") {
		t.Errorf("the copied version is %q", got)
	}
	for _, b := range widgetsIn[*widgets.Button](w.Content()) {
		if b.Text == "Licences of all parts" {
			test.Tap(b)
		}
	}
	if !texts {
		t.Error("the texts of the licences cannot be reached")
	}
}

// The path of the vault is copied in full, not as it is shown.
func TestCopyPath(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Light})
	state := goodVault
	state.File = "/home/jane/.local/share/watchword/vault.watchword"
	w := pagetest.Show(t, newVaultPage(state).Content())
	for _, b := range iconButtons(w.Content()) {
		if b.Label == "Copy the path" {
			test.Tap(b)
		}
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got != state.File {
		t.Errorf("copied %q", got)
	}
}

func iconButtons(tree fyne.CanvasObject) []*widgets.Button {
	return slices.DeleteFunc(widgetsIn[*widgets.Button](tree), func(b *widgets.Button) bool { return b.Icon == nil })
}

// widgetsIn are those of one kind in a tree, in its order.
func widgetsIn[W fyne.Widget](tree fyne.CanvasObject) (list []W) {
	switch o := tree.(type) {
	case W:
		list = append(list, o)
	case *fyne.Container:
		for _, child := range o.Objects {
			list = append(list, widgetsIn[W](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			list = append(list, widgetsIn[W](child)...)
		}
	}
	return list
}

// Each licence has its line, and its text is there whole, in paragraphs that the window wraps.
func TestLicences(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Light})
	list := assets.Licences()
	var opened []string
	page := Licences(list, func(l assets.Licence) { opened = append(opened, l.Of[0]) }, func() {})
	rows := widgetsIn[*widgets.LinkRow](pagetest.Show(t, page).Content())
	if len(rows) != len(list) {
		t.Fatalf("%d lines for %d licences", len(rows), len(list))
	}
	for i, row := range rows {
		test.Tap(row)
		if opened[i] != list[i].Of[0] {
			t.Errorf("the line of %s opens %s", list[i].Of[0], opened[i])
		}
	}
	long := slices.MaxFunc(list, func(a, b assets.Licence) int { return len(a.Text) - len(b.Text) })
	pagetest.Show(t, Licence(long, func() {}))
	if got := strings.Join(paragraphs(long.Text), " "); got != strings.Join(strings.Fields(long.Text), " ") {
		t.Error("words of a licence are lost")
	}
	if got := paragraphs("One two\n  three.\n\n\n  Four.\n"); !slices.Equal(got, []string{"One two three.", "Four."}) {
		t.Errorf("paragraphs %q", got)
	}
}
