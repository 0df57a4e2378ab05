package assets

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
)

// brandFile is what assets/gen/pack.go writes, which describes its form.
//
//go:embed brands.bin
var brandFile []byte

// aliasFile gives brands further names: lines of "slug: name; name".
//
//go:embed aliases.txt
var aliasFile string

// A markTable is the index of brandFile; the glyphs stay packed in the file.
type markTable struct {
	entries []markEntry
	byKey   map[string]int
	bySlug  map[string]int
}

type markEntry struct {
	slug, name, color string
	glyph             []byte // a part of brandFile
}

var loaded struct {
	sync.Mutex
	marks *markTable // nil while nobody needs it
}

// loadMarks reads the index at its first call, in a few milliseconds.
func loadMarks() *markTable {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.marks == nil {
		t, err := readMarks(brandFile, aliasFile)
		if err != nil {
			// The file is part of the program and a test reads it: a row with a letter
			// in place of a mark is better than a program that does not start.
			t = &markTable{}
		}
		loaded.marks = t
	}
	return loaded.marks
}

// ForgetMarks drops the index of the marks from memory until one is asked for again.
func ForgetMarks() {
	loaded.Lock()
	defer loaded.Unlock()
	loaded.marks = nil
}

func readMarks(data []byte, aliases string) (*markTable, error) {
	if len(data) < 4 || uint64(len(data)-4) < uint64(binary.BigEndian.Uint32(data)) {
		return nil, fmt.Errorf("the brands are cut short")
	}
	head := data[4 : 4+binary.BigEndian.Uint32(data)]
	glyphs := data[4+len(head):]
	t := &markTable{byKey: map[string]int{}, bySlug: map[string]int{}}
	var other [][]string // names that give way to the names of all brands
	for line := range strings.Lines(string(inflate(head))) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 5 {
			return nil, fmt.Errorf("a brand has %d fields, not 5", len(f))
		}
		size, err := strconv.Atoi(f[4])
		if err != nil || size < 0 || size > len(glyphs) {
			return nil, fmt.Errorf("the glyph of %s is cut short", f[0])
		}
		t.add(f[0], f[1], f[2], glyphs[:size])
		other = append(other, strings.Split(f[3], "|"))
		glyphs = glyphs[size:]
	}
	for i, names := range other {
		for _, name := range names {
			t.name(name, i)
		}
	}
	return t, t.addAliases(aliases)
}

func (t *markTable) add(slug, name, color string, glyph []byte) {
	t.bySlug[slug] = len(t.entries)
	t.name(name, len(t.entries))
	t.entries = append(t.entries, markEntry{slug, name, "#" + color, glyph})
}

// name lets a name find a brand, unless it already finds another.
func (t *markTable) name(name string, i int) {
	if key := nameKey(name); key != "" {
		if _, taken := t.byKey[key]; !taken {
			t.byKey[key] = i
		}
	}
}

// addAliases reads aliasFile. Its names win over those of the sources.
func (t *markTable) addAliases(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		slug, names, _ := strings.Cut(line, ":")
		i, ok := t.bySlug[slug]
		if !ok {
			return fmt.Errorf("the aliases name a brand that is not there: %s", slug)
		}
		for name := range strings.SplitSeq(names, ";") {
			if key := nameKey(name); key != "" {
				t.byKey[key] = i
			}
		}
	}
	return nil
}

func (t *markTable) at(i int) Mark {
	e := t.entries[i]
	return Mark{Slug: e.slug, Name: e.name, Color: e.color, Ink: inkOn(e.color), glyph: e.glyph}
}

// inflate unpacks a part of brandFile; a damaged one gives what could be read.
func inflate(packed []byte) []byte {
	text, _ := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	return text
}

// inkOn returns the colour of a glyph on a ground. White is the look; on a
// ground as bright as yellow it could not be seen.
func inkOn(color string) string {
	if 1.05/(luminance(color)+0.05) < 1.9 {
		return "#131A24"
	}
	return "#FFFFFF"
}

// luminance returns the relative luminance of "#RRGGBB", 0 to 1 (WCAG 2.1).
func luminance(color string) float64 {
	v, _ := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32)
	linear := func(shift uint) float64 {
		c := float64(v>>shift&0xff) / 255
		if c <= 0.03928 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}
