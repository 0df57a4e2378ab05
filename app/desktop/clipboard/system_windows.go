package clipboard

import (
	"context"

	clip "golang.design/x/clipboard"
	"golang.org/x/sys/windows"
)

func reach() (system, error) {
	if err := clip.Init(); err != nil {
		return nil, ErrUnavailable
	}
	return library{}, nil
}

// hints are those of "Cloud Clipboard and Clipboard History Formats" in Microsoft's
// documentation of the clipboard: any data for the first, DWORD 0 for the others.
var hints = []hint{
	{"ExcludeClipboardContentFromMonitorProcessing", []byte{1, 0, 0, 0}},
	{"CanIncludeInClipboardHistory", []byte{0, 0, 0, 0}},
	{"CanUploadToCloudClipboard", []byte{0, 0, 0, 0}},
}

var sequenceNumber = windows.NewLazySystemDLL("user32.dll").NewProc("GetClipboardSequenceNumber")

// mark is a number that Windows raises with every change of the clipboard.
func mark() uint64 {
	n, _, _ := sequenceNumber.Call()
	return uint64(n)
}

// clearSince empties the clipboard if nothing has changed since the mark. Between the look and
// the clearing a few microseconds remain.
func clearSince(ctx context.Context, since uint64) error {
	if mark() != since {
		return nil
	}
	return overwrite(ctx)
}
