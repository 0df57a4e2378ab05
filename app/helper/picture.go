package helper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"runtime/debug"
	"time"

	"watchword/bounds"
	"watchword/scanner"
)

// Bounds of a picture, its decoding included.
const (
	PictureTime   = bounds.PictureTime
	PictureMemory = bounds.PictureMemory
)

// ErrPictureTime is the cause when a picture takes longer than [PictureTime].
var ErrPictureTime = errors.New("The picture took longer than 10 seconds and was given up. Crop it around the QR code and try again.")

// Decode decodes a picture file as [scanner.Decode] does, in a helper. Its time is bounded by
// ctx, see [Budget].
func Decode(ctx context.Context, data []byte) (frames []image.Image, err error) {
	err = do(ctx, request{job: jobDecode, data: data, memory: PictureMemory, take: func(c *channel, m message) error {
		frames, err = c.takeFrames(m)
		return err
	}})
	switch {
	case errors.Is(err, ErrMemory):
		err = &scanner.PictureError{Kind: scanner.ErrTooLarge, Sentence: fmt.Sprintf(
			"This picture takes more than %d GiB of memory. Pictures of up to %d million pixels can be scanned: crop it around the QR code, or save it smaller, and try again.",
			PictureMemory>>30, scanner.MaxDecodedDeep/1_000_000)}
	case errors.Is(err, ErrCrashed):
		err = scanner.Damaged()
	}
	if err != nil {
		return nil, err
	}
	return frames, nil
}

// A Budget is what is left of [PictureTime] for one picture; its frames share it.
type Budget struct{ left time.Duration }

// NewBudget is the whole time for one picture.
func NewBudget() *Budget { return &Budget{PictureTime} }

// Spend does work with a context that ends when the time is over. An error that comes after that is
// [ErrPictureTime]; where ctx itself ends it is the cause of that.
func (b *Budget) Spend(ctx context.Context, work func(context.Context) error) error {
	begin := time.Now()
	defer func() { b.left -= time.Since(begin) }()
	ctx, cancel := context.WithTimeoutCause(ctx, b.left, ErrPictureTime)
	defer cancel()
	err := work(ctx)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// Scan reads the codes of a picture file within its bounds: decoded in a helper, searched here. What
// was found before an error is in the result.
func Scan(ctx context.Context, data []byte, o scanner.Options) (result scanner.Result, err error) {
	err = NewBudget().Spend(ctx, func(ctx context.Context) error {
		frames, err := Decode(ctx, data)
		if err == nil {
			result, err = scanner.ScanFrames(ctx, frames, o)
		}
		return err
	})
	return result, err
}

func serveDecode(_ context.Context, p *peer, data []byte) error {
	frames, err := scanner.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // what decoding took, before the other process takes the pixels
	return p.sendFrames(frames)
}
