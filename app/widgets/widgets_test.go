package widgets

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

func newApp(t *testing.T) {
	t.Helper()
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
}

func TestSecondsLeft(t *testing.T) {
	until := time.Unix(60, 0)
	for _, row := range []struct {
		left time.Duration
		want int
	}{
		{30 * time.Second, 30},
		{29*time.Second + time.Millisecond, 30}, // a started second counts: the ring begins full
		{time.Millisecond, 1},                   // and never shows 0 while the code is valid
		{0, 0},
		{-time.Second, 0},
	} {
		if got := SecondsLeft(until.Add(-row.left), until); got != row.want {
			t.Errorf("%v left shows %d, want %d", row.left, got, row.want)
		}
	}
}

// Amber from min(10 s, a third), red from min(5 s, a sixth) of the period.
func TestUrgency(t *testing.T) {
	for _, row := range []struct {
		left, period int
		want         fyne.ThemeColorName
	}{
		{11, 30, theme.ColorAccent}, {10, 30, theme.ColorAmber}, {6, 30, theme.ColorAmber}, {5, 30, theme.ColorRed},
		{11, 60, theme.ColorAccent}, {10, 60, theme.ColorAmber}, {5, 60, theme.ColorRed},
		{4, 10, theme.ColorAccent}, {3, 10, theme.ColorAmber}, {1, 10, theme.ColorRed}, // Authy's 10 s
	} {
		if got := Urgency(row.left, row.period); got != row.want {
			t.Errorf("%d of %d s is %s, want %s", row.left, row.period, got, row.want)
		}
	}
}

func TestFit(t *testing.T) {
	newApp(t)
	text := newText(theme.Body, false)
	long := "a very long name of an account that does not fit"
	for _, width := range []float32{0, 5, 20, 60, 120, 1000} {
		got := fit(text, long, width)
		if textWidth(text, got) > width && got != ellipsis {
			t.Errorf("in %v: %q is wider", width, got)
		}
		if got != long && got != "" && !strings.HasSuffix(got, ellipsis) {
			t.Errorf("in %v: %q does not say that it was cut", width, got)
		}
	}
	if fit(text, "short", 200) != "short" {
		t.Error("a text that fits was cut")
	}
	// The longest that fits: one more letter must not.
	got := strings.TrimSuffix(fit(text, long, 120), ellipsis)
	if more := long[:len(got)+2] + ellipsis; textWidth(text, more) <= 120 {
		t.Errorf("%q was cut too early", got)
	}
}

func TestButton(t *testing.T) {
	newApp(t)
	presses, inputs := 0, 0
	OnInput = func() { inputs++ }
	t.Cleanup(func() { OnInput = nil })
	b := NewButton("Add", Main, func() { presses++ })
	test.NewTempWindow(t, b)
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyA})
	if presses != 3 {
		t.Errorf("%d presses, want 3", presses)
	}
	b.Disable()
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if presses != 3 {
		t.Error("a button that is off was pressed")
	}
	if inputs == 0 {
		t.Error("a press is no sign of the person")
	}
}

// Screen readers get a name of every own widget, and never the countdown.
func TestAccessible(t *testing.T) {
	newApp(t)
	row := NewAccountRow()
	row.Set(RowState{ID: "1", Issuer: "Amazon", Name: "me", Code: "123 456", Left: 7, Period: 30})
	for _, c := range []struct {
		o    fyne.Accessible
		want string
	}{
		{NewButton("Add", Plain, nil), "Add"},
		{NewIconButton(nil, "Menu", Plain, nil), "Menu"},
		{NewEntry("Search", "Search 42 accounts"), "Search"},
		{NewCheck("Amazon", true, nil), "Amazon, selected"},
		{NewCheck("Amazon", false, nil), "Amazon, not selected"},
		{NewChip("Work", false, nil), "Work"},
		{NewLabel("text"), "text"},
		{NewTitle("title"), "title"},
		{NewTappable("Copy the code", Gap(1), nil), "Copy the code"},
		{row, "Amazon, me"},
	} {
		if got := c.o.AccessibilityLabel(); got != c.want {
			t.Errorf("%T is called %q, want %q", c.o, got, c.want)
		}
		if c.o.AccessibilityRole() == "" {
			t.Errorf("%T has no role", c.o)
		}
	}
}

func TestLetter(t *testing.T) {
	for title, want := range map[string]string{"hetzner": "H", "  (bank)": "B", "1Password": "1", "étoile": "É", "": "?", "🔑": "?"} {
		if got := letter(title); got != want {
			t.Errorf("%q gets %q, want %q", title, got, want)
		}
	}
	if letterColor("Hetzner") != letterColor("hetzner") {
		t.Error("the colour depends on case")
	}
}

func TestFlowWraps(t *testing.T) {
	newApp(t)
	var buttons []fyne.CanvasObject
	for range 4 {
		buttons = append(buttons, NewButton("A button", Plain, nil))
	}
	f := Flow(buttons...)
	one := buttons[0].MinSize()
	f.Resize(fyne.NewSize(2*one.Width+20, 200))
	if buttons[1].Position().Y != buttons[0].Position().Y || buttons[2].Position().Y <= buttons[0].Position().Y {
		t.Error("two buttons do not stand in a line of two")
	}
	if got, want := f.MinSize().Height, 2*one.Height+8; got != want {
		t.Errorf("height %v, want %v", got, want)
	}
	f.Resize(fyne.NewSize(one.Width, 400))
	if got, want := f.MinSize().Height, 4*one.Height+3*8; got != want {
		t.Errorf("in a narrow window: height %v, want %v", got, want)
	}
}

// Tab goes through a page that is longer than the window, and what has the focus is in view.
func TestFocusComesIntoView(t *testing.T) {
	newApp(t)
	body := Stack(20)
	for i := range 12 {
		switch i % 5 {
		case 0:
			body.Add(NewButton("button", Plain, nil))
		case 1:
			body.Add(NewEntry("entry", ""))
		case 2:
			body.Add(NewCard(NewChip("chip", false, nil)))
		case 3:
			body.Add(NewChoice("choice", []string{"one"}, nil))
		case 4:
			body.Add(NewTappable("tap", NewLabel("tap"), func() {}))
		}
	}
	foot := NewButton("Save", Main, nil)
	w := test.NewTempWindow(t, NewPage("A long page", func() {}, body, foot))
	w.Resize(fyne.NewSize(320, 300))
	c := w.Canvas()
	driver := fyne.CurrentApp().Driver()
	seen := map[fyne.CanvasObject]bool{}
	for range 2 { // once down, and from the end to the start again
		for range 14 {
			c.FocusNext()
			o := c.Focused().(fyne.CanvasObject)
			seen[o] = true
			top := driver.AbsolutePositionForObject(o).Y
			if top < 0 || top+o.Size().Height > 300 {
				t.Errorf("%T has the focus at %v, out of view", o, top)
			}
		}
	}
	if len(seen) != 14 {
		t.Errorf("Tab reached %d controls", len(seen))
	}
}

// Tab goes from a password to the next box and back, past the eye; the eye's keys show the password
// and hide it again, also where the owner has another use for them.
func TestRevealByKey(t *testing.T) {
	newApp(t)
	first, second := NewPasswordEntry("Password", "Password"), NewPasswordEntry("Password again", "Password again")
	w := test.NewTempWindow(t, Stack(8, first, second))
	c := w.Canvas()
	c.Focus(first)
	test.Type(first, "two words")
	c.FocusNext()
	if c.Focused() != fyne.Focusable(second) {
		t.Fatalf("Tab leads to %T", c.Focused())
	}
	for _, r := range "two words" {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(r)})
		c.Focused().TypedRune(r)
	}
	if !first.Password || !first.Same(second) {
		t.Error("what is typed after Tab is not in the second box, or shows the first")
	}
	c.FocusPrevious()
	if c.Focused() != fyne.Focusable(first) {
		t.Fatalf("Shift+Tab leads to %T", c.Focused())
	}
	first.OnShortcut = func(fyne.Shortcut) bool { return true }
	for _, hidden := range []bool{false, true} {
		first.TypedShortcut(&RevealKeys)
		if first.Password != hidden || first.Text() != "two words" {
			t.Errorf("by its keys the password is hidden: %v, want %v; it is %q", first.Password, hidden, first.Text())
		}
	}
	first.Disable()
	if first.TypedShortcut(&RevealKeys); !first.Password {
		t.Error("a password that is being tried is shown")
	}
}
