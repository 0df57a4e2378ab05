// Package capture takes pictures of the screen, so that a code on it can be read.
//
// Screens takes all monitors at once: through the system's own calls on Windows, macOS and
// X11, through the desktop portal on Wayland. The program's own window is taken out of the
// picture and is back when Screens returns, whatever happened. A system that refuses is
// reported as a *Refusal, which says what happened and what to do about it.
//
// A picture of the screen may show secrets: it stays in memory, and files that the system
// left behind are deleted.
package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"
)

// A Shot is the picture of one screen, or of the whole desk where the system hands out
// nothing smaller (Wayland).
type Shot struct {
	Image  image.Image
	Screen int    // counted from 1 in the system's order
	Name   string // for people: "screen 2", "all screens"
	Left   string // a file with this picture that the system left and that could not be deleted, or ""
}

// Options say what happens around a picture. The zero value takes it as the screen stands.
type Options struct {
	// Hide takes the program's own window off the screen and returns when it has asked the
	// system for that; Show brings it back. Both are called on the goroutine of Screens, and
	// every Hide is followed by a Show, even after a failure or a panic. Either may be nil.
	Hide, Show func()

	// Choose lets the user pick the picture in the system's own screenshot window. Only
	// Wayland has it; it works even where taking pictures was denied before.
	Choose bool
}

// settle is the time between hiding the window and the picture. A desktop without animations
// needs 10 ms, one that fades windows out a quarter of a second.
const settle = 250 * time.Millisecond

// Screens takes a picture of every monitor. It blocks until the pictures are there, the
// system refuses or ctx ends; on Wayland a user may be reading the system's question
// meanwhile (at most two minutes). Its error is a *Refusal or that of ctx.
func Screens(ctx context.Context, o Options) (shots []Shot, err error) {
	// A fault in a screen driver's library must not take unsaved accounts down with it.
	defer func() {
		if p := recover(); p != nil {
			shots, err = nil, failed(fmt.Errorf("taking the picture broke down (%T)", p))
		}
	}()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	shots, err = screens(ctx, o)
	if err != nil {
		return nil, asRefusal(err)
	}
	if allBlank(shots) {
		return nil, blank()
	}
	return shots, nil
}

// withoutWindow takes a picture while the program's own window is away.
func (o Options) withoutWindow(ctx context.Context, take func(context.Context) ([]Shot, error)) ([]Shot, error) {
	if o.Hide == nil {
		return take(ctx)
	}
	if o.Show != nil {
		defer o.Show()
	}
	o.Hide()
	select {
	case <-time.After(settle):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return take(ctx)
}

// asRefusal leaves a refusal and the end of a context alone and wraps what else came.
func asRefusal(err error) error {
	var r *Refusal
	if errors.As(err, &r) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return failed(err)
}
