//go:build !nogui

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"watchword/app"
	"watchword/app/cli"
	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/desktop/box"
	"watchword/app/desktop/instance"
	"watchword/app/desktop/meet"
	"watchword/app/helper"
	"watchword/app/idle"
	"watchword/app/tray"
	"watchword/vault"
)

func init() { window = openWindow }

// openWindow opens the window and returns when it is closed. It is the only place that
// starts the toolkit, so that everything else is tested without a display.
func openWindow(l cli.Launch) int {
	if err := desk.CheckDisplay(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return cli.ExitFailed
	}
	if err := desk.CheckGraphics(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		_ = box.Show(context.Background(), "Watchword", err.Error()) // nobody may see standard error
		return cli.ExitFailed
	}
	if l.Which {
		return showWhich(*l.Found)
	}
	if l.Found != nil {
		places, ok := askWhich(*l.Found)
		if !ok {
			return cli.ExitDone
		}
		l.Places = places
	}
	meet.Desktop() // main hides this program's memory
	settings, err := config.Load(l.Places)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	var a *app.App
	ready := make(chan struct{})
	if !l.Demo {
		message := l.Open
		switch {
		case l.Quick:
			message = []string{instance.Quick}
		case l.Hidden:
			message = []string{instance.Hidden}
		}
		claim, err := instance.Claim(l.Places.Runtime, message, func(open []string) {
			<-ready
			switch {
			case slices.Equal(open, []string{instance.Quick}):
				a.RaiseQuick()
				return
			case slices.Equal(open, []string{instance.Hidden}):
				return
			}
			a.Raise(open)
		})
		if errors.Is(err, instance.ErrRunning) {
			if l.Quick || l.Hidden { // its window says it, and a start at login says nothing
				return cli.ExitDone
			}
			other := ""
			if l.Vault != settings.VaultPath() {
				other = l.Vault
			}
			fmt.Fprintln(os.Stderr, instance.Told(l.Open, other))
			return cli.ExitDone
		}
		defer claim.Release()
	}
	if settings.EnsureDevice() && !l.Demo {
		if err := settings.Save(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	var loop *idle.Loop
	end := watchEnd(func() { a.End() }, func() { a.ClearUp() })
	toolkit := fyneapp.NewWithID(app.ID)
	a = app.New(toolkit, desk.Options{
		Version: l.Version, Vault: l.Vault, Open: l.Open, Demo: l.Demo, Quick: l.Quick,
		Config: settings, Clipboard: desk.SystemClipboard(),
		Running:   end.take,
		Tray:      trayOf(l.Demo),
		Minimised: func(w fyne.Window) bool { return loop.Minimised(w) },
		Leaving:   func() { time.AfterFunc(lastEvents, func() { leave(cli.ExitDone) }) },
		VaultOpts: vault.Options{KDF: helper.Argon2id, App: l.Version, Device: settings.Device,
			BackupDir: l.Places.Backups, StateDir: l.Places.State},
	})
	loop = idle.Start(idle.Options{
		Context: a.Context(), Frame: a.Frame, Hidden: a.Resting,
		Off: func() bool { return settings.NoSleep || os.Getenv(idle.Variable) != "" },
	})
	loop.Listen(a.Window())
	close(ready)
	switch {
	case l.Quick:
	case l.Hidden:
		a.StartHidden()
	default:
		a.Show()
	}
	toolkit.Run()
	vault.Leave()
	return cli.ExitDone
}

// trayOf is the icon in the tray; a throw-away vault has none.
func trayOf(demo bool) desk.Tray {
	if demo || !tray.Possible() {
		return nil
	}
	return tray.New()
}

// lastEvents is how long the toolkit may take to end. Now and then it never does: Fyne 2.8.1's loop
// drops what is queued when it ends, the event that tells of the end among them, and then waits for
// that event (runGL, Lifecycle.WaitForEvents). A program without a window would stay, and answer
// for the next one that is started.
const lastEvents = 2 * time.Second

// endPatience is how long the program may take to save what is typed, once it was told to end.
const endPatience = 3 * time.Second

// An ending is what tells the program to end: Ctrl+C in its terminal, the end of the session.
type ending chan os.Signal

// watchEnd calls end, which saves what is typed and ends the window, and sees to it that the program
// ends even if that does not.
func watchEnd(end, clear func()) ending {
	signals := make(ending, 1)
	signals.notify()
	go func() {
		<-signals
		end()
		time.Sleep(endPatience + lastEvents)
		clear()
		leave(cli.ExitFailed)
	}()
	return signals
}

func (e ending) notify() {
	told := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		told = append(told, syscall.SIGHUP)
	}
	signal.Notify(e, told...)
}

// take takes the signals from the toolkit, which would end its loop at once, with what is typed.
func (e ending) take() {
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	e.notify()
}

// leave ends the program, after a save that is putting its file in place.
func leave(code int) {
	vault.Leave()
	os.Exit(code)
}

// showWhich is the process of [askWhich]: it prints the vault.
func showWhich(found config.Found) int {
	code := cli.ExitFailed
	toolkit := fyneapp.NewWithID(app.ID)
	app.NewWhich(toolkit, found, func(p config.Places) {
		if _, err := fmt.Println(p.Vault); err == nil {
			code = cli.ExitDone
		}
		toolkit.Quit()
	}).Show()
	toolkit.Run()
	return code
}
