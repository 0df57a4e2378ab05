package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// More formats that are only read join the suite with writers of their own: tables, and the
// files of programs on a computer.

var _ = joins(contract{format: "apple", write: writeApple, limits: supports{note: true}.limits})
var _ = joins(contract{format: "1password-csv", write: writeOnePasswordCSV, limits: supports{tags: true, note: true, pinned: true, archive: true}.limits})
var _ = joins(contract{format: "winauth", write: writeWinAuth, limits: supports{}.limits})
var _ = joins(contract{format: "authenticator-extension", write: writeExtension, limits: extensionSupports.limits})
var _ = joins(contract{format: "authenticator-extension", write: writeExtension1, limits: extensionSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "authenticator-extension", write: writeExtension2, limits: extensionSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "authenticator-extension", write: writeExtension3, limits: extensionSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "steam", write: writeSteam, limits: steamLimits})
var _ = joins(contract{format: "steam", write: writeMaFile, limits: steamLimits, most: 1})
var _ = joins(contract{format: "base64", write: writeEncryptedMaFile, limits: steamLimits, most: 1, encrypted: true, unproven: true, few: true, env: Env{Companion: testManifest}})
var _ = joins(contract{format: "2fauth", write: writeTwoFAuth, limits: supports{types: counting}.limits})
var _ = joins(contract{format: "otpclient", write: writeOTPClient3, limits: otpClientLimits, encrypted: true})
var _ = joins(contract{format: "otpclient", write: writeOTPClient2, limits: otpClientLimits, encrypted: true})

func writeApple(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"Title", "URL", "Username", "Password", "Notes", "OTPAuth"}, {"no code", "", "me", "x", "", ""}}
	for _, a := range accounts {
		rows = append(rows, []string{a.Issuer, "", a.Name, "x", a.Note, a.URI()})
	}
	return writeCSV(rows)
}

func writeOnePasswordCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"Title", "Url", "Username", "Password", "OTPAuth", "Favorite", "Archived", "Tags", "Notes"}}
	for _, a := range accounts {
		rows = append(rows, []string{a.Issuer, "", a.Name, "x", a.URI(), fmt.Sprint(a.Pinned), fmt.Sprint(a.Archived), strings.Join(a.Tags, ";"), a.Note})
	}
	return writeCSV(rows)
}

var extensionSupports = supports{types: counting, pinned: true}

// extensionRecord is a record in the clear. What is usual is left out, as the extension does;
// every third key is written in hexadecimal.
func extensionRecord(i int, a account.Account) map[string]any {
	k := a.Key
	record := map[string]any{
		"dataType": "OTPStorage", "encrypted": false, "hash": fmt.Sprint("h", i), "index": i,
		"type": string(k.Type), "secret": account.FormatKey(k.Secret), "issuer": a.Issuer, "account": a.Name, "pinned": a.Pinned,
	}
	if i%3 == 0 && k.Type != otp.Steam {
		record["secret"] = hex.EncodeToString(k.Secret)
		record["type"] = map[otp.Type]string{otp.TOTP: "hex", otp.HOTP: "hhex"}[k.Type]
	}
	if k.Type == otp.HOTP {
		record["counter"] = a.Counter
	} else if k.Period != 30 {
		record["period"] = k.Period
	}
	if k.Digits != 6 {
		record["digits"] = k.Digits
	}
	switch k.Algorithm {
	case otp.SHA256:
		record["algorithm"] = 2
	case otp.SHA512:
		record["algorithm"] = "SHA512"
	}
	return record
}

func extensionFile(accounts []account.Account, change func(record map[string]any)) map[string]any {
	file := map[string]any{}
	for i, a := range accounts {
		record := extensionRecord(i, a)
		change(record)
		file[fmt.Sprint("h", i)] = record
	}
	return file
}

func writeExtension(_ testing.TB, accounts []account.Account, _ string) []byte {
	return bytes.ReplaceAll(marshal(extensionFile(accounts, func(map[string]any) {})), []byte("\n"), []byte("\r\n"))
}

// sealSalted encrypts as OpenSSL and CryptoJS do.
func sealSalted(phrase string, plain []byte) string {
	salt := random(8)
	key, iv := saltedKey(phrase, salt)
	return base64.StdEncoding.EncodeToString(bytes.Join([][]byte{[]byte("Salted__"), salt, sealCBC(key, iv, plain)}, nil))
}

// writeExtension1 encrypts each secret with the password.
func writeExtension1(_ testing.TB, accounts []account.Account, password string) []byte {
	return marshal(extensionFile(accounts, func(record map[string]any) {
		record["encrypted"], record["secret"] = true, sealSalted(password, []byte(record["secret"].(string)))
	}))
}

// writeExtension2 encrypts each secret with a key that the password encrypts.
func writeExtension2(_ testing.TB, accounts []account.Account, password string) []byte {
	key := random(120)
	file := extensionFile(accounts, func(record map[string]any) {
		record["encrypted"], record["secret"] = true, sealSalted(hex.EncodeToString(key), []byte(record["secret"].(string)))
	})
	file["key"] = map[string]any{"enc": sealSalted(password, key), "hash": "x"}
	return marshal(file)
}

// writeExtension3 encrypts whole records with what Argon2id makes of the password.
func writeExtension3(_ testing.TB, accounts []account.Account, password string) []byte {
	const salt = "the salt is a text"
	c := extensionCost
	raw := argon2.IDKey([]byte(password), []byte(salt), uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), 32)
	phrase := base64.RawStdEncoding.EncodeToString(raw)
	checkSalt := random(16)
	check := argon2.IDKey([]byte(phrase), checkSalt, 1, 64, 1, 32)
	file := map[string]any{"k": map[string]any{
		"dataType": "Key", "id": "k", "salt": salt, "version": 3,
		"hash": "$argon2id$v=19$m=64,t=1,p=1$" + base64.RawStdEncoding.EncodeToString(checkSalt) + "$" + base64.RawStdEncoding.EncodeToString(check),
	}}
	for i, a := range accounts {
		file[fmt.Sprint("h", i)] = map[string]any{"dataType": "EncOTPStorage", "index": i, "keyId": "k", "data": sealSalted(phrase, marshal(extensionRecord(i, a)))}
	}
	return marshal(file)
}

// steamLimits: these files hold nothing but Steam's own accounts.
func steamLimits(a account.Account) (bool, string) {
	if a.Key.Type != otp.Steam || a.Issuer != "Steam" {
		return true, "it is not Steam's"
	}
	return supports{}.limits(a)
}

func maFile(a account.Account) map[string]any {
	return map[string]any{
		"shared_secret": base64.StdEncoding.EncodeToString(a.Key.Secret), "account_name": a.Name,
		"identity_secret": "eA==", "revocation_code": "R12345", "uri": a.URI(),
	}
}

func writeSteam(_ testing.TB, accounts []account.Account, _ string) []byte {
	all := map[string]any{}
	for i, a := range accounts {
		all[fmt.Sprint(76561198000000000+i)] = maFile(a)
	}
	return marshal(map[string]any{"accounts": all})
}

func writeMaFile(_ testing.TB, accounts []account.Account, _ string) []byte {
	return marshal(maFile(accounts[0]))
}

var testIV, testSalt = []byte("sixteen bytes IV"), []byte("8 bytes.")

// testManifest is what lies beside an encrypted .maFile. The first entry is another file's.
func testManifest(name string) ([]byte, error) {
	if name != "manifest.json" {
		return nil, fmt.Errorf("asked for %q", name)
	}
	encode := base64.StdEncoding.EncodeToString
	return marshal(map[string]any{"encrypted": true, "entries": []any{
		map[string]any{"filename": "1.maFile", "encryption_iv": encode(random(16)), "encryption_salt": encode(random(8))},
		map[string]any{"filename": "2.maFile", "encryption_iv": encode(testIV), "encryption_salt": encode(testSalt)},
	}}), nil
}

func writeEncryptedMaFile(t testing.TB, accounts []account.Account, password string) []byte {
	key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), testSalt, steamRounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(base64.StdEncoding.EncodeToString(sealCBC(key, testIV, writeMaFile(t, accounts, ""))))
}

func writeTwoFAuth(_ testing.TB, accounts []account.Account, _ string) []byte {
	data := []any{}
	for _, a := range accounts {
		kind := string(a.Key.Type)
		if kind == "steam" {
			kind = "steamtotp"
		}
		data = append(data, map[string]any{
			"otp_type": kind, "account": a.Name, "service": a.Issuer, "secret": account.FormatKey(a.Key.Secret), "digits": a.Key.Digits,
			"algorithm": strings.ToLower(string(a.Key.Algorithm)), "period": a.Key.Period, "counter": a.Counter, "icon": nil, "legacy_uri": "x",
		})
	}
	return marshal(map[string]any{"app": "2fauth_v5.4.3", "schema": 1, "datetime": "2026-01-01", "data": data})
}

var otpClientLimits = steamByIssuer(supports{types: counting, tags: true, oneTag: true}).limits

// steamByIssuer adds to what a format loses that it knows Steam by its issuer alone.
func steamByIssuer(s supports) supports {
	s.also = func(a account.Account) string {
		if a.Key.Type == otp.Steam && a.Issuer != "Steam" {
			return "its own issuer"
		}
		return ""
	}
	return s
}

func otpClientList(accounts []account.Account) []byte {
	list := []any{}
	for _, a := range accounts {
		item := map[string]any{
			"type": strings.ToUpper(string(a.Key.Type)), "label": a.Name, "issuer": a.Issuer, "secret": account.FormatKey(a.Key.Secret),
			"digits": a.Key.Digits, "algo": string(a.Key.Algorithm), "period": a.Key.Period, "counter": a.Counter, "group": "",
		}
		if a.Key.Type == otp.Steam {
			item["type"], item["issuer"] = "TOTP", "Steam"
		}
		if len(a.Tags) > 0 {
			item["group"] = a.Tags[0]
		}
		list = append(list, item)
	}
	return marshal(list)
}

// sealOTPClient encrypts behind a header, all of which is authenticated; its nonce is
// longer than usual.
func sealOTPClient(t testing.TB, header, iv, salt []byte, accounts []account.Account, password string) []byte {
	gcm, err := newGCM(argon2.IDKey([]byte(password), salt, 1, 64, 1, 32), len(iv))
	if err != nil {
		t.Fatal(err)
	}
	return append(header, gcm.Seal(nil, iv, otpClientList(accounts), header)...)
}

func writeOTPClient3(t testing.TB, accounts []account.Account, password string) []byte {
	iv, salt := random(16), random(32)
	header := binary.BigEndian.AppendUint32(bytes.Clone(otpClientMagic), 3)
	header = append(append(header, iv...), salt...)
	for _, n := range []uint32{1, 64, 1} {
		header = binary.BigEndian.AppendUint32(header, n)
	}
	return sealOTPClient(t, header, iv, salt, accounts, password)
}

func writeOTPClient2(t testing.TB, accounts []account.Account, password string) []byte {
	iv, salt := random(16), random(32)
	header := append(bytes.Clone(otpClientMagic), 0, 0, 0)
	header = binary.LittleEndian.AppendUint32(header, 2)
	header = append(append(header, iv...), salt...)
	for _, n := range []uint32{1, 64, 1} {
		header = binary.LittleEndian.AppendUint32(header, n)
	}
	return sealOTPClient(t, header, iv, salt, accounts, password)
}

var totpAuthLimits = supports{types: []otp.Type{otp.TOTP}, pinned: true, key: func(k otp.Key) string {
	if k.Algorithm != otp.SHA1 {
		return "SHA1 only"
	}
	return ""
}}.limits

var _ = joins(contract{format: "totp-authenticator", write: writeTOTPAuthPreferences, limits: totpAuthLimits})
var _ = joins(contract{format: "base64", write: writeTOTPAuthBackup, limits: totpAuthLimits, encrypted: true, unproven: true})

// totpAuthItems writes keys in each of the three bases in turn, and leaves out what is usual.
func totpAuthItems(accounts []account.Account) string {
	list := []any{}
	for i, a := range accounts {
		item := map[string]any{"issuer": a.Issuer, "name": a.Name, "isFavorite": a.Pinned, "digits": "", "period": ""}
		if a.Issuer == "" {
			item["issuer"] = "Unknown"
		}
		if a.Key.Digits != 6 {
			item["digits"] = fmt.Sprint(a.Key.Digits)
		}
		if a.Key.Period != 30 {
			item["period"] = fmt.Sprint(a.Key.Period)
		}
		switch i % 3 {
		case 0:
			item["base"], item["key"] = 32, account.FormatKey(a.Key.Secret)
		case 1:
			item["base"], item["key"] = 16, hex.EncodeToString(a.Key.Secret)
		case 2:
			item["base"], item["key"] = 64, base64.StdEncoding.EncodeToString(a.Key.Secret)
		}
		list = append(list, item)
	}
	return string(marshal(list))
}

func writeTOTPAuthPreferences(_ testing.TB, accounts []account.Account, _ string) []byte {
	return preferences(pref{"another", "one"}, pref{totpAuthList, totpAuthItems(accounts)})
}

func writeTOTPAuthBackup(_ testing.TB, accounts []account.Account, password string) []byte {
	key := sha256.Sum256([]byte(password))
	plain := marshal(map[string]any{totpAuthItems(accounts): ""})
	return []byte(base64.StdEncoding.EncodeToString(sealCBC(key[:], make([]byte, 16), plain)))
}
