package transfer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// otpauthList is the lowest common denominator: one link a line. Aegis (.txt), Ente,
// Stratum, FreeOTP+, GNOME Authenticator, WinAuth and others write it.
func otpauthList() Format {
	return Format{
		ID:        "otpauth",
		Name:      words.Mark("List of otpauth links"),
		How:       words.Mark("Many programs export a text file with one otpauth link a line: choose “text”, “plain text” or “URI list” there."),
		Brings:    words.Mark("All kinds of codes; what Ente adds: tags, notes, pinned ones, the trash."),
		Leaves:    words.Mark("What the program that wrote the list left out."),
		Extension: ".txt",
		Clear:     true,
		step:      stepList,
		Detect: func(data []byte) bool {
			return isLinks(data) && !isEnte(data) && !isGoogle(data) && !isWinAuthList(data)
		},
		Read:   readLinks,
		Limits: supports{}.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return linkLines(accounts), nil
		},
	}
}

// linkLines returns one otpauth link a line.
func linkLines(accounts []account.Account) []byte {
	var b bytes.Buffer
	for _, a := range accounts {
		b.WriteString(a.URI())
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// isLinks reports whether the first line with anything on it is a link.
func isLinks(data []byte) bool { return account.IsLink(firstLink(data)) }

// firstLink returns the beginning of the first line that is neither blank nor a comment.
func firstLink(data []byte) string {
	for line := range bytes.FieldsFuncSeq(withoutBOM(data), func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' }) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return string(line[:min(len(line), 64)])
		}
	}
	return ""
}

// readLinks reads a list of links: of accounts, of Google's migration, or both. Ente's
// display data is understood wherever it stands.
func readLinks(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if len(data) > maxText {
		return r, errTooLarge
	}
	for piece := range account.Pieces(strings.ReplaceAll(string(data), `:\/\/`, "://")) {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		if strings.HasPrefix(piece.Rest, "#") {
			r.keep(keepsComments)
			continue
		}
		failed := len(r.Failures)
		r.addPiece(piece)
		for i := range r.Failures[failed:] {
			f := &r.Failures[failed+i]
			f.Reason = atPlace(linePlace(piece.Line), f.Reason)
			r.tell(piece.Line)
		}
	}
	return r, nil
}

// addPiece adds what a piece of a text holds.
func (r *Result) addPiece(piece account.Piece) {
	position := len(r.Accounts) + len(r.Failures) + 1
	if piece.Open {
		a, _ := parseLink(piece.Link)
		r.add(position, a, errOpen)
		return
	}
	r.addLink(position, cmp.Or(piece.Link, piece.Rest))
}

// addLink adds what one link holds: an account, or those of a migration, the first of which
// has the position.
func (r *Result) addLink(position int, link string) {
	if !isMigration(link) {
		a, err := r.parseLink(link)
		r.add(position, a, err)
		return
	}
	m, err := account.ParseMigration(link)
	if err != nil {
		// The errors of a migration are sentences of our own.
		r.add(position, account.Account{}, reason{err})
		return
	}
	for _, a := range m.Accounts {
		r.add(position, a, nil)
	}
	for _, f := range m.Failures {
		f.Position += position - 1
		r.Failures = append(r.Failures, f)
	}
	r.Parts = append(r.Parts, Part{ID: m.ID, Size: m.Size, Index: m.Index})
}

// isMigration reports whether a link is Google's, of several accounts.
func isMigration(link string) bool {
	return strings.HasPrefix(strings.ToLower(link[:min(len(link), 20)]), "otpauth-migration")
}

// parseLink reads a link and what Ente and the browser extension put into it.
func parseLink(link string) (account.Account, error) {
	a, err := account.ParseURILine(link)
	if err != nil {
		return a, err
	}
	// The browser extension marks the host an issuer belongs to: "Google::google.com".
	if issuer, host, ok := strings.Cut(a.Issuer, "::"); ok && strings.Contains(host, ".") && !strings.Contains(host, " ") {
		a.Issuer = issuer
	}
	if strings.Contains(link, "codeDisplay") {
		a = withDisplay(a, account.URIParameter(link, "codeDisplay"))
	}
	return a, nil
}

// parseLink is [parseLink], and keeps the file for what the link holds beside its account.
func (r *Result) parseLink(link string) (account.Account, error) {
	a, err := parseLink(link)
	if err == nil {
		r.keepExtras(link, a)
	}
	return a, err
}

// withDisplay applies Ente's display data: JSON beside the link. What cannot be read of it
// is left out, for the account matters more.
func withDisplay(a account.Account, display string) account.Account {
	n, err := parseJSON([]byte(display))
	if err != nil {
		return a
	}
	return applyDisplay(a, n)
}

func applyDisplay(a account.Account, n node) account.Account {
	a.Pinned = n.get("pinned").truth()
	a.Note = n.get("note").text()
	if n.get("trashed").truth() {
		a.Trashed = unknownTrash
	}
	for _, tag := range n.get("tags").list() {
		a.Tags = append(a.Tags, tag.text())
	}
	return a
}

// secretOrLink reads what password managers keep in one field: a link, or a bare key. A
// link without names gets those of the entry; words that would read as a key are refused.
func (r *Result) secretOrLink(text, issuer, name string) (account.Account, error) {
	text = strings.TrimSpace(text)
	a, err := r.parseLink(text)
	bare := false
	var wrong *account.URIError
	if errors.As(err, &wrong) && wrong.Part == "scheme" && !strings.Contains(text, "://") {
		bare = true
		a, err = entry{Secret: text}.account("", "")
		if err == nil && !isKey(text) && !isShortKey(text) {
			err = errNoKey // people write “see phone” there
		}
	}
	if err != nil {
		a.Issuer, a.Name = cmp.Or(a.Issuer, issuer), cmp.Or(a.Name, name)
		return a, err
	}
	steam := strings.HasPrefix(strings.ToLower(text), "steam:")
	if strings.EqualFold(strings.TrimLeft(issuer, ": "), "null") { // what Bitwarden Authenticator writes for nothing
		issuer = ""
	}
	if (a.Issuer == "" || steam && issuer != "" || bare) && issuer != "" {
		a.Issuer = issuer
	}
	if a.Name == "" {
		a.Name = name
	}
	return a, nil
}
