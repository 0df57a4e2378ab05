package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/desk"
	"watchword/app/desktop/hotkey"
	"watchword/app/desktop/typing"
	"watchword/app/flow/quick"
	pages "watchword/app/quick"
	"watchword/app/widgets"
)

const hotpLink3 = "otpauth://hotp/VPN:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=VPN&counter=3"

// A typedCode is one that was typed into another window.
type typedCode struct {
	code  string
	enter bool
}

// quickRig is a rig with a desktop that codes can be typed into.
func quickRig(t *testing.T, links ...string) (r *rig, typed *[]typedCode, fails *error) {
	t.Helper()
	typed, fails = &[]typedCode{}, new(error)
	r = newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.TypeCode = func(_ context.Context, _ typing.Target, code string, enter bool) error {
			if *fails == nil {
				*typed = append(*typed, typedCode{code, enter})
			}
			return *fails
		}
	})
	r = r.withAccounts(links...)
	r.board.Text = "" // adding copied a code
	return r, typed, fails
}

func (r *rig) quickPage() *pages.Page {
	r.t.Helper()
	p, ok := r.finder.Page().(*pages.Page)
	if !ok {
		r.t.Fatalf("the quick window shows %T", r.finder.Page())
	}
	return p
}

func (r *rig) quickEntry() *widgets.Entry {
	r.t.Helper()
	return r.quickPage().Widgets()["quick.search"].(*widgets.Entry)
}

// quickPress has a key reach the quick window's line, with modifiers as the toolkit hands them over.
func (r *rig) quickPress(key fyne.KeyName, mods fyne.KeyModifier) {
	r.t.Helper()
	if mods != 0 {
		r.quickEntry().TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mods})
		return
	}
	r.quickEntry().TypedKey(&fyne.KeyEvent{Name: key})
}

func TestQuickWindowCopies(t *testing.T) {
	r, _, _ := quickRig(t, amazonLink, githubLink)
	r.RaiseQuick()
	test.Type(r.quickEntry(), "git")
	r.quickPress(fyne.KeyReturn, 0)
	if r.finder.Shows() {
		t.Error("the window is there still")
	}
	if want := r.codeOfIssuer("GitHub"); r.board.Text != want {
		t.Errorf("copied %q, not %q", r.board.Text, want)
	}
	r.RaiseQuick()
	if r.quickEntry().Text != "" {
		t.Error("what was typed last time stands there")
	}
	r.quickPress(fyne.Key2, fyne.KeyModifierAlt)
	if want := r.codeOfIssuer("Amazon"); r.board.Text != want { // GitHub was used, so it comes first
		t.Errorf("Alt+2 copied %q, not %q", r.board.Text, want)
	}
	r.RaiseQuick()
	r.quickPress(fyne.KeyEscape, 0)
	if r.finder.Shows() {
		t.Error("Esc leaves the window there")
	}
	r.RaiseQuick()
	r.RaiseQuick()
	if r.finder.Shows() {
		t.Error("the same keys again leave the window there")
	}
}

// codeOfIssuer is the code of the account of a service now.
func (r *rig) codeOfIssuer(issuer string) string {
	r.t.Helper()
	for _, a := range r.session().All() {
		if a.Issuer == issuer {
			code, err := a.Key.At(r.now)
			if err != nil {
				r.t.Fatal(err)
			}
			return code.Value
		}
	}
	r.t.Fatalf("there is no account of %s", issuer)
	return ""
}

// Typing is asked for once; then it types, and nothing is copied.
func TestQuickWindowTypes(t *testing.T) {
	r, typed, fails := quickRig(t, amazonLink)
	r.RaiseQuick()
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(*typed) != 0 || !r.finder.Shows() || !strings.Contains(r.quickPage().Message(), "is off") {
		t.Fatalf("typed %v unasked; it says %q", *typed, r.quickPage().Message())
	}
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	want := []typedCode{{r.codeOfIssuer("Amazon"), false}}
	if !slices.Equal(*typed, want) || r.finder.Shows() || r.board.Text != "" || !r.config().TypeCodes {
		t.Errorf("typed %v, copied %q, setting %v", *typed, r.board.Text, r.config().TypeCodes)
	}
	r.config().TypeEnter = true
	r.RaiseQuick()
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(*typed) != 2 || !(*typed)[1].enter {
		t.Errorf("typed %v", *typed)
	}
	// What cannot be typed is copied, and that is said.
	*fails = typing.ErrElsewhere
	r.RaiseQuick()
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	if r.board.Text != r.codeOfIssuer("Amazon") || !strings.Contains(r.toast(), "Another window got the focus") || !strings.Contains(r.toast(), "copied instead") {
		t.Errorf("copied %q, said %q", r.board.Text, r.toast())
	}
}

func TestQuickWindowCounts(t *testing.T) {
	r, typed, _ := quickRig(t, hotpLink3)
	r.config().TypeCodes = true
	r.RaiseQuick()
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	if len(*typed) != 0 || !strings.Contains(r.quickPage().Message(), "not typed") {
		t.Errorf("typed %v, said %q", *typed, r.quickPage().Message())
	}
	r.quickPress(fyne.KeyReturn, 0)
	if r.board.Text != "969429" { // RFC 4226, appendix D, counter 3
		t.Errorf("the first code is %q", r.board.Text)
	}
	r.RaiseQuick()
	r.quickPress(fyne.KeyReturn, 0)
	if a := r.session().All()[0]; a.Counter != 4 {
		t.Errorf("the counter is %d: a code that is there was made again", a.Counter)
	}
}

// Keys that come right after the window were meant for the one before.
func TestQuickWindowIsDeafAtFirst(t *testing.T) {
	var hear func()
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) { o.After = func(_ time.Duration, f func()) { hear = f } })
	r = r.withAccounts(amazonLink)
	r.board.Text = ""
	r.RaiseQuick()
	test.Type(r.quickEntry(), "x")
	r.quickPress(fyne.KeyReturn, 0)
	r.quickPress(fyne.KeyReturn, fyne.KeyModifierControl)
	if r.quickEntry().Text != "" || r.board.Text != "" || !r.finder.Shows() {
		t.Errorf("typed %q, copied %q", r.quickEntry().Text, r.board.Text)
	}
	hear()
	test.Type(r.quickEntry(), "ama")
	if r.quickEntry().Text != "ama" {
		t.Error("it hears nothing at all")
	}
}

// Losing the focus wipes what was typed and sends the window away.
func TestQuickWindowLosesTheFocus(t *testing.T) {
	r, _, _ := quickRig(t, amazonLink)
	r.RaiseQuick()
	entry := r.quickEntry()
	test.Type(entry, "secret")
	entry.FocusLost()
	if r.finder.Shows() || entry.Text != "" {
		t.Errorf("shows %v, %q is left", r.finder.Shows(), entry.Text)
	}
}

func TestQuickWindowUnlocks(t *testing.T) {
	r, _, _ := quickRig(t, amazonLink)
	r.RaiseQuick()
	r.lock()
	if r.finder.Shows() {
		t.Fatal("codes show while the vault is locked")
	}
	r.expect("unlock")
	r.RaiseQuick()
	l := r.finder.Page().(*pages.Locked)
	entry := l.Widgets()["quick.password"].(*widgets.PasswordEntry)
	test.Type(entry, "wrong")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !strings.Contains(l.Message(), "wrong") || r.session() != nil {
		t.Errorf("says %q", l.Message())
	}
	test.Type(entry, "half a pass")
	entry.FocusLost()
	if !entry.Empty() {
		t.Error("a password is left")
	}
	r.RaiseQuick()
	entry = r.finder.Page().(*pages.Locked).Widgets()["quick.password"].(*widgets.PasswordEntry)
	test.Type(entry, password)
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.expect("list")
	if r.quickPage(); r.session() == nil {
		t.Error("the vault is not open")
	}
}

// Two windows ask for the password: the second that is right opens nothing anew.
func TestTwoWindowsUnlock(t *testing.T) {
	r, _, _ := quickRig(t, amazonLink)
	r.lock()
	first, second := r.quickUnlocking(), r.quickUnlocking()
	for _, u := range []*quick.Unlocking{first, second} {
		if err := u.Open([]byte(password)); err != nil {
			t.Fatal(err)
		}
	}
	first.Enter()
	open := r.session()
	second.Enter()
	if r.session() != open {
		t.Error("the open vault was opened over")
	}
}

// Without a vault to unlock the program's window says what to do.
func TestQuickWindowWithoutAVault(t *testing.T) {
	r := newRig(t)
	r.RaiseQuick()
	if r.finder.Shows() {
		t.Error("asks for the password of a vault that is not there")
	}
	r.expect("create")
}

func TestHiddenCodesAreHiddenThere(t *testing.T) {
	r, _, _ := quickRig(t, amazonLink)
	r.config().HideCodes = true
	r.RaiseQuick()
	row := r.quickPage().Widgets()["quick.0"].(*widgets.AccountRow).State()
	if row.Code != "••• •••" {
		t.Errorf("shows %q", row.Code)
	}
}

// The keys of the setting bring the window up; other keys take their place at once, and trouble is told.
func TestQuickKeys(t *testing.T) {
	heard := map[string]func(){}
	fails := error(nil)
	run := make(chan func(), 8)
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.Run = func(work, done func()) {
			if done == nil {
				done = func() {}
			}
			work()
			done()
		}
		o.Listen = func(ctx context.Context, k hotkey.Keys, _ string, ready, pressed func()) error {
			if fails != nil {
				return fails
			}
			heard[k.String()] = pressed
			context.AfterFunc(ctx, func() { run <- func() { delete(heard, k.String()) } })
			ready()
			return nil
		}
	})
	r = r.withAccounts(amazonLink)
	if len(heard) != 0 {
		t.Error("keys are heard that nobody asked for")
	}
	r.config().QuickKey = "Ctrl+Alt+W"
	r.open.ApplySettings()
	heard["Ctrl+Alt+W"]()
	if !r.finder.Shows() {
		t.Error("the keys bring nothing up")
	}
	r.config().QuickKey = "F9"
	r.open.ApplySettings()
	(<-run)()
	if heard["Ctrl+Alt+W"] != nil || heard["F9"] == nil {
		t.Errorf("heard are %v", heard)
	}
	fails = hotkey.ErrTaken
	r.config().QuickKey = "Ctrl+Alt+Space"
	r.open.ApplySettings()
	r.showSettings()
	if !strings.Contains(r.keyWatch.trouble, "Another program has these keys") {
		t.Errorf("trouble is %q", r.keyWatch.trouble)
	}
}

// From the row's menu the window goes out of the way first; typing is off until it is switched on.
func TestTypeFromTheMenu(t *testing.T) {
	minimised, focus := 0, error(nil)
	var typed []string
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.Minimise = func(fyne.Window) error { minimised++; return nil }
		o.Focused = func() (typing.Target, error) { return typing.Target{}, focus }
		o.TypeCode = func(_ context.Context, _ typing.Target, code string, _ bool) error {
			typed = append(typed, code)
			return nil
		}
	})
	r = r.withAccounts(amazonLink)
	r.board.Text = ""
	id := r.session().All()[0].ID
	r.open.Type(id)
	if minimised != 0 || len(typed) != 0 || !strings.Contains(r.toast(), "is off") {
		t.Errorf("minimised %d, typed %q, said %q", minimised, typed, r.toast())
	}
	r.config().TypeCodes = true
	r.open.Type(id)
	if want := r.codeOfIssuer("Amazon"); minimised != 1 || len(typed) != 1 || typed[0] != want || r.board.Text != "" {
		t.Errorf("minimised %d, typed %q, copied %q", minimised, typed, r.board.Text)
	}
	focus = typing.ErrUnavailable
	r.open.Type(id)
	if len(typed) != 1 || r.board.Text == "" || !strings.Contains(r.toast(), "lets no program type") {
		t.Errorf("typed %q, copied %q, said %q", typed, r.board.Text, r.toast())
	}
}
