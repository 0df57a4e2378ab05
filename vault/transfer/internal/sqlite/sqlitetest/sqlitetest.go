// Package sqlitetest writes SQLite files for tests.
package sqlitetest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

const (
	magic         = "SQLite format 3\x00"
	interiorTable = 5
	leafTable     = 13
)

// A Table is a table for Write: its CREATE TABLE statement and its rows, whose
// values are nil, int64, float64, string or []byte. The rows are numbered from 1.
type Table struct {
	SQL  string
	Rows [][]any
}

// Write makes an SQLite file (sqlite.org/fileformat2.html) of tables: leaf pages,
// interior pages above them where one is not enough, and overflow pages for long rows.
// reserved bytes stay free at the end of every page.
func Write(page, reserved int, tables ...Table) []byte {
	w := &writer{page: page, usable: page - reserved}
	w.pages = append(w.pages, make([]byte, page)) // page 1 comes last: it names the others
	schema := [][]any{}
	for _, t := range tables {
		name := strings.Trim(strings.Fields(strings.TrimPrefix(t.SQL, "CREATE TABLE "))[0], "\"`[]")
		root := w.table(t.Rows)
		schema = append(schema, []any{"table", name, name, int64(root), t.SQL})
	}
	root := w.table(schema)
	// The schema's root must be page 1, whose first 100 bytes are the header of the file.
	// An interior page with that tree as its only child always has room.
	first := w.pages[0]
	copy(first, magic)
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

type writer struct {
	page, usable int
	pages        [][]byte
}

func (w *writer) add(p []byte) int {
	w.pages = append(w.pages, p)
	return len(w.pages)
}

// table writes rows and returns the page of the tree's root.
func (w *writer) table(rows [][]any) int {
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
func (w *writer) tree(kind byte, cells [][]byte, right int) []byte {
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
func (w *writer) cell(number int64, values []any) []byte {
	record := Record(values)
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

// Record is a record of values, as it is in a row.
func Record(values []any) []byte {
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

// Log is the write-ahead log that makes one database of another.
func Log(before, after []byte, page int) []byte {
	log := binary.BigEndian.AppendUint32(nil, 0x377F0682)
	for _, v := range []uint32{3007000, uint32(page), 0, 0x11223344, 0x55667788} {
		log = binary.BigEndian.AppendUint32(log, v)
	}
	sum := sumOf(binary.LittleEndian, [2]uint32{}, log)
	log = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(log, sum[0]), sum[1])
	pages := len(after) / page
	for i := range pages {
		content := after[i*page : (i+1)*page]
		committed := uint32(0)
		if i == pages-1 {
			committed = uint32(pages)
		} else if (i+1)*page <= len(before) && bytes.Equal(before[i*page:(i+1)*page], content) {
			continue
		}
		head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(i+1)), committed)
		sum = sumOf(binary.LittleEndian, sumOf(binary.LittleEndian, sum, head), content)
		head = append(head, log[16:24]...)
		log = append(log, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(head, sum[0]), sum[1])...)
		log = append(log, content...)
	}
	return log
}

// sumOf goes on with the checksum of a log.
func sumOf(order binary.ByteOrder, sum [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		sum[0] += order.Uint32(b) + sum[1]
		sum[1] += order.Uint32(b[4:]) + sum[0]
	}
	return sum
}
