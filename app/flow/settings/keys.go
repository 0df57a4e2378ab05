package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
)

// ShowKeys lists the keys.
func (f *Flow) ShowKeys() {
	f.Aside(func(back func()) shell.Page { return shell.Static("keys", pages.Keys(f.KeyRows(), back)) }, f.ShowKeys)
}
