package main

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"watchword/scanner"
)

// drawDebug writes the drawings of a scan into a folder.
func drawDebug(img image.Image, folder string) error {
	_, drawings, err := scanner.Debug(context.Background(), img, scanner.Options{})
	if err != nil {
		return err
	}
	for _, d := range drawings {
		f, err := os.Create(filepath.Join(folder, d.Name+".png"))
		if err != nil {
			return err
		}
		if err := png.Encode(f, d.Image); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}
