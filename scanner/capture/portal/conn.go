//go:build linux

package portal

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/godbus/dbus/v5"
)

// A Conn is a connection to the portal for what takes more than one question: the portal ends a session
// when the connection that opened it does.
type Conn struct{ bus *dbus.Conn }

// Dial connects to the session bus. Its error is [ErrNoService].
func Dial() (*Conn, error) {
	bus, err := dial()
	if err != nil {
		return nil, err
	}
	return &Conn{bus}, nil
}

// Close ends the connection, and with it the sessions that it opened.
func (c *Conn) Close() { _ = c.bus.Close() }

// appID is the name of our desktop entry.
const appID = "io.github.watchword.Watchword"

// registering is how long a portal gets to answer a question that only newer ones know.
const registering = 2 * time.Second

// Register tells the portal which program this is, which one outside of a sandbox has to do before
// anything else since version 1.20. Older ones do not know the question, and where the desktop entry is not
// installed it fails: nothing depends on the answer.
func (c *Conn) Register(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, registering)
	defer cancel()
	_ = c.Call(ctx, "org.freedesktop.host.portal.Registry.Register", appID, map[string]dbus.Variant{})
}

// Ask puts a question over this connection, see [Ask]. What comes after the limit is not heard.
func (c *Conn) Ask(ctx context.Context, call Call) (Results, error) {
	r, err := open(c.bus)
	if err != nil {
		return nil, err
	}
	defer c.bus.RemoveSignal(r.signals)
	results, err := r.ask(ctx, call)
	if err != nil {
		c.bus.Object(busName, r.path).Go(request+".Close", dbus.FlagNoReplyExpected, nil)
	}
	return results, err
}

// Call calls a method that answers at once.
func (c *Conn) Call(ctx context.Context, method string, args ...any) error {
	if err := c.bus.Object(busName, object).CallWithContext(ctx, method, 0, args...).Err; err != nil {
		return explain(err)
	}
	return nil
}

// CloseSession ends a session that the portal opened, without waiting for it.
func (c *Conn) CloseSession(session dbus.ObjectPath) {
	c.bus.Object(busName, session).Go("org.freedesktop.portal.Session.Close", dbus.FlagNoReplyExpected, nil)
}

// token returns a name for a session or a request: letters and digits only, others end the portal.
func token() string { return "watchword_" + rand.Text() }

// CreateSession has a part of the portal open a session on this connection.
func (c *Conn) CreateSession(ctx context.Context, face string) (dbus.ObjectPath, error) {
	made, err := c.Ask(ctx, Call{Interface: face, Method: "CreateSession",
		Options: map[string]dbus.Variant{"session_handle_token": dbus.MakeVariant(token())}})
	if err != nil {
		return "", err
	}
	handle, _ := made["session_handle"].Value().(string) // a string, as the portal's documentation regrets
	if !dbus.ObjectPath(handle).IsValid() {
		return "", ErrNoService
	}
	return dbus.ObjectPath(handle), nil
}

// Listen returns the signals of a part of the portal, and with them the one that [Gone] knows. The channel is
// closed with the connection.
func (c *Conn) Listen(face, member string) (<-chan *dbus.Signal, error) {
	signals := make(chan *dbus.Signal, 16)
	c.bus.Signal(signals)
	return signals, c.bus.AddMatchSignal(dbus.WithMatchInterface(face), dbus.WithMatchMember(member))
}
