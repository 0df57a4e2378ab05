package tray

import "context"

// watchHost: the task bar always has a place for icons.
func watchHost(_ context.Context, tell func(bool)) { tell(true) }
