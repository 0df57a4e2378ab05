package widgets

import "runtime"

// Control is the name of the key that shortcuts begin with: Ctrl, on macOS Cmd.
func Control() string {
	if runtime.GOOS == "darwin" {
		return "Cmd"
	}
	return "Ctrl"
}
