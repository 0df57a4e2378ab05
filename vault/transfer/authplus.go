package transfer

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/sqlite"
)

var authPlusHow = words.Mark("In Authenticator Plus: Settings, Backup & Restore, Export as text and HTML; or the database authplus.db of its backup.")

// authPlus is the zip file of Authenticator Plus.
func authPlus() Format {
	return Format{
		ID:     "authenticator-plus",
		Name:   "Authenticator Plus",
		How:    authPlusHow,
		Brings: words.Mark("All kinds of codes of its list."),
		Leaves: words.Mark("Categories, icons."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return zipHas(data, isAuthPlus) },
		Read: func(ctx context.Context, data []byte, env Env) (Result, error) {
			content, locked, err := openMember(ctx, data, env, isAuthPlus)
			if err != nil {
				return Result{Encrypted: locked}, err
			}
			r, err := readLinks(ctx, content, env)
			r.Encrypted = locked
			return r, err
		},
	}
}

func isAuthPlus(name string) bool { return name == "Accounts.txt" }

// authPlusDatabase is its database, encrypted by SQLCipher 3. It looks like chance.
func authPlusDatabase() Format {
	return Format{
		ID:     "authenticator-plus-database",
		Name:   words.Mark("Authenticator Plus (database)"),
		How:    authPlusHow,
		Brings: words.Mark("TOTP, HOTP and Battle.net; categories as tags."),
		Leaves: words.Mark("Icons."),
		step:   stepGuess,
		Detect: func(data []byte) bool {
			return len(data)%authPlusPage == 0 && andOTPRounds(data) == 0 && looksRandom(data)
		},
		Read: readAuthPlusDatabase,
	}
}

// SQLCipher 3 as this app uses it (zetetic.net/sqlcipher/design).
const (
	authPlusPage   = 1024 // bytes
	authPlusTail   = 48   // of a page: IV, HMAC, unused
	authPlusRounds = 64_000
	cipherSalt     = 16 // instead of the first bytes of a plain database
)

func readAuthPlusDatabase(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	if len(data) < authPlusPage || len(data)%authPlusPage != 0 || len(data) > maxSQLite {
		return r, ErrDamaged
	}
	var plain []byte
	err := withPassword(ctx, env, func(password string) error {
		var err error
		plain, err = openSQLCipher(ctx, data, env, password)
		return err
	})
	if err != nil {
		return r, err
	}
	err = r.addAuthPlus(ctx, plain)
	return r, err
}

// openSQLCipher returns the plain database. Each page has its HMAC: where none of the first two is right, the
// password is wrong, as far as can be told.
func openSQLCipher(ctx context.Context, data []byte, env Env, password string) ([]byte, error) {
	salt := data[:cipherSalt]
	key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), salt, authPlusRounds, 32)
	if err != nil {
		return nil, err
	}
	macSalt := make([]byte, len(salt))
	for i := range salt {
		macSalt[i] = salt[i] ^ 0x3A
	}
	macKey, err := pbkdf2Key(ctx, env, sha1.New, key, macSalt, 2, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	plain := make([]byte, len(data))
	parts := func(number int) (start int, body, tail []byte) {
		start = (number - 1) * authPlusPage
		page := data[start : start+authPlusPage]
		if number == 1 {
			start, page = start+cipherSalt, page[cipherSalt:]
		}
		return start, page[:len(page)-authPlusTail], page[len(page)-authPlusTail:]
	}
	proven := func(number int) bool {
		_, body, tail := parts(number)
		mac := hmac.New(sha1.New, macKey)
		mac.Write(body)
		mac.Write(tail[:16])
		mac.Write(binary.LittleEndian.AppendUint32(nil, uint32(number)))
		return hmac.Equal(mac.Sum(nil), tail[16:36])
	}
	for number := 1; number <= len(data)/authPlusPage; number++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		start, body, tail := parts(number)
		switch right := proven(number); {
		case !right && number == 1 && len(data) > authPlusPage && proven(2):
			return nil, ErrDamaged
		case !right && number == 1:
			return nil, ErrWrongOrDamaged
		case !right:
			return nil, ErrDamaged
		}
		cipher.NewCBCDecrypter(block, tail[:16]).CryptBlocks(plain[start:], body)
	}
	copy(plain, sqlite.Magic)
	return plain, nil
}

// The kinds of accounts in the database.
const (
	authPlusTOTP   = 0
	authPlusHOTP   = 1
	authPlusBattle = 2
)

// authPlusAll is the category of what is in none.
const authPlusAll = "All Accounts"

func (r *Result) addAuthPlus(ctx context.Context, data []byte) error {
	db, err := sqlite.Open(ctx, data)
	if err != nil {
		return err
	}
	position := 0
	return db.Rows(ctx, "accounts", func(row sqlite.Row) error {
		position++
		a, err := authPlusAccount(row)
		r.add(position, a, err)
		return r.next(ctx)
	})
}

func authPlusAccount(row sqlite.Row) (account.Account, error) {
	issuer, email := row.Text("issuer"), row.Text("email")
	e := entry{Secret: row.Text("secret"), Counter: rowNode(row, "counter")}
	switch row.Number("type") {
	case authPlusTOTP:
	case authPlusHOTP:
		e.Type = string(otp.HOTP)
	case authPlusBattle:
		raw, ok := decodeHex(e.Secret)
		if !ok {
			return account.Account{Issuer: issuer, Name: email}, reason{words.Error("its key is not hexadecimal text")}
		}
		e.Raw, e.Digits = raw, textNode("8")
		if issuer == "" || strings.HasPrefix(issuer, battleNetIssuer) { // it writes a trade mark behind it
			issuer = battleNetIssuer
		}
	default:
		return account.Account{Issuer: issuer, Name: email}, reason{words.Error("its type of code is unknown")}
	}
	if before, after, ok := strings.Cut(email, ":"); ok && (issuer == "" || strings.EqualFold(strings.TrimSpace(before), issuer)) {
		issuer, email = strings.TrimSpace(before), after
	}
	a, err := e.account(issuer, email)
	if category := row.Text("category"); category != authPlusAll {
		a.Tags = []string{category}
	}
	return a, err
}
