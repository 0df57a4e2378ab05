package transfer

import (
	"bytes"
	"cmp"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// bitwarden is Bitwarden and Bitwarden Authenticator: JSON, plain or behind a password.
func bitwarden() Format {
	return Format{
		ID:        "bitwarden",
		Name:      "Bitwarden",
		How:       words.Mark("In Bitwarden open Settings, Export vault and choose .json, or .json (encrypted) with “password protected”. In Bitwarden Authenticator: Settings, Export."),
		Brings:    words.Mark("TOTP and Steam of items that have one; folders as tags, notes, favourites."),
		Leaves:    words.Mark("Passwords, items without a code, attachments."),
		Extension: ".json",
		Clear:     true,
		step:      stepJSON,
		Detect:    isBitwarden,
		Read:      readBitwarden,
		Limits:    bitwardenSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return marshal(bitwardenItems(accounts)), nil
		},
	}
}

// bitwardenEncrypted only writes: bitwarden reads both.
func bitwardenEncrypted() Format {
	return Format{
		ID:        "bitwarden-encrypted",
		Name:      words.Mark("Bitwarden (encrypted)"),
		Extension: ".json",
		Encrypts:  true,
		Limits:    bitwardenSupports.limits,
		Write:     writeBitwardenEncrypted,
	}
}

// bitwardenCSV is the table of both programs.
func bitwardenCSV() Format {
	return Format{
		ID:     "bitwarden-csv",
		Name:   words.Mark("Bitwarden (CSV)"),
		How:    words.Mark("In Bitwarden open Settings, Export vault and choose .csv."),
		Brings: words.Mark("TOTP and Steam of items that have one; folders as tags, notes, favourites."),
		Leaves: words.Mark("Passwords, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool { return hasColumns(data, "login_totp", "login_uri") },
		Read:   readBitwardenCSV,
	}
}

// An entry of Bitwarden lies in one folder.
var bitwardenSupports = supports{types: timeBased, tags: true, oneTag: true, note: true, pinned: true, also: func(a account.Account) string {
	if strings.TrimSpace(a.Issuer) == "" {
		return words.T("that it has no issuer: an entry there needs a name")
	}
	return ""
}}

var errAccountBound = unknownForm(words.Error("The file is encrypted with the key of your Bitwarden account, which nobody else has. Export again and choose “password protected”, or plain .json."))

func isBitwarden(data []byte) bool {
	m := peek(data)
	known := m["encrypted"] == 't' || m["encrypted"] == 'f'
	if m["items"] == '[' && (known || (m["folders"] == '[' || m["collections"] == '[') && hasBitwardenItem(data)) {
		return true
	}
	return known && m["data"] == '"'
}

// hasBitwardenItem tells exports from before the member encrypted from those of others, whose
// items have no login, and no organisation either.
func hasBitwardenItem(data []byte) bool {
	return (bytes.Contains(data, []byte(`"login":`)) || bytes.Contains(data, []byte(`"organizationId"`))) && !isEnpass(data) && !isCXF(data)
}

func readBitwarden(ctx context.Context, data []byte, env Env) (Result, error) {
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	if !n.get("encrypted").truth() {
		return readBitwardenItems(ctx, n)
	}
	if !n.get("passwordProtected").truth() {
		return Result{Encrypted: true}, errAccountBound
	}
	var content node
	err = withPassword(ctx, env, func(password string) error {
		plain, err := openBitwarden(ctx, env, n, password)
		if err == nil {
			content, err = parseJSON(plain)
		}
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readBitwardenItems(ctx, content)
	r.Encrypted = true
	return r, err
}

func readBitwardenItems(ctx context.Context, n node) (Result, error) {
	var r Result
	if !n.get("items").isArray() {
		return r, ErrDamaged
	}
	folders := map[string]string{}
	for _, f := range append(n.get("folders").list(), n.get("collections").list()...) {
		folders[f.get("id").text()] = strings.TrimSpace(f.get("name").text())
	}
	for i, item := range n.get("items").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		code := item.at("login", "totp").text()
		like := account.Account{
			Issuer: item.get("name").text(), Name: item.at("login", "username").text(), Note: item.get("notes").text(), Pinned: item.get("favorite").truth(),
			Tags: []string{folders[item.get("folderId").text()]},
		}
		if !item.get("deletedDate").missing() {
			like.Trashed = unknownTrash
		}
		for _, id := range item.get("collectionIds").list() {
			like.Tags = append(like.Tags, folders[id.text()])
		}
		from := len(r.Accounts)
		if strings.TrimSpace(code) == "" {
			r.keep(keepsItems) // most are not about codes at all
		}
		switch {
		case item.at("login", "password").text() != "" || len(item.get("passwordHistory").list()) > 0 || len(item.at("login", "fido2Credentials").list()) > 0:
			r.keep(keepsPasswords)
		case len(item.get("fields").list()) > 0:
			r.keep(keepsFields)
		}
		if strings.TrimSpace(code) != "" {
			a, err := r.secretOrLink(code, like.Issuer, like.Name)
			a.Note, a.Pinned, a.Tags, a.Trashed = like.Note, like.Pinned, like.Tags, like.Trashed
			r.add(i+1, a, err)
		}
		others := []text{{"", like.Note}, {"", item.at("login", "password").text()}}
		for _, field := range item.get("fields").list() {
			others = append(others, text{field.get("name").text(), field.get("value").text()})
		}
		r.addOthers(i+1, from, like, others...)
	}
	return r, nil
}

func readBitwardenCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	err = r.eachRow(ctx, t, "login_totp", func(i int, row []string) error {
		code := t.cell(row, "login_totp")
		if strings.TrimSpace(code) == "" {
			r.keep(keepsItems)
		}
		if t.cell(row, "login_password") != "" {
			r.keep(keepsPasswords)
		} else if t.cell(row, "fields") != "" {
			r.keep(keepsFields)
		}
		like := account.Account{
			Issuer: t.cell(row, "name"), Name: t.cell(row, "login_username"), Note: t.cell(row, "notes"), Pinned: t.cell(row, "favorite") == "1",
			Tags: []string{t.cell(row, "folder", "collections")},
		}
		from := len(r.Accounts)
		if strings.TrimSpace(code) != "" {
			a, err := r.secretOrLink(code, like.Issuer, like.Name)
			err = cmp.Or(err, checkCell(code))
			a.Note, a.Pinned, a.Tags = like.Note, like.Pinned, like.Tags
			r.add(i+1, a, err)
		}
		others := t.others(row, "login_totp")
		for line := range strings.Lines(t.cell(row, "fields")) { // "name: value"
			name, value, _ := strings.Cut(line, ": ")
			others = append(others, text{name, value})
		}
		r.addOthers(i+1, from, like, others...)
		return nil
	})
	return r, err
}

// bitwardenItems returns the accounts as logins, each in the folder of its first tag.
func bitwardenItems(accounts []account.Account) map[string]any {
	folders, items := []any{}, []any{}
	ids := map[string]string{}
	for _, a := range accounts {
		var folder any
		if len(a.Tags) > 0 {
			tag := a.Tags[0]
			if ids[tag] == "" {
				ids[tag] = uuidText()
				folders = append(folders, map[string]any{"id": ids[tag], "name": tag})
			}
			folder = ids[tag]
		}
		var note any
		if a.Note != "" {
			note = a.Note
		}
		items = append(items, map[string]any{
			"id": uuidText(), "organizationId": nil, "folderId": folder, "type": 1, "reprompt": 0, "name": a.Title(), "notes": note,
			"favorite": a.Pinned, "collectionIds": nil,
			"login": map[string]any{"uris": []any{}, "username": a.Name, "password": nil, "totp": bitwardenCode(a)},
		})
	}
	return map[string]any{"encrypted": false, "folders": folders, "items": items}
}

// bitwardenCode is the account in its field for codes. Its clients know Steam by a scheme
// of its own, which has room for the key alone: the names stand in the entry.
func bitwardenCode(a account.Account) string {
	if a.Key.Type == otp.Steam {
		return "steam://" + account.FormatKey(a.Key.Secret)
	}
	return a.URI()
}
