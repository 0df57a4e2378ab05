//go:build !linux && !windows

package desk

import "fyne.io/fyne/v2"

// centre leaves the window where the toolkit put it: in the middle of the first screen.
func centre(fyne.Window) {}
