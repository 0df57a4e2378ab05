package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

const (
	totpAuthList     = "STATIC_TOTP_CODES_LIST" // in the preference file
	totpAuthPassword = "TotpAuthenticator"      // when the person set none
)

// totpAuthenticator is the preference file of TOTP Authenticator on a rooted phone. Its
// backup is read by [base64File].
func totpAuthenticator() Format {
	return Format{
		ID:     "totp-authenticator",
		Name:   "TOTP Authenticator",
		How:    words.Mark("In TOTP Authenticator: menu, Backup. On a rooted Android phone also its preference file."),
		Brings: words.Mark("TOTP, favourites."),
		Leaves: words.Mark("Capital letters, which that app drops; icons."),
		step:   stepMarkup,
		Detect: func(data []byte) bool { return hasPref(data, func(p pref) bool { return p.Name == totpAuthList }) },
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			prefs, err := readPrefs(ctx, data)
			if err != nil {
				return Result{}, err
			}
			for _, p := range prefs {
				if p.Name == totpAuthList {
					return readTOTPAuthList(ctx, p.Value)
				}
			}
			return Result{}, ErrDamaged
		},
	}
}

// readTOTPAuthenticator reads the backup. It tries the password that the app takes when
// nobody set one, before it asks.
func readTOTPAuthenticator(ctx context.Context, data []byte, env Env) (Result, error) {
	ciphertext, ok := decodeBase64(string(data))
	if !ok {
		return Result{}, ErrDamaged
	}
	if list, ok := openTOTPAuth(ciphertext, totpAuthPassword); ok {
		return readTOTPAuthList(ctx, list)
	}
	r := Result{Encrypted: true}
	err := withPassword(ctx, env, func(password string) error {
		list, ok := openTOTPAuth(ciphertext, password)
		if !ok {
			return ErrWrongOrDamaged
		}
		var err error
		r, err = readTOTPAuthList(ctx, list)
		return err
	})
	r.Encrypted = true
	return r, err
}

// openTOTPAuth returns the list: the only name of a JSON object.
func openTOTPAuth(ciphertext []byte, password string) (list string, ok bool) {
	key := sha256.Sum256([]byte(password))
	plain, ok := openCBC(key[:], make([]byte, 16), ciphertext)
	if !ok || firstByte(plain) != '{' {
		return "", false
	}
	n, err := parseJSON(plain)
	if err != nil || len(n.names()) != 1 {
		return "", false
	}
	return n.names()[0], true
}

func readTOTPAuthList(ctx context.Context, list string) (Result, error) {
	var r Result
	n, err := parseJSON([]byte(list))
	if err != nil {
		return r, err
	}
	err = r.each(ctx, n.list(), func(item node) (account.Account, error) {
		return totpAuthAccount(item)
	})
	return r, err
}

func totpAuthAccount(item node) (account.Account, error) {
	issuer := item.get("issuer").text()
	if issuer == "Unknown" {
		issuer = ""
	}
	raw, err := totpAuthKey(item.get("key").text(), item.get("base"))
	if err != nil {
		return account.Account{Issuer: issuer, Name: item.get("name").text()}, err
	}
	a, err := entry{Raw: raw, Digits: item.get("digits"), Period: item.get("period")}.account(issuer, item.get("name").text())
	a.Pinned = item.get("isFavorite").truth()
	return a, err
}

// totpAuthKey decodes a key in its base: 16, 32 or 64.
func totpAuthKey(text string, base node) (otp.Secret, error) {
	text = strings.TrimSpace(text)
	n, err := base.number(32)
	if err != nil {
		return nil, err
	}
	switch n {
	case 16:
		b, ok := decodeHex(text)
		return b, reasonUnless(ok, words.Mark("its key is not hexadecimal text"))
	case 32:
		return account.ParseKey(text)
	case 64:
		b, err := base64.StdEncoding.DecodeString(text)
		return b, reasonUnless(err == nil, words.Mark("its key is not base64 text"))
	}
	return nil, reason{words.Error("its key is written in a way that is not known")}
}
