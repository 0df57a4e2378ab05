package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"watchword/app/clock"
	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/dialogs"
	"watchword/app/desktop/keyring"
	"watchword/app/desktop/sessionlock"
	"watchword/app/internal/apptest"
	"watchword/app/internal/pagetest"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The monkey plays with the program: random keys, clicks, drags and sizes, with slow work
// running beside it as in the real thing. WATCHWORD_MONKEY says for how long, and
// WATCHWORD_MONKEY_SEED repeats a run:
//
//	WATCHWORD_MONKEY=10m go test -race -timeout 20m -tags ci,migrated_fynedo -run Monkey -v ./app
//
// It fails on a panic, a race, a goroutine that is left when the vault is locked, or where the
// UI thread works for longer than [longest] without looking up. WATCHWORD_MONKEY_ACCOUNTS
// makes the vault larger.
func TestMonkey(t *testing.T) {
	play := 2 * time.Second
	if text := os.Getenv("WATCHWORD_MONKEY"); text != "" {
		var err error
		if play, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("WATCHWORD_MONKEY_SEED"); text != "" {
		if _, err := fmt.Sscan(text, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("WATCHWORD_MONKEY_SEED=%d", seed)
	// Files that it writes go here, and no dialog of the system opens.
	home := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DOCUMENTS_DIR"} {
		t.Setenv(name, home)
	}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")

	runtime.LockOSThread() // this is the UI thread: its time is measured
	defer runtime.UnlockOSThread()
	m := &monkey{t: t, random: rand.New(rand.NewPCG(seed, 0))}
	m.begin()
	defer m.end()
	for end := time.Now().Add(play); time.Now().Before(end); {
		m.step()
	}
	m.lockAndCount()
	t.Logf("%d steps, %d pages, %d times locked; the UI thread worked for %v at most without looking up (%s)",
		m.steps, len(m.pages), m.locks, m.worst.Round(time.Millisecond), m.worstStep)
	if m.steps < 50 {
		t.Errorf("only %d steps", m.steps)
	}
}

type monkey struct {
	t      *testing.T
	random *rand.Rand
	app    *App
	window fyne.Window
	clock  atomic.Int64 // nanoseconds: slow work asks too

	dialogs atomic.Int64 // how often a file was asked for

	queue chan func() // what other goroutines want done on the UI thread
	idle  int         // goroutines before anything was unlocked
	held  fyne.KeyModifier

	steps, locks int
	pages        map[string]bool
	worst        time.Duration
	worstStep    string
}

const monkeyPassword = "five words of a test"

// accounts is how many the vault holds: 60, or WATCHWORD_MONKEY_ACCOUNTS.
func (m *monkey) accounts() int {
	n := 60
	if text := os.Getenv("WATCHWORD_MONKEY_ACCOUNTS"); text != "" {
		if _, err := fmt.Sscan(text, &n); err != nil {
			m.t.Fatal(err)
		}
	}
	return n
}

// begin starts the program with a vault of many accounts, locked.
func (m *monkey) begin() {
	m.t.Helper()
	dir := m.t.TempDir()
	places := config.Places{
		Vault: filepath.Join(dir, "vault.watchword"), Config: filepath.Join(dir, "config.json"),
		Backups: filepath.Join(dir, "backups"), State: filepath.Join(dir, "state"),
	}
	m.clock.Store(1_700_000_010 * int64(time.Second))
	if m.pages == nil {
		m.pages = map[string]bool{}
	}
	m.queue = make(chan func(), 1000)
	options := vault.Options{KDF: apptest.KDF, Params: vault.Floor, BackupDir: places.Backups}
	v, err := vault.Create(m.t.Context(), places.Vault, []byte(monkeyPassword), options)
	if err != nil {
		m.t.Fatal(err)
	}
	v.Add(manyAccounts(m.accounts())...)
	if r := v.Save(m.t.Context()); r.Status != vault.Saved {
		m.t.Fatal(r.Err)
	}
	v.Close()
	if err := os.WriteFile(filepath.Join(dir, "picked.txt"), []byte(amazonLink+"\n"), 0o600); err != nil {
		m.t.Fatal(err)
	}
	settings, err := config.Load(places)
	if err != nil {
		m.t.Fatal(err)
	}
	m.app = New(pagetest.App(m.t), desk.Options{
		Version: "test", Config: settings, Clipboard: &lockedBoard{}, Now: m.now,
		Run: func(work, done func()) {
			go func() {
				work()
				if done != nil {
					m.queue <- done
				}
			}()
		},
		OnUI:      func(f func()) { m.queue <- f },
		After:     func(d time.Duration, f func()) { time.AfterFunc(d, func() { m.queue <- f }) },
		Tick:      func(context.Context, func(time.Time)) {},
		VaultOpts: options,
		Screens: func(context.Context, capture.Options) ([]capture.Shot, error) {
			return []capture.Shot{{Image: image.NewGray(image.Rect(0, 0, 64, 64))}}, nil
		},
		// On our own page it may look at folders; it writes nowhere but at home.
		OpenFile: func(context.Context, dialogs.Options) ([]string, error) {
			if m.dialogs.Add(1)%2 == 0 {
				return nil, dialogs.ErrUnavailable
			}
			return []string{filepath.Join(dir, "picked.txt")}, nil
		},
		SaveFile: func(context.Context, dialogs.Options) (string, error) { return "", dialogs.ErrCancelled },
		Keyring:  noRing{},
		WatchSession: func(ctx context.Context, _ func(sessionlock.Reason)) error {
			<-ctx.Done()
			return nil
		},
		AskTime:  func(context.Context, string) (clock.Answer, error) { return clock.Answer{}, errors.New("no network") },
		Look:     func(context.Context) appearance.Appearance { return appearance.Appearance{} },
		Minimise: func(fyne.Window) error { return nil },
	})
	m.window = m.app.shell.Window
	m.window.Resize(fyne.NewSize(420, 640))
	m.settle()
	m.idle = runtime.NumGoroutine()
	m.unlock()
}

func (m *monkey) now() time.Time { return time.Unix(0, m.clock.Load()) }

// lockedBoard is a clipboard that slow work may use.
type lockedBoard struct {
	mu sync.Mutex
	b  apptest.Board
}

func (l *lockedBoard) CopySecret(ctx context.Context, text string) (session.ClipboardCopy, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.b.Text = text
	return &lockedHeld{l, text}, nil
}

func (l *lockedBoard) ReadText(ctx context.Context) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.ReadText(ctx)
}

func (l *lockedBoard) ReadPicture(context.Context) ([]byte, error) { return nil, clipboard.ErrEmpty }
func (l *lockedBoard) ReadFiles(context.Context) ([]string, error) { return nil, clipboard.ErrEmpty }

// noRing is a desktop without a keyring.
type noRing struct{}

func (noRing) Get(context.Context, string) (string, error) { return "", keyring.ErrNone }
func (noRing) Set(context.Context, string, string) error   { return keyring.ErrNone }
func (noRing) Delete(context.Context, string) error        { return keyring.ErrNone }

type lockedHeld struct {
	l    *lockedBoard
	text string
}

func (h *lockedHeld) Gone() <-chan struct{} {
	gone := make(chan struct{})
	if !h.Ours() {
		close(gone)
	}
	return gone
}

func (h *lockedHeld) Ours() bool {
	h.l.mu.Lock()
	defer h.l.mu.Unlock()
	return h.l.b.Text == h.text
}

func (h *lockedHeld) Clear(context.Context) error {
	h.l.mu.Lock()
	defer h.l.mu.Unlock()
	h.l.b.Text = ""
	return nil
}

func (m *monkey) end() {
	m.settle()
	if m.app.open != nil {
		m.app.forget()
	}
	m.app.shell.End()
	m.settle()
}

func manyAccounts(n int) []account.Account {
	issuers := []string{"Amazon", "GitHub", "Slack (Contoso)", "Example Bank", "A service with a very long name that does not fit", "日本", ""}
	var out []account.Account
	for i := range n {
		a := account.Account{Issuer: issuers[i%len(issuers)], Name: fmt.Sprintf("user%d@example.org", i), Pinned: i%17 == 0,
			Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret(fmt.Sprintf("secret of account %03d", i)), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
		switch i % 11 {
		case 3:
			a.Tags = []string{"Work"}
		case 5:
			a.Tags, a.Note = []string{"Work", "Private"}, "recovery codes"
		case 7:
			a.Key.Type, a.Key.Period = otp.HOTP, 0
		case 9:
			a.Key.Type, a.Key.Digits = otp.Steam, 5
		}
		out = append(out, a)
	}
	return out
}

// unlock types the password on whatever page asks for it.
func (m *monkey) unlock() {
	if s, ok := m.app.shell.Page().(*unlock.Page); ok {
		w := s.Widgets()
		if e, ok := w["unlock.password"].(*widgets.PasswordEntry); ok {
			e.SetText(monkeyPassword)
		}
		if b, ok := w["unlock.submit"].(*widgets.Button); ok {
			b.Tapped(nil)
		}
		m.settle()
	}
}

// settle runs what waits for the UI thread until nothing comes for a moment.
func (m *monkey) settle() {
	for {
		select {
		case f := <-m.queue:
			m.timed("after slow work", f)
		case <-time.After(60 * time.Millisecond):
			return
		}
	}
}

// longest is how long the UI thread may work without looking up. The race detector makes
// everything several times as slow.
const longest = 100 * time.Millisecond * slowdown

// timed runs a piece of the UI thread's work and notes how long the processor was at it: time
// on the wall would count what other programs do.
func (m *monkey) timed(what string, f func()) {
	what = m.app.shell.Name() + ": " + what
	start, from := time.Now(), shell.ThreadTime()
	f()
	took, worked := time.Since(start), shell.ThreadTime()-from
	if worked > m.worst {
		m.worst, m.worstStep = worked, what
	}
	bound := longest
	if strings.HasSuffix(what, " text") || strings.HasSuffix(what, " text size") { // the toolkit reads its fonts anew and draws everything: 40 to 120 ms of its own, alone
		bound *= 4
	}
	if worked > bound {
		m.t.Errorf("%s: the UI thread worked for %v", what, worked)
	}
	if took > time.Minute { // on a busy machine with the race detector some seconds are nothing
		m.t.Fatalf("%s: the UI thread stood still for %v", what, took)
	}
}

// step does one thing that a user might, and what meanwhile came back from slow work.
func (m *monkey) step() {
	m.steps++
	m.pages[m.app.shell.Name()] = true
	what, do := m.choose()
	if do == nil {
		m.lockAndCount()
	} else {
		m.timed(what, do)
	}
	if m.app.open != nil {
		m.app.open.List.Modifiers = func() fyne.KeyModifier { return m.held }
	}
	for range 5 {
		select {
		case f := <-m.queue:
			m.timed("after slow work", f)
		default:
		}
	}
	switch {
	case m.app.shell.Context.Err() != nil: // it found Quit: the program starts anew
		m.settle()
		m.window.Close() // or every change of the theme would paint it too
		m.begin()
	case m.app.open == nil:
		m.settle()
		m.unlock()
		if m.app.open == nil && m.random.IntN(40) == 0 { // it went astray among the pages for a locked vault
			m.app.unlocking.ShowUnlock()
		}
	}
}

var monkeyKeys = []fyne.KeyName{
	fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd,
	fyne.KeyReturn, fyne.KeyEscape, fyne.KeyDelete, fyne.KeyBackspace, fyne.KeyF1, fyne.KeyF10, fyne.KeySpace, desktop.KeyMenu,
}

func (m *monkey) choose() (what string, do func()) {
	c := m.window.Canvas()
	size := c.Size()
	at := fyne.NewPos(m.random.Float32()*size.Width, m.random.Float32()*size.Height)
	m.held = 0
	if m.random.IntN(4) == 0 {
		m.held = []fyne.KeyModifier{fyne.KeyModifierShift, fyne.KeyModifierShortcutDefault}[m.random.IntN(2)]
	}
	switch m.random.IntN(20) {
	case 0, 1, 2, 3, 4:
		return "click", func() { test.TapCanvas(c, at) }
	case 5:
		return "right click", func() { m.secondary(c, at) }
	case 6, 7, 8, 9:
		k := monkeyKeys[m.random.IntN(len(monkeyKeys))]
		return "key " + string(k), func() { m.typeKey(c, k) }
	case 10, 11:
		r := []rune("abgms 0123456789@,-é日")[m.random.IntN(20)]
		return "letter", func() { m.typeRune(c, r) }
	case 12, 13, 14:
		actions := m.app.actions()
		act := actions[m.random.IntN(len(actions))]
		if act.chord.key == "" || act.text == "Quit" && m.random.IntN(10) > 0 {
			return "Tab", c.FocusNext
		}
		return act.text, func() { m.shortcut(c, act.chord) }
	case 15:
		return "wheel", func() { test.Scroll(c, at, 0, (m.random.Float32()-0.5)*900) }
	case 16:
		return "drag", func() { test.Drag(c, at, (m.random.Float32()-0.5)*200, (m.random.Float32()-0.5)*600) }
	case 17:
		to := fyne.NewSize(320+m.random.Float32()*1200, 400+m.random.Float32()*600)
		return "size", func() { m.window.Resize(to) }
	case 18:
		m.clock.Add(int64(m.random.IntN(3000)) * int64(time.Millisecond))
		return "tick", func() { m.app.tick(m.now()) }
	}
	if m.random.IntN(30) == 0 {
		return "lock", nil
	}
	return "pointer", func() { test.MoveMouse(c, at) }
}

func (m *monkey) typeKey(c fyne.Canvas, k fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: k}
	if f := c.Focused(); f != nil {
		f.TypedKey(ev)
	} else if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
	if k == fyne.KeySpace {
		m.typeRune(c, ' ')
	}
}

func (m *monkey) typeRune(c fyne.Canvas, r rune) {
	if f := c.Focused(); f != nil {
		f.TypedRune(r)
	} else if f := c.OnTypedRune(); f != nil {
		f(r)
	}
}

func (m *monkey) shortcut(c fyne.Canvas, k chord) {
	s := &desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier()}
	if f, ok := c.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	m.app.shortcut(s)
}

// secondary is a right click on what lies at a place.
func (m *monkey) secondary(c fyne.Canvas, at fyne.Position) {
	var found fyne.SecondaryTappable
	driver := fyne.CurrentApp().Driver()
	walkTree(m.window.Content(), func(o fyne.CanvasObject) {
		s, ok := o.(fyne.SecondaryTappable)
		if !ok || !o.Visible() {
			return
		}
		p, size := driver.AbsolutePositionForObject(o), o.Size()
		if at.X >= p.X && at.X < p.X+size.Width && at.Y >= p.Y && at.Y < p.Y+size.Height {
			found = s
		}
	})
	if found != nil {
		found.TappedSecondary(&fyne.PointEvent{AbsolutePosition: at})
	}
}

// lockAndCount locks and sees to it that everything that worked for the open vault ends.
func (m *monkey) lockAndCount() {
	m.settle()
	if m.app.open == nil {
		return
	}
	m.app.lock()
	m.settle()
	if m.app.open != nil { // changes that cannot be saved keep it open
		return
	}
	m.locks++
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > m.idle; {
		m.settle()
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			m.t.Fatalf("%d goroutines after locking, %d before unlocking:\n%s", runtime.NumGoroutine(), m.idle, ours(string(stacks)))
		}
	}
}

// ours are the stacks that our own code stands in.
func ours(stacks string) string {
	var out []string
	for _, s := range strings.Split(stacks, "\n\n") {
		if strings.Contains(s, "watchword/") {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n\n")
}
