package capture

import (
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"

	"watchword/scanner/capture/x11"
)

// xwayland reports whether the X server draws onto a Wayland desktop, for programs that were
// started without the variables that say so. Xwayland 23.1 and newer has an extension of that
// name; older ones name their monitors XWAYLAND0, XWAYLAND1, ...
func xwayland() (found bool) {
	x11.Alone(func() { found = askedXwayland() })
	return found
}

func askedXwayland() bool {
	c, err := xgb.NewConn()
	if err != nil {
		return false
	}
	defer c.Close()
	const name = "XWAYLAND"
	if r, err := xproto.QueryExtension(c, uint16(len(name)), name).Reply(); err == nil && r.Present {
		return true
	}
	if randr.Init(c) != nil {
		return false
	}
	res, err := randr.GetScreenResourcesCurrent(c, xproto.Setup(c).DefaultScreen(c).Root).Reply()
	if err != nil {
		return false
	}
	for _, output := range res.Outputs {
		info, err := randr.GetOutputInfo(c, output, res.ConfigTimestamp).Reply()
		if err == nil && strings.HasPrefix(string(info.Name), name) {
			return true
		}
	}
	return false
}
