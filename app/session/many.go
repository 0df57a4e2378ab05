package session

import (
	"context"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault"
	"watchword/vault/account"
)

// A Change is an edit of one account among several.
type Change struct {
	ID   string
	Edit vault.Edit
}

// Says tells what was done to accounts, and what is true once it is undone; who names those
// that it changed: "Amazon", "3 accounts".
type Says func(who string) (done, undone string)

// says is for sentences that name accounts and end differently.
func says(done, undone string) Says {
	return func(who string) (string, string) { return who + done, who + undone }
}

// EditMany changes several accounts, saves once, and is undone at once. Accounts that are not
// there any more are passed over.
func (s *Session) EditMany(ctx context.Context, say Says, changes []Change) (vault.Result, error) {
	var list []edited
	var ids []string
	for _, c := range changes {
		a, ok := s.vault.Account(c.ID)
		if !ok {
			continue
		}
		if err := s.vault.Edit(c.ID, c.Edit); err != nil {
			s.turn(list, true)
			return vault.Result{}, err
		}
		became, _ := s.vault.Account(c.ID)
		was, now := fields(c.Edit, a), fields(c.Edit, became)
		if only(now, was, a) != (vault.Edit{}) {
			list, ids = append(list, edited{c.ID, was, now}), append(ids, c.ID)
		}
	}
	if len(list) > 0 {
		done, undone := say(s.titleOf(ids))
		s.remember(s.editing(done, undone, list, ids))
	}
	return s.save(ctx), nil
}

// Pin pins accounts to the top, or unpins them.
func (s *Session) Pin(ctx context.Context, on bool, ids ...string) (vault.Result, error) {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i] = Change{id, vault.Edit{Pinned: &on}}
	}
	say := says(" pinned.", " unpinned.")
	if !on {
		say = says(" unpinned.", " pinned.")
	}
	return s.EditMany(ctx, say, changes)
}

// Archive puts accounts at the end of the list, or takes them out of there.
func (s *Session) Archive(ctx context.Context, on bool, ids ...string) (vault.Result, error) {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i] = Change{id, vault.Edit{Archived: &on}}
	}
	say := says(" archived.", " unarchived.")
	if !on {
		say = says(" unarchived.", " archived.")
	}
	return s.EditMany(ctx, say, changes)
}

// Tag gives accounts some tags and takes others from them; the rest stay.
func (s *Session) Tag(ctx context.Context, add, remove []string, ids ...string) (vault.Result, error) {
	var changes []Change
	for _, id := range ids {
		a, ok := s.vault.Account(id)
		if !ok {
			continue
		}
		tags := slices.DeleteFunc(slices.Clone(a.Tags), func(t string) bool { return slices.Contains(remove, t) })
		for _, t := range add {
			if !slices.Contains(tags, t) {
				tags = append(tags, t)
			}
		}
		if !slices.Equal(tags, a.Tags) {
			changes = append(changes, Change{id, vault.Edit{Tags: &tags}})
		}
	}
	return s.EditMany(ctx, func(who string) (done, undone string) {
		return words.T("Tags of %s changed again.", who), words.T("Tags of %s restored.", who)
	}, changes)
}

// RenameTag gives a tag another name in every account. The name of another tag joins both,
// for the eye; undo tells them apart again.
func (s *Session) RenameTag(ctx context.Context, old, name string) (vault.Result, error) {
	name = strings.TrimSpace(name) // as the vault does: that of another tag joins both with a space in front too
	if old == name {
		return s.save(ctx), nil // nothing that could be undone
	}
	if slices.Contains(s.vault.Tags(), name) {
		return s.joinTags(ctx, old, name)
	}
	if err := s.vault.RenameTag(old, name); err != nil {
		return vault.Result{}, err
	}
	rename := func(from, to string) func() bool {
		return func() bool {
			tags := s.vault.Tags()
			return slices.Contains(tags, from) && !slices.Contains(tags, to) && s.vault.RenameTag(from, to) == nil
		}
	}
	done, undone := tagSays(old, name)
	s.remember(step{done: done, undone: undone, again: rename(old, name), back: rename(name, old)})
	return s.save(ctx), nil
}

// joinTags moves the accounts of one tag to another that is there already.
func (s *Session) joinTags(ctx context.Context, old, name string) (vault.Result, error) {
	done, undone := tagSays(old, name)
	return s.retag(ctx, done, undone, old, func(tags []string) []string {
		if !slices.Contains(tags, name) {
			tags = append(tags, name)
		}
		return tags
	})
}

// DeleteTag takes a tag from every account, those in the trash too. The accounts stay.
func (s *Session) DeleteTag(ctx context.Context, tag string) (vault.Result, error) {
	who := words.T("Tag %s", account.Visible(tag))
	return s.retag(ctx, words.T("%s deleted.", who), words.T("%s restored.", who), tag, func(tags []string) []string { return tags })
}

// tagSays tells how a tag is called after its renaming, and after that was undone.
func tagSays(old, name string) (done, undone string) {
	return words.T("Tag renamed to %s.", account.Visible(name)), words.T("Tag renamed back to %s.", account.Visible(old))
}

func (s *Session) retag(ctx context.Context, done, undone, tag string, with func([]string) []string) (vault.Result, error) {
	var changes []Change
	for _, a := range s.vault.Accounts() {
		if slices.Contains(a.Tags, tag) {
			tags := with(slices.DeleteFunc(slices.Clone(a.Tags), func(t string) bool { return t == tag }))
			changes = append(changes, Change{a.ID, vault.Edit{Tags: &tags}})
		}
	}
	return s.EditMany(ctx, func(string) (string, string) { return done, undone }, changes)
}

// SetIcon gives an account a picture of its own (a PNG of at most 128 pixels a side).
func (s *Session) SetIcon(ctx context.Context, id string, png []byte) (vault.Result, error) {
	name, err := s.vault.AddIcon(png)
	if err != nil {
		return vault.Result{}, err
	}
	return s.Edit(ctx, id, vault.Edit{Icon: &name})
}
