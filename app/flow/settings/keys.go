package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
)

// ShowKeys lists the keys.
func (f *Flow) ShowKeys() {
	f.Visit("keys", shell.Static(pages.Keys(f.KeyRows(), f.Back)), f.ShowKeys)
}
