package transfer

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// office is a table or a text that people keep their keys in: the files of Excel and Word (Office Open
// XML, ISO 29500) and of LibreOffice (OpenDocument, ISO 26300), which are zip files of XML.
func office() Format {
	return Format{
		ID:     "office",
		Name:   words.Mark("Spreadsheet or document (Excel, Word, LibreOffice)"),
		How:    words.Mark("Choose the .xlsx, .ods, .docx or .odt file in which you keep links, QR codes, or a table with a column of names and one of keys (“TOTP”)."),
		Brings: words.Mark("What a text, a table or a picture of a QR code with the same content brings."),
		Leaves: words.Mark("Everything else in the file. Files with a password, and those of older versions (.xls, .doc)."),
		step:   stepMagic,
		Detect: func(data []byte) bool {
			return zipHas(data, func(name string) bool { return name == excelBook || name == wordText }) ||
				zipHas(data, func(name string) bool { return name == openDocument }) && zipHas(data, func(name string) bool { return name == "mimetype" })
		},
		Read: readOffice,
	}
}

// The members that hold the text.
const (
	excelBook    = "xl/workbook.xml"
	excelTexts   = "xl/sharedStrings.xml"
	excelSheets  = "xl/worksheets/"
	wordText     = "word/document.xml"
	openDocument = "content.xml"
)

var errOfficePassword = foreignError{words.Error("This file has a password. Save it without one, as text or CSV, and import that.")}

func readOffice(ctx context.Context, data []byte, env Env) (Result, error) {
	var r Result
	a, err := openZip(data)
	if err != nil {
		return r, err
	}
	d := officeReader{ctx: ctx, archive: a}
	switch manifest := a.named("META-INF/manifest.xml"); {
	case manifest != nil && a.holds(manifest, "encryption-data"):
		return r, errOfficePassword
	case a.named(excelBook) != nil:
		err = d.readExcel()
	case a.named(wordText) != nil:
		err = d.walk(wordText, d.element)
	default:
		err = d.walk(openDocument, d.element)
	}
	if err != nil {
		return r, err
	}
	if r, err = readUnknownText(ctx, []byte(d.text.String()), env); err != nil && !errors.Is(err, ErrUnknown) {
		return r, err
	}
	for _, g := range d.grids {
		if err := r.addGrid(ctx, g); err != nil {
			return r, err
		}
	}
	err = r.addPictures(ctx, a, env)
	if err == nil && len(r.Accounts)+len(r.Failures) == 0 {
		err = &emptyError{office().Name}
	}
	return r, err
}

// holds reports whether a text stands in a member.
func (a *archive) holds(f *zip.File, text string) bool {
	data, err := a.read(f)
	return err == nil && bytes.Contains(data, []byte(text))
}

// addPictures adds the accounts in the QR codes of an archive's pictures.
func (r *Result) addPictures(ctx context.Context, a *archive, env Env) error {
	m := &memberReader{archive: a, env: env, result: *r}
	for _, f := range a.Files {
		folder := path.Base(path.Dir(f.Name))
		if f.FileInfo().IsDir() || encrypted(f) || folder != "media" && folder != "Pictures" {
			continue
		}
		if err := m.member(ctx, f); err != nil {
			return err
		}
	}
	keep := r.Keep
	*r = m.result
	r.Keep = cmp.Or(keep, r.Keep)
	return nil
}

// An officeReader puts the text of such a file together, and its tables.
type officeReader struct {
	ctx     context.Context
	archive *archive
	text    strings.Builder // of what is no spreadsheet, a line for each paragraph
	grids   []grid
	cells   int // of all tables

	grid   *grid // of the table that is read
	depth  int   // of tables in each other
	cell   strings.Builder
	repeat int  // how often the cell comes
	inText bool // the characters belong to the text
	shared []string
}

// walk reads the XML of a member.
func (d *officeReader) walk(name string, visit func(xml.Token) error) error {
	f := d.archive.named(name)
	if f == nil {
		return nil
	}
	data, err := d.archive.read(f)
	if err != nil {
		return err
	}
	return walkXML(d.ctx, data, func(token xml.Token, _ int) error { return visit(token) })
}

// element reads a token of a text document, or of a spreadsheet of LibreOffice.
func (d *officeReader) element(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return d.start(t)
	case xml.EndElement:
		return d.end(t.Name)
	case xml.CharData:
		if d.inText {
			d.say(string(t))
		}
	}
	return nil
}

func (d *officeReader) start(t xml.StartElement) error {
	switch {
	case is(t.Name, "w", "t"), is(t.Name, "text", "p"), is(t.Name, "text", "h"):
		d.inText = true
	case is(t.Name, "text", "s"), is(t.Name, "text", "tab"), is(t.Name, "w", "tab"):
		d.say(" ")
	case is(t.Name, "text", "line-break"), is(t.Name, "w", "br"):
		d.say("\n")
	case is(t.Name, "w", "tbl"), is(t.Name, "table", "table"):
		if d.depth++; d.depth == 1 {
			place := fmt.Sprintf("table %d", len(d.grids)+1)
			if name := attribute(t, "name"); name != "" {
				place = placeName(name)
			}
			d.begin(place)
		}
	case is(t.Name, "w", "tr"), is(t.Name, "table", "table-row"):
		d.row()
	case is(t.Name, "w", "tc"), is(t.Name, "table", "table-cell"):
		d.cell.Reset()
		d.repeat, _ = strconv.Atoi(attribute(t, "number-columns-repeated"))
	}
	return nil
}

func (d *officeReader) end(name xml.Name) error {
	switch {
	case is(name, "w", "t"):
		d.inText = false
	case is(name, "text", "p"), is(name, "text", "h"), is(name, "w", "p"):
		d.inText = false
		d.say("\n")
	case is(name, "w", "tc"), is(name, "table", "table-cell"):
		return d.put(strings.TrimSpace(d.cell.String()), max(1, d.repeat))
	case is(name, "w", "tbl"), is(name, "table", "table"):
		if d.depth--; d.depth == 0 {
			d.finish()
		}
	}
	return nil
}

func is(name xml.Name, space, local string) bool { return name.Space == space && name.Local == local }

// say adds text, to the cell of a table too.
func (d *officeReader) say(text string) {
	d.text.WriteString(text)
	if d.grid != nil {
		d.cell.WriteString(text)
	}
}

// begin begins a table, whose rows are named after it.
func (d *officeReader) begin(place string) {
	d.grid = &grid{place: func(i int) string { return fmt.Sprintf("%s, row %d", place, i+1) }}
}

func (d *officeReader) finish() {
	if d.grid != nil {
		d.grids, d.grid = append(d.grids, *d.grid), nil
	}
}

func (d *officeReader) row() {
	if d.grid != nil {
		d.grid.rows = append(d.grid.rows, nil)
	}
}

// put adds a cell to the last row. Empty ones at the end of a row come thousands of times.
func (d *officeReader) put(text string, times int) error {
	if d.grid == nil || len(d.grid.rows) == 0 {
		return nil
	}
	row := &d.grid.rows[len(d.grid.rows)-1]
	if times = min(times, maxColumns-len(*row)); text != "" && times <= 0 {
		return errTooLarge
	}
	if d.cells += max(0, times); d.cells > maxCells {
		return errTooLarge
	}
	for range times {
		*row = append(*row, text)
	}
	return nil
}

// readExcel reads the sheets of a spreadsheet, whose texts stand in a list of their own.
func (d *officeReader) readExcel() error {
	var item strings.Builder
	hidden := false // how a word is spoken, beside it
	err := d.walk(excelTexts, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			d.inText = t.Name.Local == "t"
			hidden = hidden || t.Name.Local == "rPh"
		case xml.EndElement:
			d.inText = false
			switch t.Name.Local {
			case "rPh":
				hidden = false
			case "si":
				if d.shared = append(d.shared, item.String()); len(d.shared) > maxCells {
					return errTooLarge
				}
				item.Reset()
			}
		case xml.CharData:
			if d.inText && !hidden {
				item.Write(t)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var sheets []string
	for _, f := range d.archive.Files {
		if strings.HasPrefix(f.Name, excelSheets) && path.Dir(f.Name)+"/" == excelSheets && path.Ext(f.Name) == ".xml" {
			sheets = append(sheets, f.Name)
		}
	}
	slices.SortFunc(sheets, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for i, name := range sheets {
		d.begin(fmt.Sprintf("sheet %d", i+1))
		d.grid.links = true
		if err := d.walk(name, d.excelCell()); err != nil {
			return err
		}
		d.finish()
	}
	return nil
}

// excelCell reads the tokens of a sheet.
func (d *officeReader) excelCell() func(xml.Token) error {
	kind, column := "", 0
	return func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				// A row without anything in it may be left out.
				if n, err := strconv.Atoi(attribute(t, "r")); err == nil && n <= maxAccounts {
					for len(d.grid.rows) < n-1 {
						d.row()
					}
				}
				d.row()
			case "c":
				kind, column = attribute(t, "t"), excelColumn(attribute(t, "r"))
				d.cell.Reset()
			case "v", "t":
				d.inText = true
			}
		case xml.CharData:
			if d.inText {
				d.cell.Write(t)
			}
		case xml.EndElement:
			d.inText = false
			if t.Name.Local == "c" && len(d.grid.rows) > 0 {
				return d.excelPut(kind, column)
			}
		}
		return nil
	}
}

// excelPut adds a cell at its column; empty ones before it may be left out.
func (d *officeReader) excelPut(kind string, column int) error {
	text := strings.TrimSpace(d.cell.String())
	if n, err := strconv.Atoi(text); kind == "s" && err == nil && n >= 0 && n < len(d.shared) {
		text = strings.TrimSpace(d.shared[n])
	}
	if missing := column - len(d.grid.rows[len(d.grid.rows)-1]); missing > 0 {
		if err := d.put("", missing); err != nil {
			return err
		}
	}
	if text == "" && column >= 0 || column >= maxColumns {
		return nil
	}
	if account.MayHoldLinks(text) && len(text) > maxString {
		return errTooLarge
	}
	return d.put(text, 1)
}

// excelColumn returns the column of a cell like “BC12”, from 0, or -1.
func excelColumn(place string) (column int) {
	for _, c := range []byte(place) {
		if c < 'A' || c > 'Z' || column > maxColumns {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	return column - 1
}
