package transfer

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"watchword/vault/account"
	"watchword/vault/transfer/internal/javamap"
	"watchword/vault/transfer/internal/javamap/javamaptest"
)

// The generator of hostile files. From a file of each contract, so of every format, it makes
// files that grow with n in one place or in two: a run in a text, an item again and again,
// elements inside each other, one long text that many items mean. What a file is made of
// (JSON, XML, a table, links, an archive) its content tells; a format that joins the suite
// is attacked too.

// A hostile file, by what is done to it.
type hostile struct {
	name string
	make func(n int) []byte

	square bool // what is in it grows with n times n; it may be packed
}

// A maker makes files outside of a test.
type maker struct{ testing.TB }

func (maker) Helper()                           {}
func (maker) Cleanup(func())                    {}
func (maker) Fatal(args ...any)                 { panic(cannot(fmt.Sprint(args...))) }
func (maker) Fatalf(format string, args ...any) { panic(cannot(fmt.Sprintf(format, args...))) }

// A cannot is why a format's own writer makes no such file.
type cannot string

// file makes the file, or nil where the format cannot hold it.
func (h hostile) file(n int) (data []byte) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(cannot); !ok {
				panic(p)
			}
		}
	}()
	return h.make(n)
}

// A run of n is this many bytes, so that a text that is gone through once for each of n
// items is the greater part of the work.
const runLength = 200

// runs are what texts are filled with: what is trimmed, what is split at, what is escaped.
var runs = []string{" ", ":", "&a=1", "%41"}

func run(of string, n int) string { return strings.Repeat(of, runLength*n/len(of)) }

// hostiles returns the hostile files of a contract.
func hostiles(c contract) []hostile {
	t := maker{}
	seed := c.file(t, seedAccounts(t, c))
	return append(byContent(t, seed, 0), byAccounts(t, c)...)
}

// seedAccounts returns two of the accounts with the most to say, in all of their members.
func seedAccounts(t testing.TB, c contract) []account.Account {
	accounts, _ := c.carried(t)
	says := func(a account.Account) int {
		n := textsOf(a)
		if len(a.Tags) > 0 {
			n += 1000
		}
		if a.Note != "" {
			n += 1000
		}
		return n
	}
	slices.SortStableFunc(accounts, func(a, b account.Account) int { return says(b) - says(a) })
	return accounts[:min(2, len(accounts))]
}

// byAccounts makes files of hostile accounts with the format's own writer: that reaches
// behind encryption.
func byAccounts(t testing.TB, c contract) []hostile {
	first := seedAccounts(t, c)[0]
	of := func(name string, change func(a *account.Account, n int), count func(n int) int) hostile {
		return hostile{name: "accounts: " + name, make: func(n int) []byte {
			many := make([]account.Account, max(1, count(n)))
			for i := range many {
				many[i] = first.Clone()
				copy(many[i].Key.Secret, fmt.Sprintf("%06d", i))
				change(&many[i], n)
			}
			if whole, _ := c.limitsOf(t)(many[0]); whole {
				return nil
			}
			return c.file(t, many)
		}}
	}
	one := func(int) int { return 1 }
	some := func(n int) int {
		if c.most > 0 {
			return min(n, c.most)
		}
		return n
	}
	var all []hostile
	for _, r := range runs {
		long := func(n int) string { return "x" + run(r, n) + "x" }
		all = append(all,
			of(fmt.Sprintf("issuer of %q", r), func(a *account.Account, n int) { a.Issuer = long(n) }, one),
			of(fmt.Sprintf("name of %q", r), func(a *account.Account, n int) { a.Name = long(n) }, one),
			of(fmt.Sprintf("issuer and name of %q", r), func(a *account.Account, n int) { a.Issuer, a.Name = long(n/2), long(n) }, one),
			of(fmt.Sprintf("note of %q", r), func(a *account.Account, n int) { a.Note = long(n) }, one),
			of(fmt.Sprintf("tag of %q", r), func(a *account.Account, n int) { a.Tags = []string{long(n)} }, one))
	}
	square := of("many with one long tag", func(a *account.Account, n int) { a.Tags = []string{run("tag ", n)} }, some)
	square.square = true
	return append(all, square,
		of("many", func(*account.Account, int) {}, some),
		of("many tags", func(a *account.Account, n int) {
			a.Tags = nil
			for i := range n {
				a.Tags = append(a.Tags, fmt.Sprint("tag ", i))
			}
		}, one))
}

// byContent makes hostile files of one by what it is.
func byContent(t testing.TB, seed []byte, depth int) []hostile {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(seed))
	decoder.UseNumber()
	switch {
	case isZip(seed) && depth == 0:
		return byMembers(t, seed)
	case javamap.Is(seed):
		return []hostile{{name: "java: one text for many", make: func(n int) []byte { return javamaptest.References(n, run("[],", n)) }}}
	case decoder.Decode(&value) == nil && (firstByte(seed) == '{' || firstByte(seed) == '['):
		return byJSON(value)
	case firstByte(seed) == '<':
		return byElements(seed)
	case account.IsLink(firstLink(seed)):
		return byLinks(seed)
	case utf8.Valid(seed) && csvHeader(seed) != nil:
		return byCells(t, seed)
	}
	return nil
}

// --- JSON

// A place is where a value stands: names and indexes from the outermost.
type place []any

func (p place) String() string { return strings.Trim(fmt.Sprint([]any(p)), "[]") }

// inside reports whether p lies in q or is it.
func (p place) inside(q place) bool { return len(p) >= len(q) && slices.Equal(p[:len(q)], q) }

// places calls visit for every value; of the items of an array only for the first.
func places(v any, at place, visit func(at place, v any)) {
	visit(slices.Clone(at), v)
	switch v := v.(type) {
	case map[string]any:
		for _, name := range (node{v}).names() {
			places(v[name], append(at, name), visit)
		}
	case []any:
		if len(v) > 0 {
			places(v[0], append(at, 0), visit)
		}
	}
}

// with returns v with the value at a place changed; what is not on the way is shared.
func with(v any, at place, change func(v any) any) any {
	if len(at) == 0 {
		return change(v)
	}
	switch v := v.(type) {
	case map[string]any:
		changed := map[string]any{}
		for name, member := range v {
			changed[name] = member
		}
		name := at[0].(string)
		changed[name] = with(v[name], at[1:], change)
		return changed
	case []any:
		changed := slices.Clone(v)
		changed[at[0].(int)] = with(v[at[0].(int)], at[1:], change)
		return changed
	}
	return v
}

func byJSON(value any) []hostile {
	var all []hostile
	add := func(name string, make func(n int) any) {
		all = append(all, hostile{name: "JSON: " + name, make: func(n int) []byte { return marshal(make(n)) }})
	}
	again := func(n int) func(v any) any {
		return func(v any) any { return slices.Repeat(v.([]any)[:1], n) }
	}
	var strs, arrays, objects []place
	places(value, nil, func(at place, v any) {
		switch v := v.(type) {
		case string:
			strs = append(strs, at)
		case []any:
			if len(v) > 0 {
				arrays = append(arrays, at)
			}
		case map[string]any:
			objects = append(objects, at)
		}
	})
	for _, at := range strs {
		for _, r := range runs {
			add(fmt.Sprintf("%v of %q", at, r), func(n int) any {
				return with(value, at, func(any) any { return run(r, n) })
			})
		}
		add(fmt.Sprintf("%v a number", at), func(n int) any {
			return with(value, at, func(any) any { return json.Number("1" + run("0", n)) })
		})
		add(fmt.Sprintf("%v a list", at), func(n int) any {
			return with(value, at, func(any) any { return slices.Repeat([]any{"1"}, 4*n) })
		})
	}
	for i, at := range arrays {
		add(fmt.Sprintf("%v again", at), func(n int) any { return with(value, at, again(n)) })
		for _, text := range strs {
			if !text.inside(at) {
				add(fmt.Sprintf("%v again, with a long %v", at, text), func(n int) any {
					return with(with(value, at, again(n)), text, func(v any) any { return run(" ", n) + v.(string) })
				})
			}
		}
		for _, other := range arrays[i+1:] {
			if !other.inside(at) {
				add(fmt.Sprintf("%v and %v again", at, other), func(n int) any {
					return with(with(value, at, again(n)), other, again(n))
				})
			}
		}
	}
	for _, at := range objects {
		add(fmt.Sprintf("members in %v", at), func(n int) any {
			return with(value, at, func(v any) any {
				changed := map[string]any{}
				for name, member := range v.(map[string]any) {
					changed[name] = member
				}
				for i := range n {
					changed[fmt.Sprint("a", i)] = v
				}
				return changed
			})
		})
		add(fmt.Sprintf("deep %v", at), func(n int) any {
			return with(value, at, func(v any) any {
				return json.RawMessage(strings.Repeat(`[`, n) + strings.Repeat(`]`, n))
			})
		})
	}
	return all
}

// --- XML and HTML

// An element of a text, by the offsets of its tags.
type element struct {
	name                   string
	start, inside, out, at int // begin of the first tag, end of it, begin of the last tag, end of it
}

// elements returns the first element of each name.
func elements(data []byte) []element {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var all, open []element
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if err != nil {
			return all
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, element{name: t.Name.Local, start: start, inside: int(d.InputOffset())})
		case xml.EndElement:
			for len(open) > 0 {
				e := open[len(open)-1]
				open = open[:len(open)-1]
				if e.name != t.Name.Local {
					continue // one without an end
				}
				e.out, e.at = start, int(d.InputOffset())
				if !slices.ContainsFunc(all, func(o element) bool { return o.name == e.name }) {
					all = append(all, e)
				}
				break
			}
		}
	}
}

func byElements(data []byte) []hostile {
	var all []hostile
	// add puts text at one offset, and more at a later one.
	add := func(name string, at int, text func(n int) string) {
		all = append(all, hostile{name: "XML: " + name, make: func(n int) []byte {
			return slices.Concat(data[:at], []byte(text(n)), data[at:])
		}})
	}
	pieces := func(of string) func(n int) string { return func(n int) string { return strings.Repeat(of, 40*n) } }
	found := elements(data)
	for _, e := range found {
		for _, of := range []string{"a<!---->", "a<b></b>", "a<b/>", "&amp;", "a<![CDATA[b]]>", "a<?b?>", "<b>", "<!--", "<", "&", "a<code>", "<td>", "<tr>", "<img src='a'>"} {
			add(fmt.Sprintf("%s in %s", of, e.name), e.inside, pieces(of))
		}
		add("deep "+e.name, e.inside, func(n int) string { return strings.Repeat("<b>", 40*n) + strings.Repeat("</b>", 40*n) })
		add("attributes of "+e.name, e.inside-1, pieces(` a=""`))
		add("an attribute of "+e.name, e.inside-1, func(n int) string { return ` a="` + run(" ", n) + `"` })
		again := func(n int) string { return strings.Repeat(string(data[e.start:e.at]), n) }
		add(e.name+" again", e.at, again)
		for _, long := range found {
			if long.start >= e.start && long.at <= e.at {
				continue
			}
			all = append(all, hostile{name: fmt.Sprintf("XML: %s again, with a long %s", e.name, long.name), make: func(n int) []byte {
				text := run(" ", n) + "x"
				if long.inside < e.at {
					return slices.Concat(data[:long.inside], []byte(text), data[long.inside:e.at], []byte(again(n)), data[e.at:])
				}
				return slices.Concat(data[:e.at], []byte(again(n)), data[e.at:long.inside], []byte(text), data[long.inside:])
			}})
		}
	}
	return all
}

// --- links

func byLinks(data []byte) []hostile {
	line := strings.TrimSpace(strings.SplitN(string(data), "\n", 2)[0])
	path, query, _ := strings.Cut(line, "?")
	kind, label := path[:strings.LastIndex(path, "/")+1], path[strings.LastIndex(path, "/")+1:]
	var all []hostile
	add := func(name string, text func(n int) string) {
		all = append(all, hostile{name: "links: " + name, make: func(n int) []byte { return []byte(text(n) + "\n" + line + "\n") }})
	}
	for _, r := range runs {
		add(fmt.Sprintf("label of %q", r), func(n int) string { return kind + run(r, n) + label + "?" + query })
		add(fmt.Sprintf("label and issuer of %q", r), func(n int) string {
			return kind + run(r, n) + "?issuer=" + run(r, n/2) + "x&" + query
		})
		for _, parameter := range strings.Split(query, "&") {
			name, value, _ := strings.Cut(parameter, "=")
			add(fmt.Sprintf("%s of %q", name, r), func(n int) string {
				return path + "?" + name + "=" + run(r, n) + value + "&" + query
			})
		}
		add(fmt.Sprintf("scheme of %q", r), func(n int) string { return run(r, n) })
	}
	add("parameters", func(n int) string {
		var b strings.Builder
		for i := range 40 * n {
			fmt.Fprintf(&b, "&%x=1", i)
		}
		return line + b.String()
	})
	add("lines", func(n int) string { return strings.Repeat(line+"\n", n) })
	add("one line", func(n int) string { return strings.Repeat(line+",", n) })
	add("commas", func(n int) string { return strings.Repeat(",otpauth", 40*n) })
	add("comments", func(n int) string { return strings.Repeat("#\n", 40*n) })
	add("display", func(n int) string {
		return line + "&codeDisplay=" + percentEncode(`{"tags":[`+strings.Repeat(`"",`, 40*n)+`""]}`)
	})
	return all
}

// --- tables

func byCells(t testing.TB, data []byte) []hostile {
	r := csv.NewReader(bytes.NewReader(withoutBOM(data)))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []hostile
	add := func(name string, make func(n int) []byte) {
		all = append(all, hostile{name: "table: " + name, make: make})
	}
	for i, column := range rows[0] {
		for _, r := range append(runs, `"`) {
			add(fmt.Sprintf("%s of %q", column, r), func(n int) []byte {
				row := slices.Clone(rows[1])
				row[min(i, len(row)-1)] += run(r, n)
				return writeCSV([][]string{rows[0], row})
			})
		}
	}
	head := func() []byte { return writeCSV(rows[:2]) }
	add("rows", func(n int) []byte { return writeCSV(append(slices.Clone(rows[:1]), slices.Repeat(rows[1:2], n)...)) })
	add("commas", func(n int) []byte { return append(head(), run(",", n)...) })
	add("quotes", func(n int) []byte { return append(head(), run(`"`, n)...) })
	add("quotes and commas", func(n int) []byte { return append(head(), run(`"",`, n)...) })
	add("line breaks", func(n int) []byte { return append(head(), run("\n", n)...) })
	add("line breaks in a cell", func(n int) []byte { return append(head(), `"`+run("\n", n)...) })
	add("columns", func(n int) []byte { return append([]byte(strings.Repeat("a,", min(40*n, 2000))), head()...) })
	return all
}

// --- archives

// byMembers makes each member hostile in turn, packed and stored.
func byMembers(t testing.TB, data []byte) []hostile {
	a, err := openZip(data)
	if err != nil {
		t.Fatal(err)
	}
	var all []hostile
	for _, f := range a.Files {
		pack := func(method uint16, copies int, content []byte) []byte {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			for i := range copies {
				name := f.Name
				if i > 0 {
					name = fmt.Sprint(i, name)
				}
				m, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
				if err != nil {
					t.Fatal(err)
				}
				m.Write(content)
			}
			w.Close()
			return b.Bytes()
		}
		all = append(all,
			hostile{name: "archive: members", make: func(n int) []byte { return pack(zip.Deflate, n, []byte("x")) }},
			hostile{name: "archive: zeros", make: func(n int) []byte { return pack(zip.Deflate, 1, []byte(run("\x00", n))) }})
		if encrypted(f) {
			continue
		}
		content, err := a.read(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range byContent(t, content, 1) {
			all = append(all, hostile{name: "archive: " + h.name, make: func(n int) []byte { return pack(zip.Store, 1, h.make(n)) }})
		}
	}
	return all
}

// --- everything else: cut, and changed at each of its first bytes

// broken returns a file cut at every kind of place, and with the figures at its head and the
// first of each kind of mark made as large as they can be.
func broken(seed []byte) []hostile {
	var all []hostile
	cut := func(at int) {
		if at >= 0 && at < len(seed) {
			all = append(all, hostile{name: fmt.Sprintf("cut at %d", at), make: func(int) []byte { return seed[:at] }})
		}
	}
	large := func(at, size int, with byte) {
		if at+size <= len(seed) {
			all = append(all, hostile{name: fmt.Sprintf("%d bytes of %#x at %d", size, with, at), make: func(int) []byte {
				return slices.Concat(seed[:at], bytes.Repeat([]byte{with}, size), seed[at+size:])
			}})
		}
	}
	for mark := range 256 {
		if mark >= '0' && mark <= '9' || mark >= 'A' && mark <= 'Z' || mark >= 'a' && mark <= 'z' {
			continue
		}
		for _, at := range []int{bytes.IndexByte(seed, byte(mark)), bytes.LastIndexByte(seed, byte(mark))} {
			cut(at)
			cut(at + 1)
		}
	}
	for at := range min(len(seed), 160) {
		large(at, 1, 0xFF)
		large(at, 2, 0x7F)
		large(at, 4, 0xFF)
		large(at, 4, 0)
	}
	return all
}
