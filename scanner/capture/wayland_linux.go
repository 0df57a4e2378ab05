package capture

import (
	"context"
	"errors"
	"fmt"

	"github.com/godbus/dbus/v5"

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
	return []Shot{{Image: img, Screen: 1, Name: wholeDesk, Left: left}}, nil
}

const wholeDesk = "all screens"

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
			What: "This desktop offers no service that takes pictures of the screen.",
			Next: "Install xdg-desktop-portal and its part for your desktop (xdg-desktop-portal-gnome, -kde, " +
				"-gtk; on sway -wlr and -gtk, on Hyprland -hyprland and -gtk), log in again and scan once more; or " + otherWays,
			Err: err,
		}
	case errors.Is(err, portal.ErrCancelled):
		return &Refusal{
			What:      "The picture was called off.",
			Next:      "Scan again when you are ready, or " + otherWays,
			Cancelled: true, Choose: true,
			Err: err,
		}
	case errors.Is(err, portal.ErrNoAnswer):
		return &Refusal{
			What:   "The desktop did not answer the request for a picture.",
			Next:   "Look for a question of the desktop behind the other windows and answer it, then scan again; or " + otherWays,
			Choose: true,
			Err:    err,
		}
	case errors.Is(err, portal.ErrGone):
		return &Refusal{
			What: "The desktop's screenshot service stopped before it had a picture.",
			Next: "Scan again. If it stays so, " + otherWays,
			Err:  err,
		}
	case errors.Is(err, portal.ErrRefused) && portal.Remembered(ctx, "screenshot", "screenshot") == portal.Denied:
		return portalDenied()
	case errors.Is(err, portal.ErrRefused):
		return &Refusal{
			What: "The desktop gave no picture of the screen: it was called off or refused, or its screenshot service failed.",
			Next: "Scan again and allow the picture if you are asked. If it stays so, choose the picture " +
				"in the desktop's own window, or " + otherWays,
			Choose: true,
			Err:    err,
		}
	}
	return failed(err)
}

func portalDenied() *Refusal {
	app := portal.AppID()
	where := "in the system's settings under the permissions of applications"
	if portal.InFlatpak() {
		where = fmt.Sprintf("by the command: flatpak permission-set screenshot screenshot %s yes", app)
	}
	return &Refusal{
		What:       "This desktop does not let Watchword take pictures of the screen: it was denied before.",
		Next:       "Choose the picture in the desktop's own window, which needs no permission; or allow screenshots " + where + "; or " + otherWays,
		Permission: true, Choose: true,
	}
}
