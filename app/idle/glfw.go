//go:build !ci

package idle

import (
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// toolkit is the window system as the toolkit's driver uses it, by the very same module.
var toolkit = system{
	wait: func(atMost time.Duration) { glfw.WaitEventsTimeout(atMost.Seconds()) },
	post: glfw.PostEmptyEvent,
	hear: hear,
}

// hear stands before the toolkit's own functions for input, and where it has none.
func hear(input func(), minimised func(bool)) bool {
	w := glfw.GetCurrentContext()
	if w == nil {
		return false
	}
	w.SetIconifyCallback(func(_ *glfw.Window, is bool) { minimised(is) })
	var key glfw.KeyCallback
	key = w.SetKeyCallback(func(w *glfw.Window, k glfw.Key, code int, action glfw.Action, mods glfw.ModifierKey) {
		input()
		key(w, k, code, action, mods)
	})
	var button glfw.MouseButtonCallback
	button = w.SetMouseButtonCallback(func(w *glfw.Window, b glfw.MouseButton, action glfw.Action, mods glfw.ModifierKey) {
		input()
		button(w, b, action, mods)
	})
	var moved glfw.CursorPosCallback
	moved = w.SetCursorPosCallback(func(w *glfw.Window, x, y float64) {
		input()
		moved(w, x, y)
	})
	var scrolled glfw.ScrollCallback
	scrolled = w.SetScrollCallback(func(w *glfw.Window, x, y float64) {
		input()
		scrolled(w, x, y)
	})
	return true
}
