//go:build !linux && !windows && !darwin

package hotkey

import "context"

func listen(context.Context, Keys, string, func(), func()) error { return ErrUnavailable }
