package transfer

import (
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// roboForm is the table of RoboForm: behind the columns that its header names comes one more
// cell for each further field of a login.
func roboForm() Format {
	return Format{
		ID:     "roboform",
		Name:   "RoboForm",
		How:    words.Mark("In RoboForm: Options, Account & Data, Export, Logins, CSV."),
		Brings: words.Mark("The code of a login; folders as tags, notes."),
		Leaves: words.Mark("Passwords, other fields, logins without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "name", "matchurl", "login", "pwd", "rffieldsv2") || hasColumns(data, "name", "matchurl", "login", "pwd", "rf_fields")
		},
		Read: readRoboForm,
	}
}

func readRoboForm(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	at, between, cells := t.columns["rffieldsv2"], ",", 5
	if _, ok := t.columns["rffieldsv2"]; !ok {
		at, between, cells = t.columns["rf_fields"], ":", 3
	}
	for i, row := range t.rows {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		if r.isCut(t, i) {
			continue
		}
		var codes []string
		cut := false
		for _, field := range row[min(at, len(row)):] {
			code, whole := roboFormCode(field, between, cells)
			if code != "" {
				codes = append(codes, code)
			}
			cut = cut || !whole
		}
		if cut {
			r.add(i+1, account.Account{Issuer: t.cell(row, "name"), Name: t.cell(row, "login")}, reason{words.Error("the field of its key is cut short")})
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsPasswords)
		item := account.Account{
			Issuer: strings.TrimSpace(t.cell(row, "name")), Name: strings.TrimSpace(t.cell(row, "login")), Note: strings.TrimSpace(t.cell(row, "note")),
			Tags: tidyTags([]string{strings.TrimLeft(t.cell(row, "folder"), "/")}),
		}
		if err := r.addCodes(ctx, i+1, codes, item); err != nil {
			return r, err
		}
	}
	return r, nil
}

// roboFormKey is the name of the field that holds a code.
const roboFormKey = "TOTP KEY$"

// roboFormCode returns the code of a field “NAME,,,TYPE,VALUE”, or, in older files,
// “NAME:TYPE:VALUE”; "" for any other field. whole is false where it ends before the code.
func roboFormCode(field, between string, cells int) (code string, whole bool) {
	if field != roboFormKey && !strings.HasPrefix(field, roboFormKey+between) {
		return "", true
	}
	parts := strings.SplitN(field, between, cells)
	if len(parts) < cells {
		return "", false
	}
	return strings.TrimSpace(parts[cells-1]), true
}
