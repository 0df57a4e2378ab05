// Package app wires the packages of the program to its window and decides which page shows.
// Pages report what the user meant; what it means is written here. Everything that
// touches a widget runs on the UI thread; slow work goes through background.
package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"watchword/app/accounts"
	"watchword/app/background"
	"watchword/app/clock"
	"watchword/app/config"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/dialogs"
	"watchword/app/desktop/keyring"
	"watchword/app/desktop/sessionlock"
	"watchword/app/session"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets"
	"watchword/scanner/capture"
	"watchword/vault"
	"watchword/vault/account"
)

// ID is the application's identity, fixed for ever.
const ID = "io.github.watchword.Watchword"

// Options say how the program was started. The functions are the I/O boundary;
// zero values are the real ones.
type Options struct {
	Version string
	Vault   string   // --vault; "" is the known or the usual place
	Open    []string // links, pictures and vaults to open
	Demo    bool     // a throw-away vault with examples

	Config    *config.Config
	Clipboard Clipboard
	Now       func() time.Time
	Run       background.Runner
	OnUI      func(f func()) // runs f on the UI thread; for questions in the middle of work
	Tick      func(ctx context.Context, f func(now time.Time))
	After     func(d time.Duration, f func()) // runs f on the UI thread when d is over
	VaultOpts vault.Options
	Screens   func(context.Context, capture.Options) ([]capture.Shot, error)
	AskTime   func(ctx context.Context, server string) (clock.Answer, error)
	OpenFile  func(ctx context.Context, o dialogs.Options) ([]string, error) // the desktop's dialogs
	SaveFile  func(ctx context.Context, o dialogs.Options) (string, error)
	Look      func(ctx context.Context) appearance.Appearance // how the desktop wants to look
	Minimise  func(fyne.Window) error                         // puts the window out of the way
	Running   func()                                          // the toolkit's loop runs; may be nil

	ScreenHeight func() int // in pixels; 0: not known, or no matter
	Leaving      func()     // the program ends now; may be nil

	Keyring      Keyring
	WatchSession WatchSession
}

// A page is one screen of the window. What else it can do, it shows by the interfaces
// below.
type page interface{ Content() fyne.CanvasObject }

type (
	focuser interface{ Focus(fyne.Canvas) }
	ticker  interface{ Tick(time.Time) }
	keyed   interface{ TypedKey(*fyne.KeyEvent) bool }
	typed   interface{ TypedRune(rune) }
	mapped  interface {
		Widgets() map[string]fyne.CanvasObject
	}
)

// App is the running program.
type App struct {
	o      Options
	fyne   fyne.App
	window fyne.Window
	ctx    context.Context
	stop   context.CancelFunc

	config  *config.Config
	clip    Clipboard
	use     *config.Use           // how much each account is used on this computer
	system  appearance.Appearance // what the desktop says about contrast and accent
	session *session.Session      // nil while locked
	list    *accounts.Screen      // nil while locked
	path    string                // of the vault

	page page
	name string // of the page, for the map of widgets
	back func() // what Esc does; nil for nothing

	confirmed bool // the vault's password was typed for the page that comes next

	pending []string
	missed  missed
	given   []string // what the pages that show are about, where it came from outside
	coming  []string // the same for the page that shows next
	last    struct { // what is known of the vault's file
		path  string
		saved time.Time
	}
	search  *search            // whose pictures are in memory
	parts   []account.Find     // of an export, collected until all are there
	left    leftovers          // pictures that still hold an added secret
	cancel  context.CancelFunc // of the work that the page shows
	cleanup func()             // removes a throw-away vault

	unfinished int      // pieces of work that are not to be cut off: see [App.unbroken]
	afterwards []func() // what goes on after them
	locked     []func() // who waits for the lock to be done
	locking    bool     // the window is covered until the vault is locked, or cannot be
	ending     bool     // the program was told to end: see [App.End]

	configSaves sync.Mutex

	shownLook theme.Look
	themed    bool // shownLook is what the window has

	slow     slowest // the longest that the UI thread was busy, where a test watches it
	beats    int     // ticks so far
	care     care
	watching atomic.Bool // a look at the vault's file is under way
	seen     fileMark    // what the file looked like when it was taken in last
	settling fileMark    // what it looked like a moment ago

	reading  swapped // what the page of an import says
	unsaved  error   // why the last change is in memory only; nil when it is on disk
	atLock   *atLock // what became of unsaved text when the vault was locked
	reminded bool    // the recovery sheet was put off for this session

	sheetLost string // id of the vault whose new recovery sheet was not saved before its page went; "" for none
}

// New makes the window and shows its first page; the caller runs the event loop.
func New(f fyne.App, o Options) *App {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Run == nil {
		o.Run = background.Go
	}
	if o.OnUI == nil {
		o.OnUI = background.OnUI
	}
	if o.Tick == nil {
		o.Tick = background.Tick
	}
	if o.After == nil {
		o.After = background.After
	}
	if o.Screens == nil {
		o.Screens = capture.Screens
	}
	if o.OpenFile == nil {
		o.OpenFile = dialogs.OpenFile
	}
	if o.SaveFile == nil {
		o.SaveFile = dialogs.SaveFile
	}
	if o.Look == nil {
		o.Look = appearance.Read
	}
	if o.Minimise == nil {
		o.Minimise = minimise
	}
	if o.AskTime == nil {
		o.AskTime = clock.Ask
	}
	if o.Keyring == nil {
		o.Keyring = keyring.Ring{}
	}
	if o.ScreenHeight == nil {
		o.ScreenHeight = screenHeight
	}
	if o.WatchSession == nil {
		o.WatchSession = sessionlock.Watch
	}
	if o.VaultOpts.SecondBackupDir == "" {
		o.VaultOpts.SecondBackupDir = o.Config.SecondBackups
	}
	a := &App{o: o, fyne: f, config: o.Config, clip: o.Clipboard, pending: o.Open}
	a.ctx, a.stop = context.WithCancel(context.Background())
	f.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	a.use = config.LoadUse(o.Config.Places)
	a.applyLook()
	a.window = f.NewWindow("Watchword")
	a.window.SetPadded(false)
	a.window.Resize(fyne.NewSize(420, 640))
	a.window.SetMaster()
	a.window.SetCloseIntercept(a.quit)
	a.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { a.dropped(uris) })
	a.bindKeys()
	widgets.OnInput, widgets.OnKey, widgets.After = a.touch, a.key, o.After
	f.Lifecycle().SetOnEnteredForeground(a.entered)
	f.Lifecycle().SetOnStopped(a.stopped) // a signal ends the program without asking
	f.Lifecycle().SetOnStarted(a.shield)
	a.readLook()
	a.start()
	a.watchThread()
	a.watchSession()
	o.Tick(a.ctx, a.tick)
	a.keepMap()
	return a
}

// Window returns the program's window.
func (a *App) Window() fyne.Window { return a.window }

// show makes p the page of the window; back is what Esc and the arrow do. What the page
// before was waiting for ends. The vault's password is asked for before pages that need it.
func (a *App) show(name string, p page, back func()) {
	if title, ok := a.asks(p); ok && !a.confirmed && !a.answered() {
		a.confirm(title, back, func() { a.showConfirmed(name, p, back) })
		return
	}
	a.confirmed = false
	a.given, a.coming = a.coming, nil
	a.cancelWork()
	a.swap(name, p, back)
}

// swap is show for a page that belongs to the work under way: a question in its middle.
func (a *App) swap(name string, p page, back func()) { a.swapBack(name, p, p.Content(), back) }

// swapBack is swap for a page whose content is made already, with what was typed into it.
func (a *App) swapBack(name string, p page, content fyne.CanvasObject, back func()) {
	if a.locking && name != covered {
		return
	}
	a.closePopups()
	a.leavePage()
	a.letGo(name)
	a.page, a.name, a.back = p, name, back
	a.window.Canvas().Unfocus() // the page may come back: nothing on it still has the focus then
	a.window.SetContent(content)
	for _, b := range widgets.Dangers(content) { // some pages are shown again as they were
		b.Wait()
	}
	a.window.Canvas().Unfocus()
	if f, ok := p.(focuser); ok {
		f.Focus(a.window.Canvas())
	}
	a.writeMap()
}

// simple is a page that is only content.
type simple struct{ content fyne.CanvasObject }

func (s simple) Content() fyne.CanvasObject { return s.content }

func (a *App) closePopups() {
	overlays := a.window.Canvas().Overlays()
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		overlays.Remove(top)
	}
}

// cancelWork ends what the page was waiting for.
func (a *App) cancelWork() {
	if a.cancel != nil {
		a.cancel()
		a.cancel = nil
	}
}

// work returns the context of slow work that the page to come shows, ended when the
// page goes.
func (a *App) work() context.Context {
	a.cancelWork()
	ctx, cancel := context.WithCancel(a.ctx)
	a.cancel = cancel
	return ctx
}

// now is the clock that codes are made by: this computer's, with the correction that the
// person asked for.
func (a *App) now() time.Time { return a.o.Now().Add(a.config.Correction()) }

// touch notes that somebody is there.
func (a *App) touch() {
	if a.session != nil {
		a.session.Touch()
	}
}

// tick is the one beat of the program, once a second.
func (a *App) tick(now time.Time) {
	if a.session != nil {
		s := a.session
		if s.LockDue() {
			a.lock()
		} else if s.ClearPending() {
			a.o.Run(func() { s.ClearDue(a.ctx) }, nil)
		}
	}
	if a.beats == 0 {
		a.fitScreen()
		if a.o.Running != nil {
			a.o.Running()
		}
	}
	a.watch()
	a.openWaiting()
	if a.beats == 1 && a.page == nil {
		a.showLooking()
	}
	a.beats++
	if a.beats%useEvery == 0 {
		a.saveUse()
	}
	if t, ok := a.page.(ticker); ok {
		t.Tick(now.Add(a.config.Correction()))
	}
}

// modifiers are the keys Shift, Ctrl and the like that are held down.
func (a *App) modifiers() fyne.KeyModifier {
	if d, ok := a.fyne.Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// settings are the session's part of the settings.
func (a *App) sessionSettings(v *vault.Vault) session.Settings {
	return session.Settings{
		ClearAfter: time.Duration(a.config.ClearSeconds) * time.Second,
		LockAfter:  time.Duration(a.config.LockMinutes) * time.Minute,
		Correction: a.config.Correction(),
		Sort:       session.Sort(a.config.Sort),
		Use:        a.useOf(v.ID()),
	}
}
