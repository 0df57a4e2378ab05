package clipboard

import (
	"context"

	"github.com/ebitengine/purego/objc"
	clip "golang.design/x/clipboard"
)

func reach() (system, error) {
	if err := clip.Init(); err != nil {
		return nil, ErrUnavailable
	}
	return library{}, nil
}

// hints are those of http://nspasteboard.org: any data.
var hints = []hint{
	{"org.nspasteboard.ConcealedType", []byte("1")},
	{"org.nspasteboard.TransientType", []byte("1")},
}

// mark is a number that macOS raises with every change of the clipboard (changeCount). Reading
// it needs no permission, unlike reading the text.
func mark() uint64 {
	board := objc.ID(objc.GetClass("NSPasteboard")).Send(objc.RegisterName("generalPasteboard"))
	return uint64(board.Send(objc.RegisterName("changeCount")))
}

// clearSince empties the clipboard if nothing has changed since the mark. Between the look and
// the clearing a few microseconds remain.
func clearSince(ctx context.Context, since uint64) error {
	if mark() != since {
		return nil
	}
	return overwrite(ctx)
}
