package hotkey

import (
	"context"
	"errors"
	"testing"
	"time"
)

var keybdEvent = user32.NewProc("keybd_event")

// The keys are heard without a window, and nobody else gets them.
func TestRegisteredKeysAreHeard(t *testing.T) {
	keys, err := Parse("Ctrl+Alt+W")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready, pressed, done := make(chan struct{}), make(chan struct{}, 8), make(chan error, 1)
	go func() { done <- Listen(ctx, keys, "", func() { close(ready) }, func() { pressed <- struct{}{} }) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	if err := Listen(ctx, keys, "", func() {}, func() {}); !errors.Is(err, ErrTaken) {
		t.Errorf("the same keys once more: %v", err)
	}
	for _, key := range []struct{ code, up uintptr }{{0x11, 0}, {0x12, 0}, {'W', 0}, {'W', 2}, {0x12, 2}, {0x11, 2}} {
		_, _, _ = keybdEvent.Call(key.code, 0, key.up, 0)
	}
	select {
	case <-pressed:
	case <-time.After(20 * time.Second):
		t.Error("the keys were not heard")
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
