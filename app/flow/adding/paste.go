package adding

import (
	"context"
	"errors"
	"strings"
	"time"

	"watchword/app/desktop/clipboard"
	"watchword/app/intake"
	"watchword/app/phrases"
	"watchword/assets/words"
	"watchword/vault/account"
)

// Paste takes what is on the clipboard: a picture, files, links or a key; any other text
// is searched for.
func (f *Flow) Paste() {
	ctx, cancel := context.WithTimeout(f.Context, 10*time.Second)
	var copied intake.Copied
	var err error
	f.Run(func() { copied, err = intake.FromClipboard(ctx, f.Clipboard) }, func() {
		cancel()
		if f.Closed() {
			return
		}
		switch {
		case len(copied.Picture) > 0:
			f.scanClipboard(copied.Picture)
		case len(copied.Files) > 0:
			f.OnFiles(copied.Files)
		case err != nil || copied.Text == "":
			f.nothingToPaste(err)
		default:
			f.pasteText(copied.Text)
		}
	})
}

func (f *Flow) nothingToPaste(err error) {
	message := words.T("The clipboard is empty. Copy a picture of the code, the link or the key first.")
	if err != nil && !errors.Is(err, clipboard.ErrEmpty) {
		message = phrases.Sentence(err)
	}
	f.showProblem(words.T("Nothing to paste"), message, source{again: words.T("Paste again"), retry: f.Paste})
}

// pasteText adds keys and links; on the list any other text is searched for.
func (f *Flow) pasteText(text string) {
	if f.Shows(f.List) && !looksAddable(text) {
		f.List.SearchFor(text)
		return
	}
	f.ShowAddWith(text)
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
