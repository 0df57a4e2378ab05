package transfer

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// webPage reads the pages that Stratum, Aegis and Ente make for printing.
func webPage() Format {
	return Format{
		ID:     "html",
		Name:   words.Mark("Web page with codes (Aegis, Stratum, Ente)"),
		How:    words.Mark("The HTML files that Aegis, Stratum and Ente export for printing. Their other exports carry more."),
		Brings: words.Mark("All kinds of codes; from Aegis also notes, marks and PINs."),
		Leaves: words.Mark("Groups. Where a QR code on the page cannot be read, its period (30 seconds are taken)."),
		step:   stepMarkup,
		Detect: isWebPage,
		Read:   readWebPage,
	}
}

func isWebPage(data []byte) bool {
	if firstByte(data) != '<' {
		return false
	}
	head := bytes.ToLower(data[:min(len(data), 1024)])
	return bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html"))
}

// A page is what of a web page can hold accounts, in its order.
type page struct {
	codes  []string // texts of <code> elements
	images []string // sources of <img> elements, data URLs
	rows   [][]cell // of all tables
}

// A pageReader makes a page of the pieces of text that stand between tags. A cell's text,
// and that of a <code> element, is put together once: there may be a tag at every letter.
type pageReader struct {
	page
	inCode, inCell bool
	code, cell     []byte // their texts so far
}

func (r *pageReader) text(words []byte) {
	if r.inCode {
		r.code = append(r.code, words...)
	}
	if r.inCell {
		r.cell = append(r.cell, words...)
	}
}

func (r *pageReader) endCode() {
	if r.inCode {
		r.codes[len(r.codes)-1] = string(r.code)
	}
	r.inCode, r.code = false, r.code[:0]
}

func (r *pageReader) endCell() {
	if r.inCell {
		last := r.rows[len(r.rows)-1]
		last[len(last)-1].text = string(r.cell)
	}
	r.inCell, r.cell = false, r.cell[:0]
}

// A cell of a table: its text and the picture in it, if any.
type cell struct{ text, image string }

func readWebPage(ctx context.Context, data []byte, env Env) (Result, error) {
	if len(data) > maxText {
		return Result{}, errTooLarge
	}
	p, err := parsePage(ctx, string(data))
	if err != nil {
		return Result{}, err
	}
	codes := slices.DeleteFunc(p.codes, func(text string) bool { return !account.IsLink(text) })
	switch {
	case len(codes) > 0:
		var r Result
		for _, link := range codes {
			if err := r.next(ctx); err != nil {
				return r, err
			}
			r.addLink(len(r.Accounts)+len(r.Failures)+1, link)
		}
		return r, nil
	case p.secretTable() >= 0:
		return readSecretTable(ctx, env, p.rows[p.secretTable():])
	case len(p.images) > 0 && !holdsLinks(data):
		return readPageImages(ctx, env, p.images)
	}
	r, err := readUnknownText(ctx, data, env)
	if err == nil {
		_, err = r.addPageImages(ctx, env, p.images)
	}
	if err == nil || errors.Is(err, ErrUnknown) {
		if wrong := r.addGrid(ctx, p.grid()); wrong != nil {
			return r, wrong
		}
		if len(r.Accounts) > 0 {
			err = nil
		}
	}
	if errors.Is(err, ErrUnknown) {
		err = errForeignWebPage
	}
	r.keep(keepsMore)
	return r, err
}

// parsePage collects codes, images and table rows.
func parsePage(ctx context.Context, text string) (page, error) {
	var r pageReader
	if tooManyAttributes(text) {
		return r.page, errTooMany
	}
	z := html.NewTokenizer(strings.NewReader(text))
	hidden := "" // whose text is no text of the page
	for count := 0; ; count++ {
		if err := ctx.Err(); err != nil {
			return r.page, err
		}
		if count > maxMarks || len(r.codes) > maxAccounts || len(r.rows) > maxAccounts+1 || len(r.images) > maxAccounts {
			return r.page, errTooMany
		}
		kind := z.Next()
		switch kind {
		case html.ErrorToken: // the end
			r.endCode()
			r.endCell()
			return r.page, nil
		case html.TextToken:
			if hidden == "" && (r.inCode || r.inCell) {
				r.text(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			if tag == "script" || tag == "style" {
				hidden = tag
			}
			source := ""
			for tag == "img" && more {
				var key, value []byte
				if key, value, more = z.TagAttr(); string(key) == "src" {
					source = string(value)
				}
			}
			if err := r.start(tag, source); err != nil {
				return r.page, err
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			hidden = ""
			r.end(string(name))
		}
	}
}

// mostAttributes bounds the attributes of one tag, which are all noted before the first can be looked at.
const mostAttributes = 1 << 20

// tooManyAttributes reports whether a tag may have more: it counts what can stand between two of them.
func tooManyAttributes(text string) bool {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case '>':
			n = 0
		case ' ', '\t', '\n', '\r', '\f', '/', '"', '\'':
			if n++; n > mostAttributes {
				return true
			}
		}
	}
	return false
}

// start reads the beginning of an element.
func (r *pageReader) start(tag, source string) error {
	switch tag {
	case "tr":
		r.endCell()
		r.rows = append(r.rows, nil)
	case "td", "th":
		r.endCell()
		if len(r.rows) == 0 {
			return nil
		}
		last := &r.rows[len(r.rows)-1]
		if len(*last) == maxColumns {
			return errTooMany
		}
		*last = append(*last, cell{})
		r.inCell = true
	case "code":
		r.endCode()
		r.codes = append(r.codes, "")
		r.inCode = true
	case "img":
		r.images = append(r.images, source)
		if r.inCell {
			last := r.rows[len(r.rows)-1]
			last[len(last)-1].image = source
		}
	}
	return nil
}

// end reads the end of an element.
func (r *pageReader) end(tag string) {
	switch tag {
	case "td", "th", "tr":
		r.endCell()
	case "code":
		r.endCode()
	}
}

// secretTable returns the row with the headings of Aegis's table, or -1.
func (p page) secretTable() int {
	return slices.IndexFunc(p.rows, func(row []cell) bool {
		return slices.ContainsFunc(row, func(c cell) bool { return c.names("secret") }) &&
			slices.ContainsFunc(row, func(c cell) bool { return c.names("type") })
	})
}

// grid returns the tables of the page as one.
func (p page) grid() grid {
	g := grid{place: func(i int) string { return words.T("row %d of the page's tables", i+1) }}
	for _, row := range p.rows {
		var texts []string
		for _, c := range row {
			texts = append(texts, strings.TrimSpace(c.text))
		}
		g.rows = append(g.rows, texts)
	}
	return g
}

// names reports whether a cell is the heading of a column.
func (c cell) names(column string) bool { return strings.EqualFold(strings.TrimSpace(c.text), column) }

// headings returns the columns by their headings in small letters; the first of two counts.
func headings(row []cell) map[string]int {
	columns := map[string]int{}
	for i, c := range row {
		name := strings.ToLower(strings.TrimSpace(c.text))
		if _, twice := columns[name]; !twice {
			columns[name] = i
		}
	}
	return columns
}

// readSecretTable reads Aegis's table, whose first row holds the headings. It has no
// column for the period: that stands in the QR code alone.
func readSecretTable(ctx context.Context, env Env, rows [][]cell) (Result, error) {
	var r Result
	columns := headings(rows[0])
	for i, row := range rows[1:] {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		env.progress(float64(i) / float64(len(rows)))
		get := func(name string) string {
			at, ok := columns[name]
			if !ok || at >= len(row) {
				return ""
			}
			if text := strings.TrimSpace(row[at].text); text != "-" {
				return text
			}
			return ""
		}
		if get("secret") == "" && get("type") == "" {
			continue
		}
		e := entry{
			Type: get("type"), Secret: get("secret"), Algorithm: get("algo"), Digits: textNode(get("digits")),
			Counter: textNode(get("counter")), PIN: get("pin"),
		}
		a, err := motpAccount(e)
		a.Issuer, a.Name = get("issuer"), get("name")
		a.Note, a.Pinned = get("note"), get("favorite") == "true"
		if err == nil && a.Key.Type == otp.TOTP {
			a.Key.Period = periodOfImage(ctx, env, row, a.Key)
		}
		r.add(i+1, a, err)
	}
	return r, nil
}

// periodOfImage reads the QR code of a row for the period of the same key.
func periodOfImage(ctx context.Context, env Env, row []cell, k otp.Key) int {
	for _, c := range row {
		for _, text := range imageTexts(ctx, env, c.image) {
			if a, err := account.ParseURI(text); err == nil && a.Key.Type == k.Type && bytes.Equal(a.Key.Secret, k.Secret) {
				return a.Key.Period
			}
		}
	}
	return k.Period
}

// readPageImages reads a page that has its accounts in QR codes alone.
func readPageImages(ctx context.Context, env Env, images []string) (Result, error) {
	var r Result
	if env.DecodeQR == nil {
		return r, errNoReader
	}
	found, err := r.addPageImages(ctx, env, images)
	switch {
	case err != nil:
		return r, err
	case !found:
		return Result{}, errNoQR
	}
	return r, nil
}

// addPageImages adds the accounts in the QR codes of a page but those whose keys its text had, and
// reports whether there were any.
func (r *Result) addPageImages(ctx context.Context, env Env, images []string) (found bool, err error) {
	known := slices.Clone(r.Accounts)
	for i, image := range images {
		if err := r.next(ctx); err != nil {
			return found, err
		}
		env.progress(float64(i) / float64(len(images)))
		texts := imageTexts(ctx, env, image)
		for _, text := range texts {
			if !account.IsLink(text) {
				continue
			}
			found = true
			a, err := account.ParseURILine(text)
			if err == nil && slices.ContainsFunc(known, func(k account.Account) bool { return bytes.Equal(k.Key.Secret, a.Key.Secret) }) {
				continue
			}
			r.addLink(len(r.Accounts)+len(r.Failures)+1, text)
		}
		if len(texts) == 0 && isEmbedded(image) {
			r.add(len(r.Accounts)+len(r.Failures)+1, account.Account{}, reason{words.Error("picture %d of the page has no QR code that can be read", i+1)})
		}
	}
	return found, nil
}

// isEmbedded reports whether a data URL holds a picture that is large enough for a QR code.
func isEmbedded(url string) bool {
	kind, data, ok := strings.Cut(url, ";base64,")
	return ok && strings.HasPrefix(kind, "data:image/") && len(data) >= 100
}

// imageTexts returns the texts of the QR codes in a data URL.
func imageTexts(ctx context.Context, env Env, url string) []string {
	if env.DecodeQR == nil || !isEmbedded(url) {
		return nil
	}
	_, data, _ := strings.Cut(url, ";base64,")
	picture, ok := decodeBase64(data)
	if !ok {
		return nil
	}
	texts, err := env.DecodeQR(ctx, picture)
	if err != nil {
		return nil
	}
	return texts
}
