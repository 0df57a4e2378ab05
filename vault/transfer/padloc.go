package transfer

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"

	"watchword/vault/account"
)

// padlocCSV is the table of Padloc: a column for every name that a field has anywhere.
func padlocCSV() Format {
	return Format{
		ID:     "padloc-csv",
		Name:   "Padloc (CSV)",
		How:    "In Padloc: Settings, Import / Export, Export, CSV; the encrypted container says more.",
		Brings: "The codes of an item, where their field is named like one or holds a link; tags.",
		Leaves: "Passwords, notes, other fields, items without a code.",
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return len(header) > 2 && header[0] == "name" && header[1] == "tags" && !slices.Contains(header, "otpauth")
		},
		Read: readPadlocCSV,
	}
}

// isCodeName reports whether a field or column, in small letters, is named like a one-time password.
func isCodeName(name string) bool {
	switch strings.NewReplacer(" ", "", "-", "", "_", "").Replace(name) {
	case "totp", "otp", "otpauth", "otpurl", "otpsecret", "twofasecret", "twofactorsecret", "totpkey", "totpsecret", "onetimepassword", "onetimecode",
		"logintotp", "2fa", "einmalpasswort", "motdepasseàusageunique", "contraseñadeunsolouso":
		return true
	}
	return false
}

func readPadlocCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	header := csvHeader(data)
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	named := make([]bool, len(header))
	for i, name := range header {
		named[i] = i > 1 && isCodeName(name)
	}
	for i, row := range t.rows {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		var codes []string
		for j, cell := range row {
			if cell = strings.TrimSpace(cell); cell != "" && j > 1 && (j < len(named) && named[j] || account.IsLink(cell)) {
				codes = append(codes, cell)
			}
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsFields)
		issuer, name := strings.TrimSpace(t.cell(row, "name")), strings.TrimSpace(t.cell(row, "username", "user name", "login", "user", "email", "e-mail"))
		if err := r.addCodes(ctx, i+1, codes, account.Account{Issuer: issuer, Name: name, Tags: tidyTags(splitTags(t.cell(row, "tags")))}); err != nil {
			return r, err
		}
	}
	return r, nil
}

// addCodes adds the codes of one item, which share what the item says; its texts are trimmed.
func (r *Result) addCodes(ctx context.Context, position int, codes []string, item account.Account) error {
	for _, code := range codes {
		if err := r.next(ctx); err != nil {
			return err
		}
		a, err := namedCode(code, item.Issuer, item.Name)
		a.Note, a.Tags, a.Pinned, a.Archived, a.Trashed = item.Note, slices.Clone(item.Tags), item.Pinned, item.Archived, item.Trashed
		r.add(position, a, err)
	}
	return nil
}

// padloc is the encrypted container of Padloc: JSON with AES-GCM under a key of PBKDF2.
func padloc() Format {
	return Format{
		ID:     "padloc",
		Name:   "Padloc",
		How:    "In Padloc: Settings, Import / Export, Export, Encrypted Container; choose a password for it.",
		Brings: "The codes of an item; tags, notes.",
		Leaves: "Passwords, other fields, attachments, items without a code.",
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["encryptionParams"] == '{' && m["keyParams"] == '{' && m["encryptedData"] == '"'
		},
		Read: readPadloc,
	}
}

func readPadloc(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	salt, ok1 := decodeBase64(n.at("keyParams", "salt").text())
	iv, ok2 := decodeBase64(n.at("encryptionParams", "iv").text())
	added, ok3 := decodeBase64(n.at("encryptionParams", "additionalData").text())
	sealed, ok4 := decodeBase64(n.get("encryptedData").text())
	rounds, err := n.at("keyParams", "iterations").number(0)
	if !ok1 || !ok2 || !ok3 || !ok4 || err != nil || len(sealed) < 16 {
		return r, ErrDamaged
	}
	if name := n.at("encryptionParams", "algorithm").text(); name != "AES-GCM" || n.at("keyParams", "hash").text() != "SHA-256" {
		return r, errNewer
	}
	var content node
	err = withPassword(ctx, env, func(password string) error {
		key, err := pbkdf2Key(ctx, env, sha256.New, []byte(password), salt, rounds, 32)
		if err != nil {
			return err
		}
		plain, ok := openGCM(key, iv, sealed, added)
		if !ok {
			return ErrWrongPassword
		}
		content, err = parseJSON(plain)
		return err
	})
	if err != nil {
		return r, err
	}
	for i, item := range content.get("items").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		if item.isString() { // of versions before 1.3.4
			if inner, err := parseJSON([]byte(item.text())); err == nil {
				item = inner
			}
		}
		if err := r.addPadloc(ctx, i+1, item); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *Result) addPadloc(ctx context.Context, position int, item node) error {
	shared := account.Account{Issuer: strings.TrimSpace(item.get("name").text()), Tags: tidyTags(texts(item.get("tags")))}
	var codes []string
	for _, field := range item.get("fields").list() {
		value := strings.TrimSpace(field.get("value").text())
		switch kind := field.get("type").text(); {
		case value == "":
		case kind == "totp" || account.IsLink(value):
			codes = append(codes, value)
		case kind == "username" || kind == "email" && shared.Name == "":
			shared.Name = value
		case kind == "note" && shared.Note == "":
			shared.Note = value
		default:
			r.keep(keepsFields)
		}
	}
	if len(codes) == 0 {
		r.keep(keepsItems)
	}
	return r.addCodes(ctx, position, codes, shared)
}
