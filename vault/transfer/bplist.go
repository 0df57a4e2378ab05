package transfer

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// A plist is one of Apple's binary property lists. Its objects are decoded one by one when they
// are asked for: what an object refers to is a number, so that nothing is built twice.
type plist struct {
	data    []byte
	offsets []byte // of the objects, each of offsetSize bytes
	refSize int
	offSize int
	top     int
}

// The values of objects, beside nil, bool, int64, float64, []byte and string.
type (
	plistUID  int      // NSKeyedArchiver's number of another object
	plistRefs struct { // an array, or a set, by its objects; they are decoded when they are asked for
		bytes []byte
		width int
	}
	plistDict map[string]int // a dictionary, by the names of its members
)

// maxPlistMembers bounds a dictionary whose members are looked for by name.
const maxPlistMembers = 256

var plistMagic = []byte("bplist00")

// parsePlist reads the trailer, the last 32 bytes.
func parsePlist(data []byte) (*plist, bool) {
	const trailer = 32
	if len(data) < len(plistMagic)+trailer || string(data[:len(plistMagic)]) != string(plistMagic) {
		return nil, false
	}
	t := data[len(data)-trailer:]
	p := &plist{data: data[:len(data)-trailer], offSize: int(t[6]), refSize: int(t[7])}
	count, top, at := binary.BigEndian.Uint64(t[8:]), binary.BigEndian.Uint64(t[16:]), binary.BigEndian.Uint64(t[24:])
	if p.offSize < 1 || p.offSize > 8 || p.refSize < 1 || p.refSize > 8 || at > uint64(len(p.data)) || count > (uint64(len(p.data))-at)/uint64(p.offSize) || top >= count {
		return nil, false
	}
	p.offsets, p.top = p.data[at:at+count*uint64(p.offSize)], int(top)
	return p, true
}

// bigEndian reads a number of up to eight bytes; ok is false where it is no int.
func bigEndian(b []byte) (n int, ok bool) {
	var v uint64
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return int(v), v <= math.MaxInt32
}

// at returns where the object with a number begins; ok is false where there is none.
func (p *plist) at(number int) (at int, ok bool) {
	if number < 0 || number >= len(p.offsets)/p.offSize {
		return 0, false
	}
	at, ok = bigEndian(p.offsets[number*p.offSize : (number+1)*p.offSize])
	return at, ok && at < len(p.data)
}

// name decodes an object that is a short text, and no other: a dictionary could be its own name,
// and one long text that of all its members.
func (p *plist) name(number int) (string, bool) {
	at, ok := p.at(number)
	if !ok || p.data[at]>>4 != 0x5 && p.data[at]>>4 != 0x6 {
		return "", false
	}
	if size, _, ok := plistSize(p.data[at:]); !ok || size > maxPlistName {
		return "", false
	}
	text, ok := p.object(number).(string)
	return text, ok
}

// maxPlistName bounds the name of a member, in characters.
const maxPlistName = 256

// plistSize returns the length of an object that has one, and what follows it.
func plistSize(data []byte) (size int, rest []byte, ok bool) {
	size, rest = int(data[0]&15), data[1:]
	if size < 15 {
		return size, rest, true
	}
	// The length follows as a number of its own.
	if len(rest) == 0 || rest[0]>>4 != 1 || rest[0]&15 > 3 || len(rest) < 1+1<<(rest[0]&15) {
		return 0, nil, false
	}
	width := 1 << (rest[0] & 15)
	size, ok = bigEndian(rest[1 : 1+width])
	return size, rest[1+width:], ok
}

// object decodes the object with a number; nil where there is none, or it is damaged.
func (p *plist) object(number int) any {
	at, ok := p.at(number)
	if !ok {
		return nil
	}
	kind, size, rest := p.data[at]>>4, int(p.data[at]&15), p.data[at+1:]
	switch kind {
	case 0x0:
		return map[int]any{8: false, 9: true}[size]
	case 0x1, 0x2:
		return plistNumber(kind == 0x2, rest, 1<<size)
	case 0x8:
		if size+1 > len(rest) {
			return nil
		}
		n, ok := bigEndian(rest[:size+1])
		if !ok {
			return nil
		}
		return plistUID(n)
	}
	if size, rest, ok = plistSize(p.data[at:]); !ok {
		return nil
	}
	return p.sized(kind, size, rest)
}

// sized decodes an object that has a length.
func (p *plist) sized(kind byte, size int, rest []byte) any {
	switch kind {
	case 0x4, 0x5:
		if size > len(rest) {
			return nil
		}
		if kind == 0x5 {
			return string(rest[:size])
		}
		return rest[:size]
	case 0x6:
		if size > len(rest)/2 {
			return nil
		}
		units := make([]uint16, size)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(rest[2*i:])
		}
		return string(utf16.Decode(units))
	case 0xA, 0xC:
		refs, ok := p.refs(rest, size)
		if !ok {
			return nil
		}
		return refs
	case 0xD:
		keys, ok1 := p.refs(rest, size)
		values, ok2 := p.refs(rest[min(len(rest), size*p.refSize):], size)
		if !ok1 || !ok2 || size > maxPlistMembers {
			return nil
		}
		dict := plistDict{}
		for i := range size {
			if name, ok := p.name(keys.at(i)); ok {
				dict[name] = values.at(i)
			}
		}
		return dict
	}
	return nil
}

func (p *plist) refs(b []byte, count int) (plistRefs, bool) {
	if count > len(b)/p.refSize {
		return plistRefs{}, false
	}
	return plistRefs{b[:count*p.refSize], p.refSize}, true
}

func (r plistRefs) size() int {
	if r.width == 0 {
		return 0
	}
	return len(r.bytes) / r.width
}

// at returns the number of an object, or one that none has.
func (r plistRefs) at(i int) int {
	if i >= r.size() {
		return -1
	}
	n, ok := bigEndian(r.bytes[i*r.width : (i+1)*r.width])
	if !ok {
		return -1
	}
	return n
}

func plistNumber(isReal bool, b []byte, size int) any {
	if size > len(b) || size > 8 {
		return nil
	}
	var v uint64
	for _, c := range b[:size] {
		v = v<<8 | uint64(c)
	}
	switch {
	case isReal && size == 4:
		return float64(math.Float32frombits(uint32(v)))
	case isReal && size == 8:
		return math.Float64frombits(v)
	case isReal:
		return nil
	}
	return int64(v)
}

// A keyed is what NSKeyedArchiver made of a program's objects: a list that they refer to each
// other in by number.
type keyed struct {
	plist   *plist
	objects plistRefs
}

// parseKeyed returns the archive and its outermost object.
func parseKeyed(data []byte) (*keyed, any, bool) {
	p, ok := parsePlist(data)
	if !ok {
		return nil, nil, false
	}
	top, ok := p.object(p.top).(plistDict)
	if !ok {
		return nil, nil, false
	}
	k := &keyed{plist: p}
	if k.objects, ok = p.object(member(top, "$objects")).(plistRefs); !ok {
		return nil, nil, false
	}
	roots, ok := p.object(member(top, "$top")).(plistDict)
	if !ok {
		return nil, nil, false
	}
	root := p.object(member(roots, "root"))
	return k, k.value(root), root != nil
}

// member returns the number of a member, or one that no object has.
func member(d plistDict, name string) int {
	if n, ok := d[name]; ok {
		return n
	}
	return -1
}

// follow returns what a reference leads to; the first object, “$null”, is nil.
func (k *keyed) follow(v any) any {
	uid, ok := v.(plistUID)
	switch {
	case !ok:
		return v
	case uid == 0:
		return nil
	}
	return k.plist.object(k.objects.at(int(uid)))
}

// name returns the text of a key of a dictionary.
func (k *keyed) name(number int) (string, bool) {
	if uid, ok := k.plist.object(number).(plistUID); ok {
		number = k.objects.at(int(uid))
	}
	return k.plist.name(number)
}

// value follows a reference, and takes texts and data out of the objects around them.
func (k *keyed) value(v any) any {
	v = k.follow(v)
	d, ok := v.(plistDict)
	if !ok {
		return v
	}
	for _, name := range []string{"NS.string", "NS.data", "NS.bytes"} {
		if n, ok := d[name]; ok {
			return k.follow(k.plist.object(n))
		}
	}
	return d
}

// get returns a member of an object: of a dictionary of the program's, or of any other object.
func (k *keyed) get(v any, name string) any {
	d, ok := v.(plistDict)
	if !ok {
		return nil
	}
	keys, ok := k.plist.object(member(d, "NS.keys")).(plistRefs)
	if !ok {
		return k.value(k.plist.object(member(d, name)))
	}
	values, _ := k.plist.object(member(d, "NS.objects")).(plistRefs)
	for i := range min(keys.size(), values.size(), maxPlistMembers) {
		if key, ok := k.name(keys.at(i)); ok && key == name {
			return k.value(k.plist.object(values.at(i)))
		}
	}
	return nil
}

// list returns the items of an array as references; ok is false where there is none.
func (k *keyed) list(v any) (items plistRefs, ok bool) {
	d, _ := v.(plistDict)
	items, ok = k.plist.object(member(d, "NS.objects")).(plistRefs)
	return items, ok
}

// item returns one of [keyed.list].
func (k *keyed) item(ref int) any { return k.value(k.plist.object(ref)) }
