package transfer

import (
	"bytes"
	"cmp"
	"context"
	"strings"

	"watchword/assets/words"
)

// psono is the JSON of Psono. Folders lie in folders.
func psono() Format {
	return Format{
		ID:     "psono",
		Name:   "Psono",
		How:    words.Mark("In Psono: Other, Export, JSON."),
		Brings: words.Mark("Codes that stand alone and those of logins; folders as tags, notes."),
		Leaves: words.Mark("Passwords, other fields, entries without a code, attachments."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return (m["items"] == '[' || m["folders"] == '[') && (bytes.Contains(data, []byte(`"website_password_title"`)) || bytes.Contains(data, []byte(`"totp_code"`)))
		},
		Read: readPsono,
	}
}

func readPsono(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	position := 0
	return r, r.addPsono(ctx, n, "", &position)
}

// addPsono adds the entries of a folder, whose path is what they are tagged with, and those of
// the folders in it.
func (r *Result) addPsono(ctx context.Context, folder node, path string, position *int) error {
	for _, item := range folder.get("items").list() {
		*position++
		if err := r.next(ctx); err != nil {
			return err
		}
		prefix := item.get("type").text() + "_"
		if prefix == "totp_" {
			prefix = ""
		}
		secret := item.get(prefix + "totp_code").text()
		if strings.TrimSpace(secret) == "" {
			r.keep(keepsItems)
			continue
		}
		if item.get(prefix+"password").text() != "" {
			r.keep(keepsPasswords)
		}
		title, name, note := psonoNames(item, prefix)
		a, err := r.namedCode(secret, title, name)
		if !strings.Contains(secret, "://") {
			a, err = entry{
				Secret: secret, Algorithm: item.get(prefix + "totp_algorithm").text(),
				Digits: item.get(prefix + "totp_digits"), Period: item.get(prefix + "totp_period"),
			}.account(title, name)
		}
		a.Note, a.Tags = note, []string{path}
		r.add(*position, a, err)
	}
	for _, inner := range folder.get("folders").list() {
		name := strings.TrimSpace(inner.get("name").text())
		if path != "" {
			name = path + "/" + name
		}
		if len(name) > maxFolderPath {
			return errTooLarge
		}
		if err := r.addPsono(ctx, inner, name, position); err != nil {
			return err
		}
	}
	return nil
}

func psonoNames(item node, prefix string) (title, name, note string) {
	if prefix == "" {
		return cmp.Or(item.get("totp_title").text(), item.get("name").text()), "", item.get("totp_notes").text()
	}
	return cmp.Or(item.get(prefix+"title").text(), item.get("name").text()), item.get(prefix + "username").text(), item.get(prefix + "notes").text()
}
