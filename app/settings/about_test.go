package settings

import (
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
	w := pagetest.Show(t, About("1.0.0", func() {}))
	for _, b := range iconButtons(w.Content()) {
		if b.Label == "Copy the version" {
			test.Tap(b)
		}
	}
	if got := fyne.CurrentApp().Clipboard().Content(); !strings.HasPrefix(got, "Watchword 1.0.0, ") {
		t.Errorf("the copied version is %q", got)
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

func iconButtons(tree fyne.CanvasObject) (list []*widgets.Button) {
	switch o := tree.(type) {
	case *widgets.Button:
		if o.Icon != nil {
			list = append(list, o)
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			list = append(list, iconButtons(child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			list = append(list, iconButtons(child)...)
		}
	}
	return list
}
