package edit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
)

// holdWaits has dangerous buttons wait until the returned function is called.
func holdWaits(t *testing.T) (release func()) {
	t.Helper()
	var due []func()
	widgets.After = func(d time.Duration, f func()) {
		if d != widgets.DangerWait {
			t.Errorf("it waits %v", d)
		}
		due = append(due, f)
	}
	t.Cleanup(func() { widgets.After = nil })
	return func() {
		for _, f := range due {
			f()
		}
		due = nil
	}
}

// A double click, and a key that is held down, delete nothing on any of the pages that can: the
// button that does lies where the click was not, waits, and does not get the focus.
func TestDoubleClickDeletesNothing(t *testing.T) {
	trashed := []account.Account{{ID: "1", Issuer: "Amazon"}, {ID: "2", Issuer: "GitHub"}}
	deleted := 0
	trash := &Trash{Accounts: trashed, OnPurge: func(...string) { deleted++ }, OnRestore: func(...string) {}, OnBack: func() {}}
	tags := &Tags{Names: []string{"Work"}, Count: func(string) int { return 3 }, OnDelete: func(string) { deleted++ }, OnBack: func() {}}
	row := newTrashRow()
	row.set(trash, trashed[0])
	for _, page := range []struct {
		name    string
		content func() fyne.CanvasObject
		ask     func() *widgets.Button
		do      func() *widgets.Button
	}{
		{"one of the trash", trash.Content,
			func() *widgets.Button { return trash.widgets["trash.0.delete"].(*widgets.Button) },
			func() *widgets.Button { return trash.widgets["trash.0.sure"].(*widgets.Button) }},
		{"the whole trash", trash.Content,
			func() *widgets.Button { return trash.widgets["trash.empty"].(*widgets.Button) },
			func() *widgets.Button { return trash.widgets["trash.empty.sure"].(*widgets.Button) }},
		{"one of thousands", func() fyne.CanvasObject { row.sure.Reset(); return container.NewVBox(row) },
			func() *widgets.Button { return row.sure.Ask }, func() *widgets.Button { return row.sure.Do }},
		{"a tag", tags.Content,
			func() *widgets.Button { return tags.widgets["tag.0.delete"].(*widgets.Button) },
			func() *widgets.Button { return tags.widgets["tag.0.sure"].(*widgets.Button) }},
	} {
		for _, width := range []float32{320, 420, 1280} {
			release := holdWaits(t)
			deleted = 0
			w := pagetest.Window(t, theme.Dark, page.content)
			w.Resize(fyne.NewSize(width, 640))
			driver := fyne.CurrentApp().Driver()
			ask := page.ask()
			at, size := driver.AbsolutePositionForObject(ask), ask.Size()
			test.Tap(ask)
			do := page.do()
			if to := driver.AbsolutePositionForObject(do); !do.Visible() ||
				to.X < at.X+size.Width && at.X < to.X+do.Size().Width && to.Y < at.Y+size.Height && at.Y < to.Y+do.Size().Height {
				t.Errorf("%s at %v: the dangerous button at %v lies under the click at %v", page.name, width, to, at)
			}
			if w.Canvas().Focused() == fyne.Focusable(do) {
				t.Errorf("%s: a key that repeats would press it", page.name)
			}
			test.Tap(do)
			do.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if deleted > 0 {
				t.Errorf("%s: it can be pressed at once", page.name)
			}
			release()
			test.Tap(do)
			if deleted != 1 {
				t.Errorf("%s: deleted %d times after the wait", page.name, deleted)
			}
			test.Tap(page.ask())
		}
	}
}
