package transfer

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
)

// A testTable is a table for writeSQLite: its CREATE TABLE statement and its rows, whose
// values are nil, int64, float64, string or []byte. The rows are numbered from 1.
type testTable struct {
	sql  string
	rows [][]any
}

// writeSQLite makes an SQLite file (sqlite.org/fileformat2.html) of tables: leaf pages,
// interior pages above them where one is not enough, and overflow pages for long rows.
// reserved bytes stay free at the end of every page.
func writeSQLite(page, reserved int, tables ...testTable) []byte {
	w := &sqliteWriter{page: page, usable: page - reserved}
	w.pages = append(w.pages, make([]byte, page)) // page 1 comes last: it names the others
	schema := [][]any{}
	for _, t := range tables {
		name := strings.Trim(strings.Fields(strings.TrimPrefix(t.sql, "CREATE TABLE "))[0], "\"`[]")
		root := w.table(t.rows)
		schema = append(schema, []any{"table", name, name, int64(root), t.sql})
	}
	root := w.table(schema)
	// The schema's root must be page 1, whose first 100 bytes are the header of the file.
	// An interior page with that tree as its only child always has room.
	first := w.pages[0]
	copy(first, sqliteMagic)
	binary.BigEndian.PutUint16(first[16:], uint16(page)) // 65536 becomes 0, written as 1
	if page == 65536 {
		binary.BigEndian.PutUint16(first[16:], 1)
	}
	first[18], first[19], first[20] = 1, 1, byte(reserved)
	first[21], first[22], first[23] = 64, 32, 32
	binary.BigEndian.PutUint32(first[28:], uint32(len(w.pages)))
	binary.BigEndian.PutUint32(first[44:], 4)
	binary.BigEndian.PutUint32(first[56:], 1)
	first[100] = interiorTable
	binary.BigEndian.PutUint16(first[105:], uint16(w.usable))
	binary.BigEndian.PutUint32(first[108:], uint32(root))
	var file []byte
	for _, p := range w.pages {
		file = append(file, p...)
	}
	return file
}

type sqliteWriter struct {
	page, usable int
	pages        [][]byte
}

func (w *sqliteWriter) add(p []byte) int {
	w.pages = append(w.pages, p)
	return len(w.pages)
}

// table writes rows and returns the page of the tree's root.
func (w *sqliteWriter) table(rows [][]any) int {
	type child struct {
		page int
		last int64
	}
	var level []child
	var cells [][]byte
	size := 0
	flush := func(last int64) {
		level = append(level, child{w.add(w.tree(leafTable, cells, 0)), last})
		cells, size = nil, 0
	}
	for i, r := range rows {
		cell := w.cell(int64(i+1), r)
		if size+len(cell)+2 > w.usable-8 {
			flush(int64(i))
		}
		cells, size = append(cells, cell), size+len(cell)+2
	}
	flush(int64(len(rows)))
	for len(level) > 1 {
		var above []child
		for len(level) > 0 {
			n := min(len(level), (w.usable-12)/16)
			var cells [][]byte
			for _, c := range level[:n-1] {
				cells = append(cells, appendVarint(binary.BigEndian.AppendUint32(nil, uint32(c.page)), c.last))
			}
			last := level[n-1]
			above = append(above, child{w.add(w.tree(interiorTable, cells, last.page)), last.last})
			level = level[n:]
		}
		level = above
	}
	return level[0].page
}

// tree makes a page of a B-tree; its cells are packed from the end.
func (w *sqliteWriter) tree(kind byte, cells [][]byte, right int) []byte {
	p := make([]byte, w.page)
	p[0] = kind
	binary.BigEndian.PutUint16(p[3:], uint16(len(cells)))
	at, pointers := w.usable, p[8:]
	if kind == interiorTable {
		binary.BigEndian.PutUint32(p[8:], uint32(right))
		pointers = p[12:]
	}
	for i, c := range cells {
		at -= len(c)
		copy(p[at:], c)
		binary.BigEndian.PutUint16(pointers[2*i:], uint16(at))
	}
	binary.BigEndian.PutUint16(p[5:], uint16(at))
	return p
}

// cell makes a row's cell, with the rest of a long record in overflow pages.
func (w *sqliteWriter) cell(number int64, values []any) []byte {
	record := sqliteRecord(values)
	cell := appendVarint(appendVarint(nil, int64(len(record))), number)
	if len(record) <= w.usable-35 {
		return append(cell, record...)
	}
	least := (w.usable-12)*32/255 - 23
	local := least + (len(record)-least)%(w.usable-4)
	if local > w.usable-35 {
		local = least
	}
	rest := record[local:]
	var chunks [][]byte
	for len(rest) > 0 {
		n := min(len(rest), w.usable-4)
		chunks, rest = append(chunks, rest[:n]), rest[n:]
	}
	next := 0
	for i := len(chunks) - 1; i >= 0; i-- {
		p := make([]byte, w.page)
		binary.BigEndian.PutUint32(p, uint32(next))
		copy(p[4:], chunks[i])
		next = w.add(p)
	}
	return binary.BigEndian.AppendUint32(append(cell, record[:local]...), uint32(next))
}

func sqliteRecord(values []any) []byte {
	var types, body []byte
	for _, v := range values {
		switch v := v.(type) {
		case nil:
			types = append(types, 0)
		case int64:
			types = append(types, 6)
			body = binary.BigEndian.AppendUint64(body, uint64(v))
		case float64:
			types = append(types, 7)
			body = binary.BigEndian.AppendUint64(body, math.Float64bits(v))
		case string:
			types = appendVarint(types, int64(13+2*len(v)))
			body = append(body, v...)
		case []byte:
			types = appendVarint(types, int64(12+2*len(v)))
			body = append(body, v...)
		default:
			panic(fmt.Sprintf("a value of type %T", v))
		}
	}
	size := len(types) + 1
	if size > 127 {
		size++
	}
	return append(append(appendVarint(nil, int64(size)), types...), body...)
}

// appendVarint appends a number below 2^56: seven bits a byte, the first ones first.
func appendVarint(b []byte, v int64) []byte {
	groups := []byte{byte(v & 0x7F)}
	for v >>= 7; v > 0; v >>= 7 {
		groups = append(groups, byte(v&0x7F)|0x80)
	}
	for i := len(groups) - 1; i >= 0; i-- {
		b = append(b, groups[i])
	}
	return b
}

func TestSQLite(t *testing.T) {
	long := strings.Repeat("0123456789", 5000)
	for _, page := range []int{512, 1024, 4096, 65536} {
		for _, reserved := range []int{0, 32} {
			var rows [][]any
			for i := range 3000 {
				rows = append(rows, []any{nil, fmt.Sprintf("row %d", i), int64(-i), float64(i) / 2, []byte{byte(i)}, nil})
			}
			rows = append(rows, []any{nil, long, int64(1) << 62, 0.5, []byte(long), nil})
			data := writeSQLite(page, reserved, testTable{"CREATE TABLE Things (_id INTEGER PRIMARY KEY, \"a name\" TEXT, n INTEGER DEFAULT (1,2), f REAL, b BLOB, x, UNIQUE (n))", rows},
				testTable{"CREATE TABLE empty (a)", nil})
			db, err := openSQLite(context.Background(), data)
			if err != nil {
				t.Fatalf("pages of %d: %v", page, err)
			}
			if !db.has("things", "_id", "a name", "n", "f", "b", "x") || db.has("things", "unique") || !db.has("empty", "a") || db.has("none") {
				t.Errorf("tables: %v", db.tables)
			}
			i := 0
			err = db.rows(context.Background(), "things", func(r row) error {
				name := fmt.Sprintf("row %d", i)
				number, blob := int64(-i), string([]byte{byte(i)})
				if i == 3000 {
					name, number, blob = long, 1<<62, long
				}
				if i++; r.number("_id") != int64(i) || r.text("a name") != name || r.number("n") != number || r.text("b") != blob || !r.isNull("x") {
					t.Errorf("row %d is wrong", i)
				}
				return nil
			})
			if err != nil || i != 3001 {
				t.Errorf("pages of %d: %d rows, %v", page, i, err)
			}
			for cut := 0; cut < len(data); cut += 1 + len(data)/97 {
				if db, err := openSQLite(context.Background(), data[:cut]); err == nil {
					db.rows(context.Background(), "things", func(row) error { return nil }) // must only not panic
				}
			}
		}
	}
}

// A page that is its own child, and cells that all point at one long record, must not be
// followed for ever.
func TestSQLiteLoops(t *testing.T) {
	data := writeSQLite(512, 0, testTable{"CREATE TABLE t (a)", [][]any{{"x"}}})
	binary.BigEndian.PutUint32(data[108:], 1) // page 1 is its own right child
	if _, err := openSQLite(context.Background(), data); err == nil {
		t.Error("a loop of pages was accepted")
	}
	data = writeSQLite(512, 0, testTable{"CREATE TABLE t (a)", [][]any{{strings.Repeat("x", 300)}}})
	leaf := data[512:1024]
	binary.BigEndian.PutUint16(leaf[3:], 90)
	for i := 1; i < 90; i++ {
		copy(leaf[8+2*i:], leaf[8:10])
	}
	db, err := openSQLite(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.rows(context.Background(), "t", func(row) error { return nil }); err == nil {
		t.Error("one record was read ninety times")
	}
}

func TestCreateTable(t *testing.T) {
	for sql, want := range map[string]string{
		"CREATE TABLE a (b)": "b -1",
		"CREATE TABLE \"a\" (\"b c\" TEXT, [d] INT, `e` , 'f' TEXT)":    "b c,d,e,f -1",
		"CREATE TABLE a (b TEXT DEFAULT 'x,y)', c NUMERIC(10, 5))":      "b,c -1",
		"CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT, y)":       "x,y 0",
		"CREATE TABLE a (x INT PRIMARY KEY, y)":                         "x,y -1", // only INTEGER is the row's number
		"CREATE TABLE a (x, PRIMARY KEY (x), CHECK (x > 0), UNIQUE(x))": "x -1",
		"CREATE TABLE a (x PRIMARY KEY) WITHOUT ROWID":                  "refused",
		"CREATE VIRTUAL TABLE a USING fts5(x)":                          "refused",
		"CREATE TABLE a":                                                "refused",
		"CREATE TABLE a ()":                                             "refused",
	} {
		columns, rowid, ok := parseCreateTable(sql)
		got := "refused"
		if ok {
			got = fmt.Sprintf("%s %d", strings.Join(columns, ","), rowid)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
}

func FuzzSQLite(f *testing.F) {
	f.Add(writeSQLite(512, 0, testTable{"CREATE TABLE t (a, b)", [][]any{{"x", int64(1)}, {strings.Repeat("y", 2000), nil}}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		db, err := openSQLite(context.Background(), data)
		if err != nil {
			return
		}
		for name := range db.tables {
			db.rows(context.Background(), name, func(row) error { return nil })
		}
	})
}
