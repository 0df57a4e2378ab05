//go:build e2e && linux

package e2e

import (
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// drop drops a text/uri-list on the middle of a window, as a file manager does: the source's
// side of the XDND protocol, version 5 (freedesktop.org, "Drag-and-Drop Protocol for the X
// Window System").
func (p *program) drop(uris ...string) {
	p.t.Helper()
	if err := dropOn(p.window, strings.Join(uris, "\r\n")+"\r\n"); err != nil {
		p.fatal("dropping: %v", err)
	}
}

type source struct {
	c      *xgb.Conn
	window xproto.Window
	atoms  map[string]xproto.Atom
}

func dropOn(window, list string) error {
	id, err := strconv.ParseUint(window, 10, 32)
	if err != nil {
		return err
	}
	target := xproto.Window(id)
	c, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer c.Close()
	s := &source{c: c, atoms: map[string]xproto.Atom{}}
	for _, name := range []string{"XdndAware", "XdndSelection", "XdndEnter", "XdndPosition", "XdndStatus", "XdndDrop", "XdndFinished", "XdndActionCopy", "text/uri-list"} {
		r, err := xproto.InternAtom(c, false, uint16(len(name)), name).Reply()
		if err != nil {
			return err
		}
		s.atoms[name] = r.Atom
	}
	screen := xproto.Setup(c).DefaultScreen(c)
	if s.window, err = xproto.NewWindowId(c); err != nil {
		return err
	}
	xproto.CreateWindow(c, screen.RootDepth, s.window, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOutput, screen.RootVisual, 0, nil)
	xproto.SetSelectionOwner(c, s.window, s.atoms["XdndSelection"], xproto.TimeCurrentTime)

	size, err := xproto.GetGeometry(c, xproto.Drawable(target)).Reply()
	if err != nil {
		return err
	}
	at, err := xproto.TranslateCoordinates(c, target, screen.Root, int16(size.Width/2), int16(size.Height/2)).Reply()
	if err != nil {
		return err
	}
	where := uint32(uint16(at.DstX))<<16 | uint32(uint16(at.DstY))
	s.send(target, "XdndEnter", 5<<24, uint32(s.atoms["text/uri-list"]), 0, 0)
	s.send(target, "XdndPosition", 0, where, xproto.TimeCurrentTime, uint32(s.atoms["XdndActionCopy"]))
	return s.serve(target, list)
}

// send sends a message of the protocol.
func (s *source) send(to xproto.Window, name string, data ...uint32) {
	event := xproto.ClientMessageEvent{Format: 32, Window: to, Type: s.atoms[name],
		Data: xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(s.window)}, data...))}
	xproto.SendEvent(s.c, false, to, 0, string(event.Bytes()))
}

// serve answers until the target has what was dropped.
func (s *source) serve(target xproto.Window, list string) error {
	dropped, handed := false, false
	for end := time.Now().Add(patience); time.Now().Before(end); {
		event, err := s.c.PollForEvent()
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case nil:
			time.Sleep(10 * time.Millisecond)
		case xproto.ClientMessageEvent:
			switch e.Type {
			case s.atoms["XdndStatus"]:
				if e.Data.Data32[1]&1 == 0 {
					return errors.New("the window takes no drop")
				}
				if !dropped {
					dropped = true
					s.send(target, "XdndDrop", 0, xproto.TimeCurrentTime, 0, 0)
				}
			case s.atoms["XdndFinished"]:
				if !handed {
					return errors.New("the window did not ask for what was dropped")
				}
				return nil
			}
		case xproto.SelectionRequestEvent:
			xproto.ChangeProperty(s.c, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(list)), []byte(list))
			notify := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
			xproto.SendEvent(s.c, false, e.Requestor, 0, string(notify.Bytes()))
			handed = true
		}
	}
	return errors.New("the window did not finish")
}

// copyPicture lets another program copy a picture file.
func (d *desk) copyPicture(file string) {
	d.t.Helper()
	c := exec.Command("xclip", "-selection", "clipboard", "-t", "image/png", "-i", file)
	if err := c.Run(); err != nil {
		d.t.Fatalf("this test needs xclip: %v", err)
	}
	d.until("the picture on the clipboard", func() bool {
		out, err := d.try("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o")
		return err == nil && strings.Contains(out, "image/png")
	})
}
