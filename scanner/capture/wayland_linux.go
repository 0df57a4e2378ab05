package capture

import (
	"context"
	"errors"

	"github.com/godbus/dbus/v5"

	"watchword/assets/words"
	"watchword/scanner/capture/portal"
)

// waylandScreens takes the whole desk through the portal, and by grim where there is none.
func waylandScreens(ctx context.Context, o Options) ([]Shot, error) {
	shots, err := portalScreens(ctx, o)
	if errors.Is(err, portal.ErrNoService) && !portal.InFlatpak() {
		if shots, err := o.withoutWindow(ctx, grim); err == nil || ctx.Err() != nil {
			return shots, err
		}
	}
	if err != nil {
		return nil, explainPortal(ctx, err)
	}
	return shots, nil
}

func portalScreens(ctx context.Context, o Options) ([]Shot, error) {
	if o.Choose {
		return o.withoutWindow(ctx, chosen)
	}
	switch portal.Remembered(ctx, "screenshot", "screenshot") {
	case portal.Denied:
		return nil, portalDenied()
	case portal.Granted:
		return o.withoutWindow(ctx, whole)
	}
	return askedFirst(ctx, o)
}

// askedFirst takes a picture with the window in place, because GNOME puts its question only to
// the program in front. Then it is answered, and a second picture is taken without the window.
func askedFirst(ctx context.Context, o Options) ([]Shot, error) {
	first, err := whole(ctx)
	if err != nil || o.Hide == nil {
		return first, err
	}
	second, err := o.withoutWindow(ctx, whole)
	if err != nil && ctx.Err() == nil {
		return first, nil
	}
	return second, err
}

func whole(ctx context.Context) ([]Shot, error) { return portalPicture(ctx, false) }

func chosen(ctx context.Context) ([]Shot, error) { return portalPicture(ctx, true) }

// portalPicture is one call of org.freedesktop.portal.Screenshot. The portal hands out one PNG
// file for all monitors, laid out as on the desk, and leaves it to the caller to delete it.
func portalPicture(ctx context.Context, interactive bool) ([]Shot, error) {
	results, err := portal.Ask(ctx, portal.Call{
		Interface: "org.freedesktop.portal.Screenshot",
		Method:    "Screenshot",
		Args:      []any{""}, // no parent window
		Options: map[string]dbus.Variant{
			"interactive": dbus.MakeVariant(interactive),
			"modal":       dbus.MakeVariant(false),
		},
		Late: func(r portal.Results) { _, _, _ = takeFile(r) },
	})
	if err != nil {
		return nil, err
	}
	data, left, err := takeFile(results)
	if err != nil {
		return nil, err
	}
	img, err := decode(data)
	if err != nil {
		return nil, err
	}
	return []Shot{{Image: img, Screen: 1, Name: wholeDesk(), Left: left}}, nil
}

// wholeDesk names a picture of all screens together.
func wholeDesk() string { return words.T("all screens") }

// takeFile reads the file that the results name and deletes it.
func takeFile(r portal.Results) (data []byte, left string, err error) {
	var uri string
	if v, ok := r["uri"]; !ok || v.Store(&uri) != nil {
		return nil, "", errors.New("the portal named no picture file")
	}
	path, err := localPath(uri)
	if err != nil {
		return nil, "", err
	}
	return readAndDelete(path)
}

// explainPortal turns what the portal said into what a user can do. A plain refusal and a
// broken service look alike on the bus: the permission store tells them apart.
func explainPortal(ctx context.Context, err error) error {
	var r *Refusal
	switch {
	case errors.As(err, &r), ctx.Err() != nil:
		return err
	case errors.Is(err, portal.ErrNoService):
		return &Refusal{
			What: words.T("This desktop offers no service that takes pictures of the screen."),
			Next: orElse(words.T("Install xdg-desktop-portal and its part for your desktop (xdg-desktop-portal-gnome, -kde, -gtk; on sway -wlr and -gtk, on Hyprland -hyprland and -gtk), log in again and scan once more.")),
			Err:  err,
		}
	case errors.Is(err, portal.ErrCancelled):
		return &Refusal{
			What:      words.T("The screenshot was cancelled."),
			Next:      orElse(words.T("Scan again when you are ready.")),
			Cancelled: true, Choose: true,
			Err: err,
		}
	case errors.Is(err, portal.ErrNoAnswer):
		return &Refusal{
			What:   words.T("The desktop did not answer the request for a picture."),
			Next:   orElse(words.T("Look for a question of the desktop behind the other windows and answer it, then scan again.")),
			Choose: true,
			Err:    err,
		}
	case errors.Is(err, portal.ErrGone):
		return &Refusal{
			What: words.T("The desktop's screenshot service stopped before it had a picture."),
			Next: orElse(words.T("Scan again.")),
			Err:  err,
		}
	case errors.Is(err, portal.ErrRefused) && portal.Remembered(ctx, "screenshot", "screenshot") == portal.Denied:
		return portalDenied()
	case errors.Is(err, portal.ErrRefused):
		return &Refusal{
			What:   words.T("The desktop gave no picture of the screen: it was cancelled or refused, or its screenshot service failed."),
			Next:   orElse(words.T("Scan again and allow the picture if you are asked. If that fails too, choose the picture in the desktop's own window.")),
			Choose: true,
			Err:    err,
		}
	}
	return failed(err)
}

func portalDenied() *Refusal {
	next := words.T("Choose the picture in the desktop's own window, which needs no permission; or allow screenshots in the system's settings under the permissions of applications.")
	if portal.InFlatpak() {
		next = words.T("Choose the picture in the desktop's own window, which needs no permission; or allow screenshots with “flatpak permission-set screenshot screenshot %s yes”.", portal.AppID())
	}
	return &Refusal{
		What:       words.T("This desktop does not let Watchword take pictures of the screen: it was denied before."),
		Next:       orElse(next),
		Permission: true, Choose: true,
	}
}
