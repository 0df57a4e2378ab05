package transfer

import (
	"bytes"
)

// Detect returns the format of a file, by its content alone.
func Detect(data []byte) (Format, bool) {
	data = withoutBOM(data)
	for step := stepMagic; step <= stepGuess; step++ {
		for _, f := range Formats {
			if f.step == step && f.Detect != nil && detects(f, data) {
				return f, true
			}
		}
	}
	return Format{}, false
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
