//go:build e2e && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// geometry is where the inside of the window is, and how large.
func (p *program) geometry() (x, y, w, h int) {
	p.t.Helper()
	out := p.run("xwininfo", "-id", p.window)
	for _, line := range strings.Split(out, "\n") {
		line = strings.TrimSpace(line)
		_, _ = fmt.Sscanf(line, "Absolute upper-left X: %d", &x)
		_, _ = fmt.Sscanf(line, "Absolute upper-left Y: %d", &y)
		_, _ = fmt.Sscanf(line, "Width: %d", &w)
		_, _ = fmt.Sscanf(line, "Height: %d", &h)
	}
	return x, y, w, h
}

// quit ends the program by its window's button.
func (p *program) quit() {
	p.t.Helper()
	p.run("xdotool", "windowactivate", "--sync", p.window, "sleep", "1")
	var pressed time.Time
	p.until("the end of the program", func() bool {
		if p.alive() && time.Since(pressed) > 3*time.Second { // on a busy machine the window manager does not hear each key
			_, _ = p.try("xdotool", "key", "--clearmodifiers", "alt+F4")
			pressed = time.Now()
		}
		return !p.alive()
	})
}

// The window comes back where it was, and on the screen where that is not there any more.
func TestTheWindowsPlace(t *testing.T) {
	d := newDesk(t)
	h := newHome(t)
	d.withVault(h, "")
	p := d.watchword(built(), h)
	p.screen("unlock")
	p.run("xdotool", "windowsize", "--sync", p.window, "500", "700")
	p.moveTo(600, 120)
	x, y, wide, high := p.geometry()
	p.quit()
	file := h.path(".local", "state", "watchword", "window.json")
	again := d.watchword(built(), h)
	again.screen("unlock")
	d.until("the window at its place", func() bool {
		isX, isY, isWide, isHigh := again.geometry()
		return isX == x && isY == y && isWide == wide && isHigh == high
	})
	again.quit()

	// As if the same screens had been larger: a screen that was replaced by a smaller one under its old name.
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var places map[string]map[string]any
	if err := json.Unmarshal(data, &places); err != nil || len(places) != 1 {
		t.Fatalf("%v: %s", err, data)
	}
	for _, place := range places {
		place["at"], place["width"], place["height"] = []int{5000, -300}, 3000, 2000
	}
	if data, err = json.Marshal(places); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	off := d.watchword(built(), h)
	off.screen("unlock")
	d.until("all of the window on the screen", func() bool {
		x, y, wide, high := off.geometry()
		return x >= 0 && y >= 0 && x+wide <= 1400 && y+high <= 1000 && wide > 1000 && high > 800
	})
	off.quit()
}

// A window that is minimised answers still: asking the window manager for its frame then waits for ever.
func TestMinimiseAndBack(t *testing.T) {
	d := newDesk(t)
	h := newHome(t)
	d.withVault(h, "")
	p := d.watchword(built(), h)
	p.screen("unlock")
	for range 5 {
		p.run("xdotool", "windowminimize", "--sync", p.window)
		p.run("xdotool", "windowactivate", "--sync", p.window)
	}
	p.fill("unlock.password", password)
	p.key("Return")
	p.screen("list")
}
