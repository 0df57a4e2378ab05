// Package dialogs asks for a file in the system's own window: the desktop portal on Linux,
// the native dialog on Windows and macOS.
package dialogs

import (
	"context"

	"watchword/assets/words"
)

var (
	// ErrUnavailable means that this system shows no dialog of its own: use the toolkit's.
	ErrUnavailable = words.Error("this system has no file dialog of its own")
	// ErrCancelled means that the user closed the dialog without choosing.
	ErrCancelled = words.Error("no file was chosen")
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

// OpenFile lets the user choose files that exist and returns their paths: one, unless
// Options.Many. It blocks until the user has answered or ctx ends. Its error is one of this
// package or that of ctx.
func OpenFile(ctx context.Context, o Options) ([]string, error) { return ask(ctx, o, openFile) }

// SaveFile lets the user choose where to write a file and returns its path. The dialog has
// asked about replacing a file that exists. Its errors are those of OpenFile.
func SaveFile(ctx context.Context, o Options) (string, error) {
	paths, err := ask(ctx, o, saveFile)
	if err != nil {
		return "", err
	}
	return paths[0], nil
}

// A kind is one of the two dialogs.
type kind int

const (
	openFile kind = iota
	saveFile
)

func ask(ctx context.Context, o Options, k kind) ([]string, error) {
	paths, err := show(ctx, o, k)
	switch {
	case err != nil:
		return nil, err
	case len(paths) == 0:
		return nil, ErrCancelled
	}
	return paths, nil
}
