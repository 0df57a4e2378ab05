package transfer

import (
	"html"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
)

// The password managers whose export is a table with one row a login and one column for its code.

// lastPassVault is the vault of LastPass, not its authenticator.
func lastPassVault() Format {
	return Format{
		ID:     "lastpass-vault",
		Name:   words.Mark("LastPass (vault)"),
		How:    words.Mark("In LastPass on the web: Advanced Options, Export, and save the page as .csv."),
		Brings: words.Mark("The code of a login; folders as tags, notes, favourites."),
		Leaves: words.Mark("Passwords, secure notes, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "url", "username", "password", "extra", "name", "grouping", "fav")
		},
		Read: loginTable{
			code: []string{"totp"}, issuer: []string{"name"}, name: []string{"username"}, note: []string{"extra"},
			tag: []string{"grouping"}, pinned: []string{"fav"}, text: html.UnescapeString,
		}.read,
	}
}

// protonPassCSV is the table of Proton Pass; its zip says more.
func protonPassCSV() Format {
	return Format{
		ID:     "proton-pass-csv",
		Name:   words.Mark("Proton Pass (CSV)"),
		How:    words.Mark("In Proton Pass open Settings, Export and choose CSV; the ZIP without encryption says more."),
		Brings: words.Mark("The code of a login; vaults as tags, notes."),
		Leaves: words.Mark("Passwords, codes in extra fields, items without a code, aliases."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "type", "name", "note", "totp", "createtime", "modifytime")
		},
		Read: loginTable{
			code: []string{"totp"}, issuer: []string{"name"}, name: []string{"username", "email"}, note: []string{"note"}, tag: []string{"vault"},
			also: func(t table, row []string, a *account.Account) {
				if a.Name == protonPassPlaceholder && t.cell(row, "username", "email") != protonPassPlaceholder {
					a.Name = t.cell(row, "username", "email")
				}
			},
		}.read,
	}
}

// protonPassPlaceholder stands in the link's label where a login has no user name.
const protonPassPlaceholder = "Proton Pass"

// zohoVault is the table of Zoho Vault. User names stand in a column of lines.
func zohoVault() Format {
	return Format{
		ID:     "zoho-vault",
		Name:   "Zoho Vault",
		How:    words.Mark("In Zoho Vault: Settings, Export Passwords, General CSV."),
		Brings: words.Mark("The code of a password; folders and tags as tags, notes, favourites."),
		Leaves: words.Mark("Passwords, other fields, items without a code."),
		step:   stepTable,
		Detect: isZohoVault,
		Read: loginTable{
			code: []string{"login_totp", "totp"}, issuer: []string{"password name", "secret name"}, note: []string{"notes"},
			tag: []string{"folder name"}, tags: []string{"tags"}, pinned: []string{"favorite"},
			also: func(t table, row []string, a *account.Account) {
				if a.Name == "" {
					a.Name = zohoUser(t.cell(row, "secretdata"))
				}
			},
		}.read,
	}
}

func isZohoVault(data []byte) bool {
	return hasColumns(data, "secretdata", "password name") || hasColumns(data, "secretdata", "secret name")
}

// zohoUser finds the user name among the lines “Field:value” of a password's data.
func zohoUser(lines string) string {
	for line := range strings.Lines(lines) {
		field, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(strings.TrimSpace(field)) {
		case "user name", "username", "email", "e-mail", "login":
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// synologyC2 is the table of Synology's C2 Password.
func synologyC2() Format {
	return Format{
		ID:     "synology-c2",
		Name:   "Synology C2 Password",
		How:    words.Mark("In C2 Password: Settings, Import/Export, Export, CSV."),
		Brings: words.Mark("The code of a login; notes, favourites."),
		Leaves: words.Mark("Passwords, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool { return hasColumns(data, "display_name", "login_totp") },
		Read: loginTable{
			code: []string{"login_totp"}, issuer: []string{"display_name"}, name: []string{"login_username"},
			note: []string{"notes"}, pinned: []string{"favorite"},
		}.read,
	}
}

// delinea is the table of Delinea's Secret Server, formerly Thycotic.
func delinea() Format {
	return Format{
		ID:     "delinea",
		Name:   words.Mark("Delinea Secret Server (Thycotic)"),
		How:    words.Mark("In Secret Server: Tools, Export, CSV."),
		Brings: words.Mark("The code of a secret; folders as tags, notes."),
		Leaves: words.Mark("Passwords, other fields, secrets without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool { return hasColumns(data, "secret name", "totp key") && !isZohoVault(data) },
		Read: loginTable{
			code: []string{"totp key"}, issuer: []string{"secret name"}, name: []string{"username", "email"},
			note: []string{"notes"}, tag: []string{"folder"},
		}.read,
	}
}

// myki has a table of logins, and one of codes alone.
func myki() Format {
	return Format{
		ID:     "myki",
		Name:   "Myki",
		How:    words.Mark("Myki has ended; what it exported as CSV can still be read."),
		Brings: words.Mark("The code of an account, and codes that stand alone; notes."),
		Leaves: words.Mark("Passwords, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "nickname", "twofasecret") || hasColumns(data, "nickname", "authtoken")
		},
		Read: loginTable{
			code: []string{"twofasecret", "authtoken"}, issuer: []string{"nickname"}, name: []string{"username"}, note: []string{"additionalinfo"},
		}.read,
	}
}
