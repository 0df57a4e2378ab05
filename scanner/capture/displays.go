package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"github.com/kbinani/screenshot"

	"watchword/assets/words"
)

// displays takes one picture a monitor through the system's own calls. Cloned monitors show
// the same and are taken once.
func displays(ctx context.Context) ([]Shot, error) {
	var shots []Shot
	var taken []image.Rectangle
	for i := range screenshot.NumActiveDisplays() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		bounds := screenshot.GetDisplayBounds(i)
		if bounds.Empty() || slices.Contains(taken, bounds) {
			continue
		}
		img, err := screenshot.CaptureRect(bounds)
		if err != nil {
			return nil, fmt.Errorf("screen %d: %w", i+1, err)
		}
		taken = append(taken, bounds)
		shots = append(shots, Shot{Image: img, Screen: i + 1, Name: words.T("screen %d", i+1)})
	}
	if len(shots) == 0 {
		return nil, noDisplay(errors.New("the system names no monitor"))
	}
	return shots, nil
}
