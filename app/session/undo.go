package session

import (
	"context"
	"slices"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// A step is one change that can be taken back and made again. Both look first whether what
// the step left is still there: what a merge brought in meanwhile is never overwritten.
type step struct {
	number       int
	done, undone string // what is true after it was made again, and after it was taken back
	again, back  func() bool
	stop         string   // why nothing before it can be undone; then it is no change itself
	copy         bool     // a copy of the vault was taken in
	edits        bool     // accounts that were there already were changed, and stay when it is taken back
	raised       bool     // a counter was raised, which stays
	ids          []string // of the accounts that an edit changed, or that were added
}

// maxUndo bounds the changes that are kept for undoing.
const maxUndo = 50

// What Undo and Redo say where they do nothing.
func nothingToUndo() string { return words.T("Nothing to undo.") }
func nothingToRedo() string { return words.T("Nothing to redo.") }
func notUndone() string     { return words.T("Not undone: it was changed elsewhere in the meantime.") }
func notRedone() string     { return words.T("Not redone: it was changed elsewhere in the meantime.") }
func purgeStop() string     { return words.T("Permanent deletion cannot be undone.") }
func sheetStop() string     { return words.T("A new recovery sheet cannot be undone.") }

// remember keeps a change for undoing. What was undone before cannot be redone any more.
func (s *Session) remember(st step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps++
	st.number = s.steps
	s.undo, s.redo = append(s.undo, st), nil
	if len(s.undo) > maxUndo {
		s.undo = s.undo[1:]
	}
}

// CannotUndo says why the change that was made just now cannot be undone. Undo then says so
// instead of taking back something older, which nobody would expect.
func (s *Session) CannotUndo(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps++
	s.undo, s.redo = []step{{number: s.steps, stop: why}}, nil
}

// LastChange returns a number that tells the change that Undo would take back from every
// other: a button that offers to undo one change must not undo another. It is 0 for none.
func (s *Session) LastChange() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.undo) == 0 {
		return 0
	}
	return s.undo[len(s.undo)-1].number
}

// Undo takes the last change back and saves. says is a sentence about what is true now, or
// about why nothing was undone; ok tells the two apart.
func (s *Session) Undo(ctx context.Context) (says string, r vault.Result, ok bool) {
	s.turning.Lock()
	defer s.turning.Unlock()
	s.mu.Lock()
	if len(s.undo) == 0 {
		s.mu.Unlock()
		return nothingToUndo(), vault.Result{}, false
	}
	last := s.undo[len(s.undo)-1]
	if last.stop != "" {
		s.mu.Unlock()
		return last.stop, vault.Result{}, false
	}
	s.undo = s.undo[:len(s.undo)-1]
	s.mu.Unlock()
	if !last.back() {
		return notUndone(), vault.Result{}, false
	}
	s.mu.Lock()
	s.redo = append(s.redo, last)
	s.mu.Unlock()
	return last.undone, s.save(ctx), true
}

// Redo makes the change again that Undo took back last, and saves. It answers as Undo does.
func (s *Session) Redo(ctx context.Context) (says string, r vault.Result, ok bool) {
	s.turning.Lock()
	defer s.turning.Unlock()
	s.mu.Lock()
	if len(s.redo) == 0 {
		s.mu.Unlock()
		return nothingToRedo(), vault.Result{}, false
	}
	last := s.redo[len(s.redo)-1]
	s.redo = s.redo[:len(s.redo)-1]
	s.mu.Unlock()
	if !last.again() {
		return notRedone(), vault.Result{}, false
	}
	s.mu.Lock()
	s.undo = append(s.undo, last)
	s.mu.Unlock()
	return last.done, s.save(ctx), true
}

// moving is the step of accounts that went to the trash, or came out of it.
func (s *Session) moving(ids []string, toTrash bool) step {
	who := s.titleOf(ids)
	move := func(toTrash bool) func() bool {
		return func() bool {
			there := s.among(ids, !toTrash)
			if toTrash {
				s.vault.Trash(there...)
			} else {
				s.vault.Restore(there...)
			}
			return len(there) > 0
		}
	}
	trashed, restored := words.T("%s moved to the trash.", who), words.T("%s restored.", who)
	if toTrash {
		return step{done: trashed, undone: restored, again: move(true), back: move(false)}
	}
	return step{done: restored, undone: trashed, again: move(false), back: move(true)}
}

// among returns those of ids that are in the trash, or those that are not.
func (s *Session) among(ids []string, inTrash bool) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		a, ok := s.vault.Account(id)
		return !ok || a.InTrash() != inTrash
	})
}

// An edited account with the fields that an edit touched, as they were and as they are.
type edited struct {
	id          string
	was, became vault.Edit
}

// turn gives fields their other value where they still have the one that was left.
func (s *Session) turn(list []edited, back bool) bool {
	if back { // the last one first: two edits may be of one account
		list = slices.Clone(list)
		slices.Reverse(list)
	}
	any := false
	for _, e := range list {
		from, to := e.was, e.became
		if back {
			from, to = to, from
		}
		a, ok := s.vault.Account(e.id)
		if !ok {
			continue
		}
		if still := only(to, from, a); still != (vault.Edit{}) && s.vault.Edit(e.id, still) == nil {
			any = true
		}
	}
	return any
}

// fields returns what a has in the fields that e touches.
func fields(e vault.Edit, a account.Account) vault.Edit {
	var out vault.Edit
	if e.Issuer != nil {
		out.Issuer = &a.Issuer
	}
	if e.Name != nil {
		out.Name = &a.Name
	}
	if e.Note != nil {
		out.Note = &a.Note
	}
	if e.Tags != nil {
		out.Tags = &a.Tags
	}
	if e.Icon != nil {
		out.Icon = &a.Icon
	}
	if e.Pinned != nil {
		out.Pinned = &a.Pinned
	}
	if e.Archived != nil {
		out.Archived = &a.Archived
	}
	if e.Order != nil {
		out.Order = &a.Order
	}
	return out
}

// only returns the fields of to where a still has what from says, and to says something else.
func only(to, from vault.Edit, a account.Account) vault.Edit {
	return vault.Edit{
		Issuer: where(to.Issuer, from.Issuer, a.Issuer), Name: where(to.Name, from.Name, a.Name),
		Note: where(to.Note, from.Note, a.Note), Icon: where(to.Icon, from.Icon, a.Icon),
		Pinned: where(to.Pinned, from.Pinned, a.Pinned), Archived: where(to.Archived, from.Archived, a.Archived),
		Order: where(to.Order, from.Order, a.Order), Tags: whereTags(to.Tags, from.Tags, a.Tags),
	}
}

func where[T comparable](to, from *T, has T) *T {
	if to == nil || from == nil || *from != has || *to == has {
		return nil
	}
	return to
}

func whereTags(to, from *[]string, has []string) *[]string {
	if to == nil || from == nil || !slices.Equal(*from, has) || slices.Equal(*to, has) {
		return nil
	}
	return to
}

// longestName bounds the name of an account in a sentence, in characters.
const longestName = 40

// titleOf names accounts for a sentence: one by its title, several by their number.
func (s *Session) titleOf(ids []string) string {
	if len(ids) == 1 {
		if a, ok := s.vault.Account(ids[0]); ok {
			return Called(a)
		}
	}
	return words.N(len(ids), "1 account", "%d accounts")
}

// Called is the name of an account for a sentence: no longer than the rest of it bears.
func Called(a account.Account) string {
	name := []rune(account.Visible(a.Title()))
	if len(name) > longestName {
		return string(name[:longestName-1]) + "…"
	}
	return string(name)
}

// A Keepsake tells which accounts the last edit changed or added, and nothing of what it changed: it
// outlives the vault's being open. See [Session.Recall].
type Keepsake struct {
	before, after string // the vault's file, see [vault.Vault.FileSum]
	ids           []string
}

// Keepsake returns that of the last edit or addition; before is the sum of the vault's file before it. It
// is nil where the last change was another one.
func (s *Session) Keepsake(before string) *Keepsake {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.undo) == 0 || s.undo[len(s.undo)-1].ids == nil {
		return nil
	}
	return &Keepsake{before: before, after: s.vault.FileSum(), ids: s.undo[len(s.undo)-1].ids}
}

// Recall makes an edit or an addition of an earlier session one that can be undone, from the backup that was
// made before it. It reports false where somebody has written the vault since, or where there
// is no such backup.
func (s *Session) Recall(k Keepsake) bool {
	if s.vault.FileSum() != k.after {
		return false
	}
	path := s.backupOf(k.before)
	if path == "" {
		return false
	}
	old, err := s.vault.OpenCopy(path)
	if err != nil {
		return false
	}
	defer old.Close()
	all := vault.Edit{Issuer: new(string), Name: new(string), Note: new(string), Tags: new([]string)}
	var list []edited
	var added []string
	for _, id := range k.ids {
		was, ok1 := old.Account(id)
		now, ok2 := s.vault.Account(id)
		switch {
		case ok2 && !ok1:
			added = append(added, id)
		case ok2:
			list = append(list, edited{id, fields(all, was), fields(all, now)})
		}
	}
	if len(added) > 0 && len(added) == len(k.ids) {
		s.remember(s.adding(added))
		return true
	}
	if len(list) == 0 {
		return false
	}
	who := s.titleOf(k.ids)
	s.remember(s.editing(words.T("Changes to %s redone.", who), words.T("Changes to %s undone.", who), list, k.ids))
	return true
}

// editing is the step of an edit.
func (s *Session) editing(done, undone string, list []edited, ids []string) step {
	return step{done: done, undone: undone, ids: ids,
		again: func() bool { return s.turn(list, false) }, back: func() bool { return s.turn(list, true) }}
}
