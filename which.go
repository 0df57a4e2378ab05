//go:build !nogui

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"watchword/app/cli"
	"watchword/app/config"
)

// askWhich asks the user which vault is meant, in a window of a process of its own: settings, sockets and all else
// of the program depend on the answer, so nothing of it has begun. It returns false where nobody answered.
func askWhich(found config.Found) (config.Places, bool) {
	program, err := os.Executable()
	if err != nil {
		return config.Places{}, false
	}
	cmd := exec.Command(program, cli.WhichFlag)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return config.Places{}, false
	}
	places, ok := found.Of(strings.TrimSuffix(string(out), "\n"))
	if !ok {
		return config.Places{}, false
	}
	if err := found.Remember(places); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return places, true
}
