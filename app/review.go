package app

import (
	"fmt"
	"time"

	"watchword/app/add"
	"watchword/app/review"
	"watchword/app/session"
	"watchword/assets"
	"watchword/vault"
	"watchword/vault/account"
)

// facts gathers what a review looks at; it reads the folder of the backups.
func (a *App) facts(s *session.Session) session.Facts {
	f := session.Facts{
		Now: a.o.Now(), HasRecovery: s.Vault().HasRecovery(),
		Correction: a.config.Correction(), ClockKnown: a.config.ClockChecked != "",
		Used: a.use.Used(s.Vault().ID()),
	}
	states := s.Vault().BackupStates()
	for _, b := range states {
		if b.Newest.After(f.LastBackup) {
			f.LastBackup = b.Newest
		}
	}
	if len(states) == 0 {
		f.LastBackup = f.Now // a vault of examples has no place for backups
	}
	return f
}

// showReview says what a user may want to mend, each with what mends it.
func (a *App) showReview() { a.showReviewAfter("", nil) }

// showReviewAfter is showReview with a word on what was done just now, and what takes it back.
func (a *App) showReviewAfter(said string, undo func()) {
	s := a.session
	var concerns []session.Concern
	var f session.Facts
	a.o.Run(func() {
		f = a.facts(s)
		concerns = session.Review(s.Vault().Accounts(), f)
	}, func() {
		if a.session != s {
			return
		}
		live, _ := s.Vault().Sizes()
		page := &review.Screen{Accounts: live, OnBack: a.showList, Said: said, OnUndo: undo}
		for _, c := range concerns {
			page.Items = append(page.Items, a.reviewItem(c, f))
		}
		page.OnAll = func(item review.Item) {
			a.show("reviewall", simple{review.All(item, a.showReview)}, a.showReview)
		}
		a.show("review", page, a.showList)
	})
}

// reviewItem puts a concern into words and gives it its button.
func (a *App) reviewItem(c session.Concern, f session.Facts) review.Item {
	n := len(c.Accounts)
	item := review.Item{Accounts: c.Accounts}
	switch c.Kind {
	case session.NoRecovery:
		item.Title, item.Text, item.Grave = "There is no recovery sheet", "If you forget the password, nobody can open this vault.", true
		item.Button, item.Do = "Make one", func() { a.offerSheet(a.showReview) }
	case session.NoBackup:
		item.Title, item.Text, item.Grave = "There is no backup yet", "A backup brings back what was lost or changed by mistake. From then on each change makes one.", true
		item.Button, item.Do = "Back up now", a.reviewBackUp
	case session.OldBackup:
		item.Title = "The last backup is " + ageText(f.Now.Sub(f.LastBackup)) + " old"
		item.Text = "Each change makes one of the file before it; nothing has changed since. A fresh one costs nothing."
		item.Button, item.Do = "Back up now", a.reviewBackUp
	case session.ClockCorrected:
		item.Title, item.Grave = fmt.Sprintf("Codes are corrected by %+d s", int(f.Correction/time.Second)), true
		item.Text = "They are made for a time that this computer's clock does not show. If the clock was set since, they are wrong."
		item.Button, item.Do = "Compare the clock", func() { a.showClock(a.showReview) }
	case session.ClockUnchecked:
		item.Title, item.Text = "The clock was not compared yet", "Codes are made from this computer's clock; half a minute makes every code wrong."
		item.Button, item.Do = "Compare the clock", func() { a.showClock(a.showReview) }
	case session.Duplicate:
		item.Title, item.Text = fmt.Sprintf("%d accounts make the same codes", n), "They have the same key. One is enough."
		item.Mend, item.OnAccount = "Move to trash", a.reviewTrash
	case session.ShortKey:
		item.Title, item.Text = counting(n, "key is", "keys are")+" short", "A key under 80 bits is easier to guess than it should be. Turn two-step verification off and on again at the service to get a new one."
		item.Mend, item.OnAccount = "How to", a.reviewGuide
	case session.NoNote:
		item.Title, item.Text = counting(n, "account has", "accounts have")+" no note of another way in", "If this vault is lost you need one: backup codes, a backup phone, a second device. Note which, or where it lies."
		item.Mend, item.OnAccount = "Write a note", a.reviewNote
	case session.NeverUsed:
		item.Title, item.Text = counting(n, "account was", "accounts were")+" never used here", "Added more than three months ago, and no code was copied on this computer. If it is gone at the service too, it can go here."
		item.Mend, item.OnAccount = "Move to trash", a.reviewTrash
	}
	return item
}

// reviewTrash moves one account to the trash; the review shows what is left.
func (a *App) reviewTrash(id string) {
	s := a.session
	acc, _ := s.Account(id)
	a.change(func() vault.Result { return s.Trash(a.ctx, id) }, func() {
		a.showReviewAfter(account.Visible(acc.Title())+" moved to the trash.", a.reviewUndo)
	})
}

func (a *App) reviewUndo() {
	s := a.session
	var says string
	a.change(func() (r vault.Result) {
		says, r, _ = s.Undo(a.ctx)
		return r
	}, func() { a.showReviewAfter(says, nil) })
}

// reviewBackUp makes a backup of the file as it is.
func (a *App) reviewBackUp() {
	s := a.session
	var err error
	a.o.Run(func() { err = s.Vault().BackUpNow() }, func() {
		switch {
		case a.session != s:
		case err != nil:
			a.showList()
			a.list.Toast(err.Error(), false, "", nil)
		default:
			a.showReviewAfter("A backup was made.", nil)
		}
	})
}

// reviewNote writes down another way into an account.
func (a *App) reviewNote(id string) {
	s := a.session
	acc, ok := s.Account(id)
	if !ok {
		return
	}
	var r vault.Result
	page := &review.Note{
		Run: a.o.Run, Account: acc, OnBack: a.guarded(a.showReview), OnShortcut: a.entryShortcut,
		Save: func(note string) (err error) {
			r, err = s.Edit(a.ctx, id, vault.Edit{Note: &note})
			return err
		},
		OnDone: func() {
			if a.session != s {
				return
			}
			a.saved(r)
			if r.Status == vault.NotSaved {
				a.showList() // its banner says what to do
				return
			}
			a.showReviewAfter("The note was saved.", a.reviewUndo)
		},
	}
	if guide, known := assets.Guide(acc.Issuer); known {
		page.Points = guide.Before
	}
	a.show("note", page, a.showReview)
}

// reviewGuide shows how an account is set up anew.
func (a *App) reviewGuide(id string) {
	acc, ok := a.session.Account(id)
	if !ok {
		return
	}
	guide, _ := assets.Guide(acc.Issuer)
	a.show("guide", simple{add.Guide(guide, a.showReview)}, a.showReview)
}

func counting(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// ageText names a time span of days or months.
func ageText(d time.Duration) string {
	days := int(d.Hours() / 24)
	if days < 60 {
		return counting(days, "day", "days")
	}
	return counting(days/30, "month", "months")
}
