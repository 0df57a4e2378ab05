package app

import (
	"encoding/base32"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/sessionlock"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
)

const otherKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

// typedOn are the pages on which text can be typed that is in no vault yet.
var typedOn = []struct {
	page string
	open func(r *rig)
	mark string // what is typed, so that it can be looked for
	edit func(r *rig)
	save bool // it can be saved from the question
	lock bool // it is saved at lock
}{
	{"edit", func(r *rig) { r.showEdit(r.id("GitHub")) }, "my note", func(r *rig) { r.entry("edit.note").SetText("my note") }, true, true},
	{"tagger", func(r *rig) { r.showTagger([]string{r.id("GitHub")}) }, "my tag", func(r *rig) { r.entry("tags.new").SetText("my tag") }, true, true},
	{"note", func(r *rig) { r.open.keeping.ShowNote(r.id("GitHub")) }, "my note", func(r *rig) { r.entry("note.text").SetText("my note") }, true, true},
	{"tags", func(r *rig) {
		s := r.session()
		s.Tag(r.t.Context(), []string{"Work"}, nil, r.id("Slack"))
		r.showTags()
	}, "Job", func(r *rig) { r.entry("tag.0").SetText("Job") }, true, false},
	{"key", func(r *rig) { r.showKey(r.id("GitHub")) }, otherKey, func(r *rig) { r.entry("key.text").SetText(otherKey) }, true, true},
	{"add", func(r *rig) { r.showAdd() }, "MFRGGZDFMZTWQ2LKNNWG23TP", func(r *rig) { r.entry("add.box").SetText("MFRGGZDFMZTWQ2LKNNWG23TP") }, false, true},
	{"add", func(r *rig) { r.showAdd() }, "MFRGGZDFMZTWQ2LKNNWG23TP", func(r *rig) {
		r.entry("add.box").SetText("MFRGGZDFMZTWQ2LKNNWG23TP")
		r.entry("add.issuer").SetText("Named")
	}, true, true},
	{"add", func(r *rig) { r.showAdd() }, "NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", func(r *rig) { r.entry("add.box").SetText(linkA) }, true, true},
	{"add", func(r *rig) { r.showAdd() }, "KRSXG5DF", func(r *rig) { r.entry("add.box").SetText("KRSXG5DF") }, false, false}, // too short to be a key
}

// texts are those of all entries of the window.
func (r *rig) texts() string {
	var all []string
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if e, ok := o.(*widgets.Entry); ok {
			all = append(all, e.Text)
		}
	})
	return strings.Join(all, "|")
}

func base32Of(a account.Account) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(a.Key.Secret)
}

// kept is all that an account, its tags and its key hold.
func (r *rig) kept() string {
	var all []string
	for _, a := range r.session().Vault().Accounts() {
		all = append(all, a.Title(), a.Note, strings.Join(a.Tags, ","), base32Of(a))
	}
	return strings.Join(append(all, r.session().Tags()...), "|")
}

// live is kept without the accounts in the trash.
func (r *rig) live() string {
	var all []string
	for _, a := range r.session().Accounts() {
		all = append(all, a.Title(), a.Note, strings.Join(a.Tags, ","), base32Of(a))
	}
	return strings.Join(append(all, r.session().Tags()...), "|")
}

// Esc, the back arrow, keys that lead elsewhere, a dropped file and the end of the program ask
// before typed text goes; the text is still there when one stays.
func TestTypedTextIsAskedAbout(t *testing.T) {
	for _, p := range typedOn {
		t.Run(p.page, func(t *testing.T) {
			r := full(t)
			p.open(r)
			r.expect(p.page)
			r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
			if r.name() == "draft" {
				t.Fatal("it asks about nothing")
			}
			for _, way := range []struct {
				name string
				do   func()
			}{
				{"Esc", func() { r.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }},
				{"the arrow", func() { r.tapLabel("Back") }},
				{"Ctrl+comma", func() { r.press(ctrlKey(fyne.KeyComma)) }},
				{"Ctrl+Q", func() { r.press(ctrlKey(fyne.KeyQ)) }},
				{"closing the window", r.quit},
				{"a dropped file", func() { r.dropped([]fyne.URI{storage.NewFileURI("/nowhere/export.json")}) }},
			} {
				p.open(r)
				p.edit(r)
				focused := r.window().Canvas().Focused()
				way.do()
				if r.name() != "draft" {
					t.Fatalf("%s leaves the page for %q without a question", way.name, r.name())
				}
				way.do() // once more, on the question: Esc and the arrow go back, the others ask still
				if back := way.name == "Esc" || way.name == "the arrow"; back != (r.name() == p.page) {
					t.Fatalf("%s twice leads to %q", way.name, r.name())
				}
				if r.name() == "draft" {
					r.tap("draft.keep")
				}
				r.expect(p.page)
				if !strings.Contains(r.texts(), p.mark) {
					t.Fatalf("%s: the text is gone", way.name)
				}
				if way.name != "the arrow" && r.window().Canvas().Focused() != focused {
					t.Errorf("%s: the cursor is somewhere else", way.name)
				}
			}
		})
	}
}

// F1 and Ctrl+K help with a page that has typed text and take nothing away: it waits behind them as it was. What
// the palette leads to asks about it, and the lock finds it there.
func TestHelpBesideTypedText(t *testing.T) {
	for _, p := range typedOn {
		t.Run(p.page, func(t *testing.T) {
			r := full(t)
			for _, help := range []struct {
				page string
				show func()
			}{
				{"keys", func() { r.key(&fyne.KeyEvent{Name: fyne.KeyF1}) }},
				{"palette", func() { r.press(ctrlKey(fyne.KeyK)) }},
			} {
				for _, leave := range []struct {
					name string
					do   func()
				}{
					{"Esc", func() { r.key(&fyne.KeyEvent{Name: fyne.KeyEscape}) }},
					{"the arrow", func() { r.tapLabel("Back") }},
				} {
					p.open(r)
					p.edit(r)
					focused := r.window().Canvas().Focused()
					help.show()
					r.expect(help.page)
					help.show() // once more changes nothing
					r.expect(help.page)
					leave.do()
					r.expect(p.page)
					if !strings.Contains(r.texts(), p.mark) {
						t.Fatalf("%s: %s brings back a page without its text", help.page, leave.name)
					}
					if r.window().Canvas().Focused() != focused {
						t.Errorf("%s: %s: the cursor is somewhere else", help.page, leave.name)
					}
				}
			}
			found := func(text string) {
				r.press(ctrlKey(fyne.KeyK))
				r.entry("palette.search").SetText(text)
				r.page().(interface{ TypedKey(*fyne.KeyEvent) bool }).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			}
			found("Settings")
			r.expect("draft")
			r.tap("draft.keep")
			r.expect(p.page)
			found("list of keys")
			r.expect("keys")
			r.back()
			r.expect(p.page)
			if !strings.Contains(r.texts(), p.mark) {
				t.Fatal("the text is gone")
			}
			r.press(ctrlKey(fyne.KeyK))
			r.lock()
			r.expect("unlock")
			if r.told() == "" {
				t.Error("the lock says nothing of what was typed")
			}
		})
	}
}

// That holds where nothing is asked before the text goes, too: a format and a place of an export were chosen.
func TestHelpBesideAForm(t *testing.T) {
	r := full(t)
	r.showExport()
	r.entry("export.file").SetText("/somewhere/else")
	page := r.page()
	r.key(&fyne.KeyEvent{Name: fyne.KeyF1})
	r.expect("keys")
	r.back()
	if r.page() != page {
		t.Errorf("Esc leads to %q anew", r.name())
	}
	if got := r.entry("export.file").Text; got != "/somewhere/else" {
		t.Errorf("the place is %q", got)
	}
	r.back()
	r.expect("list")
}

func (r *rig) tapLabel(label string) {
	r.t.Helper()
	var found *widgets.Button
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label == label {
			found = b
		}
	})
	if found == nil {
		r.t.Fatalf("page %s has no button %s", r.name(), label)
	}
	test.Tap(found)
}

func TestTypedTextIsSavedOrDiscarded(t *testing.T) {
	for _, p := range typedOn {
		t.Run(p.page, func(t *testing.T) {
			r := full(t)
			p.open(r)
			before := r.kept()
			p.edit(r)
			r.press(ctrlKey(fyne.KeyComma))
			r.expect("draft")
			r.tap("draft.discard")
			r.expect("settings")
			if r.kept() != before {
				t.Error("what was discarded is in the vault")
			}
			p.open(r)
			p.edit(r)
			r.press(ctrlKey(fyne.KeyComma))
			save := r.widget("draft.save").(*widgets.Button)
			if save.Visible() != p.save {
				t.Fatalf("saving is offered: %v", save.Visible())
			}
			if !p.save {
				return
			}
			test.Tap(save)
			r.expect("settings") // where the user wanted to go
			if !strings.Contains(r.kept(), p.mark) {
				t.Error("it was not saved")
			}
			r.showList()
			r.press(ctrlKey(fyne.KeyZ))
			live := []string{}
			for _, a := range r.session().Accounts() {
				live = append(live, a.Note, strings.Join(a.Tags, ","), base32Of(a))
			}
			if slices.ContainsFunc(live, func(s string) bool { return strings.Contains(s, p.mark) }) {
				t.Errorf("undo says %q, and it is still there", r.toast())
			}
		})
	}
}

// At lock nobody is asked: what is valid is saved, as one edit that can be undone after
// unlocking; the rest is dropped; the list says which.
func TestTypedTextAtLock(t *testing.T) {
	for _, p := range typedOn {
		for _, way := range []struct {
			name string
			do   func(r *rig)
		}{
			{"Ctrl+L", func(r *rig) { r.press(ctrlKey(fyne.KeyL)) }},
			{"the idle lock", func(r *rig) { r.now = r.now.Add(time.Hour); r.tick(r.now) }},
			{"the session's lock", func(r *rig) { r.lockBecause(sessionlock.Reason("test")) }},
			{"Ctrl+L while it asks", func(r *rig) { r.press(ctrlKey(fyne.KeyComma)); r.expect("draft"); r.press(ctrlKey(fyne.KeyL)) }},
		} {
			t.Run(p.page+"/"+way.name, func(t *testing.T) {
				r := full(t)
				p.open(r)
				before := r.live()
				p.edit(r)
				way.do(r)
				r.expect("unlock")
				r.unlockBy(password)
				r.expect("list")
				if saved := strings.Contains(r.kept(), p.mark); saved != p.lock {
					t.Fatalf("saved: %v", saved)
				}
				said := r.told()
				if p.lock != (strings.Contains(said, "Your changes were saved") || strings.Contains(said, "was added") && !strings.Contains(said, "lost")) || p.lock == strings.Contains(said, "lost") {
					t.Errorf("the list says %q", said)
				}
				if strings.Contains(said, "GitHub") || strings.Contains(said, p.mark) {
					t.Errorf("what is kept while locked names what was in the vault: %q", said)
				}
				if !p.lock {
					r.pressButton("OK")
					if r.told() != "" {
						t.Error("the notice stays")
					}
					return
				}
				r.pressButton("Undo")
				if r.live() != before {
					t.Errorf("after undo %s\nwant %s", r.live(), before)
				}
			})
		}
	}
}

// pressButton presses a button of the page by its text.
func (r *rig) pressButton(text string) { r.t.Helper(); test.Tap(r.button(text)) }

// Another vault is not told about what was typed in the first.
func TestTypedTextAtLockIsToldToItsVault(t *testing.T) {
	const said = "Watchword locked while you were editing. Your changes were saved."
	r := full(t)
	own := r.path()
	r.showEdit(r.id("GitHub"))
	r.entry("edit.note").SetText("my note")
	r.press(ctrlKey(fyne.KeyL))
	other := newRig(t)
	other.create()
	r.unlocking.Path = other.session().Vault().Path()
	r.showUnlock()
	r.unlockBy(password)
	r.expect("list")
	if r.reads(said) {
		t.Error("it is told to another vault")
	}
	r.lock()
	r.unlocking.Path = own
	r.showUnlock()
	r.unlockBy(password)
	if !r.reads(said) {
		t.Error("it is not told to its own")
	}
}

// Typing, selecting and pasting are signs of the user: the vault is not locked under them.
func TestTypingIsInput(t *testing.T) {
	r := full(t)
	r.showEdit(r.id("GitHub"))
	e := r.entry("edit.note")
	for name, do := range map[string]func(){
		"a letter": func() { e.TypedRune('x') },
		"a key":    func() { e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) },
		"a paste":  func() { e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: r.shell.Fyne.Clipboard()}) },
		"a press":  func() { e.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary}) },
		"a drag":   func() { e.Dragged(&fyne.DragEvent{}) },
	} {
		r.now = r.now.Add(9 * time.Minute)
		do()
		r.now = r.now.Add(9 * time.Minute)
		r.tick(r.now)
		if r.name() != "edit" {
			t.Fatalf("%s does not count as input", name)
		}
	}
}

// The key of a recovery sheet is 74 characters long.
func TestTypedSheetKeyIsAskedAbout(t *testing.T) {
	r := full(t)
	r.lock()
	r.unlocking.ShowRecover()
	r.page().(*unlock.Recover).Focus(r.window().Canvas())
	r.window().Canvas().Focused().TypedRune('A')
	r.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	r.expect("draft")
	r.tap("draft.keep")
	if r.expect("recover"); !strings.Contains(r.texts(), "A") {
		t.Error("the text is gone")
	}
}

// What was dropped or saved at lock is told once: until OK, or until the vault is locked again.
func TestToldAtLockIsToldOnce(t *testing.T) {
	const text = "A link that you opened was not added. Open it again."
	r := full(t)
	r.showAdd()
	r.entry("add.box").SetText("half a wor")
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	said := r.told()
	if !r.reads(said) {
		t.Fatal("the list does not say what was lost")
	}
	r.Raise([]string{linkA})
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	if r.reads(said) || !r.reads(text) {
		t.Error("the list says what it said before, or not what was dropped now")
	}
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	if r.told() != "" || r.arrivals.Missed() != "" || r.reads(text) {
		t.Error("the list says it once more")
	}
}

// Where the vault is locked without the change, in the end, the list does not say that it was saved.
func TestToldAtLockOnlyWhatIsSaved(t *testing.T) {
	disk := &failing{FS: vault.Disk()}
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.VaultOpts.FS = disk })
	r.withAccounts(amazonLink)
	r.showAdd()
	r.entry("add.box").SetText(githubLink)
	disk.create = syscall.ENOSPC
	r.press(ctrlKey(fyne.KeyL))
	r.expect("unsaved")
	r.pressButton("Lock and lose the changes")
	disk.create = nil
	r.unlockBy(password)
	if r.titles() != "Amazon" || !r.reads("Watchword locked before an account was added. What you typed is lost.") {
		t.Errorf("%s, the list says %q", r.titles(), r.told())
	}
}

// The key that was typed for an account is an account beside it, which keeps its own.
func TestTypedKeyAtLock(t *testing.T) {
	r := full(t)
	r.showKey(r.id("GitHub"))
	r.entry("key.text").SetText(otherKey)
	r.press(ctrlKey(fyne.KeyL))
	r.unlockBy(password)
	if r.titles() != "Amazon, GitHub, GitHub, Slack" || len(r.session().Trashed()) != 0 {
		t.Errorf("%s, %d in the trash", r.titles(), len(r.session().Trashed()))
	}
	r.pressButton("Undo")
	if r.titles() != "Amazon, GitHub, Slack" {
		t.Errorf("after undo %s", r.titles())
	}
}
