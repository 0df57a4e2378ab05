package transfer

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// The marks of Java's object serialization (its specification, section 6.4.2).
const (
	javaNull      = 0x70
	javaReference = 0x71
	javaClass     = 0x72
	javaObject    = 0x73
	javaString    = 0x74
	javaBlock     = 0x77
	javaEndBlock  = 0x78

	javaFirstHandle = 0x7E0000
)

// maxJavaEntries bounds the entries of a map.
const maxJavaEntries = 2*maxAccounts + 100

var javaMapStart = append([]byte{0xAC, 0xED, 0, 5, javaObject, javaClass, 0, 17}, "java.util.HashMap"...)

// isJavaMap reports whether data begins as a serialized java.util.HashMap.
func isJavaMap(data []byte) bool { return bytes.HasPrefix(data, javaMapStart) }

type javaEntry struct{ key, value string }

// readJavaMap reads a serialized HashMap of texts to texts and nothing else: no class is
// looked up, no object made.
func readJavaMap(data []byte) ([]javaEntry, error) {
	if !isJavaMap(data) {
		return nil, ErrDamaged
	}
	r := &javaReader{rest: data[len(javaMapStart):]}
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
	if r.number(1) != javaEndBlock || r.number(1) != javaNull {
		return nil, ErrDamaged
	}
	r.take(size)
	if r.number(1) != javaBlock || r.number(1) != 8 {
		return nil, ErrDamaged
	}
	r.number(4) // room in the map
	count := r.number(4)
	if r.bad || count > maxJavaEntries {
		return nil, ErrDamaged
	}
	var entries []javaEntry
	texts := 0
	for range count {
		e := javaEntry{key: r.text(), value: r.text()}
		if r.bad {
			return nil, ErrDamaged
		}
		// One text may be meant thousands of times.
		if texts += len(e.key) + len(e.value); texts > maxText {
			return nil, errTooLarge
		}
		entries = append(entries, e)
	}
	if r.number(1) != javaEndBlock || r.bad {
		return nil, ErrDamaged
	}
	return entries, nil
}

// A javaReader takes a stream apart; once it ends too early, bad stays true.
type javaReader struct {
	rest  []byte
	bad   bool
	texts []string // in the order of their handles
}

func (r *javaReader) take(n int) []byte {
	if r.bad || n < 0 || n > len(r.rest) {
		r.bad = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// number reads an unsigned number of 1, 2 or 4 bytes.
func (r *javaReader) number(size int) int {
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
func (r *javaReader) text() string {
	switch r.number(1) {
	case javaString:
		text, ok := modifiedUTF8(r.take(r.number(2)))
		r.bad = r.bad || !ok
		r.texts = append(r.texts, text)
		return text
	case javaReference:
		// Handles are counted from the class description and the map itself.
		b := r.take(4)
		if r.bad {
			return ""
		}
		if i := int64(binary.BigEndian.Uint32(b)) - javaFirstHandle - 2; i >= 0 && i < int64(len(r.texts)) {
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
