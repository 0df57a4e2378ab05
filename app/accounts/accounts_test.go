package accounts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/config"
	"watchword/app/internal/pagetest"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// rig is the list with everything that it reports written down.
type rig struct {
	*Page
	t       *testing.T
	window  fyne.Window
	now     time.Time
	keys    fyne.KeyModifier // held down
	log     []string
	codes   int    // how often codes were asked for
	onBoard string // the code that is on the clipboard
}

func (r *rig) note(what string) func(string) {
	return func(id string) { r.log = append(r.log, what+" "+id) }
}

func (r *rig) noteAll(what string) func([]string) {
	return func(ids []string) { r.log = append(r.log, what+" "+strings.Join(ids, "+")) }
}

func (r *rig) said() string {
	out := strings.Join(r.log, "; ")
	r.log = nil
	return out
}

func newRig(t *testing.T, mode theme.Mode, accounts ...account.Account) *rig {
	t.Helper()
	pagetest.Look(t, theme.Look{Mode: mode})
	r := &rig{t: t, now: time.Unix(1_700_000_010, 0)}
	plain := func(what string) func() { return func() { r.log = append(r.log, what) } }
	r.Page = &Page{
		Now: func() time.Time { return r.now },
		Codes: func(a account.Account, at time.Time) (otp.Code, otp.Code, error) {
			r.codes++
			now, err := a.Key.At(at)
			if err != nil {
				return now, now, err
			}
			next, err := a.Key.At(now.Until)
			return now, next, err
		},
		Modifiers: func() fyne.KeyModifier { return r.keys },
		OnCopy:    r.note("copy"), OnCopyNext: r.note("next"), OnCount: r.note("count"),
		OnEdit:  r.note("edit"),
		OnTrash: r.noteAll("trash"), OnTags: r.noteAll("tags"),
		OnPin: func(ids []string, on bool) { r.noteAll(fmt.Sprintf("pin %v", on))(ids) },
		OnMove: func(ids []string, before string) {
			r.log = append(r.log, "move "+strings.Join(ids, "+")+" before "+before)
		},
		OnAdd: plain("add"), OnScan: plain("scan"), OnPicture: plain("picture"), OnPaste: plain("paste"),
		OnKey: plain("key"), OnImport: plain("import"), OnGuide: plain("guide"), OnMenu: func(fyne.CanvasObject) { plain("menu")() },
	}
	r.SetAccounts(accounts, tagsOf(accounts), nil)
	r.window = pagetest.Show(t, r.Content())
	return r
}

func tagsOf(accounts []account.Account) []string {
	var tags []string
	for _, a := range accounts {
		tags = append(tags, a.Tags...)
	}
	return tags
}

func one(issuer, name string) account.Account {
	return account.Account{ID: strings.ToLower(issuer), Issuer: issuer, Name: name,
		Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("12345678901234567890" + issuer), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
}

func counterAccount() account.Account {
	a := one("Office VPN", "jane")
	a.ID, a.Key.Type, a.Key.Period = "vpn", otp.HOTP, 0
	return a
}

func (r *rig) key(name fyne.KeyName) bool { return r.TypedKey(&fyne.KeyEvent{Name: name}) }

func (r *rig) row(i int) interface{ Tapped(*fyne.PointEvent) } {
	r.t.Helper()
	o, ok := r.Widgets()[fmt.Sprintf("list.row.%d", i)].(interface{ Tapped(*fyne.PointEvent) })
	if !ok {
		r.t.Fatalf("there is no row %d", i)
	}
	return o
}

// rowState is what the first row shows.
func (r *rig) rowState() widgets.RowState {
	r.t.Helper()
	return r.row(0).(*widgets.AccountRow).State()
}

func (r *rig) shownTitles() string {
	var out []string
	for _, a := range r.shown {
		out = append(out, a.Issuer)
	}
	return strings.Join(out, ", ")
}

func TestClickCopies(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"), one("GitHub", "me"), counterAccount())
	r.row(1).Tapped(nil)
	if got := r.said(); got != "copy github" {
		t.Errorf("a click says %q", got)
	}
	r.row(2).Tapped(nil)
	if got := r.said(); got != "count vpn" {
		t.Errorf("a click on a counter says %q", got)
	}
}

func TestKeys(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"), one("GitHub", "me"), one("Google", "me"))
	for _, row := range []struct {
		keys  []fyne.KeyName
		shift bool
		says  string
		why   string
	}{
		{[]fyne.KeyName{fyne.KeyReturn}, false, "", "nothing is chosen yet"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, false, "copy amazon", "the first arrow chooses the first row"},
		{[]fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, true, "next github", "Shift+Enter copies the next code"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyDown, fyne.KeyReturn}, false, "copy google", "the list ends there"},
		{[]fyne.KeyName{fyne.KeyHome, fyne.KeyUp, fyne.KeyReturn}, false, "copy amazon", "and begins here"},
		{[]fyne.KeyName{fyne.KeyDelete}, false, "trash amazon", "Delete throws away"},
	} {
		r.keys = 0
		for _, k := range row.keys[:len(row.keys)-1] {
			r.key(k)
		}
		if row.shift {
			r.keys = fyne.KeyModifierShift
		}
		r.key(row.keys[len(row.keys)-1])
		if got := r.said(); got != row.says {
			t.Errorf("%s: %q, want %q", row.why, got, row.says)
		}
	}
}

func TestArchivedSaysSo(t *testing.T) {
	archived, nameless := one("Amazon", "me"), one("GitHub", "")
	archived.Archived, nameless.Archived = true, true
	r := newRig(t, theme.Dark, archived, nameless)
	if got := r.state(0, r.now).Name; got != "Archived · me" {
		t.Errorf("the row says %q", got)
	}
	if got := r.state(1, r.now).Name; got != "Archived" {
		t.Errorf("without a name it says %q", got)
	}
}

func TestTypingSearches(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"), one("GitHub", "me"), one("Google", "me"))
	for _, c := range "git" {
		r.TypedRune(c)
	}
	if r.shownTitles() != "GitHub" || r.Selected() != "github" {
		t.Errorf("shown %q, chosen %q", r.shownTitles(), r.Selected())
	}
	r.key(fyne.KeyReturn)
	if got := r.said(); got != "copy github" {
		t.Errorf("Enter on the only match says %q", got)
	}
	r.key(fyne.KeyDelete) // in a search it belongs to the text
	if got := r.said(); got != "" {
		t.Errorf("Delete in a search says %q", got)
	}
	r.SearchFor("nobody")
	if r.nothing.Visible() == false || !strings.Contains(r.nothing.Text(), "nobody") {
		t.Error("nothing says that there is no match")
	}
	r.key(fyne.KeyEscape)
	if r.shownTitles() != "Amazon, GitHub, Google" || r.Query() != "" {
		t.Errorf("after Esc: %q", r.shownTitles())
	}
}

// The toast never lies on what stands at the foot: the keys of a search, the buttons for what is marked.
func TestToastIsClearOfTheFoot(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"), one("GitHub", "me"))
	clear := func(why string, foot fyne.CanvasObject) {
		t.Helper()
		driver := fyne.CurrentApp().Driver()
		toast := driver.AbsolutePositionForObject(r.toast.widget).Y + r.toast.widget.Size().Height
		if top := driver.AbsolutePositionForObject(foot).Y; !foot.Visible() || toast > top {
			t.Errorf("%s: the toast ends at %v, the foot begins at %v", why, toast, top)
		}
	}
	for _, c := range "git" {
		r.TypedRune(c)
	}
	r.Toast("GitHub code copied.", true, "", nil)
	clear("said in a search", r.hint)
	r.search.SetText("")
	r.Toast("Moved.", true, "Undo", func() {})
	r.MarkAll()
	clear("marked while it shows", r.markBar)
}

func TestTags(t *testing.T) {
	a, b := one("Amazon", "me"), one("GitHub", "me")
	a.Tags, b.Tags = []string{"Shopping"}, []string{"Work"}
	r := newRig(t, theme.Dark, a, b)
	test.Tap(r.chips.Objects[2].(fyne.Tappable))
	if r.shownTitles() != "GitHub" {
		t.Errorf("the tag shows %q", r.shownTitles())
	}
	r.SearchFor("amazon")
	if r.shownTitles() != "" {
		t.Errorf("a search inside the tag shows %q", r.shownTitles())
	}
	r.SearchFor("")
	r.SetAccounts([]account.Account{a}, []string{"Shopping"}, nil) // the tag is gone
	if r.shownTitles() != "Amazon" {
		t.Errorf("after the tag went: %q", r.shownTitles())
	}
}

// A second in which no code changes touches the rings and nothing else; a row is drawn
// anew only when its code changed.
func TestTickTouchesWhatChanged(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"), counterAccount())
	r.Tick(r.now)
	first := r.rowState()
	r.now = r.now.Add(time.Second)
	r.Tick(r.now)
	second := r.rowState()
	if first.Left != 30 || second.Left != 29 {
		t.Errorf("the ring went from %d to %d", first.Left, second.Left)
	}
	first.Left = second.Left
	if first != second {
		t.Error("more than the ring changed within a time step")
	}
	r.now = r.now.Add(29 * time.Second)
	r.Tick(r.now)
	if r.rowState().Code == second.Code {
		t.Error("the code did not change with the time step")
	}
}

func TestNextCodeShowsAtTheEnd(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"))
	for _, row := range []struct {
		at   time.Duration
		next bool
	}{{0, false}, {19 * time.Second, false}, {20 * time.Second, true}, {29 * time.Second, true}} {
		r.now = time.Unix(1_700_000_010, 0).Add(row.at)
		r.Tick(r.now)
		if got := r.rowState().Next != ""; got != row.next {
			t.Errorf("after %v the next code shows: %v", row.at, got)
		}
	}
	r.Page.Next = config.NextAlways
	r.now = time.Unix(1_700_000_010, 0)
	r.Tick(r.now)
	if r.rowState().Next == "" {
		t.Error("the setting does not count")
	}
	r.Page.Next = config.NextNever
	r.now = r.now.Add(25 * time.Second)
	r.Tick(r.now)
	if r.rowState().Next != "" {
		t.Error("the next code shows although it never should")
	}
}

// What is green is what is on the clipboard: the code that was copied, in the place where it
// shows, for two seconds and only while it is there.
func TestGreenIsWhatIsOnTheClipboard(t *testing.T) {
	marks := func(s widgets.RowState) string {
		switch {
		case s.Copied && s.NextCopied:
			return "both"
		case s.Copied:
			return "now " + s.Code
		case s.NextCopied:
			return "next " + s.Next
		}
		return ""
	}
	for _, row := range []struct {
		why  string
		left time.Duration // of the code when it is copied
		next bool
		then func(r *rig)
		want func(now, next string) string
	}{
		{"the code", 20 * time.Second, false, func(*rig) {}, func(now, _ string) string { return "now " + now }},
		{"the next code, which is not the one in large", 20 * time.Second, true, func(*rig) {}, func(_, next string) string { return "next " + next }},
		{"after the roll-over the new code was not copied", time.Second, false, func(r *rig) { r.now = r.now.Add(time.Second) }, func(string, string) string { return "" }},
		{"after the roll-over the next code is the large one", time.Second, true, func(r *rig) { r.now = r.now.Add(time.Second) }, func(_, next string) string { return "now " + next }},
		{"after two seconds", 20 * time.Second, false, func(r *rig) { r.now = r.now.Add(copiedFor) }, func(string, string) string { return "" }},
		{"another program copied", 20 * time.Second, false, func(r *rig) { r.onBoard = "" }, func(string, string) string { return "" }},
	} {
		for _, when := range []config.NextCode{config.NextNever, config.NextLast, config.NextAlways} {
			r := newRig(t, theme.Dark, one("Amazon", "me"))
			r.Next = when
			r.now = r.now.Truncate(30 * time.Second).Add(30*time.Second - row.left)
			now, next, err := r.Codes(r.all[0], r.now)
			if err != nil {
				t.Fatal(err)
			}
			code := now.Value
			if row.next {
				code = next.Value
			}
			r.OnClipboard = func() (string, string) {
				if r.onBoard == "" {
					return "", ""
				}
				return "amazon", r.onBoard
			}
			r.onBoard = code
			r.Copied("amazon", code, "Copied.")
			row.then(r)
			r.Tick(r.now)
			if got, want := marks(r.rowState()), row.want(otp.Group(otp.TOTP, now.Value), otp.Group(otp.TOTP, next.Value)); got != want {
				t.Errorf("%s, next code %s: green is %q, want %q", row.why, when, got, want)
			}
		}
	}
}

// A message about a copy does not outlive what it says.
func TestCopyMessageStaysTrue(t *testing.T) {
	r := newRig(t, theme.Dark, one("Amazon", "me"))
	r.now = r.now.Truncate(30 * time.Second).Add(28 * time.Second)
	now, _, _ := r.Codes(r.all[0], r.now)
	r.Copied("amazon", now.Value, "Amazon code copied. New code in 2 s.")
	r.now = r.now.Add(2 * time.Second)
	r.Tick(r.now)
	if r.ToastText() != "The copied code has expired." {
		t.Errorf("after the roll-over it says %q", r.ToastText())
	}
	r.TapToast()
	if got := r.said(); got != "copy amazon" {
		t.Errorf("its button does %q", got)
	}
	r.OnClipboard = func() (string, string) { return "", "" }
	r.Copied("amazon", now.Value, "Amazon code copied.")
	r.Tick(r.now)
	if r.ToastText() != "" {
		t.Errorf("something else is on the clipboard, and it says %q", r.ToastText())
	}
}

// The code of a counter stays, and a click or Enter copies it; another one is made by Shift and
// Enter, by its button and from the menu, and not twice by a double click.
func TestCodeOfACounterStays(t *testing.T) {
	r := newRig(t, theme.Dark, counterAccount())
	made := ""
	r.Page.Counted = func(string) (string, bool) { return made, made != "" }
	r.row(0).Tapped(nil)
	r.row(0).Tapped(nil) // before the first code is there
	if got := r.said(); got != "count vpn" {
		t.Fatalf("a double click without a code says %q", got)
	}
	made = "755224"
	for _, after := range []time.Duration{time.Second, time.Hour} {
		r.now = r.now.Add(after)
		r.Tick(r.now)
		if got := r.rowState(); got.Code != "755 224" || !got.Renews {
			t.Errorf("after %v the row shows %q", after, got.Code)
		}
		r.row(0).Tapped(nil)
		r.row(0).Tapped(nil)
		r.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := r.said(); got != "copy vpn; copy vpn; copy vpn" {
			t.Errorf("after %v clicks and Enter say %q", after, got)
		}
	}
	for name, do := range map[string]func(){
		"the button":  func() { r.row(0).(*widgets.AccountRow).Renew().(fyne.Tappable).Tapped(&fyne.PointEvent{}) },
		"Shift+Enter": func() { r.Activate("vpn", true) },
	} {
		r.now = r.now.Add(time.Minute)
		do()
		do()
		if got := r.said(); got != "count vpn" {
			t.Errorf("%s twice says %q", name, got)
		}
	}
	r.HideCodes = true
	r.list.refill(false)
	r.cursor = -1
	r.Tick(r.now.Add(time.Hour))
	if got := r.rowState().Code; strings.ContainsAny(got, "0123456789") {
		t.Errorf("hidden codes show %q", got)
	}
}

// An account that cannot make a code says why and stops nothing.
func TestNeedsPIN(t *testing.T) {
	a := one("Yandex", "me")
	a.Key.Type, a.Key.Digits, a.Key.Algorithm, a.Key.Secret = otp.Yandex, 8, otp.SHA256, otp.Secret("1234567890123456")
	r := newRig(t, theme.Dark, a)
	if got := r.rowState(); got.Code != "PIN needed" || got.Left != -1 {
		t.Errorf("the row shows %q", got.Code)
	}
}

func TestEmpty(t *testing.T) {
	r := newRig(t, theme.Light)
	test.Tap(r.Widgets()["empty.scan"].(fyne.Tappable))
	test.Tap(r.add)
	if got := r.said(); got != "scan; add" {
		t.Errorf("the buttons say %q", got)
	}
}

// Control and direction characters in a name must not rearrange what is shown.
func TestForeignCharactersAreVisible(t *testing.T) {
	a := one("Ama\u202ezon", "me\u0007")
	r := newRig(t, theme.Dark, a)
	got := r.rowState()
	if strings.ContainsRune(got.Issuer, '\u202e') || strings.ContainsRune(got.Name, '\u0007') {
		t.Errorf("the row shows %+q", got.Issuer)
	}
}

func TestColumns(t *testing.T) {
	var many []account.Account
	for i := range 20 {
		many = append(many, one(fmt.Sprintf("Service %02d", i), "me"))
	}
	r := newRig(t, theme.Dark, many...)
	for _, row := range []struct {
		width   float32
		columns int
	}{{320, 1}, {420, 1}, {759, 1}, {760, 2}, {1139, 2}, {1140, 3}, {1920, 3}, {420, 1}} {
		r.window.Resize(fyne.NewSize(row.width, 640))
		if r.list.columns != row.columns {
			t.Errorf("%v wide: %d columns, want %d", row.width, r.list.columns, row.columns)
		}
	}
	r.window.Resize(fyne.NewSize(800, 640))
	r.key(fyne.KeyHome)
	r.key(fyne.KeyDown)
	if r.Selected() != "service 02" {
		t.Errorf("an arrow down in two columns chooses %q", r.Selected())
	}
	r.key(fyne.KeyRight)
	if r.Selected() != "service 03" {
		t.Errorf("an arrow right chooses %q", r.Selected())
	}
}

// strong shows everything that has an edge in high contrast.
func (r *rig) strong(mode theme.Mode) {
	fyne.CurrentApp().Settings().SetTheme(theme.Of(theme.Look{Mode: mode, Strong: true}))
	r.SetBanner(widgets.NewBanner("There is no recovery sheet yet.", widgets.AmberBanner, widgets.Action{Text: "Make one"}))
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDown)
	code, _, _ := r.Codes(r.shown[r.indexOf("github")], r.now)
	r.Copied("github", code.Value, "GitHub code copied.")
	r.Toast("GitHub code copied.", true, "Undo", nil)
}

// The pictures are looked at by eye when they change.
func TestLooks(t *testing.T) {
	long := one("A service with a very long name that does not fit", "somebody.with.a.long.name@subdomain.example.org")
	eight := one("Example Bank", "eight digits")
	eight.Key.Digits = 8
	pinned := one("Slack (Contoso)", "jane")
	pinned.Pinned = true
	steam := one("Steam", "jane_plays")
	steam.Key.Type, steam.Key.Digits = otp.Steam, 5
	shop := one("Amazon", "jane.doe@example.com")
	shop.Tags = []string{"Shopping"}
	full := []account.Account{pinned, shop, one("GitHub", "janedoe"), one("Hetzner", ""), long, eight, steam, counterAccount()}
	for _, row := range []struct {
		name     string
		mode     theme.Mode
		size     fyne.Size
		accounts []account.Account
		do       func(r *rig)
	}{
		{"dark", theme.Dark, fyne.NewSize(420, 640), full, func(r *rig) {
			r.row(1).Tapped(nil)
			now, _, _ := r.Codes(r.shown[r.indexOf("amazon")], r.now)
			r.Copied("amazon", now.Value, "Amazon code copied. Cleared in 30 s.")
			r.Toast("Amazon code copied. Cleared in 30 s.", true, "", nil)
		}},
		{"light", theme.Light, fyne.NewSize(420, 640), full, func(r *rig) {
			r.now = r.now.Add(26 * time.Second)
			r.Tick(r.now)
		}},
		{"search", theme.Dark, fyne.NewSize(420, 640), full, func(r *rig) { r.SearchFor("git") }},
		{"empty", theme.Light, fyne.NewSize(420, 640), nil, nil},
		{"small", theme.Dark, fyne.NewSize(320, 400), full, nil},
		{"wide", theme.Light, fyne.NewSize(1140, 400), full, func(r *rig) { r.key(fyne.KeyDown) }},
		{"compact", theme.Dark, fyne.NewSize(420, 480), full, func(r *rig) {
			r.Apply(config.NextAlways, "compact", false)
			r.key(fyne.KeyDown)
		}},
		{"large", theme.Light, fyne.NewSize(420, 640), full, func(r *rig) { r.Apply(config.NextAlways, "large", false) }},
		{"marked", theme.Dark, fyne.NewSize(420, 480), full, func(r *rig) {
			r.keys = ctrl
			r.row(1).Tapped(nil)
			r.row(3).Tapped(nil)
		}},
		{"hidden", theme.Light, fyne.NewSize(420, 480), full, func(r *rig) {
			r.Apply(config.NextLast, "normal", true)
			r.row(2).(*widgets.AccountRow).MouseIn(nil)
		}},
		{"strong-dark", theme.Dark, fyne.NewSize(420, 480), full, func(r *rig) { r.strong(theme.Dark) }},
		{"strong-light", theme.Light, fyne.NewSize(420, 480), full, func(r *rig) { r.strong(theme.Light) }},
		{"dragged", theme.Dark, fyne.NewSize(420, 480), full, func(r *rig) {
			r.row(1).(*widgets.AccountRow).Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(100, 330)}})
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRig(t, row.mode, row.accounts...)
			r.window.Resize(row.size)
			if row.do != nil {
				row.do(r)
			}
			test.AssertRendersToImage(t, row.name+".png", r.window.Canvas())
		})
	}
}

// A keystroke of search among 10,000 accounts: the work on the UI thread.
func BenchmarkKeystroke(b *testing.B) {
	pagetest.Look(b, theme.Look{Mode: theme.Dark})
	var many []account.Account
	for i := range 10_000 {
		many = append(many, one(fmt.Sprintf("Service %05d", i), fmt.Sprintf("user%d@example.org", i)))
	}
	s := &Page{Now: time.Now, Codes: func(a account.Account, at time.Time) (otp.Code, otp.Code, error) {
		c, err := a.Key.At(at)
		return c, c, err
	}}
	s.SetAccounts(many, nil, nil)
	w := test.NewTempWindow(b, s.Content())
	w.Resize(fyne.NewSize(420, 640))
	s.SearchFor("warm")
	words := []string{"s", "se", "service", "service 0", "user99", "99"}
	b.ResetTimer()
	for i := range b.N {
		s.SearchFor(words[i%len(words)])
	}
}

// One beat of the list with a window full of rows.
func BenchmarkTick(b *testing.B) {
	pagetest.Look(b, theme.Look{Mode: theme.Dark})
	var many []account.Account
	for i := range 1_000 {
		many = append(many, one(fmt.Sprintf("Service %05d", i), "me"))
	}
	now := time.Unix(1_700_000_010, 0)
	cache := map[string]otp.Code{}
	s := &Page{Now: func() time.Time { return now }, Codes: func(a account.Account, at time.Time) (otp.Code, otp.Code, error) {
		c, ok := cache[a.ID]
		if !ok || !at.Before(c.Until) {
			c, _ = a.Key.At(at)
			cache[a.ID] = c
		}
		return c, c, nil
	}}
	s.SetAccounts(many, nil, nil)
	w := test.NewTempWindow(b, s.Content())
	w.Resize(fyne.NewSize(420, 640))
	b.ResetTimer()
	for range b.N {
		now = now.Add(time.Second)
		s.Tick(now)
	}
}

// A step of the wheel over 10,000 accounts.
func BenchmarkScroll(b *testing.B) {
	pagetest.Look(b, theme.Look{Mode: theme.Dark})
	var many []account.Account
	for i := range 10_000 {
		many = append(many, one(fmt.Sprintf("Service %05d", i), "me"))
	}
	now := time.Unix(1_700_000_010, 0)
	s := &Page{Now: func() time.Time { return now }, Codes: func(a account.Account, at time.Time) (otp.Code, otp.Code, error) {
		c, err := a.Key.At(at)
		return c, c, err
	}}
	s.SetAccounts(many, nil, nil)
	w := test.NewTempWindow(b, s.Content())
	w.Resize(fyne.NewSize(420, 640))
	b.ResetTimer()
	for i := range b.N {
		s.list.scroll.ScrollToOffset(fyne.NewPos(0, float32(i%9_000)*50))
		s.list.lay()
	}
}
