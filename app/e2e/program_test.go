//go:build e2e && linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// A home is the folder of a person who uses the program.
type home struct{ folder string }

func newHome(t *testing.T) home {
	t.Helper()
	h := home{t.TempDir()}
	if err := os.Mkdir(h.path("run"), 0o700); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h home) path(parts ...string) string {
	return filepath.Join(append([]string{h.folder}, parts...)...)
}

// vault is where the program keeps it if nobody says otherwise.
func (h home) vault() string { return h.path(".local", "share", "watchword", "vault.watchword") }

func (h home) env() []string {
	return []string{
		"HOME=" + h.folder, "XDG_RUNTIME_DIR=" + h.path("run"), "WATCHWORD_UI_MAP=" + h.path("map.json"),
		"XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "XDG_CACHE_HOME=", "WATCHWORD_VAULT=",
		"LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "LANG=en_US.UTF-8",
	}
}

// A program is Watchword with its window.
type program struct {
	*desk
	home       home
	window     string
	process    *exec.Cmd
	complaints *bytes.Buffer
}

func (d *desk) watchword(binary string, h home) *program {
	d.t.Helper()
	_ = os.Remove(h.path("map.json"))
	c, complaints := d.start(h.env(), binary)
	p := &program{desk: d, home: h, process: c, complaints: complaints}
	p.window = d.window("^Watchword$")
	d.run("xdotool", "windowactivate", "--sync", p.window)
	return p
}

// kill ends it as a crash would.
func (p *program) kill() { stop(p.process) }

// A place is a widget in pixels of the window.
type place struct{ X, Y, W, H int }

type layout struct {
	Screen  string
	Widgets map[string]place
}

func (p *program) layout() layout {
	var l layout
	data, err := os.ReadFile(p.home.path("map.json"))
	if err != nil || json.Unmarshal(data, &l) != nil {
		return layout{}
	}
	return l
}

// find waits until the program has put a widget of that name at the same place twice from now
// on. It writes the places anew every second: what it wrote before may be about another page,
// or from before a message moved what stands below it.
func (p *program) find(name string) place {
	p.t.Helper()
	var at place
	written := time.Now()
	p.until("the widget "+name, func() bool {
		info, err := os.Stat(p.home.path("map.json"))
		if err != nil || !info.ModTime().After(written) {
			return false
		}
		written = info.ModTime()
		last := at
		at = p.layout().Widgets[name]
		return at == last && at.W > 0 && at.H > 0
	})
	return at
}

// screen waits until the program shows the screen of that name.
func (p *program) screen(name string) {
	p.t.Helper()
	p.until("the screen "+name, func() bool { return p.layout().Screen == name })
}

func (p *program) click(name string) {
	p.t.Helper()
	at := p.find(name)
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/2), strconv.Itoa(at.Y+at.H/2), "sleep", "0.1", "click", "1")
}

// fill clicks into an entry and types.
func (p *program) fill(name, text string) {
	p.t.Helper()
	p.click(name)
	p.run("xdotool", "sleep", "0.2", "type", "--delay", "30", text)
}

func (p *program) moveTo(x, y int) {
	p.t.Helper()
	p.run("xdotool", "windowmove", "--sync", p.window, fmt.Sprint(x), fmt.Sprint(y))
}
