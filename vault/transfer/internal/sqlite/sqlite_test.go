package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"watchword/bounds"
	"watchword/vault/transfer/internal/fault"
	"watchword/vault/transfer/internal/sqlite/sqlitetest"
)

func TestSQLite(t *testing.T) {
	long := strings.Repeat("0123456789", 5000)
	for _, page := range []int{512, 1024, 4096, 65536} {
		for _, reserved := range []int{0, 32} {
			var rows [][]any
			for i := range 3000 {
				rows = append(rows, []any{nil, fmt.Sprintf("row %d", i), int64(-i), float64(i) / 2, []byte{byte(i)}, nil})
			}
			rows = append(rows, []any{nil, long, int64(1) << 62, 0.5, []byte(long), nil})
			data := sqlitetest.Write(page, reserved, sqlitetest.Table{SQL: "CREATE TABLE Things (_id INTEGER PRIMARY KEY, \"a name\" TEXT, n INTEGER DEFAULT (1,2), f REAL, b BLOB, x, UNIQUE (n))", Rows: rows},
				sqlitetest.Table{SQL: "CREATE TABLE empty (a)", Rows: nil})
			db, err := Open(context.Background(), data)
			if err != nil {
				t.Fatalf("pages of %d: %v", page, err)
			}
			if !db.HasTable("things", "_id", "a name", "n", "f", "b", "x") || db.HasTable("things", "unique") || !db.HasTable("empty", "a") || db.HasTable("none") {
				t.Errorf("tables: %v", db.tables)
			}
			i := 0
			err = db.Rows(context.Background(), "things", func(r Row) error {
				name := fmt.Sprintf("row %d", i)
				number, blob := int64(-i), string([]byte{byte(i)})
				if i == 3000 {
					name, number, blob = long, 1<<62, long
				}
				if i++; r.Number("_id") != int64(i) || r.Text("a name") != name || r.Number("n") != number || r.Text("b") != blob || !r.IsNull("x") {
					t.Errorf("row %d is wrong", i)
				}
				return nil
			})
			if err != nil || i != 3001 {
				t.Errorf("pages of %d: %d rows, %v", page, i, err)
			}
			for cut := 0; cut < len(data); cut += 1 + len(data)/97 {
				if db, err := Open(context.Background(), data[:cut]); err == nil {
					db.Rows(context.Background(), "things", func(Row) error { return nil }) // must only not panic
				}
			}
		}
	}
}

// A page that is its own child, and cells that all point at one long record, must not be
// followed for ever.
func TestSQLiteLoops(t *testing.T) {
	data := sqlitetest.Write(512, 0, sqlitetest.Table{SQL: "CREATE TABLE t (a)", Rows: [][]any{{"x"}}})
	binary.BigEndian.PutUint32(data[108:], 1) // page 1 is its own right child
	if _, err := Open(context.Background(), data); err == nil {
		t.Error("a loop of pages was accepted")
	}
	data = sqlitetest.Write(512, 0, sqlitetest.Table{SQL: "CREATE TABLE t (a)", Rows: [][]any{{strings.Repeat("x", 300)}}})
	leaf := data[512:1024]
	binary.BigEndian.PutUint16(leaf[3:], 90)
	for i := 1; i < 90; i++ {
		copy(leaf[8+2*i:], leaf[8:10])
	}
	db, err := Open(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Rows(context.Background(), "t", func(Row) error { return nil }); err == nil {
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
	f.Add(sqlitetest.Write(512, 0, sqlitetest.Table{SQL: "CREATE TABLE t (a, b)", Rows: [][]any{{"x", int64(1)}, {strings.Repeat("y", 2000), nil}}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		db, err := Open(context.Background(), data)
		if err != nil {
			return
		}
		for name := range db.tables {
			db.Rows(context.Background(), name, func(Row) error { return nil })
		}
	})
}

func FuzzWriteAheadLog(f *testing.F) {
	database := func(rows ...[]any) []byte {
		return sqlitetest.Write(4096, 0, sqlitetest.Table{SQL: "CREATE TABLE t (a)", Rows: rows})
	}
	before, after := database([]any{"x"}), database([]any{"x"}, []any{"y"})
	f.Add(sqlitetest.Log(before, after, 4096))
	f.Fuzz(func(t *testing.T, log []byte) {
		if db, ok := Replay(before, log); ok && len(db) > bounds.Database {
			t.Errorf("%d bytes", len(db))
		}
	})
}

// Each bound is held, and nothing below it refused.
func TestBounds(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		what  string
		most  int
		above error
		read  func(n int) error
	}{
		{"bytes of a database", bounds.Database, fault.TooLarge, func(n int) error {
			_, err := Open(ctx, make([]byte, n))
			if errors.Is(err, fault.Damaged) { // which it is, all zeros
				return nil
			}
			return err
		}},
		{"columns of a database", bounds.Columns, fault.Damaged, func(n int) error {
			_, err := appendFields(nil, sqlitetest.Record(make([]any, n)))
			return err
		}},
		{"bytes of a value", bounds.String, fault.TooLarge, func(n int) error {
			_, err := appendFields(nil, sqlitetest.Record([]any{strings.Repeat("a", n)}))
			return err
		}},
		{"rows", bounds.Cells, fault.TooLarge, func(n int) error {
			db := &Database{data: make([]byte, 512), usable: 512}
			w := &walk{ctx: ctx, row: Row{db: db}, rows: n - 1, visit: func(Row) error { return nil }}
			return w.cell([]byte{2, 1, 2, 0})
		}},
		{"bytes of a schema", bounds.Schema, fault.TooLarge, func(n int) error {
			var tables []sqlitetest.Table
			for i := range 8 {
				length := n / 8
				if i == 0 {
					length += n % 8
				}
				const before, behind = "CREATE TABLE a (", "b)"
				tables = append(tables, sqlitetest.Table{SQL: before + strings.Repeat(" ", length-len(before+behind)) + behind})
			}
			_, err := Open(ctx, sqlitetest.Write(4096, 0, tables...))
			return err
		}},
	} {
		for n, want := range map[int]error{c.most - 1: nil, c.most: nil, c.most + 1: c.above} {
			if err := c.read(n); !errors.Is(err, want) {
				t.Errorf("%d %s: %v", n, c.what, err)
			}
		}
	}
}
