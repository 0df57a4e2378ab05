package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// webPage reads the pages that Stratum, Aegis and Ente make for printing.
func webPage() Format {
	return Format{
		ID:     "html",
		Name:   "Web page with codes (Aegis, Stratum, Ente)",
		How:    "The HTML files that Aegis, Stratum and Ente export for printing. Their other exports carry more.",
		Brings: "All kinds of codes; from Aegis also notes, marks and PINs.",
		Leaves: "Groups. Where a QR code on the page cannot be read, its period (30 seconds are taken).",
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

func (r *pageReader) text(words string) {
	if !r.inCode && !r.inCell {
		return
	}
	words = html.UnescapeString(words)
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
	if errors.Is(err, ErrUnknown) {
		err = errForeignWebPage
	}
	r.keep(keepsMore)
	return r, err
}

// parsePage collects codes, images and table rows. It is no HTML parser: it reads what
// three programs write.
func parsePage(ctx context.Context, text string) (page, error) {
	var r pageReader
	for count := 0; ; count++ {
		if err := ctx.Err(); err != nil {
			return r.page, err
		}
		if count > maxMarks || len(r.codes) > maxAccounts || len(r.rows) > maxAccounts+1 || len(r.images) > maxAccounts {
			return r.page, errTooMany
		}
		open := strings.IndexByte(text, '<')
		if open < 0 {
			break
		}
		r.text(text[:open])
		end := tagEnd(text[open:])
		if end < 0 {
			break
		}
		tag := text[open+1 : open+end]
		text = text[open+end+1:]
		name := tagName(tag)
		if name == "style" || name == "script" {
			_, text, _ = strings.Cut(text, "</"+name)
			continue
		}
		if err := r.tag(name, tag); err != nil {
			return r.page, err
		}
	}
	r.endCode()
	r.endCell()
	return r.page, nil
}

func (r *pageReader) tag(name, tag string) error {
	switch name {
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
	case "/td", "/th", "/tr":
		r.endCell()
	case "code":
		r.endCode()
		r.codes = append(r.codes, "")
		r.inCode = true
	case "/code":
		r.endCode()
	case "img":
		source := tagAttribute(tag, "src")
		r.images = append(r.images, source)
		if r.inCell {
			last := r.rows[len(r.rows)-1]
			last[len(last)-1].image = source
		}
	}
	return nil
}

// tagEnd returns the index of the '>' that ends a tag, outside of quotes, or -1.
func tagEnd[T string | []byte](tag T) int {
	quote := byte(0)
	for i := range len(tag) {
		switch c := tag[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

func tagName(tag string) string {
	end := strings.IndexAny(tag, " \t\r\n/")
	if end == 0 && strings.HasPrefix(tag, "/") {
		if end = strings.IndexAny(tag[1:], " \t\r\n"); end >= 0 {
			end++
		}
	}
	if end < 0 {
		end = len(tag)
	}
	return strings.ToLower(tag[:min(end, 32)])
}

func tagAttribute(tag, name string) string {
	_, value, ok := strings.Cut(tag, " "+name+"=")
	if !ok || value == "" {
		return ""
	}
	if quote := value[0]; quote == '"' || quote == '\'' {
		value, _, _ = strings.Cut(value[1:], string(quote))
		return html.UnescapeString(value)
	}
	value, _, _ = strings.Cut(value, " ")
	return value
}

// secretTable returns the row with the headings of Aegis's table, or -1.
func (p page) secretTable() int {
	return slices.IndexFunc(p.rows, func(row []cell) bool {
		return slices.ContainsFunc(row, func(c cell) bool { return c.names("secret") }) &&
			slices.ContainsFunc(row, func(c cell) bool { return c.names("type") })
	})
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
			r.add(len(r.Accounts)+len(r.Failures)+1, account.Account{}, reason(fmt.Sprintf("picture %d of the page has no QR code that can be read", i+1)))
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
