package transfer

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// A grid is a table that no program is known to write, such as people make for themselves: out of a
// text, a spreadsheet or a web page.
type grid struct {
	rows  [][]string
	place func(i int) string // of a row, for a failure: "line 3"
	links bool               // the links in its cells are read, too; otherwise somebody did
}

// A layout says where in a grid the keys stand.
type layout struct {
	first int // of the rows below the header
	names []string
	codes []int // columns of keys
	bare  bool  // there is no header: each row has a key in one column
}

// likelyCode finds names of columns that may hold the key of a one-time password, and may say
// something else about it.
var likelyCode = regexp.MustCompile(`otp|2fa|mfa|tfa|twofactor|twostep|onetime|authenticator`)

// What else the columns of such a table are called, in small letters and digits alone.
var (
	serviceColumns = []string{"name", "label", "account", "accountname", "app", "application", "platform"} // where none of issuerNames is there
	userColumns    = []string{"username", "user", "login", "loginname", "email", "mail", "accountname", "account", "label"}
)

// mostAboveHeader bounds the rows that may stand above the header of a table.
const mostAboveHeader = 20

// layout finds the keys in a grid; ok is false where nothing in it is certainly one.
func (g grid) layout() (l layout, ok bool) {
	for i := range min(len(g.rows), mostAboveHeader) {
		if l = g.header(i); len(l.codes) > 0 && g.holdsKeys(l) {
			return l, true
		}
	}
	return g.bareLayout()
}

// header reads a row as the names of columns, some of which hold keys.
func (g grid) header(i int) layout {
	l := layout{first: i + 1}
	named, likely, keys := false, []int(nil), []int(nil)
	for j, cell := range g.rows[i] {
		name := plainName(cell)
		l.names = append(l.names, name)
		switch {
		case name == "":
		case otpNames[name]:
			l.codes = append(l.codes, j)
		case likelyCode.MatchString(name) && !settingName.MatchString(name):
			likely = append(likely, j)
		case slices.Contains(keyNames, name):
			keys = append(keys, j)
		}
		named = named || slices.Contains(issuerNames, name) || slices.Contains(nameNames, name) || slices.Contains(serviceColumns, name)
	}
	l.codes = append(l.codes, likely...)
	if len(l.codes) == 0 && named {
		l.codes = keys // “name, secret”
	}
	if len(l.names) < 2 {
		l.codes = nil
	}
	return l
}

// mayHoldKeys reports whether the first rows of a grid are those of a table with keys.
func (g grid) mayHoldKeys() bool {
	for i, row := range g.rows[:min(len(g.rows), mostAboveHeader)] {
		if len(g.header(i).codes) > 0 || slices.ContainsFunc(row, isTableKey) {
			return true
		}
	}
	return false
}

// holdsKeys reports whether one of the cells below the header is a key, in a column named like one.
func (g grid) holdsKeys(l layout) bool {
	return slices.ContainsFunc(g.rows[l.first:], func(row []string) bool {
		return slices.ContainsFunc(l.codes, func(j int) bool { return j < len(row) && isTableKey(row[j]) })
	})
}

// isTableKey reports whether a cell is a key and cannot be a word.
func isTableKey(cell string) bool {
	cell = strings.TrimSpace(cell)
	return len(cell) >= shortestKey && len(cell) <= longestKey && looksLikeKey(cell) && keyWord.MatchString(cell)
}

// The letters that a key in a table of an unknown program has at least, and at most with all that groups it.
const shortestKey, longestKey = 16, 256

// bareLayout finds the one column in which each row of a grid without a header has a key. One of them
// has a digit: words alone are no keys.
func (g grid) bareLayout() (l layout, ok bool) {
	at, digit := -1, false
	for _, row := range g.rows {
		if isBlankRow(row) {
			continue
		}
		found := -1
		for j, cell := range row {
			if isTableKey(cell) {
				if found >= 0 {
					return l, false
				}
				found = j
				digit = digit || strings.ContainsAny(cell, "234567")
			}
		}
		if found < 1 || at >= 0 && found != at {
			return l, false
		}
		at = found
	}
	return layout{codes: []int{at}, bare: true}, at >= 0 && digit
}

// isBlankRow reports whether a row has no text, or draws a line.
func isBlankRow(row []string) bool {
	return strings.Trim(strings.Join(row, ""), " \t-=+:|_") == ""
}

// addGrid adds the keys of a grid, and its links where nobody else does.
func (r *Result) addGrid(ctx context.Context, g grid) error {
	l, ok := g.layout()
	switch {
	case !ok && !g.links:
		return nil
	case !ok && len(g.rows) > 0:
		l = g.header(0) // the names of what stands beside links
	}
	seen := map[string]bool{}
	for _, a := range r.Accounts {
		seen[string(a.Key.Secret)] = true
	}
	for i, row := range g.rows {
		if err := r.next(ctx); err != nil {
			return err
		}
		if g.links {
			r.addGridLinks(g, l, i)
		}
		if !ok || i < l.first || isBlankRow(row) {
			continue
		}
		for _, j := range l.codes {
			if j < len(row) && strings.TrimSpace(row[j]) != "" && !account.MayHoldLinks(row[j]) {
				r.addGridKey(g, l, i, j, seen)
			}
		}
	}
	return nil
}

// addGridKey adds the key in one cell of a grid.
func (r *Result) addGridKey(g grid, l layout, i, j int, seen map[string]bool) {
	o, cell := l.object(g.rows[i], j), strings.TrimSpace(g.rows[i][j])
	certain := l.bare || j >= len(l.names) || otpNames[l.names[j]] || slices.Contains(keyNames, l.names[j])
	if !isKey(cell) && !certain {
		return // “2FA: yes”
	}
	a, err := o.account("secret")
	switch {
	case err == nil && !isKey(cell):
		err = errNoKey
	case err == nil && seen[string(a.Key.Secret)]:
		return
	}
	if err != nil {
		err = placed(g.place(i), err)
	}
	r.add(len(r.Accounts)+len(r.Failures)+1, a, err)
}

// object makes of a row what an object of JSON says, with its key as the member secret.
func (l layout) object(row []string, code int) keyObject {
	o := keyObject{}
	for j, name := range l.names {
		if j < len(row) && !slices.Contains(l.codes, j) && name != "" && strings.TrimSpace(row[j]) != "" && o[name].missing() {
			o[name] = textNode(strings.TrimSpace(row[j]))
		}
	}
	issuer, name := o.first(issuerNames).text(), ""
	if issuer == "" {
		issuer = o.first(serviceColumns).text()
	}
	for _, column := range userColumns {
		if text := o[column].text(); name == "" && text != issuer {
			name = text
		}
	}
	if l.bare {
		issuer, name = bareNames(row, code)
	}
	if before, after, ok := strings.Cut(issuer, ":"); ok && name == "" && !strings.HasPrefix(after, "//") {
		issuer, name = before, after
	}
	for _, column := range slices.Concat(issuerNames, nameNames, serviceColumns, userColumns) {
		delete(o, column)
	}
	o["secret"] = textNode(strings.TrimSpace(row[code]))
	o["issuer"], o["name"] = textNode(strings.TrimSpace(issuer)), textNode(strings.TrimSpace(name))
	if kind, certain := o["type"]; certain && !tokenType.MatchString(strings.ToLower(kind.text())) {
		delete(o, "type") // of the entry: “login”
	}
	if code < len(l.names) && strings.Contains(l.names[code], string(otp.HOTP)) && o["type"].missing() {
		o["type"] = textNode(string(otp.HOTP))
	}
	return o
}

// bareNames returns what stands beside a key: the service, and the user.
func bareNames(row []string, code int) (issuer, name string) {
	for j, cell := range row {
		switch cell = strings.TrimSpace(cell); {
		case j == code || cell == "":
		case issuer == "":
			issuer = cell
		case name == "":
			name = cell
		}
	}
	return issuer, name
}

// addGridLinks adds the links in the cells of a row, with the names of the row where they have none.
func (r *Result) addGridLinks(g grid, l layout, i int) {
	for j, cell := range g.rows[i] {
		for piece := range generalLinks([]byte(cell)) {
			accounts, failures := len(r.Accounts), len(r.Failures)
			r.addPiece(piece)
			for k := range r.Failures[failures:] {
				f := &r.Failures[failures+k]
				f.Reason = atPlace(g.place(i), f.Reason)
			}
			if i < l.first {
				continue
			}
			o := l.object(g.rows[i], j)
			for k := range r.Accounts[accounts:] {
				if a := &r.Accounts[accounts+k]; a.Issuer == "" && a.Name == "" {
					a.Issuer, a.Name = o["issuer"].text(), o["name"].text()
				}
			}
		}
	}
}

// ownHeader is how much of a text shows whether it is such a table, in bytes.
const ownHeader = 1 << 10

// maxOwnTable bounds a text that is looked at as a table which people made for themselves, in bytes.
const maxOwnTable = 1 << 20

// textGrid reads a text as a table with whatever stands between its cells; ok is false where it has no
// key in it.
func textGrid(text string) (g grid, ok bool) {
	text = strings.TrimPrefix(text, string(utf8BOM))
	head := []byte(text[:min(len(text), ownHeader)])
	if len(text) > maxOwnTable || !mayBeGrid(head) {
		return grid{}, false
	}
	for _, s := range separators(head) {
		if g := cellGrid([]byte(text), s); hasLayout(g) {
			return g, true
		}
	}
	g = lineGrid(text)
	return g, hasLayout(g)
}

func hasLayout(g grid) bool { _, ok := g.layout(); return ok }

// mayBeGrid reports whether a text that begins so may be a table with keys.
func mayBeGrid(head []byte) bool {
	if first := firstByte(head); first == '<' || first == '{' || first == '[' && bytes.IndexByte(head, '|') < 0 {
		return false
	}
	for _, s := range separators(head) {
		if cellGrid(head, s).mayHoldKeys() {
			return true
		}
	}
	line, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return isTableKey(string(line[bytes.LastIndexByte(line, ':')+1:]))
}

// A separator is what may stand between the cells of a text, and where its table begins.
type separator struct {
	from    int
	between rune
}

func separators(head []byte) (s []separator) {
	if bytes.IndexByte(head, '|') >= 0 {
		s = append(s, separator{0, '|'})
	}
	rest, _, comma := tableStart(head)
	return append(s, separator{len(head) - len(rest), comma})
}

// cellGrid reads a text as such a table.
func cellGrid(text []byte, s separator) grid {
	t := table{before: bytes.Count(text[:s.from], []byte("\n"))}
	if err := t.fill(context.Background(), text[s.from:], s.between); err != nil {
		return grid{}
	}
	for _, row := range t.rows {
		for j := range row {
			row[j] = strings.TrimSpace(row[j])
		}
	}
	return grid{rows: t.rows, place: func(i int) string { return linePlace(t.lines[i]) }}
}

// lineGrid reads lines “name: key”, all of which must be such.
func lineGrid(text string) grid {
	var g grid
	var lines []int
	if first, _, _ := strings.Cut(text, "\n"); len(first) > ownHeader {
		return grid{}
	}
	for number, line := range account.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		colon := strings.LastIndexByte(line, ':')
		if colon <= 0 || !isTableKey(line[colon+1:]) {
			return grid{}
		}
		g.rows, lines = append(g.rows, []string{strings.TrimSpace(line[:colon]), strings.TrimSpace(line[colon+1:])}), append(lines, number)
	}
	g.place = func(i int) string { return linePlace(lines[i]) }
	return g
}
