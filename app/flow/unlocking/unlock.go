package unlocking

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"watchword/app/desk"
	"watchword/app/intake"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

// Start shows the first page: the throw-away vault, the locked vault, what to do about a
// known one that is not there, or the making of the first.
func (f *Flow) Start() {
	if f.Demo {
		f.startDemo()
		f.OnStarted()
		return
	}
	f.Path = f.Vault
	if f.Path == "" {
		f.Path = f.Config.VaultPath()
	}
	path, before := f.Path, f.Page()
	given := f.Arrivals.Pending
	var vaults []string
	var err error
	f.Run(func() {
		if f.Vault == "" { // a vault that was given is the one to open
			if vaults, _ = intake.Vaults(given); len(vaults) > 0 {
				path = vaults[0]
			}
		}
		_, err = os.Stat(path)
	}, func() {
		if !f.Shows(before) && f.Name() != "looking" {
			return // the user opened another vault meanwhile, and what was given waits
		}
		if len(vaults) > 0 { // something else may wait by now
			f.Path = path
			f.Arrivals.OpenFirst(vaults)
		}
		switch {
		case err == nil:
			f.ShowUnlock()
		case errors.Is(err, fs.ErrNotExist) && !f.Config.Knows(path):
			f.showCreate(nil)
		default:
			f.showMissing(err)
		}
		f.OnStarted()
	})
}

// ShowLooking says what is waited for where the vault lies on a disk or a share that does not
// answer.
func (f *Flow) ShowLooking() {
	f.Show(shell.Static("looking", widgets.NewPage(words.T("Opening your vault"), nil, widgets.Stack(10,
		widgets.NewLabel(words.T("The drive that holds %s is not responding. Watchword will continue as soon as it does.", phrases.Shorten(f.Path))),
		widgets.FlowLeft(widgets.NewButton(words.T("Another vault"), widgets.Plain, f.ChooseVault))), nil)), nil)
}

// showMissing says that a known vault is not where it was, and lists what else there is.
func (f *Flow) showMissing(err error) {
	reason := words.T("The vault %s is not there. It may lie on a disk or a share that is not connected, or it was moved or renamed. Nothing was changed.", phrases.Shorten(f.Path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		reason = words.T("The vault %s cannot be opened. The system says: %s. Nothing was changed.", phrases.Shorten(f.Path), phrases.Bare(err))
	}
	f.showLadder("missing", words.T("Your vault cannot be opened"), reason, func() { f.showCreate(func() { f.showMissing(err) }) })
}

func (f *Flow) ShowUnlock() { f.ShowUnlockBecause("") }

// ShowUnlockBecause asks for the password; note says why, where that is not plain.
func (f *Flow) ShowUnlockBecause(note string) {
	path, attempt := f.Path, f.NewAttempt()
	s := &unlock.Page{
		Run:        f.Run,
		Place:      f.placeText(),
		Note:       note,
		Waiting:    f.Arrivals.Waiting(),
		Open:       attempt.Open,
		Quick:      attempt.Quick(),
		OnUnlocked: attempt.Enter,
		OnSheet:    f.ShowRecover,
		OnOther:    f.ChooseVault,
		OnFailed:   f.unusable,
		OnShortcut: f.EntryShortcut,
	}
	f.Root(s, f.ShowUnlock)
	// A file that is no vault any more is told before anybody types a password into it.
	var err error
	var saved time.Time
	f.Run(func() {
		_, err = vault.Open(path, f.VaultOpts)
		saved, _ = desk.Modified(path)
	}, func() {
		if !f.Shows(s) {
			return
		}
		f.NoteSaved(path, saved)
		s.SetPlace(f.placeText())
		if err != nil {
			f.unusable(err)
			return
		}
		f.tried = ""
	})
}

// TellWaiting has the page that asks for the password say what waits for the open vault.
func (f *Flow) TellWaiting() {
	if s, ok := f.Page().(*unlock.Page); ok {
		s.SetWaiting(f.Arrivals.Waiting())
	}
}

// placeText says which vault is asked for and when it was saved last.
func (f *Flow) placeText() string {
	text := filepath.Base(f.Path)
	if at := f.SavedAt(f.Path); at != "" {
		text += words.T(" · last saved %s", at)
	}
	return text
}
