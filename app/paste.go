package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desktop/clipboard"
	"watchword/app/unlock"
	"watchword/vault/account"
)

// paste takes what is on the clipboard: a picture, files, links or a key; any other text
// is searched for.
func (a *App) paste() {
	ctx, cancel := context.WithTimeout(a.ctx, 10*time.Second)
	var picture []byte
	var files []string
	var text string
	var err error
	a.o.Run(func() {
		if picture, err = a.clip.ReadPicture(ctx); err == nil {
			return
		}
		if files, err = a.clip.ReadFiles(ctx); err == nil {
			return
		}
		text, err = a.clip.ReadText(ctx)
	}, func() {
		cancel()
		if a.session == nil {
			return
		}
		switch {
		case len(picture) > 0:
			a.scanClipboard(picture)
		case len(files) > 0:
			a.openFiles(files)
		case err != nil || text == "":
			a.nothingToPaste(err)
		default:
			a.pasteText(text)
		}
	})
}

func (a *App) nothingToPaste(err error) {
	message := "The clipboard is empty. Copy a picture of the code, the link or the key first."
	if err != nil && !errors.Is(err, clipboard.ErrEmpty) {
		message = err.Error()
	}
	a.showProblem("Nothing to paste", message, source{again: "Paste again", retry: a.paste})
}

// pasteText adds keys and links; on the list any other text is searched for.
func (a *App) pasteText(text string) {
	if a.page == page(a.list) && !looksAddable(text) {
		a.list.SearchFor(text)
		return
	}
	a.showAddWith(text)
}

// leastKey is the shortest key, in bytes, that a pasted word is taken for: "github" is a
// key too, letter by letter.
const leastKey = 10

// looksAddable reports whether a pasted text is meant to be added rather than searched for.
func looksAddable(text string) bool {
	if account.IsLink(strings.TrimSpace(text)) {
		return true
	}
	finds := account.IdentifyTyped(text)
	return len(finds) > 1 || len(finds) == 1 && finds[0].Usable() && len(finds[0].Accounts[0].Key.Secret) >= leastKey
}

// dropped takes files and links that were dropped on the window.
func (a *App) dropped(uris []fyne.URI) {
	a.touch()
	var files []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			files = append(files, u.Path())
		}
	}
	if r, ok := a.page.(*unlock.Recover); ok && len(files) > 0 {
		a.recoverFromFile(r, files[0])
		return
	}
	if len(files) > 0 {
		a.leaving(func() { a.openFiles(files) })
	}
}
