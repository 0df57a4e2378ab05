package transfer

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// A table is a CSV file (RFC 4180) whose columns are found by name.
type table struct {
	columns map[string]int // by lower-case name
	rows    [][]string
}

// csvHeader returns the lower-case column names of a text's first line, or nil.
func csvHeader(data []byte) []string {
	line, _, _ := bytes.Cut(withoutBOM(data), []byte("\n"))
	if len(line) > 4096 || !bytes.ContainsAny(line, ",;") {
		return nil
	}
	header, err := newCSV(line, comma(line)).Read()
	if err != nil {
		return nil
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
	}
	return header
}

// comma returns what stands between the cells: some systems write semicolons.
func comma(line []byte) rune {
	if bytes.IndexByte(line, ',') < 0 && bytes.IndexByte(line, ';') >= 0 {
		return ';'
	}
	return ','
}

func newCSV(data []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = comma
	r.FieldsPerRecord = -1 // ragged rows are met in the wild
	r.LazyQuotes = true
	return r
}

// readCSV reads a whole table: rows may be shorter or longer than the header. The cells are
// counted before any is made, those within quotation marks too.
func readCSV(ctx context.Context, data []byte) (table, error) {
	data = withoutBOM(data)
	if len(data) > maxText {
		return table{}, errTooLarge
	}
	header := csvHeader(data)
	if header == nil {
		return table{}, ErrDamaged
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	between := comma(line)
	if bytes.Count(data, []byte(string(between)))+bytes.Count(data, []byte("\n")) > maxCells {
		return table{}, errTooLarge
	}
	t := table{columns: map[string]int{}}
	for i, name := range header {
		if _, ok := t.columns[name]; !ok {
			t.columns[name] = i
		}
	}
	r := newCSV(data, between)
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case err != nil:
			return t, ErrDamaged
		case first:
			continue
		}
		t.rows = append(t.rows, row)
	}
}

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
