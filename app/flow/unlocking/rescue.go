package unlocking

import (
	"errors"
	"io/fs"
	"path/filepath"

	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/vault"
)

// kinds says in words where a copy of the vault comes from.
var kinds = map[vault.Kind]string{
	vault.TheFile: words.Mark("The file itself"), vault.Leftover: words.Mark("Interrupted save"), vault.BackupCopy: words.Mark("Backup"), vault.ConflictCopy: words.Mark("Copy next to the vault"), vault.KeptBroken: words.Mark("Copy next to the vault"),
}

// showLadder lists what else may hold the accounts of a vault that is broken or gone: the
// file itself, leftovers of saves, backups, conflict copies. It is never taken for a new user:
// that would hide all accounts behind an empty list.
func (f *Flow) showLadder(name, title, reason string, fresh func()) {
	path := f.Path
	var copies []vault.Candidate
	f.Run(func() { copies = vault.Candidates(path, f.VaultOpts) }, func() {
		if f.Unlocked() || f.Path != path {
			return
		}
		s := &unlock.RestoreCopies{
			As: name, Tried: f.tried,
			Run: f.Run, Title: title, Reason: reason,
			Look: f.lookInto,
			Use: func(from string) error {
				_, err := vault.RestoreFile(from, path, f.VaultOpts)
				return err
			},
			OnUsed:     f.ShowUnlock,
			OnAgain:    func() { f.tried = phrases.InVain(f.Now()); f.Start() },
			OnOther:    f.ChooseVault,
			OnNew:      fresh,
			OnShortcut: f.EntryShortcut,
		}
		f.tried = ""
		for _, c := range copies {
			if c.Path == path && c.Kind == vault.TheFile {
				if fresh == nil { // it was tried: it does not open
					continue
				}
				s.OnSheet = f.ShowRecover
			}
			s.Copies = append(s.Copies, f.copyLine(c))
		}
		f.Show(s, nil)
	})
}

// lookInto opens a copy and says what it holds.
func (f *Flow) lookInto(path string, password []byte) (string, error) {
	v, err := f.OpenCopy(path, password)
	if err != nil {
		return "", err
	}
	defer v.Close()
	return words.T("It opens and holds %s, revision %d.", phrases.Accounts(len(v.Accounts())), v.Revision()), nil
}

// copyLine is a copy as it is listed.
func (f *Flow) copyLine(c vault.Candidate) unlock.Copy {
	detail := phrases.KiB(c.Size) + ", " + filepath.Base(c.Path)
	if c.Revision > 0 {
		detail = words.T("revision %d, %s", c.Revision, phrases.KiB(c.Size))
	}
	return unlock.Copy{Path: c.Path, Title: words.T(kinds[c.Kind]) + ", " + phrases.Moment(c.Modified, f.Now()), Detail: detail}
}

// unusable reports whether an error means that the file itself is no vault any more, and
// shows what else there is.
func (f *Flow) unusable(err error) bool {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.showMissing(err)
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrNotVault):
		f.showLadder("broken", words.T("The vault is damaged"), words.T("The file %s cannot be opened. %s", phrases.Shorten(f.Path), phrases.Sentence(err)), nil)
	default:
		return false
	}
	return true
}

// LeaveForLadder drops the open vault, whose file was damaged by somebody else, and looks
// for a copy. What was not saved is offered to be saved before.
func (f *Flow) LeaveForLadder(old *opened.Vault) {
	reason := phrases.Sentence(old.Trouble)
	if old.Unsaved != nil {
		reason = phrases.Sentence(old.Unsaved)
	}
	f.OnSettle(func() {
		f.OnForget()
		f.showLadder("broken", words.T("The vault is damaged"), reason, nil)
	}, words.T("Go on and lose the changes"))
}
