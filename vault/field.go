package vault

import "watchword/vault/internal/ordered"

// A field is a value that a user can change, with who changed it when: {"v","t","d"}.
type field struct {
	obj   *ordered.Object // nil for a field that is not there
	value []byte          // JSON
	at    stamp
	by    string // device
}

// parseField reads a field; false if its text is none.
func parseField(text []byte) (field, bool) {
	obj, err := ordered.Split(text)
	if err != nil {
		return field{}, false
	}
	t, ok1 := ordered.String(obj.Get("t"))
	at, ok2 := parseStamp(t)
	by, ok3 := ordered.String(obj.Get("d"))
	value := obj.Get("v")
	return field{obj, value, at, by}, ok1 && ok2 && ok3 && value != nil
}

// with returns the field with another value; its unknown members stay.
func (f field) with(value []byte, at stamp, by string) field {
	obj := &ordered.Object{}
	if f.obj != nil {
		obj = f.obj.Clone()
	}
	obj.Set("v", value)
	obj.Set("t", ordered.Quote(at.String()))
	obj.Set("d", ordered.Quote(by))
	return field{obj, value, at, by}
}

func (f field) text() []byte { return f.obj.Text() }
