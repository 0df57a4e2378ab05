package app

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"watchword/app/review"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

// titles of what the review page shows.
func (r *rig) reviewed() string {
	r.t.Helper()
	r.expect("review")
	var out []string
	for _, i := range r.page().(*review.Page).Items {
		out = append(out, i.Title)
	}
	return strings.Join(out, "; ")
}

// Every concern is gone once its button was pressed.
func TestReviewMends(t *testing.T) {
	r := newRig(t)
	r.create()
	twin := mustParse(t, amazonLink)
	twin.Issuer = "Twin"
	short := mustParse(t, "otpauth://totp/Short:me?secret=GEZDGNBVGY3TQ&issuer=Short")
	short.Note, twin.Note = "by phone", "by phone"
	r.session().Add(t.Context(), mustParse(t, amazonLink), twin, short)
	r.config().ClockChecked = "2026-01-02"
	r.showReview()
	want := "There is no recovery sheet; 2 accounts make the same codes; 1 key is short; 1 account has no recovery note"
	if got := r.reviewed(); got != want {
		t.Fatalf("%q, want %q", got, want)
	}

	items := r.page().(*review.Page).Items
	items[3].OnAccount(items[3].Accounts[0].ID)
	r.expect("note")
	test.Type(r.widget("note.text").(*widgets.Entry), "in the drawer")
	r.tap("note.save")
	if got := r.reviewed(); strings.Contains(got, "no note") {
		t.Errorf("the note did not help: %q", got)
	}
	items = r.page().(*review.Page).Items
	items[1].OnAccount(items[1].Accounts[1].ID)
	if got := r.reviewed(); strings.Contains(got, "same codes") || r.titles() != "Amazon, Short" {
		t.Errorf("the duplicate is still there: %q, %q", got, r.titles())
	}
	test.Tap(r.button("Undo"))
	if r.reviewed(); r.titles() != "Amazon, Short, Twin" {
		t.Errorf("after Undo: %q", r.titles())
	}
	items = r.page().(*review.Page).Items
	items[2].OnAccount(items[2].Accounts[0].ID)
	r.expect("guide")
	r.showReview()
	r.page().(*review.Page).Items[0].Do()
	r.confirm()
	r.expect("sheet")
}

// A backup that is missing is made, and the review says so.
func TestReviewBacksUp(t *testing.T) {
	r := newRig(t)
	r.create()
	r.session().Add(t.Context(), mustParse(t, amazonLink))
	list, err := r.session().Vault().Backups()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		if err := os.Remove(b.Path); err != nil {
			t.Fatal(err)
		}
	}
	r.showReview()
	if got := r.reviewed(); !strings.Contains(got, "no backup yet") {
		t.Fatalf("%q", got)
	}
	test.Tap(r.button("Back up now"))
	if got := r.reviewed(); strings.Contains(got, "backup") {
		t.Errorf("after the backup: %q", got)
	}
	if list, _ := r.session().Vault().Backups(); len(list) != 1 {
		t.Errorf("%d backups", len(list))
	}
}

// A save that fails while a note is written loses nothing.
func TestReviewNoteNotSaved(t *testing.T) {
	r := newRig(t)
	r.create()
	r.session().Add(t.Context(), account.Account{Issuer: "Amazon", Key: mustParse(t, amazonLink).Key})
	id := r.session().Accounts()[0].ID
	r.open.keeping.ShowNote(id)
	page := r.page().(*review.Note)
	page.Save = func(string) error { return vault.ErrNoAccount } // deleted elsewhere meanwhile
	test.Type(r.widget("note.text").(*widgets.Entry), "in the drawer")
	r.tap("note.save")
	r.expect("note")
}
