//go:build linux

// Package x11 is what all users of github.com/jezek/xgb in this program share.
package x11

import (
	"io"
	"sync"

	"github.com/jezek/xgb"
)

func init() {
	// The library reports a missing .Xauthority on standard error, which is not worth a line.
	xgb.Logger.SetOutput(io.Discard)
}

var one sync.Mutex

// Alone runs f while no other connection of this program is open. The library keeps the events
// of extensions in maps that all connections share without a lock: opening an extension on one
// connection while another reads an event would end the program.
func Alone(f func()) {
	one.Lock()
	defer one.Unlock()
	f()
}
