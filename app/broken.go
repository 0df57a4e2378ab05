package app

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"watchword/app/unlock"
	"watchword/vault"
)

// kinds says in words where a copy of the vault comes from.
var kinds = map[vault.Kind]string{
	vault.TheFile: "The file itself", vault.Leftover: "Interrupted save", vault.BackupCopy: "Backup", vault.ConflictCopy: "Copy beside the vault",
}

// showLadder lists what else may hold the accounts of a vault that is broken or gone: the
// file itself, leftovers of saves, backups, conflict copies. It is never taken for a new user:
// that would hide all accounts behind an empty list.
func (a *App) showLadder(name, title, reason string, fresh func()) {
	path := a.path
	var copies []vault.Candidate
	a.o.Run(func() { copies = vault.Candidates(path, a.o.VaultOpts) }, func() {
		if a.session != nil || a.path != path {
			return
		}
		s := &unlock.RestoreCopies{
			Run: a.o.Run, Title: title, Reason: reason,
			Look: func(path string, password []byte) (string, error) {
				v, err := a.openCopy(path, password)
				if err != nil {
					return "", err
				}
				defer v.Close()
				return fmt.Sprintf("It opens and holds %s, save %d.", accountCount(len(v.Accounts())), v.Revision()), nil
			},
			Use: func(from string) error {
				_, err := vault.RestoreFile(from, path, a.o.VaultOpts)
				return err
			},
			OnUsed:     a.showUnlock,
			OnAgain:    a.start,
			OnOther:    a.chooseVault,
			OnNew:      fresh,
			OnShortcut: a.entryShortcut,
		}
		for _, c := range copies {
			if c.Path == path && c.Kind == vault.TheFile {
				if fresh == nil { // it was tried: it does not open
					continue
				}
				s.OnSheet = a.showRecover
			}
			detail := kibibytes(c.Size) + ", " + filepath.Base(c.Path)
			if c.Revision > 0 {
				detail = fmt.Sprintf("save %d, %s", c.Revision, kibibytes(c.Size))
			}
			s.Copies = append(s.Copies, unlock.Copy{Path: c.Path, Title: kinds[c.Kind] + ", " + day(c.Modified, a.o.Now()), Detail: detail})
		}
		a.show(name, s, nil)
	})
}

// unusable reports whether an error means that the file itself is no vault any more, and
// shows what else there is.
func (a *App) unusable(err error) bool {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		a.showMissing(err)
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrNotVault):
		a.showLadder("broken", "The vault is damaged", "The file "+shorten(a.path)+" cannot be opened. "+err.Error(), nil)
	default:
		return false
	}
	return true
}

// leaveForLadder drops the open vault, whose file was damaged by somebody else, and looks
// for a copy. What was not saved is offered to be saved before.
func (a *App) leaveForLadder() {
	reason := sentence(a.care.trouble)
	if a.unsaved != nil {
		reason = sentence(a.unsaved)
	}
	a.settle(func() {
		a.forget()
		a.showLadder("broken", "The vault is damaged", reason, nil)
	}, "Go on and lose the changes")
}
