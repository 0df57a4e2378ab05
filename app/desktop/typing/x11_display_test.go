//go:build linux && display

package typing

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	watchtest "watchword/scanner/capture/xtest"
)

// hang is far longer than anything takes here.
const hang = 20 * time.Second

// An xev is a window of another program, which says what the X library makes of each key.
type xev struct {
	mu    sync.Mutex
	text  strings.Builder
	outer uint64
}

var lookedUp = regexp.MustCompile(`XLookupString gives \d+ bytes: \(([0-9a-f ]+)\)`)

func startXev(t *testing.T) *xev {
	t.Helper()
	cmd := exec.Command("stdbuf", "-oL", "xev", "-event", "keyboard")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("this test needs xev (package x11-utils): %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	e := &xev{}
	go func() {
		lines, pressed := bufio.NewScanner(out), false
		for lines.Scan() {
			switch line := lines.Text(); {
			case strings.HasPrefix(line, "Outer window is "):
				e.mu.Lock()
				_, _ = fmt.Sscanf(line, "Outer window is 0x%x", &e.outer)
				e.mu.Unlock()
			case strings.HasPrefix(line, "KeyPress"):
				pressed = true
			case strings.HasPrefix(line, "KeyRelease"):
				pressed = false
			case pressed:
				if m := lookedUp.FindStringSubmatch(line); m != nil {
					e.mu.Lock()
					e.text.WriteString(unhex(m[1]))
					e.mu.Unlock()
				}
			}
		}
	}()
	return e
}

func unhex(s string) string {
	var b []byte
	for _, two := range strings.Fields(s) {
		var n byte
		for _, c := range two {
			n = n<<4 | byte(strings.IndexRune("0123456789abcdef", c))
		}
		b = append(b, n)
	}
	return string(b)
}

func (e *xev) clear() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.text.Reset()
}

func (e *xev) got() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.text.String()
}

// desk starts a display with a window manager.
func desk(t *testing.T) *display {
	t.Helper()
	watchtest.Display(t, "-screen", "0", "400x300x24")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
	wm := exec.Command("openbox")
	if err := wm.Start(); err != nil {
		t.Fatalf("this test needs openbox: %v", err)
	}
	t.Cleanup(func() { _ = wm.Process.Kill(); _ = wm.Wait() })
	x, err := openX()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	await(t, "the window manager", func() bool { return x.cardinal(x.root, "_NET_SUPPORTING_WM_CHECK") != 0 })
	return x
}

func comes(within time.Duration, so func() bool) bool {
	for end := time.Now().Add(within); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	if !comes(hang, so) {
		t.Fatalf("%s did not come", what)
	}
}

// target waits until the window has the focus.
func (e *xev) target(t *testing.T) Target {
	t.Helper()
	var to Target
	asked := time.Now()
	await(t, "the focus", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		if e.outer != 0 && time.Since(asked) > time.Second { // it came before the window manager was ready
			_ = exec.Command("xdotool", "windowactivate", strconv.FormatUint(e.outer, 10)).Run()
			asked = time.Now()
		}
		var err error
		to, err = Focused()
		return err == nil && to.window == e.outer
	})
	return to
}

func TestTypesOnEveryLayout(t *testing.T) {
	x := desk(t)
	for _, row := range []struct {
		layout  []string
		group   int
		caps    bool
		text    string
		because string
	}{
		{[]string{"us"}, 0, false, "4920398576", "digits as they are"},
		{[]string{"fr"}, 0, false, "4920398576", "AZERTY has digits behind Shift"},
		{[]string{"fr", "-variant", "bepo"}, 0, false, "013579", "so has bépo"},
		{[]string{"cz"}, 0, false, "0123456789", "and Czech"},
		{[]string{"us"}, 0, false, "BC4F9wq", "Steam's letters, small ones too"},
		{[]string{"fr"}, 0, true, "BC4F9aq", "Caps Lock is off for that moment"},
		{[]string{"de"}, 0, false, "YZ5yz", "letters are where the layout has them"},
		{[]string{"ru"}, 0, false, "BC4F9", "a layout without Latin letters"},
		{[]string{"us,ru", "-option", "grp:sclk_toggle"}, 1, false, "BC4F9", "the second layout of two is in use"},
		{[]string{"us,fr,ru,de", "-option", "grp:sclk_toggle"}, 2, false, "492YZ", "the third of four"},
		{[]string{"ara", "-variant", "digits", "-option", "grp:sclk_toggle"}, 0, false, "492039", "Arabic digits on the keys, ours in the code"},
	} {
		t.Run(strings.Join(row.layout, " "), func(t *testing.T) {
			if out, err := exec.Command("setxkbmap", row.layout...).CombinedOutput(); err != nil {
				t.Fatalf("this test needs setxkbmap (package x11-xkb-utils): %v %s", err, out)
			}
			program := startXev(t)
			to := program.target(t)
			x.lock(t, row.group, row.caps)
			before, err := x.keymap()
			if err != nil {
				t.Fatal(err)
			}
			// A busy machine loses keys of a layout without them: a program that is slow, or the window manager that
			// takes its own keys anew, misses what was lent. What is never right is a fault of ours.
			got := ""
			for range 3 {
				program.clear()
				if err := Type(t.Context(), to, row.text, Options{}); err != nil {
					t.Fatal(err)
				}
				comes(hang/2, func() bool { return len(program.got()) >= len(row.text) })
				if got = program.got(); got == row.text {
					break
				}
				t.Logf("typed %q, the program got %q", row.text, got)
			}
			if got != row.text {
				t.Errorf("typed %q, the program got %q: %s", row.text, got, row.because)
			}
			after, err := x.keymap()
			if err != nil {
				t.Fatal(err)
			}
			if len(before.free(8)) != len(after.free(8)) {
				t.Error("a key that meant nothing means something now")
			}
			if caps := x.state()&xproto.ModMaskLock != 0; caps != row.caps {
				t.Error("Caps Lock is", caps)
			}
		})
	}
}

// lock sets the group and Caps Lock as the user's own keys would.
func (x *display) lock(t *testing.T, group int, caps bool) {
	t.Helper()
	m, err := x.keymap()
	if err != nil {
		t.Fatal(err)
	}
	if caps != (x.state()&xproto.ModMaskLock != 0) {
		x.tap(t, m, keysymCaps)
	}
	for i := 0; i < 4 && int(x.state()>>13&3) != group; i++ {
		x.tap(t, m, 0xfe08) // ISO_Next_Group
	}
	await(t, "the layout", func() bool { return int(x.state()>>13&3) == group && caps == (x.state()&xproto.ModMaskLock != 0) })
}

func (x *display) tap(t *testing.T, m keymap, sym xproto.Keysym) {
	t.Helper()
	key, ok := m.find(sym, 0)
	if !ok {
		t.Fatalf("no key %#x on this keyboard", sym)
	}
	if err := x.strike(stroke{code: key.code}, 0); err != nil {
		t.Fatal(err)
	}
}

// While a key is down nothing is typed; Ctrl+Enter in our own window is down for a moment longer than that.
func TestHeldKeys(t *testing.T) {
	x := desk(t)
	program := startXev(t)
	to := program.target(t)
	m, err := x.keymap()
	if err != nil {
		t.Fatal(err)
	}
	control, _ := m.find(0xffe3, 0)
	_ = x.fake(press, control.code)
	if err := Type(t.Context(), to, "42", Options{}); !errors.Is(err, ErrKeysHeld) || program.got() != "" {
		t.Errorf("with Ctrl down: %v, %q", err, program.got())
	}
	done := make(chan error, 1)
	go func() { done <- Type(t.Context(), to, "42", Options{Enter: true}) }()
	time.Sleep(200 * time.Millisecond)
	_ = x.fake(release, control.code)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	await(t, "the code with Enter", func() bool { return program.got() == "42\r" })
}

// A window that comes in between gets nothing, and neither does one that is ours.
func TestAnotherWindow(t *testing.T) {
	x := desk(t)
	first := startXev(t)
	to := first.target(t)
	second := startXev(t)
	second.target(t)
	if err := Type(t.Context(), to, "42", Options{}); !errors.Is(err, ErrElsewhere) {
		t.Error(err)
	}
	if first.got()+second.got() != "" {
		t.Error("typed all the same", first.got(), second.got())
	}
	x.ownWindow(t)
	await(t, "our own window", func() bool { _, err := Focused(); return errors.Is(err, ErrOwnWindow) })
}

func (x *display) ownWindow(t *testing.T) {
	t.Helper()
	w, err := xproto.NewWindowId(x.Conn)
	if err != nil {
		t.Fatal(err)
	}
	screen := xproto.Setup(x.Conn).DefaultScreen(x.Conn)
	if err := xproto.CreateWindowChecked(x.Conn, screen.RootDepth, w, x.root, 0, 0, 50, 50, 0, xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check(); err != nil {
		t.Fatal(err)
	}
	atom, err := xproto.InternAtom(x.Conn, false, 11, "_NET_WM_PID").Reply()
	if err != nil {
		t.Fatal(err)
	}
	pid := uint32(os.Getpid())
	data := []byte{byte(pid), byte(pid >> 8), byte(pid >> 16), byte(pid >> 24)}
	xproto.ChangeProperty(x.Conn, xproto.PropModeReplace, w, atom.Atom, xproto.AtomCardinal, 32, 1, data)
	xproto.MapWindow(x.Conn, w)
	_ = xtest.Init(x.Conn)
}

func TestCalledOff(t *testing.T) {
	desk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Type(ctx, Target{12345}, "42", Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
