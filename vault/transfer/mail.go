package transfer

import (
	"bufio"
	"io"
	"mime/quotedprintable"
	"regexp"
	"slices"
	"strings"

	"watchword/vault/account"
)

// A mail is the text of one that was saved as a file (RFC 5322 and 2045), with what is
// quoted-printable in it decoded.
type mail struct {
	text    string
	lines   []int // the line of the file for each line of the text
	damaged bool  // what is said to be quoted-printable is not: some of its equals signs have no number
}

var (
	mailHeader   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)
	mailQuoted   = regexp.MustCompile(`(?i)^content-transfer-encoding:\s*"?quoted-printable`)
	mailBoundary = regexp.MustCompile(`(?i)\bboundary=(?:"([^"]+)"|([^\s";]+))`)
	bareEquals   = regexp.MustCompile(`(?i)=(?:$|.$|[^0-9a-f]|.[^0-9a-f])`)
)

// maxMailParts bounds the kinds of parts of a mail that are told apart.
const maxMailParts = 16

// quotedMail reads a text that begins with the header of a mail; ok is false where it does not, or
// where nothing in the mail is quoted-printable.
func quotedMail(text string) (m mail, ok bool) {
	if !mailHeader.MatchString(text) && !strings.HasPrefix(text, "From ") {
		return mail{}, false
	}
	var b strings.Builder
	var boundaries []string
	header, quoted, begins := true, false, true // begins: a line of the text does
	var decoder *bufio.Reader                   // one for all lines
	for number, line := range account.Lines(text) {
		plain, soft := line, false
		switch {
		case strings.HasPrefix(line, "--") && slices.ContainsFunc(boundaries, func(b string) bool { return strings.HasPrefix(line[2:], b) }):
			header, quoted = true, false
		case header && line == "":
			header = false
			ok = ok || quoted
		case header && len(boundaries) == 0 && !mailHeader.MatchString(line) && strings.Trim(line[:1], " \t") != "" && (number > 1 || !strings.HasPrefix(line, "From ")):
			return mail{}, false
		case header:
			quoted = quoted || mailQuoted.MatchString(line)
			if found := mailBoundary.FindStringSubmatch(line); found != nil && len(boundaries) < maxMailParts {
				boundaries = append(boundaries, found[1]+found[2])
			}
		case quoted:
			line, soft = strings.CutSuffix(strings.TrimRight(line, " \t"), "=")
			m.damaged = m.damaged || bareEquals.MatchString(line)
			if decoder == nil {
				decoder = bufio.NewReader(nil)
			}
			decoder.Reset(strings.NewReader(line))
			decoded, err := io.ReadAll(quotedprintable.NewReader(decoder))
			m.damaged = m.damaged || err != nil
			plain = string(decoded)
		}
		if !soft {
			plain += "\n"
		}
		for range account.Lines(plain) {
			if begins {
				m.lines = append(m.lines, number)
			}
			begins = true
		}
		begins = !soft || begins && plain == ""
		b.WriteString(plain)
	}
	if !ok || b.Len() == 0 {
		return mail{}, false
	}
	decoded, _ := asText([]byte(b.String()))
	m.text = string(decoded)
	return m, true
}
