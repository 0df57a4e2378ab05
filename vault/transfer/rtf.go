package transfer

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// isRTF reports whether a file is in the Rich Text Format, which TextEdit and WordPad write unasked.
func isRTF(data []byte) bool { return bytes.HasPrefix(withoutBOM(data), []byte(`{\rtf`)) }

// rtfBreaks are the words of the format that end a line, or stand for a space.
var rtfBreaks = map[string]string{"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t", "bullet": "•",
	"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}

// rtfHidden are the groups that hold no text of the document.
var rtfHidden = map[string]bool{"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "*": true}

// An rtfReader reads the format (RTF 1.9.1) as far as its text goes.
type rtfReader struct {
	decoder
	text   string // what is left
	number int    // of the line of the file
	hidden []bool // by open group
	skip   int    // characters that stand for one of Unicode before them
}

// readRTF returns the text of such a file.
func readRTF(text string) decoded {
	r := rtfReader{text: strings.TrimPrefix(text, string(utf8BOM)), number: 1}
	for r.text != "" {
		r.next()
	}
	return r.decoded()
}

// next reads one character, control word or bracket.
func (r *rtfReader) next() {
	c := r.text[0]
	switch c {
	case '{', '}':
		r.group(c == '{')
		r.text = r.text[1:]
	case '\\':
		r.text = r.text[1:]
		r.control()
	case '\n':
		r.number++
		r.text = r.text[1:]
	case '\r':
		r.text = r.text[1:]
	default:
		end := strings.IndexAny(r.text, "{}\\\r\n")
		if end < 0 {
			end = len(r.text)
		}
		r.say(r.text[:end])
		r.text = r.text[end:]
	}
}

func (r *rtfReader) group(opens bool) {
	switch n := len(r.hidden); {
	case opens:
		r.hidden = append(r.hidden, n > 0 && r.hidden[n-1])
	case n > 0:
		r.hidden = r.hidden[:n-1]
	}
	r.skip = 0
}

// say adds text, unless its group is hidden or it stands for a character that came before.
func (r *rtfReader) say(text string) {
	for r.skip > 0 && text != "" {
		_, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		r.skip--
	}
	if n := len(r.hidden); n == 0 || !r.hidden[n-1] {
		r.add(text, r.number)
	}
}

// control reads what stands behind a backslash.
func (r *rtfReader) control() {
	if r.text == "" {
		return
	}
	switch c := r.text[0]; {
	case c == '\'' && len(r.text) >= 3:
		if n, err := strconv.ParseUint(r.text[1:3], 16, 8); err == nil {
			r.say(string(charmap.Windows1252.DecodeByte(byte(n))))
		}
		r.text = r.text[3:]
	case c == '\n' || c == '\r':
		r.text = strings.TrimPrefix(r.text[1:], "\n") // of a CRLF
		r.say("\n")
		r.number++
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		r.word()
	default:
		if r.text = r.text[1:]; c == '*' {
			r.hide()
		} else if c == '~' {
			r.say(" ")
		} else if strings.IndexByte(`\{}`, c) >= 0 {
			r.say(string(c))
		}
	}
}

func (r *rtfReader) hide() {
	if n := len(r.hidden); n > 0 {
		r.hidden[n-1] = true
	}
}

// word reads a control word, its number, and the space that ends it.
func (r *rtfReader) word() {
	end := 0
	for end < len(r.text) && r.text[end]|0x20 >= 'a' && r.text[end]|0x20 <= 'z' {
		end++
	}
	name, rest := r.text[:end], r.text[end:]
	end = 0
	for end < len(rest) && (rest[end] >= '0' && rest[end] <= '9' || end == 0 && rest[end] == '-') {
		end++
	}
	number := rest[:end]
	r.text = strings.TrimPrefix(rest[end:], " ")
	switch {
	case name == "u":
		if n, err := strconv.ParseInt(number, 10, 32); err == nil {
			r.say(string(rune(uint16(n))))
			r.skip = 1 // what programs show that do not know it
		}
	case rtfHidden[name]:
		r.hide()
	case rtfBreaks[name] != "":
		r.say(rtfBreaks[name])
	}
}
