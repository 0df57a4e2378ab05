//go:build !linux && !windows && !darwin

package sessionlock

import "context"

func watch(context.Context, func(Reason)) error { return ErrUnavailable }
