//go:build assetsgen

package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"strings"
)

// pack writes the form that assets/marks.go reads: the length of the index
// (uint32, big endian), the index, then the glyphs one after the other. Index
// and glyphs are deflated each on its own, so that a list of twenty accounts
// unpacks twenty glyphs and not three thousand. An index line is slug, title,
// colour without #, other names parted by |, and the length of the glyph.
func pack(icons []icon) ([]byte, error) {
	var index strings.Builder
	var glyphs bytes.Buffer
	for _, ic := range icons {
		glyph, err := deflate(ic.path)
		if err != nil {
			return nil, err
		}
		names := strings.Join(ic.names, "|")
		if strings.ContainsAny(ic.title+names, "\t\n") {
			return nil, fmt.Errorf("%s: a tab or a line end in a name", ic.slug)
		}
		fmt.Fprintf(&index, "%s\t%s\t%s\t%s\t%d\n", ic.slug, ic.title, ic.hex, names, len(glyph))
		glyphs.Write(glyph)
	}
	head, err := deflate(index.String())
	if err != nil {
		return nil, err
	}
	out := binary.BigEndian.AppendUint32(nil, uint32(len(head)))
	out = append(out, head...)
	return append(out, glyphs.Bytes()...), nil
}

func deflate(text string) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
