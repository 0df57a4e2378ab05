package app

import (
	"fmt"
	"os"

	"watchword/app/desktop/shield"
	"watchword/app/settings"
	"watchword/vault"
)

// showVault shows the page that looks after the vault. What it tells is collected away from
// the UI thread: a share can be slow.
func (a *App) showVault() { a.showVaultWith("") }

// showVaultWith shows the page; quickTrouble is why quick unlock could not be switched on.
func (a *App) showVaultWith(quickTrouble string) {
	s := a.session
	if s == nil {
		return
	}
	v := s.Vault()
	live, trashed := v.Sizes()
	state := settings.VaultState{
		Path: shorten(v.Path()), Accounts: live, Trashed: trashed, SetAside: len(v.SetAside()),
		Saved: "never", Unsaved: sentence(a.unsaved), HasRecovery: v.HasRecovery(), Sheet: activeSheet(v),
		Folder: shorten(a.config.Places.Backups), Second: shorten(a.config.SecondBackups),
		Quick: a.config.QuickUnlock, QuickTrouble: quickTrouble, WithSession: !a.config.StayOpen,
		CanHide: shield.Possible, Hidden: !a.config.AllowCapture,
	}
	_, state.ReadOnly = v.ReadOnly()
	var backups []vault.BackupState
	a.o.Run(func() {
		if info, err := os.Stat(v.Path()); err == nil {
			state.Saved, state.Size = day(info.ModTime(), a.o.Now()), kibibytes(info.Size())
		} else {
			state.Size = "the file is gone"
		}
		if locked, err := vault.Open(v.Path(), a.o.VaultOpts); err == nil {
			state.Password, state.WeakCosts = costText(locked.Info().Params), locked.Info().BelowFloor
		}
		if state.ReadOnly == "" {
			state.ReadOnly = sentence(v.CannotSave())
		}
		backups = v.BackupStates()
	}, func() {
		if a.session != s {
			return
		}
		a.care.backups = backups
		a.tellBackups(&state, backups)
		a.show("vault", a.vaultPage(state), a.showSettings)
	})
}

func (a *App) tellBackups(state *settings.VaultState, backups []vault.BackupState) {
	for _, b := range backups {
		tell := ""
		switch {
		case b.Err != nil:
			tell = b.Err.Error()
		case b.Count > 0:
			tell = fmt.Sprintf("%d, the newest %s", b.Count, day(b.Newest, a.o.Now()))
		}
		if !b.Second {
			state.Backups = tell
			continue
		}
		state.SecondState, state.SecondBad = tell, b.Err != nil || b.Due(a.o.Now())
		if tell == "" {
			state.SecondState, state.SecondBad = "No backup is there yet.", true
		}
	}
}

// activeSheet tells the active recovery sheet from others on paper; "" where that is not known.
func activeSheet(v *vault.Vault) string {
	active, ok := v.ActiveSheet()
	if !ok || active.Number == "" {
		return ""
	}
	return active.Number + ", made on " + active.Made.Format("2 January 2006")
}

// costText says how the password is guarded.
func costText(p vault.Params) string {
	passes := "passes"
	if p.Time == 1 {
		passes = "pass"
	}
	return fmt.Sprintf("Argon2id with %d MiB and %d %s", p.Memory>>10, p.Time, passes)
}

func (a *App) vaultPage(state settings.VaultState) *settings.VaultPage {
	return &settings.VaultPage{
		Run: a.o.Run, State: state, Check: a.checkVault(),
		OnPassword: func() {
			a.showNewPassword("Change the password", "The new password takes effect with the next save. Backups made before still open with the old one. If someone knew the old one, make a new recovery sheet afterwards.")
		},
		OnStrengthen: a.showStrengthen,
		OnSheet:      func() { a.offerSheet(a.showVault) },
		OnBackups:    a.showBackups,
		OnBackUpNow: func() {
			s := a.session
			var err error
			a.o.Run(func() { err = s.Vault().BackUpNow() }, func() {
				switch {
				case a.session != s:
				case err != nil:
					a.showProblemPage("No backup was made", err.Error(), a.showVault)
				default:
					a.showVault()
				}
			})
		},
		OnSecond:      func() { a.chooseSecondThen(a.showVault) },
		OnNoSecond:    a.stopSecond,
		OnQuick:       a.setQuick,
		OnWithSession: func(on bool) { a.config.StayOpen = !on; a.saveConfig() },
		OnHidden:      a.setHidden,
		OnBack:        a.showSettings,
	}
}

// checkVault reads the file anew, as far as the key of the session goes, and compares it
// with what is open.
func (a *App) checkVault() func() (string, error) {
	v := a.session.Vault()
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
		text := fmt.Sprintf("The file is whole and authentic: %s, save %d.", accountCount(len(copied.Accounts())), copied.Revision())
		if v.Dirty() || !m.None() {
			text += " It does not have your latest changes."
		}
		return text, nil
	}
}
