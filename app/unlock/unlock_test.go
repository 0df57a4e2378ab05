package unlock

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/phrases"
	"watchword/app/print"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault"
)

func passwords() Passwords {
	return Passwords{
		Suggest: func() string { return "pantomime-universal-elective-tricky-primate" },
		Check: func(p string) error {
			if len(p) < 10 {
				return errors.New("Take at least 10 characters.")
			}
			return nil
		},
		Judge: func(string) Strength { return Strength{3, "Good."} },
	}
}

func TestUnlock(t *testing.T) {
	var tried []string
	unlocked := 0
	s := &Page{
		Run: background.Now, Place: "vault.watchword · last saved today, 09:41",
		Open: func(p []byte, _ bool) error {
			tried = append(tried, string(p))
			if string(p) != "right" {
				return vault.ErrWrongPassword
			}
			return nil
		},
		OnUnlocked: func() { unlocked++ },
	}
	w := pagetest.Window(t, theme.Dark, s.Content)
	s.Focus(w.Canvas())

	test.Tap(s.submit)
	if len(tried) != 0 || !strings.Contains(s.message.Text(), "Enter the password") {
		t.Errorf("an empty password was tried, or nothing says so: %q", s.message.Text())
	}
	test.Type(s.password, "wrong")
	test.Tap(s.submit)
	if unlocked != 0 || s.message.Text() != phrases.Sentence(vault.ErrWrongPassword) {
		t.Errorf("after a wrong password: %q", s.message.Text())
	}
	if s.password.Text() != "" || s.submit.Disabled() {
		t.Error("after a wrong password the next one cannot be typed at once")
	}
	test.Type(s.password, "right")
	s.password.OnSubmitted("")
	if unlocked != 1 {
		t.Error("Enter does not unlock")
	}
	if s.password.Text() != "" {
		t.Error("the password stays in the entry")
	}
	if len(tried) != 2 {
		t.Errorf("tried %d times", len(tried))
	}
}

// While the key is derived the button says so, and a second press does nothing.
func TestUnlockIsBusy(t *testing.T) {
	opens := 0
	var finish func()
	s := &Page{
		Run:        func(work, done func()) { work(); finish = done },
		Open:       func([]byte, bool) error { opens++; return nil },
		OnUnlocked: func() {},
	}
	pagetest.Window(t, theme.Dark, s.Content)
	test.Type(s.password, "right")
	test.Tap(s.submit)
	if s.submit.Text != "Unlocking …" || !s.submit.Disabled() {
		t.Errorf("the button says %q", s.submit.Text)
	}
	s.unlock()
	if opens != 1 {
		t.Errorf("opened %d times", opens)
	}
	finish()
	if !s.submit.Disabled() {
		t.Error("it takes another password while the list is made: letters typed for the list would go there")
	}
	s.setBusy(false)
	s.Open = func([]byte, bool) error { return vault.ErrWrongPassword }
	test.Type(s.password, "wrong")
	test.Tap(s.submit)
	finish()
	if s.submit.Disabled() {
		t.Error("the button stays off")
	}
}

// A vault that needs much memory is opened only after the user allowed it.
func TestCostly(t *testing.T) {
	var asked []bool
	s := &Page{
		Run: background.Now,
		Open: func(_ []byte, costly bool) error {
			asked = append(asked, costly)
			if !costly {
				return vault.ErrCostly
			}
			return nil
		},
		OnUnlocked: func() {},
	}
	pagetest.Window(t, theme.Dark, s.Content)
	if s.allow.Visible() {
		t.Error("the question shows before it is needed")
	}
	test.Type(s.password, "right")
	test.Tap(s.submit)
	if !s.allow.Visible() || s.message.Text() != phrases.Sentence(vault.ErrCostly) {
		t.Fatalf("the question does not show: %q", s.message.Text())
	}
	test.Tap(s.allow)
	test.Type(s.password, "right")
	test.Tap(s.submit)
	if len(asked) != 2 || asked[0] || !asked[1] {
		t.Errorf("asked %v", asked)
	}
}

func newCreate(made *[]string) *Create {
	return &Create{
		Run: background.Now, Passwords: passwords(), Path: "/home/jane/.local/share/watchword/vault.watchword",
		Shorten: func(p string) string { return strings.Replace(p, "/home/jane", "~", 1) },
		Make: func(path string, password []byte) error {
			*made = append(*made, path+" "+string(password))
			return nil
		},
		OnCreated: func() { *made = append(*made, "created") },
		OnPlace:   func(change func(string)) { change("/usb/vault.watchword") },
	}
}

func TestCreate(t *testing.T) {
	for _, row := range []struct {
		password, again, message string
		why                      string
	}{
		{"", "", "Take at least 10 characters.", "nothing was typed"},
		{"short", "short", "Take at least 10 characters.", "the rules say no"},
		{"long enough it is", "long enough it was", errDiffer.Error(), "a typing error"},
		{"long enough it is", "long enough it is", "", "all is well"},
	} {
		var made []string
		s := newCreate(&made)
		pagetest.Window(t, theme.Light, s.Content)
		test.Type(s.form.password, row.password)
		test.Type(s.form.again, row.again)
		test.Tap(s.form.submit)
		if s.form.wrong != row.message {
			t.Errorf("%s: %q, want %q", row.why, s.form.wrong, row.message)
		}
		if ok := len(made) == 2; ok != (row.message == "") {
			t.Errorf("%s: made %d", row.why, len(made))
		}
		s.form.again.SetText("something else")
		if says := s.form.wrong; says != "" {
			t.Errorf("%s: %q stays while another password is typed", row.why, says)
		}
	}
}

func TestCreateTakesTheSuggestionAndThePlace(t *testing.T) {
	var made []string
	s := newCreate(&made)
	pagetest.Window(t, theme.Light, s.Content)
	s.form.takeSuggestion()
	s.OnPlace(s.setPath)
	test.Tap(s.form.submit)
	if len(made) == 0 || made[0] != "/usb/vault.watchword pantomime-universal-elective-tricky-primate" {
		t.Error("neither the words nor the place were taken")
	}
	if s.form.password.Text() != "" || s.form.again.Text() != "" {
		t.Error("the password stays in the entries")
	}
}

func TestCreateSaysWhatFailed(t *testing.T) {
	var made []string
	s := newCreate(&made)
	s.Make = func(string, []byte) error { return vault.ErrFull }
	pagetest.Window(t, theme.Light, s.Content)
	s.form.takeSuggestion()
	test.Tap(s.form.submit)
	if s.form.wrong != phrases.Sentence(vault.ErrFull) || s.form.submit.Disabled() || len(made) != 0 {
		t.Errorf("a full disk says %q", s.form.wrong)
	}
}

const key = "AGE-SECRET-KEY-1FN8AN0DTMWZFNNR6LLCDDC682NMY6DE8YEEVMHC3R4ST00VN2RVS84ZQAE"

func newSheet(log *[]string) *Sheet {
	return &Sheet{
		Run: background.Now, Key: key, Number: "4711", File: "/home/jane/watchword-recovery-sheet.pdf",
		Save:   func(path string) (string, error) { *log = append(*log, "saved "+path); return path, nil },
		Adopt:  func() error { *log = append(*log, "adopted"); return nil },
		OnLost: func() { *log = append(*log, "lost") }, OnCopy: func(string) { *log = append(*log, "copied") },
		OnDone: func() { *log = append(*log, "done") }, OnLater: func() { *log = append(*log, "later") },
	}
}

func TestSheetIsTypedBack(t *testing.T) {
	for _, row := range []struct {
		typed string
		right bool
		why   string
	}{
		{"RVS84ZQA", false, "the end is off by one"},
		{"S84ZQAE", false, "seven are not enough"},
		{"VS84ZQAE", true, "the last eight"},
		{"vs84 zqae", true, "case and spaces do not matter"},
		{"N2RVS84ZQAE", true, "more of it is as good"},
	} {
		var log []string
		s := newSheet(&log)
		pagetest.Window(t, theme.Dark, s.Content)
		test.Type(s.typed, row.typed)
		test.Tap(s.done)
		if got := strings.Join(log, ", "); (got == "adopted, done") != row.right {
			t.Errorf("%s: %q", row.why, got)
		}
	}
}

func TestSheetThatCannotBeSavedStays(t *testing.T) {
	var log []string
	s := newSheet(&log)
	s.Adopt = func() error { return vault.ErrReadOnly }
	pagetest.Window(t, theme.Dark, s.Content)
	test.Type(s.typed, key[len(key)-8:])
	test.Tap(s.done)
	if len(log) != 0 || s.message.Text() != phrases.Sentence(vault.ErrReadOnly) || s.done.Disabled() {
		t.Errorf("log %q, message %q", log, s.message.Text())
	}
}

// A sheet that was saved is active: its end is only a reminder then, and leaving the page takes
// nothing back. One that was not is forgotten, and told of where the page was taken away.
func TestSheetIsActiveOnceSaved(t *testing.T) {
	for _, row := range []struct {
		why  string
		do   func(s *Sheet)
		want string
	}{
		{"saved, then skipped", func(s *Sheet) { test.Tap(s.save); test.Tap(s.later); s.Leave() }, "saved, later"},
		{"saved, then confirmed", func(s *Sheet) { test.Tap(s.save); test.Type(s.typed, key[len(key)-8:]); test.Tap(s.done); s.Leave() }, "saved, done"},
		{"saved, then locked", func(s *Sheet) { test.Tap(s.save); s.Leave() }, "saved"},
		{"saved twice under one name", func(s *Sheet) { test.Tap(s.save); test.Tap(s.save) }, "saved"},
		{"saved in two forms", func(s *Sheet) { test.Tap(s.save); test.Tap(s.forms[2]); test.Tap(s.save) }, "saved, saved"},
		{"copied by hand", func(s *Sheet) { test.Type(s.typed, key[len(key)-8:]); test.Tap(s.done); s.Leave() }, "adopted, done"},
		{"put off", func(s *Sheet) { test.Tap(s.later); s.Leave() }, "later"},
		{"locked before", func(s *Sheet) { s.Leave(); s.Leave() }, "lost"},
		{"typed, not confirmed, locked", func(s *Sheet) { test.Type(s.typed, key[len(key)-8:]); s.Leave() }, "lost"},
	} {
		var log []string
		s := newSheet(&log)
		pagetest.Window(t, theme.Dark, s.Content)
		row.do(s)
		for i, text := range log {
			log[i], _, _ = strings.Cut(text, " ")
		}
		if got := strings.Join(log, ", "); got != row.want {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
		if active := strings.Contains(row.want, "saved") || strings.Contains(row.want, "adopted"); s.Active() != active {
			t.Errorf("%s: active %v", row.why, s.Active())
		}
	}
	var log []string
	s := newSheet(&log)
	s.Save = func(string) (string, error) { return "", vault.ErrFull }
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.save)
	if s.Active() || s.kept.Text() != phrases.Sentence(vault.ErrFull) || s.save.Disabled() {
		t.Errorf("a save that failed: active %v, %q", s.Active(), s.kept.Text())
	}
	s.Save = func(string) (string, error) { return "/home/jane/sheet (2).pdf", nil }
	test.Tap(s.save)
	if !s.Active() || s.file.Text != "/home/jane/sheet (2).pdf" || !strings.HasPrefix(s.kept.Text(), "Saved, and active now. Print") {
		t.Errorf("another name: %q, %q", s.file.Text, s.kept.Text())
	}
	s = newSheet(&log)
	s.Earlier = true
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.save)
	if !strings.Contains(s.kept.Text(), "earlier sheet opens older copies") {
		t.Error(s.kept.Text())
	}
}

// The form of the sheet is the ending of its file, by a click or by typing.
func TestSheetForms(t *testing.T) {
	var log []string
	s := newSheet(&log)
	opened := ""
	s.OnOpen = func(path string) { opened = path }
	pagetest.Window(t, theme.Dark, s.Content)
	on := func() (names string) {
		for _, chip := range s.forms {
			if chip.On {
				names += chip.Text
			}
		}
		return names
	}
	if on() != "PDF" || s.open.Visible() {
		t.Errorf("at first: %q", on())
	}
	test.Tap(s.forms[2])
	test.Tap(s.save)
	if got := strings.Join(log, ", "); got != "saved /home/jane/watchword-recovery-sheet.txt" || on() != "Text" {
		t.Errorf("%q, %q", got, on())
	}
	test.Tap(s.open)
	if opened != "/home/jane/watchword-recovery-sheet.txt" {
		t.Errorf("opened %q", opened)
	}
	for _, row := range [][2]string{{"a.PNG", "Picture"}, {"a.doc", ""}, {"a", ""}} {
		s.file.SetText(row[0])
		if on() != row[1] {
			t.Errorf("%s is %q", row[0], on())
		}
	}
	test.Tap(s.forms[0])
	if s.file.Text != "a.pdf" {
		t.Errorf("the ending makes it %q", s.file.Text)
	}
}

func newRecover(open func(string) error) *Recover {
	return &Recover{
		Run: background.Now, Open: open, Missing: print.SheetKeyMissing, Find: print.SheetKey,
		Place: "vault.watchword · last saved today, 09:41", OnUnlocked: func() {},
	}
}

func TestRecover(t *testing.T) {
	for _, row := range []struct {
		why, typed, says, opens string
	}{
		{"nothing yet", "", "", ""},
		{"half of it", key[:40], "34 characters to go.", key[:40]},
		{"the key", key, "All characters are there.", key},
		{"in groups and lower case", strings.ToLower(groups(key)), "All characters are there.", key},
		{"an O for the zero", strings.ReplaceAll(key, "0", "O"), "All characters are there.", key},
		{"one too many", key[16:] + "Q", "These are too many characters, or some that no key has. Compare them with the sheet.", key[16:] + "Q"},
	} {
		tried := ""
		s := newRecover(func(key string) error { tried = key; return vault.ErrWrongSheet })
		pagetest.Window(t, theme.Dark, s.Content)
		s.key.SetText(row.typed)
		if s.message.Text() != row.says {
			t.Errorf("%s: %q, want %q", row.why, s.message.Text(), row.says)
		}
		test.Tap(s.submit)
		if tried != row.opens || s.message.Text() != phrases.Sentence(vault.ErrWrongSheet) {
			t.Errorf("%s: tried %q, says %q", row.why, tried, s.message.Text())
		}
	}
}

// A text from a picture or the clipboard is tried at once, if there is a key in it.
func TestRecoverTakes(t *testing.T) {
	var tried []string
	s := newRecover(func(key string) error { tried = append(tried, key); return nil })
	pagetest.Window(t, theme.Dark, s.Content)
	s.Take("https://example.org")
	if len(tried) != 0 || !strings.Contains(s.message.Text(), "no recovery key") {
		t.Errorf("tried %d, says %q", len(tried), s.message.Text())
	}
	s.Take("# a sheet\n" + key + "\n")
	if len(tried) != 1 || tried[0] != key || s.key.Text != "" {
		t.Errorf("tried %d; the key stays: %v", len(tried), s.key.Text != "")
	}
}

func TestGroups(t *testing.T) {
	got := groups(key)
	if strings.Join(strings.Fields(got), "") != key || !strings.HasPrefix(got, "AGE-SECRET-KEY-1\nFN8AN0 ") {
		t.Error("the groups do not make the key")
	}
}

func newLadder(look func(path string, password []byte) (string, error), use func(path string) error) *RestoreCopies {
	return &RestoreCopies{
		Run: background.Now, Title: "Your vault cannot be opened", Look: look, Use: use, OnUsed: func() {}, OnOther: func() {}, OnAgain: func() {}, OnNew: func() {},
		Reason: "The vault ~/vaults/vault.watchword is not there. It may lie on a disk or a share that is not connected, or it was moved or renamed. Nothing was changed.",
		Copies: []Copy{{"1", "Backup, today, 09:41", "save 412, 12 KiB"}, {"2", "Copy beside the vault, yesterday, 18:03", "12 KiB, vault (laptop's conflicted copy).watchword"}},
	}
}

// A copy is put in place only after it was looked into, and what goes wrong is said.
func TestLadder(t *testing.T) {
	var log []string
	s := newLadder(
		func(path string, password []byte) (string, error) {
			if string(password) != "right" {
				return "", vault.ErrWrongPassword
			}
			return "It opens and holds 3 accounts, save 412.", nil
		},
		func(path string) error { log = append(log, "use "+path); return nil })
	s.OnUsed = func() { log = append(log, "used") }
	pagetest.Window(t, theme.Light, s.Content)
	for _, row := range []struct{ password, says string }{
		{"", "Enter the password that the vault had when the copy was made."},
		{"wrong", phrases.Sentence(vault.ErrWrongPassword)},
		{"right", "It opens and holds 3 accounts, save 412."},
	} {
		s.password.SetText(row.password)
		s.look("2")
		if s.message.Text() != row.says || s.use.Disabled() == (row.password == "right") {
			t.Errorf("%q: %q, %v", row.password, s.message.Text(), s.use.Disabled())
		}
	}
	test.Tap(s.use)
	if got := strings.Join(log, ", "); got != "use 2, used" {
		t.Errorf("%q", got)
	}
	failing := newLadder(func(string, []byte) (string, error) { return "fine", nil }, func(string) error { return vault.ErrFull })
	failing.OnUsed = func() { t.Error("used") }
	pagetest.Window(t, theme.Light, failing.Content)
	failing.password.SetText("right")
	failing.look("1")
	test.Tap(failing.use)
	if failing.message.Text() != phrases.Sentence(vault.ErrFull) {
		t.Errorf("a full disk says %q", failing.message.Text())
	}
}

// Nothing moves under the pointer when a copy was checked, and what restores it waits.
func TestLadderStaysWhereItIs(t *testing.T) {
	widgets.After = func(time.Duration, func()) {}
	t.Cleanup(func() { widgets.After = nil })
	s := newLadder(func(string, []byte) (string, error) { return "It opens and holds 3 accounts, save 412.", nil },
		func(string) error { t.Error("restored by the second half of a double click"); return nil })
	pagetest.Window(t, theme.Light, s.Content)
	at := func() (all []fyne.Position) {
		for _, b := range append(s.looks, s.use, s.other) {
			all = append(all, fyne.CurrentApp().Driver().AbsolutePositionForObject(b))
		}
		return all
	}
	before := at()
	s.password.SetText("right")
	test.Tap(s.looks[0])
	if after := at(); !slices.Equal(before, after) {
		t.Errorf("moved from %v to %v", before, after)
	}
	test.Tap(s.use)
}

// A try in vain is told below the buttons: the next click on them meets the same one.
func TestLadderStaysWhenTriedAgain(t *testing.T) {
	at := func(tried string) fyne.Position {
		s := newLadder(nil, nil)
		s.Tried = tried
		pagetest.Window(t, theme.Light, s.Content)
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(s.other)
	}
	if before, after := at(""), at(phrases.InVain(time.Unix(0, 0))); before != after {
		t.Errorf("the buttons moved from %v to %v", before, after)
	}
}

// The earlier sheet's end is told before the new one is saved, and the green line belongs to the file
// that was saved.
func TestSheetTellsOfTheEarlierOne(t *testing.T) {
	s := &Sheet{Run: background.Now, Key: key, Number: "4711", Earlier: true, File: "/home/me/sheet.pdf",
		Save: func(path string) (string, error) { return path, nil }, OnOpen: func(string) {}, OnCopy: func(string) {}, OnDone: func() {}, OnLater: func() {}}
	pagetest.Window(t, theme.Light, s.Content)
	if !s.earlier.Visible() || !strings.Contains(s.earlier.Text(), "no longer opens this vault") {
		t.Errorf("it says %q before", s.earlier.Text())
	}
	test.Tap(s.save)
	if s.earlier.Text() != "" || !strings.HasPrefix(s.kept.Text(), "Saved, and active now.") || !s.open.Visible() {
		t.Errorf("afterwards %q, %q", s.earlier.Text(), s.kept.Text())
	}
	s.file.SetText("/home/me/other.pdf")
	if s.kept.Text() != "" || s.open.Visible() {
		t.Errorf("of another file it says %q", s.kept.Text())
	}
	s.file.SetText("/home/me/sheet.pdf")
	if s.kept.Text() == "" || !s.open.Visible() {
		t.Error("it forgot the first file")
	}
}

// With quick unlock Enter alone opens the vault; when that fails, the password is asked for
// as ever, and the keyring is not tried again.
func TestQuick(t *testing.T) {
	tries, unlocked := 0, 0
	works := false
	s := &Page{
		Run: background.Now, Open: func([]byte, bool) error { return nil },
		Quick: func() error {
			tries++
			if works {
				return nil
			}
			return vault.ErrQuick
		},
		OnUnlocked: func() { unlocked++ },
	}
	pagetest.Window(t, theme.Dark, s.Content)
	if !strings.Contains(s.password.PlaceHolder, "leave empty for quick unlock") {
		t.Errorf("the entry says %q", s.password.PlaceHolder)
	}
	test.Tap(s.submit)
	test.Tap(s.submit)
	if tries != 1 || unlocked != 0 || s.password.PlaceHolder != "Password" {
		t.Errorf("%d tries, %d unlocked, %q", tries, unlocked, s.password.PlaceHolder)
	}
	test.Type(s.password, "right")
	test.Tap(s.submit)
	if unlocked != 1 {
		t.Error("the password does not open it")
	}
	works, s.Quick = true, func() error { tries++; return nil }
	s.setBusy(false) // the page is shown anew
	test.Tap(s.submit)
	if tries != 2 || unlocked != 2 {
		t.Errorf("%d tries, %d unlocked", tries, unlocked)
	}
}

func TestConfirm(t *testing.T) {
	done := 0
	s := &Confirm{Run: background.Now, Title: "t", Button: "b", OnDone: func() { done++ },
		Do: func(_ context.Context, p []byte) error {
			if string(p) != "right" {
				return vault.ErrWrongPassword
			}
			return nil
		}}
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.submit)
	test.Type(s.password, "wrong")
	test.Tap(s.submit)
	if done != 0 || !strings.HasPrefix(s.Message(), "Wrong password.") || s.password.Text() != "" {
		t.Errorf("%d, %q", done, s.message.Text())
	}
	test.Type(s.password, "right")
	s.password.OnSubmitted("")
	if done != 1 || s.password.Text() != "" {
		t.Error("not done, or the password stays")
	}
}

// A page that was left ends its check, forgets the password and does nothing more.
func TestConfirmIsLeft(t *testing.T) {
	var finish func()
	var ended error
	s := &Confirm{Title: "t", OnDone: func() { t.Error("it went on") },
		Run: func(work, done func()) { finish = func() { work(); done() } },
		Do: func(ctx context.Context, _ []byte) error {
			ended = ctx.Err()
			return nil
		}}
	pagetest.Window(t, theme.Dark, s.Content)
	test.Type(s.password, "right")
	test.Tap(s.submit)
	if s.Message() != "Checking the password …" || !s.submit.Disabled() {
		t.Errorf("meanwhile it says %q", s.Message())
	}
	test.Type(s.password, "typed early")
	s.password.OnSubmitted("") // one check at a time
	if s.password.Text() != "typed early" {
		t.Errorf("of what was typed meanwhile there is %q", s.password.Text())
	}
	s.Leave()
	finish()
	if !errors.Is(ended, context.Canceled) || s.password.Text() != "" {
		t.Errorf("the check saw %v; the password is kept: %v", ended, s.password.Text() != "")
	}
}

func TestLooks(t *testing.T) {
	var log []string
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
	}{
		{"locked", theme.Dark, (&Page{Run: background.Now, Place: "vault.watchword · last saved today, 09:41", OnSheet: func() {}, OnOther: func() {}}).Content},
		{"create", theme.Light, newCreate(&log).Content},
		{"sheet", theme.Dark, newSheet(&log).Content},
		{"sheet-saved", theme.Light, func() fyne.CanvasObject {
			s := newSheet(&log)
			s.Earlier, s.OnOpen = true, func(string) {}
			c := s.Content()
			s.saveFile()
			return c
		}},
		{"missing", theme.Light, newLadder(nil, nil).Content},
		{"nothing-left", theme.Dark, (&RestoreCopies{Run: background.Now, OnOther: func() {}, OnAgain: func() {}, Title: "The vault is damaged", Reason: "The file ~/vault.watchword cannot be opened. " + phrases.Sentence(vault.ErrDamaged)}).Content},
		{"quick", theme.Light, (&Page{Run: background.Now, Place: "vault.watchword · last saved today, 09:41", Quick: func() error { return nil }, OnSheet: func() {}, OnOther: func() {},
			Note: "The password of this vault was changed on another computer. Type the new one."}).Content},
		{"confirm", theme.Light, (&Confirm{Run: background.Now, Title: "Export", OnBack: func() {}}).Content},
		{"recover", theme.Dark, newRecover(nil).Content},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := pagetest.Window(t, row.mode, row.content)
			test.AssertRendersToImage(t, row.name+".png", w.Canvas())
		})
	}
}
