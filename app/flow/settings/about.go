package settings

import (
	pages "watchword/app/settings"
	"watchword/app/shell"
	"watchword/assets"
)

// ShowAbout says which version this is, under which licences it stands and where to report.
func (f *Flow) ShowAbout() {
	f.Visit(shell.Static("about", pages.About(f.Version, f.ShowLicences, f.Back)), f.ShowAbout)
}

// ShowLicences lists the licences of all that is built in.
func (f *Flow) ShowLicences() {
	f.Visit(shell.Static("licences", pages.Licences(assets.Licences(), f.ShowLicence, f.Back)), f.ShowLicences)
}

// ShowLicence shows the text of one of them.
func (f *Flow) ShowLicence(l assets.Licence) {
	f.Visit(shell.Static("licence", pages.Licence(l, f.Back)), func() { f.ShowLicence(l) })
}
