package transfer

import (
	"bytes"
	"context"
	"fmt"
	"html"

	"watchword/vault/account"
)

// unknownText is any text with links in it, after every program that is known by name: a note
// with a heading, an entry of pass, a web page, a script.
func unknownText() Format {
	return Format{
		ID:     "text",
		Name:   "Any text with otpauth links",
		How:    "Choose any text file or web page in which links stand that begin with otpauth://.",
		Brings: "All kinds of codes, from the links alone.",
		Leaves: "Everything else in the file.",
		step:   stepText,
		Detect: func(data []byte) bool { return isPlain(data) && len(generalLinks(data)) > 0 },
		Read:   readUnknownText,
	}
}

// generalLinks returns the usable links of a text by their lines; one that is repeated counts once.
func generalLinks(data []byte) (links []account.Piece) {
	text := string(data)
	if firstByte(data) == '<' {
		text = html.UnescapeString(text)
	}
	seen := map[string]bool{}
	for piece := range account.Pieces(text) {
		if piece.Link == "" || seen[piece.Link] || len(links) > maxAccounts {
			continue
		}
		seen[piece.Link] = true
		if bytes.HasPrefix(bytes.ToLower([]byte(piece.Link[:min(len(piece.Link), 6)])), []byte("steam:")) {
			if _, err := account.ParseURI(piece.Link); err != nil {
				continue // a link to a game
			}
		}
		links = append(links, piece)
	}
	return links
}

func readUnknownText(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	for i, piece := range generalLinks(data) {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		failed := len(r.Failures)
		r.addLink(i+1, piece.Link)
		for j := range r.Failures[failed:] {
			f := &r.Failures[failed+j]
			f.Reason = fmt.Sprintf("line %d: %s", piece.Line, f.Reason)
		}
	}
	if len(r.Accounts)+len(r.Failures) == 0 {
		return r, ErrUnknown
	}
	return r, nil
}
