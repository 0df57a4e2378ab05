//go:build e2e && linux

package e2e

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"watchword/scanner/capture/portal/portaltest"
	"watchword/scanner/capture/xtest"
)

// patience ends a wait for something that never comes. Drawing without a graphics card on a
// busy machine takes its time.
const patience = 90 * time.Second

// A desk is a display with a window manager and a session bus, for one test.
type desk struct{ t *testing.T }

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t}
	xtest.Display(t, "-screen", "0", "1400x1000x24", "+extension", "GLX", "-r") // on a busy machine a key may stay down for long: it must not repeat
	portaltest.Bus(t)                                                           // without one, the toolkit would start a stray one
	manager := exec.Command("openbox")
	if err := manager.Start(); err != nil {
		t.Fatalf("this test needs openbox: %v", err)
	}
	t.Cleanup(func() {
		_ = manager.Process.Kill()
		_ = manager.Wait()
	})
	d.until("the window manager", func() bool {
		out, err := d.try("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
		return err == nil && strings.Contains(out, "window id")
	})
	return d
}

// fatal ends the test with a picture of what was on the display.
func (d *desk) fatal(format string, args ...any) {
	d.t.Helper()
	d.photograph("failed")
	d.t.Fatalf(format, args...)
}

// until polls for something and fails the test if it never comes.
func (d *desk) until(what string, there func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); !there(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			d.fatal("waited in vain for %s", what)
		}
	}
}

// run runs a program of the machine to its end and returns what it printed.
func (d *desk) run(program string, args ...string) string {
	d.t.Helper()
	out, err := d.try(program, args...)
	if err != nil {
		d.fatal("%s: %v", program, err)
	}
	return out
}

func (d *desk) try(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, args...).Output()
	return strings.TrimSpace(string(out)), err
}

// window waits for a window on the screen whose title fits and returns its number.
func (d *desk) window(title string) string {
	d.t.Helper()
	var id string
	d.until("a window named "+title, func() bool {
		out, err := d.try("xdotool", "search", "--onlyvisible", "--name", title)
		id, _, _ = strings.Cut(out, "\n")
		return err == nil && id != ""
	})
	return id
}

// clipboard returns what another program would paste.
func (d *desk) clipboard() string {
	out, _ := d.try("xclip", "-selection", "clipboard", "-o")
	return out
}

// copyElsewhere lets another program copy a text.
func (d *desk) copyElsewhere(text string) {
	d.t.Helper()
	c := exec.Command("xclip", "-selection", "clipboard", "-i")
	c.Stdin = strings.NewReader(text)
	if err := c.Run(); err != nil {
		d.t.Fatalf("this test needs xclip: %v", err)
	}
	d.until("another program's copy", func() bool { return d.clipboard() == text })
}

// photograph keeps a picture of the whole display.
func (d *desk) photograph(name string) {
	folder := filepath.Join("..", "..", ".cache", "e2e")
	if os.MkdirAll(folder, 0o755) != nil {
		return
	}
	file := filepath.Join(folder, strings.NewReplacer("/", "-", " ", "-").Replace(d.t.Name()+"-"+name)+".png")
	if _, err := d.try("import", "-window", "root", file); err == nil {
		d.t.Logf("a picture of the display: %s", file)
	}
}

// start starts a program that goes on until the test ends, and returns what it complains about.
func (d *desk) start(env []string, program string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	d.t.Helper()
	var complaints bytes.Buffer
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), env...)
	c.Stderr = &complaints
	if err := c.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { stop(c) })
	return c, &complaints
}

func stop(c *exec.Cmd) {
	_ = c.Process.Kill()
	_ = c.Wait()
}
