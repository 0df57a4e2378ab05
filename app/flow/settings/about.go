package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
)

// ShowAbout says which version this is, under which licences it stands and where to report.
func (f *Flow) ShowAbout() {
	f.Visit(shell.Static("about", pages.About(f.Version, f.Back)), f.ShowAbout)
}
