// Package box tells the user something where the toolkit cannot open a window: in a window that the X server
// itself draws, which needs no OpenGL.
package box

import (
	"context"
	"errors"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/ncruces/zenity"

	_ "watchword/scanner/capture/x11" // keeps the library from writing to standard error
)

// errNoServer means that there is no X server to draw it.
var errNoServer = errors.New("no X server")

// Show shows a text until the user closes it or ctx ends: by the program zenity where it is, else drawn by the
// X server.
func Show(ctx context.Context, title, text string) error {
	if zenity.IsAvailable() && zenity.Error(text, zenity.Context(ctx), zenity.Title(title), zenity.Width(420)) == nil {
		return nil
	}
	return draw(ctx, title, text)
}

// The box, in pixels. The font is the one that every X server has.
const (
	font   = "fixed"
	width  = 64 // characters in a line
	letter = 6  // of the font at least
	line   = 18
	margin = 20
)

func draw(ctx context.Context, title, text string) error {
	x, err := xgb.NewConn()
	if err != nil {
		return errNoServer
	}
	defer x.Close()
	stop := context.AfterFunc(ctx, x.Close)
	defer stop()
	lines := wrap(text, width)
	screen := xproto.Setup(x).DefaultScreen(x)
	w, err := xproto.NewWindowId(x)
	if err != nil {
		return errNoServer
	}
	wide, high := uint16(2*margin+width*letter), uint16(2*margin+len(lines)*line)
	at := func(all, own uint16) int16 { return int16((int(all) - int(own)) / 2) }
	err = xproto.CreateWindowChecked(x, screen.RootDepth, w, screen.Root, at(screen.WidthInPixels, wide), at(screen.HeightInPixels, high), wide, high, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, xproto.CwBackPixel|xproto.CwEventMask,
		[]uint32{screen.WhitePixel, xproto.EventMaskExposure | xproto.EventMaskButtonPress | xproto.EventMaskKeyPress}).Check()
	if err != nil {
		return errNoServer
	}
	pen, err := newPen(x, w, screen)
	if err != nil {
		return err
	}
	closing := named(x, w, title)
	xproto.MapWindow(x, w)
	for {
		event, _ := x.WaitForEvent()
		switch e := event.(type) {
		case nil: // closed, or the server is gone
			return ctx.Err()
		case xproto.ExposeEvent:
			for i, l := range lines {
				xproto.ImageText8(x, byte(len(l)), xproto.Drawable(w), pen, margin, int16(margin+line*i+line/2+4), l)
			}
		case xproto.ButtonPressEvent, xproto.KeyPressEvent:
			return nil
		case xproto.ClientMessageEvent:
			if data := e.Data.Data32; len(data) > 0 && xproto.Atom(data[0]) == closing {
				return nil
			}
		}
	}
}

func newPen(x *xgb.Conn, w xproto.Window, screen *xproto.ScreenInfo) (xproto.Gcontext, error) {
	f, err := xproto.NewFontId(x)
	if err != nil {
		return 0, errNoServer
	}
	if err := xproto.OpenFontChecked(x, f, uint16(len(font)), font).Check(); err != nil {
		return 0, errNoServer
	}
	pen, err := xproto.NewGcontextId(x)
	if err != nil {
		return 0, errNoServer
	}
	err = xproto.CreateGCChecked(x, pen, xproto.Drawable(w), xproto.GcForeground|xproto.GcBackground|xproto.GcFont,
		[]uint32{screen.BlackPixel, screen.WhitePixel, uint32(f)}).Check()
	return pen, err
}

// named gives the window its title, and returns the message by which a window manager asks it to close.
func named(x *xgb.Conn, w xproto.Window, title string) (closing xproto.Atom) {
	xproto.ChangeProperty(x, xproto.PropModeReplace, w, xproto.AtomWmName, xproto.AtomString, 8, uint32(len(title)), []byte(title))
	atom := func(name string) xproto.Atom {
		reply, err := xproto.InternAtom(x, false, uint16(len(name)), name).Reply()
		if err != nil {
			return 0
		}
		return reply.Atom
	}
	protocols, closing := atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW")
	if protocols != 0 && closing != 0 {
		data := []byte{byte(closing), byte(closing >> 8), byte(closing >> 16), byte(closing >> 24)}
		xproto.ChangeProperty(x, xproto.PropModeReplace, w, protocols, xproto.AtomAtom, 32, 1, data)
	}
	return closing
}

// wrap breaks a text into lines of so many characters, as the server's font has them: what is not Latin-1
// becomes a question mark.
func wrap(text string, width int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		now := ""
		for _, word := range strings.Fields(paragraph) {
			if now != "" && len(now)+1+len(word) > width {
				lines = append(lines, latin(now))
				now = ""
			}
			if now != "" {
				now += " "
			}
			now += word
		}
		lines = append(lines, latin(now))
	}
	return lines
}

func latin(s string) string {
	var b []byte
	for _, r := range strings.NewReplacer("’", "'", "“", "\"", "”", "\"").Replace(s) {
		if r > 0xff {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return string(b[:min(len(b), 255)])
}
