package app

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/widgets"
	"watchword/vault"
)

// What is typed while the vault opens arrives in the search whole, whenever the keys come: while
// the key is made, while the accounts are put in order, and after the list shows. What Enter
// copies is the account that was typed.
func TestTypedWhileTheVaultOpens(t *testing.T) {
	dir := t.TempDir()
	newRigIn(t, dir, nil).withAccounts(amazonLink, githubLink, slackLink).lock()
	var held []func()
	hold := false
	r := newRigWith(t, dir, nil, func(o *desk.Options) {
		o.Run = func(work, done func()) {
			f := func() {
				work()
				if done != nil {
					done()
				}
			}
			if hold {
				held = append(held, f)
			} else {
				f()
			}
		}
	})
	const none, enter, back, esc, left, down = "", "⏎", "⌫", "␛", "←", "↓"
	for _, row := range []struct {
		why    string
		keys   string
		search string
		copied string // the link of the account whose code is copied
		there  string // the same where Enter came when the list was there, and another one there
	}{
		{"a word", "hetz", "hetz", none, none},
		{"a word and Enter, one account", "git⏎", "git", githubLink, none},
		{"a word and Enter, several accounts", "a⏎", "a", none, amazonLink},
		{"a word and Enter, no account", "xyz⏎", "xyz", none, none},
		{"Enter alone", "⏎", "", none, none},
		{"mended", "gix⌫t⏎", "git", githubLink, none},
		{"taken back", "git␛ama", "ama", none, none},
		{"mended in the middle", "gt←i⏎", "git", githubLink, none},
		{"goes on after an Enter", "git⏎hub", "github", none, githubLink},
		{"goes on after an Enter, and ends", "git⏎hub⏎", "github", githubLink, none},
		{"moves in a list that is not there", "a↓ma⏎", "ama", amazonLink, none},
	} {
		for _, steps := range [][]int{{99}, {0, 99}, {2, 99}, {0}, {1}, {2}, {1, 1}, {3}} { // how many keys come before each part of the work ends; the list gets the others
			hold, r.board.Text = false, ""
			r.showUnlock()
			r.expect("unlock")
			typing := r.window().Canvas()
			hold = true
			entry := r.widget("unlock.password").(*widgets.PasswordEntry)
			typing.Focus(entry)
			test.Type(entry, password)
			entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // the focus stays in the entry, which is off now
			keys := []rune(row.keys)
			typeOne := func() {
				if len(keys) == 0 {
					return
				}
				k := keys[0]
				keys = keys[1:]
				name, special := map[string]fyne.KeyName{enter: fyne.KeyReturn, back: fyne.KeyBackspace, esc: fyne.KeyEscape, left: fyne.KeyLeft, down: fyne.KeyDown}[string(k)]
				if !special { // a letter comes as a key, and then as a character
					name = fyne.KeyName(strings.ToUpper(string(k)))
				}
				if f := typing.Focused(); f != nil {
					f.TypedKey(&fyne.KeyEvent{Name: name})
				} else {
					typing.OnTypedKey()(&fyne.KeyEvent{Name: name})
				}
				if special {
					return
				}
				if f := typing.Focused(); f != nil {
					f.TypedRune(k)
				} else {
					typing.OnTypedRune()(k)
				}
			}
			part := 0
			for len(held) > 0 {
				n := 0
				if part < len(steps) {
					if r.name() != "unlock" {
						t.Fatalf("part %d of the work is over, and the page is %s", part, r.name())
					}
					n = min(steps[part], len(keys))
				}
				for range n {
					typeOne()
				}
				f := held[0]
				held = held[1:]
				f()
				part++
			}
			if r.name() != "list" {
				t.Fatalf("%s: the page is %s", row.why, r.name())
			}
			seen := len(keys) > 0 // the list, before all was typed: there Enter copies as ever
			for len(keys) > 0 {
				typeOne()
				for len(held) > 0 {
					f := held[0]
					held = held[1:]
					f()
				}
			}
			if got := r.list().Query(); got != row.search {
				t.Errorf("%s, keys %v: the search has %q, want %q", row.why, steps, got, row.search)
			}
			want := ""
			if row.copied != "" {
				want = r.codeOf(row.copied)
			}
			if r.board.Text != want && !(seen && row.copied == none && r.board.Text == r.codeOf(row.there)) {
				t.Errorf("%s, keys %v: the clipboard has %q, want %q", row.why, steps, r.board.Text, want)
			}
			r.forget()
		}
	}
}

// A wrong password: what was typed behind it goes nowhere, into the entry neither.
func TestTypedBehindAWrongPassword(t *testing.T) {
	dir := t.TempDir()
	first := newRigIn(t, dir, nil).withAccounts(amazonLink)
	first.lock()
	var held func()
	hold := false
	r := newRigWith(t, dir, nil, func(o *desk.Options) {
		o.Run = func(work, done func()) {
			f := func() {
				work()
				if done != nil {
					done()
				}
			}
			if hold {
				held = f
			} else {
				f()
			}
		}
	})
	hold = true
	r.unlockBy("not the password")
	hold = false
	for _, c := range "hetz" {
		if f := r.window().Canvas().Focused(); f != nil {
			f.TypedRune(c)
		} else {
			r.window().Canvas().OnTypedRune()(c)
		}
	}
	held()
	r.expect("unlock")
	if text := r.secret("unlock.password").Text(); text != "" {
		t.Errorf("the entry has %d characters", len(text))
	}
	r.unlockBy(password)
	r.expect("list")
	if r.list().Query() != "" {
		t.Errorf("the search has %q", r.list().Query())
	}
}

// held keeps a rig's work back until it is let go.
type held struct {
	on   bool
	work []func()
}

func (h *held) option(o *desk.Options) {
	o.Run = func(work, done func()) {
		f := func() {
			work()
			if done != nil {
				done()
			}
		}
		if h.on {
			h.work = append(h.work, f)
		} else {
			f()
		}
	}
}

// next does the piece of work that waits longest; it reports whether there was one.
func (h *held) next() bool {
	if len(h.work) == 0 {
		return false
	}
	f := h.work[0]
	h.work = h.work[1:]
	f()
	return true
}

// keyboard types as a keyboard does: to what has the focus, else to the window. "⏎" is Enter.
func (r *rig) keyboard(text string) {
	for _, c := range text {
		name := fyne.KeyName(strings.ToUpper(string(c)))
		if c == '⏎' {
			name = fyne.KeyReturn
		}
		canvas := r.window().Canvas()
		if f := canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: name})
		} else {
			canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
		}
		if c == '⏎' {
			continue
		}
		if f := canvas.Focused(); f != nil {
			f.TypedRune(c)
		} else {
			canvas.OnTypedRune()(c)
		}
	}
}

// The same behind each other password that leads to the list: a new one, and one that another
// computer gave the vault.
func TestTypedBehindOtherPasswords(t *testing.T) {
	for _, row := range []struct {
		name string
		show func(*rig) // up to the typed password; Enter follows
	}{
		{"password", func(r *rig) {
			r.shell.Confirmed()
			r.showNewPassword("New password", "")
			test.Type(r.secret("password.new"), elsewherePassword)
			test.Type(r.secret("password.again"), elsewherePassword)
			r.window().Canvas().Focus(r.secret("password.again"))
		}},
		{"elsewhere", func(r *rig) {
			v := r.elsewhere(password)
			if err := v.SetPassword(t.Context(), []byte(elsewherePassword)); err != nil {
				t.Fatal(err)
			}
			r.save(v)
			r.showElsewhere()
			test.Type(r.secret("unlock.password"), elsewherePassword)
		}},
	} {
		for _, before := range []int{0, 1, 4} { // how many keys come before each part of the work ends
			h := &held{}
			r := newRigWith(t, t.TempDir(), nil, h.option).withAccounts(amazonLink, githubLink, slackLink)
			row.show(r)
			h.on = true
			r.keyboard("⏎")
			keys := []rune("git⏎")
			for len(h.work) > 0 {
				if r.name() == row.name {
					n := min(before, len(keys))
					r.keyboard(string(keys[:n]))
					keys = keys[n:]
				}
				h.next()
			}
			r.expect("list")
			r.keyboard(string(keys))
			for h.next() {
			}
			if got := r.list().Query(); got != "git" {
				t.Errorf("%s, %d keys before: the search has %q", row.name, before, got)
			}
			if want := r.codeOf(githubLink); r.board.Text != want {
				t.Errorf("%s, %d keys before: the clipboard has %q", row.name, before, r.board.Text)
			}
			r.forget()
		}
	}
}

// A new password is the one that was given: what is typed while it is set changes nothing in it.
func TestTypedWhileANewPasswordFails(t *testing.T) {
	h := &held{}
	disk := &failing{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { h.option(o); o.VaultOpts.FS = disk }).withAccounts(amazonLink)
	r.shell.Confirmed()
	r.showNewPassword("New password", "")
	test.Type(r.secret("password.new"), elsewherePassword)
	test.Type(r.secret("password.again"), elsewherePassword)
	r.window().Canvas().Focus(r.secret("password.again"))
	disk.create = syscall.ENOSPC
	h.on = true
	r.keyboard("⏎hetz")
	h.on = false
	for h.next() {
	}
	r.expect("password")
	for _, name := range []string{"password.new", "password.again"} {
		if r.secret(name).Text() != elsewherePassword || r.secret(name).Disabled() {
			t.Errorf("%s changed, or cannot be typed into", name)
		}
	}
}

// Tab does not lead to where letters would be lost.
func TestTabWhileTheVaultOpens(t *testing.T) {
	dir := t.TempDir()
	newRigIn(t, dir, nil).withAccounts(amazonLink, githubLink).lock()
	h := &held{}
	r := newRigWith(t, dir, nil, h.option)
	test.Type(r.secret("unlock.password"), password)
	h.on = true
	r.keyboard("⏎g")
	for range 3 {
		r.window().Canvas().FocusNext()
		r.keyboard("i")
	}
	h.on = false
	for h.next() {
	}
	r.expect("list")
	if got := r.list().Query(); got != "giii" {
		t.Errorf("the search has %q", got)
	}
}

// A link that waited, and one that comes, do not take the list away in the middle of a search, and
// an Enter that was meant for the list adds nothing.
func TestNoPageComesIntoASearch(t *testing.T) {
	dir := t.TempDir()
	newRigIn(t, dir, nil).withAccounts(amazonLink, githubLink).lock()
	var due []func()
	h := &held{}
	r := newRigWith(t, dir, []string{linkA}, func(o *desk.Options) {
		h.option(o)
		o.After = func(_ time.Duration, f func()) { due = append(due, f) }
	})
	test.Type(r.secret("unlock.password"), password)
	h.on = true
	r.keyboard("⏎gi")
	h.on = false
	for h.next() {
	}
	r.expect("list")
	r.keyboard("t")
	r.tick(r.now)
	r.keyboard("⏎")
	if got := r.list().Query(); r.name() != "list" || got != "git" || r.board.Text != r.codeOf(githubLink) {
		t.Fatalf("the page is %q, the search has %q", r.name(), got)
	}
	r.now = r.now.Add(5 * time.Second)
	r.tick(r.now)
	if got := r.shown(); got != "One" {
		t.Errorf("%s shows", got)
	}
	r.keyboard("⏎") // it came just now
	r.expect("found")
	r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.expect("list")

	r.list().FocusSearch()
	r.keyboard("h")
	r.Raise([]string{linkB})
	r.tick(r.now)
	r.expect("list")
	r.now = r.now.Add(5 * time.Second)
	r.tick(r.now)
	r.expect("found")
	for _, f := range due {
		f()
	}
	r.keyboard("⏎")
	if r.titles() != "Amazon, GitHub, Two" {
		t.Errorf("the vault has %s", r.titles())
	}
}
