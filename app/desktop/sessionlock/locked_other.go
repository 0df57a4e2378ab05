//go:build !linux && !windows && !darwin

package sessionlock

import "context"

func locked(context.Context) bool { return false }
