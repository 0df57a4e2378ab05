package transfer

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/transfer/internal/sqlite"
)

// A node is a value of a JSON file. Its methods answer for a value that is missing, null
// or of another type as they do for an empty one: what a program left out is no reason to
// give up an account.
type node struct{ value any }

// parseJSON reads a whole file within the bounds of limits.go. Its error is [ErrDamaged]
// or that the file is too large.
func parseJSON(data []byte) (node, error) {
	data, _ = lightened(withoutBOM(data))
	if len(data) > maxFile {
		return node{}, errTooLarge
	}
	if err := checkJSON(data); err != nil {
		return node{}, err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var n node
	if d.Decode(&n.value) != nil {
		return node{}, ErrDamaged
	}
	if len(bytes.TrimSpace(data[d.InputOffset():])) > 0 {
		return node{}, ErrDamaged
	}
	return n, nil
}

// objectValues is what an object weighs against [maxValues]: a map takes several hundred bytes.
const objectValues = 4

// checkJSON bounds what decoding will build: depth, strings and number of values.
func checkJSON(data []byte) error {
	depth, values, sealed := 0, 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{':
			depth++
			values += objectValues
		case '[':
			depth++
			values++
		case '}', ']':
			depth--
		case ',', ':':
			values++
		case '"':
			end := stringEnd(data, i)
			// An encrypted export is one long string in the outermost object.
			if depth == 1 && end-i-1 > maxString {
				sealed += end - i
			}
			i = end
		}
		if depth > maxDepth || values > maxValues {
			return errTooLarge
		}
	}
	if len(data)-sealed > maxText {
		return errTooLarge
	}
	return nil
}

// longString is how long a string may be in a file that is too large otherwise: icons are.
const longString = 64 << 10

// lightened returns a JSON text without the strings that are too long for a name, a key or a note
// and stand inside of the outermost object: icons, attachments. They are left empty; cut reports
// whether there were any.
func lightened(data []byte) (light []byte, cut bool) {
	longest := maxString
	if len(data) > maxText {
		longest = longString
	}
	if len(data) <= longest {
		return data, false
	}
	depth, kept := 0, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			end := stringEnd(data, i)
			if end < len(data) && end-i-1 > longest && depth > 1 {
				light = append(light, data[kept:i+1]...)
				kept = end
			}
			i = end
		}
	}
	if kept == 0 {
		return data, false
	}
	return append(light, data[kept:]...), true
}

// stringEnd returns the index of the quote that ends the string which begins at start, or
// the length of data.
func stringEnd(data []byte, start int) int {
	for i := start + 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(data)
}

// get returns a member of an object.
func (n node) get(name string) node {
	m, _ := n.value.(map[string]any)
	return node{m[name]}
}

// at returns the member below members: n.at("a", "b") is n.get("a").get("b").
func (n node) at(names ...string) node {
	for _, name := range names {
		n = n.get(name)
	}
	return n
}

// has reports whether the object has the member, be it null.
func (n node) has(name string) bool {
	m, _ := n.value.(map[string]any)
	_, ok := m[name]
	return ok
}

// missing reports whether the value is not there or null.
func (n node) missing() bool { return n.value == nil }

func (n node) isObject() bool { _, ok := n.value.(map[string]any); return ok }
func (n node) isArray() bool  { _, ok := n.value.([]any); return ok }
func (n node) isString() bool { _, ok := n.value.(string); return ok }
func (n node) isNumber() bool { _, ok := n.value.(json.Number); return ok }

// list returns the items of an array.
func (n node) list() []node {
	items, _ := n.value.([]any)
	nodes := make([]node, len(items))
	for i, item := range items {
		nodes[i] = node{item}
	}
	return nodes
}

// names returns the names of an object's members, sorted.
func (n node) names() []string {
	m, _ := n.value.(map[string]any)
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// text returns a string, or the digits of a number; everything else is "".
func (n node) text() string {
	switch v := n.value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// truth reports a true value in any of its spellings: true, 1, "true", "1".
func (n node) truth() bool {
	if b, ok := n.value.(bool); ok {
		return b
	}
	return n.text() == "1" || strings.EqualFold(n.text(), "true")
}

// numbered returns the name that a number from 0 stands for, or the text itself where it is none
// of these: what nobody knows is refused by whoever needs it.
func numbered(n node, names ...string) string {
	if i, err := strconv.Atoi(n.text()); err == nil && i >= 0 && i < len(names) {
		return names[i]
	}
	return n.text()
}

// number returns a whole number, written as a number or as a string; missing, null and ""
// give otherwise. What is there and is no whole number of 64 bits is an error.
func (n node) number(otherwise int64) (int64, error) {
	if n.missing() {
		return otherwise, nil
	}
	return wholeNumber(n.text(), otherwise, n.isString() || n.isNumber())
}

// rowNode is a value of a database for what reads the entries of JSON.
func rowNode(r sqlite.Row, column string) node {
	if r.IsNull(column) {
		return node{}
	}
	return textNode(r.Text(column))
}

// wholeNumber reads the decimal text of a number; "" and "null" give otherwise.
func wholeNumber(text string, otherwise int64, ok bool) (int64, error) {
	text = strings.TrimSpace(text)
	switch {
	case !ok:
		return 0, reason{words.Error("a number of the entry is not a number")}
	case text == "" || text == "null":
		return otherwise, nil
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i, nil
	}
	// Some writers make 30.0 of 30.
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, reason{words.Error("a number of the entry is not a whole number")}
	}
	return int64(f), nil
}

// peek returns the kinds of the members of the outermost object of a JSON text, without
// decoding it: '{', '[', '"', 't', 'f', 'n' or '0' for a number. nil: it is no object. A
// cut text gives the members before the cut, so that it can be named although damaged.
func peek(data []byte) map[string]byte {
	data = withoutBOM(data)
	if firstByte(data) != '{' {
		return nil
	}
	members := map[string]byte{}
	// At depth 1 a name waits for its value, or a name is expected, or neither.
	depth, name, waits, isName := 0, "", false, false
	for i := 0; i < len(data) && len(members) < 1000; i++ {
		c := data[i]
		switch c {
		case ' ', '\t', '\r', '\n':
			continue
		case '{', '[':
			if depth == 1 && waits {
				members[name], waits = c, false
			}
			depth++
			isName = depth == 1
			continue
		case '}', ']':
			depth--
			if depth == 0 {
				return members
			}
			continue
		case ',':
			isName = depth == 1
			continue
		case ':':
			continue
		}
		end := i
		if c == '"' {
			end = stringEnd(data, i)
		}
		switch {
		case depth != 1:
		case isName && c == '"' && end < len(data):
			name, waits, isName = unquote(data[i:end+1]), true, false
		case waits:
			if c == '-' || c >= '0' && c <= '9' {
				c = '0'
			}
			members[name], waits = c, false
		}
		i = end
	}
	return members
}

// peekItem returns the members of the first object in a JSON array, as [peek] does.
func peekItem(data []byte) map[string]byte {
	data = bytes.TrimLeft(withoutBOM(data), " \t\r\n")
	if len(data) == 0 || data[0] != '[' {
		return nil
	}
	return peek(data[1:])
}

func unquote(quoted []byte) string {
	var s string
	if len(quoted) > maxString || json.Unmarshal(quoted, &s) != nil {
		return ""
	}
	return s
}

// marshal returns v as JSON, without the escapes that are for web pages. v is made of
// maps, slices, strings and numbers: it cannot fail.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic("transfer: " + err.Error())
	}
	return b.Bytes()
}
