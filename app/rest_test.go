package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

// ticked is a page that counts its ticks.
type ticked struct {
	fyne.CanvasObject
	ticks int
}

func (*ticked) Name() string                 { return "ticked" }
func (p *ticked) Content() fyne.CanvasObject { return p.CanvasObject }
func (p *ticked) Tick(time.Time)             { p.ticks++ }

// A window that does not show is told of no second; it is brought up to date before it is drawn again.
func TestNothingTicksOutOfSight(t *testing.T) {
	r := newRig(t)
	minimised := false
	r.shell.Minimised = func(fyne.Window) bool { return minimised }
	page := &ticked{CanvasObject: r.window().Content()}
	r.shell.Show(page, nil)
	r.tick(r.now)
	if page.ticks != 1 || r.Resting() {
		t.Fatalf("%d ticks while the window shows, resting: %v", page.ticks, r.Resting())
	}
	minimised = true
	r.tick(r.now)
	r.tick(r.now)
	r.Frame(r.now)
	if page.ticks != 1 || !r.Resting() {
		t.Fatalf("%d ticks, resting: %v, with the window out of sight", page.ticks, r.Resting())
	}
	minimised = false
	r.Frame(r.now)
	if page.ticks != 2 || r.Resting() {
		t.Fatalf("%d ticks, resting: %v, as the window shows again", page.ticks, r.Resting())
	}
}

// What is due by itself is done out of sight, too.
func TestLocksOutOfSight(t *testing.T) {
	r := newRig(t)
	r.create()
	r.shell.Minimised = func(fyne.Window) bool { return true }
	r.now = r.now.Add(time.Duration(r.config().LockMinutes)*time.Minute + time.Second)
	r.tick(r.now)
	if r.open != nil {
		t.Error("a minimised window does not lock")
	}
}
