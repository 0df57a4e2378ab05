// Package scanner reads the texts of all QR codes in a picture: a screenshot, a photo, a file.
//
// Start with Scan for pixels or ScanBytes for the bytes of a picture file. The search is a row of
// stages, one file each: luminance, pyramid, threshold, finder, triple, dimension, transform,
// alignment, mesh, sample, decode. docs/scanner.md explains it. Nothing here knows what the texts
// mean, nothing is written or logged, and hostile pictures are bounded in time and memory.
package scanner

import (
	"context"
	"image"
	"time"
)

// A Code is one QR code that was read.
type Code struct {
	Text string
	// Corners are the outer corners of the symbol (without its quiet zone) in the upright
	// picture's pixels: the symbol's own top left first, then clockwise as the symbol is read.
	// They may lie a little outside the picture.
	Corners [4]image.Point
	// Frame is the frame of an animated picture, 0 in any other.
	Frame int
	// Version is the symbol's size, 1 to 40.
	Version int
	// Inverted says that the symbol is light on dark.
	Inverted bool
}

// A Stage tells how far the reading of a symbol came.
type Stage string

// The stages, in order.
const (
	StageFound   Stage = "found"   // its finder patterns were seen, no grid fits between them
	StageSampled Stage = "sampled" // a grid fits, the format information is unreadable
	StageFormat  Stage = "format"  // the format was read, too many modules are wrong to correct
	StageText    Stage = "text"    // the bytes are right, they are no text that we can read
)

// A Cause is the likely reason why a symbol could not be read.
type Cause string

// The causes, with what a user can do in Sighting.Advice.
const (
	CauseCutOff  Cause = "cut off"       // a part lies outside the picture
	CauseSmall   Cause = "too small"     // too few pixels a module
	CauseFaint   Cause = "too faint"     // hardly any contrast
	CauseCovered Cause = "covered"       // a part is hidden by something else
	CauseUnknown Cause = "damaged"       // none of these for certain: blurred, bent, covered
	CauseMargin  Cause = "no margin"     // it has no margin and runs into the page
	CauseContent Cause = "not text"      // the bytes are no text
	CauseOther   Cause = "not a QR code" // it is a code of another kind, which Advice names
	CausePart    Cause = "part"          // it was read, and holds a part of a text whose other parts are missing
)

// An Undecoded is a QR code that was seen but could not be read, or a code of another kind.
type Undecoded struct {
	Corners [4]image.Point // as in Code; estimated
	Frame   int
	Stage   Stage
	Cause   Cause
	// Advice is a plain sentence: what was seen, where, and what to do.
	Advice string
}

// A Result is what a scan found.
type Result struct {
	// Codes are in reading order: top to bottom, then left to right. The same text
	// appears once for each place where it stands.
	Codes []Code
	// Seen are codes that were found but not read. A code is in one of the two lists only.
	Seen []Undecoded
	// Counts are what the stages took in and what they refused, in their order. Only Debug counts.
	Counts []Count
	// Elapsed spans from decoded pixels to texts; reading and decompressing a file is not in it.
	Elapsed time.Duration
}

// A Count is how many of something a scan met.
type Count struct {
	What string // in a few words: "triples without timing patterns"
	N    int
}

// Options change how a scan is done. The zero value is right for a screenshot.
type Options struct {
	// Found, if not nil, is called with each code as soon as it is read, from one goroutine
	// at a time, before Scan returns. It must not call the scanner.
	Found func(Code)
	// MaxWorkers bounds the goroutines at work; 0 means one for each processor.
	MaxWorkers int
	// Region, if not empty, is the part of the picture to scan, in its pixels counted from its top
	// left. It is scanned as with Harder. Corners stay in the whole picture's pixels.
	Region image.Rectangle
	// Harder spends more time than is right for a whole screen: all means are tried, enlarging
	// among them.
	Harder bool

	trace *trace // of Debug
}

// Scan finds and reads all QR codes in img. Pictures beyond the limits of this package give a
// *PictureError. When ctx ends, Scan returns within moments with what it has and ctx's error.
// A picture without a code is no error.
func Scan(ctx context.Context, img image.Image, o Options) (Result, error) {
	begin := time.Now()
	result, err := scanFrame(ctx, img, 0, o)
	result.Elapsed = time.Since(begin)
	return result, err
}

// ScanBytes decodes the bytes of a picture file as Decode does and scans its frames one after
// the other until one holds a code.
func ScanBytes(ctx context.Context, data []byte, o Options) (Result, error) {
	frames, err := decodeBytes(data)
	if err != nil {
		return Result{}, err
	}
	return ScanFrames(ctx, frames, o)
}

// ScanFrames scans the frames of a picture that [Decode] gave, one after the other, until one holds a
// code. When ctx ends it returns as [Scan] does.
func ScanFrames(ctx context.Context, frames []image.Image, o Options) (result Result, err error) {
	begin := time.Now()
	for i, frame := range frames {
		var more Result
		more, err = scanFrame(ctx, frame, i, o)
		if i == 0 || len(more.Codes) > 0 || len(more.Seen) > len(result.Seen) {
			result = more
		}
		if err != nil || len(more.Codes) > 0 {
			break
		}
	}
	result.Elapsed = time.Since(begin)
	return result, err
}
