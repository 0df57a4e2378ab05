// Package ordered reads and writes JSON whose members keep their order and whose unchanged
// parts keep their bytes.
//
// encoding/json takes duplicate names, bad UTF-8 and names in any case without a word, and
// forgets the order of members. A vault must notice the first three and keep the last, so
// the payload is read here. [Parse] checks a whole text; [Split] and [SplitList] take parts
// of a checked text apart without checking them again.
package ordered

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An Error tells where a text stops being the JSON that we take; it quotes nothing.
type Error struct {
	offset int
	what   string
}

func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.what, e.offset) }

// A Member is one name and the text of its value.
type Member struct {
	Name  string
	Value []byte
}

// An Object is a JSON object whose members keep their order. It also keeps the text that it
// was read from, so that what nobody changed is written back byte for byte.
type Object struct {
	raw     []byte // nil once changed
	members []Member
}

// Parse reads an object and checks everything inside it.
func Parse(text []byte) (*Object, error) { return readObject(&scanner{text: text}) }

// Split reads an object that is part of a text which [Parse] checked.
func Split(text []byte) (*Object, error) {
	return readObject(&scanner{text: text, checked: true})
}

func readObject(s *scanner) (*Object, error) {
	text := s.text
	o := &Object{raw: text}
	s.space()
	if s.peek() != '{' {
		return nil, s.fail("no object")
	}
	err := s.object(func(name string, value []byte) { o.members = append(o.members, Member{name, value}) })
	if err != nil {
		return nil, err
	}
	return o, s.end()
}

// SplitList reads an array that is part of a text which [Parse] checked.
func SplitList(text []byte) ([][]byte, error) {
	s := &scanner{text: text, checked: true}
	var items [][]byte
	s.space()
	if s.peek() != '[' {
		return nil, s.fail("no list")
	}
	if err := s.list(func(value []byte) { items = append(items, value) }); err != nil {
		return nil, err
	}
	return items, s.end()
}

// Members returns the members in their order. Change them by [Object.Set] and [Object.Delete] only.
func (o *Object) Members() []Member { return o.members }

// Get returns the text of a member's value, nil if there is none.
func (o *Object) Get(name string) []byte {
	for _, m := range o.members {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// Set gives a member a value, in its old place or at the end.
func (o *Object) Set(name string, value []byte) {
	o.raw = nil
	for i, m := range o.members {
		if m.Name == name {
			o.members[i].Value = value
			return
		}
	}
	o.members = append(o.members, Member{name, value})
}

// Delete takes members out.
func (o *Object) Delete(unwanted func(Member) bool) {
	o.raw = nil
	o.members = slices.DeleteFunc(o.members, unwanted)
}

// Sort puts the members in the order of their names, so that two computers write the same text.
func (o *Object) Sort() {
	slices.SortFunc(o.members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	o.raw = nil
}

// Clone returns a copy that can be changed on its own.
func (o *Object) Clone() *Object {
	return &Object{raw: o.raw, members: slices.Clone(o.members)}
}

// Wipe overwrites the text that the object was read from, and with it the values of its members
// and whatever else shares that text. The object is of no use afterwards.
func (o *Object) Wipe() { clear(o.raw) }

// Text returns the object as JSON.
func (o *Object) Text() []byte {
	if o.raw != nil {
		return o.raw
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o.members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(Quote(m.Name))
		b.WriteByte(':')
		b.Write(m.Value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// ListText returns a JSON array of texts.
func ListText(items [][]byte) []byte {
	return slices.Concat([]byte("["), bytes.Join(items, []byte(",")), []byte("]"))
}

// Quote returns a string as JSON; bad UTF-8 becomes U+FFFD.
func Quote(s string) []byte {
	b, _ := json.Marshal(s)
	return b
}

// String reads a string of a checked text.
func String(text []byte) (string, bool) {
	if len(text) < 2 || text[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1]), true
	}
	var s string
	err := json.Unmarshal(text, &s)
	return s, err == nil
}

// Number reads a whole number without sign, point, exponent or leading zero.
func Number(text []byte) (uint64, bool) {
	n, err := strconv.ParseUint(string(text), 10, 64)
	return n, err == nil && strconv.FormatUint(n, 10) == string(text)
}

// Strings reads a list of strings.
func Strings(text []byte) ([]string, bool) {
	items, err := SplitList(text)
	if err != nil {
		return nil, false
	}
	list := make([]string, len(items))
	for i, item := range items {
		s, ok := String(item)
		if !ok {
			return nil, false
		}
		list[i] = s
	}
	return list, true
}

// QuoteStrings is the reverse of [Strings].
func QuoteStrings(list []string) []byte {
	items := make([][]byte, 0, len(list))
	for _, s := range list {
		items = append(items, Quote(s))
	}
	return ListText(slices.Clip(items))
}

// QuoteBool returns a boolean as JSON.
func QuoteBool(b bool) []byte { return strconv.AppendBool(nil, b) }

// QuoteNumber returns a whole number as JSON.
func QuoteNumber(n uint64) []byte { return strconv.AppendUint(nil, n, 10) }

// QuoteFloat returns a number as JSON, 0 for one that JSON does not have.
func QuoteFloat(f float64) []byte {
	b, err := json.Marshal(f)
	if err != nil { // infinite or no number
		return []byte("0")
	}
	return b
}
