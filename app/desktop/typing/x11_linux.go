package typing

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	_ "watchword/scanner/capture/x11" // keeps the library from writing to standard error
)

// On X11 keys are sent through XTEST (https://www.x.org/releases/current/doc/xextproto/xtest.html): programs
// cannot tell them from the user's.
const (
	press   = 2 // KeyPress
	release = 3 // KeyRelease
)

// A key that was given a meaning keeps it until programs have looked the last stroke up: they ask for the keyboard
// when they come to it, and one that is slow would find nothing.
const (
	heardOf = 500 * time.Millisecond
	kept    = 1500 * time.Millisecond
)

type display struct {
	*xgb.Conn
	root xproto.Window
}

func openX() (*display, error) {
	c, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	if err := xtest.Init(c); err != nil {
		c.Close()
		return nil, err
	}
	return &display{c, xproto.Setup(c).DefaultScreen(c).Root}, nil
}

// focused returns the window with the focus: as the server says, and where there is a window manager as that
// says too. It names the next window before it hands the focus over, and keys of that moment are lost.
func (x *display) focused() (Target, error) {
	reply, err := xproto.GetInputFocus(x.Conn).Reply()
	if err != nil {
		return Target{}, ErrUnavailable
	}
	w := reply.Focus
	if active := xproto.Window(x.cardinal(x.root, "_NET_ACTIVE_WINDOW")); active != 0 {
		if !x.within(w, active) {
			return Target{}, ErrElsewhere
		}
		w = active
	}
	switch {
	case w <= 1: // None, PointerRoot
		return Target{}, ErrElsewhere
	case int(x.cardinal(w, "_NET_WM_PID")) == os.Getpid():
		return Target{}, ErrOwnWindow
	}
	return Target{uint64(w)}, nil
}

// within reports whether w is a window or lies in it: some programs give the focus to a child.
func (x *display) within(w, window xproto.Window) bool {
	for w > 1 && w != x.root {
		if w == window {
			return true
		}
		tree, err := xproto.QueryTree(x.Conn, w).Reply()
		if err != nil {
			return false
		}
		w = tree.Parent
	}
	return false
}

// cardinal returns the first number of a property, 0 for none.
func (x *display) cardinal(w xproto.Window, name string) uint32 {
	atom, err := xproto.InternAtom(x.Conn, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 {
		return 0
	}
	p, err := xproto.GetProperty(x.Conn, false, w, atom.Atom, xproto.GetPropertyTypeAny, 0, 1).Reply()
	if err != nil || p.Format != 32 || len(p.Value) < 4 {
		return 0
	}
	return xgb.Get32(p.Value)
}

func (x *display) typeCode(ctx context.Context, to Target, text []byte) error {
	h := hands{focused: x.focused, untouched: x.untouched}
	if err := h.wait(ctx, to); err != nil {
		return err
	}
	m, err := x.keymap()
	if err != nil {
		return ErrUnavailable
	}
	defer x.capsOff(m)()
	keys, restore, err := x.strokes(m, text)
	if err != nil {
		return err
	}
	defer restore()
	shift, _ := m.find(keysymShift, 0)
	h.strike = func(c byte) error { return x.strike(keys[c], shift.code) }
	return h.typeAll(ctx, to, text)
}

// untouched reports whether no key is down: one that is would join the first digit.
func (x *display) untouched() bool {
	keys, err := xproto.QueryKeymap(x.Conn).Reply()
	return err == nil && !slices.ContainsFunc(keys.Keys, func(b byte) bool { return b != 0 })
}

func (x *display) keymap() (keymap, error) {
	setup := xproto.Setup(x.Conn)
	count := int(setup.MaxKeycode) - int(setup.MinKeycode) + 1
	m, err := xproto.GetKeyboardMapping(x.Conn, setup.MinKeycode, byte(count)).Reply()
	if err != nil {
		return keymap{}, err
	}
	return keymap{setup.MinKeycode, int(m.KeysymsPerKeycode), m.Keysyms}, nil
}

// state returns the modifiers and the group (bits 13 and 14) of the keyboard.
func (x *display) state() uint16 {
	p, err := xproto.QueryPointer(x.Conn, x.root).Reply()
	if err != nil {
		return 0
	}
	return p.Mask
}

// capsOff switches Caps Lock off, and returns how to switch it on again.
func (x *display) capsOff(m keymap) func() {
	caps, ok := m.find(keysymCaps, 0)
	if !ok || x.state()&xproto.ModMaskLock == 0 {
		return func() {}
	}
	tap := func() { _ = x.strike(stroke{code: caps.code}, 0) }
	tap()
	return tap
}

// strokes returns the keys of the characters. What the layout in use has on no key (letters, in a Russian
// one) gets a key that has no meaning so far; restore takes that meaning back.
func (x *display) strokes(m keymap, text []byte) (keys map[byte]stroke, restore func(), err error) {
	group := int(x.state() >> 13 & 3)
	keys = map[byte]stroke{}
	var missing []byte
	for _, c := range text {
		s, ok := m.find(keysym(c), group)
		if _, known := keys[c]; !ok && !known {
			missing = append(missing, c)
		}
		keys[c] = s
	}
	free := m.free(len(missing))
	if len(free) < len(missing) {
		return nil, nil, ErrUnavailable
	}
	for i, c := range missing {
		keys[c] = stroke{code: free[i]}
		x.mean(m, free[i], keysym(c))
	}
	x.known(missing, heardOf)
	return keys, func() {
		x.known(missing, kept)
		for _, code := range free {
			x.mean(m, code, 0)
		}
	}, nil
}

// known gives programs the time to hear what keys mean.
func (x *display) known(missing []byte, wait time.Duration) {
	if len(missing) > 0 {
		time.Sleep(wait)
	}
}

// mean gives a key the same meaning in all groups, with Shift and without.
func (x *display) mean(m keymap, code xproto.Keycode, sym xproto.Keysym) {
	syms := make([]xproto.Keysym, m.perKey)
	for i := range syms {
		syms[i] = sym
	}
	_ = xproto.ChangeKeyboardMappingChecked(x.Conn, 1, code, byte(m.perKey), syms).Check()
}

func (x *display) strike(s stroke, shift xproto.Keycode) error {
	if s.shift {
		if x.fake(press, shift) != nil {
			return ErrRefused
		}
		defer func() { _ = x.fake(release, shift) }()
	}
	if x.fake(press, s.code) != nil || x.fake(release, s.code) != nil {
		return ErrRefused
	}
	return nil
}

func (x *display) fake(kind byte, code xproto.Keycode) error {
	return xtest.FakeInputChecked(x.Conn, kind, byte(code), 0, x.root, 0, 0, 0).Check()
}
