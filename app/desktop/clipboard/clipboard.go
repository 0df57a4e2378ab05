// Package clipboard copies secrets to the system's clipboard and reads what a person copied.
//
// A secret is copied together with the hints by which password managers, clipboard histories
// and cloud clipboards leave it alone, and it is cleared only while it is still there: a
// person's own copy is never touched.
package clipboard

import (
	"context"
	"errors"
)

var (
	// ErrUnavailable means that there is no clipboard: no display, or one that does not answer.
	ErrUnavailable = errors.New("the clipboard cannot be reached; select the text and copy it by hand")
	// ErrEmpty means that the clipboard holds nothing of the kind asked for.
	ErrEmpty = errors.New("there is nothing on the clipboard that can be used; copy the picture, the link or the key first")
	// ErrTooLong means that a text is longer than a clipboard takes safely (64 KiB).
	ErrTooLong = errors.New("this is too long for the clipboard; save it to a file")
)

// A Clipboard is the clipboard of this desktop. Its methods may be called from any goroutine.
type Clipboard struct{}

// New returns the clipboard, or ErrUnavailable where there is none.
func New() (*Clipboard, error) { return nil, ErrUnavailable }

// A Copy is one secret that this program put on the clipboard.
type Copy struct{}

// CopySecret puts text on the clipboard with the hints that it is a secret.
func (c *Clipboard) CopySecret(ctx context.Context, text string) (*Copy, error) {
	return nil, ErrUnavailable
}

// Ours reports whether the clipboard still holds this copy.
func (k *Copy) Ours() bool { return false }

// Gone is closed when the clipboard holds something else.
func (k *Copy) Gone() <-chan struct{} { return nil }

// Clear empties the clipboard if it still holds this copy, and does nothing otherwise.
func (k *Copy) Clear(ctx context.Context) error { return nil }

// ReadText returns the text on the clipboard, or ErrEmpty.
func (c *Clipboard) ReadText(ctx context.Context) (string, error) { return "", ErrUnavailable }

// ReadPicture returns the encoded picture on the clipboard (PNG where there is a choice), or ErrEmpty.
func (c *Clipboard) ReadPicture(ctx context.Context) ([]byte, error) { return nil, ErrUnavailable }

// ReadFiles returns the paths of the files that were copied in a file manager, or ErrEmpty.
func (c *Clipboard) ReadFiles(ctx context.Context) ([]string, error) { return nil, ErrUnavailable }
