package transfer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// walkXML calls visit for every token of an XML file, with the depth of elements it
// stands in. It refuses declarations (DTDs, entities) and what is beyond the bounds;
// visit's error ends the walk. The bytes of a token are good until the next one.
func walkXML(data []byte, visit func(token xml.Token, depth int) error) error {
	data = withoutBOM(data)
	if len(data) > maxText {
		return errTooLarge
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	depth, tokens := 0, 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return ErrDamaged
		}
		if tokens++; tokens > maxValues {
			return errTooLarge
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
func readPrefs(data []byte) ([]pref, error) {
	if xmlRoot(data) != "map" {
		return nil, ErrUnknown
	}
	var prefs []pref
	inside := false
	err := walkXML(data, func(token xml.Token, depth int) error {
		switch t := token.(type) {
		case xml.StartElement:
			inside = depth == 2 && t.Name.Local == "string"
			if inside {
				prefs = append(prefs, pref{Name: attribute(t, "name")})
			}
		case xml.EndElement:
			inside = false
		case xml.CharData:
			if inside {
				prefs[len(prefs)-1].Value += string(t)
			}
		}
		return nil
	})
	return prefs, err
}

// hasPref reports whether data is an Android preference file with such a string.
func hasPref(data []byte, match func(p pref) bool) bool {
	prefs, _ := readPrefs(data)
	for _, p := range prefs {
		if match(p) {
			return true
		}
	}
	return false
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
