package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// onePIF is the older export of 1Password, .1pif: JSON objects, one a line, with a line of
// asterisks and a fixed number behind each.
func onePIF() Format {
	return Format{
		ID:     "1pif",
		Name:   words.Mark("1Password (1PIF)"),
		How:    words.Mark("In 1Password 7 and older: File, Export, 1Password Interchange Format."),
		Brings: words.Mark("Every one-time password of an item; tags, notes, favourites, the trash."),
		Leaves: words.Mark("Passwords, other fields, items without a code, documents."),
		step:   stepMagic, // it begins like JSON, and is none
		Detect: func(data []byte) bool { return firstByte(data) == '{' && bytes.Contains(data, []byte(onePIFLine)) },
		Read:   readOnePIF,
	}
}

const onePIFLine = "***5642bee8-a5ff-11dc-8314-0800200c9a66***"

func readOnePIF(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if len(data) > maxText {
		return r, errTooLarge
	}
	position := 0
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("***")) {
			continue
		}
		position++
		if err := r.next(ctx); err != nil {
			return r, err
		}
		n, err := parseJSON(line)
		if err != nil {
			r.add(position, account.Account{}, reason{words.Error("it is damaged")})
			continue
		}
		if err := r.addOnePIF(ctx, position, n); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *Result) addOnePIF(ctx context.Context, position int, n node) error {
	content := n.get("secureContents")
	item := account.Account{
		Issuer: strings.TrimSpace(n.get("title").text()), Note: strings.TrimSpace(content.get("notesPlain").text()),
		Tags: tidyTags(texts(n.at("openContents", "tags"))),
	}
	if favourite, err := n.at("openContents", "faveIndex").number(0); err == nil {
		item.Pinned = favourite > 0
	}
	if n.get("trashed").truth() {
		item.Trashed = unknownTrash
	}
	item.Name = strings.TrimSpace(content.get("username").text())
	for _, field := range content.get("fields").list() {
		if field.get("designation").text() == "username" {
			item.Name = strings.TrimSpace(field.get("value").text())
		}
	}
	var codes []string
	for _, section := range content.get("sections").list() {
		for _, field := range section.get("fields").list() {
			value := strings.TrimSpace(field.get("v").text())
			if value != "" && (strings.HasPrefix(field.get("n").text(), "TOTP_") || isCode(value)) {
				codes = append(codes, value)
			}
		}
	}
	if len(codes) == 0 {
		r.keep(keepsItems)
	} else {
		r.keep(keepsPasswords)
	}
	return r.addCodes(ctx, position, codes, item)
}
