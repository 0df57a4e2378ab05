package autostart

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// The programs that Windows starts at login, for this user.
const run = `Software\Microsoft\Windows\CurrentVersion\Run`

func set(on bool, program string) error {
	k, err := registry.OpenKey(registry.CURRENT_USER, run, registry.QUERY_VALUE|registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	if !on {
		if err := k.DeleteValue("Watchword"); !errors.Is(err, registry.ErrNotExist) {
			return err
		}
		return nil
	}
	command := `"` + program + `" ` + Flag
	if is, _, err := k.GetStringValue("Watchword"); err == nil && is == command {
		return nil
	}
	return k.SetStringValue("Watchword", command)
}
