//go:build !nogui

package main

import (
	"errors"
	"fmt"
	"os"

	fyneapp "fyne.io/fyne/v2/app"

	"watchword/app"
	"watchword/app/cli"
	"watchword/app/config"
	"watchword/app/desktop/instance"
	"watchword/app/desktop/meet"
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
	a = app.New(fyneapp.NewWithID(app.ID), app.Options{
		Version: l.Version, Vault: l.Vault, Open: l.Open, Demo: l.Demo,
		Config: settings, Clipboard: app.SystemClipboard(),
		VaultOpts: vault.Options{App: l.Version, Device: settings.Device, BackupDir: l.Places.Backups, StateDir: l.Places.State},
	})
	close(ready)
	a.Window().ShowAndRun()
	return cli.ExitDone
}
