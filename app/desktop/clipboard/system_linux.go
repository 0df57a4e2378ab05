package clipboard

import (
	"context"
	"os"

	clip "golang.design/x/clipboard"
)

// reach picks the way to the clipboard: X11 and most Wayland compositors by the library, the
// others (GNOME without Xwayland) by the programs of wl-clipboard.
func reach() (system, error) {
	wayland := os.Getenv("WAYLAND_DISPLAY") != ""
	if !wayland && os.Getenv("DISPLAY") == "" {
		return nil, ErrUnavailable
	}
	tools, haveTools := findTools()
	err := clip.Init()
	switch {
	case err == nil && !wayland:
		return x11System{}, nil
	case err == nil:
		return waylandSystem{tools: tools, haveTools: haveTools, haveX11: os.Getenv("DISPLAY") != ""}, nil
	case wayland && haveTools:
		return tools, nil
	}
	return nil, ErrUnavailable
}

// hints: KDE's, which the other clipboard managers follow.
var hints = []hint{{"x-kde-passwordManagerHint", []byte("secret")}}

// mark is the X11 window that owns the clipboard; 0 where Wayland has no such thing.
func mark() uint64 {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return 0
	}
	return x11Owner()
}

// clearSince empties the clipboard if it is still ours: on X11 in one step with the look.
func clearSince(ctx context.Context, since uint64) error {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return overwrite(ctx)
	}
	return x11Disown(since)
}

// An x11System writes by the library and reads by itself: the library cannot read what comes
// in pieces (INCR), as pictures do.
type x11System struct{ library }

func (x11System) readText(ctx context.Context) ([]byte, error) { return x11Text(ctx) }

func (x11System) readPicture(ctx context.Context) ([]byte, error) {
	data, _, err := x11Read(ctx, pictureTypes...)
	return data, err
}

func (x11System) readFiles(ctx context.Context) ([]string, error) {
	list, _, err := x11Read(ctx, uriList)
	return localFiles(list), err
}

// A waylandSystem uses the library, which speaks Wayland where the compositor allows it and
// X11 otherwise, and then the other ways, since what a program offers may reach us by one only.
type waylandSystem struct {
	library
	tools     tools
	haveTools bool
	haveX11   bool
}

func (s waylandSystem) readText(ctx context.Context) ([]byte, error) {
	return s.first(ctx, s.library.readText, x11Text, s.tools.readText)
}

func (s waylandSystem) readPicture(ctx context.Context) ([]byte, error) {
	return s.first(ctx, s.library.readPicture, x11System{}.readPicture, s.tools.readPicture)
}

func (s waylandSystem) readFiles(ctx context.Context) ([]string, error) {
	if paths, err := s.library.readFiles(ctx); err == nil && len(paths) > 0 {
		return paths, nil
	}
	list, err := s.first(ctx, nil, func(ctx context.Context) ([]byte, error) {
		list, _, err := x11Read(ctx, uriList)
		return list, err
	}, func(ctx context.Context) ([]byte, error) { return s.tools.read(ctx, uriList) })
	return localFiles(list), err
}

// announcement is the length of what the library returns of a transfer in pieces: the size
// that X11's INCR announces, instead of the data.
const announcement = 4

func (s waylandSystem) first(ctx context.Context, library, x11, tools func(context.Context) ([]byte, error)) ([]byte, error) {
	var short []byte
	if library != nil {
		data, err := library(ctx)
		if err == nil && len(data) != announcement {
			return data, nil
		}
		short = data
	}
	if s.haveX11 {
		if data, err := x11(ctx); err == nil && len(data) > 0 {
			return data, nil
		}
	}
	if len(short) > 0 {
		return short, nil
	}
	if s.haveTools {
		return tools(ctx)
	}
	return nil, ErrEmpty
}
