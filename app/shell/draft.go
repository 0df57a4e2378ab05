package shell

import (
	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/assets/words"
)

// Text that a user has typed is kept or asked about, whatever would take its page away: the
// back arrow, a key, a file that is dropped, the end of the program. At lock nobody is asked: it is
// saved, or told as dropped.

// drafted is a page on which something can be typed that is in no vault yet.
type drafted interface{ Draft() widgets.Draft }

// Draft is what is unsaved on the page that shows, or on the one that waits behind it.
func (s *Shell) Draft() widgets.Draft {
	page := s.page
	if s.behind != nil {
		page = s.behind.page
	}
	if p, ok := page.(drafted); ok {
		return p.Draft()
	}
	return widgets.Draft{}
}

// Leaving goes on with then, which takes the page away; where something is unsaved on it, the
// person decides first.
func (s *Shell) Leaving(then func()) {
	d := s.Draft()
	if d.None() {
		then()
		return
	}
	// The page that has the text is asked about, and comes back.
	s.BringBack()
	was, ok := s.page.(*askDraft) // another wish while it asks
	if !ok {
		was = &askDraft{page: s.page, back: s.back, content: s.Window.Content(), focused: s.Window.Canvas().Focused()}
	}
	ask := &askDraft{shell: s, draft: d, then: then, page: was.page, back: was.back, content: was.content, focused: was.focused}
	s.Swap(ask, ask.stay)
}

// Guarded is [Shell.Leaving] for a button of a page.
func (s *Shell) Guarded(then func()) func() { return func() { s.Leaving(then) } }

// askDraft asks what is to become of unsaved text. The page that it stands before comes back
// with all that was typed there.
type askDraft struct {
	shell *Shell
	draft widgets.Draft
	then  func()

	page    Page // that has the text
	back    func()
	content fyne.CanvasObject
	focused fyne.Focusable // where the text cursor was; may be nil

	save, keep, discard *widgets.Button
}

// Draft implements drafted: another wish, and the lock, find the text here too, as it is by now: it
// may be on its way into the vault.
func (k *askDraft) Draft() widgets.Draft {
	if p, ok := k.page.(drafted); ok {
		return p.Draft()
	}
	return k.draft
}

// Content builds the page.
func (k *askDraft) Content() fyne.CanvasObject {
	k.save = widgets.NewButton(words.T("Save"), widgets.Main, k.saveAndGo)
	if k.draft.Button != "" {
		k.save.Text = k.draft.Button
	}
	k.save.Hidden = k.draft.Save == nil
	k.keep = widgets.NewButton(words.T("Keep editing"), widgets.Plain, k.stay)
	k.discard = widgets.NewButton(words.T("Discard"), widgets.Danger, func() { k.then() })
	return widgets.NewPage(words.T("Not saved yet"), k.stay, widgets.Stack(12,
		widgets.NewWarningCard(widgets.NewLabel(k.draft.Unsaved)),
		widgets.Stack(8, k.save, k.keep, k.discard)), nil)
}

// Focus puts the keys on what loses nothing.
func (k *askDraft) Focus(c fyne.Canvas) {
	if k.save.Hidden {
		c.Focus(k.keep)
	} else {
		c.Focus(k.save)
	}
}

// Widgets names the places that a user clicks.
func (k *askDraft) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"draft.save": k.save, "draft.keep": k.keep, "draft.discard": k.discard}
}

// stay brings the page back as it was.
func (k *askDraft) stay() {
	k.shell.swapBack(k.page, k.content, k.back)
	if k.focused != nil {
		k.shell.Window.Canvas().Focus(k.focused)
	}
}

func (k *askDraft) saveAndGo() {
	if k.save.Disabled() {
		return
	}
	k.save.Disable()
	k.draft.Save(func(saved bool) {
		switch {
		case !k.shell.Shows(k):
		case saved:
			k.draft.Done()
			k.then()
		default:
			k.stay() // it says why
		}
	})
}

// Name implements [Page].
func (k *askDraft) Name() string { return "draft" }

// Behind implements behind.
func (k *askDraft) Behind() Page { return k.page }
