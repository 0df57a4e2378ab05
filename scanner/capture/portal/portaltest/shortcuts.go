//go:build linux

package portaltest

import (
	"sync"

	"github.com/godbus/dbus/v5"
)

// Shortcuts is the part GlobalShortcuts of a portal. A nil Bind binds what it is asked for.
type Shortcuts struct {
	Bind func(r Request) (dbus.ObjectPath, *dbus.Error)

	mu                 sync.Mutex
	conn               *dbus.Conn
	id, trigger, about string
}

const shortcutsFace = "org.freedesktop.portal.GlobalShortcuts"

// Bound returns what was bound: its id, its keys and what it is said to do.
func (s *Shortcuts) Bound() (id, trigger, about string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.id, s.trigger, s.about
}

// Press tells of a shortcut of a session; "" is the one that this portal opens.
func (s *Shortcuts) Press(session dbus.ObjectPath, id string) {
	if session == "" {
		session = sessionPath
	}
	_ = s.conn.Emit(portalPath, shortcutsFace+".Activated", session, id, uint64(0), map[string]dbus.Variant{})
}

// An asked is an entry of BindShortcuts.
type asked struct {
	ID    string
	About map[string]dbus.Variant
}

// shortcutsMethods are what the bus sees of Shortcuts.
type shortcutsMethods struct {
	p *Portal
	s *Shortcuts
}

func (m shortcutsMethods) CreateSession(sender dbus.Sender, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	r := m.p.request(sender, "", options)
	r.Respond(0, map[string]dbus.Variant{"session_handle": dbus.MakeVariant(string(sessionPath))})
	return r.Path, nil
}

func (m shortcutsMethods) BindShortcuts(sender dbus.Sender, _ dbus.ObjectPath, list []asked, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	r := m.p.request(sender, "", options)
	m.s.mu.Lock()
	for _, a := range list {
		m.s.id = a.ID
		m.s.trigger, _ = a.About["preferred_trigger"].Value().(string)
		m.s.about, _ = a.About["description"].Value().(string)
	}
	m.s.mu.Unlock()
	if m.s.Bind != nil {
		return m.s.Bind(r)
	}
	r.Respond(0, map[string]dbus.Variant{"shortcuts": dbus.MakeVariant(list)})
	return r.Path, nil
}
