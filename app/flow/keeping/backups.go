package keeping

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/app/settings"
	"watchword/assets/words"
	"watchword/vault"
)

// backupReasons says in words what a backup was made before.
var backupReasons = map[string]string{
	"password": words.Mark("a new password"), "import": words.Mark("an import"), "merge": words.Mark("a merge"), "restore": words.Mark("a restore"), "delete": words.Mark("a deletion"), "upgrade": words.Mark("a new version of the program"),
	"older": words.Mark("an older file was accepted"),
}

// ShowBackups lists the copies of the vault.
func (f *Flow) ShowBackups() {
	s := f.Session
	var list []vault.Backup
	var err error
	f.Run(func() { list, err = s.Vault().Backups() }, func() {
		switch {
		case f.Closed():
		case err != nil:
			f.Problem(words.T("The backups cannot be listed"), phrases.Sentence(err), f.Return)
		default:
			f.Visit(f.backupsPage(list), f.ShowBackups)
		}
	})
}

func (f *Flow) backupsPage(list []vault.Backup) *settings.Backups {
	s := f.Session
	page := &settings.Backups{
		Run: f.Run, Title: words.T("Backups"), None: words.T("There is no backup yet. The first is made with the next change."),
		Intro:   words.T("Every save is copied here: the last ten are kept, then one a day, one a week. The folder is %s.", phrases.Shorten(f.Config.Places.Backups)),
		Prove:   f.opening(func(b *vault.Vault) (string, error) { return compareText(s, b) }),
		Preview: f.outlook(true),
		Merge:   f.opening(func(b *vault.Vault) (string, error) { return f.takeIn(b, false) }),
		Replace: f.opening(func(b *vault.Vault) (string, error) { return f.takeIn(b, true) }),
		CanUndo: s.CanUndoCopy,
		OnBack:  f.Back, OnShortcut: f.EntryShortcut,
	}
	page.Confirm = func(then func()) {
		back := func() { f.Visit(page, f.ShowBackups) }
		f.Confirm(words.T("Restore a backup"), back, func() {
			back()
			then()
		})
	}
	page.Backups = f.backupLines(list)
	page.OnTaken = func() {
		var list []vault.Backup
		var err error
		f.Run(func() { list, err = s.Vault().Backups() }, func() {
			if !f.Closed() && f.Shows(page) && err == nil {
				page.SetBackups(f.backupLines(list))
				f.WriteMap()
			}
		})
	}
	page.OnUndo = func() { f.UndoThen(page.OnTaken) }
	return page
}

func (f *Flow) backupLines(list []vault.Backup) (lines []settings.Backup) {
	for _, b := range list {
		detail := words.T("revision %d, %s", b.Revision, phrases.KiB(b.Size))
		if before := backupReasons[b.Reason]; before != "" {
			detail += words.T(", before %s", words.T(before))
		}
		if !strings.HasPrefix(b.Path, f.Config.Places.Backups) {
			detail += words.T(", in the second folder")
		}
		lines = append(lines, settings.Backup{Path: b.Path, Title: phrases.Moment(b.Made, f.Now()), Detail: detail})
	}
	return lines
}

// takeIn takes a copy in, away from the UI thread, and shows the list as it then is.
func (f *Flow) takeIn(b *vault.Vault, replace bool) (string, error) {
	s := f.Session
	m, r, err := s.Merge(f.Context, b, replace)
	if err != nil {
		return "", err
	}
	f.TookIn(r)
	return mergedText(m), desk.NotSaved(r)
}

// opening opens a copy of the vault with the key of the session, else with a password, and
// lends it to do. It runs away from the UI thread.
func (f *Flow) opening(do func(*vault.Vault) (string, error)) settings.Opening {
	s := f.Session
	return func(path string, password []byte) (string, error) {
		b, err := s.Vault().OpenCopy(path)
		if errors.Is(err, vault.ErrWrongPassword) {
			if len(password) == 0 {
				return "", settings.ErrOtherPassword
			}
			b, err = f.OpenCopy(path, password)
		}
		if err != nil {
			return "", err
		}
		defer b.Close()
		return do(b)
	}
}

// ShowCopies lists what lies beside the vault: conflict copies and what cut-off saves left.
func (f *Flow) ShowCopies() {
	s := f.Session
	page := &settings.Backups{
		Run: f.Run, As: "copies", Title: words.T("Copies next to the vault"), None: words.T("There are none left."),
		Intro:     words.T("Merging adds what this vault is missing; where both changed, the later change wins. The copy is then moved to the backups."),
		Preview:   f.outlook(false),
		MergeText: words.T("Merge"), Moves: true,
		CanUndo: s.CanUndoCopy, OnUndo: f.Undo, OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}
	page.Merge = func(path string, password []byte) (string, error) {
		m, r := s.MergeFile(f.Context, path)
		if errors.Is(r.Err, vault.ErrWrongPassword) {
			return f.opening(func(b *vault.Vault) (string, error) { return f.takeIn(b, false) })(path, password)
		}
		f.TookIn(r)
		if r.Status == vault.NotSaved {
			return "", r.Err
		}
		f.OnUI(f.LookAround)
		return mergedText(m), nil
	}
	for _, path := range f.Around.Interrupted {
		page.Backups = append(page.Backups, settings.Backup{Path: path, Title: words.T("Interrupted save"), Detail: filepath.Base(path)})
	}
	for _, c := range f.Around.Copies {
		page.Backups = append(page.Backups, settings.Backup{
			Path: c.Path, Title: filepath.Base(c.Path), Detail: phrases.Moment(c.Modified, f.Now()) + ", " + phrases.KiB(c.Size)})
	}
	f.Visit(page, f.ShowCopies)
}

// MergeMissing brings back from the backups what an older file lacks.
func (f *Flow) MergeMissing() {
	s := f.Session
	var m vault.Merged
	var r vault.Result
	var err error
	f.Run(func() { m, r, err = s.MergeMissing(f.Context) }, func() {
		if f.Closed() {
			return
		}
		f.RefreshList()
		f.Saved(r)
		switch {
		case err != nil: // another password, say: the user chooses
			f.ShowBackups()
		case r.Status == vault.NotSaved: // the banner says why
		case s.CanUndoCopy():
			f.OfferUndo(mergedText(m))
		default:
			f.Tell(mergedText(m))
		}
	})
}

// AcceptOlder keeps an older file as it is: it was put there on purpose.
func (f *Flow) AcceptOlder() {
	s := f.Session
	var done vault.Accepted
	var err error
	f.Run(func() { done, err = s.AcceptOlder(f.Context) }, func() {
		if f.Closed() {
			return
		}
		r := done.Result
		if r.Status != vault.NotSaved || r.Err != nil { // else no save was needed
			f.Saved(r)
		}
		f.RefreshBanner()
		switch {
		case r.Status == vault.NotSaved && r.Err != nil: // the banner says why
		case err != nil:
			f.Complain(err)
		case done.Unsure:
			f.Refuse(phrases.UnsureCounters())
		case done.Kept > 0:
			f.Refuse(words.T("The changes that are missing here stay in the backups until you delete them there."))
		}
	})
}

// compareText says whether a backup holds the accounts that the vault has now, field by field, and
// if not what has happened since.
func compareText(s *session.Session, backup *vault.Vault) (string, error) {
	found, err := s.Compare(backup)
	switch {
	case err != nil:
		return "", err
	case found.Same:
		return words.T("This backup opens and holds the same %s as your vault.", phrases.Accounts(found.Accounts)), nil
	}
	text := words.T("This backup opens and holds %s.", phrases.Accounts(found.Accounts))
	for _, since := range []struct {
		what   string
		titles []string
	}{
		{words.T("It was made before these were added"), found.Since.Added},
		{words.T("These were changed since"), found.Since.Changed},
		{words.T("These were moved to the trash since"), found.Since.Trashed},
		{words.T("These were restored from the trash since"), found.Since.Restored},
		{words.T("These were deleted since"), found.Since.Removed},
	} {
		if len(since.titles) > 0 {
			text += " " + since.what + ": " + names(since.titles) + "."
		}
	}
	return text, nil
}

// maxNames is how many accounts a sentence names.
const maxNames = 8

// names lists titles for a sentence, not endlessly.
func names(titles []string) string {
	if n := len(titles) - maxNames; n > 0 {
		return words.And(append(slices.Clone(titles[:maxNames]), words.N(n, "1 more", "%d more"))...)
	}
	return words.List(titles...)
}

// outlook returns what says what taking a copy in would do: merging it, and with replace also
// making the vault as it was then.
func (f *Flow) outlook(replace bool) func(path string, password []byte) (settings.RestorePreview, error) {
	s := f.Session
	return func(path string, password []byte) (settings.RestorePreview, error) {
		var merge, then vault.Merged
		_, err := f.opening(func(b *vault.Vault) (string, error) {
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
	o.Text = comingText(merge, words.T("This would be restored: "), words.T("This would change: "), words.T("This would be removed: "), words.T("Nothing in it is missing from your vault."))
	if o.Replace && merge.None() && len(replace.Back())+len(replace.Changed) > 0 {
		o.Text = words.T("There is nothing to merge: everything in this backup that your vault does not have was deleted or replaced later.")
	}
	if o.Replace {
		o.Text += comingText(replace, words.T("\nRestoring this state would also bring back: "), words.T("\nRestoring this state would change: "), words.T("\nRestoring this state would move to the trash: "), "")
	}
	return o
}

func mergedText(m vault.Merged) string {
	return comingText(m, words.T("Restored: "), words.T("Changed: "), words.T("Removed: "), words.T("Your vault already had everything."))
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
