// Package app puts the program together: the shell, the desk, and for each unlocked vault its pages. What
// leads from one flow of pages to another is tied here, and nowhere else.
package app

import (
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/desk"
	"watchword/app/flow/adding"
	"watchword/app/flow/editing"
	"watchword/app/flow/keeping"
	"watchword/app/flow/moving"
	"watchword/app/flow/quick"
	"watchword/app/flow/settings"
	"watchword/app/flow/unlocking"
	"watchword/app/intake"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/app/widgets"
	"watchword/assets"
)

// ID is the application's identity, fixed for ever.
const ID = "io.github.watchword.Watchword"

// App is the running program.
type App struct {
	shell     *shell.Shell
	unlocking *unlocking.Flow
	finder    *quick.Flow
	open      *unlocked // nil while locked

	arrivals intake.Arrivals
	after    opened.Aftermath

	locked    []func() // who waits for the lock to be done
	keyWatch  keyWatch
	icon      trayIcon
	autostart bool // the system starts the program at login, as far as this run has seen to it
	surplus   surplus
	alone     bool // only the quick window was asked for: the program ends when the vault is locked

	ending  bool // the program was told to end: see [App.End]
	resting bool // no window shows: see [App.rest]
}

// unlocked is all that there is of an open vault. It is made at unlock and dropped whole at lock.
type unlocked struct {
	*opened.Vault
	adding   *adding.Flow
	moving   *moving.Flow
	keeping  *keeping.Flow
	editing  *editing.Flow
	settings *settings.Flow
}

// New makes the window and shows its first page; the caller runs the event loop.
func New(f fyne.App, o desk.Options) *App {
	d := desk.New(o)
	f.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	a := &App{shell: shell.New(f, d), arrivals: intake.Arrivals{Pending: o.Open}, surplus: newSurplus()}
	d.Warn = a.warn
	a.shell.Hooks = shell.Hooks{
		Touch: a.touch, Shortcut: a.shortcut, Occupied: a.occupied, Applied: a.applied,
		Toast: func(text string, good bool) {
			if a.open != nil {
				a.open.Toast(text, good, "", nil)
			}
		},
	}
	a.unlocking = &unlocking.Flow{
		Shell: a.shell, Arrivals: &a.arrivals, Unlocked: func() bool { return a.open != nil },
		OnStarted: a.started, OnOpened: a.enter, OnCreated: a.created, OnForget: a.forget, OnSettle: a.settle,
	}
	a.finder, a.alone = a.newQuick(), o.Quick
	a.shell.Window.SetCloseIntercept(a.closed)
	a.shell.Window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { a.dropped(uris) })
	a.bindKeys()
	widgets.OnInput, widgets.OnKey, widgets.After = a.touch, a.key, d.After
	widgets.AskCapsLock = func(tell func(on bool)) { d.CapsLock(d.Run, tell) }
	f.Lifecycle().SetOnEnteredForeground(a.entered)
	f.Lifecycle().SetOnExitedForeground(a.exited)
	f.Lifecycle().SetOnStopped(a.stopped) // a signal ends the program without asking
	f.Lifecycle().SetOnStarted(a.shell.Shield)
	a.shell.ReadLook()
	a.unlocking.Start()
	a.shell.WatchThread()
	a.watchSession()
	a.watchKeys()
	a.startTray()
	a.applyAutostart()
	d.Tick(d.Context, a.tick)
	a.shell.KeepMap()
	return a
}

// Show shows the program's window, where it was last.
func (a *App) Show() { a.shell.Unhide() }

// Window returns the program's window.
func (a *App) Window() fyne.Window { return a.shell.Window }

// touch notes that somebody is there.
func (a *App) touch() {
	if a.open != nil {
		a.open.Session.Touch()
	}
}

// warn tells of what failed while something else was done.
func (a *App) warn(err error) {
	if a.open != nil {
		a.shell.Say(phrases.Sentence(err), false)
	}
}

// useEvery is how many ticks lie between two savings of what was used.
const useEvery = 60

// tick is the one beat of the program, once a second.
func (a *App) tick(now time.Time) {
	s := a.shell
	a.surplus.tick()
	if a.open != nil {
		session := a.open.Session
		if session.LockDue() {
			a.lock()
		} else if session.Clip().Due() {
			s.Run(func() { session.Clip().ClearDue(s.Context) }, nil)
		}
	}
	if s.Beats == 0 && s.Running != nil {
		s.Running()
	}
	s.FitNew()
	if a.open != nil {
		a.open.Watch()
	}
	a.openWaiting()
	if s.Beats == 1 && s.Page() == nil {
		a.unlocking.ShowLooking()
	}
	s.Beats++
	if s.Beats%useEvery == 0 {
		s.NotePlace()
		s.Run(func() { _ = s.Use.Save(); _ = s.Places.Save() }, nil)
	}
	a.renewTray()
	if !a.rest(now) {
		s.Tick(now)
		a.finder.Tick(now)
	}
}

// entered is called when the window gets the focus: what may have changed meanwhile is
// looked at again.
func (a *App) entered() {
	if a.open != nil {
		a.open.Refresh()
	}
	a.shell.ReadLook()
	a.shell.BringInReach()
}

// exited is called when the window has lost the focus. A program that is killed later has its place from here. It is
// noted once the toolkit has handled its events: in the middle of them the window may be half minimised.
func (a *App) exited() {
	a.shell.OnUI(func() {
		a.shell.NotePlace()
		a.shell.Run(func() { _ = a.shell.Places.Save() }, nil)
	})
}
