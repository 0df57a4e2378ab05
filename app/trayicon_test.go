package app

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desk"
	"watchword/app/tray"
	"watchword/vault/account"
)

// A panel is a desktop with a place for icons.
type panel struct {
	looks  []tray.Look
	tell   func(there bool)
	shown  chan struct{} // closed: a look shows at once
	onShow func(tray.Look)
}

func (p *panel) Run(_ context.Context, tell func(bool)) {
	p.tell = tell
	tell(true)
}

func (p *panel) Show(l tray.Look) <-chan struct{} {
	p.looks = append(p.looks, l)
	if p.onShow != nil {
		p.onShow(l)
	}
	return p.shown
}

func (p *panel) texts() (out []string) {
	for _, e := range p.looks[len(p.looks)-1].Entries {
		out = append(out, e.Text)
	}
	return out
}

// trayRig is a rig with an icon in the tray of its desktop.
func trayRig(t *testing.T, links ...string) (*rig, *panel) {
	t.Helper()
	p := &panel{shown: make(chan struct{})}
	close(p.shown)
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.Config.Tray = true
		o.Tray = runsAtOnce{p}
		o.Minimise = func(fyne.Window) error { return nil }
	})
	r.trayCame(true)
	return r.withAccounts(links...), p
}

// runsAtOnce has the panel there from the start: what comes from its goroutine is another test's.
type runsAtOnce struct{ *panel }

func (runsAtOnce) Run(context.Context, func(bool)) {}

func (r *rig) trayClick(p *panel, text string) {
	r.t.Helper()
	entries := p.looks[len(p.looks)-1].Entries
	i := slices.IndexFunc(entries, func(e tray.Entry) bool { return e.Text == text })
	if i < 0 {
		r.t.Fatalf("the menu has no %q: %q", text, p.texts())
	}
	entries[i].Do()
}

func TestTrayMenu(t *testing.T) {
	r, p := trayRig(t, amazonLink, githubLink)
	texts := strings.Join(p.texts(), "|")
	if !strings.Contains(texts, "Amazon") || !strings.Contains(texts, "GitHub") || !strings.HasSuffix(texts, "||Scan the screen|Quick search|Open Watchword|Lock||Quit") {
		t.Errorf("the menu: %s", texts)
	}
	if p.looks[len(p.looks)-1].Locked {
		t.Error("the icon says that the vault is locked")
	}
	r.board.Text = ""
	r.trayClick(p, p.texts()[0])
	if len(r.board.Text) != 6 {
		t.Errorf("a click on an account copied %q", r.board.Text)
	}
	r.config().TrayAccounts = 1
	r.open.ApplySettings()
	if names := slices.Index(p.texts(), ""); names != 1 {
		t.Errorf("%d accounts in the menu, 1 is wanted: %q", names, p.texts())
	}
	r.config().TrayAccounts = 0
	r.open.ApplySettings()
	if p.texts()[0] != "Scan the screen" {
		t.Errorf("accounts in the menu, none is wanted: %q", p.texts())
	}
}

// The menu is readable to every program of the session: at lock its names go before the vault does.
func TestLockEmptiesTheTrayFirst(t *testing.T) {
	r, p := trayRig(t, amazonLink)
	v, id := r.session().Vault(), r.session().Accounts()[0].ID
	emptied := false
	p.onShow = func(l tray.Look) {
		if l.Locked {
			emptied = true
			if _, there := v.Account(id); !there {
				t.Error("the vault was locked before the menu was emptied")
			}
		}
	}
	r.trayClick(p, "Lock")
	if _, there := v.Account(id); there {
		t.Fatal("the vault is not locked")
	}
	if !emptied || strings.Contains(strings.Join(p.texts(), "|"), "Amazon") || p.texts()[0] != "Unlock" {
		t.Errorf("after the lock the menu has %q", p.texts())
	}
}

// A click on a line of the menu that was there before the lock does nothing.
func TestAnOldLineDoesNothing(t *testing.T) {
	r, p := trayRig(t, amazonLink)
	old := p.looks[len(p.looks)-1].Entries[0]
	r.board.Text = ""
	r.lock()
	old.Do()
	if r.board.Text != "" || r.name() != "unlock" {
		t.Errorf("%q was copied, the page is %s", r.board.Text, r.name())
	}
}

// A counter's code is used up by making it: the window asks for it.
func TestTheTrayMakesNoCounterCode(t *testing.T) {
	r, p := trayRig(t, hotpLink3)
	r.board.Text = ""
	r.trayClick(p, p.texts()[0])
	if r.board.Text != "" || r.list().Selected() == "" {
		t.Errorf("%q was copied; selected %q", r.board.Text, r.list().Selected())
	}
}

func TestCloseToTheTray(t *testing.T) {
	r, p := trayRig(t, amazonLink)
	r.config().CloseToTray = true
	r.closed()
	if !r.shell.Hidden() || !r.shell.OutOfSight() {
		t.Fatal("the window is not in the tray")
	}
	r.trayClick(p, "Open Watchword")
	if r.shell.Hidden() {
		t.Error("the tray does not bring the window back")
	}
	r.closed()
	r.trayCame(false) // the panel ended: nothing leads back
	if r.shell.Hidden() {
		t.Error("the window is hidden with no way back")
	}
	if !strings.Contains(r.trayTrouble(), "no tray") {
		t.Errorf("the settings say %q", r.trayTrouble())
	}
	leaving := false
	r.shell.Options.Leaving = func() { leaving = true }
	r.closed()
	if !leaving {
		t.Error("without a tray the window is not closed")
	}
}

func TestTrayTitles(t *testing.T) {
	for _, tt := range []struct {
		a    account.Account
		want string
		why  string
	}{
		{account.Account{Issuer: "GitHub", Name: "me"}, "GitHub (me)", "two accounts of one service are told apart"},
		{account.Account{Name: "me"}, "me", "the name is the title"},
		{account.Account{Issuer: "GitHub"}, "GitHub", "no name"},
	} {
		if got := trayTitle(tt.a); got != tt.want {
			t.Errorf("%q, want %q: %s", got, tt.want, tt.why)
		}
	}
}

func TestStartHidden(t *testing.T) {
	for _, tt := range []struct {
		why    string
		tray   bool
		there  bool // the panel is there by the time that it is waited for
		hidden bool
	}{
		{"in the tray", true, true, true},
		{"no panel came", true, false, false},
		{"no icon is wanted", false, false, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			var later func()
			minimised := false
			p := &panel{shown: make(chan struct{})}
			r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
				o.Config.Tray, o.Tray = tt.tray, runsAtOnce{p}
				o.After = func(_ time.Duration, f func()) { later = f }
				o.Minimise = func(fyne.Window) error { minimised = true; return nil }
			})
			r.StartHidden()
			if !r.shell.Hidden() {
				t.Fatal("the window shows")
			}
			r.trayCame(false) // at login the panel may come later
			if !r.shell.Hidden() {
				t.Fatal("the panel is not waited for")
			}
			r.trayCame(tt.there)
			later()
			if r.shell.Hidden() != tt.hidden || minimised == tt.hidden {
				t.Errorf("hidden %v, minimised %v", r.shell.Hidden(), minimised)
			}
			if r.open != nil {
				t.Error("the vault was unlocked")
			}
		})
	}
}

func TestAutostart(t *testing.T) {
	var set []bool
	r := newRigWith(t, t.TempDir(), nil, func(o *desk.Options) {
		o.Autostart = func(on bool) error { set = append(set, on); return nil }
	})
	r = r.withAccounts(amazonLink)
	if len(set) > 0 {
		t.Fatalf("the system's list was touched before it was wanted: %v", set)
	}
	r.config().Autostart = true
	r.open.ApplySettings()
	r.open.ApplySettings()
	r.config().Autostart = false
	r.open.ApplySettings()
	if !slices.Equal(set, []bool{true, false}) {
		t.Errorf("set %v", set)
	}
}

func TestMinimiseToTheTray(t *testing.T) {
	for _, tt := range []struct {
		why          string
		wanted, host bool
		hidden       bool
	}{
		{"wanted", true, true, true},
		{"not wanted", false, true, false},
		{"wanted, but nothing would lead back", true, false, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			r, p := trayRig(t, amazonLink)
			r.config().MinimiseToTray = tt.wanted
			r.trayCame(tt.host)
			minimised, withdrawn, restored := false, false, false
			r.shell.Minimised = func(fyne.Window) bool { return minimised }
			r.shell.Withdraw = func(fyne.Window) { withdrawn = true }
			r.shell.Restore = func(fyne.Window) { restored = true }
			r.Frame(r.now)
			minimised = true
			r.Frame(r.now)
			if r.shell.Hidden() != tt.hidden || withdrawn != tt.hidden {
				t.Fatalf("hidden %v, the desktop let go of it: %v", r.shell.Hidden(), withdrawn)
			}
			if !tt.hidden {
				r.trayCame(true) // a panel that comes later hides nothing
				r.Frame(r.now)
				if r.shell.Hidden() {
					t.Error("a window that was minimised before the panel came is hidden")
				}
			}
			r.trayClick(p, "Open Watchword")
			if r.shell.Hidden() || !restored {
				t.Errorf("the tray does not bring it back: hidden %v, restored %v", r.shell.Hidden(), restored)
			}
		})
	}
}

// Codes are in the menu only where they are wanted, and new ones take the place of those that end, also while no
// window shows.
func TestCodesInTheTray(t *testing.T) {
	r, p := trayRig(t, amazonLink, hotpLink3)
	isCode := regexp.MustCompile(`[0-9]{3} [0-9]{3}$`)
	codes := func() (n int) {
		for _, text := range p.texts() {
			if isCode.MatchString(text) {
				n++
			}
		}
		return n
	}
	if codes() != 0 {
		t.Fatalf("codes are in the menu by themselves: %q", p.texts())
	}
	r.config().TrayCodes = true
	r.open.ApplySettings()
	if codes() != 1 { // the counter's code would be used up
		t.Fatalf("the menu: %q", p.texts())
	}
	old := p.texts()
	r.shell.Minimised = func(fyne.Window) bool { return true }
	r.now = r.now.Add(30 * time.Second)
	r.tick(r.now)
	if slices.Equal(old, p.texts()) || codes() != 1 {
		t.Errorf("old codes stay: %q, %q", old, p.texts())
	}
	shows := len(p.looks)
	r.tick(r.now)
	if len(p.looks) != shows {
		t.Error("the menu is made anew although its codes are those of now")
	}
	r.config().HideCodes = true
	r.open.ApplySettings()
	if codes() != 0 {
		t.Errorf("codes that are to show on hover only show in the menu: %q", p.texts())
	}
	r.config().HideCodes = false
	r.open.ApplySettings()
	r.lock()
	if codes() != 0 {
		t.Errorf("locked, the menu has codes: %q", p.texts())
	}
}
