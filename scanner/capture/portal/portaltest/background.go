//go:build linux

package portaltest

import "github.com/godbus/dbus/v5"

const backgroundFace = "org.freedesktop.portal.Background"

// backgroundMethods are what the bus sees of [Portal.Background].
type backgroundMethods struct{ p *Portal }

func (m backgroundMethods) RequestBackground(sender dbus.Sender, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return m.p.Background(m.p.request(sender, "", options))
}
