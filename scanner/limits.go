package scanner

import "watchword/bounds"

// Limits on pictures. They hold before any pixel is decoded, so that a small file cannot ask for
// much memory: a PNG of 48 KB may unpack to hundreds of megabytes.
const (
	// MaxBytes is the largest picture file, 128 MiB.
	MaxBytes = bounds.Picture
	// MaxSide is the largest width or height in pixels.
	MaxSide = bounds.PictureSide
	// MaxPixels is the largest number of pixels that is scanned, 128 million.
	MaxPixels = bounds.PicturePixels
	// MaxDecoded is the largest number of pixels of a file, 64 million; for an animated picture it
	// holds for all frames together. Whatever its format, decoding it takes less than 1 GiB.
	MaxDecoded = bounds.PictureDecoded
	// MaxDecodedDeep is MaxDecoded for pixels of 64 bits, and for the inks of a printer (CMYK): 32 million.
	MaxDecodedDeep = bounds.PictureDeep
	// MaxFrames is how many frames of an animated picture are looked at.
	MaxFrames = bounds.PictureFrames
	// MaxTime is when a scan stops by itself and returns what it has.
	MaxTime = bounds.PictureTime
)
