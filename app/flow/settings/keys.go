package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
)

// ShowKeys lists the keys.
func (f *Flow) ShowKeys() {
	f.Visit(shell.Static("keys", pages.Keys(f.KeyRows(), f.Back)), f.ShowKeys)
}
