package transfer

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// A table is a CSV file (RFC 4180) whose columns are found by name.
type table struct {
	columns map[string]int // by lower-case name
	names   []string       // of the columns, in small letters
	width   int            // of the header
	rows    [][]string
	lines   []int // in which each row begins, from 1
	before  int   // lines before the header
	even    bool  // all rows have as many cells as each other
	cut     bool  // the file ends within quotation marks of the last row
}

// csvHeader returns the lower-case column names of a table, or nil.
func csvHeader(data []byte) []string {
	_, line, comma := tableStart(data)
	if len(line) > mostHeader || !bytes.ContainsRune(line, comma) {
		return nil
	}
	header, err := newCSV(line, comma).Read()
	if err != nil {
		return nil
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
	}
	return header
}

// tableStart returns the table from its header on, the line of the header and what stands
// between the cells: a comma, a semicolon, a tab, or what Excel's line “sep=” says. Blank lines
// come before it.
func tableStart(data []byte) (rest, line []byte, comma rune) {
	rest = withoutBOM(data)
	for range mostBlankLines {
		if len(rest) == 0 {
			break
		}
		line = rest[:min(len(rest), mostHeader+1)]
		next := len(rest)
		for _, end := range "\n\r" { // each of them ends a line, and the first counts
			if at := bytes.IndexByte(line, byte(end)); at >= 0 {
				line, next = line[:at], at+1
			}
		}
		content := bytes.Trim(bytes.TrimSpace(line), `"`)
		if len(content) == 0 {
			rest = rest[next:]
			continue
		}
		if sep, ok := bytes.CutPrefix(bytes.ToLower(content[:min(len(content), 8)]), []byte("sep=")); ok && len(sep) <= 1 {
			comma = '\t' // which was trimmed
			if len(sep) == 1 {
				comma = rune(sep[0])
			}
			rest = rest[next:]
			continue
		}
		break
	}
	if comma != ',' && comma != ';' && comma != '\t' && comma != '|' {
		comma = mostFrequent(line)
	}
	return rest, line, comma
}

// mostHeader bounds the header of a table, in bytes.
const mostHeader = 4096

// mostBlankLines bounds what comes before the header of a table.
const mostBlankLines = 100

// mostFrequent returns what stands between the cells: some systems write semicolons or tabs.
func mostFrequent(line []byte) rune {
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func newCSV(data []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.FieldsPerRecord = -1 // see [Result.ragged]
	return r
}

// readCSV reads a whole table: rows may be shorter or longer than the header. The cells are
// counted before any is made, those within quotation marks too.
func readCSV(ctx context.Context, data []byte) (table, error) {
	if len(data) > maxText {
		return table{}, errTooLarge
	}
	header := csvHeader(data)
	if header == nil {
		return table{}, ErrDamaged
	}
	rest, _, between := tableStart(data)
	t := table{columns: map[string]int{}, names: header, width: len(header), before: bytes.Count(data[:len(data)-len(rest)], []byte("\n"))}
	for i, name := range header {
		if _, ok := t.columns[name]; !ok {
			t.columns[name] = i
		}
	}
	err := t.fill(ctx, rest, between)
	return t, err
}

// readRows reads a table without a header, with commas.
func readRows(ctx context.Context, data []byte) (table, error) {
	if len(data) > maxText {
		return table{}, errTooLarge
	}
	var t table
	err := t.fill(ctx, withoutBOM(data), ',')
	return t, err
}

// fill reads the rows.
func (t *table) fill(ctx context.Context, rest []byte, between rune) error {
	if bytes.Count(rest, []byte("\n")) == 0 {
		rest = bytes.ReplaceAll(rest, []byte("\r"), []byte("\n"))
	}
	if bytes.Count(rest, []byte(string(between)))+bytes.Count(rest, []byte("\n")) > maxCells {
		return errTooLarge
	}
	odd, err := t.read(ctx, rest, between)
	if err == nil && len(odd) > 0 {
		// A quotation mark stands where none can, and would take in what follows: each line is a row.
		err = t.readLines(ctx, odd, between, bytes.Count(rest[:len(rest)-len(odd)], []byte("\n")))
	}
	t.even = !slices.ContainsFunc(t.rows, func(row []string) bool { return len(row) != len(t.rows[0]) })
	return err
}

// read reads the rows as the standard says, up to the first one whose quotation marks are wrong, and
// returns what is left from there on.
func (t *table) read(ctx context.Context, data []byte, comma rune) (odd []byte, err error) {
	r := newCSV(data, comma)
	for first := t.width > 0; ; first = false {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		begin := r.InputOffset()
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return data[begin:], nil
		case first:
			continue
		}
		line, _ := r.FieldPos(0)
		t.rows, t.lines = append(t.rows, row), append(t.lines, line+t.before)
	}
}

// readLines reads every line as a row of its own; before is how many lines of the table came before.
func (t *table) readLines(ctx context.Context, data []byte, comma rune, before int) error {
	number := before
	for line := range bytes.Lines(data) {
		if err := ctx.Err(); err != nil {
			return err
		}
		number++
		r := newCSV(line, comma)
		r.LazyQuotes = true
		row, err := r.Read()
		if err != nil || number == 1 && t.width > 0 {
			continue // blank, or the header
		}
		t.rows, t.lines = append(t.rows, row), append(t.lines, number+t.before)
		t.cut = endsInQuotes(line, comma)
	}
	return nil
}

// endsInQuotes reports whether a line ends within quotation marks, which one more would close.
func endsInQuotes(line []byte, comma rune) bool {
	line = bytes.TrimRight(line, "\r\n")
	_, err := newCSV(line, comma).Read()
	_, closed := newCSV(append(bytes.Clone(line), '"'), comma).Read()
	return err != nil && closed == nil
}

var errCut = reason{words.Error("the file ends in the middle of it")}

// addLine adds a failure that is that of a whole line.
func (r *Result) addLine(position, line int, why error) {
	r.tell(line)
	r.add(position, account.Account{}, atLine(line, why))
}

// isCut adds a failure for a row in which the file ends, and reports whether it is one: a link or
// a key in it may lack its end, and would make other codes.
func (r *Result) isCut(t table, i int) bool {
	if !t.cut || i != len(t.rows)-1 {
		return false
	}
	r.addLine(i+1, t.lines[i], errCut)
	return true
}

// eachRow reads the rows of a table one by one, but for those that [Result.ragged] deals with.
func (r *Result) eachRow(ctx context.Context, t table, code string, read func(i int, row []string) error) error {
	for i, row := range t.rows {
		if err := r.next(ctx); err != nil {
			return err
		}
		if r.isCut(t, i) || r.ragged(t, i, code) {
			continue
		}
		if err := read(i, row); err != nil {
			return err
		}
	}
	return nil
}

// ragged deals with a row of another length than the header, whose cells cannot be told by
// their columns, and reports whether it is one. A link in it is taken for what it says itself;
// without one the row is a failure with its line, if a key may stand in it. A link that stands
// in its own column, code, shows that no cell before it is shifted; "" is for a table where what
// matters stands behind it too. Empty cells too many are no matter where every row has them; in one
// row alone they show that its cells are shifted.
func (r *Result) ragged(t table, i int, code string) bool {
	row := t.rows[i]
	for t.even && len(row) > t.width && strings.TrimSpace(row[len(row)-1]) == "" {
		row = row[:len(row)-1]
	}
	if len(row) == t.width || account.IsLink(t.cell(row, code)) {
		return false
	}
	found, key := false, false
	for _, cell := range row {
		cell = strings.TrimSpace(cell)
		key = key || keyWord.MatchString(cell)
		if isCode(cell) {
			found = true
			a, err := r.parseLink(cell)
			r.add(i+1, a, err)
		}
	}
	if key && !found {
		r.addLine(i+1, t.lines[i], reason{words.Error("it has %d cells, and the table has %d columns; put quotation marks around cells with commas", len(row), t.width)})
	}
	r.keep(keepsItems)
	return true
}

// keyWord finds what may be a key in a text: 80 bits of base32 or more, in groups too.
var keyWord = regexp.MustCompile(`(?i)[a-z2-7]{16}|([a-z2-7]{4}[ -]){3}[a-z2-7]{4}|([a-z2-7]{2}[ -]){7}[a-z2-7]{2}`)

// cell returns the cell of a row in the first of the named columns that is there and not
// empty; names are in small letters.
func (t table) cell(row []string, names ...string) string {
	for _, name := range names {
		if i, ok := t.columns[name]; ok && i < len(row) && row[i] != "" {
			return row[i]
		}
	}
	return ""
}

// others returns the cells of a row by their columns, for what may stand in another one than code.
func (t table) others(row []string, code string) (texts []text) {
	for i, cell := range row {
		if at, ok := t.columns[code]; ok && at == i {
			continue
		}
		if account.MayHoldLinks(cell) || i < len(t.names) && isCodeName(t.names[i]) {
			name := ""
			if i < len(t.names) {
				name = t.names[i]
			}
			texts = append(texts, text{name, cell})
		}
	}
	return texts
}

// writeCSV returns rows with every cell quoted and LF line ends.
func writeCSV(rows [][]string) []byte {
	var b bytes.Buffer
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
