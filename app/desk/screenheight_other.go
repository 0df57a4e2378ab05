//go:build !linux

package desk

// screenHeight is how high the screen is, in pixels; 0: the system fits windows itself.
func screenHeight() int { return 0 }
