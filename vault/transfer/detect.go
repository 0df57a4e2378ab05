package transfer

import (
	"bytes"
	"context"
	"strings"
)

// Detect returns the format of a file, by its content alone.
func Detect(data []byte) (Format, bool) {
	data, _ = asText(data)
	return detect(context.Background(), data)
}

// detect gives up when ctx ends.
func detect(ctx context.Context, data []byte) (Format, bool) {
	data = withoutBOM(data)
	if foreign(data) != nil {
		return Format{}, false
	}
	whole := data
	for step := stepMagic; step <= stepGuess; step++ {
		if data = whole; step == stepJSON && len(data) > maxText && strings.ContainsRune("{[", rune(firstByte(data))) {
			data, _ = lightened(data)
		}
		if len(data) > longest(step) {
			continue // no such text is read: spare two dozen looks through it
		}
		for _, f := range Formats {
			if ctx.Err() != nil {
				return Format{}, false
			}
			if f.step == step && f.Detect != nil && detects(f, data) {
				return f, true
			}
		}
	}
	return Format{}, false
}

// longest returns how many bytes a file may have whose format that step recognises.
func longest(step int) int {
	switch step {
	case stepMarkup:
		return maxKDBXXML
	case stepJSON, stepList, stepTable, stepText:
		return maxText
	case stepGuess:
		return maxGuess
	}
	return maxPicture
}

// detects keeps a mistake in one format's detection from ending the search.
func detects(f Format, data []byte) (yes bool) {
	defer func() {
		if recover() != nil {
			yes = false
		}
	}()
	return f.Detect(data)
}

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// withoutBOM returns data behind the mark that some editors put in front of UTF-8.
func withoutBOM(data []byte) []byte { return bytes.TrimPrefix(data, utf8BOM) }

// firstByte returns the first byte of data that is not white space, or 0.
func firstByte(data []byte) byte {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return 0
	}
	return data[0]
}
