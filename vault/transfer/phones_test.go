package transfer

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/javamap/javamaptest"
	"watchword/vault/transfer/internal/sqlite/sqlitetest"
)

// The files of phones join the suite: backups, preference files and databases.

var _ = joins(contract{format: "freeotp", write: writeFreeOTPPreferences, limits: steamByIssuer(supports{types: counting}).limits})
var _ = joins(contract{format: "freeotp2", write: writeFreeOTP2, limits: steamByIssuer(supports{types: counting}).limits, encrypted: true, unproven: true}) // names stand in the clear
var _ = joins(contract{format: "freeotp-plus"})
var _ = joins(contract{format: "andotp", write: writeAndOTP, limits: andOTPSupports.limits})
var _ = joins(contract{format: "andotp-encrypted", write: writeNewAndOTP, limits: andOTPSupports.limits, encrypted: true})
var _ = joins(contract{format: "andotp-encrypted", write: writeOldAndOTP, limits: andOTPSupports.limits, encrypted: true})
var _ = joins(contract{format: "lastpass", write: writeLastPass, limits: supports{types: []otp.Type{otp.TOTP}, tags: true, oneTag: true, pinned: true}.limits})
var _ = joins(contract{format: "duo", write: writeDuo, limits: supports{types: []otp.Type{otp.TOTP, otp.HOTP}, key: usual, also: func(a account.Account) string {
	if a.Issuer != "" {
		return "its issuer"
	}
	return ""
}}.limits})
var _ = joins(contract{format: "microsoft", write: writeMicrosoft, limits: supports{types: []otp.Type{otp.TOTP}, key: func(k otp.Key) string {
	if k.Digits == 8 {
		k.Digits = 6
	}
	return usual(k)
}}.limits})
var _ = joins(contract{format: "battlenet", write: writeBattleNet, limits: battleNetLimits, most: 1})
var _ = joins(contract{format: "authenticator-plus-database", write: writeAuthPlusDatabase, limits: authPlusLimits, encrypted: true, few: true})

// usual says what some apps cannot do.
func usual(k otp.Key) string {
	if k.Algorithm != otp.SHA1 || k.Digits != 6 || k.Type == otp.TOTP && k.Period != 30 {
		return "SHA1, 6, 30 only"
	}
	return ""
}

// freeOTPToken is a token without its secret.
func freeOTPToken(a account.Account) map[string]any {
	token := map[string]any{
		"type": strings.ToUpper(string(a.Key.Type)), "algo": string(a.Key.Algorithm), "digits": a.Key.Digits, "period": a.Key.Period,
		"counter": a.Counter, "issuerExt": a.Issuer, "label": a.Name,
	}
	if a.Key.Type == otp.Steam {
		token["type"], token["issuerExt"] = "TOTP", "Steam"
	}
	return token
}

func signed(b []byte) []int8 {
	out := []int8{}
	for _, c := range b {
		out = append(out, int8(c))
	}
	return out
}

func writeFreeOTPPreferences(_ testing.TB, accounts []account.Account, _ string) []byte {
	prefs := []pref{{freeOTPOrder, "[]"}}
	for i, a := range accounts {
		token := freeOTPToken(a)
		token["secret"] = signed(a.Key.Secret)
		prefs = append(prefs, pref{fmt.Sprint(i), string(marshal(token))})
	}
	return preferences(prefs...)
}

// sealJavaKey wraps a key as FreeOTP does, its nonce in DER.
func sealJavaKey(key, plain []byte, token string) map[string]any {
	nonce, sealed := sealGCM(key, plain, []byte(token))
	return map[string]any{
		"mCipher": "AES/GCM/NoPadding", "mCipherText": signed(sealed), "mToken": token,
		"mParameters": signed(slices.Concat([]byte{0x30, 17, 0x04, 12}, nonce, []byte{0x02, 1, 16})),
	}
}

func writeFreeOTP2(t testing.TB, accounts []account.Account, password string) []byte {
	const rounds = 100
	salt, master := random(32), random(32)
	wrapping, err := pbkdf2Key(context.Background(), Env{}, sha512.New, []byte(password), salt, rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	pairs := [][2]string{{freeOTPMaster, string(marshal(map[string]any{
		"mAlgorithm": "PBKDF2withHmacSHA512", "mIterations": rounds, "mSalt": signed(salt), "mEncryptedKey": sealJavaKey(wrapping, master, "AES"),
	}))}}
	for _, a := range accounts {
		id := uuidText()
		pairs = append(pairs,
			[2]string{id + "-token", string(marshal(freeOTPToken(a)))},
			[2]string{id, string(marshal(map[string]any{"key": string(marshal(sealJavaKey(master, a.Key.Secret, "Hmac"+string(a.Key.Algorithm))))}))})
	}
	return javamaptest.Of(pairs...)
}

// andOTP keeps no PIN, without which mOTP gives other codes.
var andOTPSupports = supports{types: counting, tags: true}

func writeAndOTP(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for i, a := range accounts {
		label := a.Name
		if i%2 == 1 && a.Issuer != "" {
			label = a.Issuer + ":" + a.Name // as old exports had it
		}
		list = append(list, map[string]any{
			"secret": account.FormatKey(a.Key.Secret), "issuer": a.Issuer, "label": label, "digits": a.Key.Digits,
			"type": strings.ToUpper(string(a.Key.Type)), "algorithm": string(a.Key.Algorithm), "thumbnail": "Default",
			"last_used": 0, "used_frequency": 0, "period": a.Key.Period, "counter": a.Counter, "tags": append([]string{}, a.Tags...),
		})
	}
	return marshal(list)
}

func writeNewAndOTP(t testing.TB, accounts []account.Account, password string) []byte {
	const rounds = 1000
	salt := random(andOTPSalt)
	key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt, rounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	nonce, sealed := sealGCM(key, writeAndOTP(t, accounts, ""), nil)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, rounds), salt, nonce, sealed)
}

func writeOldAndOTP(t testing.TB, accounts []account.Account, password string) []byte {
	key := sha256.Sum256([]byte(password))
	for { // a nonce that looks like a number of rounds would only be slower to try
		nonce, sealed := sealGCM(key[:], writeAndOTP(t, accounts, ""), nil)
		if data := append(nonce, sealed...); andOTPRounds(data) == 0 && len(data)%authPlusPage != 0 {
			return data
		}
	}
}

func writeLastPass(_ testing.TB, accounts []account.Account, _ string) []byte {
	folders := []any{map[string]any{"id": 0, "name": "Other accounts", "isOpened": true}}
	ids := map[string]int{}
	list := []any{}
	for _, a := range accounts {
		folder := 0
		if len(a.Tags) > 0 {
			if ids[a.Tags[0]] == 0 {
				ids[a.Tags[0]] = len(ids) + 1
				folders = append(folders, map[string]any{"id": ids[a.Tags[0]], "name": a.Tags[0]})
			}
			folder = ids[a.Tags[0]]
		}
		list = append(list, map[string]any{
			"accountID": uuidText(), "issuerName": a.Issuer, "originalIssuerName": a.Issuer, "userName": a.Name, "originalUserName": a.Name,
			"secret": account.FormatKey(a.Key.Secret), "timeStep": a.Key.Period, "digits": a.Key.Digits, "algorithm": string(a.Key.Algorithm),
			"isFavorite": a.Pinned, "pushNotification": false, "folderData": map[string]any{"folderId": folder, "position": 0},
		})
	}
	return marshal(map[string]any{"version": 3, "deviceId": "x", "localDeviceId": "y", "accounts": list, "folders": folders})
}

func writeDuo(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{map[string]any{"name": "asks on the phone", "accountType": "Duo", "pkey": "x"}}
	for _, a := range accounts {
		generator := map[string]any{"otpSecret": account.FormatKey(a.Key.Secret)}
		if a.Key.Type == otp.HOTP {
			generator["counter"] = a.Counter
		}
		list = append(list, map[string]any{"name": a.Name, "otpGenerator": generator})
	}
	return marshal(list)
}

func writeMicrosoft(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]any{{nil, int64(2), "", "work", "asks on the phone"}}
	for _, a := range accounts {
		kind, secret := int64(microsoftTOTP), account.FormatKey(a.Key.Secret)
		if a.Key.Digits == 8 {
			kind, secret = microsoftPersonal, base64.StdEncoding.EncodeToString(a.Key.Secret)
		}
		rows = append(rows, []any{nil, kind, secret, a.Issuer, a.Name})
	}
	return sqlitetest.Write(4096, 0, sqlitetest.Table{SQL: "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, account_type INTEGER, oath_secret_key TEXT, name TEXT, username TEXT)", Rows: rows})
}

// battleNetLimits: the app knows its own account and no other.
func battleNetLimits(a account.Account) (bool, string) {
	if a.Issuer != battleNetIssuer || a.Key.Digits != battleNetDigits {
		return true, "it is not Battle.net's"
	}
	return supports{}.limits(a)
}

func writeBattleNet(t testing.TB, accounts []account.Account, _ string) []byte {
	hidden := func(text string) string {
		mask, err := hex.DecodeString(battleNetMask)
		if err != nil || len(text) > len(mask) {
			t.Fatal("too long to be hidden")
		}
		b := []byte(text)
		subtle.XORBytes(b, b, mask)
		return hex.EncodeToString(b)
	}
	a := accounts[0]
	return preferences(pref{battleNetSerial, hidden(a.Name)}, pref{battleNetSecret, hidden(hex.EncodeToString(a.Key.Secret))})
}

// authPlusLimits: it keeps the usual kinds, and Battle.net's own.
func authPlusLimits(a account.Account) (bool, string) {
	if a.Issuer == battleNetIssuer {
		return supports{tags: true, oneTag: true}.limits(a)
	}
	return supports{types: []otp.Type{otp.TOTP, otp.HOTP}, tags: true, oneTag: true, key: usual}.limits(a)
}

// writeAuthPlusDatabase makes the database and encrypts its pages as SQLCipher 3 does.
func writeAuthPlusDatabase(t testing.TB, accounts []account.Account, password string) []byte {
	var rows [][]any
	for _, a := range accounts {
		kind, secret, category := int64(authPlusTOTP), account.FormatKey(a.Key.Secret), authPlusAll
		switch {
		case a.Key.Type == otp.HOTP:
			kind = authPlusHOTP
		case a.Issuer == battleNetIssuer:
			kind, secret = authPlusBattle, hex.EncodeToString(a.Key.Secret)
		}
		if len(a.Tags) > 0 {
			category = a.Tags[0]
		}
		email := a.Name
		if a.Issuer != "" {
			email = a.Issuer + ":" + a.Name
		}
		rows = append(rows, []any{nil, email, secret, int64(a.Counter), kind, a.Issuer, a.Name, category})
	}
	plain := sqlitetest.Write(authPlusPage, authPlusTail, sqlitetest.Table{
		SQL: "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL, counter INTEGER, type INTEGER, issuer TEXT, original_name TEXT, category TEXT)", Rows: rows})
	salt := random(cipherSalt)
	salt[0] |= 0x80 // not to be taken for a number of rounds
	key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt, authPlusRounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	macSalt := bytes.Clone(salt)
	for i := range macSalt {
		macSalt[i] ^= 0x3A
	}
	macKey, err := pbkdf2Key(context.Background(), Env{}, sha1.New, key, macSalt, 2, 32)
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	var sealed []byte
	for number := 1; number <= len(plain)/authPlusPage; number++ {
		page := plain[(number-1)*authPlusPage : number*authPlusPage]
		if number == 1 {
			sealed, page = append(sealed, salt...), page[cipherSalt:]
		}
		body := bytes.Clone(page[:len(page)-authPlusTail])
		iv := random(16)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(body, body)
		mac := hmac.New(sha1.New, macKey)
		mac.Write(body)
		mac.Write(iv)
		mac.Write(binary.LittleEndian.AppendUint32(nil, uint32(number)))
		sealed = slices.Concat(sealed, body, iv, mac.Sum(nil), random(12))
	}
	return sealed
}
