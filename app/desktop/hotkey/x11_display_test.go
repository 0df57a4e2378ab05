//go:build linux && display

package hotkey

import (
	"errors"
	"os/exec"
	"testing"
	"time"

	"watchword/scanner/capture/xtest"
)

func x11(t *testing.T) {
	t.Helper()
	xtest.Display(t, "-screen", "0", "320x200x24")
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("this test needs %s: %v %s", name, err, out)
	}
}

func TestKeysAreHeardEverywhere(t *testing.T) {
	for _, row := range []struct{ layout, keys, press, why string }{
		{"us", "Ctrl+Alt+W", "ctrl+alt+w", "no window has the focus"},
		{"fr", "Ctrl+Alt+W", "ctrl+alt+w", "W lies elsewhere on AZERTY"},
		{"us,ru", "Super+Space", "super+space", "two layouts"},
		{"us", "F9", "F9", "a key alone"},
		{"us", "Ctrl+Shift+1", "ctrl+shift+1", "a digit"},
	} {
		t.Run(row.layout+" "+row.keys, func(t *testing.T) {
			x11(t)
			run(t, "setxkbmap", row.layout)
			ready, pressed, done, stop := start(t, row.keys)
			came(t, "the grab", ready)
			run(t, "xdotool", "key", row.press)
			came(t, row.why, pressed)
			for _, lock := range []string{"Num_Lock", "Caps_Lock"} { // each counts as a modifier
				run(t, "xdotool", "key", lock)
				run(t, "xdotool", "key", row.press)
				came(t, "the press with "+lock, pressed)
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
			run(t, "xdotool", "key", row.press)
			time.Sleep(50 * time.Millisecond)
			if len(pressed) > 0 {
				t.Error("heard after it was switched off")
			}
		})
	}
}

func TestKeysOfAnotherProgram(t *testing.T) {
	x11(t)
	ready, _, done, stop := start(t, "Ctrl+Alt+W")
	came(t, "the grab", ready)
	_, _, second, _ := start(t, "Ctrl+Alt+W")
	if err := <-second; !errors.Is(err, ErrTaken) {
		t.Error(err)
	}
	stop()
	<-done
	ready, pressed, _, _ := start(t, "Ctrl+Alt+W")
	came(t, "the grab, now that the keys are free", ready)
	run(t, "xdotool", "key", "ctrl+alt+w")
	came(t, "the press", pressed)
}

// Another layout while the program runs: the key lies elsewhere from then on.
func TestLayoutChanges(t *testing.T) {
	x11(t)
	run(t, "setxkbmap", "us")
	ready, pressed, _, _ := start(t, "Ctrl+Alt+Q")
	came(t, "the grab", ready)
	run(t, "setxkbmap", "fr")
	time.Sleep(200 * time.Millisecond)
	run(t, "xdotool", "key", "ctrl+alt+q")
	came(t, "the press on AZERTY", pressed)
}
