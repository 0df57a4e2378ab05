package transfer

import (
	"cmp"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// protonPass is the zip that the password manager exports, or data.json out of it.
func protonPass() Format {
	return Format{
		ID:     "proton-pass",
		Name:   "Proton Pass",
		How:    words.Mark("In Proton Pass open Settings, Export and choose ZIP without encryption; the encrypted one is a PGP file that only Proton Pass reads."),
		Brings: words.Mark("The codes of logins and of extra fields; vaults as tags, notes, pinned ones, the trash."),
		Leaves: words.Mark("Passwords, items without a code, aliases."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return isProtonPassJSON(data) || zipHas(data, isProtonPassMember) },
		Read:   readProtonPass,
	}
}

func isProtonPassMember(name string) bool {
	return name == "Proton Pass/data.json" || name == "Proton Pass/data.pgp"
}

// isProtonPassJSON knows what lies in the zip.
func isProtonPassJSON(data []byte) bool {
	m := peek(data)
	return m["vaults"] == '{' && (m["userId"] != 0 || m["encrypted"] != 0)
}

func readProtonPass(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	text, err := protonPassJSON(data)
	if err != nil {
		return r, err
	}
	n, err := parseJSON(text)
	if err != nil {
		return r, err
	}
	position := 0
	for _, id := range n.get("vaults").names() {
		vault := n.at("vaults", id)
		name := strings.TrimSpace(vault.get("name").text())
		for _, item := range vault.get("items").list() {
			position++
			if err := r.addProtonItem(ctx, position, item, name); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// protonPassJSON returns the JSON out of the zip.
func protonPassJSON(data []byte) ([]byte, error) {
	if !isZip(data) {
		return data, nil
	}
	a, err := openZip(data)
	if err != nil {
		return nil, err
	}
	member := a.named("Proton Pass/data.json")
	if member == nil {
		return nil, errPGP
	}
	return a.read(member)
}

// protonPassTrash is the state of an item in the trash; 1 is a live one.
const protonPassTrash = "2"

// addProtonItem adds the code of a login and those of an item's own fields.
func (r *Result) addProtonItem(ctx context.Context, position int, item node, vault string) error {
	n := item.get("data")
	content := n.get("content")
	// Older versions had one member for both. Trimmed once, for an item's many fields share them.
	name := strings.TrimSpace(cmp.Or(content.get("itemUsername").text(), content.get("itemEmail").text(), content.get("username").text()))
	from := len(r.Accounts)
	title, note := strings.TrimSpace(n.at("metadata", "name").text()), strings.TrimSpace(n.at("metadata", "note").text())
	add := func(code string) {
		if strings.TrimSpace(code) == "" {
			return
		}
		a, err := r.namedCode(code, title, name)
		if a.Name == protonPassPlaceholder {
			a.Name = name
		}
		a.Note, a.Pinned = note, item.get("pinned").truth()
		a.Tags = []string{vault}
		if item.get("state").text() == protonPassTrash {
			a.Trashed = unknownTrash
		}
		r.add(position, a, err)
	}
	if err := r.next(ctx); err != nil {
		return err
	}
	if n.get("type").text() == "login" {
		add(content.get("totpUri").text())
	}
	fields := n.get("extraFields").list()
	for _, section := range content.get("sections").list() {
		fields = append(fields, section.get("sectionFields").list()...)
	}
	others := []text{{"", note}}
	for _, f := range fields {
		if err := r.next(ctx); err != nil {
			return err
		}
		if f.get("type").text() == "totp" {
			add(f.at("data", "totpUri").text())
		} else {
			others = append(others, text{f.get("fieldName").text(), f.at("data", "content").text()})
		}
	}
	like := account.Account{Issuer: title, Name: name, Note: note, Tags: []string{vault}, Pinned: item.get("pinned").truth()}
	if item.get("state").text() == protonPassTrash {
		like.Trashed = unknownTrash
	}
	r.addOthers(position, from, like, others...)
	return nil
}
