//go:build windows

package keyring

import (
	"errors"
	"testing"
)

// The Credential Manager keeps, replaces and forgets a key.
func TestCredentialManager(t *testing.T) {
	const name, value = "0123456789abcdef0123456789abcdef", "c2VjcmV0IGtleSBvZiBhIHZhdWx0LCBub3QgYSBwYXNzd29yZA=="
	ctx, r := t.Context(), Ring{}
	if _, err := r.Get(ctx, name); !errors.Is(err, ErrNone) {
		t.Fatalf("nothing is kept yet: %v", err)
	}
	for _, v := range []string{"first", value} {
		if err := r.Set(ctx, name, v); err != nil {
			t.Fatal(err)
		}
		if got, err := r.Get(ctx, name); err != nil || got != v {
			t.Errorf("kept is %q, %v", got, err)
		}
	}
	for range 2 { // the second time there is nothing to forget, which is no error
		if err := r.Delete(ctx, name); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.Get(ctx, name); !errors.Is(err, ErrNone) {
		t.Errorf("after forgetting: %v", err)
	}
}
