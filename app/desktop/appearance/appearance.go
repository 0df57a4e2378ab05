// Package appearance asks the desktop how it wants programs to look beyond light and dark:
// whether in high contrast, and in which accent colour.
package appearance

import (
	"context"
	"image/color"
	"time"
)

// An Appearance is what the desktop says. The zero value is that it says nothing.
type Appearance struct {
	HighContrast bool
	HasAccent    bool
	Accent       color.NRGBA
}

// patience ends the wait for a desktop that does not answer.
const patience = 2 * time.Second

// Read asks the desktop. It may take up to two seconds: call it away from the UI thread. A
// desktop that does not answer says nothing.
func Read(ctx context.Context) Appearance {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return read(ctx)
}
