package transfer

import (
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// linePlace names a line of the file.
func linePlace(number int) string { return words.T("line %d", number) }

// atLine says of an entry in which line it stands.
func atLine(number int, err error) reason { return placed(linePlace(number), err) }

// tell notes that a failure says why a line is not read.
func (r *Result) tell(line int) {
	if r.told == nil {
		r.told = map[int]bool{}
	}
	r.told[line] = true
}

// A decoded text is what a file says in a spelling of its own, and where each of its lines stands there.
type decoded struct {
	text  string
	lines []int // the line of the file for each line of the text
}

// line returns the line of the file for one of the text, from 1.
func (d decoded) line(n int) int {
	if len(d.lines) == 0 {
		return n
	}
	return d.lines[max(0, min(n, len(d.lines))-1)]
}

// A decoder puts such a text together.
type decoder struct {
	b     strings.Builder
	lines []int
	open  bool // the last line of the text so far has not ended
}

// add adds a piece of text that stands in a line of the file.
func (d *decoder) add(text string, number int) {
	for range account.Lines(text) {
		if !d.open {
			d.lines = append(d.lines, number)
		}
		d.open = false
	}
	if text != "" {
		d.open = !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, "\r")
	}
	d.b.WriteString(text)
}

// decoded returns what was put together.
func (d *decoder) decoded() decoded {
	text, _ := asText([]byte(d.b.String()))
	return decoded{string(text), d.lines}
}
