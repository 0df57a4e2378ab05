package settings

import (
	"watchword/app/add"
	"watchword/app/shell"
	"watchword/assets"
)

// ShowGuides lists where services show their codes.
func (f *Flow) ShowGuides() {
	f.Visit(shell.Static("guides", add.Guides(func(g assets.Card) {
		f.Show(shell.Static("guide", add.Guide(g, f.Return)), f.Return)
	}, f.Back)), f.ShowGuides)
}
