// Icons draws the program's icon in the sizes of the hicolor theme:
// go run ./packaging/icons FOLDER, which becomes FOLDER/hicolor/48x48/apps/ID.png and so on.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
)

const id = "io.github.watchword.Watchword"

// sizes are those that desktops ask for, in pixels.
var sizes = []int{16, 22, 24, 32, 48, 64, 96, 128, 256, 512}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icons FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	data, err := os.ReadFile(filepath.Join("assets", "icon.png"))
	if err != nil {
		return err
	}
	icon, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for _, size := range sizes {
		small := image.NewNRGBA(image.Rect(0, 0, size, size))
		draw.CatmullRom.Scale(small, small.Bounds(), icon, icon.Bounds(), draw.Src, nil)
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small); err != nil {
			return err
		}
		if err := put(filepath.Join(folder, "hicolor", fmt.Sprintf("%dx%d", size, size), "apps", id+".png"), out.Bytes()); err != nil {
			return err
		}
	}
	for from, to := range map[string]string{
		filepath.Join("assets", "icon.svg"):                     filepath.Join("scalable", "apps", id+".svg"),
		filepath.Join("packaging", "linux", id+"-symbolic.svg"): filepath.Join("symbolic", "apps", id+"-symbolic.svg"),
	} {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := put(filepath.Join(folder, "hicolor", to), data); err != nil {
			return err
		}
	}
	return nil
}

func put(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
