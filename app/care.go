package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"watchword/app/desktop/shield"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
)

// care is what there is to say about the open vault, and what the user has answered. It
// begins anew with every unlock.
type care struct {
	dismissed map[string]bool
	flush     error               // the last save is in place, but not confirmed
	backup    string              // the last save found no place for a backup
	trouble   error               // the file on disk cannot be taken in
	info      vault.Info          // of the file at unlock
	copies    []vault.Candidate   // conflict copies beside the vault
	left      []string            // of cut-off saves
	exposed   []string            // what other users may touch
	cannot    error               // why a save would fail
	backups   []vault.BackupState // the folders for backups
}

// lookAround looks at what lies around the vault, away from the UI thread, and says what is
// to be said.
func (a *App) lookAround() {
	s := a.session
	if s == nil || a.o.Demo {
		return
	}
	v := s.Vault()
	var c care
	a.o.Run(func() {
		if siblings(v.Path()) {
			c.copies = slices.DeleteFunc(v.ConflictCopies(), keptBroken)
		}
		c.left = existing(v.Leftovers())
		c.exposed, c.cannot, c.backups = v.Exposed(), v.CannotSave(), v.BackupStates()
	}, func() {
		if a.session != s {
			return
		}
		a.care.copies, a.care.left, a.care.exposed = c.copies, c.left, c.exposed
		a.care.cannot, a.care.backups = c.cannot, c.backups
		a.refreshBanner()
	})
}

// keptBroken reports whether a copy is a damaged file that was set aside when another was
// put in its place: it is kept for experts and holds nothing to take in.
func keptBroken(c vault.Candidate) bool {
	return strings.Contains(filepath.Base(c.Path), " (broken ")
}

// siblings reports whether other vault files lie beside the vault: only then it is worth
// looking closely.
func siblings(path string) bool {
	ext := filepath.Ext(path)
	all, err := filepath.Glob(filepath.Join(escapeGlob(filepath.Dir(path)), "*"+ext))
	return err == nil && len(all) > 1
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // there is no escaping on Windows, and no * in its names
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func existing(paths []string) []string {
	var there []string
	for _, p := range paths {
		if _, err := os.Lstat(p); err == nil {
			there = append(there, p)
		}
	}
	return there
}

// A notice is something lasting about the vault, with the ways on. Later is the button that
// puts it away for this session; "" for none.
type notice struct {
	key     string
	text    string
	red     bool
	actions []widgets.Action
	later   string
}

// careBanner shows the most important notice that was not put away, and reports whether
// there is one.
func (a *App) careBanner() bool {
	for _, n := range a.notices() {
		if a.care.dismissed[n.key] {
			continue
		}
		colour := widgets.AmberBanner
		if n.red {
			colour = widgets.RedBanner
		}
		actions := n.actions
		if n.later != "" {
			actions = append(actions, widgets.Action{Text: n.later, Do: func() { a.dismiss(n.key) }})
		}
		a.list.SetBanner(widgets.NewBanner(n.text, colour, actions...))
		return true
	}
	return false
}

func (a *App) dismiss(key string) {
	if a.care.dismissed == nil {
		a.care.dismissed = map[string]bool{}
	}
	a.care.dismissed[key] = true
	if day := a.today(); (key == "second" || key == "second due") && a.config.Reminded != day {
		a.config.Reminded = day
		a.saveConfig()
	}
	if key == "sheet" {
		a.sheetLost, a.reminded = "", true
	}
	if key == "capture" {
		a.config.CaptureTold = true
		a.saveConfig()
	}
	a.refreshBanner()
}

func (a *App) today() string { return a.o.Now().Format(time.DateOnly) }

// notices lists what there is to say, the most important first.
func (a *App) notices() []notice {
	v := a.session.Vault()
	c := &a.care
	var list []notice
	add := func(is bool, n notice) {
		if is {
			list = append(list, n)
		}
	}
	add(c.trouble != nil, notice{key: "trouble", text: sentence(c.trouble), red: true, actions: a.waysOut(c.trouble)})
	add(c.flush != nil, notice{key: "flush", text: sentence(c.flush), actions: []widgets.Action{
		{Text: "Save again", Do: a.saveAgain}, {Text: "Save a copy", Do: a.saveCopy}}})
	add(c.backup != "", notice{key: "backup", text: c.backup, later: "Ignore",
		actions: []widgets.Action{{Text: "Try again", Do: a.backUpNow}}})
	readOnly, why := v.ReadOnly()
	add(readOnly, notice{key: "read only", text: why, later: "I know"})
	add(!readOnly && c.cannot != nil, notice{key: "cannot", text: sentence(c.cannot), later: "I know",
		actions: []widgets.Action{{Text: "Save a copy", Do: a.saveCopy}}})
	add(v.Older(), a.olderNotice())
	add(a.sheetLost == v.ID(), a.lostSheet())
	add(len(c.left) > 0, notice{key: "left", text: vault.LeftoverNotice, later: "Ignore",
		actions: []widgets.Action{{Text: "Show", Do: a.showCopies}}})
	add(len(c.copies) > 0, notice{key: "copies", text: copiesText(len(c.copies)), later: "Ignore",
		actions: []widgets.Action{{Text: "Show", Do: a.showCopies}}})
	for _, n := range v.Notices() {
		add(!a.saidOtherwise(n), notice{key: n, text: n, later: "I know"})
	}
	add(len(c.exposed) > 0, notice{key: "exposed", text: exposedText(c.exposed), later: "Leave it",
		actions: []widgets.Action{{Text: "Repair", Do: a.protect}}})
	add(c.info.BelowFloor && !readOnly, notice{key: "floor", later: "Later",
		text:    "This vault's password is guarded by less work than a new vault gets: whoever has the file could guess faster.",
		actions: []widgets.Action{{Text: "Strengthen", Do: a.showStrengthen}}})
	add(shield.Possible && !a.config.AllowCapture && !a.config.CaptureTold, notice{key: "capture", later: "All right",
		text:    "Most programs that record or share the screen do not see this window.",
		actions: []widgets.Action{{Text: "Let them see it", Do: func() { a.setHidden(false); a.dismiss("capture") }}}})
	return append(list, a.secondNotices()...)
}

// olderNotice is about a file that lacks what this computer has saved. It is said again after
// every unlock until it is answered here.
func (a *App) olderNotice() notice {
	n := notice{key: "older", text: vault.OlderNotice + " Merge the newest backup to get them back.", actions: []widgets.Action{
		{Text: "Merge the newest backup", Do: a.mergeMissing}, {Text: "I did this", Do: a.acceptOlder}}}
	if len(a.session.Vault().Missing()) == 0 {
		n.text = vault.OlderNotice + " There is no backup of them on this computer. If you have another copy of the vault, merge it."
		n.actions[0] = widgets.Action{Text: "Show backups", Do: a.showBackups}
	}
	return n
}

func copiesText(n int) string {
	if n == 1 {
		return "There is a conflict copy next to the vault: two computers changed it at the same time, or somebody copied it."
	}
	return fmt.Sprintf("There are %d conflict copies next to the vault: two computers changed it at the same time, or somebody copied it.", n)
}

func exposedText(paths []string) string {
	short := make([]string, len(paths))
	for i, p := range paths {
		short[i] = shorten(p)
	}
	return "Other users of this computer may read or replace " + strings.Join(short, " and ") + ". The vault is encrypted all the same."
}

// saidOtherwise reports whether a sentence of the vault has a notice of its own above.
func (a *App) saidOtherwise(sentence string) bool {
	readOnly, why := a.session.Vault().ReadOnly()
	return readOnly && sentence == why || sentence == vault.LeftoverNotice
}

// remindEvery is how often the second folder is spoken of.
const remindEvery = 30 * 24 * time.Hour

// secondNotices remind of a second folder for backups: that there is none, once a month, or
// that it has had no backup for a month.
func (a *App) secondNotices() []notice {
	if live, _ := a.session.Vault().Sizes(); a.o.Demo || live == 0 {
		return nil
	}
	if a.config.Reminded == "" { // not on the first day
		a.config.Reminded = a.today()
		a.saveConfig()
		return nil
	}
	told, _ := time.Parse(time.DateOnly, a.config.Reminded)
	if a.o.Now().Sub(told) < remindEvery {
		return nil
	}
	if a.config.SecondBackups == "" {
		return []notice{{key: "second", later: "In a month",
			text:    "All copies of this vault are on this computer. A second folder for backups, on another disk or a share, keeps them when it is lost.",
			actions: []widgets.Action{{Text: "Choose one", Do: a.chooseSecond}}}}
	}
	for _, s := range a.care.backups {
		if s.Due(a.o.Now()) {
			return []notice{{key: "second due", later: "In a month",
				text:    dueText(s),
				actions: []widgets.Action{{Text: "Back up now", Do: a.backUpNow}}}}
		}
	}
	return nil
}

// dueText says what the second folder lacks. While its disk is not available nobody knows how old
// its copies are.
func dueText(s vault.BackupState) string {
	switch {
	case s.Err != nil:
		return "The second backup folder is not available: " + shorten(s.Dir) + ". Connect its disk or share, so that it gets a new copy."
	case s.Count == 0:
		return "The second backup folder has no backup yet: " + shorten(s.Dir) + "."
	}
	return "The second backup folder has had no backup for a month: " + shorten(s.Dir) + "."
}

// backUpNow copies the file as it is into the folders for backups.
func (a *App) backUpNow() {
	s := a.session
	var err error
	a.o.Run(func() { err = s.Vault().BackUpNow() }, func() {
		if a.session != s {
			return
		}
		a.care.backup = sentence(err)
		if err == nil {
			a.list.Toast("Backed up.", true, "", nil)
		}
		a.lookAround()
	})
}

// chooseSecond asks for the second folder for backups and makes a first one there.
func (a *App) chooseSecond() { a.chooseSecondThen(a.showList) }

func (a *App) chooseSecondThen(then func()) {
	a.chooseFolder("A folder for more backups", func(dir string) {
		if a.session == nil {
			return
		}
		s := a.session
		var err error
		a.o.Run(func() {
			s.Vault().SetSecondBackupDir(dir)
			err = s.Vault().BackUpNow()
		}, func() {
			if a.session != s {
				return
			}
			if err != nil {
				s.Vault().SetSecondBackupDir(a.config.SecondBackups)
				a.showProblemPage("The folder cannot be used", err.Error(), then)
				return
			}
			a.config.SecondBackups, a.config.Reminded = dir, a.today() // it has one of today
			a.o.VaultOpts.SecondBackupDir = dir
			a.saveConfig()
			a.lookAround()
			then()
			a.list.Toast("Backups go to "+shorten(dir)+" too.", true, "", nil)
		})
	})
}

// chooseFolder asks for a folder: by a file in it where the system's dialog has no other way.
func (a *App) chooseFolder(title string, chosen func(dir string)) {
	a.chooseNewFile(title, homeFolder(), "watchword-backups", func(path string) {
		var err error
		a.o.Run(func() { err = makeFolder(path) }, func() {
			if err != nil {
				a.showProblemPage("The folder cannot be used", "It could not be made ("+bareError(err)+"). Choose another place.", a.showList)
				return
			}
			chosen(path)
		})
	})
}

// makeFolder makes a folder that only its owner enters, unless it is there.
func makeFolder(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	return os.MkdirAll(path, 0o700)
}

// showProblemPage tells of a failure on a page of its own.
func (a *App) showProblemPage(title, advice string, back func()) {
	a.show("problem", simple{widgets.NewPage(title, back, widgets.Stack(0, widgets.NewWarningCard(widgets.NewLabel(advice))), nil)}, back)
}

// stopSecond stops using the second folder; what lies there stays.
func (a *App) stopSecond() {
	s := a.session
	a.o.Run(func() { s.Vault().SetSecondBackupDir("") }, func() {
		a.config.SecondBackups, a.o.VaultOpts.SecondBackupDir = "", ""
		a.saveConfig()
		a.lookAround()
		a.showVault()
	})
}

// protect takes the rights of other users away.
func (a *App) protect() {
	s := a.session
	var err error
	a.o.Run(func() { err = s.Vault().Protect() }, func() {
		if a.session != s {
			return
		}
		if err != nil {
			a.showProblemPage("The rights stay as they are", err.Error(), a.showList)
			a.dismiss("exposed")
			return
		}
		a.list.Toast("Only you can read it now.", true, "", nil)
		a.lookAround()
	})
}

// showStrengthen gives the vault a new key slot for the same password.
func (a *App) showStrengthen() {
	s := a.session
	a.show("strengthen", &unlock.Confirm{
		Run: a.o.Run, Title: "Strengthen the vault", Button: "Strengthen",
		Reason: "Enter your password once more. It stays the same, but guessing it becomes slower. Existing backups are not changed.",
		Do: func(ctx context.Context, password []byte) error {
			if err := s.Vault().VerifyPassword(ctx, password); err != nil {
				return err
			}
			if err := s.Vault().SetPassword(ctx, password); err != nil {
				return err
			}
			a.o.OnUI(func() { // the page may be left meanwhile
				if a.session == s {
					a.care.info.BelowFloor = false
					a.passwordTyped()
				}
			})
			return resultError(s.Save(a.ctx))
		},
		OnDone: func() {
			a.showList()
			a.list.Toast("The vault is stronger now. The password is the same.", true, "", nil)
		},
		OnBack: a.showList, OnShortcut: a.entryShortcut,
	}, a.showList)
}

// putVaultBack writes the vault to its place again, where its file is gone.
func (a *App) putVaultBack() {
	s, usual := a.session, a.config.Places.Vault
	var r vault.Result
	a.o.Run(func() {
		path := s.Vault().Path()
		// A folder that is gone may be on a disk that is not connected: made anew it would
		// hide the vault there, and end up on the wrong disk.
		if _, err := os.Stat(filepath.Dir(path)); err != nil && path != usual {
			r = vault.Result{Err: errNoFolder}
			return
		}
		r = s.Vault().SaveCopy(a.ctx, path)
	}, func() {
		if a.session != s {
			return
		}
		a.saved(r)
		if r.Status != vault.NotSaved {
			a.care.trouble = nil
			a.refreshBanner()
			a.list.Toast("The vault is in its place again.", true, "", nil)
		}
	})
}

var errNoFolder = errors.New("The folder of the vault is not there. Connect its disk or share and try again, or save a copy in another place: your accounts are still here.")

// waysOut are the buttons for a file that cannot be written, or not be taken in.
func (a *App) waysOut(err error) []widgets.Action {
	again := widgets.Action{Text: "Try again", Do: a.saveAgain}
	elsewhere := widgets.Action{Text: "Save a copy", Do: a.saveCopy}
	without := widgets.Action{Text: "Discard my changes and reload", Do: a.reopen, Danger: true}
	switch {
	case errors.Is(err, vault.ErrPasswordElsewhere):
		return []widgets.Action{{Text: "Unlock with the new password", Do: a.showElsewhere}, elsewhere}
	case errors.Is(err, vault.ErrMissing):
		return []widgets.Action{again, {Text: "Put it back", Do: a.putVaultBack}, elsewhere}
	case errors.Is(err, vault.ErrOtherVault), errors.Is(err, vault.ErrBadTag), errors.Is(err, vault.ErrNewer):
		return []widgets.Action{elsewhere, without}
	case errors.Is(err, vault.ErrChanged):
		return []widgets.Action{again, elsewhere, without}
	case errors.Is(err, vault.ErrDamaged), errors.Is(err, vault.ErrNotVault):
		return []widgets.Action{again, elsewhere, {Text: "Find another copy", Do: a.leaveForLadder}}
	case errors.Is(err, vault.ErrNotOurs), errors.Is(err, vault.ErrShrunk):
		return []widgets.Action{elsewhere}
	}
	return []widgets.Action{again, elsewhere} // full, read-only, a failing disk
}

// showElsewhere unlocks the file with the password that another computer gave it, and takes
// in what was not saved here.
func (a *App) showElsewhere() {
	old := a.session
	var opened *vault.Vault
	var r vault.Result
	asked := &unlock.Screen{
		Run: a.o.Run, Place: a.placeText(), Title: "The password was changed",
		Note: "Another program or another computer gave this vault a new password. Enter it: your unsaved changes are kept and merged.",
		Open: func(password []byte, costly bool) error {
			locked, err := vault.Open(old.Vault().Path(), a.o.VaultOpts)
			if err != nil {
				return err
			}
			if costly {
				locked.AllowCost()
			}
			v, err := locked.Unlock(a.ctx, password)
			if err != nil {
				return err
			}
			if _, err := v.MergeFrom(old.Vault()); err != nil {
				v.Close()
				return err
			}
			opened, r = v, v.Save(a.ctx)
			return nil
		},
		OnBack: a.showList, OnShortcut: a.entryShortcut,
	}
	asked.OnUnlocked = func() {
		a.afterUnbroken(func() {
			if a.session != old || a.page != page(asked) { // left: what was changed since is in the old one only
				opened.Close()
				return
			}
			a.forget()
			a.page = asked // it takes what is typed until the list shows
			a.opened(opened)
			a.passwordTyped()
			a.saved(r)
		})
	}
	a.show("elsewhere", asked, a.showList)
}

func sentence(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
