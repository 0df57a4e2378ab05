//go:build !linux && !windows

package desk

import (
	"fyne.io/fyne/v2"

	"watchword/assets/words"
)

// minimise has no way here that does without C: the toolkit has none.
func minimise(fyne.Window) error { return words.Error("this window cannot be minimised") }

// withdraw has nothing to do.
func withdraw(fyne.Window) {}

// CanMinimise reports whether the window can be put out of the way here.
func CanMinimise() bool { return false }
