package transfer

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"watchword/assets/words"
	"watchword/vault/account"
)

// padlocCSV is the table of Padloc: a column for every name that a field has anywhere.
func padlocCSV() Format {
	return Format{
		ID:     "padloc-csv",
		Name:   words.Mark("Padloc (CSV)"),
		How:    words.Mark("In Padloc: Settings, Import / Export, Export, CSV; the encrypted container says more."),
		Brings: words.Mark("The codes of an item, where their field is named like one or holds a link; tags."),
		Leaves: words.Mark("Passwords, notes, other fields, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return len(header) > 2 && header[0] == "name" && header[1] == "tags" && !slices.Contains(header, "otpauth") &&
				(slices.Contains(header, "username") || slices.ContainsFunc(header, isCodeName) || holdsLinks(data))
		},
		Read: readPadlocCSV,
	}
}

// namedField adds to codes what stands in a field that is named like a key, by a person who may
// have written anything there. Plain words are no keys; what else does not look like one is a
// failure.
func (r *Result) namedField(codes []string, position int, text string, item account.Account) []string {
	switch {
	case looksLikeKey(text):
		return append(codes, text)
	case !isWords(text):
		r.add(position, account.Account{Issuer: item.Issuer, Name: item.Name}, errNoKey)
	}
	return codes
}

// looksLikeKey reports whether a text is base32 in one case, in groups of one length, and no word
// or sentence: it has a digit, or, as one key in thirty of 16 letters has none, the length of a key.
func looksLikeKey(text string) bool {
	groups := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	for i, group := range groups {
		if len(group) > len(groups[0]) || i < len(groups)-1 && len(group) < len(groups[0]) {
			return false
		}
	}
	whole := strings.TrimRight(strings.Join(groups, ""), "=")
	if _, err := account.ParseKey(whole); err != nil || whole != strings.ToUpper(whole) && whole != strings.ToLower(whole) {
		return false
	}
	return len(whole) >= 8 && strings.ContainsAny(whole, "234567") || slices.Contains([]int{16, 24, 26, 32}, len(whole))
}

// isKey reports whether a text that stands in the place of a key is no words: it looks like a key, or
// has the length and a digit of one, whatever its letters and groups are.
func isKey(text string) bool {
	return looksLikeKey(text) || keyWord.MatchString(text) && strings.ContainsAny(text, "234567")
}

// isShortKey reports whether a text is one word of 7 capitals or of 10 letters in one case, or longer:
// rather a short key without a digit than a word, where a program has a field of its own for keys.
func isShortKey(text string) bool {
	capitals, small := text == strings.ToUpper(text), text == strings.ToLower(text)
	return !strings.ContainsFunc(text, unicode.IsSpace) && (capitals && len(text) >= 7 || small && len(text) >= 10)
}

// checkCell refuses such a word in the cell of a table, into which people type what they like.
func checkCell(text string) error {
	if text = strings.TrimSpace(text); !strings.Contains(text, "://") && !account.IsLink(text) && !isKey(text) {
		return errNoKey
	}
	return nil
}

// isWords reports whether a text is short words alone: “disabled”, “by SMS”.
func isWords(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsSpace(r) }) &&
		!slices.ContainsFunc(strings.Fields(text), func(word string) bool { return len(word) > 15 })
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
	err = r.eachRow(ctx, t, "", func(i int, row []string) error {
		item := account.Account{
			Issuer: strings.TrimSpace(t.cell(row, "name")), Name: strings.TrimSpace(t.cell(row, "username", "user name", "login", "user", "email", "e-mail")),
			Tags: tidyTags(splitTags(t.cell(row, "tags"))),
		}
		var codes []string
		for j, cell := range row[:min(len(row), len(named))] {
			switch cell = strings.TrimSpace(cell); {
			case cell == "" || j < 2:
			case isCode(cell):
				codes = append(codes, cell)
			case named[j]:
				codes = r.namedField(codes, i+1, cell, item)
			}
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			return nil
		}
		r.keep(keepsFields)
		return r.addCodes(ctx, i+1, codes, item)
	})
	return r, err
}

// addCodes adds the codes of one item, which share what the item says; its texts are trimmed.
func (r *Result) addCodes(ctx context.Context, position int, codes []string, item account.Account) error {
	for _, code := range codes {
		if err := r.next(ctx); err != nil {
			return err
		}
		a, err := r.namedCode(code, item.Issuer, item.Name)
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
		How:    words.Mark("In Padloc: Settings, Import / Export, Export, Encrypted Container; choose a password for it."),
		Brings: words.Mark("The codes of an item; tags, notes."),
		Leaves: words.Mark("Passwords, other fields, attachments, items without a code."),
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
	if name, hash := n.at("encryptionParams", "algorithm").text(), n.at("keyParams", "hash").text(); name != "" && name != "AES-GCM" || hash != "" && hash != "SHA-256" {
		return r, errCipher
	}
	if !ok1 || !ok2 || !ok3 || !ok4 || err != nil || len(sealed) < 16 {
		return r, ErrDamaged
	}
	var content node
	err = withPassword(ctx, env, func(password string) error {
		key, err := pbkdf2Key(ctx, env, sha256.New, []byte(password), salt, rounds, 32)
		if err != nil {
			return err
		}
		plain, ok := openGCM(key, iv, sealed, added)
		if !ok {
			return ErrWrongOrDamaged
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
		case kind == "totp" || isCode(value):
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
