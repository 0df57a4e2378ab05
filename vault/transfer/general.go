package transfer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"html"
	"io"
	"iter"
	"regexp"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// unknownText is any text with links in it, after every program that is known by name: a note
// with a heading, an entry of pass, a web page, a script.
func unknownText() Format {
	return Format{
		ID:     "text",
		Name:   words.Mark("Any text with otpauth links or keys"),
		How:    words.Mark("Choose any text file or web page in which links stand that begin with otpauth://, or a table of your own, with a column of names and one of keys (“TOTP”)."),
		Brings: words.Mark("All kinds of codes, from the links; keys with their settings too, from JSON and tables where their names leave no doubt."),
		Leaves: words.Mark("Everything else in the file."),
		step:   stepText,
		Detect: func(data []byte) bool {
			return isPlain(data) && (holdsLinks(data) || holdsKeys(data) || holdsTable(data))
		},
		Read: readUnknownText,
	}
}

// generalLinks gives the links of a text that may be used, by their lines; one that is repeated
// comes once.
func generalLinks(data []byte) iter.Seq[account.Piece] {
	return func(yield func(account.Piece) bool) {
		text, line := withoutEscapes(data)
		if !account.MayHoldLinks(text) {
			return
		}
		seen := map[string]bool{}
		for piece := range account.Pieces(text) {
			if piece.Link == "" || seen[piece.Link] || isGame(piece.Link) {
				continue
			}
			seen[piece.Link] = true
			piece.Line = line(piece.Line)
			if !yield(piece) {
				return
			}
		}
	}
}

// withoutEscapes returns a text with the escapes of its kind undone, and the line of the file for each of its lines.
func withoutEscapes(data []byte) (text string, line func(int) int) {
	text = string(data)
	line = func(n int) int { return n }
	if m, ok := decodedMail(text); ok {
		return m.text, m.line
	}
	if isRTF(data) {
		plain := readRTF(text)
		return plain.text, plain.line
	}
	switch firstByte(data) {
	case '<':
		text = brokenLink.ReplaceAllStringFunc(text, func(found string) string {
			m := brokenLink.FindStringSubmatch(found)
			return m[1] + cmp.Or(m[2], "\u2028") // a line end that is there already ends it
		})
		lines := linesOf(text)
		line = func(n int) int { return lines[min(n, len(lines))-1] }
		text = html.UnescapeString(text)
	case '{', '[':
		text = escapedEnds.Replace(text)
		lines := linesOf(text)
		line = func(n int) int { return lines[min(n, len(lines))-1] }
		text, _ = unescape(text)
	}
	return strings.ReplaceAll(text, `:\/\/`, "://"), line
}

// brokenLink is a link that a page breaks, or marks a part of: the text behind the tags may be its rest, as the next line
// of a text may.
var brokenLink = regexp.MustCompile(`(?i)(otpauth(?:-migration)?://[^"<>\n]*)(?:<(?:br|wbr|/?(?:span|b|i|u|em|strong|font|code|tt|small|mark))\b[^<>]*>)+(?:[ \t]*(\r?\n)|)`)

// escapedEnds makes of the line ends in a text of JSON some that no file of JSON has.
var escapedEnds = strings.NewReplacer(`\\`, `\\`, `\n`, "\u2028", `\r`, "\u2028")

// linesOf returns the line of the file for each of the lines that a text has with its escaped line ends.
func linesOf(text string) (lines []int) {
	for number, line := range strings.Split(text, "\n") {
		for range 1 + strings.Count(line, "\u2028") {
			lines = append(lines, number+1)
		}
	}
	return lines
}

// holdsTable reports whether a text is a table with keys in it.
func holdsTable(data []byte) bool {
	head := data[:min(len(data), ownHeader)]
	if !mailHeader.Match(head) && !isRTF(head) && !mayBeGrid(head) { // most texts are none, and are not copied
		return false
	}
	text, _ := withoutEscapes(data)
	_, ok := textGrid(text)
	return ok
}

// isGame reports whether a link of Steam's leads to a game or a shop, and holds no key.
func isGame(link string) bool {
	if !strings.EqualFold(link[:min(len(link), 6)], "steam:") {
		return false
	}
	a, err := account.ParseURI(link)
	return err != nil || len(a.Key.Secret) < otp.ShortSecret
}

// isCode reports whether the text of a field of any name is a link with a key in it.
func isCode(text string) bool { return account.IsLink(text) && !isGame(strings.TrimSpace(text)) }

// holdsLinks reports whether there is one.
func holdsLinks(data []byte) bool {
	for range generalLinks(data) {
		return true
	}
	return false
}

func readUnknownText(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if isCutJSON(data) {
		return r, ErrDamaged
	}
	text, _ := withoutEscapes(data)
	mail, _ := decodedMail(string(data))
	place := placesOfLinks(data)
	for piece := range generalLinks(data) {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		if endsInLink(text, piece.Link) {
			a, _ := parseLink(piece.Link)
			r.tell(piece.Line)
			r.add(len(r.Accounts)+len(r.Failures)+1, a, placed(place(piece), errCut))
			continue
		}
		failed, read := len(r.Failures), len(r.Accounts)
		if mail.damaged {
			a, _ := parseLink(piece.Link)
			r.add(len(r.Accounts)+len(r.Failures)+1, a, reason{words.Error("the mail around it is not encoded as its header says")})
		} else {
			r.addPiece(piece)
		}
		for j := range r.Accounts[read:] {
			a := &r.Accounts[read+j]
			a.Issuer, a.Name = withoutKey(a.Issuer), withoutKey(a.Name)
		}
		for j := range r.Failures[failed:] {
			f := &r.Failures[failed+j]
			f.Reason = atPlace(place(piece), f.Reason)
			r.tell(piece.Line)
		}
	}
	if err := r.addKeys(ctx, data); err != nil {
		return r, err
	}
	if g, ok := textGrid(text); ok {
		if err := r.addGrid(ctx, g); err != nil {
			return r, err
		}
	}
	if len(r.Accounts)+len(r.Failures) == 0 {
		return r, ErrUnknown
	}
	return r, nil
}

// placesOfLinks returns how to say where a link stands: its line, and in JSON, which may be all in one line, its path.
func placesOfLinks(data []byte) func(piece account.Piece) string {
	var paths map[string]string
	return func(piece account.Piece) string {
		if c := firstByte(data); c == '{' || c == '[' {
			if paths == nil {
				paths = pathsOfLinks(data)
			}
			if path := paths[piece.Link]; path != "" {
				return words.T("line %d (%s)", piece.Line, path)
			}
		}
		return linePlace(piece.Line)
	}
}

// keyAsName finds what is a key rather than a name.
var keyAsName = regexp.MustCompile(`[A-Z2-7]*[2-7][A-Z2-7]*`)

// withoutKey returns the name of an account out of a text that nobody knows, or "" where a key may have got into it:
// a name is shown.
func withoutKey(name string) string {
	for _, word := range keyAsName.FindAllString(name, -1) {
		if len(word) >= shortestKey && strings.ContainsAny(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			return ""
		}
	}
	return name
}

// endsInLink reports whether a text ends within quotation marks that a link began: with half of a key
// that would make wrong codes.
func endsInLink(text, link string) bool {
	before, last := strings.CutSuffix(text, link)
	return last && (strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "'"))
}

// isCutJSON reports whether a text is JSON that ends too early: the export of a program, which
// cannot be told any more.
func isCutJSON(data []byte) bool {
	if c := firstByte(data); c != '{' && c != '[' {
		return false
	}
	var value json.RawMessage
	return errors.Is(json.NewDecoder(bytes.NewReader(withoutBOM(data))).Decode(&value), io.ErrUnexpectedEOF)
}
