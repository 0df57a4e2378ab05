//go:build linux && display

package box

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"watchword/scanner/capture/xtest"
)

// The box is there without OpenGL and without a window manager, and goes with a key.
func TestBoxWithoutOpenGL(t *testing.T) {
	xtest.Display(t, "-screen", "0", "640x480x24", "-extension", "GLX")
	done := make(chan error, 1)
	go func() { done <- draw(t.Context(), "Watchword", "This screen has no OpenGL.") }()
	for end := time.Now().Add(20 * time.Second); exec.Command("xdotool", "search", "--onlyvisible", "--name", "^Watchword$").Run() != nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no box came (this test needs xdotool)")
		}
	}
	if out, err := exec.Command("xdotool", "mousemove", "320", "240", "click", "1").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("a click does not close it")
	}
}

func TestBoxGivesUp(t *testing.T) {
	xtest.Display(t, "-screen", "0", "640x480x24")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := draw(ctx, "Watchword", "x"); err == nil {
		t.Error("it says that the user has seen it")
	}
	t.Setenv("DISPLAY", ":nowhere")
	if draw(t.Context(), "Watchword", "x") == nil {
		t.Error("drawn nowhere")
	}
}
