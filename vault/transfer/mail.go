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
// quoted-printable or base64 in it decoded.
type mail struct {
	decoded
	damaged bool // what is said to be encoded is not
}

var (
	mailHeader   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)
	mailEncoding = regexp.MustCompile(`(?i)^content-transfer-encoding:\s*"?(quoted-printable|base64)`)
	mailBoundary = regexp.MustCompile(`(?i)\bboundary=(?:"([^"]+)"|([^\s";]+))`)
	bareEquals   = regexp.MustCompile(`(?i)=(?:$|.$|[^0-9a-f]|.[^0-9a-f])`)
)

// maxMailParts bounds the kinds of parts of a mail that are told apart.
const maxMailParts = 16

// A mailReader goes through the lines of a mail.
type mailReader struct {
	decoder
	boundaries []string
	header     bool   // the line belongs to the header of the mail or of a part
	encoding   string // of the part, in small letters
	encoded    bool   // a part is
	damaged    bool

	quoted *bufio.Reader // one for all lines
	base64 strings.Builder
	began  int // the first line of what is in base64
}

// decodedMail reads a text that begins with the header of a mail; ok is false where it does not, or
// where nothing in the mail is encoded.
func decodedMail(text string) (m mail, ok bool) {
	if !mailHeader.MatchString(text) && !strings.HasPrefix(text, "From ") {
		return mail{}, false
	}
	r := mailReader{header: true}
	for number, line := range account.Lines(text) {
		if !r.line(number, line) {
			return mail{}, false
		}
	}
	r.endBase64()
	if !r.encoded || r.b.Len() == 0 {
		return mail{}, false
	}
	return mail{r.decoded(), r.damaged}, true
}

// line reads a line; it is false where the text is no mail.
func (r *mailReader) line(number int, line string) bool {
	switch {
	case strings.HasPrefix(line, "--") && slices.ContainsFunc(r.boundaries, func(b string) bool { return strings.HasPrefix(line[2:], b) }):
		r.endBase64()
		r.header, r.encoding = true, ""
	case r.header && line == "":
		r.header = false
		r.encoded = r.encoded || r.encoding != ""
	case r.header && len(r.boundaries) == 0 && !mailHeader.MatchString(line) && strings.Trim(line[:1], " \t") != "" && (number > 1 || !strings.HasPrefix(line, "From ")):
		return false
	case r.header:
		if found := mailEncoding.FindStringSubmatch(line); found != nil {
			r.encoding = strings.ToLower(found[1])
		}
		if found := mailBoundary.FindStringSubmatch(line); found != nil && len(r.boundaries) < maxMailParts {
			r.boundaries = append(r.boundaries, found[1]+found[2])
		}
	case r.encoding == "quoted-printable":
		r.add(r.unquoted(line), number)
		return true
	case r.encoding == "base64":
		if r.base64.Len() == 0 {
			r.began = number
		}
		r.base64.WriteString(strings.TrimSpace(line))
		return true
	}
	r.add(line+"\n", number)
	return true
}

// unquoted decodes a line that is quoted-printable, with the end of the line unless an equals sign
// stands there.
func (r *mailReader) unquoted(line string) string {
	line, soft := strings.CutSuffix(strings.TrimRight(line, " \t"), "=")
	r.damaged = r.damaged || bareEquals.MatchString(line)
	if r.quoted == nil {
		r.quoted = bufio.NewReader(nil)
	}
	r.quoted.Reset(strings.NewReader(line))
	plain, err := io.ReadAll(quotedprintable.NewReader(r.quoted))
	r.damaged = r.damaged || err != nil
	if soft {
		return string(plain)
	}
	return string(plain) + "\n"
}

// endBase64 adds the text of a part in base64; what is no text, such as a picture, is left out.
func (r *mailReader) endBase64() {
	whole := r.base64.String()
	r.base64.Reset()
	if whole == "" {
		return
	}
	content, ok := decodeBase64(whole)
	text, _ := asText(content)
	switch {
	case !ok:
		r.damaged = true
		r.add(whole+"\n", r.began)
	case isPlain(text):
		r.add(string(text)+"\n", r.began)
	}
}
