package print

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// MostOfSheet is how many bytes the file of a sheet has at most that is no picture: a PDF of ours has 43 KiB.
const MostOfSheet = 1 << 20

// mostOfStreams bounds the packed streams that are looked at: a PDF of ours has eleven, the first of them its page.
const mostOfStreams = 16

// IsPDF reports whether a file is one, by its beginning.
func IsPDF(data []byte) bool { return bytes.HasPrefix(data, []byte("%PDF-")) }

// SheetInFile finds the recovery key in the file of a sheet that is a PDF of this program or a text; it reports
// false for others, pictures among them.
func SheetInFile(data []byte) (string, bool) {
	switch {
	case len(data) > MostOfSheet:
		return "", false
	case IsPDF(data):
		return SheetKey(pdfText(data))
	case keyPattern.Match(data): // 58 letters alone may be anything
		return SheetKey(string(data))
	}
	return "", false
}

// pdfText returns the texts on the pages of a PDF that is made as ours are: packed streams in which each text
// is a string that holds its characters themselves. Of others little comes, or nothing.
func pdfText(data []byte) string {
	var text strings.Builder
	for range mostOfStreams {
		_, rest, ok := bytes.Cut(data, []byte("\nstream\n"))
		if !ok {
			break
		}
		data = rest
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			continue
		}
		page, _ := io.ReadAll(io.LimitReader(z, MostOfSheet)) // what there is of it
		for _, s := range pdfStrings(page) {
			text.WriteString(s + "\n")
		}
	}
	return text.String()
}

// pdfStrings returns the strings in the content of a page.
func pdfStrings(page []byte) (all []string) {
	var s []byte
	inside := false
	for i := 0; i < len(page); i++ {
		switch c := page[i]; {
		case !inside:
			inside = c == '('
			s = s[:0]
		case c == ')':
			all = append(all, pdfString(s))
			inside = false
		case c == '\\' && i+1 < len(page):
			i++
			if c = page[i]; c == 'r' { // the one control character that is written so
				c = '\r'
			}
			s = append(s, c)
		default:
			s = append(s, c)
		}
	}
	return all
}

// pdfString decodes a string: UTF-16, or else one byte a character.
func pdfString(s []byte) string {
	if bytes.IndexByte(s, 0) < 0 {
		return string(s)
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(s[2*i:])
	}
	return string(utf16.Decode(units))
}
