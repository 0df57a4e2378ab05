package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

var keeperHow = words.Mark("In Keeper on the web: Settings, Export; choose JSON, or CSV.")

// keeper is the JSON of Keeper and of its Commander.
func keeper() Format {
	return Format{
		ID:     "keeper",
		Name:   "Keeper",
		How:    keeperHow,
		Brings: words.Mark("Every one-time code of a record; folders as tags, notes."),
		Leaves: words.Mark("Passwords, other fields, records without a code, attachments."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			return peek(data)["records"] == '[' && bytes.Contains(data, []byte(`"title"`)) && (bytes.Contains(data, []byte(`"custom_fields"`)) || peek(data)["shared_folders"] == '[')
		},
		Read: readKeeper,
	}
}

func readKeeper(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	for i, record := range n.get("records").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		codes := keeperCodes(record.get("custom_fields"))
		if code := strings.TrimSpace(record.get("totp").text()); code != "" {
			codes = append(codes, code)
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsPasswords)
		var tags []string
		for _, folder := range record.get("folders").list() {
			path := folder.get("folder").text()
			if shared := folder.get("shared_folder").text(); shared != "" {
				path = strings.Trim(shared+`\`+path, `\`)
			}
			tags = append(tags, path)
		}
		item := account.Account{
			Issuer: strings.TrimSpace(record.get("title").text()), Name: strings.TrimSpace(record.get("login").text()),
			Note: strings.TrimSpace(record.get("notes").text()), Tags: tidyTags(tags),
		}
		if err := r.addCodes(ctx, i+1, codes, item); err != nil {
			return r, err
		}
	}
	return r, nil
}

// keeperCodes returns the codes among the fields of a record, whose names begin with their
// type: "$oneTimeCode::1", "$oneTimeCode:name:2".
func keeperCodes(fields node) (codes []string) {
	for _, name := range fields.names() {
		kind, _, _ := strings.Cut(name, ":")
		value := fields.get(name)
		values := []node{value}
		if value.isArray() {
			values = value.list()
		}
		for _, v := range values {
			code := strings.TrimSpace(v.text())
			if code != "" && (kind == "$oneTimeCode" || kind == "$otp" || isCode(code)) {
				codes = append(codes, code)
			}
		}
	}
	return codes
}

// keeperCSV is Keeper's table, which has no header: folder, title, login, password, address,
// note, shared folder, then pairs of a name and a value.
func keeperCSV() Format {
	return Format{
		ID:     "keeper-csv",
		Name:   words.Mark("Keeper (CSV)"),
		How:    keeperHow,
		Brings: words.Mark("Every one-time code of a record; folders as tags, notes."),
		Leaves: words.Mark("Passwords, other fields, records without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool { return csvHeader(data) != nil && hasCell(data, keeperCode) },
		Read:   readKeeperCSV,
	}
}

// keeperCode is the name of the pair that holds a code.
const keeperCode = "TFC:Keeper"

func readKeeperCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	const folder, title, login, password, address, note, shared, pairs = 0, 1, 2, 3, 4, 5, 6, 7
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
		var codes []string
		shifted := false // by a comma that nobody quoted: the names cannot be told
		for j := pairs; j < len(row); j++ {
			value := strings.TrimSpace(row[j])
			if value != "" && (isCode(value) || j > pairs && row[j-1] == keeperCode) {
				codes = append(codes, value)
				shifted = shifted || (j-pairs)%2 == 0
			}
		}
		if shifted {
			r.keep(keepsPasswords)
			r.addShifted(i+1, codes)
			continue
		}
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsPasswords)
		item := account.Account{
			Issuer: strings.TrimSpace(row[title]), Name: strings.TrimSpace(row[login]), Note: strings.TrimSpace(row[note]),
			Tags: tidyTags([]string{row[folder], row[shared]}),
		}
		if err := r.addCodes(ctx, i+1, codes, item); err != nil {
			return r, err
		}
	}
	return r, nil
}

// addShifted adds the codes of a row whose cells are not where they belong: a link says itself
// what it is for.
func (r *Result) addShifted(position int, codes []string) {
	for _, code := range codes {
		if account.IsLink(code) {
			a, err := r.parseLink(code)
			r.add(position, a, err)
			continue
		}
		r.add(position, account.Account{}, reason{words.Error("its cells are shifted; put quotation marks around cells with commas")})
	}
}
