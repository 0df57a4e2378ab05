package cli

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"

	"watchword/app/helper"
	"watchword/assets/words"
	"watchword/scanner"
)

// drawScan writes pictures of how a scan went into a folder: what each stage saw. They show what the scanned
// picture shows, keys in QR codes too, so they are for the eyes of whoever asked for them: only that person may read the
// files. n counts the pictures from 1, frame is the one that is drawn of an animated picture.
func (p *program) drawScan(ctx context.Context, folder string, pic picture, n, frame int, o scanner.Options) error {
	if pic.err != nil {
		return nil // said already
	}
	img := pic.img
	if img == nil {
		frames, err := helper.Decode(ctx, pic.data)
		if err != nil || frame >= len(frames) {
			return nil // said already
		}
		img = frames[frame]
	}
	result, drawings, err := scanner.Debug(ctx, img, o)
	if err != nil && len(drawings) == 0 {
		return nil // said already
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return drawError(err)
	}
	for _, d := range drawings {
		var b bytes.Buffer
		err := png.Encode(&b, d.Image)
		if err == nil {
			name := filepath.Join(folder, words.T("%d-%s.png", n, d.Name))
			err = os.WriteFile(name, b.Bytes(), 0o600)
		}
		if err != nil {
			return drawError(err)
		}
	}
	for _, c := range result.Counts {
		p.note(words.T("%s: %s: %d", clean(pic.name), c.What, c.N))
	}
	p.note(words.N(len(drawings), "%[2]s: 1 drawing of how it was read in %[3]s. It shows the codes: delete it when you no longer need it.",
		"%[2]s: %[1]d drawings of how it was read in %[3]s. They show the codes: delete them when you no longer need them.", clean(pic.name), clean(folder)))
	return nil
}

func drawError(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return words.Error("The drawings could not be written (%w). Name a folder that can be written to.", err)
}
