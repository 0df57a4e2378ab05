package dialogs

import (
	"context"
	"errors"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/godbus/dbus/v5"

	"watchword/scanner/capture/portal"
)

// leisure is how long a user may look for a file.
const leisure = 24 * time.Hour

// show asks the portal, and the helper programs of the desktop where there is none.
func show(ctx context.Context, o Options, k kind) ([]string, error) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil, ErrUnavailable // the helpers would report a user who said no
	}
	paths, err := portalDialog(ctx, o, k)
	if errors.Is(err, ErrUnavailable) && !portal.InFlatpak() {
		return native(ctx, o, k)
	}
	return paths, err
}

// portalDialog is one call of org.freedesktop.portal.FileChooser.
func portalDialog(ctx context.Context, o Options, k kind) ([]string, error) {
	method := "OpenFile"
	options := map[string]dbus.Variant{}
	if k == saveFile {
		method = "SaveFile"
		if o.Name != "" {
			options["current_name"] = dbus.MakeVariant(o.Name)
		}
	} else if o.Many {
		options["multiple"] = dbus.MakeVariant(true)
	}
	if o.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(o.Folder), 0)) // ends as in C
	}
	if len(o.Filters) > 0 {
		options["filters"] = dbus.MakeVariant(portalFilters(o.Filters))
	}
	results, err := portal.Ask(ctx, portal.Call{
		Interface: "org.freedesktop.portal.FileChooser",
		Method:    method,
		Args:      []any{o.Parent, o.Title},
		Options:   options,
		Limit:     leisure,
	})
	switch {
	case err == nil:
		return chosen(results)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, portal.ErrCancelled), errors.Is(err, portal.ErrRefused):
		return nil, ErrCancelled // GTK's portal answers "refused" when its window is closed
	}
	return nil, ErrUnavailable
}

func chosen(results portal.Results) ([]string, error) {
	var uris []string
	if v, ok := results["uris"]; !ok || v.Store(&uris) != nil {
		return nil, ErrUnavailable
	}
	var paths []string
	for _, uri := range uris {
		u, err := url.Parse(uri)
		if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || u.Path == "" {
			return nil, ErrUnavailable
		}
		paths = append(paths, u.Path)
	}
	return paths, nil
}

// A portalFilter is the portal's (sa(us)): a name and its patterns.
type portalFilter struct {
	Name     string
	Patterns []portalPattern
}

// A portalPattern of kind 0 is a file name pattern.
type portalPattern struct {
	Kind    uint32
	Pattern string
}

func portalFilters(filters []Filter) []portalFilter {
	var out []portalFilter
	for _, f := range filters {
		p := portalFilter{Name: f.Name}
		for _, pattern := range f.Patterns {
			p.Patterns = append(p.Patterns, portalPattern{Pattern: anyCase(pattern)})
		}
		out = append(out, p)
	}
	return out
}

// anyCase lets *.png find a file named A.PNG too: the portal compares letter by letter.
func anyCase(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		if lower, upper := unicode.ToLower(r), unicode.ToUpper(r); lower != upper {
			b.WriteString("[" + string(lower) + string(upper) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
