package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// A path that is longer than its field shows its end, the name of the file; other texts show their beginning. Whoever
// goes into the field sees where the cursor is.
func TestPathShowsItsEnd(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	long := "/home/jane/" + strings.Repeat("a folder/", 12) + "watchword-recovery-sheet.pdf"
	path, other, short := NewPathEntry("File", ""), NewEntry("Name", ""), NewPathEntry("File", "")
	w := test.NewTempWindow(t, Stack(8, path, other, short))
	w.Resize(fyne.NewSize(300, 300))
	path.SetText(long)
	other.SetText(long)
	short.SetText("/tmp/a")
	end := func(e *Entry) float32 {
		return e.inner.Content.MinSize().Width - e.inner.Size().Width - e.inner.Offset.X
	}
	if got := end(path); got != 0 || path.inner.Offset.X < 100 {
		t.Errorf("%v of the path is hidden behind its end, %v before its beginning", got, path.inner.Offset.X)
	}
	if at := path.inner.Content.Position().X; at != -path.inner.Offset.X {
		t.Errorf("the text stands at %v", at)
	}
	if other.inner.Offset.X != 0 || short.inner.Offset.X != 0 {
		t.Errorf("others are scrolled by %v and %v", other.inner.Offset.X, short.inner.Offset.X)
	}
	w.Resize(fyne.NewSize(500, 300))
	if got := end(path); got != 0 {
		t.Errorf("in a wider window %v is hidden", got)
	}
	w.Canvas().Focus(path)
	path.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if path.inner.Offset.X != 0 {
		t.Errorf("with the cursor at the beginning it is scrolled by %v", path.inner.Offset.X)
	}
	w.Canvas().Unfocus()
	if got := end(path); got != 0 {
		t.Errorf("left again, %v is hidden", got)
	}
}
