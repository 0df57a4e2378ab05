package transfer

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"strconv"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// otpAuthIOS is the backup of OTP Auth for iOS (.otpauthdb), or one account of it (.otpauth):
// a property list behind a key that everybody has, and in it another one behind the password.
func otpAuthIOS() Format {
	return Format{
		ID:     "otp-auth",
		Name:   words.Mark("OTP Auth (iOS)"),
		How:    words.Mark("In OTP Auth: Settings, Backup, share the backup (.otpauthdb); or share one account (.otpauth)."),
		Brings: words.Mark("TOTP and HOTP; folders as tags."),
		Leaves: words.Mark("Icons. Codes with MD5."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return otpAuthKind(data) != "" },
		Read:   readOTPAuthIOS,
	}
}

// otpAuthKeys are the texts that the keys of the outer layer are made of.
var otpAuthKeys = []string{"Authenticator", "OTPAuth"}

// otpAuthKind returns which of the keys opens the first block of a file to the beginning of a
// property list, or "".
func otpAuthKind(data []byte) string {
	if len(data) < 2*aes.BlockSize {
		return ""
	}
	for _, text := range otpAuthKeys {
		key := sha256.Sum256([]byte(text))
		block, _ := aes.NewCipher(key[:])
		first := make([]byte, aes.BlockSize)
		cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(first, data[:aes.BlockSize])
		if bytes.HasPrefix(first, plistMagic) {
			return text
		}
	}
	return ""
}

func readOTPAuthIOS(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	key := sha256.Sum256([]byte(otpAuthKind(data)))
	plain, ok := openCBC(key[:], make([]byte, aes.BlockSize), data)
	if !ok {
		return r, ErrDamaged
	}
	outer, top, ok := parseKeyed(plain)
	if !ok {
		return r, ErrDamaged
	}
	sealed, whole := outer.get(top, "WrappedData").([]byte)
	if !whole {
		sealed, _ = outer.get(top, "Data").([]byte)
	}
	if len(sealed) == 0 {
		return r, ErrDamaged
	}
	var content []byte
	err := withPassword(ctx, env, func(password string) (err error) {
		if outer.get(top, "Salt") != nil { // of the first versions
			content, err = openOldOTPAuth(outer, top, sealed, password)
			return err
		}
		content, err = openRNCryptor(ctx, env, sealed, password)
		return err
	})
	if err != nil {
		return r, err
	}
	k, root, ok := parseKeyed(content)
	if !ok {
		return r, ErrDamaged
	}
	if !whole {
		a, err := k.otpAuthAccount(root)
		r.add(1, a, err)
		return r, ctx.Err()
	}
	return r, r.addOTPAuthFolders(ctx, k, k.get(root, "Folders"))
}

func (r *Result) addOTPAuthFolders(ctx context.Context, k *keyed, folders any) error {
	position := 0
	all, ok := k.list(folders)
	if !ok {
		return ErrDamaged
	}
	for i := range all.size() {
		folder := k.item(all.at(i))
		name, _ := k.get(folder, "name").(string)
		name = strings.TrimSpace(name)
		accounts, ok := k.list(k.get(folder, "accounts"))
		if !ok {
			position++
			r.add(position, account.Account{}, reason{words.Error("its folder is damaged")})
		}
		for j := range accounts.size() {
			position++
			if err := r.next(ctx); err != nil {
				return err
			}
			a, err := k.otpAuthAccount(k.item(accounts.at(j)))
			a.Tags = []string{name}
			r.add(position, a, err)
		}
		if err := r.next(ctx); err != nil {
			return err
		}
	}
	return nil
}

// otpAuthAccount reads an account: an object of the program's, or a dictionary.
func (k *keyed) otpAuthAccount(v any) (account.Account, error) {
	issuer, _ := k.get(v, "issuer").(string)
	name, _ := k.get(v, "label").(string)
	secret, _ := k.get(v, "secret").([]byte)
	number := func(member string) node {
		switch n := k.get(v, member).(type) {
		case nil:
			return node{}
		case int64:
			return textNode(strconv.FormatInt(n, 10))
		case float64:
			return textNode(strconv.FormatFloat(n, 'f', -1, 64))
		}
		return textNode("?") // no number: whoever needs one refuses it
	}
	e := entry{Raw: secret, Digits: number("digits"), Period: number("period"), Counter: number("counter")}
	switch number("type").text() {
	case "1":
		e.Type = string(otp.HOTP)
	case "2":
		e.Type = string(otp.TOTP)
	default:
		return account.Account{Issuer: issuer, Name: name}, reason{words.Error("its type of code is unknown")}
	}
	e.Algorithm = numbered(number("algorithm"), "", "SHA1", "SHA256", "SHA512", "MD5")
	return e.account(issuer, withoutPrefix(name, issuer))
}

// openOldOTPAuth opens what the first versions wrote, which nothing proves.
func openOldOTPAuth(outer *keyed, top any, sealed []byte, password string) ([]byte, error) {
	text := func(name string) []byte {
		switch v := outer.get(top, name).(type) {
		case string:
			return []byte(v)
		case []byte:
			return v
		}
		return nil
	}
	iv := sha1.Sum(text("IV"))
	key := sha256.Sum256([]byte(string(text("Salt")) + "-" + password))
	plain, ok := openCBC(key[:], iv[:aes.BlockSize], sealed)
	if !ok || !bytes.HasPrefix(plain, plistMagic) {
		return nil, ErrWrongOrDamaged
	}
	return plain, nil
}

// otpAuthRounds is fixed. It is a variable for the tests.
var otpAuthRounds int64 = 10_000

// openRNCryptor opens a message of RNCryptor, versions 2 and 3: a version, an option, two salts
// of eight bytes, an initialization vector, AES-CBC, and HMAC-SHA-256 over all of it.
func openRNCryptor(ctx context.Context, env Env, sealed []byte, password string) ([]byte, error) {
	const head = 2 + 8 + 8 + aes.BlockSize
	if len(sealed) < head+aes.BlockSize+sha256.Size {
		return nil, ErrDamaged
	}
	if sealed[0] != 2 && sealed[0] != 3 || sealed[1]&1 == 0 { // without the option it has a key and no password
		return nil, errCipher
	}
	body, sum := sealed[:len(sealed)-sha256.Size], sealed[len(sealed)-sha256.Size:]
	macKey, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), sealed[10:18], otpAuthRounds, 32)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, macKey)
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return nil, ErrWrongOrDamaged
	}
	key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), sealed[2:10], otpAuthRounds, 32)
	if err != nil {
		return nil, err
	}
	plain, ok := openCBC(key, sealed[18:head], body[head:])
	if !ok {
		return nil, ErrDamaged
	}
	return plain, nil
}
