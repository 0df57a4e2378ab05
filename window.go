//go:build !nogui

package main

import (
	"fmt"
	"os"

	fyneapp "fyne.io/fyne/v2/app"

	"watchword/app"
	"watchword/app/cli"
	"watchword/app/config"
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
	settings, err := config.Load(l.Places)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if settings.EnsureDevice() && !l.Demo {
		if err := settings.Save(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	a := app.New(fyneapp.NewWithID(app.ID), app.Options{
		Version: l.Version, Vault: l.Vault, Open: l.Open, Demo: l.Demo,
		Config: settings, Clipboard: app.SystemClipboard(),
		VaultOpts: vault.Options{App: l.Version, Device: settings.Device, BackupDir: l.Places.Backups},
	})
	a.Window().ShowAndRun()
	return cli.ExitDone
}
