package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/sqlite"
)

// googleAuthenticator is the export as links of its QR codes, and the app's database.
func googleAuthenticator() Format {
	return Format{
		ID:        "google-authenticator",
		Name:      "Google Authenticator",
		How:       words.Mark("In Google Authenticator open the menu, Transfer accounts, Export accounts, and scan the QR codes it shows, or take pictures of them and import those."),
		Brings:    words.Mark("TOTP and HOTP; several QR codes are put together, and missing ones are named."),
		Leaves:    words.Mark("Google keeps neither groups nor notes. Entries that a phone encrypts in its database."),
		Extension: ".txt",
		Clear:     true,
		step:      stepMagic,
		Detect:    isGoogle,
		Read:      readGoogle,
		Limits:    googleLimits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			uris, refused := account.MigrationURIs(accounts)
			if len(refused) > 0 { // googleLimits left out all but those that are too many
				return nil, errGoogleMany
			}
			return []byte(strings.Join(uris, "\n") + "\n"), nil
		},
	}
}

var errGoogleMany = words.Error("Google Authenticator takes at most %d QR codes of 10 accounts. Select fewer accounts.", account.MaxMigrationParts)

// googleLimits asks what writes the links, so that the two never disagree.
func googleLimits(a account.Account) (whole bool, reason string) {
	if _, refused := account.MigrationURIs([]account.Account{a}); len(refused) > 0 {
		return true, refused[0].Reason
	}
	return supports{}.limits(a)
}

func isGoogle(data []byte) bool {
	if sqlite.Is(data) {
		return sqlite.Has(data, "accounts", "email", "secret") && !sqlite.Has(data, "accounts", "category")
	}
	first := strings.ToLower(firstLink(data[:min(len(data), 64<<10)]))
	return strings.HasPrefix(first, "otpauth-migration:") && !bytes.HasPrefix(data, []byte("PK"))
}

func readGoogle(ctx context.Context, data []byte, env Env) (Result, error) {
	if !sqlite.Is(data) {
		return readLinks(ctx, data, env)
	}
	var r Result
	db, err := sqlite.Open(ctx, data)
	if err != nil {
		return r, err
	}
	position := 0
	err = db.Rows(ctx, "accounts", func(row sqlite.Row) error {
		position++
		a, err := googleRow(row)
		r.add(position, a, err)
		return r.next(ctx)
	})
	return r, err
}

// googleRow reads a row of the app's database, which has neither algorithm nor digits nor
// period: they are SHA1, 6 and 30 there.
func googleRow(row sqlite.Row) (account.Account, error) {
	if row.Number("isencrypted") > 0 {
		return account.Account{Issuer: row.Text("issuer"), Name: row.Text("email")}, reason{words.Error("the phone keeps its secret key encrypted; transfer it with the app's QR codes")}
	}
	e := entry{Type: string(otp.TOTP), Secret: row.Text("secret"), Counter: rowNode(row, "counter")}
	if row.Number("type") == 1 {
		e.Type = string(otp.HOTP)
	}
	issuer := strings.TrimSpace(row.Text("issuer"))
	name := withoutPrefix(row.Text("email"), issuer)
	if issuer == "" {
		if before, after, ok := strings.Cut(name, ":"); ok {
			issuer, name = before, after
		}
	}
	return e.account(issuer, name)
}
