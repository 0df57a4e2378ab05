package cli

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"watchword/assets/words"
)

// textOf returns the text of a file: UTF-8, or UTF-16 where a mark in front says so, as Windows
// writes it. ok is false for anything else, which the vault would not keep as it is.
func textOf(data string) (text string, ok bool) {
	text = data
	switch {
	case strings.HasPrefix(data, "\xFF\xFE"):
		text, ok = decodeUTF16(data[2:], binary.LittleEndian)
	case strings.HasPrefix(data, "\xFE\xFF"):
		text, ok = decodeUTF16(data[2:], binary.BigEndian)
	default:
		text, ok = strings.TrimPrefix(data, "\uFEFF"), utf8.ValidString(data)
	}
	return text, ok && !strings.Contains(text, "\x00") // that is UTF-16 without its mark, or no text
}

func decodeUTF16(data string, order binary.ByteOrder) (text string, ok bool) {
	if len(data)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16([]byte(data[2*i : 2*i+2]))
	}
	text = string(utf16.Decode(units))
	return text, !strings.ContainsRune(text, utf8.RuneError)
}

// areText refuses arguments that the vault would not keep as they are.
func areText(texts ...string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return wrongUse(words.T("A name or a tag is not valid UTF-8. Set the terminal to UTF-8 and type it again."))
		}
	}
	return nil
}
