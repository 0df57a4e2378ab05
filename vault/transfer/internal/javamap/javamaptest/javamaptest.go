// Package javamaptest writes maps as Java does, for tests.
package javamaptest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// The marks of Java's object serialization (its specification, section 6.4.2).
const (
	nullMark      = 0x70
	referenceMark = 0x71
	classMark     = 0x72
	objectMark    = 0x73
	stringMark    = 0x74
	blockMark     = 0x77
	endBlockMark  = 0x78

	firstHandle = 0x7E0000
)

// Of serializes a HashMap of texts, field threshold and all.
func Of(pairs ...[2]string) []byte {
	b := append([]byte{0xAC, 0xED, 0, 5, objectMark, classMark, 0, 17}, "java.util.HashMap"...)
	b = binary.BigEndian.AppendUint64(b, 362498820763181265)
	b = append(b, 3, 0, 2, 'F', 0, 10)
	b = append(b, "loadFactor"...)
	b = append(b, 'I', 0, 9)
	b = append(b, "threshold"...)
	b = append(b, endBlockMark, nullMark, 0x3F, 0x40, 0, 0, 0, 0, 0, 12, blockMark, 8, 0, 0, 0, 16)
	b = binary.BigEndian.AppendUint32(b, uint32(len(pairs)))
	for _, p := range pairs {
		for _, text := range p {
			coded := modifiedUTF8Of(text)
			b = append(b, stringMark)
			b = binary.BigEndian.AppendUint16(b, uint16(len(coded)))
			b = append(b, coded...)
		}
	}
	return append(b, endBlockMark)
}

// References is a map of n entries that all mean the same text.
func References(n int, text string) []byte {
	b := Of([2]string{"a", text[:min(len(text), 60_000)]})
	b = b[:len(b)-1]
	binary.BigEndian.PutUint32(b[bytes.Index(b, []byte{blockMark, 8})+6:], uint32(n+1))
	for i := range n {
		key := fmt.Sprint(i, "-token")
		b = append(b, stringMark)
		b = binary.BigEndian.AppendUint16(b, uint16(len(key)))
		b = append(b, key...)
		b = append(b, referenceMark)
		b = binary.BigEndian.AppendUint32(b, firstHandle+2+1) // the second text
	}
	return append(b, endBlockMark)
}

func modifiedUTF8Of(text string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		switch {
		case u != 0 && u < 0x80:
			b = append(b, byte(u))
		case u < 0x800:
			b = append(b, 0xC0|byte(u>>6), 0x80|byte(u&0x3F))
		default:
			b = append(b, 0xE0|byte(u>>12), 0x80|byte(u>>6&0x3F), 0x80|byte(u&0x3F))
		}
	}
	return b
}
