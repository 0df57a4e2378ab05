package keyring

import (
	"context"
	"errors"

	"github.com/godbus/dbus/v5"
)

// The Secret Service API 0.2 (specifications.freedesktop.org): GNOME Keyring, KWallet,
// KeePassXC and others speak it.
const (
	service     = "org.freedesktop.secrets"
	servicePath = dbus.ObjectPath("/org/freedesktop/secrets")
	serviceFace = "org.freedesktop.Secret.Service"
	itemFace    = "org.freedesktop.Secret.Item"
	collection  = "org.freedesktop.Secret.Collection"
	noObject    = dbus.ObjectPath("/")
)

// schema says whose item it is, for people who look into their keyring.
const schema = "io.github.watchword.QuickUnlock"

func attributes(name string) map[string]string {
	return map[string]string{"xdg:schema": schema, "vault": name}
}

// A secret as it goes over the bus.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// A client is a connection of one call, with a session on it.
type client struct {
	conn    *dbus.Conn
	session dbus.ObjectPath
}

func open(ctx context.Context) (*client, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, ErrUnavailable
	}
	c := &client{conn: conn}
	if conn.Auth(nil) != nil || conn.Hello() != nil {
		c.close()
		return nil, ErrUnavailable
	}
	// Plain: the bus belongs to the user alone, and who can listen on it can ask, too.
	var output dbus.Variant
	if err := c.call(ctx, servicePath, serviceFace+".OpenSession", "plain", dbus.MakeVariant("")).Store(&output, &c.session); err != nil {
		c.close()
		return nil, unavailable(err)
	}
	return c, nil
}

func (c *client) close() { _ = c.conn.Close() }

func (c *client) call(ctx context.Context, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return c.conn.Object(service, path).CallWithContext(ctx, method, 0, args...)
}

// unavailable keeps an end of the context and makes everything else one error: what exactly
// a broken keyring says helps nobody.
func unavailable(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return ErrUnavailable
}

// find returns the item of a name.
func (c *client) find(ctx context.Context, name string) (dbus.ObjectPath, error) {
	var unlocked, locked []dbus.ObjectPath
	err := c.call(ctx, servicePath, serviceFace+".SearchItems", attributes(name)).Store(&unlocked, &locked)
	switch {
	case err != nil:
		return "", unavailable(err)
	case len(unlocked) > 0:
		return unlocked[0], nil
	case len(locked) > 0:
		return "", ErrLocked
	}
	return "", ErrNone
}

func get(ctx context.Context, name string) (string, error) {
	c, err := open(ctx)
	if err != nil {
		return "", err
	}
	defer c.close()
	item, err := c.find(ctx, name)
	if err != nil {
		return "", err
	}
	var s secret
	if err := c.call(ctx, item, itemFace+".GetSecret", c.session).Store(&s); err != nil {
		return "", unavailable(err)
	}
	defer clear(s.Value)
	return string(s.Value), nil
}

func set(ctx context.Context, name, value string) error {
	c, err := open(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	into, err := c.home(ctx)
	if err != nil {
		return err
	}
	properties := map[string]dbus.Variant{
		"org.freedesktop.Secret.Item.Label":      dbus.MakeVariant("Watchword quick unlock"),
		"org.freedesktop.Secret.Item.Attributes": dbus.MakeVariant(attributes(name)),
	}
	s := secret{c.session, []byte{}, []byte(value), "text/plain"}
	defer clear(s.Value)
	var item, prompt dbus.ObjectPath
	if err := c.call(ctx, into, collection+".CreateItem", properties, s, true).Store(&item, &prompt); err != nil {
		return unavailable(err)
	}
	if prompt != noObject {
		return ErrLocked // it would ask; nobody answers
	}
	return nil
}

// home is the collection that new items belong in.
func (c *client) home(ctx context.Context) (dbus.ObjectPath, error) {
	var path dbus.ObjectPath
	if err := c.call(ctx, servicePath, serviceFace+".ReadAlias", "default").Store(&path); err != nil {
		return "", unavailable(err)
	}
	if path == noObject {
		return "", ErrUnavailable // no keyring was made yet: making one asks for a password
	}
	var locked dbus.Variant
	if err := c.call(ctx, path, "org.freedesktop.DBus.Properties.Get", collection, "Locked").Store(&locked); err != nil {
		return "", unavailable(err)
	}
	if is, _ := locked.Value().(bool); is {
		return "", ErrLocked
	}
	return path, nil
}

func remove(ctx context.Context, name string) error {
	c, err := open(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	item, err := c.find(ctx, name)
	if err != nil {
		return err
	}
	var prompt dbus.ObjectPath
	if err := c.call(ctx, item, itemFace+".Delete").Store(&prompt); err != nil {
		return unavailable(err)
	}
	if prompt != noObject {
		return ErrLocked
	}
	return nil
}
