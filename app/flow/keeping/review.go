package keeping

import (
	"time"

	"watchword/app/add"
	"watchword/app/review"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/assets"
	"watchword/assets/words"
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
		concerns = session.Review(s.All(), facts)
	}, func() {
		if f.Closed() {
			return
		}
		live, _ := s.Sizes()
		page := &review.Page{Accounts: live, OnBack: f.Back, Said: said, OnUndo: undo}
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
		item.Title, item.Text, item.Grave = words.T("There is no recovery sheet"), words.T("If you forget the password, nobody can open this vault."), true
		item.Button, item.Do = words.T("Make one"), f.ShowSheet
	case session.NoBackup:
		item.Title, item.Text, item.Grave = words.T("There is no backup yet"), words.T("A backup brings back what was lost or changed by mistake. From then on each change makes one."), true
		item.Button, item.Do = words.T("Back up now"), f.reviewBackUp
	case session.OldBackup:
		item.Title = words.T("The last backup is %s old", ageText(facts.Now.Sub(facts.LastBackup)))
		item.Text = words.T("Each change makes one; nothing has changed since.")
		item.Button, item.Do = words.T("Back up now"), f.reviewBackUp
	case session.ClockCorrected:
		item.Title, item.Grave = words.T("Codes are corrected by %+d s", int(facts.Correction/time.Second)), true
		item.Text = words.T("They are made for another time than this computer's clock shows. If the clock was set since, they are wrong.")
		item.Button, item.Do = words.T("Check the clock"), f.OnClock
	case session.ClockUnchecked:
		item.Title, item.Text = words.T("The clock has not been checked yet"), words.T("Codes depend on this computer's clock. If it is wrong by half a minute, every code is wrong.")
		item.Button, item.Do = words.T("Check the clock"), f.OnClock
	case session.Duplicate:
		item.Title, item.Text = words.N(n, "1 account makes the same codes", "%d accounts make the same codes"), words.T("They have the same key. One is enough.")
		item.Mend, item.OnAccount = words.T("Move to trash"), f.reviewTrash
	case session.ShortKey:
		item.Title, item.Text = words.N(n, "1 key is short", "%d keys are short"), words.T("A key under 80 bits is easier to guess than it should be. Turn two-step verification off and on again at the service to get a new one.")
		item.Mend, item.OnAccount = words.T("How to"), f.reviewGuide
	case session.NoNote:
		item.Title, item.Text = words.N(n, "1 account has no recovery note", "%d accounts have no recovery note"), words.T("If you lose this vault you need another way to sign in: backup codes, a backup phone, a second device. Note which one you have and where you keep it.")
		item.Mend, item.OnAccount = words.T("Write a note"), f.ShowNote
	case session.NeverUsed:
		item.Title, item.Text = words.N(n, "1 account was never used here", "%d accounts were never used here"), words.T("Added more than three months ago, and no code was copied on this computer. If it is gone at the service too, it can go here.")
		item.Mend, item.OnAccount = words.T("Move to trash"), f.reviewTrash
	}
	return item
}

// reviewTrash moves one account to the trash; the review shows what is left.
func (f *Flow) reviewTrash(id string) {
	s := f.Session
	acc, _ := s.Account(id)
	f.Change(func() vault.Result { return s.Trash(f.Context, id) }, func() {
		f.showReviewAfter(words.T("%s moved to the trash.", account.Visible(acc.Title())), f.reviewUndo)
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
	f.BackUp(func(err error) {
		if err != nil {
			f.noBackup(err, f.ShowReview)
			return
		}
		f.showReviewAfter(words.T("A backup was made."), nil)
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
			f.showReviewAfter(words.T("The note was saved."), f.reviewUndo)
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
		return words.N(days, "1 day", "%d days")
	}
	return words.N(days/30, "1 month", "%d months")
}
