package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/widgets"
)

// What is typed while the vault opens arrives in the search whole, whenever the keys come: while
// the key is made, while the accounts are put in order, and after the list shows. Or nothing of
// it does.
func TestTypedWhileTheVaultOpens(t *testing.T) {
	const none, enter, back, esc, left = "", "⏎", "⌫", "␛", "←"
	for _, row := range []struct {
		why    string
		keys   string
		search string
		copied string // the link of the account whose code is copied
	}{
		{"a word", "hetz", "hetz", none},
		{"a word and Enter, one account", "git⏎", "git", githubLink},
		{"a word and Enter, several accounts", "a⏎", "a", none},
		{"a word and Enter, no account", "xyz⏎", "xyz", none},
		{"Enter alone", "⏎", "", none},
		{"mended", "gix⌫t⏎", "git", githubLink},
		{"taken back", "git␛ama", "ama", none},
		{"goes on after an Enter that nobody saw the effect of", "git⏎hub", "", none},
		{"moves in a list that is not there", "gi←t", "", none},
	} {
		for _, steps := range [][]int{{99}, {0, 99}, {1, 99}, {2, 99}} { // how many keys come before each part of the work ends
			dir := t.TempDir()
			first := newRigIn(t, dir, nil).withAccounts(amazonLink, githubLink, slackLink)
			first.lock()
			var held []func()
			hold := false
			r := newRigWith(t, dir, nil, func(o *Options) {
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
			r.expect("unlock")
			typing := r.window.Canvas()
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
				name, special := map[string]fyne.KeyName{enter: fyne.KeyReturn, back: fyne.KeyBackspace, esc: fyne.KeyEscape, left: fyne.KeyLeft}[string(k)]
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
					if r.name != "unlock" {
						t.Fatalf("part %d of the work is over, and the page is %s", part, r.name)
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
			if r.name != "list" {
				t.Fatalf("%s: the page is %s", row.why, r.name)
			}
			if got := r.list.Query(); got != row.search {
				t.Errorf("%s, keys %v: the search has %q, want %q", row.why, steps, got, row.search)
			}
			want := ""
			if row.copied != "" {
				want = r.codeOf(row.copied)
			}
			if r.board.text != want {
				t.Errorf("%s, keys %v: the clipboard has %q, want %q", row.why, steps, r.board.text, want)
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
	r := newRigWith(t, dir, nil, func(o *Options) {
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
		if f := r.window.Canvas().Focused(); f != nil {
			f.TypedRune(c)
		} else {
			r.window.Canvas().OnTypedRune()(c)
		}
	}
	held()
	r.expect("unlock")
	if text := r.secret("unlock.password").Text(); text != "" {
		t.Errorf("the entry has %d characters", len(text))
	}
	r.unlockBy(password)
	r.expect("list")
	if r.list.Query() != "" {
		t.Errorf("the search has %q", r.list.Query())
	}
}
