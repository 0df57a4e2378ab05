//go:build !linux

package box

import (
	"context"
	"errors"
)

// Show shows nothing here: the toolkit has a box of its own.
func Show(context.Context, string, string) error { return errors.New("no box on this system") }
