package vault

import "slices"

// A field is a value that a person can change, with who changed it when: {"v","t","d"}.
type field struct {
	obj   *object // nil for a field that is not there
	value []byte  // JSON
	at    stamp
	by    string // device
}

// parseField reads a field; false if its text is none.
func parseField(text []byte) (field, bool) {
	obj, err := splitObject(text)
	if err != nil {
		return field{}, false
	}
	t, ok1 := stringOf(obj.get("t"))
	at, ok2 := parseStamp(t)
	by, ok3 := stringOf(obj.get("d"))
	value := obj.get("v")
	return field{obj, value, at, by}, ok1 && ok2 && ok3 && value != nil
}

// with returns the field with another value; its unknown members stay.
func (f field) with(value []byte, at stamp, by string) field {
	obj := &object{}
	if f.obj != nil {
		obj = f.obj.clone()
	}
	obj.set("v", value)
	obj.set("t", quote(at.String()))
	obj.set("d", quote(by))
	return field{obj, value, at, by}
}

func (f field) text() []byte { return f.obj.text() }

// listOf reads a list of strings.
func listOf(text []byte) ([]string, bool) {
	items, err := splitList(text)
	if err != nil {
		return nil, false
	}
	list := make([]string, len(items))
	for i, item := range items {
		s, ok := stringOf(item)
		if !ok {
			return nil, false
		}
		list[i] = s
	}
	return list, true
}

// quoteList is the reverse of listOf.
func quoteList(list []string) []byte {
	items := make([][]byte, 0, len(list))
	for _, s := range list {
		items = append(items, quote(s))
	}
	return listText(slices.Clip(items))
}
