//go:build !linux && !windows && !darwin

package typing

import "context"

func focused() (Target, error) { return Target{}, ErrUnavailable }

func typeCode(context.Context, Target, string, Options) error { return ErrUnavailable }

func locked(context.Context) bool { return false }
