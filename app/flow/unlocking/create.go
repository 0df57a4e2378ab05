package unlocking

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/app/desk"
	"watchword/app/desktop/dialogs"
	"watchword/app/phrases"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/vault"
)

func (f *Flow) showCreate(back func()) {
	if back == nil {
		f.showCreateAt(f.Path, nil)
		return
	}
	path := f.Path
	f.Run(func() { path = freeName(path) }, func() { f.showCreateAt(path, back) }) // beside a known vault that is missing, never in its place
}

func (f *Flow) showCreateAt(path string, back func()) {
	var made *vault.Vault
	f.Show(&unlock.Create{
		Run:       f.Run,
		Passwords: unlock.VaultPasswords(),
		Path:      path,
		Shorten:   phrases.Shorten,
		Make: func(path string, password []byte) error {
			v, err := vault.Create(f.Context, path, password, f.VaultOpts)
			if errors.Is(err, fs.ErrExist) {
				return words.Error("There is a file at this place already. Open it as an existing vault, or choose another place.")
			}
			made = v
			return err
		},
		OnCreated: func() { f.OnCreated(made) },
		OnPlace:   f.choosePlace,
		OnOpen:    f.ChooseVault,
		OnRestore: f.restore,
		OnBack:    back, OnShortcut: f.EntryShortcut,
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
func (f *Flow) restore() {
	to := f.Path
	f.ChooseFiles(dialogs.Options{Title: words.T("Restore a backup"), Folder: f.Config.Places.Backups}, func(paths []string) {
		var err error
		f.Run(func() { err = copyVault(paths[0], to, f.VaultOpts) }, func() {
			if err != nil {
				f.Problem(words.T("The backup was not restored"), phrases.Sentence(err), f.Start)
				return
			}
			f.ShowUnlock()
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
		return words.Error("The backup could not be read (%s).", phrases.Bare(err))
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return words.Error("The folder could not be made (%s).", phrases.Bare(err))
	}
	return desk.WriteNew(to, data)
}

// choosePlace asks where a new vault is to be.
func (f *Flow) choosePlace(change func(path string)) {
	f.ChooseNewFile(words.T("Where to keep the vault"), filepath.Dir(f.Path), filepath.Base(f.Path), change)
}

// ChooseVault asks for a vault file and opens it.
func (f *Flow) ChooseVault() {
	f.ChooseFiles(dialogs.Options{
		Title: words.T("Open a vault"), Folder: filepath.Dir(f.Path),
		Filters: []dialogs.Filter{{Name: words.T("Watchword vaults"), Patterns: []string{"*.watchword"}}, {Name: words.T("All files"), Patterns: []string{"*"}}},
	}, func(paths []string) {
		f.Path = paths[0]
		f.ShowUnlock()
	})
}
