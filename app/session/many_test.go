package session

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"watchword/app/config"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func (s *Session) idOf(t *testing.T, title string) string {
	t.Helper()
	for _, a := range s.vault.Accounts() {
		if a.Title() == title && !a.InTrash() {
			return a.ID
		}
	}
	t.Fatalf("there is no %s", title)
	return ""
}

func order(s *Session) []string { return titles(s.Accounts()) }

func done(t *testing.T, r vault.Result, err error) {
	t.Helper()
	if err != nil || r.Status != vault.Saved {
		t.Fatal(err, r.Err)
	}
}

func TestManyChangesOneUndo(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""), totp("B", ""), totp("C", ""))
	ids := []string{s.idOf(t, "A"), s.idOf(t, "C")}
	r, err := s.Tag(t.Context(), []string{"Work"}, []string{"none"}, ids...)
	done(t, r, err)
	r, err = s.Pin(t.Context(), true, ids...)
	done(t, r, err)
	if got := order(s); !equal(got, []string{"A", "C", "B"}) {
		t.Errorf("pinned: %q", got)
	}
	if !equal(s.Tags(), []string{"Work"}) {
		t.Errorf("tags %q", s.Tags())
	}
	if label, _, _ := s.Undo(t.Context()); label != "2 accounts unpinned." {
		t.Errorf("undone %q", label)
	}
	if got := order(s); !equal(got, []string{"A", "B", "C"}) {
		t.Errorf("after one undo: %q", got)
	}
	s.Undo(t.Context())
	if len(s.Tags()) != 0 {
		t.Errorf("after two: %q", s.Tags())
	}
}

// What somebody else changed in between stays: undo takes back its own fields only.
func TestUndoTouchesItsOwnFields(t *testing.T) {
	s, _, _ := newSession(t, totp("A", ""))
	id := s.idOf(t, "A")
	name, note := "new name", "a note"
	r, err := s.Edit(t.Context(), id, vault.Edit{Name: &name})
	done(t, r, err)
	if err := s.vault.Edit(id, vault.Edit{Note: &note}); err != nil { // as a merge would
		t.Fatal(err)
	}
	s.Undo(t.Context())
	if a, _ := s.Account(id); a.Name != "" || a.Note != note {
		t.Errorf("name %q, note %q", a.Name, a.Note)
	}
}

func TestTagsOfAll(t *testing.T) {
	a, b := totp("A", ""), totp("B", "")
	a.Tags, b.Tags = []string{"Work", "Old"}, []string{"Old"}
	s, _, _ := newSession(t, a, b)
	tagsOf := func(title string) []string {
		a, _ := s.Account(s.idOf(t, title))
		return a.Tags
	}
	r, err := s.RenameTag(t.Context(), "Old", "New")
	done(t, r, err)
	if !equal(tagsOf("A"), []string{"Work", "New"}) || !equal(tagsOf("B"), []string{"New"}) {
		t.Errorf("renamed: %q, %q", tagsOf("A"), tagsOf("B"))
	}
	r, err = s.RenameTag(t.Context(), "New", "Work") // into one that is there
	done(t, r, err)
	if !equal(tagsOf("A"), []string{"Work"}) || !equal(tagsOf("B"), []string{"Work"}) {
		t.Errorf("joined: %q, %q", tagsOf("A"), tagsOf("B"))
	}
	s.Undo(t.Context())
	if !equal(tagsOf("B"), []string{"New"}) {
		t.Errorf("taken apart: %q", tagsOf("B"))
	}
	r, err = s.DeleteTag(t.Context(), "New")
	done(t, r, err)
	if len(tagsOf("B")) != 0 || !equal(tagsOf("A"), []string{"Work"}) {
		t.Errorf("deleted: %q, %q", tagsOf("A"), tagsOf("B"))
	}
	s.Undo(t.Context())
	if !equal(tagsOf("B"), []string{"New"}) {
		t.Errorf("brought back: %q", tagsOf("B"))
	}
	if _, err := s.RenameTag(t.Context(), "New", " "); err == nil {
		t.Error("a tag lost its name")
	}
}

func TestReplaceKey(t *testing.T) {
	a := totp("A", "me")
	a.Note, a.Tags, a.Pinned, a.Order = "note", []string{"Work"}, true, 3
	s, _, _ := newSession(t, a)
	old := s.idOf(t, "A")
	key := otp.Key{Type: otp.TOTP, Secret: otp.Secret("another key of 20 by"), Algorithm: otp.SHA256, Digits: 8, Period: 60}
	id, r, err := s.ReplaceKey(t.Context(), old, key)
	done(t, r, err)
	now, _ := s.Account(id)
	if string(now.Key.Secret) != string(key.Secret) || now.Note != "note" || !now.Pinned || now.Order != 3 || !equal(now.Tags, []string{"Work"}) {
		t.Errorf("the new account is %+v", now)
	}
	if was, _ := s.Account(old); !was.InTrash() || string(was.Key.Secret) != string(a.Key.Secret) {
		t.Error("the old account is not whole in the trash")
	}
	s.Undo(t.Context())
	was, _ := s.Account(old)
	if now, _ := s.Account(id); was.InTrash() || !now.InTrash() {
		t.Error("undo did not bring the old account back")
	}
}

func TestCopyBehindAPassword(t *testing.T) {
	s, c, b := newSession(t, totp("A", ""), hotp())
	got, err := s.CopyWithPassword(t.Context(), s.idOf(t, "A"), "pass word ")
	if err != nil {
		t.Fatal(err)
	}
	code, _, _ := s.Codes(s.Accounts()[0], c.Now())
	if b.Text != "pass word "+code.Value {
		t.Errorf("the clipboard has %d characters", len(b.Text))
	}
	if got.Code != code.Value {
		t.Error("the answer carries more than the code, or another one")
	}
	c.Forward(DefaultClear)
	if !s.Clip().ClearDue(t.Context()) || b.Text != "" {
		t.Error("it was not cleared")
	}
	if _, err := s.CopyWithPassword(t.Context(), s.idOf(t, "Counter"), "x"); err == nil {
		t.Error("a counter was used up for it")
	}
}

// Moves in the program's list against moves in a plain slice.
func TestMove(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		n := 1 + random.IntN(8)
		var list []account.Account
		for i := range n {
			a := totp(fmt.Sprintf("%c", 'a'+i), "")
			a.ID, a.Pinned = a.Issuer, random.IntN(3) == 0
			if random.IntN(2) == 0 {
				a.Order = float64(random.IntN(5) - 2)
			}
			list = append(list, a)
		}
		account.Sort(list)
		for range 60 {
			var ids []string
			for range 1 + random.IntN(2) {
				if id := list[random.IntN(n)].ID; !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
			before := ""
			if random.IntN(4) > 0 {
				before = list[random.IntN(n)].ID
			}
			want := moved(list, ids, before)
			for _, c := range Placing(list, ids, before) {
				i := slices.IndexFunc(list, func(a account.Account) bool { return a.ID == c.ID })
				if list[i].Order = *c.Edit.Order; list[i].Order == 0 {
					t.Fatal("a place is 0, which means none")
				}
			}
			account.Sort(list)
			if got := titles(list); !equal(got, want) {
				t.Fatalf("round %d: %q before %q gives %q, want %q", round, ids, before, got, want)
			}
		}
	}
}

// moved is what a move should do, by the rule in words: of one kind, in front of before.
func moved(list []account.Account, ids []string, before string) []string {
	pinned := false
	for _, a := range list {
		if a.ID == ids[0] {
			pinned = a.Pinned
		}
	}
	var out, moving []string
	for _, a := range list {
		if a.Pinned == pinned && slices.Contains(ids, a.ID) {
			moving = append(moving, a.ID)
		} else {
			out = append(out, a.ID)
		}
	}
	pins := 0
	for _, a := range list {
		if a.Pinned && !(pinned && slices.Contains(moving, a.ID)) {
			pins++
		}
	}
	at := slices.Index(out, before)
	switch {
	case at < 0 && pinned:
		at = pins
	case at < 0:
		at = len(out)
	case pinned && at > pins:
		at = pins
	case !pinned && at < pins:
		at = pins
	}
	return slices.Insert(out, at, moving...)
}

func TestSorts(t *testing.T) {
	a, b, c := totp("A", ""), totp("B", ""), totp("C", "")
	b.Order, c.Pinned = 1, true
	s, _, _ := newSession(t, a, b, c)
	uses := map[string]float64{s.idOf(t, "A"): 1, s.idOf(t, "B"): 0}
	for _, row := range []struct {
		by   config.Sort
		want []string
	}{
		{"", []string{"C", "B", "A"}}, {config.ByOrder, []string{"C", "B", "A"}},
		{config.ByName, []string{"C", "A", "B"}}, {config.ByUse, []string{"C", "A", "B"}},
		{"nonsense", []string{"C", "B", "A"}},
	} {
		s.Apply(Settings{Sort: row.by, Use: func(id string) float64 { return uses[id] }})
		if got := order(s); !equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.by, got, row.want)
		}
	}
	uses[s.idOf(t, "B")] = 5
	s.Apply(Settings{Sort: config.ByUse, Use: func(id string) float64 { return uses[id] }})
	s.Resort()
	if got := order(s); !equal(got, []string{"C", "B", "A"}) {
		t.Errorf("after B was used: %q", got)
	}
}
