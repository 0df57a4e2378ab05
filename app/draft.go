package app

import (
	"maps"

	"fyne.io/fyne/v2"

	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/vault"
)

// Text that a user has typed is kept or asked about, whatever would take its page away: the
// back arrow, a key, a file that is dropped, the end of the program. At lock nobody is asked:
// see [App.keepDraft].

// drafted is a page on which something can be typed that is in no vault yet.
type drafted interface{ Draft() widgets.Draft }

// draft is what is unsaved on the page that shows.
func (a *App) draft() widgets.Draft {
	if p, ok := a.page.(drafted); ok {
		return p.Draft()
	}
	return widgets.Draft{}
}

// leaving goes on with then, which takes the page away; where something is unsaved on it, the
// person decides first.
func (a *App) leaving(then func()) {
	d := a.draft()
	if d.None() {
		then()
		return
	}
	was, ok := a.page.(*askDraft) // another wish while it asks
	if !ok {
		was = &askDraft{page: a.page, name: a.name, back: a.back, content: a.window.Content(), focused: a.window.Canvas().Focused()}
	}
	ask := &askDraft{app: a, draft: d, then: then, page: was.page, name: was.name, back: was.back, content: was.content, focused: was.focused}
	a.swap("draft", ask, ask.stay)
}

// guarded is [App.leaving] for a button of a page.
func (a *App) guarded(then func()) func() { return func() { a.leaving(then) } }

// askDraft asks what is to become of unsaved text. The page that it stands before comes back
// with all that was typed there.
type askDraft struct {
	app   *App
	draft widgets.Draft
	then  func()

	page    page // that has the text
	name    string
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
	k.save = widgets.NewButton("Save", widgets.Main, k.saveAndGo)
	if k.draft.Button != "" {
		k.save.Text = k.draft.Button
	}
	k.save.Hidden = k.draft.Save == nil
	k.keep = widgets.NewButton("Keep editing", widgets.Plain, k.stay)
	k.discard = widgets.NewButton("Discard", widgets.Danger, func() { k.then() })
	return widgets.NewPage("Not saved yet", k.stay, widgets.Stack(12,
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
	k.app.swapBack(k.name, k.page, k.content, k.back)
	if k.focused != nil {
		k.app.window.Canvas().Focus(k.focused)
	}
}

func (k *askDraft) saveAndGo() {
	if k.save.Disabled() {
		return
	}
	k.save.Disable()
	s := k.app.session
	k.draft.Save(func(saved bool) {
		switch {
		case k.app.session != s || k.app.page != page(k):
		case saved:
			k.draft.Done()
			k.then()
		default:
			k.stay() // it says why
		}
	})
}

// atLock is what became of the text that was unsaved when the vault was locked; the list tells
// it after unlocking. Nothing of what was typed is in it.
type atLock struct {
	vault string // the vault's id
	text  string
	lost  string            // what is true instead where the vault was locked without the change
	saved *session.Keepsake // how to make it undoable; nil where nothing was saved
	undo  func()            // nil until then
	told  bool              // the list has shown it
	last  int               // the change that undo takes back
}

// tellAtLock has the list say something until it is answered, also after the next unlock.
func (a *App) tellAtLock(text string) {
	a.tell(&atLock{vault: a.session.Vault().ID(), text: text, lost: text})
}

// tellDropped is tellAtLock for what is unsaved on a page that goes.
func (a *App) tellDropped(d widgets.Draft) {
	if !d.None() {
		a.tellAtLock(d.Dropped)
	}
}

// tell is tellAtLock for any of it. What the list has not shown yet is told with it.
func (a *App) tell(t *atLock) {
	if was := a.atLock; was != nil && was.vault == t.vault && !was.told {
		t.text, t.lost = was.text+" "+t.text, was.lost+" "+t.lost
		if t.saved == nil {
			t.saved = was.saved
		}
	}
	a.atLock = t
}

// keepDraft saves what is unsaved on the page, where it can be as it is, and goes on to lock.
// What cannot be saved is dropped. Either is told after unlocking.
func (a *App) keepDraft(d widgets.Draft, then func()) {
	if d.None() {
		then()
		return
	}
	s := a.session
	told := &atLock{vault: s.Vault().ID(), text: d.Dropped, lost: d.Dropped}
	if d.AtLock == nil {
		a.tell(told)
		then()
		return
	}
	before, last := s.Vault().FileSum(), s.LastChange()
	d.AtLock(func(saved bool) {
		if a.session != s {
			return
		}
		if saved {
			told.text = d.Kept
			if d.Kept == "" {
				told.text = "Watchword locked while you were editing. Your changes were saved."
			}
			if s.LastChange() != last {
				told.saved = s.Keepsake(before)
			}
		}
		a.tell(told)
		then()
	})
}

// forgetTold drops what the list has told, once the vault v is locked again; what is only in
// memory goes with it.
func (a *App) forgetTold(v *vault.Vault) {
	switch {
	case a.atLock == nil || a.atLock.vault != v.ID():
	case a.atLock.told:
		a.atLock = nil
	case v.Dirty():
		a.atLock.text, a.atLock.saved = a.atLock.lost, nil
	}
	maps.DeleteFunc(a.missed, func(_ uint64, m dropped) bool { return m.told })
}

// recall makes the change that was saved at lock one that can be undone, where nobody has
// written the vault since.
func (a *App) recall() {
	s, told := a.session, a.atLock
	if told == nil || told.vault != s.Vault().ID() {
		return
	}
	a.refreshBanner()
	if told.saved == nil {
		return
	}
	undoable := false
	a.o.Run(func() { undoable = s.Recall(*told.saved) }, func() {
		if a.session == s && a.atLock == told {
			told.saved = nil
			if undoable {
				told.last = s.LastChange()
				undo := a.onlyNow(a.undo)
				told.undo = func() { a.atLock = nil; a.refreshBanner(); undo() }
			}
			a.refreshBanner()
		}
	})
}

// atLockBanner tells what became of unsaved text at lock.
func (a *App) atLockBanner() bool {
	if a.atLock == nil || a.atLock.vault != a.session.Vault().ID() {
		return false
	}
	a.atLock.told = true
	var actions []widgets.Action
	if a.atLock.undo != nil {
		actions = append(actions, widgets.Action{Text: "Undo", Do: a.atLock.undo})
	}
	actions = append(actions, widgets.Action{Text: "OK", Do: func() { a.atLock = nil; a.refreshBanner() }})
	a.list.SetBanner(widgets.NewBanner(a.atLock.text, widgets.AmberBanner, actions...))
	return true
}
