package words

import "fmt"

// Error makes an error whose text is a sentence, said in the language that is in use when it is read. The
// verbs are those of fmt.Errorf; what %w names can be asked for by errors.Is and errors.As.
func Error(text string, args ...any) error {
	e := &sentence{text: text, args: args}
	if len(args) > 0 {
		e.english = fmt.Errorf(text, args...)
	}
	return e
}

type sentence struct {
	text    string
	args    []any
	english error // nil where the text has no args
}

func (e *sentence) Error() string {
	if l := current.Load(); l != nil {
		text := lookup(l, e.text, e.text, nil)
		if len(e.args) == 0 {
			return text
		}
		return fmt.Errorf(text, e.args...).Error()
	}
	if e.english == nil {
		return e.text
	}
	return e.english.Error()
}

// Unwrap returns the errors that the text names with %w.
func (e *sentence) Unwrap() []error {
	switch u := e.english.(type) {
	case interface{ Unwrap() error }:
		return []error{u.Unwrap()}
	case interface{ Unwrap() []error }:
		return u.Unwrap()
	}
	return nil
}
