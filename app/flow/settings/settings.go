package settings

import (
	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/phrases"
	pages "watchword/app/settings"
)

// ShowSettings shows the settings of this computer.
func (f *Flow) ShowSettings() {
	s := f.Session
	v := s.Vault()
	readOnly := phrases.Sentence(v.ReadOnly())
	live, _ := v.Sizes()
	saved := "never"
	if at := f.SavedAt(v.Path()); at != "" {
		saved = at
	}
	f.Visit(&pages.Page{
		Version: f.Version,
		Config:  f.Config,
		Can:     f.Can,

		KeyTrouble: f.KeyTrouble(), TrayTrouble: f.TrayTrouble(),
		Vault: pages.Vault{
			Path: phrases.Shorten(v.Path()), File: v.Path(), Saved: saved, Accounts: live,
			Backup: f.LastBackup(), HasRecovery: v.HasRecovery(), ReadOnly: readOnly, SetAside: len(v.SetAside()),
		},
		OnChanged: f.ApplySettings,
		OnVault:   f.OnVault,
		OnSheet:   f.OnSheet,
		OnTrash:   f.OnTrash,
		OnKeys:    f.ShowKeys,
		OnClock:   f.ShowClock,
		OnReview:  f.OnReview,
		OnGuides:  f.ShowGuides,
		OnAbout:   f.ShowAbout,
		OnBack:    f.Back,
	}, f.ShowSettings)
}

// ShowSetting shows the settings, the one with a key in sight and with the keyboard.
func (f *Flow) ShowSetting(key string) {
	f.ShowSettings()
	if p, ok := f.Page().(*pages.Page); ok {
		p.FocusOn(f.Window.Canvas(), key)
	}
}

// Can reports whether this desktop lets the program do what a setting needs.
func (f *Flow) Can(what config.Ability) bool {
	return what == 0 || what == config.Minimising && desk.CanMinimise() || what == config.Trays && desk.CanTray()
}
