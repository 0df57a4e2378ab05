package transfer

import (
	"context"
	"slices"
	"strings"

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
		Name:   "KeePassXC (CSV)",
		How:    "In KeePassXC: Database, Export, CSV File.",
		Brings: "TOTP and Steam; groups as tags, notes.",
		Leaves: "Passwords, tags, attachments, HOTP.",
		step:   stepTable,
		Detect: func(data []byte) bool {
			header := csvHeader(data)
			return slices.Contains(header, "group") && slices.Contains(header, "title") && slices.Contains(header, "totp")
		},
		Read:      readKeePassXCCSV,
		Write:     writeKeePassXCCSV,
		Refuse:    refuseKeePassXCCSV,
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
	for i, row := range t.rows {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		totp := t.cell(row, "totp")
		if strings.TrimSpace(totp) == "" {
			continue
		}
		e := keePassEntry{
			Title: t.cell(row, "title"), UserName: t.cell(row, "username"), Notes: t.cell(row, "notes"),
			Fields: map[string]string{fieldOTP: totp},
		}
		// The root's name comes first; a group's own name may have a slash in it.
		if _, below, ok := strings.Cut(t.cell(row, "group"), "/"); ok {
			e.Group = &keePassGroup{name: below, parent: &keePassGroup{}}
		}
		e.accounts(func(a account.Account, err error) { r.add(i+1, a, err) })
	}
	return r, nil
}

func writeKeePassXCCSV(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
	rows := [][]string{keePassXCHeader}
	for _, a := range accounts {
		group := keePassXCRoot
		if len(a.Tags) > 0 {
			group += "/" + a.Tags[0]
		}
		rows = append(rows, []string{group, a.Issuer, a.Name, "", "", a.Note, keePassURI(a), "0", "", ""})
	}
	return writeCSV(rows), nil
}

// refuseKeePassXCCSV leaves out what KeePassXC would make wrong codes from: it takes every
// link for one that follows the clock.
func refuseKeePassXCCSV(a account.Account) (whole bool, why string) {
	keeps := carries{types: []otp.Type{otp.TOTP, otp.Steam}, tags: true, note: true}
	if whole, why = keeps.refuse(a); why == "" && len(a.Tags) > 1 {
		return false, "only its first tag, as the name of a group"
	}
	return whole, why
}
