package transfer

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

var enpassHow = words.Mark("In Enpass on a computer: menu, File, Export; choose .json.")

// enpass is the JSON of Enpass. Its folders have parents.
func enpass() Format {
	return Format{
		ID:     "enpass",
		Name:   "Enpass",
		How:    enpassHow,
		Brings: words.Mark("Every one-time code of an item; folders as tags, notes, favourites, archived ones, the trash."),
		Leaves: words.Mark("Passwords, other fields, items without a code, attachments."),
		step:   stepJSON,
		Detect: isEnpass,
		Read:   readEnpass,
	}
}

// isEnpass tells it from Bitwarden, whose items have a login and no template.
func isEnpass(data []byte) bool {
	m := peek(data)
	return m["items"] == '[' && m["encrypted"] == 0 && (bytes.Contains(data, []byte(`"template_type"`)) || m["folders"] == '[' && bytes.Contains(data, []byte(`"parent_uuid"`)))
}

func readEnpass(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	folders, err := enpassFolders(n.get("folders").list())
	if err != nil {
		return r, err
	}
	for i, item := range n.get("items").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		codes, name := enpassCodes(item.get("fields").list())
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsPasswords)
		shared := account.Account{
			Issuer: strings.TrimSpace(item.get("title").text()), Name: name, Note: strings.TrimSpace(item.get("note").text()),
			Pinned: item.get("favorite").truth(), Archived: item.get("archived").truth(),
		}
		for _, id := range item.get("folders").list() {
			shared.Tags = append(shared.Tags, folders[id.text()])
		}
		shared.Tags = tidyTags(shared.Tags)
		if item.get("trashed").truth() {
			shared.Trashed = unknownTrash
		}
		if err := r.addCodes(ctx, i+1, codes, shared); err != nil {
			return r, err
		}
	}
	return r, nil
}

// enpassCodes returns the codes among the fields of an item, and the user's name.
func enpassCodes(fields []node) (codes []string, name string) {
	email := ""
	for _, f := range fields {
		value := strings.TrimSpace(f.get("value").text())
		if value == "" || f.get("deleted").truth() {
			continue
		}
		switch kind := f.get("type").text(); {
		case kind == "totp" || isCode(value):
			codes = append(codes, value)
		case kind == "username" && name == "":
			name = value
		case kind == "email" && email == "":
			email = value
		}
	}
	if name == "" {
		name = email
	}
	return codes, name
}

// enpassFolders returns the names of folders by their IDs, those of the parents in front.
func enpassFolders(list []node) (map[string]string, error) {
	byID := map[string]node{}
	for _, f := range list {
		byID[f.get("uuid").text()] = f
	}
	names := map[string]string{}
	size := 0
	for _, f := range list {
		path := strings.TrimSpace(f.get("title").text())
		up := f
		for range maxFolderDepth {
			parent, ok := byID[up.get("parent_uuid").text()]
			if !ok || len(path) > maxFolderPath {
				break
			}
			path = strings.TrimSpace(parent.get("title").text()) + "/" + path
			up = parent
		}
		if size += len(path); size > maxTexts {
			return nil, errTooLarge
		}
		names[f.get("uuid").text()] = path
	}
	return names, nil
}

// Folders in folders: more than anybody has. A file may say that a folder is its own parent.
const (
	maxFolderDepth = 16
	maxFolderPath  = 4 << 10 // bytes
)

// enpassCSV is Enpass's table: a title, pairs of a label and a value, and at last the note
// where the number of cells is even. Labels are in the language of the program.
func enpassCSV() Format {
	return Format{
		ID:     "enpass-csv",
		Name:   words.Mark("Enpass (CSV)"),
		How:    enpassHow,
		Brings: words.Mark("The one-time codes of an item whose labels are in English; notes."),
		Leaves: words.Mark("Passwords, folders, favourites, other fields, items without a code."),
		step:   stepTable,
		Detect: isEnpassCSV,
		Read:   readEnpassCSV,
	}
}

func isEnpassCSV(data []byte) bool {
	header := csvHeader(data)
	if len(header) > 2 && header[0] == "title" && header[1] == "field" && header[2] == "value" {
		return true
	}
	return header != nil && (hasCell(data, "One-time code", "*One-time code") || hasCell(data, "*Password") && hasCell(data, "TOTP", "*TOTP"))
}

// hasCell reports whether one of these texts is a cell of a table, and not the first of its row.
func hasCell(data []byte, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return bytes.Contains(data, []byte(`,"`+text+`",`)) || bytes.Contains(data, []byte(`,`+text+`,`))
	})
}

func readEnpassCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readRows(ctx, data)
	if err != nil {
		return r, err
	}
	for i, row := range t.rows {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		if r.isCut(t, i) {
			continue
		}
		if i == 0 && len(row) > 1 && strings.EqualFold(row[0], "title") && strings.EqualFold(row[1], "field") {
			continue
		}
		item := account.Account{Issuer: strings.TrimSpace(row[0])}
		if len(row)%2 == 0 {
			item.Note = strings.TrimSpace(row[len(row)-1])
		}
		var codes []string
		for j := 1; j+1 < len(row); j += 2 {
			label, value := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(row[j], "*"))), strings.TrimSpace(row[j+1])
			switch {
			case value == "":
			case isCode(value):
				codes = append(codes, value)
			case isCodeName(label):
				codes = r.namedField(codes, i+1, value, item)
			case label == "username" || (label == "email" || label == "e-mail") && item.Name == "":
				item.Name = value
			}
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsFields)
		if err := r.addCodes(ctx, i+1, codes, item); err != nil {
			return r, err
		}
	}
	return r, nil
}
