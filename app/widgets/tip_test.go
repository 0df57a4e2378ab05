package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

// tipRig is a page with an icon at its lower edge, and a clock that is wound by hand.
type tipRig struct {
	t      *testing.T
	window fyne.Window
	icon   *Button
	due    []func()
}

func newTipRig(t *testing.T) *tipRig {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	r := &tipRig{t: t}
	After = func(_ time.Duration, f func()) { r.due = append(r.due, f) }
	t.Cleanup(func() { After = nil; hideTip() })
	r.icon = NewIconButton(fynetheme.DeleteIcon(), "Move to trash", Plain, func() {})
	page := container.NewBorder(nil, container.NewHBox(r.icon), nil, nil, NewLabel("page"))
	r.window = test.NewTempWindow(t, WithTips(WithTips(page)))
	r.window.SetPadded(false)
	r.window.Resize(fyne.NewSize(300, 200))
	return r
}

// rest lets the time pass that a pointer rests for a tip.
func (r *tipRig) rest() {
	due := r.due
	r.due = nil
	for _, f := range due {
		f()
	}
}

// tip returns the words of the tip that shows, or "".
func (r *tipRig) tip() (words string) {
	walk(r.window.Content(), func(o fyne.CanvasObject) bool {
		if isTipLayer(o) {
			for _, o := range o.(*fyne.Container).Objects {
				if text, ok := o.(*canvas.Text); ok {
					words = text.Text
				}
				if end := o.Position().Y + o.Size().Height; o.Position().Y < 0 || end > 200 || o.Position().X < 0 {
					r.t.Errorf("the tip lies at %v, %v", o.Position(), o.Size())
				}
			}
		}
		return true
	})
	return words
}

func TestTip(t *testing.T) {
	r := newTipRig(t)
	r.icon.MouseIn(nil)
	if r.tip() != "" {
		t.Error("the tip comes at once")
	}
	r.rest()
	if r.tip() != "Move to trash" {
		t.Errorf("the tip says %q", r.tip())
	}
	for why, end := range map[string]func(){
		"the pointer goes": r.icon.MouseOut,
		"a click":          func() { test.Tap(r.icon) },
		"a key":            func() { r.icon.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) },
		"a key elsewhere":  func() { KeyPressed(&fyne.KeyEvent{Name: fyne.KeyA}) },
		"another page":     func() { r.window.SetContent(WithTips(NewLabel("another"))) },
	} {
		r.icon.MouseIn(nil)
		r.rest()
		end()
		if r.tip() != "" {
			t.Errorf("%s: the tip stays", why)
		}
		r.rest()
		r.icon.MouseIn(nil)
		end()
		r.rest()
		if r.tip() != "" {
			t.Errorf("%s: a tip comes afterwards", why)
		}
		if why == "another page" {
			r = newTipRig(t)
		}
	}
	r.icon.MouseIn(nil)
	widget.NewPopUp(NewLabel("pop-up"), r.window.Canvas()).Show()
	r.rest()
	if r.tip() != "" {
		t.Error("a tip shows beneath a pop-up")
	}
}

// The button of a row has a tip, and the row stays under the pointer.
func TestTipOfRow(t *testing.T) {
	r := newTipRig(t)
	row := NewAccountRow()
	row.OnMenu = func(string, fyne.Position) {}
	r.window.SetContent(WithTips(container.NewVBox(row)))
	row.Set(RowState{ID: "a", Issuer: "Amazon", Code: "123 456"})
	row.MouseIn(nil)
	row.MouseOut()
	row.menu.MouseIn(nil)
	r.rest()
	if r.tip() != "Menu" || row.menu.Hidden {
		t.Errorf("on the button of a row the tip is %q, and it is hidden: %v", r.tip(), row.menu.Hidden)
	}
}

func TestMeter(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	m := NewMeter()
	w := test.NewTempWindow(t, m)
	w.Resize(fyne.NewSize(200, 20))
	for level, words := range []string{"none", "weak", "fair", "good", "strong"} {
		m.Set(level)
		if got := m.AccessibilityLabel(); got != "Password strength: "+words {
			t.Errorf("level %d is said as %q", level, got)
		}
		full := 0
		for _, o := range test.WidgetRenderer(m).Objects() {
			if o.(*canvas.Rectangle).FillColor != theme.Color(theme.ColorStroke) {
				full++
			}
		}
		if full != level {
			t.Errorf("level %d has %d steps", level, full)
		}
	}
}

func TestLinkRow(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	times := 0
	l := NewLinkRow(NewAvatar(32), "Amazon", func() { times++ })
	w := test.NewTempWindow(t, l)
	test.Tap(l)
	w.Canvas().Focus(l)
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace, fyne.KeyDown} {
		l.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if times != 3 || l.AccessibilityLabel() != "Amazon" {
		t.Errorf("a click, Enter and Space lead there %d times", times)
	}
}

// A text that is longer than its field shows no scroll bar and does not run under the icon.
func TestLongTextInField(t *testing.T) {
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	e := NewEntry("Search", "Search")
	e.Icon = fynetheme.SearchIcon()
	w := test.NewTempWindow(t, e)
	w.Resize(fyne.NewSize(200, 44))
	test.Type(e, "a text that is much longer than a field of two hundred pixels")
	f := test.WidgetRenderer(e).(*fieldRenderer)
	if icon := f.icon.Position().X + f.icon.Size().Width; f.clip.Position().X < icon {
		t.Errorf("the text begins at %v, the icon ends at %v", f.clip.Position().X, icon)
	}
	if low := f.inner.Position().Y + f.inner.Size().Height; low-2*fynetheme.ScrollBarSmallSize() < f.clip.Size().Height {
		t.Errorf("the bar at %v is in sight: the text shows up to %v", low, f.clip.Size().Height)
	}
	if f.inner.Offset.X == 0 {
		t.Error("the text does not move along")
	}
}
