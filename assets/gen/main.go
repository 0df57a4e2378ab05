//go:build assetsgen

// Gen makes assets/brands.bin from two npm packages. In an empty folder:
//
//	npm install --ignore-scripts simple-icons@16.37.0 @fortawesome/fontawesome-free@7.3.1
//
// and then, at the top of the project, with that folder's node_modules:
//
//	go run -tags assetsgen ./assets/gen -modules DIR/node_modules
//
// It prints what it left out and why. The same input gives the same bytes.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"watchword/assets/gen/svgpath"
)

// grid is the side of the whole-number box that each glyph fills. A glyph of
// 128 pixels is then placed to a tenth of a pixel.
const grid = 1200

// An icon is one brand on its way into the file.
type icon struct {
	slug, title, hex string
	names            []string // other names that its source gives
	path             string   // SVG path data of the source
}

func main() {
	log.SetFlags(0)
	modules := flag.String("modules", "node_modules", "folder that npm installed into")
	lists := flag.String("lists", "assets/gen", "folder with drop.txt, fontawesome.tsv and colors.tsv")
	out := flag.String("out", "assets/brands.bin", "file to write")
	flag.Parse()

	icons, err := collect(*modules, *lists)
	if err != nil {
		log.Fatal(err)
	}
	data, err := pack(icons)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, data, 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d brands, %d bytes\n", len(icons), len(data))
}

// collect reads both packages, gives the brands their tuned colours and sorts
// them by slug.
func collect(modules, lists string) ([]icon, error) {
	drop, err := readList(filepath.Join(lists, "drop.txt"))
	if err != nil {
		return nil, err
	}
	icons, err := readSimpleIcons(filepath.Join(modules, "simple-icons"), drop)
	if err != nil {
		return nil, err
	}
	more, err := readFontAwesome(filepath.Join(modules, "@fortawesome", "fontawesome-free"), filepath.Join(lists, "fontawesome.tsv"))
	if err != nil {
		return nil, err
	}
	icons = replace(icons, more)
	if err := recolor(icons, filepath.Join(lists, "colors.tsv")); err != nil {
		return nil, err
	}
	for i, ic := range icons {
		if icons[i].path, err = plain(ic.path); err != nil {
			return nil, fmt.Errorf("%s: %w", ic.slug, err)
		}
	}
	slices.SortFunc(icons, func(a, b icon) int { return cmp.Compare(a.slug, b.slug) })
	return icons, nil
}

// replace puts the icons of more in the place of those with the same slug.
func replace(icons, more []icon) []icon {
	for _, ic := range more {
		icons = slices.DeleteFunc(icons, func(o icon) bool { return o.slug == ic.slug })
		icons = append(icons, ic)
	}
	return icons
}

// plain turns path data into the form that every reader draws alike.
func plain(data string) (string, error) {
	path, err := svgpath.Parse(data)
	if err != nil {
		return "", err
	}
	if len(path) == 0 {
		return "", fmt.Errorf("the drawing is empty")
	}
	return path.Fit(grid).String(), nil
}
