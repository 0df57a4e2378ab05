package keeping

import (
	"errors"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"watchword/app/phrases"
	"watchword/app/settings"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// ShowVaultFile says what a vault file is that was given while a vault is open: the open one
// itself, another copy of it, or another vault. It is merged or opened only by a button. given is
// as in [Vault.openFilesOf].
func (f *Flow) ShowVaultFile(path string, given []string) {
	s := f.Session
	var same bool
	var err error
	f.Run(func() {
		if same = sameFile(path, s.Vault().Path()); same {
			return
		}
		var other *vault.Vault
		if other, err = s.Vault().OpenCopy(path); err == nil {
			other.Close()
		}
	}, func() {
		name := account.Visible(filepath.Base(path))
		merge := widgets.NewButton(words.T("Merge"), widgets.Main, func() { f.showMergeFile(path) })
		open := widgets.NewButton(words.T("Open it instead"), widgets.Plain, func() { f.openInstead(path) })
		if f.Closed() || f.OtherShows(given) {
			f.Arrivals.WaitBehind([]string{path})
			return
		}
		if !same {
			f.Comes(given)
		}
		switch {
		case same:
			f.ShowList()
			f.Refuse(words.T("This vault is already open."))
		case err == nil:
			f.showVaultOffer(words.T("Another copy of your vault"), words.T("%s is another copy of the vault that is open. Merging adds what your vault is missing; where both changed, the later change wins.", name), merge, open)
		case errors.Is(err, vault.ErrOtherVault):
			f.showVaultOffer(words.T("Another vault"), words.T("%s is another Watchword vault. Opening it locks the one that is open now.", name), nil, open)
		case errors.Is(err, vault.ErrWrongPassword): // or another vault with the same costs and salt: nobody can tell
			f.showVaultOffer(words.T("A Watchword vault"), words.T("%s is a Watchword vault with another password. Opening it locks the one that is open now. If it is a copy of your vault, you can merge it.", name), merge, open)
		default:
			f.Problem(words.T("The vault cannot be opened"), name+": "+phrases.Sentence(err), f.ShowList)
		}
	})
}

func sameFile(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// A vaultOffer is the page that says what a vault file is, with the ways on.
type vaultOffer struct {
	shell.Simple
	merge, open *widgets.Button
}

// Widgets names the places that a user clicks.
func (o vaultOffer) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"vaultfile.open": o.open}
	if o.merge != nil {
		out["vaultfile.merge"] = o.merge
	}
	return out
}

func (f *Flow) showVaultOffer(title, text string, merge, open *widgets.Button) {
	foot := widgets.Stack(8)
	if merge != nil {
		foot.Add(merge)
	}
	foot.Add(open)
	page := shell.Static("vaultfile", widgets.NewPage(title, f.ShowList, widgets.NewLabel(text), foot))
	f.Show(vaultOffer{page, merge, open}, f.ShowList)
}

// openInstead locks the open vault and asks for the password of another.
func (f *Flow) openInstead(path string) {
	if f.Demo { // what is asked for in a vault of examples is not enough for a real one
		f.Problem(words.T("This is the demo"), words.T("Start Watchword without --demo to open a vault."), f.ShowList)
		return
	}
	f.ForgetGiven() // it is opened
	f.OnInstead(path)
}

// showMergeFile previews what merging another copy of the vault would do, and offers that.
func (f *Flow) showMergeFile(path string) {
	s := f.Session
	f.Visit(&settings.Backups{As: "mergefile",
		Run: f.Run, Title: words.T("Merge a copy"),
		Intro:   words.T("Merging adds what this vault is missing; where both changed, the later change wins. The file itself stays as it is."),
		Backups: []settings.Backup{{Path: path, Title: account.Visible(filepath.Base(path)), Detail: account.Visible(phrases.Shorten(filepath.Dir(path)))}},
		Preview: f.outlook(false), Merge: f.opening(func(b *vault.Vault) (string, error) { return f.takeIn(b, false) }), MergeText: words.T("Merge"),
		CanUndo: s.CanUndoCopy, OnUndo: f.Undo, OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}, func() { f.showMergeFile(path) })
}
