//go:build !linux && !windows

package desk

import "watchword/app/background"

// askCapsLock tells nothing: macOS draws its own sign in password fields of the system only, and gives programs no state
// without cgo.
func askCapsLock(background.Runner, func(on bool)) {}
