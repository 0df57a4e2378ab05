package dialogs

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/ncruces/zenity"
)

// native shows the dialog of Windows or macOS; on Linux that of zenity, qarma or matedialog.
func native(ctx context.Context, o Options, k kind) ([]string, error) {
	if !zenity.IsAvailable() {
		return nil, ErrUnavailable
	}
	options := []zenity.Option{zenity.Context(ctx), zenity.Title(o.Title), zenity.Modal()}
	if start := startPath(o); start != "" {
		options = append(options, zenity.Filename(start))
	}
	if len(o.Filters) > 0 {
		var filters zenity.FileFilters
		for _, f := range o.Filters {
			filters = append(filters, zenity.FileFilter{Name: f.Name, Patterns: f.Patterns, CaseFold: true})
		}
		options = append(options, filters)
	}
	switch {
	case k == saveFile:
		return one(zenity.SelectFileSave(append(options, zenity.ConfirmOverwrite())...))
	case o.Many:
		paths, err := zenity.SelectFileMultiple(options...)
		return paths, plain(err)
	}
	return one(zenity.SelectFile(options...))
}

func one(path string, err error) ([]string, error) {
	if err != nil {
		return nil, plain(err)
	}
	return []string{path}, nil
}

func plain(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, zenity.ErrCanceled):
		return ErrCancelled
	}
	return ErrUnavailable
}

// startPath joins folder and name; a folder ends in a separator, or it would be taken as a name.
func startPath(o Options) string {
	if o.Folder == "" {
		return o.Name
	}
	return filepath.Clean(o.Folder) + string(os.PathSeparator) + o.Name
}
