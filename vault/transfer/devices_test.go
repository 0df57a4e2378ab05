package transfer

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/secretstream"
)

// Programs of terminals, desktops and phones, and scripts, join the suite with writers of their own.

var counted = []otp.Type{otp.TOTP, otp.HOTP}

var cotpSupports = supports{}

var _ = joins(contract{format: "cotp", write: writeCotp, limits: cotpSupports.limits})
var _ = joins(contract{format: "cotp-encrypted", write: writeCotpEncrypted, limits: cotpSupports.limits, encrypted: true})
var _ = joins(contract{format: "cotp-encrypted", write: writeOldCotp, limits: cotpSupports.limits, encrypted: true})
var _ = joins(contract{format: "totp-cli", write: writeTOTPCLI, limits: totpCLISupports.limits})
var _ = joins(contract{format: "totp-cli", write: writeOldTOTPCLI, limits: oldTOTPCLISupports.limits})
var _ = joins(contract{format: "totp-cli", write: writeTOTPCLIYAML, limits: totpCLISupports.limits})
var _ = joins(contract{format: "authme", write: writeAuthme, limits: usualOnly(supports{types: []otp.Type{otp.TOTP}}).limits})
var _ = joins(contract{format: "authy-script", write: writeAuthyScript, limits: supports{types: []otp.Type{otp.TOTP}, also: bitwardenSupports.also}.limits})
var _ = joins(contract{format: "extract-otp-secrets", write: writeExtractOTP, limits: supports{types: counted}.limits})
var _ = joins(contract{format: "extract-otp-secrets-csv", write: writeExtractOTPCSV, limits: supports{types: counted}.limits})
var _ = joins(contract{format: "extract-otp-secrets-csv", write: writeExtractKeePass, limits: usualOnly(supports{types: []otp.Type{otp.TOTP}}).limits})
var _ = joins(contract{format: "extract-otp-secrets-csv", write: writeExtractKeePassHOTP, limits: usualOnly(supports{types: []otp.Type{otp.HOTP}}).limits})
var _ = joins(contract{format: "google-authenticator-exporter", write: writeGoogleExporter, limits: supports{types: counted, key: func(k otp.Key) string {
	if k.Type == otp.TOTP && k.Period != 30 || k.Digits != 6 && k.Digits != 8 {
		return "as Google's codes"
	}
	return ""
}}.limits})
var _ = joins(contract{format: "nextcloud-otp-manager", write: writeOTPManager, limits: supports{types: counted}.limits})
var _ = joins(contract{format: "2fast", write: writeTwoFast, limits: twoFastSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "2fast", write: writeOldTwoFast, limits: twoFastSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "otp-auth", write: writeOTPAuthBackup, limits: otpAuthSupports.limits, encrypted: true})
var _ = joins(contract{format: "otp-auth", write: writeOldOTPAuthBackup, limits: otpAuthSupports.limits, encrypted: true, unproven: true})
var _ = joins(contract{format: "otp-auth", write: writeOTPAuthAccount, limits: supports{types: counted}.limits, encrypted: true, most: 1})
var _ = joins(contract{format: "cloudotp", write: writeCloudOTP, limits: supports{tags: true, note: true, pinned: true}.limits, encrypted: true})
var _ = joins(contract{format: "google-authenticator-pam", write: writePAM, limits: pamLimits, most: 1})
var _ = joins(contract{format: "rsc-2fa", write: writeRSC2FA, limits: rscLimits})
var _ = joins(contract{format: "pass", write: writePassEntry, limits: supports{}.limits, most: 1})
var _ = joins(contract{format: "pass", write: writePassHOTP, limits: supports{types: []otp.Type{otp.HOTP}}.limits, most: 1})
var _ = joins(contract{format: "pass", write: writePassEntry, limits: supports{types: []otp.Type{otp.Steam}}.limits, most: 1})
var _ = joins(contract{format: "base64", write: writeSteamGuardCLI, limits: steamLimits, most: 1, encrypted: true, unproven: true, few: true, env: Env{Companion: steamGuardManifest}})

// usualOnly takes keys with the usual digits, period and hash alone.
func usualOnly(s supports) supports {
	s.key = func(k otp.Key) string {
		usual := otp.Defaults(k.Type)
		if usual.Secret = k.Secret; k.Algorithm != usual.Algorithm || k.Digits != usual.Digits || k.Period != usual.Period {
			return "the usual alone"
		}
		return ""
	}
	return s
}

func cotpElements(accounts []account.Account) []any {
	elements := []any{}
	for _, a := range accounts {
		secret := account.FormatKey(a.Key.Secret)
		if a.Key.Type == otp.MOTP {
			secret = hex.EncodeToString(a.Key.Secret)
		}
		element := map[string]any{
			"secret": secret, "issuer": a.Issuer, "label": a.Name, "digits": a.Key.Digits, "type": strings.ToUpper(string(a.Key.Type)),
			"algorithm": string(a.Key.Algorithm), "period": a.Key.Period, "counter": nil, "pin": nil,
		}
		if a.Key.Type == otp.HOTP {
			element["counter"] = a.Counter
		}
		if a.Key.PIN != "" {
			element["pin"] = string(a.Key.PIN)
		}
		elements = append(elements, element)
	}
	return elements
}

func writeCotp(_ testing.TB, accounts []account.Account, _ string) []byte {
	return marshal(map[string]any{"version": 2, "elements": cotpElements(accounts)})
}

func writeCotpEncrypted(t testing.TB, accounts []account.Account, password string) []byte {
	salt, nonce := random(16), random(chacha20poly1305.NonceSizeX)
	aead, err := chacha20poly1305.NewX(argon2.IDKey([]byte(password), salt, uint32(cotpCost.Passes), uint32(cotpCost.Memory), uint8(cotpCost.Lanes), 32))
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.StdEncoding.EncodeToString
	return marshal(map[string]any{"version": 1, "nonce": encode(nonce), "salt": encode(salt), "cipher": encode(aead.Seal(nil, nonce, writeCotp(t, accounts, ""), nil))})
}

// writeOldCotp writes the database of the first versions: a list without a version.
func writeOldCotp(_ testing.TB, accounts []account.Account, password string) []byte {
	salt := random(16)
	c := oldCotpCost
	header, sealed := secretstream.Seal(argon2.IDKey([]byte(password), salt, uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), 32), marshal(cotpElements(accounts)))
	encode := base64.StdEncoding.EncodeToString
	return []byte("1|" + encode(salt) + "|" + encode(header) + "|" + encode(sealed))
}

var totpCLISupports = supports{types: []otp.Type{otp.TOTP}, tags: true, oneTag: true, also: lostIssuer}
var oldTOTPCLISupports = usualOnly(totpCLISupports)

func lostIssuer(a account.Account) string {
	if a.Issuer != "" {
		return "its issuer"
	}
	return ""
}

func totpCLINames(accounts []account.Account, names [4]string) []byte {
	spaces := []any{}
	for _, a := range accounts {
		item := map[string]any{names[2]: a.Name, names[3]: account.FormatKey(a.Key.Secret), "prefix": ""}
		if names[2] == "name" {
			item["algorithm"], item["length"], item["timePeriod"] = strings.ToLower(string(a.Key.Algorithm)), a.Key.Digits, a.Key.Period
			if a.Key.Digits == 6 && a.Key.Period == 30 {
				item["length"], item["timePeriod"] = 0, 0
			}
		}
		spaces = append(spaces, map[string]any{names[0]: firstTag(a), names[1]: []any{item}})
	}
	return marshal(spaces)
}

func writeTOTPCLI(_ testing.TB, accounts []account.Account, _ string) []byte {
	return totpCLINames(accounts, [4]string{"name", "accounts", "name", "token"})
}

func writeOldTOTPCLI(_ testing.TB, accounts []account.Account, _ string) []byte {
	return totpCLINames(accounts, [4]string{"Name", "Accounts", "Name", "Token"})
}

func writeTOTPCLIYAML(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	quote := func(text string) string {
		quoted, _ := json.Marshal(text)
		return string(quoted)
	}
	for _, a := range accounts {
		fmt.Fprintf(&b, "- name: %s\n  accounts:\n    - name: %s\n      token: %s\n      prefix: \"\"\n      algorithm: %s\n      length: %d\n      timeperiod: %d\n",
			quote(firstTag(a)), quote(a.Name), account.FormatKey(a.Key.Secret), strings.ToLower(string(a.Key.Algorithm)), a.Key.Digits, a.Key.Period)
	}
	return []byte(b.String())
}

func writeAuthme(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	for _, a := range accounts {
		fmt.Fprintf(&b, "\nName:   %s \nSecret: %s \nIssuer: %s \nType:   OTP_TOTP\n", a.Name, account.FormatKey(a.Key.Secret), a.Issuer)
	}
	return marshal(map[string]any{"role": "codes", "encrypted": false, "codes": base64.StdEncoding.EncodeToString([]byte(b.String())), "date": "2026", "version": 3})
}

func writeAuthyScript(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for _, a := range accounts {
		list = append(list, map[string]any{"name": a.Issuer + ": " + a.Name, "secret": account.FormatKey(a.Key.Secret), "uri": a.URI()})
	}
	return marshal(list)
}

func writeExtractOTP(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for _, a := range accounts {
		item := map[string]any{"name": a.Name, "secret": account.FormatKey(a.Key.Secret), "issuer": a.Issuer, "type": string(a.Key.Type), "counter": nil, "url": a.URI()}
		if a.Key.Type == otp.HOTP {
			item["counter"] = a.Counter
		}
		list = append(list, item)
	}
	return marshal(list)
}

func writeExtractOTPCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"name", "secret", "issuer", "type", "counter", "url"}}
	for _, a := range accounts {
		counter := ""
		if a.Key.Type == otp.HOTP {
			counter = fmt.Sprint(a.Counter)
		}
		rows = append(rows, []string{a.Name, account.FormatKey(a.Key.Secret), a.Issuer, string(a.Key.Type), counter, a.URI()})
	}
	return writeCSV(rows)
}

func writeExtractKeePass(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"Title", "User Name", "TimeOtp-Secret-Base32", "Group"}}
	for _, a := range accounts {
		rows = append(rows, []string{a.Issuer, a.Name, account.FormatKey(a.Key.Secret), "OTP/TOTP"})
	}
	return writeCSV(rows)
}

func writeExtractKeePassHOTP(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"Title", "User Name", "HmacOtp-Secret-Base32", "HmacOtp-Counter", "Group"}}
	for _, a := range accounts {
		rows = append(rows, []string{a.Issuer, a.Name, account.FormatKey(a.Key.Secret), fmt.Sprint(a.Counter), "OTP/HOTP"})
	}
	return writeCSV(rows)
}

func writeGoogleExporter(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for _, a := range accounts {
		list = append(list, map[string]any{
			"secret": base64.StdEncoding.EncodeToString(a.Key.Secret), "totpSecret": account.FormatKey(a.Key.Secret), "name": a.Name, "issuer": a.Issuer,
			"algorithm": "ALGO_" + string(a.Key.Algorithm), "digits": a.Key.Digits/2 - 2, "type": "OTP_" + strings.ToUpper(string(a.Key.Type)), "counter": fmt.Sprint(a.Counter),
		})
	}
	return marshal(list)
}

func writeOTPManager(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for _, a := range accounts {
		list = append(list, map[string]any{
			"secret": account.FormatKey(a.Key.Secret), "name": a.Name, "issuer": a.Issuer, "digits": a.Key.Digits, "type": string(a.Key.Type), "period": a.Key.Period,
			"algorithm": slices.Index([]otp.Algorithm{otp.SHA1, otp.SHA256, otp.SHA512}, a.Key.Algorithm), "counter": a.Counter, "icon": "default",
		})
	}
	return marshal(map[string]any{"accounts": list})
}

var twoFastSupports = supports{types: []otp.Type{otp.TOTP, otp.Steam}, tags: true, note: true, pinned: true}

func twoFastData(key []byte, version int, accounts []account.Account) []byte {
	iv := random(16)
	seal := func(text string) string { return base64.StdEncoding.EncodeToString(sealCBC(key, iv, []byte(text))) }
	list := []any{}
	for _, a := range accounts {
		categories := []any{}
		for _, tag := range a.Tags {
			categories = append(categories, map[string]any{"Name": seal(tag), "Guid": "x"})
		}
		item := map[string]any{
			"Label": seal(a.Name), "Issuer": seal(a.Issuer), "Notes": seal(a.Note), "AccountIconName": seal(""), "SecretByteArray": seal(string(a.Key.Secret)),
			"Period": a.Key.Period, "TotpSize": a.Key.Digits, "HashMode": slices.Index([]otp.Algorithm{otp.SHA1, otp.SHA256, otp.SHA512}, a.Key.Algorithm),
			"IsFavourite": a.Pinned, "SelectedCategories": categories, "OTPType": seal(string(a.Key.Type)),
		}
		if version < 2 && a.Key.Type == otp.TOTP {
			delete(item, "OTPType")
		}
		list = append(list, item)
	}
	return marshal(map[string]any{"Collection": list, "GlobalCategories": []any{}, "IV": base64.StdEncoding.EncodeToString(iv), "Version": version})
}

func writeTwoFast(t testing.TB, accounts []account.Account, password string) []byte {
	key, err := pbkdf2Key(context.Background(), Env{}, sha256.New, []byte(password), twoFastSalt, 25_000, 32)
	if err != nil {
		t.Fatal(err)
	}
	return twoFastData(key, 2, accounts)
}

func writeOldTwoFast(t testing.TB, accounts []account.Account, password string) []byte {
	key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), twoFastSalt, 1_000, 32)
	if err != nil {
		t.Fatal(err)
	}
	return twoFastData(key, 1, accounts)
}

// --- OTP Auth

var otpAuthSupports = supports{types: counted, tags: true, oneTag: true}

// A plistWriter makes a binary property list.
type plistWriter struct{ objects [][]byte }

func (w *plistWriter) head(kind byte, size int) []byte {
	if size < 15 {
		return []byte{kind<<4 | byte(size)}
	}
	return binary.BigEndian.AppendUint32([]byte{kind<<4 | 15, 0x12}, uint32(size))
}

// add appends a value, those in it first, and returns its number.
func (w *plistWriter) add(v any) int {
	var b []byte
	refs := func(numbers []int) {
		for _, n := range numbers {
			b = binary.BigEndian.AppendUint32(b, uint32(n))
		}
	}
	switch v := v.(type) {
	case nil:
		b = []byte{0}
	case int:
		b = binary.BigEndian.AppendUint64([]byte{0x13}, uint64(v))
	case plistUID:
		b = binary.BigEndian.AppendUint32([]byte{0x83}, uint32(v))
	case []byte:
		b = append(w.head(4, len(v)), v...)
	case string:
		if strings.Trim(v, "\x00") == v && len(v) == len([]rune(v)) {
			b = append(w.head(5, len(v)), v...)
			break
		}
		units := utf16.Encode([]rune(v))
		b = w.head(6, len(units))
		for _, u := range units {
			b = binary.BigEndian.AppendUint16(b, u)
		}
	case []any:
		var numbers []int
		for _, item := range v {
			numbers = append(numbers, w.add(item))
		}
		b = w.head(0xA, len(v))
		refs(numbers)
	case map[string]any:
		var names, values []int
		for _, name := range (node{v}).names() {
			names, values = append(names, w.add(name)), append(values, w.add(v[name]))
		}
		b = w.head(0xD, len(v))
		refs(names)
		refs(values)
	default:
		panic(fmt.Sprintf("no plist has a %T", v))
	}
	w.objects = append(w.objects, b)
	return len(w.objects) - 1
}

func plistOf(v any) []byte {
	var w plistWriter
	top := w.add(v)
	return plistBytes(w, top)
}

func plistBytes(w plistWriter, top int) []byte {
	data := slices.Clone(plistMagic)
	var offsets []byte
	for _, o := range w.objects {
		offsets = binary.BigEndian.AppendUint32(offsets, uint32(len(data)))
		data = append(data, o...)
	}
	at := len(data)
	data = append(append(data, offsets...), 0, 0, 0, 0, 0, 0, 4, 4)
	for _, n := range []int{len(w.objects), top, at} {
		data = binary.BigEndian.AppendUint64(data, uint64(n))
	}
	return data
}

// plistClass is the class of every object: any but the first one, which is “$null”.
const plistClass = plistUID(1)

// A keyedWriter makes an archive as NSKeyedArchiver does.
type keyedWriter struct{ objects []any }

func (w *keyedWriter) ref(v any) plistUID {
	w.objects = append(w.objects, v)
	return plistUID(len(w.objects)) // behind $null
}

func (w *keyedWriter) dictionary(members map[string]any) plistUID {
	var keys, values []any
	for _, name := range (node{members}).names() {
		keys, values = append(keys, w.ref(name)), append(values, w.ref(members[name]))
	}
	return w.ref(map[string]any{"NS.keys": keys, "NS.objects": values, "$class": plistClass})
}

func (w *keyedWriter) archive(root plistUID) []byte {
	return plistOf(map[string]any{"$archiver": "NSKeyedArchiver", "$version": 100_000, "$top": map[string]any{"root": root}, "$objects": append([]any{"$null"}, w.objects...)})
}

func (w *keyedWriter) members(a account.Account) map[string]any {
	return map[string]any{
		"type": map[otp.Type]int{otp.HOTP: 1, otp.TOTP: 2}[a.Key.Type], "algorithm": map[otp.Algorithm]int{otp.SHA1: 1, otp.SHA256: 2, otp.SHA512: 3}[a.Key.Algorithm],
		"digits": a.Key.Digits, "period": a.Key.Period, "counter": int(a.Counter),
	}
}

func otpAuthFolders(accounts []account.Account) []byte {
	var w keyedWriter
	var folders []any
	for _, a := range accounts {
		object := w.members(a)
		object["issuer"], object["label"], object["$class"] = w.ref(a.Issuer), w.ref(map[string]any{"NS.string": a.Name}), plistClass
		object["secret"] = w.ref(map[string]any{"NS.data": []byte(a.Key.Secret), "$class": plistClass})
		list := w.ref(map[string]any{"NS.objects": []any{w.ref(object)}, "$class": plistClass})
		folders = append(folders, w.ref(map[string]any{"name": w.ref(firstTag(a)), "accounts": list, "$class": plistClass}))
	}
	all := w.ref(map[string]any{"NS.objects": folders, "$class": plistClass})
	return w.archive(w.ref(map[string]any{"NS.keys": []any{w.ref("Folders")}, "NS.objects": []any{all}, "$class": plistClass}))
}

func sealOTPAuth(text string, members map[string]any) []byte {
	var w keyedWriter
	key := sha256.Sum256([]byte(text))
	return sealCBC(key[:], make([]byte, 16), w.archive(w.dictionary(members)))
}

func sealRNCryptor(password string, plain []byte) []byte {
	salt1, salt2, iv := random(8), random(8), random(16)
	key, _ := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt1, otpAuthRounds, 32)
	macKey, _ := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt2, otpAuthRounds, 32)
	sealed := slices.Concat([]byte{3, 1}, salt1, salt2, iv, sealCBC(key, iv, plain))
	mac := hmac.New(sha256.New, macKey)
	mac.Write(sealed)
	return mac.Sum(sealed)
}

func writeOTPAuthBackup(_ testing.TB, accounts []account.Account, password string) []byte {
	return sealOTPAuth("Authenticator", map[string]any{"Version": 11, "WrappedData": sealRNCryptor(password, otpAuthFolders(accounts))})
}

func writeOldOTPAuthBackup(_ testing.TB, accounts []account.Account, password string) []byte {
	key, iv := sha256.Sum256([]byte("salt-"+password)), sha1.Sum([]byte("vector"))
	sealed := sealCBC(key[:], iv[:16], otpAuthFolders(accounts))
	return sealOTPAuth("Authenticator", map[string]any{"Version": 10, "Salt": "salt", "IV": "vector", "WrappedData": sealed})
}

func writeOTPAuthAccount(_ testing.TB, accounts []account.Account, password string) []byte {
	var w keyedWriter
	members := w.members(accounts[0])
	members["issuer"], members["label"], members["secret"] = accounts[0].Issuer, accounts[0].Name, []byte(accounts[0].Key.Secret)
	return sealOTPAuth("OTPAuth", map[string]any{"Version": 12, "Data": sealRNCryptor(password, w.archive(w.dictionary(members)))})
}

// --- the rest

func writeCloudOTP(_ testing.TB, accounts []account.Account, password string) []byte {
	tokens, categories := []any{}, []any{}
	for i, a := range accounts {
		secret := account.FormatKey(a.Key.Secret)
		if a.Key.Type == otp.MOTP {
			secret = hex.EncodeToString(a.Key.Secret)
		}
		kind := slices.Index([]otp.Type{otp.TOTP, otp.HOTP, otp.MOTP, otp.Steam, otp.Yandex}, a.Key.Type)
		tokens = append(tokens, string(marshal(map[string]any{
			"uid": fmt.Sprint("u", i), "issuer": a.Issuer, "account": a.Name, "secret": secret, "token_type": kind, "algorithm": string(a.Key.Algorithm),
			"digits": fmt.Sprint(a.Key.Digits), "period": a.Key.Period, "counter": a.Counter, "pinned": btoi(a.Pinned), "pin": string(a.Key.PIN), "description": a.Note,
		})))
		for _, tag := range a.Tags {
			categories = append(categories, string(marshal(map[string]any{"title": tag, "bindings": fmt.Sprint("x,u", i)})))
		}
	}
	salt, c := random(cloudOTPSalt), cloudOTPCost
	key := argon2.IDKey([]byte(password), salt, uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), 32)
	nonce, sealed := sealGCM(key, marshal(map[string]any{"tokens": tokens, "categories": categories}), nil)
	return slices.Concat([]byte(cloudOTPHeader), salt, nonce, sealed)
}

func lostNames(a account.Account) string {
	if a.Issuer+a.Name != "" {
		return "its names"
	}
	return ""
}

func pamLimits(a account.Account) (bool, string) {
	c := usualOnly(supports{types: counted, also: lostNames})
	return c.limits(a)
}

func writePAM(_ testing.TB, accounts []account.Account, _ string) []byte {
	kind := "\" TOTP_AUTH\n"
	if accounts[0].Key.Type == otp.HOTP {
		kind = fmt.Sprintf("\" HOTP_COUNTER %d\n", accounts[0].Counter)
	}
	return []byte(account.FormatKey(accounts[0].Key.Secret) + "\n\" RATE_LIMIT 3 30\n\" WINDOW_SIZE 17\n" + kind)
}

func writePassEntry(_ testing.TB, accounts []account.Account, _ string) []byte {
	return []byte("a password\nlogin: " + strings.Join(strings.Fields(accounts[0].Name), " ") + "\ntotp: " + accounts[0].URI() + "\n")
}

func writePassHOTP(_ testing.TB, accounts []account.Account, _ string) []byte {
	return []byte("a password\n" + accounts[0].URI() + "\n")
}

// rscLimits: a line is cut at spaces, and the counter is that of the code that was made last.
func rscLimits(a account.Account) (bool, string) {
	k := a.Key
	if k.Algorithm != otp.SHA1 || k.Digits > 8 || k.Type == otp.HOTP && a.Counter == 0 || k.Type == otp.TOTP && k.Period != 30 && (k.Period < 10 || k.Period > 99) {
		return true, "it cannot be written"
	}
	return supports{types: counted, also: lostNames}.limits(a)
}

func writeRSC2FA(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b bytes.Buffer
	for i, a := range accounts {
		name := strings.Join(strings.Fields(a.Name), "_")
		if name == "" {
			name = "name" + strconv.Itoa(i)
		}
		fmt.Fprintf(&b, "%s %d ", name, a.Key.Digits)
		if a.Key.Type == otp.TOTP && a.Key.Period != 30 {
			fmt.Fprintf(&b, "%d ", a.Key.Period)
		}
		b.WriteString(account.FormatKey(a.Key.Secret))
		if a.Key.Type == otp.HOTP {
			fmt.Fprintf(&b, " %0*d", counterDigits, a.Counter-1)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// steamGuardManifest is the list of steamguard-cli: one file under today's scheme, one that is not
// encrypted, and one as Steam Desktop Authenticator does it.
func steamGuardManifest(name string) ([]byte, error) {
	if name != "manifest.json" {
		return nil, fmt.Errorf("asked for %q", name)
	}
	encode := base64.StdEncoding.EncodeToString
	return marshal(map[string]any{"version": 1, "entries": []any{
		map[string]any{"filename": "0.maFile", "steam_id": 1, "account_name": "x", "encryption": nil},
		map[string]any{"filename": "1.maFile", "steam_id": 2, "account_name": "y", "encryption": map[string]any{"iv": encode(random(16)), "salt": encode(random(8)), "scheme": "LegacySdaCompatible"}},
		map[string]any{"filename": "2.maFile", "steam_id": 3, "account_name": "z", "encryption": map[string]any{"iv": encode(testIV), "salt": encode(testSalt), "scheme": "Argon2idAes256"}},
	}}), nil
}

func writeSteamGuardCLI(t testing.TB, accounts []account.Account, password string) []byte {
	c := steamGuardCosts[1]
	key := argon2.IDKey([]byte(password), testSalt, uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), 32)
	return []byte(base64.StdEncoding.EncodeToString(sealCBC(key, testIV, writeMaFile(t, accounts, ""))))
}

// TestOneDetector shows the file of every contract to every detector: one takes it. Those that
// only guess come after all others and are not asked.
func TestOneDetector(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		if c.format == "text" || c.format == "zip" { // which take what all others leave
			return
		}
		accounts, _ := c.carried(t)
		oneDetector(t, c.file(t, accounts), c.format)
	})
	for _, row := range codelessTables {
		oneDetector(t, []byte(row+"\na,b,c,d,e\n"), "passwords")
	}
}

func oneDetector(t *testing.T, data []byte, want string) {
	t.Helper()
	var found []string
	for _, f := range Formats {
		if f.Detect != nil && f.step != stepGuess && f.step != stepText && f.step != stepArchive && detects(f, data) {
			found = append(found, f.ID)
		}
	}
	if f, ok := Detect(data); !ok || want != "" && f.ID != want || f.step != stepGuess && len(found) != 1 {
		t.Errorf("%q is taken for %q by %q", want, f.ID, found)
	}
}

// TestOneDetectorOfSamples does the same with what others wrote.
func TestOneDetectorOfSamples(t *testing.T) {
	eachSample(t, func(t *testing.T, _ string, data []byte, s sample) {
		if !s.Refuse && !s.Companion {
			oneDetector(t, withoutBOM(data), "")
		}
	})
}

// codelessTables are the first lines of tables that have no codes.
var codelessTables = []string{
	"name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,pin,expirydate,zipcode,folder,full_name,phone_number,email,address1,address2,city,country,state,type,custom_fields",
	`"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"`,
	"name,url,username,password",
	"name,url,username,password,note",
	"Name,URL,Username,Password,Notes",
	`"Account","Login Name","Password","Web Site","Comments"`,
	`"Group","Title","User Name","Password","URL","Notes"`,
	`"Group","Title","Username","Password","URL","Notes","Last Modified"`,
	"Title,URL,Username,Password,Notes",
}

// Programs that put no codes into their tables are named, and a link in one is still for others.
func TestTablesWithoutCodes(t *testing.T) {
	for _, header := range codelessTables {
		_, err := Read(context.Background(), []byte(header+"\na,b,c,d,e\n"), Env{})
		if err == nil || !strings.Contains(err.Error(), "no one-time codes") {
			t.Errorf("%s: %v", header, err)
		}
	}
	if f, ok := Detect([]byte("name,url,username,password,note\na,b,c,d,otpauth://totp/a?secret=JBSWY3DPEHPK3PXP\n")); ok && f.ID == "passwords" {
		t.Error("a table with a link in it is called one without codes")
	}
}

// A property list may refer to anything, itself too: a dictionary that is the name of its own
// member used up the stack.
func TestPlistOfItself(t *testing.T) {
	var w plistWriter
	top := w.add(map[string]any{"$objects": []any{"x"}, "$top": map[string]any{"root": plistUID(1)}})
	for at := range w.objects {
		if w.objects[at][0]>>4 == 0xD { // each reference of each dictionary leads to the outermost one
			for i := 1; i < len(w.objects[at]); i += 4 {
				binary.BigEndian.PutUint32(w.objects[at][i:], uint32(top))
			}
		}
	}
	if _, _, ok := parseKeyed(plistBytes(w, top)); ok {
		t.Error("nonsense was read")
	}
}
