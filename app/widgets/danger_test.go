package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// A dangerous button that comes into sight waits, each time anew, and looks so.
func TestDangerWaits(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var due []func()
	After = func(_ time.Duration, f func()) { due = append(due, f) }
	t.Cleanup(func() { After = nil })
	pressed := 0
	b := NewButton("Delete", Danger, func() { pressed++ })
	w := test.NewTempWindow(t, container.NewVBox(b))
	w.Resize(fyne.NewSize(300, 300))
	press := func(what string, want int) {
		t.Helper()
		test.Tap(b)
		b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		if pressed != want {
			t.Errorf("%s: pressed %d times, want %d", what, pressed, want)
		}
	}
	press("just shown", 0)
	waiting := b.foregroundName()
	end := func() {
		for _, f := range due {
			f()
		}
		due = nil
	}
	end()
	if b.foregroundName() == waiting {
		t.Error("it looks the same while it waits")
	}
	press("after the wait", 2)
	b.Hide()
	b.Show()
	old := due
	b.Hide()
	b.Show() // the end of the first wait is not the end of the second
	old[0]()
	press("shown again", 2)
	end()
	press("after that: not the click at the same place, but the key", 3)
}

// The click that brought a dangerous button, repeated at the same place, is not meant for it.
func TestDangerUnderTheLastClick(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	After = func(_ time.Duration, f func()) { f() }
	at := time.Unix(0, 0)
	Now = func() time.Time { at = at.Add(time.Second); return at }
	t.Cleanup(func() { After, Now = nil, time.Now })
	pressed := 0
	box := container.NewStack()
	b := NewButton("Quit and lose the changes", Danger, func() { pressed++ })
	open := NewButton("Quit", Plain, func() { box.Objects = []fyne.CanvasObject{b}; box.Refresh() })
	box.Objects = []fyne.CanvasObject{open}
	w := test.NewTempWindow(t, box)
	w.Resize(fyne.NewSize(300, 300))
	test.TapCanvas(w.Canvas(), fyne.NewPos(150, 150))
	b.Tapped(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(150, 150)})
	if pressed != 0 {
		t.Error("the second half of a double click pressed it")
	}
	b.Tapped(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(150, 150)})
	if pressed != 1 {
		t.Error("it cannot be pressed at all")
	}
}

// A button of another kind that stands where the last click was waits too; then it can be pressed there.
func TestGuardedButton(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	var due []func()
	After = func(_ time.Duration, f func()) { due = append(due, f) }
	t.Cleanup(func() { After = nil })
	pressed := 0
	b := NewButton("It worked", Main, func() { pressed++ }).Guard()
	if len(Dangers(container.NewVBox(b))) != 1 {
		t.Fatal("its page does not let it wait")
	}
	test.NewTempWindow(t, container.NewVBox(b))
	b.Wait()
	test.Tap(b)
	if pressed != 0 {
		t.Error("the second half of a double click pressed it")
	}
	for _, f := range due {
		f()
	}
	test.Tap(b)
	if pressed != 1 {
		t.Error("it cannot be pressed at all")
	}
}
