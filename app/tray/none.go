//go:build !linux && !windows

package tray

import "context"

// On macOS a menu stops the program while it is open (fyne-io/fyne#6005).
const possible = false

type noBar struct{}

func newBar() bar { return noBar{} }

func (noBar) show(Look, Look, func(int)) {}

func watchHost(_ context.Context, tell func(bool)) { tell(false) }
