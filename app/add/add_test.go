package add

import (
	"fmt"
	"image"
	"maps"
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

const (
	amazonKey  = "IUIU CFKM TXQZ UV5U 7LE6 64BV XQ4K 7PDS DKHZ 4QTZ AC5G VIBM MZ6A"
	amazonLink = "otpauth://totp/Amazon%3Ame%40example.org?secret=IUIUCFKMTXQZUV5U7LE664BVXQ4K7PDSDKHZ4QTZAC5GVIBMMZ6A&issuer=Amazon"
	githubLink = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
	hotpLink   = "otpauth://hotp/VPN:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=VPN&counter=7"
)

var now = time.Unix(1_700_000_010, 0)

func parse(t *testing.T, link string) account.Account {
	t.Helper()
	a, err := account.ParseURI(link)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func matchNone(account.Account) vault.Match { return vault.None }

func newScreen(added *[]account.Account) *Page {
	return &Page{Run: background.Now, Now: func() time.Time { return now }, Match: matchNone, New: func(account.Account) string { return "" },
		Save:    func(a []account.Account, _ map[int]string) error { *added = append(*added, a...); return nil },
		OnAdded: func() {}}
}

func TestTypedKey(t *testing.T) {
	var added []account.Account
	s := newScreen(&added)
	pagetest.Window(t, theme.Dark, s.Content)
	if !s.add.Disabled() {
		t.Error("there is nothing to add yet")
	}
	s.SetText(amazonKey)
	if !strings.Contains(s.note.Text(), "A key of 52 characters") {
		t.Errorf("the note says %q", s.note.Text())
	}
	test.Type(s.issuer, "Amazon")
	test.Type(s.name, "me@example.org")
	if want := preview(parse(t, amazonLink).Key, now); s.rows[0].code.Text() != want {
		t.Error("the live code differs from the link's")
	}
	test.Tap(s.add)
	if len(added) != 1 || added[0].Credential() != parse(t, amazonLink).Credential() || added[0].Issuer != "Amazon" || added[0].Name != "me@example.org" {
		t.Error("the key by hand and the link make different accounts")
	}
}

// Enter in the box goes on: to the service of a bare key, to the list with a link. Only a text
// that is nothing yet gets a new line.
func TestEnterInTheBox(t *testing.T) {
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	for _, row := range []struct {
		why, text, service string
		added              int
		then               string // the text in the box
		onService          bool
	}{
		{"a link", amazonLink, "", 1, amazonLink, false},
		{"two links", amazonLink + "\n" + githubLink, "", 2, amazonLink + "\n" + githubLink, false},
		{"a key without its service", amazonKey, "", 0, amazonKey, true},
		{"a key whose service was typed before", amazonKey, "Amazon", 1, amazonKey, false},
		{"no key", "hello, world!", "", 0, "\nhello, world!", false},
	} {
		var added []account.Account
		s := newScreen(&added)
		w := pagetest.Window(t, theme.Dark, s.Content)
		s.issuer.SetText(row.service)
		s.SetText(row.text)
		s.Focus(w.Canvas())
		s.box.TypedKey(enter)
		if len(added) != row.added || s.box.Text != row.then || (w.Canvas().Focused() == fyne.Focusable(s.issuer)) != row.onService {
			t.Errorf("%s: added %d, on the service %v", row.why, len(added), w.Canvas().Focused() == fyne.Focusable(s.issuer))
		}
	}
}

// A second click while the vault is being saved adds nothing twice.
func TestAddedOnce(t *testing.T) {
	var typed, found []account.Account
	s, r := newScreen(&typed), newResults(t, &found)
	pagetest.Window(t, theme.Dark, s.Content)
	s.SetText(amazonLink)
	s.submit()
	s.submit()
	pagetest.Window(t, theme.Dark, r.Content)
	chosen, _ := r.chosen()
	ticked := len(chosen)
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(typed) != 1 || ticked == 0 || len(found) != ticked {
		t.Errorf("typed %d times; %d of %d found", len(typed), len(found), ticked)
	}
}

func TestTypedDetails(t *testing.T) {
	for _, row := range []struct {
		why             string
		kind, algorithm string
		digits, period  string
		want            string // of the account
		problem         bool
	}{
		{"nothing set", "Time", "SHA1", "", "", "totp SHA1 6 30", false},
		{"eight digits, a minute", "Time", "SHA256", "8", "60", "totp SHA256 8 60", false},
		{"a counter has no period", "Counter", "SHA1", "6", "30", "hotp SHA1 6 0", false},
		{"Steam is always the same", "Steam", "SHA512", "8", "60", "steam SHA1 5 30", false},
		{"too many digits", "Time", "SHA1", "11", "", "", true},
		{"no number", "Time", "SHA1", "six", "", "", true},
		{"a negative period", "Time", "SHA1", "", "-30", "", true},
	} {
		var added []account.Account
		s := newScreen(&added)
		pagetest.Window(t, theme.Dark, s.Content)
		s.SetText(amazonKey)
		s.issuer.SetText("Shop")
		s.kind.Selected, s.algorithm.Selected = row.kind, row.algorithm
		s.digits.SetText(row.digits)
		s.period.SetText(row.period)
		s.showTyped()
		if row.problem {
			if !s.add.Disabled() || len(s.preview.Objects) != 1 {
				t.Errorf("%s: can be added", row.why)
			}
			continue
		}
		test.Tap(s.add)
		k := added[0].Key
		if got := fmt.Sprintf("%s %s %d %d", k.Type, k.Algorithm, k.Digits, k.Period); got != row.want {
			t.Errorf("%s: %s, want %s", row.why, got, row.want)
		}
	}
}

func TestBox(t *testing.T) {
	for _, row := range []struct {
		why, text            string
		candidates, problems int
	}{
		{"a link", amazonLink, 1, 0},
		{"two links, one a line", amazonLink + "\n" + githubLink, 2, 0},
		{"the same link twice", amazonLink + "\n" + amazonLink, 1, 0},
		{"a key with a typing error", "IUIU CFKM 0XQZ UV5U", 0, 1},
		{"a broken link", "otpauth://totp/Amazon?secret=", 0, 1},
		{"some site", "https://www.amazon.com/", 0, 1},
		{"nothing", "  ", 0, 0},
	} {
		var added []account.Account
		s := newScreen(&added)
		pagetest.Window(t, theme.Dark, s.Content)
		s.SetText(row.text)
		if len(s.rows) != row.candidates || len(s.preview.Objects) != row.candidates+row.problems {
			t.Errorf("%s: %d candidates and %d in all, want %d and %d problems", row.why, len(s.rows), len(s.preview.Objects), row.candidates, row.problems)
		}
		if s.add.Disabled() != (row.candidates == 0) {
			t.Errorf("%s: the button is wrong", row.why)
		}
	}
}

// A preview must not show an HOTP code: that would use up a counter.
func TestPreviewOfACounter(t *testing.T) {
	if got := preview(parse(t, hotpLink).Key, now); strings.ContainsAny(got, "0123456789") {
		t.Errorf("the preview shows %q", got)
	}
}

func newResults(t *testing.T, added *[]account.Account) *Results {
	finds := []account.Find{account.Identify(amazonLink), account.Identify(githubLink), account.Identify("phonefactor://activate_account?code=1&url=x")}
	candidates, problems := Classify(finds, func(a account.Account) vault.Match {
		if a.Issuer == "GitHub" {
			return vault.AlreadyThere
		}
		return vault.None
	})
	return &Results{Title: Title(3, "on your screen"), Candidates: candidates, Problems: problems, Again: "Scan again", Now: func() time.Time { return now },
		OnAgain: func() {}, OnAdd: func(a []account.Account, _ map[int]string) { *added = append(*added, a...) }}
}

// One that is in the trash of the file does not stand for the same one in use.
func TestClassifyKeepsTheOneInUse(t *testing.T) {
	inUse := parse(t, amazonLink)
	deleted := inUse
	deleted.Trashed = now
	if found, _ := Classify([]account.Find{{Accounts: []account.Account{deleted, inUse, inUse}}}, matchNone); len(found) != 2 || found[1].Account.InTrash() {
		t.Errorf("%d candidates", len(found))
	}
}

func TestResults(t *testing.T) {
	var added []account.Account
	s := newResults(t, &added)
	pagetest.Window(t, theme.Dark, s.Content)
	if s.add.Text != "Add 1 account" {
		t.Errorf("the button says %q", s.add.Text)
	}
	s.rows[1].check.Toggle() // adding a second copy is the user's choice
	if s.add.Text != "Add 2 accounts" {
		t.Errorf("the button says %q", s.add.Text)
	}
	s.rows[1].check.Toggle()
	s.rows[0].check.Toggle()
	if !s.add.Disabled() {
		t.Error("nothing is ticked but can be added")
	}
	s.rows[0].check.Toggle()
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(added) != 1 || added[0].Issuer != "Amazon" {
		t.Errorf("Enter added %d", len(added))
	}
}

func TestParts(t *testing.T) {
	part := func(index int) account.Find {
		return account.Find{Kind: account.KindMigration, Migration: &account.Migration{Size: 3, Index: index, ID: 9}, Accounts: []account.Account{parse(t, githubLink)}}
	}
	_, problems := Classify([]account.Find{part(0), part(2), part(2)}, matchNone)
	if len(problems) != 1 || !strings.Contains(problems[0].Title, "2 of 3") {
		t.Errorf("problems %+v", problems)
	}
	if _, problems = Classify([]account.Find{part(0), part(1), part(2)}, matchNone); len(problems) != 0 {
		t.Errorf("all parts are there but %+v", problems)
	}
}

func newWaiting(t *testing.T, link string, at *time.Time, board *string, copies *int) *Waiting {
	s := &Waiting{
		Account: parse(t, link), Now: func() time.Time { return *at },
		Before: []string{
			"Amazon gives no backup codes: add a backup phone under Backup methods.",
			"“Don’t require codes on this browser” is a cookie: tick it on your own computer only.",
		},
		OnWorked: func() {}, OnNotAccepted: func() {}, OnCount: func() {}, OnClipboard: func() string { return *board },
	}
	s.OnCopy = func() { *copies++; *board = s.value; s.Tick(*at) }
	return s
}

// The page copies when it is asked to and not otherwise: what the user put on the clipboard
// meanwhile, such as the service's backup codes, stays there.
func TestWaitingCopiesWhenAsked(t *testing.T) {
	at, board, copies := now, "", 0
	s := newWaiting(t, amazonLink, &at, &board, &copies)
	pagetest.Window(t, theme.Dark, s.Content)
	s.OnCopy()
	if s.message.Text() != "Copied. Paste it on the Amazon page." || !s.copy.Disabled() {
		t.Errorf("%q", s.message.Text())
	}
	at = now.Add(23 * time.Second)
	s.Tick(at)
	if s.message.Text() != "New code in 7 s." {
		t.Errorf("near the end: %q", s.message.Text())
	}
	at = now.Add(30 * time.Second)
	s.Tick(at)
	if copies != 1 || s.copy.Disabled() || s.copy.Text != "Copy the new code" || s.message.Text() != "There is a new code. The one on the clipboard has expired." {
		t.Errorf("at the new code: %d copies, button %q, %q", copies, s.copy.Text, s.message.Text())
	}
	board = "" // somebody copied something else
	at = now.Add(60 * time.Second)
	s.Tick(at)
	if copies != 1 || s.message.Text() != "The code is no longer on the clipboard." {
		t.Errorf("%d copies; %q", copies, s.message.Text())
	}
	worked := 0
	s.worked.OnTapped = func() { worked++ }
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if worked != 1 || copies != 1 || board != "" {
		t.Errorf("Enter is “It worked” and copies nothing: pressed %d times, %d copies", worked, copies)
	}
	test.Tap(s.copy)
	if copies != 2 || board != s.value {
		t.Errorf("after the button: %d copies", copies)
	}
}

func TestWaitingForACounter(t *testing.T) {
	at, board, copies := now, "", 0
	s := newWaiting(t, hotpLink, &at, &board, &copies)
	pagetest.Window(t, theme.Dark, s.Content)
	if strings.ContainsAny(s.code.Text(), "0123456789") || !s.copy.Disabled() {
		t.Error("a counter's code shows unasked")
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if copies != 0 {
		t.Error("Enter copies what is not there")
	}
	board = "755224"
	s.Counted("755224")
	if s.code.Text() != "755 224" || !s.copy.Disabled() {
		t.Errorf("the code is %q", s.code.Text())
	}
	board = ""
	s.Tick(at)
	test.Tap(s.copy)
	if board != "755224" {
		t.Error("the code cannot be copied again")
	}
}

func newNothing() *Nothing {
	screen := image.NewRGBA(image.Rect(0, 0, 160, 90))
	for i := range screen.Pix {
		screen.Pix[i] = 0xc0
	}
	return &Nothing{Title: Title(0, "on your screen"), What: "2 screens were looked at.", Next: "Bring the page with the code to the front and scan again.",
		Again: "Scan again", OnAgain: func() {}, OnBack: func() {}, Pictures: []image.Image{screen, screen}, OnRegion: func(int) {}}
}

func newNotAccepted(t *testing.T, link string) *NotAccepted {
	at := func() time.Time { return now.UTC() }
	return &NotAccepted{Account: parse(t, link), Now: at, Clock: at, OnBack: func() {}}
}

// While the search goes on nothing that the user ticked or unticked may change.
func TestUpdateKeepsTicks(t *testing.T) {
	var added []account.Account
	s := newResults(t, &added)
	all, problems := s.Candidates, s.Problems
	s.Candidates, s.Problems, s.Searching = all[:1], nil, true
	pagetest.Window(t, theme.Dark, s.Content)
	s.rows[0].check.Toggle() // Amazon is not wanted
	s.Update(Title(3, "on your screen"), []Candidate{all[1], all[0]}, problems, false)
	if len(s.rows) != 2 || s.rows[0].check.On || s.rows[1].check.On {
		t.Error("a tick came back, or what is in the vault already was ticked")
	}
	s.rows[1].check.Toggle()
	test.Tap(s.add)
	if len(added) != 1 || added[0].Issuer != "Amazon" {
		t.Errorf("added %d", len(added))
	}
}

// Pictures show secrets: a page that was left holds none.
func TestNothingLetsGo(t *testing.T) {
	s := newNothing()
	pagetest.Window(t, theme.Dark, s.Content)
	s.Leave()
	if s.Pictures != nil || s.shown[0].Image != nil {
		t.Error("the pictures are still there")
	}
}

// The other kinds are computed by another implementation in vault/otp's vectors; here it
// counts that none is the account's own and that each is a key of the same secret.
func TestVariants(t *testing.T) {
	for _, row := range []struct {
		link string
		want int
	}{
		{amazonLink, 7},
		{amazonLink + "&digits=8", 7},
		{amazonLink + "&digits=9", 8}, // not among them
		{hotpLink, 0},                 // a try would use the counter up
	} {
		a := parse(t, row.link)
		kinds := Variants(a)
		if len(kinds) != row.want {
			t.Errorf("%d kinds, want %d", len(kinds), row.want)
		}
		seen := map[string]bool{kindText(a.Key): true}
		for _, k := range kinds {
			if seen[kindText(k)] {
				t.Errorf("twice: %s", kindText(k))
			}
			seen[kindText(k)] = true
			if string(k.Secret) != string(a.Key.Secret) || k.Validate() != nil {
				t.Errorf("%s is another secret, or no key", kindText(k))
			}
		}
	}
}

func TestNotAccepted(t *testing.T) {
	s := newNotAccepted(t, amazonLink)
	var copied string
	var kept otp.Key
	s.OnCopy, s.OnKeep = func(c string) { copied = c }, func(k otp.Key) { kept = k }
	s.Correction = 42
	pagetest.Window(t, theme.Dark, s.Content)
	if !strings.Contains(s.clock.Text(), "corrected by +42 s") {
		t.Errorf("the clock says %q", s.clock.Text())
	}
	s.Tick(now.Add(23 * time.Second))
	if !strings.Contains(s.next.Text(), "in 7 s") {
		t.Errorf("the next code: %q", s.next.Text())
	}
	test.Tap(s.kinds)
	key := s.lines[0].key // SHA-256
	s.copy(key)
	if want, _ := key.At(now); copied != want.Value || copied == "" {
		t.Errorf("copied %q", copied)
	}
	s.OnKeep(key)
	if kept.Algorithm != otp.SHA256 {
		t.Errorf("kept %v", kept.Algorithm)
	}
}

func TestLooks(t *testing.T) {
	var added []account.Account
	at, copies := now, 0
	board := otpAt(t, amazonLink)
	for _, row := range []struct {
		name    string
		mode    theme.Mode
		content func() fyne.CanvasObject
	}{
		{"results", theme.Dark, newResults(t, &added).Content},
		{"nothing", theme.Light, newNothing().Content},
		{"unread", theme.Dark, func() fyne.CanvasObject {
			s := newNothing()
			s.Title, s.Problems = Title(1, "on your screen"), []Problem{{Title: "A code could not be read", Advice: "A QR code at the right edge is cut off. Move it so that all of it shows, and scan again."}}
			return s.Content()
		}},
		{"searching", theme.Light, func() fyne.CanvasObject {
			s := newResults(t, &added)
			s.Candidates, s.Problems, s.Searching, s.Title = s.Candidates[:1], nil, true, Title(1, "on your screen")
			return s.Content()
		}},
		{"leftover", theme.Light, func() fyne.CanvasObject {
			s := newWaiting(t, amazonLink, &at, &board, &copies)
			s.Leftovers = []Leftover{{Text: "The picture Screenshot from today.png still holds the key: whoever finds it can make your codes.", Button: "Delete the picture"}}
			return s.Content()
		}},
		{"waiting-dark", theme.Dark, newWaiting(t, amazonLink, &at, &board, &copies).Content},
		{"waiting-light", theme.Light, newWaiting(t, amazonLink, &at, &board, &copies).Content},
		{"typed", theme.Light, func() fyne.CanvasObject {
			s := newScreen(&added)
			c := s.Content()
			s.SetText(amazonKey)
			s.issuer.SetText("Amazon")
			return c
		}},
		{"refused", theme.Dark, newNotAccepted(t, amazonLink).Content},
		{"namesake", theme.Light, func() fyne.CanvasObject {
			candidates, _ := Classify([]account.Find{account.Identify(amazonLink), account.Identify(githubLink)},
				func(account.Account) vault.Match { return vault.SameName })
			candidates = WithNamesakes(candidates, func(a account.Account) []string {
				if a.Issuer == "GitHub" {
					return []string{"old"}
				}
				return []string{"one", "two"}
			})
			s := &Results{Title: Title(2, "in the link"), Candidates: candidates, Now: func() time.Time { return now }, OnBack: func() {}}
			c := s.Content()
			test.Tap(s.rows[1].choice.replace)
			return c
		}},
		{"variants", theme.Light, func() fyne.CanvasObject {
			s := newNotAccepted(t, amazonLink)
			c := s.Content()
			test.Tap(s.kinds)
			return c
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := pagetest.Window(t, row.mode, row.content)
			test.AssertRendersToImage(t, row.name+".png", w.Canvas())
		})
	}
}

// A key whose name the vault has with another key: both are kept unless the user chooses
// otherwise, and what was chosen stays while the search goes on.
func TestNamesake(t *testing.T) {
	known := func(a account.Account) vault.Match {
		if a.Issuer == "GitHub" {
			return vault.SameName
		}
		return vault.None
	}
	finds := []account.Find{account.Identify(amazonLink), account.Identify(githubLink)}
	for _, tt := range []struct {
		reason    string
		namesakes []string
		replaced  map[int]string // after Replace was pressed
	}{
		{"one of that name", []string{"old"}, map[int]string{1: "old"}},
		{"several: nobody knows which", []string{"a", "b"}, map[int]string{}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			candidates, _ := Classify(finds, known)
			candidates = WithNamesakes(candidates, func(account.Account) []string { return tt.namesakes })
			var added []account.Account
			var replaced map[int]string
			s := &Results{Title: "t", Candidates: candidates, Now: func() time.Time { return now }, Searching: true, OnStop: func() {},
				OnAdd: func(a []account.Account, r map[int]string) { added, replaced = a, r }}
			pagetest.Window(t, theme.Dark, s.Content)
			if s.add.Text != "Add 2 accounts" {
				t.Errorf("the button says %q", s.add.Text)
			}
			if choice := s.rows[1].choice; choice.replace != nil {
				if !choice.keep.On || choice.replace.On {
					t.Error("keeping both is not the default")
				}
				test.Tap(choice.replace)
				if s.add.Text != "Add 1, replace 1" || choice.keep.On || len(added) > 0 {
					t.Errorf("the button says %q", s.add.Text)
				}
			}
			s.Update("more", append([]Candidate(nil), candidates...), nil, false)
			test.Tap(s.add)
			if len(added) != 2 || !maps.Equal(replaced, tt.replaced) {
				t.Errorf("%d added, replaced %v", len(added), replaced)
			}
		})
	}
}

// So it is for what is typed or pasted into the box.
func TestNamesakeInTheBox(t *testing.T) {
	var replaced map[int]string
	s := &Page{Run: background.Now, Now: func() time.Time { return now }, Match: func(account.Account) vault.Match { return vault.SameName },
		Namesakes: func(account.Account) []string { return []string{"old"} },
		Save:      func(_ []account.Account, r map[int]string) error { replaced = r; return nil }, OnAdded: func() {}}
	pagetest.Window(t, theme.Light, s.Content)
	s.SetText(githubLink)
	if s.add.Text != "Add 1 account" {
		t.Errorf("the button says %q", s.add.Text)
	}
	test.Tap(s.rows[0].choice.replace)
	if s.add.Text != "Replace 1 account" {
		t.Errorf("the button says %q", s.add.Text)
	}
	test.Tap(s.rows[0].choice.keep)
	if s.add.Text != "Add 1 account" {
		t.Errorf("the button says %q", s.add.Text)
	}
	test.Tap(s.rows[0].choice.replace)
	test.Tap(s.add)
	if replaced[0] != "old" {
		t.Errorf("replaced %v", replaced)
	}
}

// otpAt is the code of a link at the tests' time.
func otpAt(t *testing.T, link string) string {
	code, err := parse(t, link).Key.At(now)
	if err != nil {
		t.Fatal(err)
	}
	return code.Value
}

// “It worked” stands where “Add” stood: the second half of a double click is not meant for it.
func TestWaitingIsNotPassedByADoubleClick(t *testing.T) {
	at, board, copies := now, "", 0
	s := newWaiting(t, amazonLink, &at, &board, &copies)
	if guarded := widgets.Dangers(s.Content()); len(guarded) != 1 || guarded[0] != s.worked {
		t.Errorf("%d buttons wait", len(guarded))
	}
}

// A link with a larger counter than the vault has is something to add, in the box as after a scan.
func TestLargerCounterInTheBox(t *testing.T) {
	var added []account.Account
	s := newScreen(&added)
	s.Match = func(account.Account) vault.Match { return vault.AlreadyThere }
	s.New = func(account.Account) string { return "counter 7" }
	pagetest.Window(t, theme.Dark, s.Content)
	s.SetText(hotpLink)
	test.Tap(s.add)
	if len(added) != 1 {
		t.Errorf("%d added, the button says %q", len(added), s.add.Text)
	}
	r := &Results{Candidates: []Candidate{{Account: parse(t, hotpLink), Match: vault.AlreadyThere, New: "counter 7"}}}
	if !r.Undecided() {
		t.Error("nobody is asked about the counter")
	}
}

// What is in the trash of the other program is said to be before it is added.
func TestCandidateInTheirTrash(t *testing.T) {
	a := parse(t, hotpLink)
	a.Trashed = time.Unix(1, 0)
	if c := (Candidate{Account: a}); !strings.Contains(c.note(), "trash") || !c.wanted() {
		t.Errorf("%q, selected %v", c.note(), c.wanted())
	}
}
