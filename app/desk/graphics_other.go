//go:build !linux

package desk

// lacksGraphics is not known before the toolkit tries; it has a box of its own that says so.
func lacksGraphics() bool { return false }
