package session

import (
	"context"
	"fmt"
	"slices"

	"watchword/vault"
	"watchword/vault/account"
)

// A Change is an edit of one account among several.
type Change struct {
	ID   string
	Edit vault.Edit
}

// EditMany changes several accounts, saves once, and is undone at once; label says what
// was done: "Tagged 3 accounts". Accounts that are not there any more are passed over.
func (s *Session) EditMany(ctx context.Context, label string, changes []Change) (vault.Result, error) {
	var back []Change
	for _, c := range changes {
		a, ok := s.vault.Account(c.ID)
		if !ok {
			continue
		}
		if err := s.vault.Edit(c.ID, c.Edit); err != nil {
			s.edit(back)
			return vault.Result{}, err
		}
		back = append(back, Change{c.ID, inverse(c.Edit, a)})
	}
	s.remember(label, func() { s.edit(back) })
	return s.save(ctx), nil
}

func (s *Session) edit(changes []Change) {
	for _, c := range changes {
		_ = s.vault.Edit(c.ID, c.Edit) // an account that went meanwhile
	}
}

// inverse returns the edit that brings back what a had before e.
func inverse(e vault.Edit, a account.Account) vault.Edit {
	var back vault.Edit
	if e.Issuer != nil {
		back.Issuer = &a.Issuer
	}
	if e.Name != nil {
		back.Name = &a.Name
	}
	if e.Note != nil {
		back.Note = &a.Note
	}
	if e.Tags != nil {
		back.Tags = &a.Tags
	}
	if e.Icon != nil {
		back.Icon = &a.Icon
	}
	if e.Pinned != nil {
		back.Pinned = &a.Pinned
	}
	if e.Archived != nil {
		back.Archived = &a.Archived
	}
	if e.Order != nil {
		back.Order = &a.Order
	}
	return back
}

// Pin pins accounts to the top, or unpins them.
func (s *Session) Pin(ctx context.Context, on bool, ids ...string) (vault.Result, error) {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i] = Change{id, vault.Edit{Pinned: &on}}
	}
	label := "Pinned "
	if !on {
		label = "Unpinned "
	}
	return s.EditMany(ctx, label+s.calls(ids), changes)
}

// Archive puts accounts at the end of the list, or takes them out of there.
func (s *Session) Archive(ctx context.Context, on bool, ids ...string) (vault.Result, error) {
	changes := make([]Change, len(ids))
	for i, id := range ids {
		changes[i] = Change{id, vault.Edit{Archived: &on}}
	}
	label := "Archived "
	if !on {
		label = "Took out of the archive: "
	}
	return s.EditMany(ctx, label+s.calls(ids), changes)
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
	return s.EditMany(ctx, "Changed the tags of "+s.calls(ids), changes)
}

// RenameTag gives a tag another name in every account. The name of another tag joins both,
// for the eye; undo tells them apart again.
func (s *Session) RenameTag(ctx context.Context, old, name string) (vault.Result, error) {
	if slices.Contains(s.vault.Tags(), name) && old != name {
		return s.joinTags(ctx, old, name)
	}
	if err := s.vault.RenameTag(old, name); err != nil {
		return vault.Result{}, err
	}
	s.remember("Renamed the tag "+old, func() { _ = s.vault.RenameTag(name, old) })
	return s.save(ctx), nil
}

// joinTags moves the accounts of one tag to another that is there already.
func (s *Session) joinTags(ctx context.Context, old, name string) (vault.Result, error) {
	return s.retag(ctx, "Renamed the tag "+old, old, func(tags []string) []string {
		if !slices.Contains(tags, name) {
			tags = append(tags, name)
		}
		return tags
	})
}

// DeleteTag takes a tag from every account, those in the trash too. The accounts stay.
func (s *Session) DeleteTag(ctx context.Context, tag string) (vault.Result, error) {
	return s.retag(ctx, "Deleted the tag "+tag, tag, func(tags []string) []string { return tags })
}

func (s *Session) retag(ctx context.Context, label, tag string, with func([]string) []string) (vault.Result, error) {
	var changes []Change
	for _, a := range s.vault.Accounts() {
		if slices.Contains(a.Tags, tag) {
			tags := with(slices.DeleteFunc(slices.Clone(a.Tags), func(t string) bool { return t == tag }))
			changes = append(changes, Change{a.ID, vault.Edit{Tags: &tags}})
		}
	}
	return s.EditMany(ctx, label, changes)
}

// calls names accounts for a label: one by its title, several by their number.
func (s *Session) calls(ids []string) string {
	if len(ids) == 1 {
		if a, ok := s.vault.Account(ids[0]); ok {
			return a.Title()
		}
	}
	return fmt.Sprintf("%d accounts", len(ids))
}

// SetIcon gives an account a picture of its own (a PNG of at most 128 pixels a side).
func (s *Session) SetIcon(ctx context.Context, id string, png []byte) (vault.Result, error) {
	name, err := s.vault.AddIcon(png)
	if err != nil {
		return vault.Result{}, err
	}
	return s.Edit(ctx, id, vault.Edit{Icon: &name})
}
