package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/widgets"
	"watchword/vault/account"
)

// The menu of accounts is made from the list of actions: each of its lines does what its key does, and there is none that
// is not for them.
func TestRowMenuIsMadeOfActions(t *testing.T) {
	const hotp = "otpauth://hotp/VPN:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0"
	labels := func(items []*fyne.MenuItem) string {
		var out []string
		for _, item := range items {
			if item.IsSeparator {
				out = append(out, "-")
			} else {
				out = append(out, item.Label)
			}
		}
		return strings.Join(out, ", ")
	}
	for _, row := range []struct {
		why    string
		choose []string
		want   string
	}{
		{"a time-based account", []string{"GitHub"}, "Copy code, Copy next code, Type code, Copy password and code…, Copy name, Show QR code…, -, Edit…, Tags…, Pin to the top, Archive, Move up, Move down, -, Move to trash"},
		{"a counter-based one without a code", []string{"VPN"}, "New code, Copy name, Show QR code…, -, Edit…, Tags…, Pin to the top, Archive, Move up, Move down, -, Move to trash"},
		{"two", []string{"GitHub", "VPN"}, "Tags…, Pin to the top, Archive, -, Move to trash"},
	} {
		r := newRig(t).withAccounts(githubLink, hotp)
		var ids []string
		for _, title := range row.choose {
			ids = append(ids, r.id(title))
		}
		r.list().Select(ids[0])
		if got := strings.TrimPrefix(labels(r.rowMenu(ids)), "-, "); got != row.want {
			t.Errorf("%s:\n%s, want\n%s", row.why, got, row.want)
		}
	}

	for label, done := range map[string]func(r *rig) bool{
		"Copy code":               func(r *rig) bool { return r.board.Text == r.codeOf(githubLink) },
		"Copy password and code…": func(r *rig) bool { return r.name() == "behind" },
		"Show QR code…":           func(r *rig) bool { return r.name() == "confirm" },
		"Edit…":                   func(r *rig) bool { return r.name() == "edit" },
		"Tags…":                   func(r *rig) bool { return r.name() == "tagger" },
		"Pin to the top":          func(r *rig) bool { return is(r, func(a account.Account) bool { return a.Pinned }) },
		"Archive":                 func(r *rig) bool { return is(r, func(a account.Account) bool { return a.Archived }) },
		"Move to trash":           func(r *rig) bool { return r.titles() == "" },
		"Copy name":               func(r *rig) bool { return fyne.CurrentApp().Clipboard().Content() == "me" },
	} {
		r := newRig(t).withAccounts(githubLink)
		r.choose("GitHub")
		for _, item := range r.rowMenu(r.list().Targets()) {
			if item.Label == label {
				item.Action()
			}
		}
		if !done(r) {
			t.Errorf("%s does something else: page %s", label, r.name())
		}
	}
}

func is(r *rig, what func(account.Account) bool) bool {
	a, _ := r.session().Account(r.id("GitHub"))
	return what(a)
}

// The second half of a double click on a line of the menu does nothing to the row that comes into sight below it.
func TestDoubleClickInAMenu(t *testing.T) {
	r := newRig(t).withAccounts(githubLink, slackLink)
	at := time.Unix(1, 0)
	widgets.Now = func() time.Time { return at }
	r.choose("GitHub")
	r.board.Text = ""
	r.list().OpenMenu()
	click := func(o fyne.CanvasObject) {
		place := fyne.NewPos(100, 100)
		o.(fyne.Tappable).Tapped(&fyne.PointEvent{AbsolutePosition: place})
	}
	for _, item := range r.rowMenu(r.list().Targets()) {
		if item.Label == "Move to trash" {
			button := widgets.NewButton(item.Label, widgets.Plain, item.Action) // in the place of the line
			click(button)
		}
	}
	row := r.widget("list.row.0")
	at = at.Add(150 * time.Millisecond)
	click(row)
	if r.board.Text != "" || r.toast() != "GitHub moved to the trash." {
		t.Errorf("the second half of the click copied a code: %q", r.toast())
	}
	at = at.Add(time.Second)
	click(row)
	if r.board.Text == "" {
		t.Error("a later click does nothing")
	}
}
