// Package desk is what lies around the program: how it was started, the settings, the clock, and the
// services of the system that its pages use. Tests put others in their place.
package desk

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"watchword/app/background"
	"watchword/app/clock"
	"watchword/app/config"
	"watchword/app/desktop/appearance"
	"watchword/app/desktop/autostart"
	"watchword/app/desktop/dialogs"
	"watchword/app/desktop/hotkey"
	"watchword/app/desktop/keyring"
	"watchword/app/desktop/sessionlock"
	"watchword/app/desktop/typing"
	"watchword/app/phrases"
	"watchword/app/screens"
	"watchword/app/tray"
	"watchword/scanner/capture"
	"watchword/vault"
)

// Options say how the program was started. The functions are the I/O boundary; zero values are the
// real ones.
type Options struct {
	Version string
	Vault   string   // --vault; "" is the known or the usual place
	Open    []string // links, pictures and vaults to open
	Demo    bool     // a throw-away vault with examples
	Quick   bool     // the quick window alone

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
	Minimised func(fyne.Window) bool                          // whether the window is out of the way; may be nil
	Withdraw  func(fyne.Window)                               // has the desktop forget a minimised window that was hidden
	Restore   func(fyne.Window)                               // ends that a window is minimised
	Running   func()                                          // the toolkit's loop runs; may be nil

	CapsLock func(run background.Runner, tell func(on bool)) // tells, on the UI thread, whether it is on; not where it is not known
	Monitors func() []screens.Screen                         // those that are there now
	Where    func(fyne.Window) screens.Spot                  // where a window is on them
	Rewired  func(tell func())                               // has tell called when a screen comes or goes
	Leaving  func()                                          // the program ends now; may be nil

	// Focused returns the window that has the focus, TypeCode types a code into it, see package typing. Centre puts a
	// window on the screen with the pointer.
	Focused  func() (typing.Target, error)
	TypeCode func(ctx context.Context, to typing.Target, code string, enter bool) error
	Centre   func(fyne.Window)
	Listen   func(ctx context.Context, k hotkey.Keys, description string, ready, pressed func()) error // hears keys everywhere, see package hotkey

	Keyring      Keyring
	Tray         Tray                // nil: there is none
	Autostart    func(on bool) error // has the system start the program at login
	WatchSession WatchSession
}

// A Keyring keeps the vault's key for quick unlock: the system's own.
type Keyring interface {
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, secret string) error
	Delete(ctx context.Context, name string) error
}

// A Tray is the icon among those of the desktop: see package tray.
type Tray interface {
	Run(ctx context.Context, tell func(there bool))
	Show(tray.Look) (shown <-chan struct{})
}

// CanTray reports whether this system has a place for such an icon.
func CanTray() bool { return tray.Possible() }

// A WatchSession tells of locked sessions and of sleep until ctx ends.
type WatchSession func(ctx context.Context, lock func(sessionlock.Reason)) error

// A Desk is what every page of the program may use, from start to end. It is used on the UI thread
// where nothing else is said.
type Desk struct {
	Options
	Context context.Context    // ends with the program
	End     context.CancelFunc // ends it
	Use     *config.Use        // how much each account is used on this computer
	Places  *config.WindowPlaces
	Warn    func(error) // tells of what failed while something else was done

	configSaves sync.Mutex
	saved
	unbroken
}

// New completes the options.
func New(o Options) *Desk {
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
	if o.AskTime == nil {
		o.AskTime = clock.Ask
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
	if o.Withdraw == nil {
		o.Withdraw = withdraw
	}
	if o.Restore == nil {
		o.Restore = screens.Restore
	}
	if o.CapsLock == nil {
		o.CapsLock = askCapsLock
	}
	if o.Monitors == nil {
		o.Monitors = screens.Now
	}
	if o.Rewired == nil {
		o.Rewired = screens.Watch
	}
	if o.Where == nil {
		o.Where = screens.Where
	}
	if o.Focused == nil {
		o.Focused = typing.Focused
	}
	if o.TypeCode == nil {
		permission := o.Config.Places.TypingPermission()
		o.TypeCode = func(ctx context.Context, to typing.Target, code string, enter bool) error {
			return typing.Type(ctx, to, code, typing.Options{Enter: enter, Permission: permission})
		}
	}
	if o.Listen == nil {
		o.Listen = hotkey.Listen
	}
	if o.Centre == nil {
		o.Centre = centre
	}
	if o.WatchSession == nil {
		o.WatchSession = sessionlock.Watch
	}
	if o.Autostart == nil {
		o.Autostart = autostart.Set
	}
	if o.Keyring == nil {
		o.Keyring = keyring.Ring{}
	}
	if o.VaultOpts.SecondBackupDir == "" {
		o.VaultOpts.SecondBackupDir = o.Config.SecondBackups
	}
	d := &Desk{Options: o, Use: config.LoadUse(o.Config.Places), Places: config.LoadWindowPlaces(o.Config.Places), Warn: func(error) {}}
	d.Context, d.End = context.WithCancel(context.Background())
	d.Run(findDocuments, nil)
	return d
}

// CodeTime is the clock that codes are made by: this computer's, with the correction that the
// user asked for.
func (d *Desk) CodeTime() time.Time { return d.Now().Add(d.Config.Correction()) }

// Today is the day, as the settings note days.
func (d *Desk) Today() string { return d.Now().Format(time.DateOnly) }

// SaveConfig writes the settings of this computer, away from the UI thread; a failure is
// told, nothing stops.
func (d *Desk) SaveConfig() {
	if d.Demo {
		return
	}
	snapshot := *d.Config
	var err error
	d.Run(func() {
		d.configSaves.Lock() // the snapshots share what they do not know
		defer d.configSaves.Unlock()
		err = snapshot.Save()
	}, func() {
		if err != nil {
			d.Warn(err)
		}
	})
}

// Used notes that an account was used on this computer.
func (d *Desk) Used(vault, id string) {
	if !d.Demo {
		d.Use.Note(vault, id, d.Now())
	}
}

// UseOf returns how much each account of a vault is used here. It may be asked from any
// goroutine.
func (d *Desk) UseOf(vault string) func(id string) float64 {
	return func(id string) float64 { return d.Use.Score(vault, id, d.Now()) }
}

// saved is when a vault was saved last, as far as this computer knows. Pages that say so do not look
// themselves: a share that hangs must not hold the window up.
type saved struct {
	path string
	at   time.Time
}

// NoteSaved takes note of when a vault was saved last.
func (d *Desk) NoteSaved(path string, at time.Time) { d.saved = saved{path, at} }

// SavedAt says in words when a vault was saved last, "" where that is not known.
func (d *Desk) SavedAt(path string) string {
	if d.saved.path != path || d.saved.at.IsZero() {
		return ""
	}
	return phrases.Moment(d.saved.at, d.Now())
}
