// Package javamap reads a map of texts that Java wrote with its object serialization.
package javamap

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"watchword/bounds"
	"watchword/vault/transfer/internal/fault"
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

// MaxEntries bounds the entries of a map.
const MaxEntries = 2*bounds.Accounts + 100

var start = append([]byte{0xAC, 0xED, 0, 5, objectMark, classMark, 0, 17}, "java.util.HashMap"...)

// Is reports whether data begins as a serialized java.util.HashMap.
func Is(data []byte) bool { return bytes.HasPrefix(data, start) }

// An Entry is a key and its value.
type Entry struct{ Key, Value string }

// Read reads a serialized HashMap of texts to texts and nothing else: no class is
// looked up, no object made.
func Read(data []byte) ([]Entry, error) {
	if !Is(data) {
		return nil, fault.Damaged
	}
	r := &reader{rest: data[len(start):]}
	r.take(8 + 1) // the class's serial version, and its flags
	size := 0
	for range r.number(2) {
		switch kind := r.number(1); kind {
		case 'F', 'I':
			size += 4
		default:
			r.bad = true
		}
		r.take(r.number(2)) // its name
	}
	if r.number(1) != endBlockMark || r.number(1) != nullMark {
		return nil, fault.Damaged
	}
	r.take(size)
	if r.number(1) != blockMark || r.number(1) != 8 {
		return nil, fault.Damaged
	}
	r.number(4) // room in the map
	count := r.number(4)
	if r.bad || count > MaxEntries {
		return nil, fault.Damaged
	}
	var entries []Entry
	texts := 0
	for range count {
		e := Entry{Key: r.text(), Value: r.text()}
		if r.bad {
			return nil, fault.Damaged
		}
		// One text may be meant thousands of times.
		if texts += len(e.Key) + len(e.Value); texts > bounds.Text {
			return nil, fault.TooLarge
		}
		entries = append(entries, e)
	}
	if r.number(1) != endBlockMark || r.bad {
		return nil, fault.Damaged
	}
	return entries, nil
}

// A reader takes a stream apart; once it ends too early, bad stays true.
type reader struct {
	rest  []byte
	bad   bool
	texts []string // in the order of their handles
}

func (r *reader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.rest) {
		r.bad = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// number reads an unsigned number of 1, 2 or 4 bytes.
func (r *reader) number(size int) int {
	b := r.take(size)
	if r.bad {
		return 0
	}
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// text reads a text, or a reference to one that stood there before: Java writes the same
// object once.
func (r *reader) text() string {
	switch r.number(1) {
	case stringMark:
		text, ok := modifiedUTF8(r.take(r.number(2)))
		r.bad = r.bad || !ok
		r.texts = append(r.texts, text)
		return text
	case referenceMark:
		// Handles are counted from the class description and the map itself.
		b := r.take(4)
		if r.bad {
			return ""
		}
		if i := int64(binary.BigEndian.Uint32(b)) - firstHandle - 2; i >= 0 && i < int64(len(r.texts)) {
			return r.texts[i]
		}
	}
	r.bad = true
	return ""
}

// modifiedUTF8 decodes Java's own UTF-8: zero has two bytes, and what is beyond U+FFFF is
// written as two surrogates of three bytes each.
func modifiedUTF8(b []byte) (string, bool) {
	var units []uint16
	for i := 0; i < len(b); {
		c := b[i]
		switch {
		case c&0x80 == 0 && c != 0:
			units = append(units, uint16(c))
			i++
		case c&0xE0 == 0xC0 && i+1 < len(b) && b[i+1]&0xC0 == 0x80:
			units = append(units, uint16(c&0x1F)<<6|uint16(b[i+1]&0x3F))
			i += 2
		case c&0xF0 == 0xE0 && i+2 < len(b) && b[i+1]&0xC0 == 0x80 && b[i+2]&0xC0 == 0x80:
			units = append(units, uint16(c&0x0F)<<12|uint16(b[i+1]&0x3F)<<6|uint16(b[i+2]&0x3F))
			i += 3
		default:
			return "", false
		}
	}
	text := string(utf16.Decode(units))
	return text, utf8.ValidString(text)
}
