//go:build linux

package portaltest

import (
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"
)

// A Remote is the part RemoteDesktop of a portal: it hears the keys that are typed through it. A nil Start
// allows the keyboard at once.
type Remote struct {
	Start func(r Request, devices map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error)

	mu      sync.Mutex
	keysyms []int32
	ended   int
	devices map[string]dbus.Variant // as SelectDevices got them
}

const (
	remoteFace  = "org.freedesktop.portal.RemoteDesktop"
	sessionFace = "org.freedesktop.portal.Session"
	sessionPath = dbus.ObjectPath("/org/freedesktop/portal/desktop/session/one")
)

// Typed returns the keysyms of the keys that were pressed and released again.
func (r *Remote) Typed() []int32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.keysyms)
}

// Ended returns how many sessions were closed.
func (r *Remote) Ended() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// Allow answers Start: the keyboard, and a token for the next time.
func Allow(r Request, token string) {
	r.Respond(0, map[string]dbus.Variant{"devices": dbus.MakeVariant(uint32(1)), "restore_token": dbus.MakeVariant(token)})
}

// remoteMethods are what the bus sees of a Remote.
type remoteMethods struct {
	p *Portal
	*Remote
	down int32
}

func (m *remoteMethods) CreateSession(sender dbus.Sender, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	r := m.p.request(sender, "", options)
	_ = m.p.conn.Export(session{m.Remote}, sessionPath, sessionFace)
	r.Respond(0, map[string]dbus.Variant{"session_handle": dbus.MakeVariant(string(sessionPath))})
	return r.Path, nil
}

func (m *remoteMethods) SelectDevices(sender dbus.Sender, _ dbus.ObjectPath, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	r := m.p.request(sender, "", options)
	m.mu.Lock()
	m.devices = options
	m.mu.Unlock()
	r.Respond(0, nil)
	return r.Path, nil
}

func (m *remoteMethods) Start(sender dbus.Sender, _ dbus.ObjectPath, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	r := m.p.request(sender, "", options)
	m.mu.Lock()
	devices := m.devices
	m.mu.Unlock()
	if m.Remote.Start != nil {
		return m.Remote.Start(r, devices)
	}
	Allow(r, "")
	return r.Path, nil
}

func (m *remoteMethods) NotifyKeyboardKeysym(_ dbus.ObjectPath, _ map[string]dbus.Variant, keysym int32, state uint32) *dbus.Error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if state == 1 {
		m.down = keysym
	} else if m.down == keysym {
		m.keysyms = append(m.keysyms, keysym)
	}
	return nil
}

type session struct{ r *Remote }

func (s session) Close() *dbus.Error {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.ended++
	return nil
}
