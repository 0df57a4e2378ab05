package settings

import (
	"watchword/app/add"
	"watchword/app/shell"
	"watchword/assets"
)

// ShowGuides lists where services show their codes.
func (f *Flow) ShowGuides() {
	f.Visit("guides", shell.Static(add.Guides(func(g assets.Card) {
		f.Show("guide", shell.Static(add.Guide(g, f.Return)), f.Return)
	}, f.Back)), f.ShowGuides)
}
