package scanner

import "time"

// Limits on pictures. They hold before any pixel is decoded, so that a small file cannot ask for
// much memory: a PNG of 48 KB may unpack to hundreds of megabytes.
const (
	// MaxBytes is the largest picture file, 128 MiB.
	MaxBytes = 128 << 20
	// MaxSide is the largest width or height in pixels.
	MaxSide = 16384
	// MaxPixels is the largest number of pixels, 128 million; for an animated picture it
	// holds for all frames together.
	MaxPixels = 128_000_000
	// MaxFrames is how many frames of an animated picture are looked at.
	MaxFrames = 50
	// MaxTime is when a scan stops by itself and returns what it has.
	MaxTime = 10 * time.Second
)
