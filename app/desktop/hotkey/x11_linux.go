package hotkey

import (
	"context"
	"errors"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	_ "watchword/scanner/capture/x11" // keeps the library from writing to standard error
)

// On X11 the program grabs the key of the root window. Caps Lock and Num Lock count as modifiers there, so
// each combination of them is grabbed too.
var locks = []uint16{0, xproto.ModMaskLock, xproto.ModMask2, xproto.ModMaskLock | xproto.ModMask2}

func listenX(ctx context.Context, k Keys, ready, pressed func()) error {
	c, err := xgb.NewConn()
	if err != nil {
		return ErrUnavailable
	}
	defer c.Close()
	g := grabber{c, xproto.Setup(c).DefaultScreen(c).Root, k}
	codes, err := g.grab()
	if err != nil {
		return err
	}
	ready()
	stop := context.AfterFunc(ctx, c.Close) // ends the wait below
	defer stop()
	for {
		event, failed := c.WaitForEvent()
		switch e := event.(type) {
		case nil:
			if failed != nil {
				continue
			}
			if ctx.Err() != nil {
				return nil
			}
			return ErrUnavailable // the server is gone
		case xproto.KeyPressEvent:
			pressed()
		case xproto.MappingNotifyEvent: // another layout: the key may lie elsewhere
			if e.Request == xproto.MappingPointer {
				continue
			}
			g.release(codes)
			if codes, err = g.grab(); err != nil {
				return err
			}
		}
	}
}

type grabber struct {
	*xgb.Conn
	root xproto.Window
	Keys
}

// grab takes the key wherever the layout has it: all of it or nothing.
func (g grabber) grab() ([]xproto.Keycode, error) {
	codes, err := g.codes()
	if err != nil || len(codes) == 0 {
		return nil, ErrUnavailable
	}
	for _, code := range codes {
		for _, lock := range locks {
			err := xproto.GrabKeyChecked(g.Conn, false, g.root, g.mask()|lock, code, xproto.GrabModeAsync, xproto.GrabModeAsync).Check()
			var taken xproto.AccessError
			switch {
			case errors.As(err, &taken):
				g.release(codes)
				return nil, ErrTaken
			case err != nil:
				return nil, ErrUnavailable
			}
		}
	}
	return codes, nil
}

func (g grabber) release(codes []xproto.Keycode) {
	for _, code := range codes {
		for _, lock := range locks {
			_ = xproto.UngrabKeyChecked(g.Conn, code, g.root, g.mask()|lock).Check()
		}
	}
}

// codes are the keys that have the key's keysym in any of their columns: "W" is where the layout in use has
// it, and where the Latin one of two has it.
func (g grabber) codes() (codes []xproto.Keycode, err error) {
	setup := xproto.Setup(g.Conn)
	m, err := xproto.GetKeyboardMapping(g.Conn, setup.MinKeycode, byte(int(setup.MaxKeycode)-int(setup.MinKeycode)+1)).Reply()
	if err != nil {
		return nil, err
	}
	per, want := int(m.KeysymsPerKeycode), g.keysym()
	for i := 0; i+per <= len(m.Keysyms); i += per {
		for _, sym := range m.Keysyms[i : i+per] {
			if sym == want {
				codes = append(codes, setup.MinKeycode+xproto.Keycode(i/per))
				break
			}
		}
	}
	return codes, nil
}

// keysym is that of the key without Shift (keysymdef.h).
func (k Keys) keysym() xproto.Keysym {
	switch {
	case k.Key == "Space":
		return ' '
	case k.function():
		return 0xffbe + xproto.Keysym(number(k.Key[1:])-1)
	case k.Key >= "A":
		return xproto.Keysym(k.Key[0] - 'A' + 'a')
	}
	return xproto.Keysym(k.Key[0])
}

// number reads one of 1 to 12.
func number(digits string) (n int) {
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

func (k Keys) mask() (mask uint16) {
	for m, is := range map[Modifier]uint16{Ctrl: xproto.ModMaskControl, Alt: xproto.ModMask1, Shift: xproto.ModMaskShift, Super: xproto.ModMask4} {
		if k.Modifiers&m != 0 {
			mask |= is
		}
	}
	return mask
}
