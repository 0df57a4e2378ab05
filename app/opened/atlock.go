package opened

import (
	"fyne.io/fyne/v2"

	"watchword/app/session"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault"
)

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

// TellAtLock has the list say something until it is answered, also after the next unlock.
func (o *Vault) TellAtLock(text string) {
	o.tell(&atLock{vault: o.Session.ID(), text: text, lost: text})
}

// TellDropped is tellAtLock for what is unsaved on a page that goes.
func (o *Vault) TellDropped(d widgets.Draft) {
	if !d.None() {
		o.TellAtLock(d.Dropped)
	}
}

// tell is tellAtLock for any of it. What the list has not shown yet is told with it.
func (o *Vault) tell(t *atLock) {
	if was := o.after.atLock; was != nil && was.vault == t.vault && !was.told {
		t.text, t.lost = was.text+" "+t.text, was.lost+" "+t.lost
		if t.saved == nil {
			t.saved = was.saved
		}
	}
	o.after.atLock = t
}

// KeepDraft saves what is unsaved on the page, where it can be as it is, and goes on to lock.
// What cannot be saved is dropped. Either is told after unlocking.
func (o *Vault) KeepDraft(d widgets.Draft, then func()) {
	if d.None() {
		then()
		return
	}
	s := o.Session
	told := &atLock{vault: s.ID(), text: d.Dropped, lost: d.Dropped}
	if d.AtLock == nil {
		o.tell(told)
		then()
		return
	}
	before, last := s.Vault().FileSum(), s.LastChange()
	d.AtLock(func(saved bool) {
		if o.Closed() {
			return
		}
		if saved {
			told.text = d.Kept
			if d.Kept == "" {
				told.text = words.T("Watchword locked while you were editing. Your changes were saved.")
			}
			if s.LastChange() != last {
				told.saved = s.Keepsake(before)
			}
		}
		o.tell(told)
		then()
	})
}

// forgetTold drops what the list has told, once the vault v is locked again; what is only in
// memory goes with it.
func (o *Vault) forgetTold(v *vault.Vault) {
	switch {
	case o.after.atLock == nil || o.after.atLock.vault != v.ID():
	case o.after.atLock.told:
		o.after.atLock = nil
	case v.Dirty():
		o.after.atLock.text, o.after.atLock.saved = o.after.atLock.lost, nil
	}
}

// Recall makes the change that was saved at lock one that can be undone, where nobody has
// written the vault since.
func (o *Vault) Recall() {
	s, told := o.Session, o.after.atLock
	if told == nil || told.vault != s.ID() {
		return
	}
	o.RefreshBanner()
	if told.saved == nil {
		return
	}
	undoable := false
	o.Run(func() { undoable = s.Recall(*told.saved) }, func() {
		if !o.Closed() && o.after.atLock == told {
			told.saved = nil
			if undoable {
				told.last = s.LastChange()
				undo := o.OnlyNow(o.Undo)
				told.undo = func() { o.after.atLock = nil; o.RefreshBanner(); undo() }
			}
			o.RefreshBanner()
		}
	})
}

// atLockBanner tells what became of unsaved text at lock.
func (o *Vault) atLockBanner() fyne.CanvasObject {
	if o.after.atLock == nil || o.after.atLock.vault != o.Session.ID() {
		return nil
	}
	o.after.atLock.told = true
	var actions []widgets.Action
	if o.after.atLock.undo != nil {
		actions = append(actions, widgets.Action{Text: words.T("Undo"), Do: o.after.atLock.undo})
	}
	actions = append(actions, widgets.Action{Text: words.T("OK"), Do: func() { o.after.atLock = nil; o.RefreshBanner() }})
	return widgets.NewBanner(o.after.atLock.text, widgets.AmberBanner, actions...)
}

// Text is what is told at the next unlock; "" for nothing.
func (a *Aftermath) Text() string {
	if a.atLock == nil {
		return ""
	}
	return a.atLock.text
}
