package account

import (
	"bytes"
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Piece is what a text is cut into: a link, or a line that has none.
type Piece struct {
	Line int    // from 1; where the link begins
	Link string // "" for a line without one
	Rest string // that line
	Open bool   // the link may go on in the next line, or end where it does: nobody can tell
}

// Pieces cuts a text into its links and the lines that have none; blank lines are left out.
// Where a link ends: a line that is one link is taken whole. In running text what stands before
// the link on its line is dropped, and the link ends where the next one begins; a link of which
// a mail program broke the end into the next lines is put together again.
func Pieces(text string) iter.Seq[Piece] {
	return func(yield func(Piece) bool) {
		var held []byte  // a link that the next line may go on
		var quoted bool  // it stands behind the marks of a quotation
		var first string // its first line
		var heldLine int
		flush := func(next string) bool {
			if len(held) == 0 {
				return true
			}
			whole := string(held)
			held = held[:0]
			return yield(Piece{Line: heldLine, Link: whole, Open: mayGoOn(whole, next)})
		}
		for number, line := range Lines(text) {
			line = strings.TrimFunc(line, isInvisible)
			more := line
			if quoted {
				more = strings.TrimLeft(line, quoteMarks)
			}
			more, ended := beforeMark(more)
			if len(held) > 0 && len(held)+len(more) <= MaxURILine && goesOn(first, more) {
				held = append(held, more...)
				if ended && !flush("") {
					return
				}
				continue
			}
			if !flush(more) {
				return
			}
			if line == "" {
				continue
			}
			links := linksOf(line)
			for i, link := range links {
				if i == len(links)-1 && strings.HasSuffix(line, link) {
					held, first, heldLine = append(held, link...), link, number
					quoted = isQuoted(strings.TrimSuffix(line, link))
				} else if !yield(Piece{Line: number, Link: link}) {
					return
				}
			}
			if links == nil && !yield(Piece{Line: number, Rest: line}) {
				return
			}
		}
		flush("")
	}
}

// quoteMarks are what mail programs, wikis and comments of source put before each line of what they quote.
const quoteMarks = "> \t|#*"

// isQuoted reports whether nothing but such marks stands before a link.
func isQuoted(before string) bool {
	return strings.ContainsAny(before, ">|#*") && strings.Trim(before, quoteMarks) == ""
}

// beforeMark returns a line up to the quote or the angle bracket that ends a link there; ended says whether there
// was one.
func beforeMark(line string) (rest string, ended bool) {
	if end := strings.IndexAny(line, "\"<>"); end > 0 {
		return line[:end], true
	}
	return line, false
}

// Lines gives the lines of a text with their numbers. CR, LF, CRLF, NEL and Unicode's two
// separators end one.
func Lines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for number := 1; text != ""; number++ {
			end, next := lineEnd(text)
			if !yield(number, text[:end]) {
				return
			}
			text = text[next:]
		}
	}
}

// lineEnd returns where the first line of a text ends and the next one begins.
func lineEnd(text string) (end, next int) {
	for i := range len(text) {
		switch text[i] {
		case '\r':
			if strings.HasPrefix(text[i:], "\r\n") {
				return i, i + 2
			}
			return i, i + 1
		case '\n':
			return i, i + 1
		case "\u0085"[0]:
			if strings.HasPrefix(text[i:], "\u0085") {
				return i, i + len("\u0085")
			}
		case "\u2028"[0]:
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				return i, i + len("\u2028")
			}
		}
	}
	return len(text), len(text)
}

// MayHoldLinks reports whether a link may stand somewhere in a text, or escaped in a web
// address. It is quick: most of what is asked about holds none.
func MayHoldLinks(text string) bool {
	for i := 0; ; i++ {
		colon := strings.IndexByte(text[i:], ':')
		if colon < 0 {
			break
		}
		i += colon
		if endsLikeScheme(text[:i]) {
			return true
		}
	}
	for i := 0; ; i++ {
		percent := strings.IndexByte(text[i:], '%')
		if percent < 0 {
			return false
		}
		i += percent
		if hasAnyPrefixFold(text[i:], []string{"%3a"}) && endsLikeScheme(text[:i]) {
			return true
		}
	}
}

func endsLikeScheme(text string) bool {
	for _, scheme := range []string{"otpauth", "-migration", "steam", "motp"} {
		if at := len(text) - len(scheme); at >= 0 && text[len(text)-1]|0x20 == scheme[len(scheme)-1] && strings.EqualFold(text[at:], scheme) {
			return true
		}
	}
	return false
}

var (
	// encodedStart finds a link that is the value of a parameter of a web address.
	encodedStart = regexp.MustCompile(`(?i)otpauth(-migration)?%3a%2f%2f[^&#\s"'<>]*`)

	wrappedData  = regexp.MustCompile(`^[A-Za-z0-9%+/=_-]+$`)
	wrappedQuery = regexp.MustCompile(`^[A-Za-z0-9%+/=_.~-]*(&[A-Za-z0-9_]+=[^\s"<>]*)+$`)
)

// goesOn reports whether a line is the rest of the link before it.
func goesOn(link, line string) bool {
	if line == "" || IsLink(line) {
		return false
	}
	if hasAnyPrefixFold(link, []string{"otpauth-migration:"}) {
		return wrappedData.MatchString(line)
	}
	return strings.Contains(link, "?") && wrappedQuery.MatchString(line)
}

// mayGoOn reports whether the line behind a link may be its rest, where nothing in it shows that it
// is: the two together are a whole link as well, and make other codes. The letters of a key are
// all capitals or all small ones; where a key ends, that tells names and words from its rest.
func mayGoOn(link, line string) bool {
	if end := strings.IndexAny(line, "\"<>"); end >= 0 {
		line = line[:end]
	}
	if line == "" || len(link)+len(line) > MaxURILine || strings.ContainsFunc(line, unicode.IsSpace) || IsLink(line) {
		return false
	}
	alone, err := ParseURILine(link)
	if err != nil {
		return false
	}
	for _, begin := range []string{link, strings.TrimSuffix(link, "=")} { // a mail ends a line that goes on so
		whole, err := ParseURILine(begin + line)
		switch {
		case err != nil:
		case !bytes.Equal(whole.Key.Secret, alone.Key.Secret):
			rest, _, _ := strings.Cut(line, "&")
			letters := begin[strings.LastIndexAny(begin, "=/")+1:] + rest
			again, _ := ParseKey(rest) // the key once more, for people
			if (letters == strings.ToUpper(letters) || letters == strings.ToLower(letters)) && !bytes.Equal(again, alone.Key.Secret) {
				return true
			}
		case whole.Key.Digits != alone.Key.Digits, whole.Key.Period != alone.Key.Period, whole.Counter != alone.Counter,
			whole.Key.Algorithm != alone.Key.Algorithm, whole.Key.PIN != alone.Key.PIN:
			return true
		}
	}
	return false
}

// linksOf returns the links in a line.
func linksOf(line string) (links []string) {
	if !MayHoldLinks(line) {
		return nil
	}
	starts := linkStarts(line)
	if len(starts) == 1 && starts[0] == 0 && otherScheme(line) < 0 && !strings.ContainsAny(line[max(strings.IndexByte(line, '?'), 0):], `"<>`) {
		return []string{strings.TrimRight(line, " \t,;")}
	}
	var open brackets
	at := 0
	for i, start := range starts {
		end := len(line)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		before := line[at:start]
		links = append(links, encodedLinks(before)...)
		open.see(before)
		last, _ := utf8.DecodeLastRuneInString(line[:start])
		link := line[start:end]
		if cell := strings.IndexByte(link, '|'); cell > strings.IndexByte(link, '?') && strings.Contains(line[:start], "|") {
			link = link[:cell] // of a table
		}
		link = link[:linkEnd(link, open, last)]
		at = start + len(link)
		links = append(links, strings.TrimRight(link, " \t,;"))
	}
	return append(links, encodedLinks(line[at:])...)
}

// linkStarts returns where [linkStart] finds links, without its cost: a line may be megabytes long.
func linkStarts(line string) (starts []int) {
	for i := 0; ; i++ {
		colon := strings.Index(line[i:], ":/")
		if colon < 0 {
			return starts
		}
		i += colon
		for _, scheme := range []string{"apple-otpauth", "otpauth-migration", "otpauth", "motp", "steam"} {
			at := i - len(scheme)
			if at < 0 || !strings.EqualFold(line[at:i], scheme) {
				continue
			}
			whole := strings.HasPrefix(line[i:], "://") && strings.Contains(scheme, "otpauth")
			if whole || at == 0 || !isWordByte(line[at-1]) {
				starts = append(starts, at)
				break
			}
		}
	}
}

func isWordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// encodedLinks returns the links that stand escaped in the parameters of web addresses.
func encodedLinks(text string) (links []string) {
	if !strings.Contains(text, "%3") {
		return nil
	}
	for _, at := range encodedStart.FindAllStringIndex(text, -1) {
		if link := unescape(text[at[0]:at[1]]); IsLink(link) {
			links = append(links, link)
		}
	}
	return links
}

// linkEnd returns where a link in running text ends, of which the text reaches to the next
// one. Before the first question mark spaces, quotes and brackets belong to the label. Behind
// it the link ends at white space that no further parameter follows, at a double quote or an
// angle bracket, and at a bracket or quote that was opened before the link.
func linkEnd(text string, open brackets, before rune) int {
	query := strings.IndexByte(text, '?')
	if query < 0 {
		if end := strings.IndexAny(text, "\"<>"); end >= 0 {
			text = text[:end]
		}
		if !hasAnyPrefixFold(text, []string{"otpauth"}) { // a key follows, and no label
			if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
				return end
			}
		}
		return len(text)
	}
	if at := otherScheme(text[query:]); at >= 0 {
		text = text[:query+at]
	}
	last := lastParameter(text, query+1)
	var inside brackets
	for i, r := range text[query:] {
		at := query + i
		switch {
		case r == '"' || r == '<' || r == '>':
			return at
		case unicode.IsSpace(r) && last < at:
			return at
		case isClosing(r):
			if inside.close(r) {
				continue
			}
			if open.has(r) {
				return at
			}
		case quoteEnds[before] == r && r != 0:
			return at
		}
		inside.see(string(r))
	}
	return len(text)
}

// otherScheme returns where white space stands before a web address or another link, or -1.
func otherScheme(text string) int {
	for i := 0; ; i += len("://") {
		colon := strings.Index(text[i:], "://")
		if colon < 0 {
			return -1
		}
		i += colon
		first := i
		for first > 0 && isSchemeByte(text[first-1]) {
			first--
		}
		if first > 0 && first < i && isLetter(text[first]) && strings.IndexByte(" \t\n\f\r", text[first-1]) >= 0 {
			return first - 1
		}
	}
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSchemeByte(c byte) bool {
	return isLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '.' || c == '-'
}

// lastParameter returns where the last parameter begins that stands in a text behind from: its
// “&” or “?”, which HTML may have escaped; -1: there is none.
func lastParameter(text string, from int) int {
	for end := len(text); ; {
		equals := strings.LastIndexByte(text[from:end], '=')
		if equals < 0 {
			return -1
		}
		end = from + equals
		first := end
		for first > from && (isWordByte(text[first-1]) || text[first-1] == '.' || text[first-1] == '-') {
			first--
		}
		if first == end {
			continue
		}
		for strings.HasSuffix(text[from:first], "amp;") {
			first -= len("amp;")
		}
		if first > from && (text[first-1] == '&' || text[first-1] == '?') {
			return first - 1
		}
	}
}

// quoteEnds are the quotation marks by those that open them.
var quoteEnds = map[rune]rune{'\'': '\'', '`': '`', '“': '”', '„': '“', '«': '»', '‘': '’', '‹': '›', '»': '«'}

// brackets counts those that are open: round, square and curly ones.
type brackets [3]int

const openings, closings = "([{", ")]}"

func isClosing(r rune) bool { return strings.ContainsRune(closings, r) }

func (b *brackets) see(text string) {
	for _, r := range text {
		if i := strings.IndexRune(openings, r); i >= 0 {
			b[i]++
		}
		b.close(r)
	}
}

// close takes one away, if it was open.
func (b *brackets) close(r rune) bool {
	i := strings.IndexRune(closings, r)
	if i < 0 || b[i] == 0 {
		return false
	}
	b[i]--
	return true
}

func (b brackets) has(closing rune) bool {
	i := strings.IndexRune(closings, closing)
	return i >= 0 && b[i] > 0
}
