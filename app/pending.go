package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"watchword/app/add"
	"watchword/app/gpgstore"
	"watchword/app/helper"
	"watchword/bounds"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

// What comes from outside, from a second start of the program, waits where something would be
// lost on the page that shows, and until the vault is open. One thing waits at most, the latest:
// a web page must not be able to pile up links. What it displaces is told on the list: see [missed].

// Raise brings the window to the front and opens what a second start of the program was
// given. It may be called from any goroutine.
func (a *App) Raise(open []string) {
	a.o.OnUI(func() {
		a.window.Show()
		a.window.RequestFocus()
		switch {
		case len(open) == 0:
		case a.occupied() && slices.Equal(a.given, open): // it shows already
		case a.occupied(), a.typing():
			a.wait(open)
		case a.session == nil:
			a.openGiven(open)
		default:
			a.wait(open)
			a.openPending()
		}
	})
}

// workPages are the pages on which something is typed, under way or to be decided that another page
// would end, beside those that say so themselves.
var workPages = []string{"busy", "filepassword", "costly", "confirm", "strengthen", "elsewhere", "sheet", "password", "unsaved", "choose",
	"nothing", "region", "vaultfile", "mergefile", "waiting"}

// occupied reports whether the page that shows must not be taken away by what comes from outside.
func (a *App) occupied() bool {
	if a.locking {
		return true
	}
	if p, ok := a.page.(*add.Results); ok && (p.Undecided() || p.Adding()) {
		return true
	}
	return !a.draft().None() || slices.Contains(workPages, a.name)
}

// typing reports whether something is typed into the list's search just now: a page that came in
// the middle of it would get the rest of the word, and its Enter.
func (a *App) typing() bool {
	return a.session != nil && a.page == page(a.list) && a.list.Typing(a.now())
}

// otherShows reports whether the page that shows must not be taken away by what came from outside,
// and is not about that itself.
func (a *App) otherShows(given []string) bool {
	return given != nil && a.occupied() && !slices.Equal(a.given, given)
}

// openWaiting opens what came from outside meanwhile, once the list shows again.
func (a *App) openWaiting() {
	if a.session != nil && len(a.pending) > 0 && a.page == page(a.list) && !a.typing() {
		a.openPending()
	}
}

// openPending takes what the program was started with, or what was dropped while the
// vault was locked.
func (a *App) openPending() {
	pending := a.pending
	a.pending = nil
	a.met(pending)
	links, files := linksAmong(pending)
	switch {
	case len(links) > 0:
		a.pending = files // they wait for the list
		a.comes(links)
		a.showLinks(links)
	case len(files) > 0:
		a.openGiven(files)
	}
}

func linksAmong(given []string) (links, files []string) {
	for _, g := range given {
		if account.IsLink(g) {
			links = append(links, g)
		} else {
			files = append(files, g)
		}
	}
	return links, files
}

// openFiles opens vaults as vaults, pictures as pictures and everything else as an export
// of another program. While the vault is locked a vault is asked for its password, and what else
// is given waits.
func (a *App) openFiles(paths []string) { a.openFilesOf(paths, nil) }

// openGiven is openFiles for what came from outside.
func (a *App) openGiven(paths []string) { a.openFilesOf(paths, paths) }

// openFilesOf is openFiles; given is what came from outside, nil for what the user opens in the
// window: it takes no page away on which something is typed or under way.
func (a *App) openFilesOf(paths, given []string) {
	s := a.session
	vaults, exports := []string(nil), false
	rest := paths
	ctx, cancel := context.WithCancel(a.ctx)
	ended := false
	tell := time.AfterFunc(bounds.TellAfter, func() {
		a.o.OnUI(func() {
			if !ended && s != nil && a.session == s && !a.otherShows(given) {
				a.comes(given)
				a.stillLooking(cancel)
			}
		})
	})
	a.o.Run(func() {
		if vaults, rest = vaultsAmong(paths); s == nil {
			return
		}
		rest, exports = withoutFolders(ctx, rest)
	}, func() {
		ended = true
		tell.Stop()
		stopped := ctx.Err() != nil
		cancel()
		switch {
		case stopped:
		case a.session != s: // locked or unlocked meanwhile
			a.waitBehind(paths)
		case s == nil:
			if len(rest) > 0 {
				a.wait(rest)
			}
			if len(vaults) > 0 && !a.o.Demo {
				a.met(vaults[:1])
				a.miss(vaults[1:])
				a.path = vaults[0]
				a.showUnlock()
			}
		case a.otherShows(given): // since the files were looked at
			a.waitBehind(paths)
		case len(vaults) == 1 && len(rest) == 0:
			a.showVaultFile(vaults[0], given)
		case len(vaults)+len(rest) == 0:
			a.comes(given)
			a.showProblem("Nothing to import", "There are no files in this folder that Watchword can read. It does not look into the folders in it.", source{again: "Another file", retry: a.showImport})
		case exports || len(vaults) > 0:
			a.comes(given)
			a.importFiles(append(rest, vaults...)) // a vault among them is named as what it is
		default:
			a.comes(given)
			a.scanFiles(rest)
		}
	})
}

// stillLooking shows that many files are looked through, and stops when its page goes.
func (a *App) stillLooking(stop func()) {
	context.AfterFunc(a.busyPage("Looking through the files …", ""), stop)
}

// vaultsAmong tells vaults from other files, by their content.
func vaultsAmong(paths []string) (vaults, rest []string) {
	for _, p := range paths {
		if isVault(p) {
			vaults = append(vaults, p)
		} else {
			rest = append(rest, p)
		}
	}
	return vaults, rest
}

// vaultHead is how much of a file tells whether it is a vault: its header.
const vaultHead = 64 << 10

func isVault(path string) bool {
	if account.IsLink(path) {
		return false
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, vaultHead)
	n, _ := f.Read(head)
	return transfer.IsVault(head[:n])
}

// withoutFolders puts the files of folders in place of these. Those whose name begins with a
// dot, and those that no program is known to write, are no exports. exports reports whether any of
// the files is an export of another program, by its content.
func withoutFolders(ctx context.Context, paths []string) (files []string, exports bool) {
	for _, p := range paths {
		if gpgstore.Is(p) { // its entries are opened one by one
			files, exports = append(files, p), true
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil { // no folder
			files = append(files, p)
			exports = exports || isExport(formatOf(ctx, p))
			continue
		}
		for _, e := range entries {
			file := filepath.Join(p, e.Name())
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if ctx.Err() != nil {
				return nil, false
			}
			if !e.IsDir() && gpgstore.IsEntry(file) { // what is in it, gpg tells
				files, exports = append(files, file), true
			} else if id := formatOf(ctx, file); id != "" {
				files = append(files, file)
				exports = exports || isExport(id)
			}
		}
	}
	return files, exports
}

// formatOf returns the format of a file by its content, "" if no program is known to write such a
// file or it cannot be read.
func formatOf(ctx context.Context, path string) string {
	data, err := readPicture(path)
	if err != nil {
		return ""
	}
	f, _, err := helper.Detect(ctx, data)
	if err != nil {
		return ""
	}
	return f.ID
}

func isExport(format string) bool { return format != "" && format != "qr" }
