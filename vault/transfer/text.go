package transfer

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"watchword/vault/transfer/internal/sqlite"
)

// asText returns a text file in UTF-8, and the name of the character set that it was in; ""
// where nothing was changed. What is no text stays as it is.
func asText(data []byte) (text []byte, charset string) {
	if len(data) > maxText || len(data) == 0 || isPicture(data) || isZip(data) || sqlite.Is(data) {
		return data, ""
	}
	if e, name := wideSet(data); e != nil {
		text, err := e.NewDecoder().Bytes(data)
		if err == nil && len(text) <= maxText && isPlain(text) && utf8.Valid(text) && !bytes.ContainsRune(text, utf8.RuneError) {
			return withoutBOM(text), name
		}
		return data, ""
	}
	if utf8.Valid(data) || !isPlain(data) || !mostlyASCII(data) {
		return data, ""
	}
	e, name := encoding.Encoding(charmap.Windows1252), "Windows-1252"
	if isGB2312(data) {
		e, name = simplifiedchinese.GBK, "GBK"
	}
	if text, err := e.NewDecoder().Bytes(data); err == nil && len(text) <= maxText {
		return text, name
	}
	return data, ""
}

// wideSet returns UTF-16 or UTF-32 by their marks, or UTF-16 by the zeros between its letters.
func wideSet(data []byte) (encoding.Encoding, string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM), "UTF-32"
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "UTF-16"
	}
	head := data[:min(len(data), 1024)&^1]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	most := len(head) / 2 * 9 / 10
	switch {
	case len(head) < 16 || len(data)%2 != 0:
	case zeros[1] > most && zeros[0] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16"
	case zeros[0] > most && zeros[1] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16"
	}
	return nil, ""
}

// isPlain reports whether no byte is a control character that texts do not have.
func isPlain(data []byte) bool {
	for _, b := range data {
		if b < ' ' && b != '\t' && b != '\r' && b != '\n' && b != '\f' || b == 0x7F {
			return false
		}
	}
	return true
}

// mostlyASCII tells a text in another character set from a ciphertext without control characters.
func mostlyASCII(data []byte) bool {
	high := 0
	for _, b := range data {
		if b >= 0x80 {
			high++
		}
	}
	return high <= len(data)*3/10
}

// isGB2312 reports whether all high bytes pair up within GB2312, with at least two such
// characters in each run: in Windows-1252 such a run would be four accented letters or more.
func isGB2312(data []byte) bool {
	for i := 0; i < len(data); {
		if data[i] < 0x80 {
			i++
			continue
		}
		run := i
		for i < len(data) && data[i] >= 0x80 {
			if i+1 >= len(data) || data[i] < 0xA1 || data[i] > 0xF7 || data[i+1] < 0xA1 || data[i+1] > 0xFE {
				return false
			}
			i += 2
		}
		if i-run < 4 {
			return false
		}
	}
	return true
}
