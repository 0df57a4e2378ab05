package transfer

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
)

var _ = joins(contract{format: "office", write: writeExcel, limits: supports{}.limits, unproven: true})
var _ = joins(contract{format: "office", write: writeWord, limits: supports{}.limits, unproven: true})

func xmlText(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text))
	return b.String()
}

// writeExcel makes a sheet with names and links.
func writeExcel(t testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"Account", "Link"}}
	for _, a := range accounts {
		rows = append(rows, []string{a.Issuer, a.URI()})
	}
	return excel(t, rows)
}

// excel makes a spreadsheet of one sheet. An empty cell is left out, as Excel does.
func excel(t testing.TB, rows [][]string) []byte {
	t.Helper()
	var texts, sheet strings.Builder
	n := 0
	for i, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, i+1)
		for j, cell := range row {
			if cell != "" {
				fmt.Fprintf(&sheet, `<c r="%c%d" t="s"><v>%d</v></c>`, 'A'+j, i+1, n)
				fmt.Fprintf(&texts, "<si><t>%s</t><rPh><t>otpauth://totp/x?secret=GEZDGNBV</t></rPh></si>", xmlText(cell))
				n++
			}
		}
		sheet.WriteString("</row>")
	}
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	return zipOf(t, "[Content_Types].xml", []byte("<Types/>"), excelBook, []byte("<workbook"+ns+"/>"),
		excelTexts, []byte("<sst"+ns+">"+texts.String()+"</sst>"),
		excelSheets+"sheet1.xml", []byte("<worksheet"+ns+"><sheetData>"+sheet.String()+"</sheetData></worksheet>"))
}

// writeWord makes a text with a link a line.
func writeWord(t testing.TB, accounts []account.Account, _ string) []byte {
	var text strings.Builder
	for _, a := range accounts {
		text.WriteString("<w:p><w:r><w:t>" + xmlText(a.URI()) + "</w:t></w:r></w:p>")
	}
	return word(t, text.String())
}

func word(t testing.TB, body string, more ...any) []byte {
	return zipOf(t, append([]any{"[Content_Types].xml", []byte("<Types/>"), wordText,
		[]byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + "</w:body></w:document>")}, more...)...)
}

func openDocumentOf(t testing.TB, body string) []byte {
	return zipOf(t, "mimetype", []byte("application/vnd.oasis.opendocument.spreadsheet"), openDocument,
		[]byte("<office:document-content><office:body>"+body+"</office:body></office:document-content>"))
}

// The tables and texts that people keep their keys in.
func TestOffice(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	const link = "otpauth://totp/A:a?secret=" + key
	cell := func(text string) string { return "<table:table-cell><text:p>" + text + "</text:p></table:table-cell>" }
	wordRow := func(cells ...string) string {
		return "<w:tr><w:tc><w:p><w:r><w:t>" + strings.Join(cells, "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>") + "</w:t></w:r></w:p></w:tc></w:tr>"
	}
	for _, row := range []struct {
		why  string
		data []byte
		want []string
	}{
		{"Excel: keys", excel(t, [][]string{{"My codes"}, {"name", "user", "TOTP"}, {"A", "", key}, {"B", "b", other}, {"C", "c", "see phone"}}),
			[]string{"C/c: sheet 1, row 5: it does not look like a key", "A/ " + key, "B/b " + other}},
		{"Excel: a link without names", excel(t, [][]string{{"name", "user", "TOTP"}, {"A", "a", "otpauth://totp/?secret=" + key}}), []string{"A/a " + key}},
		{"Excel: a bad link", excel(t, [][]string{{"x"}, {link + "&digits=99"}}), []string{"A/a: sheet 1, row 2: the link's digits must be a whole number from 4 to 10"}},
		{"Excel: no header", excel(t, [][]string{{"A", key}, {"B", other}}), []string{"A/ " + key, "B/ " + other}},
		{"LibreOffice: cells that are repeated", openDocumentOf(t, `<table:table table:name="Codes"><table:table-row>`+cell("name")+`<table:table-cell table:number-columns-repeated="2"/>`+cell("totp")+
			`<table:table-cell table:number-columns-repeated="16380"/></table:table-row><table:table-row>`+cell("A")+`<table:table-cell table:number-columns-repeated="2"/>`+cell(key)+`</table:table-row></table:table>`),
			[]string{"A/ " + key}},
		{"LibreOffice: a text", openDocumentOf(t, "<text:p>my code: <text:span>otpauth://totp/A:a?secret=</text:span>"+key+"</text:p>"), []string{"A/a " + key}},
		{"Word: a link in pieces", word(t, "<w:p><w:r><w:t>otpauth://totp/A:a?sec</w:t></w:r><w:r><w:t>ret="+key+"</w:t></w:r></w:p>"), []string{"A/a " + key}},
		{"Word: a table", word(t, "<w:tbl>"+wordRow("Site", "User", "Key for 2FA")+wordRow("A", "a", key)+wordRow("B", "b", other)+"</w:tbl>"), []string{"A/a " + key, "B/b " + other}},
		{"Word: a picture", word(t, "<w:p/>", "word/media/image1.png", pngOf(t, qrOf(t, link))), []string{"A/a " + key}},
	} {
		r, err := Read(t.Context(), row.data, Env{DecodeQR: decodeQR})
		if got := summary(r); err != nil || !slices.Equal(got, row.want) || r.Keep == "" || r.Format != "office" {
			t.Errorf("%s (%s, kept %q): %q, %v", row.why, r.Format, r.Keep, got, err)
		}
	}
	locked := zipOf(t, "mimetype", []byte("x"), openDocument, []byte("\x01\x02"), "META-INF/manifest.xml", []byte("<manifest:encryption-data/>"))
	if _, err := Read(t.Context(), locked, Env{}); err == nil || !strings.Contains(err.Error(), "has a password") {
		t.Errorf("a document with a password: %v", err)
	}
	if _, err := Read(t.Context(), word(t, "<w:p><w:r><w:t>hello</w:t></w:r></w:p>"), Env{}); err == nil || !strings.Contains(err.Error(), "No accounts") {
		t.Errorf("a letter: %v", err)
	}
}
