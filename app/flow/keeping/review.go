package keeping

import (
	"fmt"
	"time"

	"watchword/app/add"
	"watchword/app/review"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/phrases"
	"watchword/assets"
	"watchword/vault"
	"watchword/vault/account"
)

// ShowReview says what a user may want to mend, each with what mends it.
func (f *Flow) ShowReview() { f.showReviewAfter("", nil) }

// showReviewAfter is showReview with a word on what was done just now, and what takes it back.
func (f *Flow) showReviewAfter(said string, undo func()) {
	s := f.Session
	var concerns []session.Concern
	var facts session.Facts
	f.Run(func() {
		facts = s.Facts(session.Computer{Correction: f.Config.Correction(), ClockKnown: f.Config.ClockChecked != "", Used: f.Use.Used(s.ID())})
		concerns = session.Review(s.Vault().Accounts(), facts)
	}, func() {
		if f.Closed() {
			return
		}
		live, _ := s.Vault().Sizes()
		page := &review.Screen{Accounts: live, OnBack: f.Back, Said: said, OnUndo: undo}
		for _, c := range concerns {
			page.Items = append(page.Items, f.reviewItem(c, facts))
		}
		page.OnAll = func(item review.Item) {
			f.Show(shell.Static("reviewall", review.All(item, f.Return)), f.Return)
		}
		f.Visit(page, f.ShowReview)
	})
}

// reviewItem puts a concern into words and gives it its button.
func (f *Flow) reviewItem(c session.Concern, facts session.Facts) review.Item {
	n := len(c.Accounts)
	item := review.Item{Accounts: c.Accounts}
	switch c.Kind {
	case session.NoRecovery:
		item.Title, item.Text, item.Grave = "There is no recovery sheet", "If you forget the password, nobody can open this vault.", true
		item.Button, item.Do = "Make one", f.ShowSheet
	case session.NoBackup:
		item.Title, item.Text, item.Grave = "There is no backup yet", "A backup brings back what was lost or changed by mistake. From then on each change makes one.", true
		item.Button, item.Do = "Back up now", f.reviewBackUp
	case session.OldBackup:
		item.Title = "The last backup is " + ageText(facts.Now.Sub(facts.LastBackup)) + " old"
		item.Text = "Each change makes one of the file before it; nothing has changed since. A fresh one costs nothing."
		item.Button, item.Do = "Back up now", f.reviewBackUp
	case session.ClockCorrected:
		item.Title, item.Grave = fmt.Sprintf("Codes are corrected by %+d s", int(facts.Correction/time.Second)), true
		item.Text = "They are made for a time that this computer's clock does not show. If the clock was set since, they are wrong."
		item.Button, item.Do = "Compare the clock", f.OnClock
	case session.ClockUnchecked:
		item.Title, item.Text = "The clock was not compared yet", "Codes are made from this computer's clock; half a minute makes every code wrong."
		item.Button, item.Do = "Compare the clock", f.OnClock
	case session.Duplicate:
		item.Title, item.Text = fmt.Sprintf("%d accounts make the same codes", n), "They have the same key. One is enough."
		item.Mend, item.OnAccount = "Move to trash", f.reviewTrash
	case session.ShortKey:
		item.Title, item.Text = phrases.Count(n, "key is", "keys are")+" short", "A key under 80 bits is easier to guess than it should be. Turn two-step verification off and on again at the service to get a new one."
		item.Mend, item.OnAccount = "How to", f.reviewGuide
	case session.NoNote:
		item.Title, item.Text = phrases.Count(n, "account has", "accounts have")+" no note of another way in", "If this vault is lost you need one: backup codes, a backup phone, a second device. Note which, or where it lies."
		item.Mend, item.OnAccount = "Write a note", f.ShowNote
	case session.NeverUsed:
		item.Title, item.Text = phrases.Count(n, "account was", "accounts were")+" never used here", "Added more than three months ago, and no code was copied on this computer. If it is gone at the service too, it can go here."
		item.Mend, item.OnAccount = "Move to trash", f.reviewTrash
	}
	return item
}

// reviewTrash moves one account to the trash; the review shows what is left.
func (f *Flow) reviewTrash(id string) {
	s := f.Session
	acc, _ := s.Account(id)
	f.Change(func() vault.Result { return s.Trash(f.Context, id) }, func() {
		f.showReviewAfter(account.Visible(acc.Title())+" moved to the trash.", f.reviewUndo)
	})
}

func (f *Flow) reviewUndo() {
	s := f.Session
	var says string
	f.Change(func() (r vault.Result) {
		says, r, _ = s.Undo(f.Context)
		return r
	}, func() { f.showReviewAfter(says, nil) })
}

// reviewBackUp makes a backup of the file as it is.
func (f *Flow) reviewBackUp() {
	s := f.Session
	var err error
	f.Run(func() { err = s.Vault().BackUpNow() }, func() {
		switch {
		case f.Closed():
		case err != nil:
			f.ShowList()
			f.Complain(err)
		default:
			f.showReviewAfter("A backup was made.", nil)
		}
	})
}

// ShowNote writes down another way into an account.
func (f *Flow) ShowNote(id string) {
	s := f.Session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	page := &review.Note{
		Run: f.Run, Account: acc, OnBack: f.Guarded(f.Back), OnShortcut: f.EntryShortcut,
		Save: func(note string) (err error) {
			r, err = s.Edit(f.Context, id, vault.Edit{Note: &note})
			return err
		},
		OnDone: func() {
			if f.Closed() {
				return
			}
			f.Saved(r)
			if r.Status == vault.NotSaved {
				f.ShowList() // its banner says what to do
				return
			}
			f.showReviewAfter("The note was saved.", f.reviewUndo)
		},
	}
	if guide, known := assets.Guide(acc.Issuer); known {
		page.Points = guide.Before
	}
	f.Visit(page, func() { f.ShowNote(id) })
}

// reviewGuide shows how an account is set up anew.
func (f *Flow) reviewGuide(id string) {
	acc, ok := f.Session.Account(id)
	if !ok {
		return
	}
	guide, _ := assets.Guide(acc.Issuer)
	f.Show(shell.Static("guide", add.Guide(guide, f.Return)), f.Return)
}

// ageText names a time span of days or months.
func ageText(d time.Duration) string {
	days := int(d.Hours() / 24)
	if days < 60 {
		return phrases.Count(days, "day", "days")
	}
	return phrases.Count(days/30, "month", "months")
}
