// Package dialogs asks for a file in the system's own window: the desktop portal on Linux,
// the native dialog on Windows and macOS.
package dialogs

import (
	"context"
	"errors"
)

var (
	// ErrUnavailable means that this system shows no dialog of its own: use the toolkit's.
	ErrUnavailable = errors.New("this system has no file dialog of its own")
	// ErrCancelled means that the person closed the dialog without choosing.
	ErrCancelled = errors.New("no file was chosen")
)

// A Filter limits what a dialog shows: "Pictures", "*.png", "*.jpg".
type Filter struct {
	Name     string
	Patterns []string
}

// Options describe a dialog. Every field may be empty.
type Options struct {
	Title   string
	Folder  string // where to start: an absolute path
	Name    string // SaveFile: the name offered
	Filters []Filter
	Many    bool // OpenFile: several files may be chosen

	// Parent names the window that the dialog belongs to, as the portal spells it:
	// "x11:<hex id>", "wayland:<handle>" or "".
	Parent string
}

// OpenFile lets the person choose files that exist and returns their paths: one, unless
// Options.Many. It blocks until the person has answered or ctx ends.
func OpenFile(ctx context.Context, o Options) ([]string, error) { return nil, ErrUnavailable }

// SaveFile lets the person choose where to write a file and returns its path. The dialog has
// asked about replacing a file that exists.
func SaveFile(ctx context.Context, o Options) (string, error) { return "", ErrUnavailable }
