//go:build !linux && !windows

package app

import (
	"errors"

	"fyne.io/fyne/v2"
)

// minimise has no way here that does without C: the toolkit has none.
func minimise(fyne.Window) error { return errors.New("this window cannot be minimised") }

func (a *App) canMinimise() bool { return false }
