package transfer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"watchword/assets/words"
	"watchword/vault/account"
)

// passEntry is a decrypted entry of pass or gopass: the password in the first line, and in one of
// the others a key or a link behind “totp:”. A store of encrypted ones is read by who may start gpg.
func passEntry() Format {
	return Format{
		ID:     "pass",
		Name:   "pass, gopass",
		How:    words.Mark("Choose the folder of the store, which gpg opens entry by entry, or what pass show NAME prints, saved as a file."),
		Brings: words.Mark("All kinds of codes of an entry, HOTP and Steam too."),
		Leaves: words.Mark("Passwords, other lines, entries without a code."),
		step:   stepList,
		Detect: func(data []byte) bool {
			if len(data) > maxPassEntry || !utf8.Valid(data) || account.IsLink(firstLink(data)) || isNamedTable(data) {
				return false
			}
			if _, mail := decodedMail(string(data)); mail || isRTF(data) {
				return false
			}
			e := parsePassEntry(string(data))
			if e.stray > 0 && e.keys+len(e.counted) == 0 {
				return false // a text such as people keep
			}
			return len(e.codes)+len(e.counted)+len(e.open) > 0 && isPlain(data) // an archive may hold such a text as it is
		},
		Read: readPassEntry,
	}
}

const maxPassEntry = 64 << 10

// passFields are what programs write before a code, in small letters.
var passFields = []string{"totp", "hotp", "otpauth", "otp", "2fa"}

// isNamedTable reports whether the first line names columns of a table of logins. A password may
// have commas, too.
func isNamedTable(data []byte) bool {
	known := 0
	for _, name := range csvHeader(data) {
		if slices.Contains(usualColumns, name) {
			known++
		}
	}
	return known > 1 || hasCell(data, keeperCode)
}

// usualColumns are names of columns, of which a table of logins has two at least.
var usualColumns = []string{
	"title", "name", "nickname", "username", "user name", "login", "login_username", "user", "email", "password", "login_password", "pwd", "url", "login_uri", "web site",
	"notes", "note", "folder", "group", "grouping", "tags", "type", "otpauth", "totp", "login_totp", "secret", "issuer", "account", "field", "value", "servicename",
	"secret name", "password name", "display_name", "matchurl", "twofasecret", "authtoken",
}

// A parsedPassEntry is what an entry says about codes.
type parsedPassEntry struct {
	codes   []string
	keys    int      // of the codes, those that are no links
	counted []string // keys behind “hotp:”, whose counter stands nowhere
	odd     int      // fields that are named like a key, and hold none
	open    []openCode
	stray   int    // links in running text, where an entry has none
	name    string // of the user
}

// An openCode may go on in the next line.
type openCode struct {
	like account.Account
	why  reason
}

// parsePassEntry reads an entry, whose first line is the password.
func parsePassEntry(text string) (e parsedPassEntry) {
	var lines []string
	for number, line := range account.Lines(text) {
		line = strings.TrimSpace(line)
		if field, value, ok := passField(line); ok && number > 1 && slices.Contains(passFields, field) && isCode(value) {
			line = value
		}
		lines = append(lines, line)
	}
	for piece := range account.Pieces(strings.Join(lines, "\n")) {
		switch {
		case piece.Link == "":
			if piece.Line > 1 {
				e.addField(piece, strings.Join(lines[piece.Line:min(piece.Line+1, len(lines))], ""))
			}
			continue
		case !isCode(piece.Link):
			continue
		case piece.Open:
			a, _ := parseLink(piece.Link)
			e.open = append(e.open, openCode{a, atLine(piece.Line, errOpen)})
		default:
			e.codes = append(e.codes, piece.Link)
		}
		if !account.IsLink(lines[piece.Line-1]) {
			e.stray++
		}
	}
	return e
}

// passField cuts a line into the name of a field, in small letters, and its value.
func passField(line string) (field, value string, ok bool) {
	field, value, ok = strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	return strings.ToLower(strings.TrimSpace(field)), value, ok && value != ""
}

// addField adds what a line without a link says; next is the line behind it.
func (e *parsedPassEntry) addField(piece account.Piece, next string) {
	field, value, ok := passField(piece.Rest)
	if !ok {
		return
	}
	switch {
	case slices.Contains(passFields, field):
		switch {
		case !looksLikeKey(value):
			if !isWords(value) {
				e.odd++
			}
		case keyMayGoOn(value, next):
			e.open = append(e.open, openCode{why: atLine(piece.Line, reason{words.Error("the key may go on in the next line")})})
		case field == "hotp":
			e.counted = append(e.counted, value)
		default:
			e.codes = append(e.codes, value)
			e.keys++
		}
	case e.name == "" && slices.Contains([]string{"login", "username", "user", "email"}, field):
		e.name = value
	}
}

// keyMayGoOn reports whether the line behind a key may be its rest: both together look like one key,
// in groups where the first line has them.
func keyMayGoOn(key, next string) bool {
	grouped := func(text string) bool { return strings.ContainsFunc(text, unicode.IsSpace) }
	return next != "" && (grouped(key) || !grouped(next)) && (looksLikeKey(key+next) || looksLikeKey(key+" "+next))
}

func readPassEntry(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if len(data) > maxPassEntry {
		return r, errTooLarge
	}
	e := parsePassEntry(string(data))
	r.keep(keepsPasswords)
	for range e.counted {
		r.add(1, account.Account{Name: e.name}, errNoCounter)
	}
	for range e.odd {
		r.add(1, account.Account{Name: e.name}, errNoKey)
	}
	for _, o := range e.open {
		o.like.Name = cmp.Or(o.like.Name, e.name)
		r.add(1, o.like, o.why)
	}
	err := r.addCodes(ctx, 1, e.codes, account.Account{Name: e.name})
	return r, err
}
