// Package clipboard copies secrets to the system's clipboard and reads what a user copied.
//
// A secret is copied together with the hints by which password managers, clipboard histories
// and cloud clipboards leave it alone, and it is cleared only while it is still there: what
// a user copied in between is never touched. The X11 primary selection is never used.
package clipboard

import (
	"context"
	"errors"
	"sync"
	"time"

	"watchword/assets/words"
)

var (
	// ErrUnavailable means that there is no clipboard: no display, or one that does not answer.
	ErrUnavailable = words.Error("the clipboard cannot be reached; type the text by hand")
	// ErrEmpty means that the clipboard holds nothing of the kind asked for.
	ErrEmpty = words.Error("there is nothing on the clipboard that can be used; copy the picture, the link or the key first")
	// ErrTooLong means that a text is longer than every clipboard takes (64 KiB), or that
	// another program hands over more than is read (128 MiB).
	ErrTooLong = words.Error("this is too long for the clipboard; use a file instead")
)

const (
	// maxCopy keeps away from the 256 KiB at which an X11 copy would never arrive.
	maxCopy = 64 << 10
	// maxRead bounds what is taken from another program: the largest picture that is read.
	maxRead = 128 << 20
	// patience is how long another program may take to hand over what was copied there.
	patience = 10 * time.Second
)

// A Clipboard is the clipboard of this desktop. Its methods may be called from any goroutine;
// they may block for seconds while another program hands over its data.
type Clipboard struct {
	system system
	copies sync.Mutex // one copy at a time, so that each finds its own mark
}

// A system is one way to reach a clipboard.
type system interface {
	copySecret(ctx context.Context, text string) (holding, error)
	readText(ctx context.Context) ([]byte, error)
	readPicture(ctx context.Context) ([]byte, error)
	readFiles(ctx context.Context) ([]string, error)
}

// A holding is a copy of ours in a system.
type holding interface {
	gone() <-chan struct{} // closed when another copy has taken its place
	ours() bool
	clear(ctx context.Context) error // only if ours
}

// New returns the clipboard, or ErrUnavailable where there is none. It is the one place that
// looks whether a display is there: what it returned may be used without further care.
func New() (*Clipboard, error) {
	s, err := reach()
	if err != nil {
		return nil, err
	}
	return &Clipboard{system: s}, nil
}

// A Copy is one secret that this program put on the clipboard.
type Copy struct{ held holding }

// CopySecret puts text (1 byte to 64 KiB) on the clipboard with the hints that it is a secret.
// On X11 and Wayland it stays there as long as this program runs.
func (c *Clipboard) CopySecret(ctx context.Context, text string) (*Copy, error) {
	switch {
	case text == "":
		return nil, ErrEmpty
	case len(text) > maxCopy:
		return nil, ErrTooLong
	}
	c.copies.Lock()
	defer c.copies.Unlock()
	held, err := c.system.copySecret(ctx, text)
	if err != nil {
		return nil, plain(ctx, err)
	}
	return &Copy{held}, nil
}

// Ours reports whether the clipboard still holds this copy.
func (k *Copy) Ours() bool {
	select {
	case <-k.held.gone():
		return false
	default:
		return k.held.ours()
	}
}

// Gone is closed when the clipboard holds something else: at once on X11 and Wayland, within
// about a second on Windows and macOS.
func (k *Copy) Gone() <-chan struct{} { return k.held.gone() }

// Clear empties the clipboard if it still holds this copy, and does nothing otherwise.
func (k *Copy) Clear(ctx context.Context) error {
	if !k.Ours() {
		return nil
	}
	return plain(ctx, k.held.clear(ctx))
}

// ReadText returns the text on the clipboard, or ErrEmpty.
func (c *Clipboard) ReadText(ctx context.Context) (string, error) {
	text, err := read(ctx, c.system.readText)
	return string(text), err
}

// ReadPicture returns the encoded picture on the clipboard, or ErrEmpty. It is PNG where the
// other program offers that, else what it offers of JPEG, WebP, BMP, GIF and TIFF.
func (c *Clipboard) ReadPicture(ctx context.Context) ([]byte, error) {
	return read(ctx, c.system.readPicture)
}

// ReadFiles returns the paths of the files that were copied in a file manager, or ErrEmpty.
func (c *Clipboard) ReadFiles(ctx context.Context) ([]string, error) {
	return read(ctx, c.system.readFiles)
}

func read[T byte | string](ctx context.Context, from func(context.Context) ([]T, error)) ([]T, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := from(limited)
	switch {
	case err != nil:
		return nil, plain(ctx, err)
	case len(found) == 0:
		return nil, ErrEmpty
	}
	return found, nil
}

// plain keeps the errors of this package and turns all others into ErrUnavailable: a
// library's words about its internals help nobody, and could repeat what was copied.
func plain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrEmpty):
		return ErrEmpty
	case errors.Is(err, ErrTooLong):
		return ErrTooLong
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	}
	return ErrUnavailable
}
