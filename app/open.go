package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"watchword/app/config"
	"watchword/app/desktop/dialogs"
	"watchword/app/session"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
	pw "watchword/vault/password"
)

// start shows the first page: the throw-away vault, the locked vault, what to do about a
// known one that is not there, or the making of the first.
func (a *App) start() {
	if a.o.Demo {
		a.startDemo()
		return
	}
	a.path = a.o.Vault
	if a.path == "" {
		a.path = a.config.VaultPath()
	}
	path, before := a.path, a.page
	given := a.pending
	var vaults []string
	var err error
	a.o.Run(func() {
		if a.o.Vault == "" { // a vault that was given is the one to open
			if vaults, _ = vaultsAmong(given); len(vaults) > 0 {
				path = vaults[0]
			}
		}
		_, err = os.Stat(path)
	}, func() {
		if a.page != before && a.name != "looking" {
			return // the user opened another vault meanwhile, and what was given waits
		}
		if len(vaults) > 0 { // something else may wait by now
			a.path = path
			a.met(vaults[:1])
			a.miss(vaults[1:])
			a.pending = slices.DeleteFunc(slices.Clone(a.pending), func(g string) bool { return slices.Contains(vaults, g) })
		}
		switch {
		case err == nil:
			a.showUnlock()
		case errors.Is(err, fs.ErrNotExist) && !a.config.Knows(path):
			a.showCreate(nil)
		default:
			a.showMissing(err)
		}
	})
}

// showLooking says what is waited for where the vault lies on a disk or a share that does not
// answer.
func (a *App) showLooking() {
	a.show("looking", simple{widgets.NewPage("Looking for your vault", nil, widgets.Stack(10,
		widgets.NewLabel("The disk or the share of "+shorten(a.path)+" has not answered yet. Watchword goes on as soon as it does."),
		widgets.FlowLeft(widgets.NewButton("Another vault", widgets.Plain, a.chooseVault))), nil)}, nil)
}

// showMissing says that a known vault is not where it was, and lists what else there is.
func (a *App) showMissing(err error) {
	reason := "The vault " + shorten(a.path) + " is not there. It may lie on a disk or a share that is not connected, or it was moved or renamed. Nothing was changed."
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		reason = "The vault " + shorten(a.path) + " cannot be opened. The system says: " + bareError(err) + ". Nothing was changed."
	}
	a.showLadder("missing", "Your vault cannot be opened", reason, func() { a.showCreate(func() { a.showMissing(err) }) })
}

// bareError drops the path from an error of the system: the page shows it already.
func bareError(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (a *App) showCreate(back func()) {
	path := a.path
	var made *vault.Vault
	if back != nil { // beside a known vault that is missing, never in its place
		path = freeName(path)
	}
	a.show("create", &unlock.Create{
		Run:       a.o.Run,
		Passwords: passwords(),
		Path:      path,
		Shorten:   shorten,
		Make: func(path string, password []byte) error {
			v, err := vault.Create(a.ctx, path, password, a.o.VaultOpts)
			if errors.Is(err, fs.ErrExist) {
				return errors.New("There is a file at this place already. Open it as an existing vault, or choose another place.")
			}
			made = v
			return err
		},
		OnCreated: func() {
			a.adopt(made)
			a.confirmed = true // the password was typed just now
			a.offerSheet(func() {
				a.showList()
				a.openPending()
			})
		},
		OnPlace:   a.choosePlace,
		OnOpen:    a.chooseVault,
		OnRestore: a.restore,
		OnBack:    back, OnShortcut: a.entryShortcut,
	}, back)
}

// freeName returns path, or with a number where a file is known to have been.
func freeName(path string) string {
	ext := filepath.Ext(path)
	stem := path[:len(path)-len(ext)]
	for i := 2; ; i++ {
		name := fmt.Sprintf("%s-%d%s", stem, i, ext)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
	}
}

// restore puts a backup where the vault was and opens it. The backup itself stays as it is;
// a file that is there already is never replaced.
func (a *App) restore() {
	to := a.path
	a.chooseFiles(dialogs.Options{Title: "Restore a backup", Folder: a.config.Places.Backups}, func(paths []string) {
		var err error
		a.o.Run(func() { err = copyVault(paths[0], to, a.o.VaultOpts) }, func() {
			if err != nil {
				a.showProblemPage("The backup was not restored", err.Error(), a.start)
				return
			}
			a.showUnlock()
		})
	})
}

// copyVault copies a vault file to a place where there is none.
func copyVault(from, to string, o vault.Options) error {
	if _, err := vault.Open(from, o); err != nil {
		return err
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("The backup could not be read (%s).", bareError(err))
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("The folder could not be made (%s).", bareError(err))
	}
	return writeNew(to, data)
}

func passwords() unlock.Passwords {
	return unlock.Passwords{
		Suggest: func() string { return pw.Suggest(nil) },
		Check:   pw.Check,
		Judge:   judge,
	}
}

// judge is one sentence about a password that is being typed.
func judge(typed string) string {
	if err := pw.Check(typed); err != nil {
		return err.Error()
	}
	switch pw.Strength(typed) {
	case 4:
		return "Strong."
	case 3:
		return "Good."
	case 2:
		return "Fair: one or two more words would make it good."
	}
	return "Weak: easy to guess. Take more words, or the suggestion above."
}

func (a *App) showUnlock() { a.showUnlockBecause("") }

// showUnlockBecause asks for the password; note says why, where that is not plain.
func (a *App) showUnlockBecause(note string) {
	path := a.path
	var opened *vault.Vault
	var info vault.Info
	failures := 0 // touched by one attempt at a time
	typed := false
	s := &unlock.Screen{
		Run:   a.o.Run,
		Place: a.placeText(),
		Note:  note,
		Open: func(password []byte, costly bool) error {
			wait(a.ctx, patience(failures))
			locked, err := vault.Open(path, a.o.VaultOpts)
			if err != nil {
				return err
			}
			if costly {
				locked.AllowCost()
			}
			opened, err = locked.Unlock(a.ctx, password)
			if errors.Is(err, vault.ErrWrongPassword) {
				failures++
			}
			info, typed = locked.Info(), true
			return err
		},
		OnUnlocked: func() {
			a.opened(opened)
			if a.session == nil {
				return
			}
			a.care.info = info
			if typed {
				a.passwordTyped()
			}
			a.refreshBanner()
		},
		OnSheet:    a.showRecover,
		OnOther:    a.chooseVault,
		OnFailed:   a.unusable,
		OnShortcut: a.entryShortcut,
	}
	if a.quickDue() {
		s.Quick = func() (err error) {
			if locked, err := vault.Open(path, a.o.VaultOpts); err == nil {
				info = locked.Info()
			}
			opened, err = a.quickOpen(path)
			return err
		}
	}
	a.show("unlock", s, nil)
	// A file that is no vault any more is told before anybody types a password into it.
	var err error
	var saved time.Time
	a.o.Run(func() {
		_, err = vault.Open(path, a.o.VaultOpts)
		saved, _ = modified(path)
	}, func() {
		if a.page != page(s) {
			return
		}
		a.lastSaved(path, saved)
		s.SetPlace(a.placeText())
		if err != nil {
			a.unusable(err)
		}
	})
}

// patience is how long an attempt waits after so many wrong ones: nothing after the first
// few, which are typing errors, then up to five seconds.
func patience(failures int) time.Duration {
	if failures < 3 {
		return 0
	}
	return min(time.Second<<min(failures-3, 4), 5*time.Second)
}

func wait(ctx context.Context, d time.Duration) {
	if d == 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// placeText says which vault is asked for and when it was saved last.
func (a *App) placeText() string {
	text := filepath.Base(a.path)
	if a.last.path == a.path && !a.last.saved.IsZero() {
		text += " · last saved " + day(a.last.saved, a.o.Now())
	}
	return text
}

// lastSaved takes note of when a vault was saved last. The pages that say so do not look
// themselves: a share that hangs must not hold the window up.
func (a *App) lastSaved(path string, at time.Time) { a.last.path, a.last.saved = path, at }

// day names a moment as people do: "today, 09:41".
func day(t, now time.Time) string {
	t = t.In(now.Location())
	y, m, d := now.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch {
	case !t.Before(midnight) && t.Before(midnight.AddDate(0, 0, 1)):
		return "today, " + t.Format("15:04")
	case !t.Before(midnight.AddDate(0, 0, -1)) && t.Before(midnight):
		return "yesterday, " + t.Format("15:04")
	}
	return "on " + t.Format("2 January 2006")
}

// adopt makes v the open vault and its list.
func (a *App) adopt(v *vault.Vault) {
	a.care, a.seen, a.settling = care{}, fileMark{}, fileMark{}
	a.session = session.New(v, a.clip, a.o.Now, a.sessionSettings(v))
	if !a.o.Demo {
		a.path = v.Path()
		a.config.Remember(a.path)
		a.saveConfig()
	}
	a.use.Keep(v.ID(), func(id string) bool { _, ok := v.Account(id); return ok })
	a.makeList()
}

// opened is where every way of opening a vault ends.
func (a *App) opened(v *vault.Vault) {
	a.adopt(v)
	if a.session.Vault().MustSetPassword() {
		a.showNewPassword("Choose a new password", "The vault was opened with its recovery sheet. Choose a new password; it is needed before anything can be saved.")
		return
	}
	s := a.session
	a.o.Run(func() { s.Accounts() }, func() { // thousands take their time to be put in order
		if a.session != s {
			return
		}
		a.showListAhead()
		a.recall()
		a.lookAround()
		if !a.typing() { // else it waits: see openWaiting
			a.openPending()
		}
	})
}

// showListAhead shows the list after a page that took a password, and searches for what was
// typed there since.
func (a *App) showListAhead() {
	p, ok := a.page.(interface{ Ahead() (string, int, bool) })
	a.showList()
	if ok {
		a.list.TypeAhead(p.Ahead())
	}
}

func (a *App) showNewPassword(title, reason string) {
	back := a.showList
	if a.session.Vault().MustSetPassword() {
		back = a.lock // without a password nothing could be saved
	}
	s := a.session
	p := &unlock.NewPassword{
		Run: a.o.Run, Setting: a.unbroken, Passwords: passwords(), Title: title, Reason: reason,
		Set: func(password []byte) error {
			if err := s.Vault().SetPassword(a.ctx, password); err != nil {
				return err
			}
			return resultError(s.Save(a.ctx))
		},
		OnBack: back, OnShortcut: a.entryShortcut,
	}
	p.OnDone = func() {
		if a.session != s {
			return
		}
		a.care.info.BelowFloor = false
		a.passwordTyped()
		s.CannotUndo("A password change cannot be undone.")
		const isSet = "Your password was changed."
		switch {
		case a.page == page(p):
			a.showListAhead()
			a.list.Toast(isSet, true, "", nil)
			if !a.typing() {
				a.openPending()
			}
		case a.locking:
			a.tellAtLock("Watchword locked while the new password was being set. It is set, and opens the vault from now on.")
		default: // the page was left meanwhile
			a.say(isSet, true)
		}
		a.recall()
		a.lookAround()
	}
	p.OnFailed = func(err error) {
		switch {
		case a.session != s:
		case a.page == page(p): // it says why, to somebody who wanted to quit too
			a.afterwards = nil
		case s.Vault().Dirty(): // set, but not saved: whoever took the page away saves it, or says why not
			a.unsaved = err
			a.refreshBanner()
		default:
			a.tellAtLock("The new password was not set: the earlier one still opens the vault. " + err.Error())
			a.refreshBanner()
		}
	}
	a.show("password", p, back)
}

// resultError is the error of a save that left the old file in place.
func resultError(r vault.Result) error {
	if r.Status == vault.NotSaved {
		return r.Err
	}
	return nil
}

// shorten writes a path for the eye: the home folder as "~".
func shorten(path string) string {
	home := config.Home()
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && home != "" {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}

func homeFolder() string {
	home := config.Home()
	if home == "" {
		return "."
	}
	documents := filepath.Join(home, "Documents")
	if info, err := os.Stat(documents); err == nil && info.IsDir() {
		return documents
	}
	return home
}

// writeNew writes a new file that only its owner can read, whole or not at all; an
// existing file is never touched.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errors.New("There is a file of this name already. Choose another name.")
	case err != nil:
		return fmt.Errorf("The file could not be made there (%s). Choose another folder.", bareError(err))
	}
	defer vault.Unfinished(func() { os.Remove(path) })()
	_, err = f.Write(data)
	if syncErr := f.Sync(); err == nil {
		err = syncErr
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("The file could not be written (%s). Choose another folder.", bareError(err))
	}
	return nil
}
