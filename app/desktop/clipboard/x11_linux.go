package clipboard

import (
	"context"
	"errors"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"watchword/assets/words"
	"watchword/scanner/capture/x11"
)

// An x11Conn is a connection with an invisible window, through which a selection is asked for.
// The words are those of the Inter-Client Communication Conventions Manual (ICCCM), section 2.
type x11Conn struct {
	*xgb.Conn
	window    xproto.Window
	clipboard xproto.Atom
}

// errX11 stands for everything that can go wrong between us and the server.
var errX11 = words.Error("the X server does not answer")

func x11Connect() (*x11Conn, error) {
	c, err := xgb.NewConn()
	if err != nil {
		return nil, errX11
	}
	x := &x11Conn{Conn: c}
	if x.clipboard, err = x.atom("CLIPBOARD"); err != nil {
		c.Close()
		return nil, errX11
	}
	return x, nil
}

func (x *x11Conn) atom(name string) (xproto.Atom, error) {
	r, err := xproto.InternAtom(x.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, errX11
	}
	return r.Atom, nil
}

func (x *x11Conn) owner() (xproto.Window, error) {
	r, err := xproto.GetSelectionOwner(x.Conn, x.clipboard).Reply()
	if err != nil {
		return 0, errX11
	}
	return r.Owner, nil
}

// x11Owner returns the window that owns the clipboard, or 0.
func x11Owner() (owner uint64) {
	x11.Alone(func() {
		x, err := x11Connect()
		if err != nil {
			return
		}
		defer x.Close()
		if w, err := x.owner(); err == nil {
			owner = uint64(w)
		}
	})
	return owner
}

// x11Disown takes the clipboard from the owner, and from nobody else: the server is held still
// between the look and the taking.
func x11Disown(owner uint64) (err error) {
	x11.Alone(func() {
		var x *x11Conn
		if x, err = x11Connect(); err != nil {
			return
		}
		defer x.Close()
		xproto.GrabServer(x.Conn)
		defer func() {
			if xproto.UngrabServerChecked(x.Conn).Check() != nil {
				err = errX11
			}
		}()
		w, lookErr := x.owner()
		if lookErr != nil || w == 0 || uint64(w) != owner {
			err = lookErr
			return
		}
		xproto.SetSelectionOwner(x.Conn, xproto.WindowNone, x.clipboard, xproto.TimeCurrentTime)
	})
	return err
}

// x11Read returns what the owner of the clipboard offers in the first of the targets that it
// has, and which one that was.
func x11Read(ctx context.Context, targets ...string) (data []byte, target string, err error) {
	x11.Alone(func() { data, target, err = x11ReadAlone(ctx, targets) })
	return data, target, err
}

func x11ReadAlone(ctx context.Context, targets []string) ([]byte, string, error) {
	x, err := x11Connect()
	if err != nil {
		return nil, "", err
	}
	defer x.Close()
	defer context.AfterFunc(ctx, x.Close)() // ends a wait for an owner that does not answer
	if w, err := x.owner(); err != nil || w == 0 {
		return nil, "", errors.Join(ErrEmpty, err)
	}
	if err := x.createWindow(); err != nil {
		return nil, "", err
	}
	offered, err := x.offered()
	if err != nil {
		return nil, "", err
	}
	for _, name := range targets {
		a, err := x.atom(name)
		if err != nil {
			return nil, "", err
		}
		if !offered[a] {
			continue
		}
		data, err := x.convert(a)
		return data, name, err
	}
	return nil, "", ErrEmpty
}

func (x *x11Conn) createWindow() error {
	id, err := xproto.NewWindowId(x.Conn)
	if err != nil {
		return errX11
	}
	root := xproto.Setup(x.Conn).DefaultScreen(x.Conn).Root
	err = xproto.CreateWindowChecked(x.Conn, 0, id, root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly,
		0, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	if err != nil {
		return errX11
	}
	x.window = id
	return nil
}

// offered asks for the target TARGETS: the kinds of data that the owner has.
func (x *x11Conn) offered() (map[xproto.Atom]bool, error) {
	a, err := x.atom("TARGETS")
	if err != nil {
		return nil, err
	}
	list, err := x.convert(a)
	if err != nil {
		return nil, err
	}
	has := make(map[xproto.Atom]bool)
	for ; len(list) >= 4; list = list[4:] {
		has[xproto.Atom(xgb.Get32(list))] = true
	}
	return has, nil
}

// convert asks the owner for one target and takes it, in one piece or in many.
func (x *x11Conn) convert(target xproto.Atom) ([]byte, error) {
	property, err := x.atom("WATCHWORD_SELECTION")
	if err != nil {
		return nil, err
	}
	xproto.ConvertSelection(x.Conn, x.window, x.clipboard, target, property, xproto.TimeCurrentTime)
	for {
		switch e, err := x.next(); e := e.(type) {
		case nil:
			return nil, err
		case xproto.SelectionNotifyEvent:
			if e.Property == xproto.AtomNone {
				return nil, ErrEmpty
			}
			return x.take(property)
		}
	}
}

// next returns the next event. X errors of single requests are passed over.
func (x *x11Conn) next() (xgb.Event, error) {
	for {
		e, xerr := x.WaitForEvent()
		if e != nil {
			return e, nil
		}
		if xerr == nil { // closed
			return nil, errX11
		}
	}
}

// take reads and deletes the property; if it only announces pieces (ICCCM 2.7.2), each deletion
// asks for the next one, and an empty one ends them.
func (x *x11Conn) take(property xproto.Atom) ([]byte, error) {
	incr, err := x.atom("INCR")
	if err != nil {
		return nil, err
	}
	data, kind, err := x.property(property)
	if err != nil || kind != incr {
		return data, err
	}
	data = nil
	for {
		e, err := x.next()
		if err != nil {
			return nil, err
		}
		p, ok := e.(xproto.PropertyNotifyEvent)
		if !ok || p.Atom != property || p.State != xproto.PropertyNewValue {
			continue
		}
		piece, _, err := x.property(property)
		if err != nil || len(piece) == 0 {
			return data, err
		}
		if data = append(data, piece...); len(data) > maxRead {
			return nil, ErrTooLong
		}
	}
}

func (x *x11Conn) property(p xproto.Atom) ([]byte, xproto.Atom, error) {
	r, err := xproto.GetProperty(x.Conn, true, x.window, p, xproto.GetPropertyTypeAny, 0, maxRead/4).Reply()
	if err != nil {
		return nil, 0, errX11
	}
	return r.Value, r.Type, nil
}

// x11Text returns the text on the clipboard as UTF-8.
func x11Text(ctx context.Context) ([]byte, error) {
	data, target, err := x11Read(ctx, "UTF8_STRING", "text/plain;charset=utf-8", "STRING")
	if err != nil || target != "STRING" {
		return data, err
	}
	return latin1(data), nil // ICCCM 2.6.2: STRING is ISO Latin-1
}

func latin1(data []byte) []byte {
	runes := make([]rune, len(data))
	for i, b := range data {
		runes[i] = rune(b)
	}
	return []byte(string(runes))
}
