//go:build !linux && !windows && !darwin

package keyring

import "context"

func get(context.Context, string) (string, error) { return "", ErrUnavailable }
func set(context.Context, string, string) error   { return ErrUnavailable }
func remove(context.Context, string) error        { return ErrUnavailable }
