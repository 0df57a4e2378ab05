//go:build windows || darwin

package keyring

import (
	"context"
	"errors"

	"github.com/zalando/go-keyring"
)

// service is how the items are called in the Credential Manager and in the Keychain.
const service = "Watchword quick unlock"

func get(_ context.Context, name string) (string, error) {
	secret, err := keyring.Get(service, name)
	return secret, translate(err)
}

func set(_ context.Context, name, secret string) error {
	return translate(keyring.Set(service, name, secret))
}

func remove(_ context.Context, name string) error {
	return translate(keyring.Delete(service, name))
}

func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNone
	}
	return ErrUnavailable
}
