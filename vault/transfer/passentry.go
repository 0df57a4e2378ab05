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
			if len(data) > maxPassEntry || !utf8.Valid(data) || account.IsLink(firstLink(data)) || csvHeader(data) != nil {
				return false
			}
			codes, _ := passCodes(string(data))
			return len(codes) > 0
		},
		Read: readPassEntry,
	}
}

const maxPassEntry = 64 << 10

// passFields are what programs write before a code, in small letters.
var passFields = []string{"totp", "hotp", "otpauth", "otp", "2fa"}

// passCodes returns the codes of an entry and the user's name; the first line is the password.
func passCodes(text string) (codes []string, name string) {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if account.IsLink(line) {
			codes = append(codes, line)
			continue
		}
		field, value, ok := strings.Cut(line, ":")
		if value = strings.TrimSpace(value); i == 0 || !ok || value == "" {
			continue
		}
		switch field = strings.ToLower(strings.TrimSpace(field)); {
		case slices.Contains(passFields, field):
			if _, err := account.ParseKey(value); account.IsLink(value) || err == nil && len(value) >= 8 {
				codes = append(codes, value)
			}
		case name == "" && slices.Contains([]string{"login", "username", "user", "email"}, field):
			name = value
		}
	}
	return codes, name
}

func readPassEntry(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if len(data) > maxPassEntry {
		return r, errTooLarge
	}
	codes, name := passCodes(string(data))
	r.keep(keepsPasswords)
	return r, r.addCodes(ctx, 1, codes, account.Account{Name: name})
}
