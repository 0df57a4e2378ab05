package transfer

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// A database is an SQLite file (sqlite.org/fileformat2.html) in memory. Its tables are
// read from the first row to the last and nothing else: no query, no index, no write. The
// newest pages may stand in a write-ahead log beside it: see [withLog].
type database struct {
	data     []byte
	page     int // bytes
	usable   int // bytes of a page less what is reserved at its end
	tables   map[string]sqliteTable
	utf16    binary.ByteOrder // nil: text is UTF-8
	maxPages int
}

// A sqliteTable is one row of the schema.
type sqliteTable struct {
	root    int
	columns map[string]int // by lower-case name
	rowid   int            // the column that is stored as the row's number; -1 if none is
}

func newSQLiteTable(root int, columns []string, rowid int) sqliteTable {
	t := sqliteTable{root: root, columns: map[string]int{}, rowid: rowid}
	for i, name := range columns {
		t.columns[name] = i
	}
	return t
}

// A row is one row of a table. It is good until the next one.
type row struct {
	db     *database
	table  sqliteTable
	id     int64 // its number
	fields []sqliteField
}

// A sqliteField is a value as it stands in a record: its serial type and its bytes.
type sqliteField struct {
	kind int64
	body []byte
}

var sqliteMagic = []byte("SQLite format 3\x00")

func isSQLite(data []byte) bool { return bytes.HasPrefix(data, sqliteMagic) }

// openSQLite reads the schema. Its error is [ErrDamaged] or that the file is too large.
func openSQLite(ctx context.Context, data []byte) (*database, error) {
	switch {
	case len(data) > maxSQLite:
		return nil, errTooLarge
	case len(data) < 100 || !isSQLite(data):
		return nil, ErrDamaged
	}
	db := &database{data: data, page: int(binary.BigEndian.Uint16(data[16:])), tables: map[string]sqliteTable{}}
	if db.page == 1 {
		db.page = 65536
	}
	db.usable = db.page - int(data[20])
	if db.page < 512 || db.page&(db.page-1) != 0 || db.usable < 480 || len(data) < db.page {
		return nil, ErrDamaged
	}
	switch binary.BigEndian.Uint32(data[56:]) {
	case 2:
		db.utf16 = binary.LittleEndian
	case 3:
		db.utf16 = binary.BigEndian
	}
	db.maxPages = len(data)/db.page + 1
	schema := newSQLiteTable(1, []string{"type", "name", "tbl_name", "rootpage", "sql"}, -1)
	left := maxSchema
	err := db.walk(ctx, schema, func(r row) error {
		if r.text("type") != "table" {
			return nil
		}
		sql := r.text("sql")
		if left -= len(sql); left < 0 {
			return errTooLarge
		}
		if columns, rowid, ok := parseCreateTable(sql); ok {
			db.tables[strings.ToLower(r.text("name"))] = newSQLiteTable(int(r.number("rootpage")), columns, rowid)
		}
		return nil
	})
	return db, err
}

// sqliteHas reports whether data is an SQLite file with a table that has these columns.
func sqliteHas(data []byte, table string, columns ...string) bool {
	if !isSQLite(data) {
		return false
	}
	db, err := openSQLite(context.Background(), data)
	return err == nil && db.has(table, columns...)
}

// has reports whether there is such a table with these columns, in any case.
func (db *database) has(table string, columns ...string) bool {
	t, ok := db.tables[table]
	for _, c := range columns {
		_, there := t.columns[c]
		ok = ok && there
	}
	return ok
}

// rows calls visit for every row of a table, by its lower-case name, in the order of
// their numbers. visit's error ends the walk.
func (db *database) rows(ctx context.Context, table string, visit func(r row) error) error {
	t, ok := db.tables[table]
	if !ok {
		return ErrDamaged
	}
	return db.walk(ctx, t, visit)
}

// value returns nil, int64, float64, string or []byte; nil also where there is no such
// column.
func (r row) value(column string) any {
	i, ok := r.table.columns[column]
	switch {
	case ok && i == r.table.rowid:
		return r.id
	case !ok || i >= len(r.fields):
		return nil
	}
	return r.db.value(r.fields[i])
}

// text returns a value as text; a number as its digits, NULL as "".
func (r row) text(column string) string {
	switch v := r.value(column).(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// number returns a whole number; NULL and anything else is 0.
func (r row) number(column string) int64 {
	switch v := r.value(column).(type) {
	case int64:
		return v
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v)
		}
	case string:
		n, err := wholeNumber(v, 0, true)
		if err == nil {
			return n
		}
	}
	return 0
}

// isNull reports whether a value is NULL or the column is not there.
func (r row) isNull(column string) bool { return r.value(column) == nil }

// node returns a value for what reads the entries of JSON files.
func (r row) node(column string) node {
	if r.isNull(column) {
		return node{}
	}
	return textNode(r.text(column))
}

// walk visits the rows of a table's B-tree.
func (db *database) walk(ctx context.Context, t sqliteTable, visit func(r row) error) error {
	w := &sqliteWalk{ctx: ctx, visit: visit, left: db.maxPages, row: row{db: db, table: t}}
	return w.page(t.root, 0)
}

type sqliteWalk struct {
	ctx   context.Context
	row   row // the one at hand
	visit func(r row) error
	left  int // pages that may still be read: a page belongs to one tree once
	rows  int
	bytes int // of all records so far: a byte belongs to one record once
}

// The kinds of B-tree pages of tables (1.6).
const (
	interiorTable = 5
	leafTable     = 13
)

func (w *sqliteWalk) page(number, depth int) error {
	page, ok := w.row.db.pageBytes(number)
	if w.left--; !ok || w.left < 0 || depth > maxDepth {
		return ErrDamaged
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
		return ErrDamaged
	}
	if cells*2 > len(pointers) {
		return ErrDamaged
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if at+4 > w.row.db.usable {
			return ErrDamaged
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

func (db *database) pageBytes(number int) ([]byte, bool) {
	if number < 1 || number > len(db.data)/db.page {
		return nil, false
	}
	return db.data[(number-1)*db.page : number*db.page], true
}

// cell reads a row: its length, its number, its record.
func (w *sqliteWalk) cell(b []byte) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.rows++; w.rows > maxCells {
		return errTooLarge
	}
	length, b, ok := varint(b)
	number, b, ok2 := varint(b)
	size := len(w.row.db.data)
	if !ok || !ok2 || length < 0 || length > int64(size) {
		return ErrDamaged
	}
	if w.bytes += int(length); w.bytes > size {
		return ErrDamaged
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
func (w *sqliteWalk) payload(b []byte, length int) ([]byte, error) {
	u := w.row.db.usable
	if length <= u-35 {
		if length > len(b) {
			return nil, ErrDamaged
		}
		return b[:length], nil
	}
	least := (u-12)*32/255 - 23
	local := least + (length-least)%(u-4)
	if local > u-35 {
		local = least
	}
	if local+4 > len(b) {
		return nil, ErrDamaged
	}
	record := append(make([]byte, 0, length), b[:local]...)
	next := int(binary.BigEndian.Uint32(b[local:]))
	for len(record) < length {
		page, ok := w.row.db.pageBytes(next)
		if w.left--; !ok || w.left < 0 {
			return nil, ErrDamaged
		}
		record = append(record, page[4:4+min(u-4, length-len(record))]...)
		next = int(binary.BigEndian.Uint32(page))
	}
	return record, nil
}

// appendFields reads the fields of a record (2.1).
func appendFields(fields []sqliteField, b []byte) ([]sqliteField, error) {
	size, rest, ok := varint(b)
	used := len(b) - len(rest)
	if !ok || size < int64(used) || size > int64(len(b)) {
		return nil, ErrDamaged
	}
	types, body := b[used:size], b[size:]
	for len(types) > 0 {
		var kind int64
		if kind, types, ok = varint(types); !ok || kind < 0 || len(fields) == maxColumns {
			return nil, ErrDamaged
		}
		n := serialSize(kind)
		switch {
		case n > int64(len(body)):
			return nil, ErrDamaged
		case n > maxString:
			return nil, errTooLarge
		}
		fields = append(fields, sqliteField{kind, body[:n]})
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

func (db *database) value(f sqliteField) any {
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
