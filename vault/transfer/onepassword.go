package transfer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

var onePasswordHow = words.Mark("In 1Password on a computer: File, Export, your account; choose 1PUX, or CSV for the codes alone.")

// onePassword is the archive .1pux, in the clear.
func onePassword() Format {
	return Format{
		ID:     "1password",
		Name:   "1Password",
		How:    onePasswordHow,
		Brings: words.Mark("Every one-time password of an item; tags, notes, favourites, archived ones."),
		Leaves: words.Mark("Passwords, documents, items without a code."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return zipHas(data, is1PUX) },
		Read:   readOnePassword,
	}
}

func is1PUX(name string) bool { return name == "export.data" }

func readOnePassword(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	content, err := readMember(data, is1PUX)
	if err != nil {
		return r, err
	}
	n, err := parseJSON(content)
	if err != nil {
		return r, err
	}
	position := 0
	for _, a := range n.get("accounts").list() {
		for _, vault := range a.get("vaults").list() {
			for _, item := range vault.get("items").list() {
				if err := r.next(ctx); err != nil {
					return r, err
				}
				position++
				if inner := item.get("item"); inner.isObject() {
					item = inner
				}
				if err := r.addOnePassword(ctx, position, item); err != nil {
					return r, err
				}
			}
		}
	}
	return r, nil
}

// readMember returns the first member of a plain zip file for which match holds.
func readMember(data []byte, match func(name string) bool) ([]byte, error) {
	a, err := openZip(data)
	if err != nil {
		return nil, err
	}
	f := a.find(match)
	if f == nil {
		return nil, ErrDamaged
	}
	return a.read(f)
}

// addOnePassword adds every code of an item: it may have several, which share what the item
// says.
func (r *Result) addOnePassword(ctx context.Context, position int, item node) error {
	from := len(r.Accounts)
	username := ""
	for _, field := range item.at("details", "loginFields").list() {
		if field.get("designation").text() == "username" {
			username = field.get("value").text()
		}
	}
	favourite, _ := item.get("favIndex").number(0)
	title, note := strings.TrimSpace(item.at("overview", "title").text()), strings.TrimSpace(item.at("details", "notesPlain").text())
	tags := tidyTags(texts(item.at("overview", "tags")))
	archived := item.get("state").text() == "archived"
	others := []text{{"", note}}
	for _, field := range item.at("details", "loginFields").list() {
		others = append(others, text{field.get("name").text(), field.get("value").text()})
	}
	for _, section := range item.at("details", "sections").list() {
		for _, field := range section.get("fields").list() {
			code := field.at("value", "totp").text()
			if strings.TrimSpace(code) == "" {
				for _, kind := range field.get("value").names() {
					others = append(others, text{field.get("title").text(), field.at("value", kind).text()})
				}
				continue
			}
			if err := r.next(ctx); err != nil {
				return err
			}
			a, err := r.secretOrLink(code, title, username)
			a.Note, a.Tags, a.Archived, a.Pinned = note, tags, archived, favourite > 0
			r.add(position, a, err)
		}
	}
	r.addOthers(position, from, account.Account{Issuer: title, Name: username, Note: note, Tags: tags, Archived: archived, Pinned: favourite > 0}, others...)
	return nil
}

// texts returns the strings of an array.
func texts(n node) []string {
	var list []string
	for _, item := range n.list() {
		list = append(list, item.text())
	}
	return list
}

// onePasswordCSV is 1Password's table, in the clear.
func onePasswordCSV() Format {
	return Format{
		ID:     "1password-csv",
		Name:   words.Mark("1Password (CSV)"),
		How:    onePasswordHow,
		Brings: words.Mark("The one-time password of an item; tags, notes, favourites, archived ones."),
		Leaves: words.Mark("Passwords, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return slices.Contains(header, "otpauth") && isOnePasswordHeader(header)
		},
		Read: readLogins,
	}
}

// isOnePasswordHeader tells the table from Apple's, which has none of these columns.
func isOnePasswordHeader(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool {
		return name == "favorite" || name == "archived" || name == "tags"
	})
}

// applePasswords is the table of Apple's Passwords, in the clear.
func applePasswords() Format {
	return Format{
		ID:     "apple",
		Name:   "Apple Passwords",
		How:    words.Mark("On a Mac: Passwords, File, Export All Passwords to File."),
		Brings: words.Mark("Codes and notes."),
		Leaves: words.Mark("Passwords, passkeys, groups that are shared."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return slices.Contains(header, "otpauth") && !isOnePasswordHeader(header)
		},
		Read: readLogins,
	}
}

// readLogins reads a table of logins with a column OTPAuth, by the names of its columns.
func readLogins(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	err = r.eachRow(ctx, t, "otpauth", func(i int, row []string) error {
		like := account.Account{
			Issuer: t.cell(row, "title"), Name: t.cell(row, "username"), Note: t.cell(row, "notes"), Tags: splitTags(t.cell(row, "tags")),
			Pinned: textNode(t.cell(row, "favorite")).truth(), Archived: textNode(t.cell(row, "archived")).truth(),
		}
		from := len(r.Accounts)
		if code := t.cell(row, "otpauth"); strings.TrimSpace(code) != "" {
			a, err := r.secretOrLink(code, like.Issuer, like.Name)
			err = cmp.Or(err, checkCell(code))
			a.Note, a.Tags, a.Pinned, a.Archived = like.Note, like.Tags, like.Pinned, like.Archived
			r.add(i+1, a, err)
		}
		r.addOthers(i+1, from, like, t.others(row, "otpauth")...)
		return nil
	})
	return r, err
}
