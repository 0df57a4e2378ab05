package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

var at = func() time.Time { return time.Unix(59, 0) } // RFC 6238, appendix B: 94287082, of six digits 287082

func TestNewKey(t *testing.T) {
	var got otp.Key
	fail := error(nil)
	done := 0
	s := &Key{Run: background.Now, Account: amazon(), Now: at, OnDone: func() { done++ },
		Save: func(k otp.Key, _ uint64) error { got = k; return fail }}
	pagetest.Window(t, theme.Dark, s.Content)
	if !s.save.Disabled() {
		t.Error("the key that is there can be saved again")
	}
	s.digits.SetSelected("8")
	if s.save.Disabled() || s.preview.Text() != "9428 7082" {
		t.Errorf("other digits show %q", s.preview.Text())
	}
	s.digits.SetSelected("6")
	s.text.SetText("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
	if !s.save.Disabled() {
		t.Error("the same key in another dress can be saved")
	}
	s.text.SetText("not a key !")
	if !s.save.Disabled() || !s.message.Visible() || strings.Contains(s.message.Text(), "not a key !") {
		t.Errorf("a broken key: %q", s.message.Text())
	}
	s.text.SetText("https://example.org/")
	if !s.save.Disabled() {
		t.Error("a web page is a key")
	}
	s.text.SetText("otpauth://totp/X:y?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&digits=8&period=60")
	if s.save.Disabled() || !strings.Contains(s.message.Text(), "8 digits, SHA1, every 60 seconds") {
		t.Errorf("a link: %q", s.message.Text())
	}
	s.text.SetText("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
	s.kind.SetSelected("counter-based (HOTP)")
	if s.preview.Text() != "" {
		t.Error("a counter is used up for a look")
	}
	fail = errors.New("The disk is full.")
	test.Tap(s.save)
	if done != 0 || s.message.Text() != "The disk is full." || s.text.Text == "" {
		t.Errorf("after a failure: %q", s.message.Text())
	}
	fail = nil
	test.Tap(s.save)
	if done != 1 || got.Type != otp.HOTP || got.Period != 0 || len(got.Secret) != 20 {
		t.Errorf("saved a key of type %s, %d bytes", got.Type, len(got.Secret))
	}
	if s.text.Text != "" {
		t.Error("the key stays in the entry")
	}
}

func TestBehind(t *testing.T) {
	copied, done := "", 0
	fail := errors.New("There is no clipboard here.")
	s := &CopyWithPassword{Run: background.Now, Account: amazon(), OnDone: func() { done++ },
		Copy: func(p string) error { copied = p; return fail }}
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.copy)
	if copied != "" || !s.message.Visible() {
		t.Error("an empty password was copied")
	}
	if !s.password.Password {
		t.Error("the password shows")
	}
	s.password.SetText(" with spaces ")
	test.Tap(s.copy)
	if copied != " with spaces " || done != 0 || s.password.Text() == "" {
		t.Errorf("copied %q, done %d", copied, done)
	}
	fail = nil
	s.password.OnSubmitted("")
	if done != 1 || s.password.Text() != "" {
		t.Error("Enter does not copy, or the password stays")
	}
}

func TestIcons(t *testing.T) {
	picked := []string{}
	s := &Icons{Title: "Bank", OnPick: func(icon string) { picked = append(picked, icon) }, OnFile: func() { picked = append(picked, "file") }}
	pagetest.Window(t, theme.Dark, s.Content)
	if n := len(s.found.Objects); n != maxFound {
		t.Errorf("%d marks at first", n)
	}
	s.search.SetText("git")
	if marks := s.matches(); len(marks) == 0 || !strings.HasPrefix(strings.ToLower(marks[0].Name), "git") {
		t.Error("git finds no mark that begins so")
	}
	s.search.SetText("amazon")
	s.search.OnSubmitted("")
	test.Tap(s.letter)
	test.Tap(s.file)
	s.search.SetText("xyzzy")
	s.search.OnSubmitted("") // nothing to pick
	if got := strings.Join(picked, ","); got != "amazon,-,file" {
		t.Errorf("picked %s", got)
	}
	if s.nothing.Text() == "" {
		t.Error("nothing says that there is no such mark")
	}
}

func TestTagger(t *testing.T) {
	a, b := amazon(), amazon()
	a.Tags, b.Tags = []string{"Both", "One"}, []string{"Both"}
	var add, remove []string
	back := 0
	make := func() *Tagger {
		add, remove = nil, nil
		s := &Tagger{Run: background.Now, Accounts: []account.Account{a, b}, All: []string{"Both", "One", "None"},
			Save: func(x, y []string) error { add, remove = x, y; return nil }, OnDone: func() {}, OnBack: func() { back++ }}
		pagetest.Window(t, theme.Dark, s.Content)
		return s
	}
	chip := func(s *Tagger, i int) *widgets.Chip { return s.picker.chips.Objects[i].(*widgets.Chip) }
	s := make()
	if chip(s, 0).On != true || chip(s, 1).On || chip(s, 1).Text != "One (some)" || chip(s, 2).On {
		t.Error("the chips do not show who has what")
	}
	test.Tap(s.save)
	if back != 1 || add != nil {
		t.Error("nothing touched is something changed")
	}
	for _, row := range []struct {
		do          func(s *Tagger)
		add, remove string
		why         string
	}{
		{func(s *Tagger) { test.Tap(chip(s, 0)) }, "", "Both", "off for all"},
		{func(s *Tagger) { test.Tap(chip(s, 1)) }, "One", "", "some become all"},
		{func(s *Tagger) { test.Tap(chip(s, 1)); test.Tap(chip(s, 1)) }, "", "One", "and then none"},
		{func(s *Tagger) { s.picker.entry.SetText("New, None") }, "None,New", "", "typed ones"},
	} {
		s := make()
		row.do(s)
		test.Tap(s.save)
		if strings.Join(add, ",") != row.add || strings.Join(remove, ",") != row.remove {
			t.Errorf("%s: add %q, remove %q", row.why, add, remove)
		}
	}
}

func TestHistory(t *testing.T) {
	var saved vault.Edit
	s := &Page{Run: background.Now, Account: amazon(), History: history(), OnDone: func() {},
		Save: func(e vault.Edit) error { saved = e; return nil }}
	w := pagetest.Window(t, theme.Dark, s.Content)
	var use []*widgets.Button
	text := ""
	walk(w.Content(), func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Button:
			if o.Text == "Restore" {
				use = append(use, o)
			}
		case *widgets.Label:
			text += o.Text() + "\n"
		}
	})
	if strings.Contains(text, "old recovery codes") {
		t.Error("an earlier note shows unasked")
	}
	if len(use) != 2 { // the pin is told, not offered
		t.Fatalf("%d values can be used again", len(use))
	}
	test.Tap(use[0])
	test.Tap(s.save)
	if saved.Name == nil || *saved.Name != "old@example.org" || saved.Note != nil {
		t.Error("the earlier name is not saved")
	}
}

func history() []vault.Superseded {
	when := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	return []vault.Superseded{{Field: "name", Value: "old@example.org", At: when}, {Field: "note", Value: "old recovery codes", At: when}, {Field: "pinned", Value: "true", At: when}}
}

func TestTagsPage(t *testing.T) {
	log := ""
	s := &Tags{Names: []string{"Work", "Shop"}, Count: func(string) int { return 1 },
		OnRename: func(old, name string) { log += "rename " + old + " " + name + ";" }, OnDelete: func(tag string) { log += "delete " + tag + ";" }}
	pagetest.Window(t, theme.Dark, s.Content)
	button := func(name string) *widgets.Button { return s.widgets[name].(*widgets.Button) }
	name := s.widgets["tag.0"].(*widgets.Entry)
	test.Tap(button("tag.0.rename")) // nothing typed yet
	name.SetText(" , ")
	test.Tap(button("tag.0.rename"))
	name.SetText("Office")
	test.Tap(button("tag.0.rename"))
	name.OnSubmitted("")
	test.Tap(button("tag.1.delete"))
	test.Tap(button("tag.1.sure"))
	if log != "rename Work Office;rename Work Office;delete Shop;" {
		t.Errorf("it says %s", log)
	}
}

func TestMoreLooks(t *testing.T) {
	long := amazon()
	long.Issuer, long.Name = "A service with a very long name that does not fit", "somebody.with.a.long.name@subdomain.example.org"
	long.Tags = []string{"Work", "Private", "A tag with a name that is quite long", "Shopping", "Family"}
	long.Note = ""
	trashed := []account.Account{amazon(), long}
	for i := range trashed {
		trashed[i].Trashed = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)
	}
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
		do      func()
	}{
		{"edit-long", theme.Light, (&Page{Run: background.Now, Account: long, History: history(), OnBack: func() {}}).Content, nil},
		{"key", theme.Dark, (&Key{Run: background.Now, Account: amazon(), Now: at, OnBack: func() {}}).Content, nil},
		{"behind", theme.Light, (&CopyWithPassword{Account: amazon(), OnBack: func() {}}).Content, nil},
		{"icons", theme.Dark, (&Icons{Title: "Example Bank", OnBack: func() {}}).Content, nil},
		{"tagger", theme.Light, (&Tagger{Accounts: []account.Account{amazon(), long}, All: long.Tags, OnBack: func() {}}).Content, nil},
		{"tags", theme.Dark, (&Tags{Names: long.Tags, Count: func(string) int { return 12 }, OnBack: func() {}}).Content, nil},
		{"trash-two", theme.Dark, (&Trash{Accounts: trashed, OnBack: func() {}}).Content, nil},
		{"trash-empty", theme.Light, (&Trash{OnBack: func() {}}).Content, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := pagetest.Window(t, row.mode, row.content)
			test.AssertRendersToImage(t, row.name+".png", w.Canvas())
		})
	}
}

// An import of thousands that was taken back lies in the trash: only rows that are seen are
// drawn, and each acts on the account that it shows.
func TestTrashOfThousands(t *testing.T) {
	var many []account.Account
	for i := range 5000 {
		many = append(many, account.Account{ID: fmt.Sprint(i), Issuer: fmt.Sprintf("Service %d", i), Trashed: time.Unix(1_700_000_000, 0)})
	}
	var restored, purged []string
	s := &Trash{Accounts: many, OnBack: func() {}, OnRestore: func(ids ...string) { restored = append(restored, ids...) },
		OnPurge: func(ids ...string) { purged = append(purged, ids...) }}
	pagetest.Window(t, theme.Dark, s.Content)
	row := newTrashRow()
	row.set(s, many[7])
	test.Tap(row.restore)
	test.Tap(row.sure.Ask)
	if !row.sure.Do.Visible() || len(purged) > 0 {
		t.Fatal("deleted without a question")
	}
	row.set(s, many[7]) // the list draws it again: the question stays
	if !row.sure.Do.Visible() {
		t.Error("the question went away")
	}
	row.set(s, many[8])
	if row.sure.Do.Visible() {
		t.Error("the question about one account stands at another")
	}
	test.Tap(row.sure.Ask)
	test.Tap(row.sure.Do)
	if !slices.Equal(restored, []string{"7"}) || !slices.Equal(purged, []string{"8"}) {
		t.Errorf("restored %v, deleted %v", restored, purged)
	}
}

// While a page saves, the question before the page goes, and the lock, wait for that save and do
// not start another beside it; what is typed then would not be in it, so nothing can be.
func TestOneSaveAtATime(t *testing.T) {
	var done func()
	later := func(work, then func()) { work(); done = then }
	saves := 0
	fail := error(nil)
	save := func() error { saves++; return fail }
	key := &Key{Run: later, Account: amazon(), Now: at, OnDone: func() {}, Save: func(otp.Key, uint64) error { return save() }}
	page := &Page{Run: later, Account: amazon(), OnDone: func() {}, Save: func(vault.Edit) error { return save() }}
	tagger := &Tagger{Run: later, Accounts: []account.Account{amazon()}, All: []string{"Both"}, OnDone: func() {}, Save: func(_, _ []string) error { return save() }}
	for _, p := range []struct {
		name    string
		content func() fyne.CanvasObject
		change  func()
		save    func()
		draft   func() widgets.Draft
		entry   func() *widgets.Entry
	}{
		{"account", page.Content, func() { page.name.SetText("new") }, page.submit, page.Draft, func() *widgets.Entry { return page.note }},
		{"tags", tagger.Content, func() { tagger.picker.entry.SetText("New") }, tagger.submit, tagger.Draft, func() *widgets.Entry { return tagger.picker.entry }},
		{"key", key.Content, func() { key.digits.SetSelected("8") }, key.submit, key.Draft, func() *widgets.Entry { return key.text }},
	} {
		pagetest.Window(t, theme.Dark, p.content)
		p.change()
		fail = errors.New("The disk is full.")
		p.save()
		if !p.entry().Disabled() {
			t.Errorf("%s: something can be typed that is not saved", p.name)
		}
		done()
		if p.entry().Disabled() {
			t.Errorf("%s: after an error nothing can be typed", p.name)
		}
		fail, saves = nil, 0
		p.save()
		p.save()
		key.Tick(at())
		saved := 0
		for _, asks := range []func(func(bool)){p.draft().Save, p.draft().AtLock} {
			asks(func(ok bool) {
				if ok {
					saved++
				}
			})
		}
		if saves != 1 || saved != 0 {
			t.Errorf("%s: %d saves are under way, and the lock heard of %d", p.name, saves, saved)
		}
		done()
		if saves != 1 || saved != 2 {
			t.Errorf("%s: %d saves, and who waits heard of %d", p.name, saves, saved)
		}
	}
}
