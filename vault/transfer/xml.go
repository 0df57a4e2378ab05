package transfer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
)

// checkXML bounds what decoding will build: the number of elements and pieces of text, and
// the length of one tag, whose attributes are all made before the first can be looked at.
func checkXML(data []byte) error {
	marks := 0
	for {
		open := bytes.IndexByte(data, '<')
		if open < 0 {
			return nil
		}
		if marks++; marks > maxMarks {
			return errTooLarge
		}
		data = data[open:]
		end := -1
		switch {
		case bytes.HasPrefix(data, []byte("<!--")):
			end = after(data, 4, "-->")
		case bytes.HasPrefix(data, []byte("<![CDATA[")):
			end = after(data, 9, "]]>")
		case bytes.HasPrefix(data, []byte("<?")):
			end = after(data, 2, "?>")
		default:
			if end = tagEnd(data[:min(len(data), maxTag)]) + 1; end == 0 && len(data) > maxTag {
				return ErrDamaged
			}
		}
		if end <= 0 {
			return nil // cut: the decoder says so
		}
		data = data[end:]
	}
}

// after returns the index behind the next mark, looked for from an index on, or -1.
func after(data []byte, from int, mark string) int {
	if i := bytes.Index(data[from:], []byte(mark)); i >= 0 {
		return from + i + len(mark)
	}
	return -1
}

// walkXML calls visit for every token of an XML file, with the depth of elements it
// stands in. It refuses declarations (DTDs, entities) and what is beyond the bounds;
// visit's error ends the walk. The bytes of a token are good until the next one.
func walkXML(ctx context.Context, data []byte, visit func(token xml.Token, depth int) error) error {
	data = withoutBOM(data)
	if len(data) > maxText {
		return errTooLarge
	}
	if err := checkXML(data); err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	depth := 0
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return ErrDamaged
		}
		switch t := token.(type) {
		case xml.Directive:
			return ErrDamaged
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errTooLarge
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(t) > maxText/4 {
				return errTooLarge
			}
		}
		if depth < 0 {
			return ErrDamaged
		}
		if err := visit(token, depth); err != nil {
			return err
		}
	}
}

// xmlRoot returns the name of the outermost element of an XML or HTML text, or "".
func xmlRoot(data []byte) string {
	data = withoutBOM(data)
	if firstByte(data) != '<' {
		return ""
	}
	d := xml.NewDecoder(bytes.NewReader(data[:min(len(data), 8<<10)]))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.RawToken()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local
		}
	}
}

// A pref is a string of an Android preference file (shared_prefs/*.xml).
type pref struct{ Name, Value string }

// readPrefs returns the strings of an Android preference file, in its order.
func readPrefs(ctx context.Context, data []byte) ([]pref, error) {
	var prefs []pref
	err := eachPref(ctx, data, func(p pref) error {
		if prefs = append(prefs, p); len(prefs) > maxPrefs {
			return errTooLarge
		}
		return nil
	})
	return prefs, err
}

// eachPref calls visit for every string of an Android preference file; its error ends the
// walk.
func eachPref(ctx context.Context, data []byte, visit func(p pref) error) error {
	if xmlRoot(data) != "map" {
		return ErrUnknown
	}
	var name string
	var value []byte // in pieces: comments and references may stand between them
	inside := false
	end := func() error {
		if !inside {
			return nil
		}
		inside = false
		return visit(pref{name, string(value)})
	}
	err := walkXML(ctx, data, func(token xml.Token, depth int) error {
		switch t := token.(type) {
		case xml.StartElement:
			if err := end(); err != nil {
				return err
			}
			if inside = depth == 2 && t.Name.Local == "string"; inside {
				name, value = attribute(t, "name"), value[:0]
			}
		case xml.EndElement:
			return end()
		case xml.CharData:
			if inside {
				value = append(value, t...)
			}
		}
		return nil
	})
	if cut := end(); cut != nil { // what was cut short can be named all the same
		return cut
	}
	return err
}

// errFound ends a search that found what it looked for.
var errFound = errors.New("found")

// hasPref reports whether data is an Android preference file with such a string.
func hasPref(data []byte, match func(p pref) bool) bool {
	return eachPref(context.Background(), data, func(p pref) error {
		if match(p) {
			return errFound
		}
		return nil
	}) == errFound
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// tagEnd returns the index of the '>' that ends a tag, outside of quotes, or -1.
func tagEnd(tag []byte) int {
	quote := byte(0)
	for i := range len(tag) {
		switch c := tag[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}
