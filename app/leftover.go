package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"watchword/app/add"
	"watchword/app/leftover"
	"watchword/app/session"
	"watchword/app/widgets"
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
func (a *App) leftoverCards(again func()) []add.Leftover {
	var out []add.Leftover
	for _, f := range a.left.files {
		name := filepath.Base(f.Path())
		out = append(out, add.Leftover{
			Text:   "The picture " + account.Visible(name) + " still holds the key: whoever finds it can make your codes.",
			Button: "Delete the picture", Danger: true,
			Do:     func() { a.deleteLeft(f, again) },
			OnKeep: func() { a.keepLeft(f, again) },
		})
	}
	if a.left.clipboard != noPicture {
		out = append(out, add.Leftover{
			Text:   "The picture with the key is still on the clipboard.",
			Button: "Clear the clipboard",
			Do:     func() { a.clearLeft(again) },
			OnKeep: func() { a.left.clipboard = noPicture; again() },
		})
	}
	return out
}

func (a *App) forgetLeft(f leftover.File) {
	a.left.files = slices.DeleteFunc(slices.Clone(a.left.files), func(o leftover.File) bool { return o.Path() == f.Path() })
}

func (a *App) keepLeft(f leftover.File, again func()) {
	a.forgetLeft(f)
	again()
}

// deleteLeft deletes a picture file and says so.
func (a *App) deleteLeft(f leftover.File, again func()) {
	var err error
	a.o.Run(func() { err = f.Remove() }, func() {
		if a.session == nil {
			return
		}
		a.forgetLeft(f)
		again()
		if err != nil {
			a.say(err.Error(), false)
			return
		}
		a.say(account.Visible(filepath.Base(f.Path()))+" was deleted.", true)
	})
}

// clearLeft takes the picture off the clipboard, if it is still there.
func (a *App) clearLeft(again func()) {
	want := a.left.clipboard
	a.left.clipboard = noPicture
	var err error
	a.o.Run(func() {
		ctx, cancel := context.WithTimeout(a.ctx, 10*time.Second)
		defer cancel()
		data, readErr := a.clip.ReadPicture(ctx)
		if sum := sha256.Sum256(data); readErr == nil && bytes.Equal(sum[:], want[:]) {
			var held interface {
				Clear(context.Context) error
			}
			// What is ours can be cleared: our copy takes the picture's place and goes.
			if held, err = a.clip.CopySecret(ctx, "cleared"); err == nil {
				err = held.Clear(ctx)
			}
		}
	}, func() {
		if a.session == nil {
			return
		}
		again()
		if err != nil {
			a.say(err.Error(), false)
			return
		}
		a.say("The picture is off the clipboard.", true)
	})
}

// say tells something on whichever page shows: the list has a toast for it, and the page
// that waits a line.
func (a *App) say(text string, good bool) {
	if s, ok := a.page.(interface{ Say(string, bool) }); ok {
		s.Say(text, good)
		return
	}
	a.list.Toast(text, good, "", nil)
}

// leftoverBanner is the offer on the list, after several accounts were added at once or the
// page that waits was left without an answer.
func (a *App) leftoverBanner() bool {
	if a.left.none() {
		return false
	}
	again := a.refreshBanner
	text, button, do := "The picture with the key is still on the clipboard.", "Clear the clipboard", func() { a.clearLeft(again) }
	keep := func() { a.left = leftovers{}; again() }
	if n := len(a.left.files); n > 0 {
		files := a.left.files
		text, button = "The picture "+account.Visible(filepath.Base(files[0].Path()))+" still holds the key: whoever finds it can make your codes.", "Delete the picture"
		do = func() { a.deleteLeft(files[0], again) }
		if n > 1 {
			text, button = fmt.Sprintf("%d pictures still hold the keys: whoever finds them can make your codes.", n), "Delete the pictures"
			do = func() {
				for _, f := range files {
					a.deleteLeft(f, again)
				}
			}
		}
	}
	a.list.SetBanner(widgets.NewBanner(text, widgets.AmberBanner,
		widgets.Action{Text: button, Do: do, Danger: len(a.left.files) > 0}, widgets.Action{Text: "Keep", Do: keep}))
	return true
}
