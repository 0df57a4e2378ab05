package opened

import (
	"watchword/app/config"
	"watchword/app/session"
	"watchword/vault"
)

// ApplySettings does what changed settings ask for, each part by what the config says now: the
// file, the session, the look, the list. It is the one place for that.
func (o *Vault) ApplySettings() {
	o.SaveConfig()
	o.Apply()
	o.ReadLook()
	o.ApplyLook()
	o.List.Apply(o.Config.NextCode, o.Config.Rows, o.Config.HideCodes)
	o.RefreshList()
	if o.Applied != nil {
		o.Applied()
	}
}

// SortBy orders the list.
func (o *Vault) SortBy(by config.Sort) {
	o.Config.Sort = by
	o.ApplySettings()
}

// Apply gives the session the settings as they are now.
func (o *Vault) Apply() { o.Session.Apply(o.settings(o.Session.Vault())) }

// settings are the session's part of the settings.
func (o *Vault) settings(v *vault.Vault) session.Settings {
	return session.Settings{
		ClearAfter: o.Config.ClearAfter(),
		LockAfter:  o.Config.LockAfter(),
		Correction: o.Config.Correction(),
		Sort:       o.Config.Sort,
		Use:        o.UseOf(v.ID()),
	}
}
