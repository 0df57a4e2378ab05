// Watchword shows the codes of two-factor sign-ins and keeps their keys in an encrypted
// file. This file starts a command of the terminal; window.go adds the window, and is left
// out by the build tag nogui.
package main

import (
	"fmt"
	"os"
	"runtime"

	"watchword/app/cli"
	"watchword/app/config"
	"watchword/vault"
)

// version is set by the release: -ldflags "-X main.version=1.2.3". A build without that may be of a later commit.
var version = "0.1.0-dev"

// commit is what the release was built from, set as version is.
var commit string

// window opens the window and returns the exit code; window.go sets it.
var window func(cli.Launch) int

func main() {
	if err := cli.CheckOpenFiles(); err != nil {
		fmt.Fprintln(os.Stderr, "watchword:", err)
		os.Exit(cli.ExitFailed)
	}
	os.Args = cli.Arguments(os.Args)
	_ = vault.NoDumps() // it raises a cost; nothing depends on it
	config.Unfinished = vault.Unfinished
	ctx, stop := untilTold()
	env := cli.System(version)
	if commit != "" {
		env.Build = "commit " + commit + ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH
	}
	if cli.IsAgePlugin(os.Args[0]) {
		os.Exit(cli.AgePlugin(env))
	}
	if window != nil {
		env.Window = func(l cli.Launch) int {
			stop() // the window has no use for it: Ctrl+C ends it as it ends any program
			return window(l)
		}
	}
	os.Exit(cli.Run(ctx, env))
}
