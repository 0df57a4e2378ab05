package adding

import (
	"bytes"
	"context"
	"crypto/sha256"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/add"
	"watchword/app/leftover"
	"watchword/app/phrases"
	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// leftovers are pictures that still hold a secret which is in the vault by now: whoever
// finds one has the account.
type leftovers struct {
	files     []leftover.File
	clipboard [sha256.Size]byte // of the picture on the clipboard; zero for none
}

// noPicture is the sum that no picture has.
var noPicture [sha256.Size]byte

func (l leftovers) none() bool { return len(l.files) == 0 && l.clipboard == noPicture }

// A showing is a picture with the texts of its codes.
type showing struct {
	picture
	texts []string
}

// showings returns the pictures of a search that nothing was seen in that could not be read.
func (s *search) showings() (out []showing) {
	if s == nil {
		return nil
	}
	for _, p := range s.pictures {
		if p.frame || len(p.seen) > 0 {
			continue
		}
		one := showing{picture: *p}
		for _, t := range s.texts {
			if t.picture == p {
				one.texts = append(one.texts, t.content)
			}
		}
		out = append(out, one)
	}
	return out
}

// leftoversOf returns the pictures that can go: all that is in their codes is in the vault. It is
// slow where there are many.
func leftoversOf(pictures []showing, v *vault.Vault) (out leftovers) {
	lacks := session.LacksOf(v)
	for _, p := range pictures {
		if !p.allAdded(lacks) {
			continue
		}
		if p.file != "" {
			out.files = append(out.files, p.read)
		}
		if p.left != "" {
			out.files = append(out.files, leftover.Unread(p.left))
		}
		if p.clipboard {
			out.clipboard = p.sum
		}
	}
	return out
}

// allAdded reports whether a picture had codes, and nothing in it is known to the picture
// alone.
func (p *showing) allAdded(lacks func(account.Account) []session.Lack) bool {
	for _, text := range p.texts {
		find := account.Identify(text)
		if len(find.Failures) > 0 || !find.Usable() {
			return false
		}
		if slices.ContainsFunc(find.Accounts, func(a account.Account) bool { return !keptWhole(lacks(a)) }) {
			return false
		}
	}
	return len(p.texts) > 0
}

// keptWhole reports whether the vault lacks nothing of a code but its name: who has the key in the vault
// under a name of their own needs no picture for the other one.
func keptWhole(lacks []session.Lack) bool {
	return !slices.ContainsFunc(lacks, func(l session.Lack) bool { return l != session.LackName })
}

// leftoverCards offers to remove the pictures, on the page that waits; again brings the
// offers up to date.
func (f *Flow) leftoverCards(again func()) []add.Leftover {
	var out []add.Leftover
	for _, file := range f.left.files {
		name := filepath.Base(file.Path())
		out = append(out, add.Leftover{
			Text:   words.T("The picture %s still holds the key: whoever finds it can make your codes.", account.Visible(name)),
			Button: words.T("Delete the picture"), Danger: true,
			Do:     func() { f.deleteLeft(file, again) },
			OnKeep: func() { f.keepLeft(file, again) },
		})
	}
	if f.left.clipboard != noPicture {
		out = append(out, add.Leftover{
			Text:   words.T("The picture with the key is still on the clipboard."),
			Button: words.T("Clear the clipboard"),
			Do:     func() { f.clearLeft(again) },
			OnKeep: func() { f.left.clipboard = noPicture; again() },
		})
	}
	return out
}

func (f *Flow) forgetLeft(file leftover.File) {
	f.left.files = slices.DeleteFunc(slices.Clone(f.left.files), func(o leftover.File) bool { return o.Path() == file.Path() })
}

func (f *Flow) keepLeft(file leftover.File, again func()) {
	f.forgetLeft(file)
	again()
}

// deleteLeft deletes a picture file and says so.
func (f *Flow) deleteLeft(file leftover.File, again func()) {
	var err error
	f.Run(func() { err = file.Remove() }, func() {
		if f.Closed() {
			return
		}
		f.forgetLeft(file)
		again()
		if err != nil {
			f.Say(phrases.Sentence(err), false)
			return
		}
		f.Say(words.T("%s was deleted.", account.Visible(filepath.Base(file.Path()))), true)
	})
}

// clearLeft takes the picture off the clipboard, if it is still there.
func (f *Flow) clearLeft(again func()) {
	want := f.left.clipboard
	f.left.clipboard = noPicture
	var err error
	f.Run(func() {
		ctx, cancel := context.WithTimeout(f.Context, 10*time.Second)
		defer cancel()
		data, readErr := f.Clipboard.ReadPicture(ctx)
		if sum := sha256.Sum256(data); readErr == nil && bytes.Equal(sum[:], want[:]) {
			var held interface {
				Clear(context.Context) error
			}
			// What is ours can be cleared: our copy takes the picture's place and goes.
			if held, err = f.Clipboard.CopySecret(ctx, "cleared"); err == nil {
				err = held.Clear(ctx)
			}
		}
	}, func() {
		if f.Closed() {
			return
		}
		again()
		if err != nil {
			f.Say(phrases.Sentence(err), false)
			return
		}
		f.Say(words.T("The picture is off the clipboard."), true)
	})
}

// LeftoverBanner is the offer on the list, after several accounts were added at once or the
// page that waits was left without an answer.
func (f *Flow) LeftoverBanner() fyne.CanvasObject {
	if f.left.none() {
		return nil
	}
	again := f.RefreshBanner
	text, button, do := words.T("The picture with the key is still on the clipboard."), words.T("Clear the clipboard"), func() { f.clearLeft(again) }
	keep := func() { f.left = leftovers{}; again() }
	if n := len(f.left.files); n > 0 {
		files := f.left.files
		text, button = words.T("The picture %s still holds the key: whoever finds it can make your codes.", account.Visible(filepath.Base(files[0].Path()))), words.T("Delete the picture")
		do = func() { f.deleteLeft(files[0], again) }
		if n > 1 {
			text, button = words.N(n, "1 picture still holds the keys: whoever finds it can make your codes.", "%d pictures still hold the keys: whoever finds them can make your codes."), words.T("Delete the pictures")
			do = func() {
				for _, file := range files {
					f.deleteLeft(file, again)
				}
			}
		}
	}
	return widgets.NewBanner(text, widgets.AmberBanner,
		widgets.Action{Text: button, Do: do, Danger: len(f.left.files) > 0}, widgets.Action{Text: words.T("Keep"), Do: keep})
}
