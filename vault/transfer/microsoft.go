package transfer

import (
	"context"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer/internal/sqlite"
)

// microsoft is the database of Microsoft Authenticator on a rooted phone.
func microsoft() Format {
	return Format{
		ID:     "microsoft",
		Name:   "Microsoft Authenticator",
		How:    words.Mark("Microsoft Authenticator has no export. On a rooted Android phone: databases/PhoneFactor of com.azure.authenticator."),
		Brings: words.Mark("TOTP, and the codes of personal Microsoft accounts."),
		Leaves: words.Mark("Work accounts and approvals by a tap, which are no codes."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return sqlite.Has(data, "accounts", "oath_secret_key") },
		Read:   readMicrosoft,
	}
}

// The kinds of accounts in that database.
const (
	microsoftTOTP     = 0
	microsoftPersonal = 1 // an account with Microsoft itself
)

func readMicrosoft(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	db, err := sqlite.Open(ctx, data)
	if err != nil {
		return r, err
	}
	position := 0
	err = db.Rows(ctx, "accounts", func(row sqlite.Row) error {
		position++
		secret, kind := row.Text("oath_secret_key"), row.Number("account_type")
		if secret == "" || kind != microsoftTOTP && kind != microsoftPersonal {
			return nil // a work account asks on the phone and has no codes
		}
		a, err := microsoftAccount(kind, secret, row.Text("name"), row.Text("username"))
		r.add(position, a, err)
		return r.next(ctx)
	})
	return r, err
}

func microsoftAccount(kind int64, secret, issuer, name string) (account.Account, error) {
	if kind == microsoftTOTP {
		return entry{Secret: secret}.account(issuer, name)
	}
	raw, ok := decodeBase64(secret)
	if !ok {
		return account.Account{Issuer: issuer, Name: name}, reason{words.Error("its key is not base64 text")}
	}
	return entry{Raw: raw, Digits: textNode("8")}.account(issuer, name)
}
