package ordered

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"watchword/bounds"
)

// A scanner walks over JSON (RFC 8259) and takes one spelling of trouble less than others:
// no duplicate names, no bad UTF-8, no lone surrogates, bounded depth and strings.
type scanner struct {
	text  []byte
	at    int
	depth int

	checked bool // the text went through a scanner before: only find where values end
}

func (s *scanner) fail(what string) error { return &Error{s.at, what} }

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// end checks that nothing but space follows.
func (s *scanner) end() error {
	s.space()
	if s.at != len(s.text) {
		return s.fail("something after the end")
	}
	return nil
}

func (s *scanner) value() ([]byte, error) {
	start := s.at
	if s.checked {
		s.skip()
		return s.text[start:s.at:s.at], nil
	}
	var err error
	switch c := s.peek(); {
	case c == '{':
		err = s.object(nil)
	case c == '[':
		err = s.list(nil)
	case c == '"':
		_, err = s.string()
	case c == '-' || '0' <= c && c <= '9':
		err = s.number()
	default:
		err = s.word()
	}
	return s.text[start:s.at:s.at], err
}

// skip passes over a value of a checked text.
func (s *scanner) skip() {
	for depth := 0; s.at < len(s.text); {
		switch s.text[s.at] {
		case '"':
			s.skipString()
			if depth == 0 {
				return
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return // the end of what a bare word stands in
			}
			if depth--; depth == 0 {
				s.at++
				return
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return
			}
		}
		s.at++
	}
}

func (s *scanner) skipString() {
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '"':
			s.at++
			return
		case '\\':
			s.at++
		}
	}
}

func (s *scanner) object(each func(string, []byte)) error {
	seen := names{}
	return s.nested('}', func() error {
		if s.peek() != '"' {
			return s.fail("no name")
		}
		name, err := s.string()
		if err != nil {
			return err
		}
		if !s.checked && !seen.add(name) {
			return s.fail("a name twice in one object")
		}
		s.space()
		if s.peek() != ':' {
			return s.fail("no colon")
		}
		s.at++
		s.space()
		value, err := s.value()
		if err == nil && each != nil {
			each(name, value)
		}
		return err
	})
}

func (s *scanner) list(each func([]byte)) error {
	return s.nested(']', func() error {
		value, err := s.value()
		if err == nil && each != nil {
			each(value)
		}
		return err
	})
}

// nested reads the items between the bracket at hand and its closing one.
func (s *scanner) nested(closing byte, item func() error) error {
	if s.depth++; s.depth > bounds.VaultDepth {
		return s.fail("too many levels")
	}
	s.at++
	s.space()
	for first := true; s.peek() != closing; first = false {
		if s.at >= len(s.text) {
			return s.fail("no end")
		}
		if !first {
			if s.peek() != ',' {
				return s.fail("no comma")
			}
			s.at++
			s.space()
		}
		if err := item(); err != nil {
			return err
		}
		s.space()
	}
	s.at++
	s.depth--
	return nil
}

func (s *scanner) word() error {
	for _, w := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(s.text[s.at:], []byte(w)) {
			s.at += len(w)
			return nil
		}
	}
	return s.fail("no value")
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if !s.digits() {
		return s.fail("no number")
	}
	if s.peek() == '.' {
		s.at++
		if !s.digits() {
			return s.fail("no number")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if !s.digits() {
			return s.fail("no number")
		}
	}
	return nil
}

func (s *scanner) digits() bool {
	start := s.at
	for '0' <= s.peek() && s.peek() <= '9' {
		s.at++
	}
	return s.at > start
}

// string reads a string and returns what it stands for.
func (s *scanner) string() (string, error) {
	start := s.at
	s.at++
	escaped := false
	for {
		if s.at-start > bounds.VaultString {
			return "", s.fail("a text that is too long")
		}
		switch c := s.peek(); {
		case s.at == len(s.text) || c < ' ':
			return "", s.fail("a text without an end")
		case c == '"':
			s.at++
			if !escaped {
				return string(s.text[start+1 : s.at-1]), nil
			}
			name, _ := String(s.text[start:s.at])
			return name, nil
		case c == '\\':
			escaped = true
			if err := s.escape(); err != nil {
				return "", err
			}
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, n := utf8.DecodeRune(s.text[s.at:])
			if r == utf8.RuneError && n == 1 {
				return "", s.fail("bad UTF-8")
			}
			s.at += n
		}
	}
}

func (s *scanner) escape() error {
	s.at++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at++
		return nil
	case 'u':
	default:
		return s.fail("bad escape")
	}
	r, ok := s.unit()
	if !ok {
		return s.fail("bad escape")
	}
	if !utf16.IsSurrogate(r) {
		return nil
	}
	if s.peek() != '\\' {
		return s.fail("half a surrogate pair")
	}
	s.at++
	low, ok := s.unit()
	if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
		return s.fail("half a surrogate pair")
	}
	return nil
}

// unit reads the "u1234" of an escape.
func (s *scanner) unit() (rune, bool) {
	if s.peek() != 'u' || len(s.text)-s.at < 5 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s.text[s.at+1:s.at+5]), 16, 16)
	s.at += 5
	return rune(n), err == nil
}

// names remembers which names an object had: a list while they are few, since most
// objects have a handful.
type names struct {
	few  []string
	many map[string]bool
}

func (n *names) add(name string) bool {
	if n.many == nil && len(n.few) < 16 {
		if slices.Contains(n.few, name) {
			return false
		}
		n.few = append(n.few, name)
		return true
	}
	if n.many == nil {
		n.many = make(map[string]bool)
		for _, f := range n.few {
			n.many[f] = true
		}
	}
	if n.many[name] {
		return false
	}
	n.many[name] = true
	return true
}
