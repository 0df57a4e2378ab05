//go:build !linux && !windows && !darwin

package autostart

import "watchword/assets/words"

func set(on bool, program string) error {
	if !on {
		return nil
	}
	return words.Error("this system has no way to start a program at login")
}
