package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
)

// ShowKeys lists the keys.
func (f *Flow) ShowKeys() {
	f.Show("keys", shell.Static(pages.Keys(f.KeyRows(), f.ShowList)), f.ShowList)
}
