package moving

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/background"
	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

func TestPasswordAnswersOnce(t *testing.T) {
	var got []string
	s := &Password{File: "aegis.json", OnPassword: func(p string) { got = append(got, p) }}
	pagetest.Window(t, theme.Dark, s.Content)
	s.answer()
	if len(got) != 0 {
		t.Error("an empty password was given")
	}
	test.Type(s.password, "secret of the file")
	test.Tap(s.submit)
	test.Type(s.password, "again")
	s.password.OnSubmitted("")
	if len(got) != 1 || got[0] != "secret of the file" {
		t.Errorf("answered %d times", len(got))
	}
	if strings.Contains(s.password.Text(), "secret") {
		t.Error("the password stays in the entry")
	}
}

// A user types where they come from.
func TestImportFindsTheProgram(t *testing.T) {
	s := &Import{Programs: []Program{{Name: "1Password"}, {Name: "1Password (CSV)"}, {Name: "Ente Auth"}}}
	pagetest.Window(t, theme.Light, s.Content)
	for _, row := range []struct {
		typed string
		shown []bool
	}{
		{"", []bool{true, true, true}},
		{"ENTE", []bool{false, false, true}},
		{"csv 1pass", []bool{false, true, false}},
		{"some other program", []bool{false, false, false}},
	} {
		s.search.SetText(row.typed)
		none := true
		for i, want := range row.shown {
			none = none && !want
			if s.blocks[i].Visible() != want {
				t.Errorf("%q: %s shows %v", row.typed, s.Programs[i].Name, !want)
			}
		}
		if s.nothing.Visible() != none {
			t.Errorf("%q: the hint shows %v", row.typed, s.nothing.Visible())
		}
	}
}

// The cursor stands in the search at once, and Enter goes on to the file.
func TestImportIsTyped(t *testing.T) {
	chosen := 0
	s := &Import{Programs: []Program{{Name: "1Password"}, {Name: "Ente Auth"}}, OnChoose: func() { chosen++ }}
	w := pagetest.Window(t, theme.Light, s.Content)
	s.Focus(w.Canvas())
	w.Canvas().Focused().TypedRune('e')
	w.Canvas().Focused().TypedRune('n')
	if s.blocks[0].Visible() || !s.blocks[1].Visible() {
		t.Error("what is typed does not find the program")
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if chosen != 1 {
		t.Errorf("Enter asked for files %d times", chosen)
	}
}

// The exports are named, the first of many, and deleted once.
func TestClear(t *testing.T) {
	deleted := 0
	fail := errors.New("backup.json could not be deleted. Delete it by hand.")
	s := &Clear{Files: []string{"/home/jane/backup.json"}, Run: background.Now, Delete: func() error { deleted++; return fail }}
	pagetest.Window(t, theme.Light, s.Content)
	test.Tap(s.button)
	if s.message.Text() != fail.Error() || s.button.Disabled() {
		t.Errorf("after a failure it says %q", s.message.Text())
	}
	fail = nil
	test.Tap(s.button)
	test.Tap(s.button)
	if s.message.Text() != "Deleted." || deleted != 2 {
		t.Errorf("says %q after %d times", s.message.Text(), deleted)
	}
}

// Where every file holds something that was not imported nothing is deleted.
func TestClearKeepsWhatWasNotImported(t *testing.T) {
	s := &Report{Text: "1 imported.", Clear: &Clear{Kept: []Kept{{"/home/jane/backup.json", "it holds passwords too"}}}, OnDone: func() {}}
	pagetest.Window(t, theme.Light, s.Content)
	if s.Widgets()["report.delete"] != nil {
		t.Error("a file that holds more is offered for deletion")
	}
}

func newExport(log *[]string, fail error) *Export {
	return &Export{
		Run: background.Now,
		Targets: []Target{
			{ID: "list", Name: "A list of links", Extension: ".txt", Clear: true},
			{ID: "safe", Name: "An encrypted file", Extension: ".json", Encrypts: true},
			{ID: "pictures", Name: "A folder of codes", Clear: true},
		},
		Tags: []string{"Work"},
		Plan: func(t Target, which Selection) Plan {
			p := Plan{Accounts: map[string]int{"": 12, "Work": 1}[which.Tag]}
			if t.ID == "safe" {
				p.Losses = []Loss{{true, []string{"Steam"}, "it keeps no Steam codes"}}
			}
			return p
		},
		Path: func(t Target) string { return "/home/jane/export" + t.Extension },
		Write: func(o Order) (string, error) {
			*log = append(*log, o.Target.ID+" "+o.Accounts.Tag+" "+o.Path+" "+o.Password)
			return "12 accounts written.", fail
		},
		Confirm: func(then func()) {
			*log = append(*log, "asks")
			then()
		},
	}
}

func TestExport(t *testing.T) {
	var log []string
	s := newExport(&log, nil)
	pagetest.Window(t, theme.Dark, s.Content)
	if !s.clear.Visible() || s.encrypted.Visible() || s.submit.Text != "Export 12 accounts" {
		t.Error("the page does not fit a file in the clear")
	}
	test.Tap(s.submit)
	if !slices.Equal(log, []string{"asks", "list  /home/jane/export.txt "}) {
		t.Errorf("ordered %q", log)
	}
	if s.message.Text() != "12 accounts written." {
		t.Errorf("afterwards: %q", s.message.Text())
	}
	log = nil

	s.target.SetSelectedIndex(1)
	s.tag.SetSelected("Work")
	if s.clear.Visible() || !s.encrypted.Visible() || s.submit.Text != "Export 1 account" || s.losses.Text() != "Not included: Steam: it keeps no Steam codes" || s.more.Visible() {
		t.Error("the page does not fit an encrypted file")
	}
	test.Tap(s.submit)
	if len(log) != 0 {
		t.Error("an encrypted file was written without a password")
	}
	test.Type(s.password, "file password")
	test.Type(s.again, "file passwort")
	test.Tap(s.submit)
	if len(log) != 0 {
		t.Error("two different passwords were taken")
	}
	s.again.SetText("file password")
	test.Tap(s.submit)
	if !slices.Equal(log, []string{"asks", "safe Work /home/jane/export.json file password"}) {
		t.Errorf("ordered %q", log) // whoever chooses the password of the file can read it
	}
}

// A folder is not called a file, and nothing is written for who did not show who they are.
func TestExportInTheClear(t *testing.T) {
	var log []string
	s := newExport(&log, nil)
	var answer func()
	s.Confirm = func(then func()) { answer = then }
	pagetest.Window(t, theme.Dark, s.Content)
	if !strings.HasPrefix(s.warning.Text(), "This file is not encrypted") {
		t.Errorf("of a file it says %q", s.warning.Text())
	}
	s.target.SetSelectedIndex(2)
	if !strings.HasPrefix(s.warning.Text(), "The pictures in this folder are not encrypted") || s.where.Text() != "Folder" {
		t.Errorf("of a folder it says %q", s.warning.Text())
	}
	test.Tap(s.submit)
	if len(log) != 0 || answer == nil {
		t.Errorf("without an answer: ordered %q", log)
	}
	s.target.SetSelectedIndex(0)
	if answer(); !slices.Equal(log, []string{"pictures  /home/jane/export "}) {
		t.Errorf("ordered %q, not what the question was about", log)
	}
}

// What does not fit on the page is listed account by account, and the page comes back as it was.
func TestExportListsEveryLoss(t *testing.T) {
	var log []string
	s := newExport(&log, nil)
	many := Loss{Reason: "its note"}
	for i := range mostNamed + 7 {
		many.Names = append(many.Names, fmt.Sprintf("Shop %d", i))
	}
	s.Plan = func(Target, Selection) Plan { return Plan{Accounts: mostNamed + 7, Losses: []Loss{many}} }
	var listed []Loss
	s.OnLosses = func(all []Loss) { listed = all }
	w := pagetest.Window(t, theme.Dark, s.Content)
	if text := s.losses.Text(); !s.more.Visible() || !strings.HasSuffix(text, fmt.Sprintf("Shop %d and 7 more: its note", mostNamed-1)) {
		t.Errorf("says %q", text)
	}
	s.path.SetText("/home/jane/mine.txt")
	test.Tap(s.each)
	all := &Losses{Losses: listed}
	w.SetContent(all.Content())
	w.SetContent(s.Content())
	if len(listed) != 1 || len(listed[0].Names) != mostNamed+7 || s.path.Text != "/home/jane/mine.txt" {
		t.Errorf("listed %d, then the file is %q", len(listed), s.path.Text)
	}
}

// Where nothing is left to write the button says so.
func TestExportOfNothing(t *testing.T) {
	var log []string
	s := newExport(&log, nil)
	s.Plan = func(Target, Selection) Plan { return Plan{Losses: []Loss{{true, []string{"Steam"}, "no Steam codes"}}} }
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.submit)
	if len(log) != 0 || s.submit.Text != "Nothing to export" {
		t.Errorf("%q, ordered %q", s.submit.Text, log)
	}
}

func TestExportFails(t *testing.T) {
	var log []string
	s := newExport(&log, errors.New("There is a file of this name already. Choose another name."))
	pagetest.Window(t, theme.Dark, s.Content)
	test.Tap(s.submit)
	if !strings.Contains(s.message.Text(), "already") || s.submit.Disabled() {
		t.Errorf("message %q", s.message.Text())
	}
}

func newQR(at *time.Time, back *int) *QR {
	one, two := image.NewGray(image.Rect(0, 0, 9, 9)), image.NewGray(image.Rect(0, 0, 9, 9))
	one.Set(1, 1, color.White)
	return &QR{Title: "Amazon", Codes: []image.Image{one, two}, Labels: []string{"first", "second"},
		Now: func() time.Time { return *at }, OnBack: func() { *back++ }, OnCopy: func() {}}
}

// Whoever photographs the screen has the account: the code shows only while it is held,
// and the page goes by itself.
func TestQRIsMaskedAndGoes(t *testing.T) {
	at, back := time.Unix(1_700_000_000, 0), 0
	s := newQR(&at, &back)
	pagetest.Window(t, theme.Dark, s.Content)
	if s.held.picture.Visible() {
		t.Fatal("the code shows unasked")
	}
	s.held.MouseDown(nil)
	if !s.held.picture.Visible() {
		t.Error("holding does not show it")
	}
	s.held.MouseUp(nil)
	if s.held.picture.Visible() {
		t.Error("it stays after letting go")
	}
	s.held.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.turn(1)
	if s.held.picture.Visible() || s.label.Text() != "second" {
		t.Error("the next code shows unasked")
	}
	at = at.Add(showFor - time.Second)
	s.Tick(at)
	if back != 0 {
		t.Error("the page goes too early")
	}
	at = at.Add(time.Second)
	s.Tick(at)
	if back != 1 {
		t.Error("the page stays")
	}
}

func TestLooks(t *testing.T) {
	var log []string
	at, back := time.Unix(1_700_000_000, 0), 0
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
	}{
		{"import", theme.Light, (&Import{Programs: []Program{
			{"Aegis", "Settings, Import & Export, Export. Both encrypted and plain files are read.", "All kinds of codes, groups as tags, notes.", "Icons."},
			{"Ente Auth", "Settings, Data, Export codes.", "TOTP, HOTP and Steam; tags, notes, the trash.", "Icons."},
		}, OnBack: func() {}}).Content},
		{"password", theme.Dark, (&Password{File: "aegis-backup.json", Again: true, OnBack: func() {}}).Content},
		{"report", theme.Dark, (&Report{Text: "41 imported, 3 already there, 1 not usable.", Problems: []string{"backup.json, entry 7: no secret"},
			Clear: &Clear{Files: []string{"/home/jane/backup.json"}}, OnDone: func() {}}).Content},
		{"export", theme.Light, func() fyne.CanvasObject {
			s := newExport(&log, nil)
			s.OnBack = func() {}
			c := s.Content()
			s.target.SetSelectedIndex(1)
			return c
		}},
		{"qr", theme.Dark, newQR(&at, &back).Content},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := pagetest.Window(t, row.mode, row.content)
			test.AssertRendersToImage(t, row.name+".png", w.Canvas())
		})
	}
}
