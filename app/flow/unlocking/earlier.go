package unlocking

import (
	"path/filepath"

	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/vault"
)

// ShowEarlier lists the backups of the vault with this id, in whose place the open one was put. What is
// restored gets a name of its own beside it: both vaults stay.
func (f *Flow) ShowEarlier(now *opened.Vault, id string) {
	path := now.Session.Vault().Path()
	var copies []vault.Candidate
	now.Do(func() { copies = vault.Candidates(path, f.VaultOpts) }, func() {
		var to string
		s := &unlock.RestoreCopies{
			As: "earlier", Run: f.Run, Look: f.lookInto,
			Title:  words.T("Backups of the earlier vault"),
			Reason: words.T("Another vault is now in its place: %s. What you restore gets a new name next to it, so both vaults are kept.", phrases.Shorten(path)),
			Use: func(from string) error {
				to = freeName(path)
				return copyVault(from, to, f.VaultOpts)
			},
			OnBack: now.ShowList, OnShortcut: f.EntryShortcut,
		}
		s.OnUsed = func() {
			f.OnSettle(func() {
				now.AcceptPlace()
				f.OnForget()
				f.Path = to
				f.ShowUnlock()
			}, words.T("Open it and lose the changes"))
		}
		for _, c := range copies {
			if c.Kind == vault.BackupCopy && filepath.Base(filepath.Dir(c.Path)) == id {
				s.Copies = append(s.Copies, f.copyLine(c))
			}
		}
		f.Show(s, now.ShowList)
	})
}
