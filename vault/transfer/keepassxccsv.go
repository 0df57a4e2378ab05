package transfer

import (
	"context"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// keePassXCHeader is the first line of KeePassXC's table.
var keePassXCHeader = []string{"Group", "Title", "Username", "Password", "URL", "Notes", "TOTP", "Icon", "Last Modified", "Created"}

// keePassXCRoot is the name of the group that everything lies in.
const keePassXCRoot = "Watchword"

// keePassXCCSV is KeePassXC's table, in the clear.
func keePassXCCSV() Format {
	return Format{
		ID:     "keepassxc-csv",
		Name:   words.Mark("KeePassXC (CSV)"),
		How:    words.Mark("In KeePassXC: Database, Export, CSV File."),
		Brings: words.Mark("TOTP and Steam; groups as tags, notes."),
		Leaves: words.Mark("Passwords, tags, attachments, HOTP."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return slices.Contains(header, "group") && slices.Contains(header, "title") && slices.Contains(header, "totp")
		},
		Read:      readKeePassXCCSV,
		Write:     writeKeePassXCCSV,
		Limits:    limitsKeePassXCCSV,
		Extension: ".csv",
		Clear:     true,
	}
}

func readKeePassXCCSV(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	t, err := readCSV(ctx, data)
	if err != nil {
		return r, err
	}
	err = r.eachRow(ctx, t, "totp", func(i int, row []string) error {
		totp := t.cell(row, "totp")
		others := t.others(row, "totp")
		if strings.TrimSpace(totp) == "" && len(others) == 0 {
			r.keep(keepsItems)
			return nil
		}
		if t.cell(row, "password") != "" {
			r.keep(keepsPasswords)
		}
		e := keePassEntry{
			Title: t.cell(row, "title"), UserName: t.cell(row, "username"), Notes: t.cell(row, "notes"),
			Fields: map[string]string{fieldOTP: totp}, extras: r.keepExtras,
		}
		// The root's name comes first; a group's own name may have a slash in it.
		if _, below, ok := strings.Cut(t.cell(row, "group"), "/"); ok {
			e.Group = &keePassGroup{name: below, parent: &keePassGroup{}}
		}
		from := len(r.Accounts)
		e.accounts(func(a account.Account, err error) { r.add(i+1, a, err) })
		if len(others) > 0 {
			like := e.name(account.Account{})
			like.Tags = e.tags()
			r.addOthers(i+1, from, like, others...)
		}
		return nil
	})
	return r, err
}

func writeKeePassXCCSV(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
	rows := [][]string{keePassXCHeader}
	for _, a := range accounts {
		group := keePassXCRoot
		if len(a.Tags) > 0 {
			group += "/" + a.Tags[0]
		}
		row := []string{group, a.Issuer, a.Name, "", "", a.Note, keePassURI(a), "0", "", ""}
		for i := range row {
			row[i] = plainText(row[i])
		}
		rows = append(rows, row)
	}
	return writeCSV(rows), nil
}

// limitsKeePassXCCSV leaves out what KeePassXC would make wrong codes from: it takes every
// link for one that follows the clock.
func limitsKeePassXCCSV(a account.Account) (whole bool, why string) {
	keeps := supports{types: []otp.Type{otp.TOTP, otp.Steam}, tags: true, oneTag: true, note: true, also: notPlain}
	if whole, why = keeps.limits(a); whole {
		return whole, why
	}
	var also []string
	if why != "" {
		also = append(also, why)
	}
	if texts := a.Issuer + a.Name + a.Note + strings.Join(a.Tags, ""); strings.Contains(texts, "\r") {
		also = append(also, words.T("its line breaks become those of Unix"))
	}
	if slices.ContainsFunc([]string{a.Issuer, a.Name, a.Note}, isFormula) {
		also = append(also, words.T("a spreadsheet would take a text in it for a formula: open the file in KeePassXC only"))
	}
	return false, strings.Join(also, "; ")
}

// isFormula reports whether a spreadsheet computes a cell with this text. It is written as it is all the same:
// KeePassXC, which the file is for, would keep a sign put before it as a part of the name.
func isFormula(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0]))
}
