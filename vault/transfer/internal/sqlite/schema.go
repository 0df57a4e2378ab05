package sqlite

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"watchword/bounds"
)

// parseCreateTable returns the column names of a CREATE TABLE statement in small letters,
// and which one stands for the row's number (INTEGER PRIMARY KEY), or -1. ok is false for
// what is not read: virtual tables and those WITHOUT ROWID.
func parseCreateTable(sql string) (columns []string, rowid int, ok bool) {
	if len(sql) > 64<<10 {
		return nil, -1, false
	}
	open := strings.IndexByte(sql, '(')
	end := strings.LastIndexByte(sql, ')')
	if open < 0 || end < open || !strings.HasPrefix(strings.ToUpper(sql), "CREATE TABLE") ||
		strings.Contains(strings.ToUpper(sql[end:]), "ROWID") {
		return nil, -1, false
	}
	rowid = -1
	for _, part := range splitColumns(sql[open+1 : end]) {
		name, rest := sqlName(part)
		words := strings.Fields(strings.ToUpper(rest))
		quoted := strings.ContainsAny(part[:1], "\"`['")
		upper := strings.ToUpper(name)
		if !quoted {
			switch upper {
			case "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT":
				continue
			}
		}
		if name == "" {
			return nil, -1, false
		}
		if len(words) >= 3 && words[0] == "INTEGER" && strings.Contains(strings.Join(words, " "), "PRIMARY KEY") {
			rowid = len(columns)
		}
		columns = append(columns, strings.ToLower(name))
		if len(columns) > bounds.Columns {
			return nil, -1, false
		}
	}
	return columns, rowid, len(columns) > 0
}

// splitColumns splits at the commas outside brackets and quotes.
func splitColumns(s string) []string {
	var parts []string
	depth, quote, start := 0, byte(0), 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s):
		case quote != 0:
			if s[i] == quote {
				quote = 0
			}
			continue
		case s[i] == '\'' || s[i] == '"' || s[i] == '`':
			quote = s[i]
			continue
		case s[i] == '[':
			quote = ']'
			continue
		case s[i] == '(':
			depth++
			continue
		case s[i] == ')':
			depth--
			continue
		case s[i] != ',' || depth > 0:
			continue
		}
		if part := strings.TrimSpace(s[start:i]); part != "" {
			parts = append(parts, part)
		}
		start = min(i+1, len(s))
	}
	return parts
}

// sqlName returns the first name of a column definition without its quotes, and the rest.
func sqlName(part string) (name, rest string) {
	closing := map[byte]byte{'"': '"', '`': '`', '[': ']', '\'': '\''}[part[0]]
	if closing != 0 {
		if end := strings.IndexByte(part[1:], closing); end >= 0 {
			return part[1 : 1+end], part[2+end:]
		}
		return "", ""
	}
	end := strings.IndexAny(part, " \t\r\n(")
	if end < 0 {
		return part, ""
	}
	return part[:end], part[end:]
}

func decodeUTF16(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
