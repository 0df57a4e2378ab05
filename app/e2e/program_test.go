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
	"strings"
	"testing"
	"time"
)

// A home is the folder of a user who uses the program.
type home struct {
	folder string
	scale  string   // of the window; "" is 1
	more   []string // variables of the environment
}

func newHome(t *testing.T) home {
	t.Helper()
	h := home{folder: t.TempDir()}
	t.Cleanup(func() { h.sing(t) })
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
	scale := h.scale
	if scale == "" {
		scale = "1"
	}
	return append([]string{
		"HOME=" + h.folder, "XDG_RUNTIME_DIR=" + h.path("run"), "WATCHWORD_UI_MAP=" + h.path("map.json"),
		"XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "XDG_CACHE_HOME=", "WATCHWORD_VAULT=",
		"LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=" + scale, "LANG=en_US.UTF-8",
	}, h.more...)
}

// A program is Watchword with its window.
type program struct {
	*desk
	home       home
	window     string
	process    *exec.Cmd
	complaints *bytes.Buffer
}

func (d *desk) watchword(binary string, h home, args ...string) *program {
	d.t.Helper()
	_ = os.Remove(h.path("map.json"))
	c, complaints := d.start(h.env(), binary, args...)
	p := &program{desk: d, home: h, process: c, complaints: complaints}
	d.t.Cleanup(func() {
		stop(c) // nothing is written any more
		singAbout(d.t, complaints)
	})
	p.window = d.window("^Watchword$")
	d.run("xdotool", "windowactivate", "--sync", p.window)
	return p
}

// kill ends it as a crash would.
func (p *program) kill() { stop(p.process) }

// alive reports whether the process still runs.
func (p *program) alive() bool {
	out, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.process.Process.Pid))
	if err != nil {
		return false
	}
	_, state, ok := strings.Cut(string(out), ") ")
	return ok && !strings.HasPrefix(state, "Z")
}

// A place is a widget in pixels of the window.
type place struct{ X, Y, W, H int }

type layout struct {
	Screen    string
	Widgets   map[string]place
	Slowest   int // milliseconds for which the UI thread was busy at most
	SlowestOn string
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
// on. It writes the places anew several times a second: what it wrote before may be about
// another page, or from before a message moved what stands below it.
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

// danger clicks a dangerous button, or another one that waits before it can be pressed.
func (p *program) danger(name string) {
	p.t.Helper()
	p.find(name)
	time.Sleep(time.Second)
	p.click(name)
}

// doubleClick clicks twice as fast as a hand does.
func (p *program) doubleClick(name string) {
	p.t.Helper()
	at := p.find(name)
	p.run("xdotool", "mousemove", "--window", p.window, strconv.Itoa(at.X+at.W/2), strconv.Itoa(at.Y+at.H/2), "sleep", "0.1",
		"click", "--repeat", "2", "--delay", "120", "1")
}

// fill clicks into an entry and types.
func (p *program) fill(name, text string) {
	p.t.Helper()
	p.click(name)
	p.run("xdotool", "sleep", "0.2", "type", "--delay", "30", text)
}

// confirm answers the question for the vault's password.
func (p *program) confirm() {
	p.t.Helper()
	p.screen("confirm")
	p.write(password)
	p.key("Return")
}

func (p *program) moveTo(x, y int) {
	p.t.Helper()
	p.run("xdotool", "windowmove", "--sync", p.window, fmt.Sprint(x), fmt.Sprint(y))
}

// key presses keys, such as "ctrl+n" and "Return", one after the other.
func (p *program) key(keys ...string) {
	p.t.Helper()
	p.run("xdotool", append([]string{"key", "--delay", "80"}, keys...)...)
}

// write types a text to whatever has the focus.
func (p *program) write(text string) {
	p.t.Helper()
	p.run("xdotool", "type", "--delay", "30", text)
}

// built is the program under test.
func built() string {
	if path := os.Getenv("WATCHWORD_E2E_PROGRAM"); path != "" {
		return path
	}
	return filepath.Join("..", "..", "bin", "watchword")
}

// terminal runs a command of the program in a user's home and returns what it printed.
func (d *desk) terminal(h home, input string, args ...string) string {
	d.t.Helper()
	path, err := filepath.Abs(built())
	if err != nil {
		d.t.Fatal(err)
	}
	c := exec.Command(path, args...)
	c.Env = append(os.Environ(), append(h.env(), "WATCHWORD_PASSWORD_FILE="+h.path("password"))...)
	c.Stdin = strings.NewReader(input)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		d.fatal("watchword %s: %v\n%s", strings.Join(args, " "), err, complaints.String())
	}
	return string(out)
}

// withVault makes a vault with the accounts of links, and settings as JSON.
func (d *desk) withVault(h home, settings string, links ...string) {
	d.t.Helper()
	if err := os.WriteFile(h.path("password"), []byte(password), 0o600); err != nil {
		d.t.Fatal(err)
	}
	if settings != "" {
		folder := h.path(".config", "watchword")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "config.json"), []byte(settings), 0o600); err != nil {
			d.t.Fatal(err)
		}
	}
	d.terminal(h, "", "vault", "create", "--no-sheet")
	if len(links) > 0 {
		d.terminal(h, strings.Join(links, "\n"), "add", "-")
	}
}

// unlocked starts the window on the vault and unlocks it.
func (d *desk) unlocked(h home, args ...string) *program {
	d.t.Helper()
	p := d.watchword(built(), h, args...)
	p.screen("unlock")
	p.fill("unlock.password", password)
	p.key("Return")
	return p
}

// account is one as the terminal lists it.
type account struct {
	Issuer, Name, Type, Algorithm string
	Tags                          []string
	Pinned, Trashed               bool
}

// accounts are those that the vault file holds, by issuer.
func (d *desk) accounts(h home) map[string]account {
	d.t.Helper()
	var list struct{ Accounts []account }
	if err := json.Unmarshal([]byte(d.terminal(h, "", "list", "--json")), &list); err != nil {
		d.fatal("what list printed is no JSON")
	}
	out := map[string]account{}
	for _, a := range list.Accounts {
		out[a.Issuer] = a
	}
	return out
}

// isCodeOf compares a text with what oathtool says of a secret, now or a moment ago; options
// are oathtool's for codes that are not of the usual kind.
func (d *desk) isCodeOf(text, secret string, options ...string) bool {
	for _, when := range []string{"now", "4 seconds ago"} {
		args := append([]string{"--base32", "--now", when}, options...)
		if len(options) == 0 {
			args = append(args, "--totp")
		}
		if out, err := d.try("oathtool", append(args, secret)...); err == nil && out == text {
			return true
		}
	}
	return false
}

// isNextCodeOf compares a text with what oathtool says for half a minute later.
func (d *desk) isNextCodeOf(text, secret string) bool {
	d.t.Helper()
	for _, when := range []string{"30 seconds", "26 seconds"} {
		if d.run("oathtool", "--totp", "--base32", "--now", when, secret) == text {
			return true
		}
	}
	return false
}

// drag presses the button at one place of the window, moves, and lets go.
func (p *program) drag(x0, y0, x1, y1 int) {
	p.t.Helper()
	n := strconv.Itoa
	p.run("xdotool", "mousemove", "--window", p.window, n(x0), n(y0), "sleep", "0.1", "mousedown", "1", "sleep", "0.1",
		"mousemove", "--window", p.window, n((x0+x1)/2), n((y0+y1)/2), "sleep", "0.1",
		"mousemove", "--window", p.window, n(x1), n(y1), "sleep", "0.2", "mouseup", "1")
}
