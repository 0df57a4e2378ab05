// Package sqlite reads the tables of an SQLite file that is held in memory, and nothing else of it.
package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"strconv"
	"strings"

	"watchword/bounds"
	"watchword/vault/transfer/internal/fault"
)

// A Database is an SQLite file (sqlite.org/fileformat2.html) in memory. Its tables are
// read from the first row to the last and nothing else: no query, no index, no write. The
// newest pages may be in a write-ahead log beside it: see [Replay].
type Database struct {
	data     []byte
	page     int // bytes
	usable   int // bytes of a page less what is reserved at its end
	tables   map[string]table
	utf16    binary.ByteOrder // nil: text is UTF-8
	maxPages int
}

// A table is one row of the schema.
type table struct {
	root    int
	columns map[string]int // by lower-case name
	rowid   int            // the column that is stored as the row's number; -1 if none is
}

func newTable(root int, columns []string, rowid int) table {
	t := table{root: root, columns: map[string]int{}, rowid: rowid}
	for i, name := range columns {
		t.columns[name] = i
	}
	return t
}

// A Row is one row of a table. It is good until the next one.
type Row struct {
	db     *Database
	table  table
	id     int64 // its number
	fields []field
}

// A field is a value as it stands in a record: its serial type and its bytes.
type field struct {
	kind int64
	body []byte
}

// Magic begins every SQLite file.
var Magic = []byte("SQLite format 3\x00")

// Is reports whether data begins as an SQLite file.
func Is(data []byte) bool { return bytes.HasPrefix(data, Magic) }

// Open reads the schema. Its error is [fault.Damaged] or that the file is too large.
func Open(ctx context.Context, data []byte) (*Database, error) {
	switch {
	case len(data) > bounds.Database:
		return nil, fault.TooLarge
	case len(data) < 100 || !Is(data):
		return nil, fault.Damaged
	}
	db := &Database{data: data, page: int(binary.BigEndian.Uint16(data[16:])), tables: map[string]table{}}
	if db.page == 1 {
		db.page = 65536
	}
	db.usable = db.page - int(data[20])
	if db.page < 512 || db.page&(db.page-1) != 0 || db.usable < 480 || len(data) < db.page {
		return nil, fault.Damaged
	}
	switch binary.BigEndian.Uint32(data[56:]) {
	case 2:
		db.utf16 = binary.LittleEndian
	case 3:
		db.utf16 = binary.BigEndian
	}
	db.maxPages = len(data)/db.page + 1
	schema := newTable(1, []string{"type", "name", "tbl_name", "rootpage", "sql"}, -1)
	left := bounds.Schema
	err := db.walkTable(ctx, schema, func(r Row) error {
		if r.Text("type") != "table" {
			return nil
		}
		sql := r.Text("sql")
		if left -= len(sql); left < 0 {
			return fault.TooLarge
		}
		if columns, rowid, ok := parseCreateTable(sql); ok {
			db.tables[strings.ToLower(r.Text("name"))] = newTable(int(r.Number("rootpage")), columns, rowid)
		}
		return nil
	})
	return db, err
}

// Has reports whether data is an SQLite file with a table that has these columns.
func Has(data []byte, table string, columns ...string) bool {
	if !Is(data) {
		return false
	}
	db, err := Open(context.Background(), data)
	return err == nil && db.HasTable(table, columns...)
}

// HasTable reports whether there is such a table with these columns, in any case.
func (db *Database) HasTable(table string, columns ...string) bool {
	t, ok := db.tables[table]
	for _, c := range columns {
		_, there := t.columns[c]
		ok = ok && there
	}
	return ok
}

// Rows calls visit for every row of a table, by its lower-case name, in the order of
// their numbers. visit's error ends the walk.
func (db *Database) Rows(ctx context.Context, table string, visit func(r Row) error) error {
	t, ok := db.tables[table]
	if !ok {
		return fault.Damaged
	}
	return db.walkTable(ctx, t, visit)
}

// Value returns nil, int64, float64, string or []byte; nil also where there is no such
// column.
func (r Row) Value(column string) any {
	i, ok := r.table.columns[column]
	switch {
	case ok && i == r.table.rowid:
		return r.id
	case !ok || i >= len(r.fields):
		return nil
	}
	return r.db.value(r.fields[i])
}

// Text returns a value as text; a number as its digits, NULL as "".
func (r Row) Text(column string) string {
	switch v := r.Value(column).(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// Number returns a whole number; NULL and anything else is 0.
func (r Row) Number(column string) int64 {
	switch v := r.Value(column).(type) {
	case int64:
		return v
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v)
		}
	case string:
		if n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64); err == nil {
			return n
		}
	}
	return 0
}

// IsNull reports whether a value is NULL or the column is not there.
func (r Row) IsNull(column string) bool { return r.Value(column) == nil }

// walkTable visits the rows of a table's B-tree.
func (db *Database) walkTable(ctx context.Context, t table, visit func(r Row) error) error {
	w := &walk{ctx: ctx, visit: visit, left: db.maxPages, row: Row{db: db, table: t}}
	return w.page(t.root, 0)
}

type walk struct {
	ctx   context.Context
	row   Row // the one at hand
	visit func(r Row) error
	left  int // pages that may still be read: a page belongs to one tree once
	rows  int
	bytes int // of all records so far: a byte belongs to one record once
}

// The kinds of B-tree pages of tables (1.6).
const (
	interiorTable = 5
	leafTable     = 13
)

func (w *walk) page(number, depth int) error {
	page, ok := w.row.db.pageBytes(number)
	if w.left--; !ok || w.left < 0 || depth > bounds.Depth {
		return fault.Damaged
	}
	head := page
	if number == 1 {
		head = page[100:]
	}
	kind, cells := head[0], int(binary.BigEndian.Uint16(head[3:]))
	pointers := head[8:]
	if kind == interiorTable {
		pointers = head[12:]
	} else if kind != leafTable {
		return fault.Damaged
	}
	if cells*2 > len(pointers) {
		return fault.Damaged
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if at+4 > w.row.db.usable {
			return fault.Damaged
		}
		var err error
		if kind == interiorTable {
			err = w.page(int(binary.BigEndian.Uint32(page[at:])), depth+1)
		} else {
			err = w.cell(page[at:w.row.db.usable])
		}
		if err != nil {
			return err
		}
	}
	if kind == interiorTable {
		return w.page(int(binary.BigEndian.Uint32(head[8:])), depth+1)
	}
	return nil
}

func (db *Database) pageBytes(number int) ([]byte, bool) {
	if number < 1 || number > len(db.data)/db.page {
		return nil, false
	}
	return db.data[(number-1)*db.page : number*db.page], true
}

// cell reads a row: its length, its number, its record.
func (w *walk) cell(b []byte) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.rows++; w.rows > bounds.Cells {
		return fault.TooLarge
	}
	length, b, ok := varint(b)
	number, b, ok2 := varint(b)
	size := len(w.row.db.data)
	if !ok || !ok2 || length < 0 || length > int64(size) {
		return fault.Damaged
	}
	if w.bytes += int(length); w.bytes > size {
		return fault.Damaged
	}
	record, err := w.payload(b, int(length))
	if err != nil {
		return err
	}
	w.row.id = number
	if w.row.fields, err = appendFields(w.row.fields[:0], record); err != nil {
		return err
	}
	return w.visit(w.row)
}

// payload collects a record that may go on in overflow pages (1.6, "payload").
func (w *walk) payload(b []byte, length int) ([]byte, error) {
	u := w.row.db.usable
	if length <= u-35 {
		if length > len(b) {
			return nil, fault.Damaged
		}
		return b[:length], nil
	}
	least := (u-12)*32/255 - 23
	local := least + (length-least)%(u-4)
	if local > u-35 {
		local = least
	}
	if local+4 > len(b) {
		return nil, fault.Damaged
	}
	record := append(make([]byte, 0, length), b[:local]...)
	next := int(binary.BigEndian.Uint32(b[local:]))
	for len(record) < length {
		page, ok := w.row.db.pageBytes(next)
		if w.left--; !ok || w.left < 0 {
			return nil, fault.Damaged
		}
		record = append(record, page[4:4+min(u-4, length-len(record))]...)
		next = int(binary.BigEndian.Uint32(page))
	}
	return record, nil
}

// appendFields reads the fields of a record (2.1).
func appendFields(fields []field, b []byte) ([]field, error) {
	size, rest, ok := varint(b)
	used := len(b) - len(rest)
	if !ok || size < int64(used) || size > int64(len(b)) {
		return nil, fault.Damaged
	}
	types, body := b[used:size], b[size:]
	for len(types) > 0 {
		var kind int64
		if kind, types, ok = varint(types); !ok || kind < 0 || len(fields) == bounds.Columns {
			return nil, fault.Damaged
		}
		n := serialSize(kind)
		switch {
		case n > int64(len(body)):
			return nil, fault.Damaged
		case n > bounds.String:
			return nil, fault.TooLarge
		}
		fields = append(fields, field{kind, body[:n]})
		body = body[n:]
	}
	return fields, nil
}

// serialSize returns the bytes that a value of a serial type takes.
func serialSize(kind int64) int64 {
	switch {
	case kind <= 4:
		return kind
	case kind == 5:
		return 6
	case kind == 6, kind == 7:
		return 8
	case kind < 12:
		return 0
	}
	return (kind - 12) / 2
}

func (db *Database) value(f field) any {
	kind, b := f.kind, f.body
	switch {
	case kind == 0:
		return nil
	case kind <= 6:
		var v int64
		if b[0]&0x80 != 0 {
			v = -1
		}
		for _, c := range b {
			v = v<<8 | int64(c)
		}
		return v
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	case kind == 8, kind == 9:
		return kind - 8
	case kind < 12:
		return nil
	case kind%2 == 0:
		return bytes.Clone(b)
	case db.utf16 != nil:
		return decodeUTF16(b, db.utf16)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// varint reads a big-endian number of seven bits a byte, at most nine bytes (1.6).
func varint(b []byte) (int64, []byte, bool) {
	var v uint64
	for i := 0; i < len(b) && i < 9; i++ {
		if i == 8 {
			return int64(v<<8 | uint64(b[i])), b[9:], true
		}
		v = v<<7 | uint64(b[i]&0x7F)
		if b[i]&0x80 == 0 {
			return int64(v), b[i+1:], true
		}
	}
	return 0, nil, false
}
