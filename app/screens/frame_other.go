//go:build !ci && !linux

package screens

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

func frame(_ fyne.Window, w *glfw.Window) (f Frame) {
	f.Left, f.Top, f.Right, f.Bottom = w.GetFrameSize()
	return f
}
