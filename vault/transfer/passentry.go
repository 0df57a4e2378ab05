package transfer

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/vault/account"
)

// passEntry is a decrypted entry of pass or gopass: the password in the first line, and in one of
// the others a key or a link behind “totp:”. A store of encrypted ones is read by who may start gpg.
func passEntry() Format {
	return Format{
		ID:     "pass",
		Name:   "pass, gopass",
		How:    "Choose the folder of the store, which gpg opens entry by entry, or what pass show NAME prints, saved as a file.",
		Brings: "All kinds of codes of an entry, HOTP and Steam too.",
		Leaves: "Passwords, other lines, entries without a code.",
		step:   stepList,
		Detect: func(data []byte) bool {
			if len(data) > maxPassEntry || !utf8.Valid(data) || account.IsLink(firstLink(data)) || isNamedTable(data) {
				return false
			}
			e := parsePassEntry(string(data))
			return len(e.codes)+len(e.counted) > 0 && isPlain(data) // an archive may hold such a text as it is
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
	counted []string // keys behind “hotp:”, whose counter stands nowhere
	odd     int      // fields that are named like a key, and hold none
	name    string   // of the user
}

// parsePassEntry reads an entry, whose first line is the password.
func parsePassEntry(text string) (e parsedPassEntry) {
	for number, line := range account.Lines(text) {
		line = strings.TrimSpace(line)
		if isCode(line) {
			e.codes = append(e.codes, line)
			continue
		}
		field, value, ok := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); number == 1 || !ok || value == "" {
			continue
		}
		switch field = strings.ToLower(strings.TrimSpace(field)); {
		case slices.Contains(passFields, field):
			switch {
			case isCode(value):
				e.codes = append(e.codes, value)
			case !looksLikeKey(value):
				if !isWords(value) {
					e.odd++
				}
			case field == "hotp":
				e.counted = append(e.counted, value)
			default:
				e.codes = append(e.codes, value)
			}
		case e.name == "" && slices.Contains([]string{"login", "username", "user", "email"}, field):
			e.name = value
		}
	}
	return e
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
	err := r.addCodes(ctx, 1, e.codes, account.Account{Name: e.name})
	return r, err
}
