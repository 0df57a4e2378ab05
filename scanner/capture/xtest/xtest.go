//go:build linux

// Package xtest gives tests an X display of their own. It needs the program Xvfb.
package xtest

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Display starts an X server for this test and points the environment at it, away from any
// Wayland desktop. args are added to Xvfb's own, as "-screen 0 800x600x24".
func Display(t testing.TB, args ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	server := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp"}, args...)...)
	server.ExtraFiles = []*os.File{w}
	if err := server.Start(); err != nil {
		t.Fatalf("this test needs Xvfb (package xvfb): %v", err)
	}
	w.Close()
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not start: %v", err)
	}
	display := ":" + strings.TrimSpace(number)
	t.Setenv("DISPLAY", display)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XDG_SESSION_TYPE", "x11")
	return display
}
