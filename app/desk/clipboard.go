package desk

import (
	"context"

	"watchword/app/desktop/clipboard"
	"watchword/app/session"
)

// A Clipboard is the desktop's: secrets go out with hints, pictures and texts come in.
type Clipboard interface {
	session.Clipboard
	ReadText(ctx context.Context) (string, error)
	ReadPicture(ctx context.Context) ([]byte, error)
	ReadFiles(ctx context.Context) ([]string, error)
}

// systemClipboard is the real one.
type systemClipboard struct{ *clipboard.Clipboard }

// CopySecret implements [session.Clipboard].
func (c systemClipboard) CopySecret(ctx context.Context, text string) (session.ClipboardCopy, error) {
	return c.Clipboard.CopySecret(ctx, text)
}

// noClipboard stands where the desktop has none.
type noClipboard struct{ err error }

func (n noClipboard) CopySecret(context.Context, string) (session.ClipboardCopy, error) {
	return nil, n.err
}
func (n noClipboard) ReadText(context.Context) (string, error)    { return "", n.err }
func (n noClipboard) ReadPicture(context.Context) ([]byte, error) { return nil, n.err }
func (n noClipboard) ReadFiles(context.Context) ([]string, error) { return nil, n.err }

// SystemClipboard returns the clipboard of this desktop, or one that says why there is none.
func SystemClipboard() Clipboard {
	c, err := clipboard.New()
	if err != nil {
		return noClipboard{err}
	}
	return systemClipboard{c}
}
