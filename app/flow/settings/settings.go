package settings

import (
	"time"

	"watchword/app/accounts"
	"watchword/app/desk"
	pages "watchword/app/settings"
	"watchword/app/theme"
	"watchword/app/words"
)

// ShowSettings shows the settings of this computer.
func (f *Flow) ShowSettings() {
	s := f.Session
	v := s.Vault()
	_, readOnly := v.ReadOnly()
	live, _ := v.Sizes()
	saved := "never"
	if at := f.SavedAt(v.Path()); at != "" {
		saved = at
	}
	f.Visit(&pages.Screen{
		Version: f.Version,
		Values: pages.Values{
			Theme:      theme.Mode(f.Config.Theme),
			ClearAfter: time.Duration(f.Config.ClearSeconds) * time.Second,
			LockAfter:  time.Duration(f.Config.LockMinutes) * time.Minute,
			List:       f.listValues(),
		},
		Vault: pages.Vault{
			Path: words.Shorten(v.Path()), Saved: saved, Accounts: live,
			Backup: f.LastBackup(), HasRecovery: v.HasRecovery(), ReadOnly: readOnly, SetAside: len(v.SetAside()),
		},
		OnChanged: f.applySettings,
		OnVault:   f.OnVault,
		OnSheet:   f.OnSheet,
		OnTrash:   f.OnTrash,
		OnKeys:    f.ShowKeys,
		OnClock:   f.ShowClock,
		OnReview:  f.OnReview,
		OnGuides:  f.ShowGuides,
		OnBack:    f.Back,

		Correction: f.Config.ClockSeconds,
	}, f.ShowSettings)
}

func (f *Flow) applySettings(v pages.Values) {
	f.Config.Theme = string(v.Theme)
	f.Config.ClearSeconds = int(v.ClearAfter / time.Second)
	f.Config.LockMinutes = int(v.LockAfter / time.Minute)
	f.takeListValues(v.List)
	f.SaveConfig()
	f.Apply()
	f.ApplyLook()
	f.List.Apply(accounts.NextCode(f.Config.NextCode), f.Config.Rows, f.Config.HideCodes)
	f.RefreshList()
}

func (f *Flow) listValues() pages.List {
	c := f.Config
	return pages.List{Contrast: c.Contrast, Accent: c.Accent, Rows: c.Rows, Sort: c.Sort, NextCode: c.NextCode,
		HideCodes: c.HideCodes, CopyHides: c.CopyHides, CanHide: desk.CanMinimise()}
}

func (f *Flow) takeListValues(v pages.List) {
	c := f.Config
	c.Contrast, c.Accent, c.Rows, c.Sort, c.NextCode = v.Contrast, v.Accent, v.Rows, v.Sort, v.NextCode
	c.HideCodes, c.CopyHides = v.HideCodes, v.CopyHides
	f.ReadLook()
}
