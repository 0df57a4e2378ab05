package keeping

import (
	"os"

	"watchword/app/desktop/shield"
	"watchword/app/phrases"
	"watchword/app/settings"
	"watchword/assets/words"
	"watchword/vault"
)

// ShowVault shows the page that looks after the vault. What it tells is collected away from
// the UI thread: a share can be slow.
func (f *Flow) ShowVault() { f.showVaultWith("") }

// showVaultWith shows the page; quickTrouble is why quick unlock could not be switched on.
func (f *Flow) showVaultWith(quickTrouble string) {
	s := f.Session
	if s == nil {
		return
	}
	v := s.Vault()
	live, trashed := v.Sizes()
	state := settings.VaultState{
		Path: phrases.Shorten(v.Path()), File: v.Path(), Accounts: live, Trashed: trashed, SetAside: len(v.SetAside()),
		Saved: "never", Unsaved: phrases.Sentence(f.Unsaved), HasRecovery: v.HasRecovery(), Sheet: activeSheet(v),
		Folder: phrases.Shorten(f.Config.Places.Backups), Second: phrases.Shorten(f.Config.SecondBackups),
		Quick: f.Config.QuickUnlock, QuickTrouble: quickTrouble,
		CanHide: shield.Possible, Hidden: !f.Config.AllowCapture,
	}
	state.ReadOnly = phrases.Sentence(v.ReadOnly())
	var backups []vault.BackupState
	f.Run(func() {
		if info, err := os.Stat(v.Path()); err == nil {
			state.Saved, state.Size = phrases.Moment(info.ModTime(), f.Now()), phrases.KiB(info.Size())
		} else {
			state.Size = words.T("the file is gone")
		}
		if locked, err := vault.Open(v.Path(), f.VaultOpts); err == nil {
			state.Password, state.WeakCosts = costText(locked.Info().Params), locked.Info().BelowFloor
		}
		if state.ReadOnly == "" {
			state.ReadOnly = phrases.Sentence(v.CannotSave())
		}
		backups = v.BackupStates()
	}, func() {
		if f.Closed() {
			return
		}
		f.Around.Backups = backups
		f.tellBackups(&state, backups)
		f.Visit(f.vaultPage(state), f.ShowVault)
	})
}

func (f *Flow) tellBackups(state *settings.VaultState, backups []vault.BackupState) {
	for _, b := range backups {
		tell := ""
		switch {
		case b.Err != nil:
			tell = phrases.Sentence(b.Err)
		case b.Count > 0:
			tell = words.T("%d, the newest %s", b.Count, phrases.Moment(b.Newest, f.Now()))
		}
		if !b.Second {
			state.Backups = tell
			continue
		}
		state.SecondState, state.SecondBad = tell, b.Err != nil || b.Due(f.Now())
		if tell == "" {
			state.SecondState, state.SecondBad = words.T("No backup yet."), true
		}
	}
}

// activeSheet tells the active recovery sheet from others on paper; "" where that is not known.
func activeSheet(v *vault.Vault) string {
	active, ok := v.ActiveSheet()
	if !ok || active.Number == "" {
		return ""
	}
	return words.T("%s, made on %s", active.Number, active.Made.Format("2 January 2006"))
}

// costText says how the password is guarded.
func costText(p vault.Params) string {
	return words.N(int(p.Time), "Argon2id, %[2]d MiB, 1 pass", "Argon2id, %[2]d MiB, %[1]d passes", p.Memory>>10)
}

func (f *Flow) vaultPage(state settings.VaultState) *settings.VaultPage {
	return &settings.VaultPage{
		Run: f.Run, State: state, Check: f.checkVault(),
		OnPassword:   f.ChangePassword,
		OnStrengthen: f.ShowStrengthen,
		OnSheet:      f.ShowSheet,
		OnBackups:    f.ShowBackups,
		OnBackUpNow: func() {
			f.BackUp(func(err error) {
				if err != nil {
					f.noBackup(err, f.ShowVault)
					return
				}
				f.ShowVault()
			})
		},
		OnSecond:   func() { f.chooseSecondThen(f.ShowVault) },
		OnNoSecond: f.stopSecond,
		OnQuick:    f.setQuick,
		OnHidden:   f.SetHidden,
		OnBack:     f.Back,
	}
}

// noBackup says why none was made, before the page that asked for one.
func (f *Flow) noBackup(err error, back func()) {
	f.Problem(words.T("No backup was made"), phrases.Sentence(err), back)
}

// checkVault reads the file anew, as far as the key of the session goes, and compares it
// with what is open.
func (f *Flow) checkVault() func() (string, error) {
	v := f.Session.Vault()
	return func() (string, error) {
		copied, err := v.OpenCopy(v.Path())
		if err != nil {
			return "", err
		}
		defer copied.Close()
		m, err := v.Preview(copied)
		if err != nil {
			return "", err
		}
		text := words.T("The vault file is intact: %s, revision %d.", phrases.Accounts(len(copied.Accounts())), copied.Revision())
		if v.Dirty() || !m.None() {
			text += words.T(" It does not have your latest changes.")
		}
		return text, nil
	}
}
