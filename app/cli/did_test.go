package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"watchword/vault"
)

// content is all that the commands of this file change.
func (w *world) content() string {
	w.t.Helper()
	var lines []string
	w.edit(func(v *vault.Vault) {
		for _, a := range v.Accounts() {
			if a.InTrash() && strings.HasPrefix(a.Note, "new") {
				continue
			}
			data, err := json.Marshal([]any{a.Issuer, a.Name, a.Note, a.Tags, a.Pinned, a.Archived, a.InTrash(), a.Order})
			if err != nil {
				w.t.Fatal(err)
			}
			lines = append(lines, string(data))
		}
	})
	return strings.Join(lines, "\n")
}

// Each command says what it did and how to undo it, and that command does.
func TestDeeds(t *testing.T) {
	for _, row := range []struct {
		why    string
		before []string // a command that is run first
		args   []string
		says   string
		undo   string // how the command begins
	}{
		{"trash", nil, []string{"trash", "github"}, "Moved GitHub (me) to the trash.", "watchword restore --id "},
		{"trash of several", nil, []string{"trash", "--all", "me"}, "Moved 2 accounts to the trash.", "watchword vault restore --replace "},
		{"restore", []string{"trash", "github"}, []string{"restore", "github"}, "Restored GitHub (me) from the trash.", "watchword trash --id "},
		{"pin", nil, []string{"pin", "bank"}, "Pinned Bank (b).", "watchword pin --id "},
		{"unpin", []string{"pin", "bank"}, []string{"pin", "--off", "bank"}, "Unpinned Bank (b).", "watchword pin --id "},
		{"archive", nil, []string{"edit", "bank", "--archived"}, "Archived Bank (b).", "watchword edit --id "},
		{"unarchive", []string{"edit", "bank", "--archived"}, []string{"edit", "bank", "--archived=false"}, "Unarchived Bank (b).", "watchword edit --id "},
		{"another name", nil, []string{"edit", "bank", "--name", "50 % c"}, "Changed Bank (b); it is now called Bank (50 % c).", "watchword edit --id "},
		{"a name that means something to a shell", []string{"edit", "bank", "--name", "$(x) %s"}, []string{"edit", "bank", "--name", "c"}, "Changed Bank ($(x) %s); it is now called Bank (c).", "watchword vault restore"},
		{"a name and a tag", nil, []string{"edit", "bank", "--name", "c", "--tag", "Work"}, "Changed Bank (b); it is now called Bank (c).", "watchword vault restore"},
		{"a place", nil, []string{"edit", "github", "--first"}, "Changed GitHub (me).", "watchword vault restore"},
		{"a tag", nil, []string{"tag", "Work", "bank"}, "Gave Bank (b) the tag “Work”.", "watchword tag Work --remove --id "},
		{"a tag that means something to a shell", nil, []string{"tag", "$(x) %s", "bank"}, "Gave Bank (b) the tag “$(x) %s”.", "watchword vault restore"},
		{"no tag any more", []string{"tag", "Work", "bank"}, []string{"tag", "Work", "--remove", "bank"}, "Removed the tag “Work” from Bank (b).", "watchword tag Work --id "},
		{"another name of a tag", []string{"tag", "Work", "--all", "me"}, []string{"tag", "Work", "--rename", "Office"}, "Renamed the tag “Work” to “Office”, for 2 accounts.", "watchword tag Office --rename Work"},
		{"no tag", []string{"tag", "Work", "bank"}, []string{"tag", "Work", "--delete"}, "Deleted the tag “Work” from Bank (b).", "watchword vault restore"},
	} {
		t.Run(row.why, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).withVault(amazon, github, bank)
			w.ok("edit", "amazon", "--first") // who has a place keeps it
			w.ok("edit", "bank", "--last")
			if row.before != nil {
				w.ok(row.before...)
			}
			before := w.content()
			r := w.run(row.args...)
			said, undo, ok := strings.Cut(r.err, " To undo: ")
			if r.code != ExitDone || said != "watchword: "+row.says || !ok || !strings.HasPrefix(undo, row.undo) {
				t.Fatalf("exit code %d, %q, want %q with %q", r.code, r.err, row.says, row.undo)
			}
			w.ok(strings.Fields(undo)[1:]...)
			if after := w.content(); after != before {
				t.Errorf("undone:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

// What was so already is said, and nothing undoes it.
func TestNothingWasChanged(t *testing.T) {
	w := newWorld(t).withVault(amazon, github)
	w.ok("tag", "Work", "github")
	for _, args := range [][]string{{"tag", "Work", "github"}, {"pin", "github", "--off"}, {"edit", "github", "--name", "me"}, {"tag", "Work", "--rename", "Work"}} {
		if r := w.run(args...); r.code != ExitDone || r.err != "watchword: Nothing was changed: it was so already.\n" {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// What cannot be undone is said without a way back, and undoing an undone command's vault names that vault.
func TestUndoNamesTheVault(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	if r := w.run("--vault", w.env.Places.Vault, "trash", "amazon"); !strings.Contains(r.err, " --vault "+argument(w.env.Places.Vault)+"\n") {
		t.Errorf("%+v", r)
	}
	if r := w.run("trash", "--delete", "--yes", "amazon"); !strings.Contains(r.err, "Deleted Amazon (me@example.org) permanently.\n") || strings.Contains(r.err, "To undo") {
		t.Errorf("%+v", r)
	}
}

func TestDeedsAsJSON(t *testing.T) {
	w := newWorld(t).withVault(amazon, github)
	for _, row := range []struct {
		args []string
		done string
		undo bool
	}{
		{[]string{"trash", "github"}, "trash", true},
		{[]string{"restore", "github"}, "restore", true},
		{[]string{"pin", "github"}, "pin", true},
		{[]string{"pin", "github"}, "pin", false},
		{[]string{"edit", "github", "--archived"}, "edit", true},
		{[]string{"tag", "Work", "github"}, "tag", true},
		{[]string{"tag", "Work", "--rename", "Office"}, "rename-tag", true},
		{[]string{"tag", "Office", "--delete"}, "delete-tag", true},
		{[]string{"trash", "github"}, "trash", true},
		{[]string{"trash", "--delete", "--yes", "github"}, "delete", false},
	} {
		var got struct {
			Done     string
			Changed  bool
			Accounts []struct{ ID, Issuer, Name string }
			Undo     string
		}
		r := w.run(append(row.args, "--json")...)
		if err := json.Unmarshal([]byte(r.out), &got); err != nil {
			t.Fatalf("%v\n%+v", err, r)
		}
		if got.Done != row.done || (got.Undo != "") != row.undo || len(got.Accounts) != 1 || got.Accounts[0].Issuer != "GitHub" || got.Accounts[0].ID == "" || strings.Contains(r.err, "To undo") {
			t.Errorf("%q: %+v\n%s", row.args, got, r.err)
		}
	}
}
