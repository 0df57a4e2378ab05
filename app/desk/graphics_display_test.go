//go:build linux && display

package desk

import (
	"testing"

	"watchword/scanner/capture/xtest"
)

func TestGraphics(t *testing.T) {
	xtest.Display(t, "-screen", "0", "320x200x24", "+extension", "GLX")
	if err := CheckGraphics(); err != nil {
		t.Error(err)
	}
	xtest.Display(t, "-screen", "0", "320x200x24", "-extension", "GLX")
	if CheckGraphics() == nil {
		t.Error("a screen without OpenGL is taken for one with it")
	}
}
