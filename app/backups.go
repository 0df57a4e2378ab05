package app

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"watchword/app/settings"
	"watchword/vault"
)

// befores says in words what a backup was made before.
var befores = map[string]string{
	"password": "a new password", "import": "an import", "merge": "a merge", "restore": "a restore", "delete": "a deletion", "upgrade": "a new version of the program",
	"older": "an older file was accepted",
}

// lastBackup says when the latest backup was made, or "". It is what was seen last: a slow
// share must not hold the window up.
func (a *App) lastBackup() string {
	for _, s := range a.care.backups {
		if s.Count > 0 {
			return day(s.Newest, a.o.Now())
		}
	}
	return ""
}

// showBackups lists the copies of the vault.
func (a *App) showBackups() {
	s := a.session
	var list []vault.Backup
	var err error
	a.o.Run(func() { list, err = s.Vault().Backups() }, func() {
		switch {
		case a.session != s:
		case err != nil:
			a.showProblemPage("The backups cannot be listed", err.Error(), a.showVault)
		default:
			a.show("backups", a.backupsPage(list), a.showVault)
		}
	})
}

func (a *App) backupsPage(list []vault.Backup) *settings.Backups {
	s := a.session
	page := &settings.Backups{
		Run: a.o.Run, Title: "Backups", None: "There is no backup yet. The first is made with the next change.",
		Intro:   "Every save is copied here: the last ten are kept, then one a day, one a week. The folder is " + shorten(a.config.Places.Backups) + ".",
		Prove:   a.opening(func(b *vault.Vault) (string, error) { return compareText(s.Vault(), b), nil }),
		Preview: a.outlook(true),
		Merge:   a.opening(func(b *vault.Vault) (string, error) { return a.takeIn(b, false) }),
		Replace: a.opening(func(b *vault.Vault) (string, error) { return a.takeIn(b, true) }),
		CanUndo: s.CanUndoCopy,
		OnBack:  a.showVault, OnShortcut: a.entryShortcut,
	}
	page.Confirm = func(then func()) {
		back := func() { a.show("backups", page, a.showVault) }
		a.confirm("Restore a backup", back, func() {
			back()
			then()
		})
	}
	page.Backups = a.backupLines(list)
	page.OnTaken = func() {
		var list []vault.Backup
		var err error
		a.o.Run(func() { list, err = s.Vault().Backups() }, func() {
			if a.session == s && a.page == any(page) && err == nil {
				page.SetBackups(a.backupLines(list))
				a.writeMap()
			}
		})
	}
	page.OnUndo = func() { a.undoThen(page.OnTaken) }
	return page
}

func (a *App) backupLines(list []vault.Backup) (lines []settings.Backup) {
	for _, b := range list {
		detail := fmt.Sprintf("save %d, %s", b.Revision, kibibytes(b.Size))
		if before := befores[b.Reason]; before != "" {
			detail += ", before " + before
		}
		if !strings.HasPrefix(b.Path, a.config.Places.Backups) {
			detail += ", in the second folder"
		}
		lines = append(lines, settings.Backup{Path: b.Path, Title: day(b.Made, a.o.Now()), Detail: detail})
	}
	return lines
}

func kibibytes(n int64) string { return fmt.Sprintf("%d KiB", (n+1023)/1024) }

// takeIn takes a copy in, away from the UI thread, and shows the list as it then is.
func (a *App) takeIn(b *vault.Vault, replace bool) (string, error) {
	s := a.session
	m, r, err := s.Merge(a.ctx, b, replace)
	if err != nil {
		return "", err
	}
	a.tookIn(r)
	return mergedText(m), resultError(r)
}

// tookIn shows what a save on another page did, once the list is seen again.
func (a *App) tookIn(r vault.Result) {
	s := a.session
	a.o.OnUI(func() {
		if a.session == s && s != nil {
			a.refreshList()
			a.saved(r)
		}
	})
}

// opening opens a copy of the vault with the key of the session, else with a password, and
// lends it to do. It runs away from the UI thread.
func (a *App) opening(do func(*vault.Vault) (string, error)) settings.Opening {
	s := a.session
	return func(path string, password []byte) (string, error) {
		b, err := s.Vault().OpenCopy(path)
		if errors.Is(err, vault.ErrWrongPassword) {
			if len(password) == 0 {
				return "", settings.ErrOtherPassword
			}
			b, err = a.openCopy(path, password)
		}
		if err != nil {
			return "", err
		}
		defer b.Close()
		return do(b)
	}
}

// openCopy opens a copy of a vault with its password, to look at.
func (a *App) openCopy(path string, password []byte) (*vault.Vault, error) {
	options := a.o.VaultOpts
	options.BackupDir, options.SecondBackupDir, options.StateDir = "", "", "" // a copy is only read
	locked, err := vault.Open(path, options)
	if err != nil {
		return nil, err
	}
	return locked.Unlock(a.ctx, password)
}

// showCopies lists what lies beside the vault: conflict copies and what cut-off saves left.
func (a *App) showCopies() {
	s := a.session
	page := &settings.Backups{
		Run: a.o.Run, Title: "Copies beside the vault", None: "There are none any more.",
		Intro:     "Merging adds what this vault is missing; where both changed, the later change wins. The copy is then moved to the backups.",
		Preview:   a.outlook(false),
		MergeText: "Merge", Moves: true,
		CanUndo: s.CanUndoCopy, OnUndo: a.undo, OnBack: a.showList, OnShortcut: a.entryShortcut,
	}
	page.Merge = func(path string, password []byte) (string, error) {
		m, r := s.MergeFile(a.ctx, path)
		if errors.Is(r.Err, vault.ErrWrongPassword) {
			return a.opening(func(b *vault.Vault) (string, error) { return a.takeIn(b, false) })(path, password)
		}
		a.tookIn(r)
		if r.Status == vault.NotSaved {
			return "", r.Err
		}
		a.o.OnUI(a.lookAround)
		return mergedText(m), nil
	}
	for _, path := range a.care.left {
		page.Backups = append(page.Backups, settings.Backup{Path: path, Title: "Interrupted save", Detail: filepath.Base(path)})
	}
	for _, c := range a.care.copies {
		page.Backups = append(page.Backups, settings.Backup{
			Path: c.Path, Title: filepath.Base(c.Path), Detail: day(c.Modified, a.o.Now()) + ", " + kibibytes(c.Size)})
	}
	a.show("copies", page, a.showList)
}

// mergeMissing brings back from the backups what an older file lacks.
func (a *App) mergeMissing() {
	s := a.session
	var m vault.Merged
	var r vault.Result
	var err error
	a.o.Run(func() { m, r, err = s.MergeMissing(a.ctx) }, func() {
		if a.session != s {
			return
		}
		a.refreshList()
		a.saved(r)
		switch {
		case err != nil: // another password, say: the user chooses
			a.showBackups()
		case r.Status == vault.NotSaved: // the banner says why
		case s.CanUndoCopy():
			a.offerUndo(mergedText(m))
		default:
			a.list.Toast(mergedText(m), true, "", nil)
		}
	})
}

// acceptOlder keeps an older file as it is: it was put there on purpose.
func (a *App) acceptOlder() {
	s := a.session
	var done vault.Accepted
	var err error
	a.o.Run(func() { done, err = s.AcceptOlder(a.ctx) }, func() {
		if a.session != s {
			return
		}
		r := done.Result
		if r.Status != vault.NotSaved || r.Err != nil { // else no save was needed
			a.saved(r)
		}
		a.refreshBanner()
		switch {
		case r.Status == vault.NotSaved && r.Err != nil: // the banner says why
		case err != nil:
			a.list.Toast(err.Error(), false, "", nil)
		case done.Unsure:
			a.list.Toast(vault.UnsureCounters, false, "", nil)
		case done.Kept > 0:
			a.list.Toast("The changes that this version lacks stay in the backups until you delete them there.", true, "", nil)
		}
	})
}

// compareText says whether a backup holds the accounts that the vault has now.
func compareText(now, backup *vault.Vault) string {
	have := map[string]bool{}
	for _, a := range backup.Accounts() {
		have[a.Credential()] = true
	}
	var missing []string
	accounts := now.Accounts()
	for _, a := range accounts {
		if !have[a.Credential()] {
			missing = append(missing, a.Title())
		}
	}
	if len(missing) > 0 {
		return fmt.Sprintf("This backup opens and holds %s. It was made before these were added: %s.", accountCount(len(backup.Accounts())), names(missing))
	}
	text := "This backup opens and holds the same " + accountCount(len(accounts)) + " as your vault."
	if more := len(backup.Accounts()) - len(accounts); more > 0 {
		text = fmt.Sprintf("This backup opens and holds all %s of your vault, and %d that you deleted since.", accountCount(len(accounts)), more)
	}
	return text
}

func accountCount(n int) string {
	if n == 1 {
		return "1 account"
	}
	return fmt.Sprintf("%d accounts", n)
}

// maxNames is how many accounts a sentence names.
const maxNames = 8

// names lists titles for a sentence, not endlessly.
func names(titles []string) string {
	if n := len(titles) - maxNames; n > 0 {
		return strings.Join(titles[:maxNames], ", ") + fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(titles, ", ")
}

// outlook returns what says what taking a copy in would do: merging it, and with replace also
// making the vault as it was then.
func (a *App) outlook(replace bool) func(path string, password []byte) (settings.RestorePreview, error) {
	s := a.session
	return func(path string, password []byte) (settings.RestorePreview, error) {
		var merge, then vault.Merged
		_, err := a.opening(func(b *vault.Vault) (string, error) {
			var err, err2 error
			merge, err = s.Vault().Preview(b)
			if replace {
				then, err2 = s.Vault().PreviewReplace(b)
			}
			return "", errors.Join(err, err2)
		})(path, password)
		return outlookOf(merge, then), err
	}
}

func outlookOf(merge, replace vault.Merged) settings.RestorePreview {
	o := settings.RestorePreview{Merge: !merge.None(), Replace: !replace.None() && !reflect.DeepEqual(merge, replace)}
	o.Text = comingText(merge, "This would come back: ", "This would change: ", "This would go: ", "It has nothing that your vault does not have.")
	if o.Replace && merge.None() && len(replace.Back())+len(replace.Changed) > 0 {
		o.Text = "There is nothing to merge: everything in this backup that your vault does not have was deleted or replaced later."
	}
	if o.Replace {
		o.Text += comingText(replace, "\nRestoring this state would bring back: ", "\nRestoring this state would change: ", "\nRestoring this state would move to the trash: ", "")
	}
	return o
}

func mergedText(m vault.Merged) string {
	return comingText(m, "Brought back: ", "Changed: ", "Gone: ", "Your vault had everything already.")
}

// comingText names what a merge brings, each kind behind its words; nothing stands for a merge that brings nothing.
func comingText(m vault.Merged, added, changed, removed, nothing string) string {
	var parts []string
	add := func(titles []string, what string) {
		if len(titles) > 0 {
			parts = append(parts, what+names(titles))
		}
	}
	add(m.Back(), added)
	add(m.Changed, changed)
	add(m.Gone(), removed)
	if len(parts) == 0 {
		return nothing
	}
	return strings.ReplaceAll(strings.Join(parts, ". ")+".", ". \n", ".\n")
}
