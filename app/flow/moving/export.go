package moving

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"watchword/app/choose"
	"watchword/app/desk"
	pages "watchword/app/moving"
	"watchword/app/phrases"
	"watchword/app/print"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// exportVault is the target that is the vault itself.
const exportVault = "watchword"

// Formats are the formats that accounts can be written in.
func Formats() []transfer.Format {
	var out []transfer.Format
	for _, f := range transfer.Formats {
		if f.Write != nil {
			out = append(out, f)
		}
	}
	return append(out, print.Formats...)
}

func formatByID(id string) transfer.Format {
	all := Formats()
	if i := slices.IndexFunc(all, func(f transfer.Format) bool { return f.ID == id }); i >= 0 {
		return all[i]
	}
	return transfer.Format{}
}

// selected returns the accounts of the list that are to be exported; chosen are the ids of those
// that are chosen in the list.
func selected(s *session.Session, want pages.Selection, chosen map[string]bool) []account.Account {
	var out []account.Account
	for _, acc := range s.Accounts() {
		if want == (pages.Selection{}) || want.Chosen && chosen[acc.ID] || want.Tag != "" && slices.Contains(acc.Tags, want.Tag) {
			out = append(out, acc)
		}
	}
	return out
}

// ShowExport asks what to write where. Accounts that are marked in the list are proposed.
func (f *Flow) ShowExport() {
	s := f.Session
	targets := []pages.Target{{ID: exportVault, Name: words.T("Copy of the vault, with its password"), Extension: ".watchword", Whole: true}}
	for _, f := range Formats() {
		targets = append(targets, pages.Target{ID: f.ID, Name: words.T(f.Name), Extension: f.Extension, Clear: f.Clear, Encrypts: f.Encrypts})
	}
	chosen := map[string]bool{}
	if f.List.Marked() > 0 {
		for _, id := range f.List.Targets() {
			chosen[id] = true
		}
	}
	page := &pages.Export{
		Run: f.Run, Targets: targets, Tags: s.Tags(), Chosen: len(chosen),
		Plan: func(t pages.Target, want pages.Selection) pages.Plan { return plan(t, selected(s, want, chosen)) },
		Path: func(t pages.Target) string {
			kind := t.ID
			if kind == exportVault {
				kind = "copy"
			}
			return filepath.Join(desk.HomeFolder(), "watchword-"+kind+"-"+f.Now().Format("2006-01-02")+t.Extension)
		},
		OnPlace: func(_ pages.Target, path string, set func(string)) {
			f.ChooseNewFile(words.T("Export"), filepath.Dir(path), filepath.Base(path), set)
		},
		Write:  func(o pages.Order) (string, error) { return f.export(o, chosen) },
		OnBack: f.Back, OnShortcut: f.EntryShortcut,
	}
	var back func()
	back = func() { f.Visit(page, back) }
	page.Confirm = func(then func()) {
		f.Confirm(words.T("Export"), back, func() {
			back()
			then()
		})
	}
	page.OnLosses = func(all []pages.Loss) { f.Show(&pages.Losses{Losses: all, OnBack: back}, back) }
	back()
}

// plan says what an export would write and lose. Accounts that lose the same share a line;
// those that are left out come first.
func plan(t pages.Target, accounts []account.Account) pages.Plan {
	type kind struct {
		whole  bool
		reason string
	}
	p := pages.Plan{Accounts: len(accounts)}
	at := map[kind]int{}
	for _, l := range transfer.Losses(formatByID(t.ID), accounts) {
		k := kind{l.Whole, l.Reason}
		i, known := at[k]
		if !known {
			i, at[k] = len(p.Losses), len(p.Losses)
			p.Losses = append(p.Losses, pages.Loss{Whole: l.Whole, Reason: l.Reason})
		}
		p.Losses[i].Names = append(p.Losses[i].Names, account.Visible(accounts[l.Position-1].Title()))
		if l.Whole {
			p.Accounts--
		}
	}
	slices.SortStableFunc(p.Losses, func(x, y pages.Loss) int {
		switch {
		case x.Whole && !y.Whole:
			return -1
		case y.Whole && !x.Whole:
			return 1
		}
		return 0
	})
	return p
}

// export writes the file or the folder. It runs away from the UI thread.
func (f *Flow) export(o pages.Order, chosen map[string]bool) (string, error) {
	o.Path = choose.Absolute(o.Path, desk.HomeFolder())
	if o.Target.ID == exportVault {
		return f.exportCopy(o.Path)
	}
	format := formatByID(o.Target.ID)
	accounts := selected(f.Session, o.Accounts, chosen)
	var left []account.Failure
	var err error
	if print.IsFolder(format.ID) {
		var files []print.File
		if files, left, err = print.Pictures(format.ID, accounts); err == nil {
			err = writeFolder(o.Path, files)
		}
	} else {
		var data []byte
		if data, left, err = transfer.Write(f.Context, format, accounts, transfer.WriteOptions{Password: o.Password}); err == nil {
			err = desk.WriteNew(o.Path, data)
		}
	}
	if err != nil {
		return "", err
	}
	n := len(accounts) - len(left)
	text := words.N(n, "1 account written to %[2]s.", "%d accounts written to %s.", phrases.Shorten(o.Path))
	if len(left) > 0 {
		text += words.N(len(left), " 1 left out.", " %d left out.")
	}
	return text, nil
}

// exportCopy writes the vault itself into a new file.
func (f *Flow) exportCopy(path string) (string, error) {
	if _, err := os.Lstat(path); err == nil {
		return "", words.Error("There is a file of this name already. Choose another name.")
	}
	if r := f.Session.SaveCopy(f.Context, path); r.Status == vault.NotSaved {
		return "", r.Err
	}
	return words.T("The whole vault was copied to %s. It opens with the same password.", phrases.Shorten(path)), nil
}

// writeFolder makes a folder for the user alone and writes the files into it, all or none.
func writeFolder(folder string, files []print.File) (err error) {
	if err := os.Mkdir(folder, 0o700); err != nil {
		if errors.Is(err, os.ErrExist) {
			return words.Error("There is a folder of this name already. Choose another name.")
		}
		return words.Error("The folder could not be made (%s). Choose another place.", phrases.Bare(err))
	}
	var done []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range done {
			os.Remove(path)
		}
		os.Remove(folder)
	}()
	for _, f := range files {
		path := filepath.Join(folder, f.Name)
		if err := desk.WriteNew(path, f.Data); err != nil {
			return err
		}
		done = append(done, path)
	}
	return nil
}
