//go:build !nogui

package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"watchword/app"
	"watchword/app/cli"
	"watchword/app/config"
	"watchword/app/desktop/instance"
	"watchword/app/desktop/meet"
	"watchword/app/helper"
	"watchword/vault"
)

func init() { window = openWindow }

// openWindow opens the window and returns when it is closed. It is the only place that
// starts the toolkit, so that everything else is tested without a display.
func openWindow(l cli.Launch) int {
	if err := app.CheckDisplay(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return cli.ExitFailed
	}
	meet.Desktop() // main hides this program's memory
	settings, err := config.Load(l.Places)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	var a *app.App
	ready := make(chan struct{})
	if !l.Demo {
		claim, err := instance.Claim(l.Places.Runtime, l.Open, func(open []string) {
			<-ready
			a.Raise(open)
		})
		if errors.Is(err, instance.ErrRunning) {
			fmt.Fprintln(os.Stderr, err)
			return cli.ExitDone
		}
		defer claim.Release()
	}
	if settings.EnsureDevice() && !l.Demo {
		if err := settings.Save(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	watchEnd(func() { a.ClearUp() })
	a = app.New(fyneapp.NewWithID(app.ID), app.Options{
		Version: l.Version, Vault: l.Vault, Open: l.Open, Demo: l.Demo,
		Config: settings, Clipboard: app.SystemClipboard(),
		Leaving: func() { time.AfterFunc(lastEvents, func() { leave(cli.ExitDone) }) },
		VaultOpts: vault.Options{KDF: helper.Argon2id, App: l.Version, Device: settings.Device,
			BackupDir: l.Places.Backups, StateDir: l.Places.State},
	})
	close(ready)
	a.Window().ShowAndRun()
	vault.Leave()
	return cli.ExitDone
}

// lastEvents is how long the toolkit may take to end. Now and then it never does: Fyne 2.8.1's loop
// drops what is queued when it ends, the event that tells of the end among them, and then waits for
// that event (runGL, Lifecycle.WaitForEvents). A program without a window would stay, and answer
// for the next one that is started.
const lastEvents = 2 * time.Second

// watchEnd sees to it that a signal ends the program even so.
func watchEnd(clear func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		time.Sleep(lastEvents)
		clear()
		leave(cli.ExitFailed)
	}()
}

// leave ends the program, after a save that is putting its file in place.
func leave(code int) {
	vault.Leave()
	os.Exit(code)
}
