package transfer

import (
	"bytes"
	"encoding/binary"

	"watchword/assets/words"
)

// A KDBX file starts with this signature; the older KDB of KeePass 1 has another second half.
var (
	kdbxMagic = []byte{0x03, 0xD9, 0xA2, 0x9A, 0x67, 0xFB, 0x4B, 0xB5}
	kdbMagic  = []byte{0x03, 0xD9, 0xA2, 0x9A, 0x65, 0xFB, 0x4B, 0xB5}
)

// The ciphers and key derivations by their UUID.
var (
	kdbxAES      = [16]byte{0x31, 0xc1, 0xf2, 0xe6, 0xbf, 0x71, 0x43, 0x50, 0xbe, 0x58, 0x05, 0x21, 0x6a, 0xfc, 0x5a, 0xff}
	kdbxChaCha20 = [16]byte{0xd6, 0x03, 0x8a, 0x2b, 0x8b, 0x6f, 0x4c, 0xb5, 0xa5, 0x24, 0x33, 0x9a, 0x31, 0xdb, 0xb5, 0x9a}
	kdbxTwofish  = [16]byte{0xad, 0x68, 0xf2, 0x9f, 0x57, 0x6f, 0x4b, 0xb9, 0xa3, 0x6a, 0xd4, 0x7a, 0xf9, 0x65, 0x34, 0x6c}

	kdbxAESKDF   = [16]byte{0xc9, 0xd9, 0xf3, 0x9a, 0x62, 0x8a, 0x44, 0x60, 0xbf, 0x74, 0x0d, 0x08, 0xc1, 0x8a, 0x4f, 0xea}
	kdbxAESKDF4  = [16]byte{0x7c, 0x02, 0xbb, 0x82, 0x79, 0xa7, 0x4a, 0xc0, 0x92, 0x7d, 0x11, 0x4a, 0x00, 0x64, 0x82, 0x38}
	kdbxArgon2d  = [16]byte{0xef, 0x63, 0x6d, 0xdf, 0x8c, 0x29, 0x44, 0x4b, 0x91, 0xf7, 0xa9, 0xa4, 0x03, 0xe3, 0x0a, 0x0c}
	kdbxArgon2id = [16]byte{0x9e, 0x29, 0x8b, 0x19, 0x56, 0xdb, 0x47, 0x73, 0xb2, 0x3d, 0xfc, 0x3e, 0xc6, 0xf0, 0xa1, 0xe6}
)

var (
	errKDB       = unknownForm(words.Error("This is a database of KeePass 1. Open it in KeePass 2 or KeePassXC, save it as KDBX, and import that."))
	errKDBXOlder = unknownForm(words.Error("This KeePass database was saved by a very old version of KeePass 2. Open it in KeePass or KeePassXC, save it, and import it again."))
	errKDBXNewer = unknownForm(words.Error("This KeePass database is of a newer kind than Watchword knows. Export it as XML or CSV and import that."))
	errKDBXOther = unknownForm(words.Error("This KeePass database is encrypted in a way that Watchword does not know. Choose AES or ChaCha20 in its settings, save it, and import it again."))
)

// The fields of the outer header. 5, 6, 8, 9 and 10 belong to version 3, 11 and 12 to version 4.
const (
	kdbxEnd = iota
	kdbxComment
	kdbxCipher
	kdbxCompression
	kdbxSeed
	kdbxTransformSeed
	kdbxRounds
	kdbxIV
	kdbxStreamKey
	kdbxStartBytes
	kdbxStreamID
	kdbxKDFParameters
	kdbxPublicData
)

// A kdbxHeader is the outer header of a KeePass database, checked in form and not yet in
// its authenticity.
type kdbxHeader struct {
	major      uint16 // 3 or 4
	cipher     [16]byte
	gzip       bool
	seed       []byte // 32 bytes
	iv         []byte
	kdf        kdbxKDF
	streamID   uint32 // version 3: how values are protected
	streamKey  []byte
	startBytes []byte // version 3: what the payload starts with if the password is right

	raw  []byte // the bytes of the header itself, which version 4 authenticates
	body []byte // what follows it
}

// parseKDBXHeader reads the header. It knows no key: an error is about the form.
func parseKDBXHeader(data []byte) (*kdbxHeader, error) {
	switch {
	case bytes.HasPrefix(data, kdbMagic):
		return nil, errKDB
	case !bytes.HasPrefix(data, kdbxMagic) || len(data) < 12:
		return nil, ErrDamaged
	}
	h := &kdbxHeader{major: binary.LittleEndian.Uint16(data[10:])}
	switch {
	case h.major > 4:
		return nil, errKDBXNewer
	case h.major < 3:
		return nil, errKDBXOlder
	}
	fields, size, err := kdbxFields(data[12:], h.major)
	if err != nil {
		return nil, err
	}
	h.raw, h.body = data[:12+size], data[12+size:]
	if err := h.set(fields); err != nil {
		return nil, err
	}
	return h, nil
}

// kdbxFields cuts the header into its fields and returns how many bytes they took. A field
// that stands there twice is damage: two readers could understand two different files.
func kdbxFields(data []byte, major uint16) (map[byte][]byte, int, error) {
	fields := map[byte][]byte{}
	lengthSize := 4
	if major == 3 {
		lengthSize = 2
	}
	at := 0
	for {
		if at+1+lengthSize > len(data) || at > maxKDBXHeader {
			return nil, 0, ErrDamaged
		}
		id := data[at]
		length := uint64(binary.LittleEndian.Uint16(data[at+1:]))
		if lengthSize == 4 {
			length = uint64(binary.LittleEndian.Uint32(data[at+1:]))
		}
		at += 1 + lengthSize
		if length > maxKDBXHeader || length > uint64(len(data)-at) {
			return nil, 0, ErrDamaged
		}
		if _, twice := fields[id]; twice {
			return nil, 0, ErrDamaged
		}
		fields[id] = data[at : at+int(length)]
		at += int(length)
		if id == kdbxEnd {
			return fields, at, nil
		}
	}
}

func (h *kdbxHeader) set(fields map[byte][]byte) error {
	if len(fields[kdbxCipher]) != 16 || len(fields[kdbxSeed]) != 32 || len(fields[kdbxCompression]) != 4 {
		return ErrDamaged
	}
	h.cipher = [16]byte(fields[kdbxCipher])
	h.seed = fields[kdbxSeed]
	switch binary.LittleEndian.Uint32(fields[kdbxCompression]) {
	case 0:
	case 1:
		h.gzip = true
	default:
		return errKDBXOther
	}
	want := map[[16]byte]int{kdbxAES: 16, kdbxTwofish: 16, kdbxChaCha20: 12}[h.cipher]
	if want == 0 {
		return errKDBXOther
	}
	if h.iv = fields[kdbxIV]; len(h.iv) != want {
		return ErrDamaged
	}
	if h.major == 3 {
		return h.setOld(fields)
	}
	var err error
	h.kdf, err = parseKDBXKDF(fields[kdbxKDFParameters])
	return err
}

// setOld takes the fields that only version 3 has.
func (h *kdbxHeader) setOld(fields map[byte][]byte) error {
	if len(fields[kdbxTransformSeed]) != 32 || len(fields[kdbxRounds]) != 8 || len(fields[kdbxStartBytes]) != 32 || len(fields[kdbxStreamID]) != 4 {
		return ErrDamaged
	}
	h.kdf = kdbxKDF{id: kdbxAESKDF, salt: fields[kdbxTransformSeed], rounds: binary.LittleEndian.Uint64(fields[kdbxRounds])}
	h.startBytes = fields[kdbxStartBytes]
	h.streamID = binary.LittleEndian.Uint32(fields[kdbxStreamID])
	h.streamKey = fields[kdbxStreamKey]
	return h.kdf.check()
}

// kdbxNumber reads an unsigned number of four or eight bytes.
func kdbxNumber(data []byte) (uint64, error) {
	switch len(data) {
	case 4:
		return uint64(binary.LittleEndian.Uint32(data)), nil
	case 8:
		return binary.LittleEndian.Uint64(data), nil
	}
	return 0, ErrDamaged
}

// kdbxDictionary reads a "variant dictionary": what each item is, its name and its value.
func kdbxDictionary(data []byte) (map[string][]byte, error) {
	if len(data) < 3 || data[1] != 1 {
		return nil, ErrDamaged
	}
	items := map[string][]byte{}
	rest := data[2:]
	next := func() ([]byte, bool) {
		if len(rest) < 4 {
			return nil, false
		}
		n := binary.LittleEndian.Uint32(rest)
		if uint64(n) > uint64(len(rest)-4) {
			return nil, false
		}
		value := rest[4 : 4+n]
		rest = rest[4+n:]
		return value, true
	}
	for len(rest) > 0 {
		kind := rest[0]
		rest = rest[1:]
		if kind == 0 {
			return items, nil
		}
		key, ok := next()
		if !ok {
			break
		}
		value, ok := next()
		if !ok {
			break
		}
		if _, twice := items[string(key)]; twice {
			break
		}
		items[string(key)] = value
	}
	return nil, ErrDamaged
}
