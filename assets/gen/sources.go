//go:build assetsgen

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// readSimpleIcons reads the package simple-icons. It leaves out what stands in
// drop and what has a licence of its own: the rest is CC0.
func readSimpleIcons(dir string, drop map[string]bool) ([]icon, error) {
	data, err := os.ReadFile(filepath.Join(dir, "data", "simple-icons.json"))
	if err != nil {
		return nil, err
	}
	var entries []struct {
		Title, Slug, Hex string
		License          *struct{ Type string }
		Aliases          struct {
			AKA []string `json:"aka"`
			Dup []struct{ Title string }
			Loc map[string]string `json:"loc"`
		}
	}
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, err
	}
	var icons []icon
	dropped, licensed := 0, 0
	for _, e := range entries {
		if drop[e.Slug] {
			dropped++
			delete(drop, e.Slug)
			continue
		}
		if e.License != nil && e.License.Type != "CC0-1.0" {
			licensed++
			continue
		}
		ic := icon{slug: e.Slug, title: e.Title, hex: e.Hex, names: slices.Clone(e.Aliases.AKA)}
		for _, d := range e.Aliases.Dup {
			ic.names = append(ic.names, d.Title)
		}
		for _, l := range e.Aliases.Loc {
			ic.names = append(ic.names, l)
		}
		slices.Sort(ic.names)
		ic.names = slices.Compact(ic.names)
		if ic.path, err = readPaths(filepath.Join(dir, "icons", e.Slug+".svg")); err != nil {
			return nil, err
		}
		icons = append(icons, ic)
	}
	fmt.Printf("simple-icons: %d taken, %d on the drop list, %d under a licence of their own\n", len(icons), dropped, licensed)
	for slug := range drop {
		fmt.Printf("drop.txt: %s is not in simple-icons\n", slug)
	}
	return icons, nil
}

// readFontAwesome reads the brands that a list names, one a line: slug, title,
// colour, glyph, separated by tabs.
func readFontAwesome(dir, list string) ([]icon, error) {
	lines, err := readLines(list)
	if err != nil {
		return nil, err
	}
	var icons []icon
	for _, line := range lines {
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("%s: %q has %d fields, not 4", list, line, len(f))
		}
		path, err := readPaths(filepath.Join(dir, "svgs", "brands", f[3]+".svg"))
		if err != nil {
			return nil, err
		}
		icons = append(icons, icon{slug: f[0], title: f[1], hex: f[2], path: path})
	}
	return icons, nil
}

var pathData = regexp.MustCompile(`<path[^>]*\sd="([^"]*)"`)

// readPaths returns the path data of an SVG file whose shapes are all paths.
func readPaths(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, m := range pathData.FindAllSubmatch(data, -1) {
		all.Write(m[1])
		all.WriteByte(' ')
	}
	if all.Len() == 0 {
		return "", fmt.Errorf("%s: no path in it", name)
	}
	return all.String(), nil
}

// recolor sets the grounds that a list gives, one a line: slug, colour.
func recolor(icons []icon, list string) error {
	lines, err := readLines(list)
	if err != nil {
		return err
	}
	for _, line := range lines {
		slug, hex, _ := strings.Cut(line, "\t")
		i := slices.IndexFunc(icons, func(ic icon) bool { return ic.slug == slug })
		if i < 0 {
			return fmt.Errorf("%s: no brand %q", list, slug)
		}
		icons[i].hex = hex
	}
	return nil
}

// readList reads a file of words parted by white space.
func readList(name string) (map[string]bool, error) {
	lines, err := readLines(name)
	words := map[string]bool{}
	for _, line := range lines {
		for _, w := range strings.Fields(line) {
			words[w] = true
		}
	}
	return words, err
}

// readLines returns the lines of a file that are neither empty nor begin with #.
func readLines(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	s := bufio.NewScanner(f)
	for s.Scan() {
		if line := strings.TrimSpace(s.Text()); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines, s.Err()
}
