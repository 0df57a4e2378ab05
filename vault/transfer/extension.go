package transfer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/md5"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// extension is the backup of the browser extension "Authenticator", in the clear or
// encrypted in one of its three ways. Its text backup is a list of links.
func extension() Format {
	return Format{
		ID:     "authenticator-extension",
		Name:   words.Mark("Authenticator (browser extension)"),
		How:    words.Mark("In the extension: settings, Backup, Download backup file (JSON or text)."),
		Brings: words.Mark("TOTP, HOTP, Steam and Battle.net; pinned ones; all its ways of encrypting."),
		Leaves: words.Mark("Codes with GOST hashes, the extension's settings."),
		step:   stepJSON,
		Detect: isExtension,
		Read:   readExtension,
	}
}

// isExtension: every member is a record, or belongs to the key of the second version.
func isExtension(data []byte) bool {
	members := peek(data)
	records := 0
	for name, kind := range members {
		switch {
		case kind == '{' && name != "accounts":
			records++
		case name != "enc" && name != "hash":
			return false
		}
	}
	head := data[:min(len(data), 64<<10)]
	named := func(name string) bool { return bytes.Contains(head, []byte(`"`+name+`"`)) }
	return records > 0 && (named("secret") || named("data")) && (named("hash") || named("dataType"))
}

func readExtension(ctx context.Context, data []byte, env Env) (Result, error) {
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	records, keys := extensionRecords(n)
	if !slices.ContainsFunc(records, isLocked) {
		var r Result
		_, err := r.addExtension(ctx, records, func(record node) (node, error) { return record, nil })
		return r, err
	}
	r := Result{Encrypted: true}
	err = withPassword(ctx, env, func(password string) error {
		unlock, proven, err := keys.unlock(ctx, env, password)
		if err != nil {
			return err
		}
		r = Result{Encrypted: true}
		opened, err := r.addExtension(ctx, records, unlock)
		if err == nil && opened == 0 {
			r = Result{Encrypted: true}
			err = ErrWrongOrDamaged
			if proven {
				err = ErrDamaged
			}
		}
		return err
	})
	return r, err
}

// extensionRecords returns the accounts in the person's order, apart from the keys.
func extensionRecords(n node) (records []node, keys extensionKeys) {
	if n.get("enc").isString() {
		keys.old = n.get("enc").text()
	}
	for _, name := range n.names() {
		record := n.get(name)
		switch {
		case !record.isObject():
		case name == "key" && record.has("enc"):
			keys.old = record.get("enc").text()
		case record.get("dataType").text() == "Key":
			keys.new = append(keys.new, record)
		default:
			records = append(records, record)
		}
	}
	if len(records) > maxAccounts {
		return records, keys // they are refused
	}
	slices.SortStableFunc(records, func(a, b node) int {
		i, _ := a.get("index").number(0)
		j, _ := b.get("index").number(0)
		return cmp.Compare(i, j)
	})
	return records, keys
}

func isLocked(record node) bool {
	return record.get("encrypted").truth() || record.get("dataType").text() == "EncOTPStorage"
}

// addExtension adds the records that unlock opens, and returns how many locked ones it
// opened: none means that the password is wrong.
func (r *Result) addExtension(ctx context.Context, records []node, unlock func(node) (node, error)) (opened int, err error) {
	for i, record := range records {
		if err := r.next(ctx); err != nil {
			return opened, err
		}
		var a account.Account
		var err error
		if isLocked(record) {
			if record, err = unlock(record); err == nil {
				opened++
			}
		}
		if err == nil {
			a, err = extensionAccount(record)
		}
		r.add(i+1, a, err)
	}
	return opened, nil
}

func extensionAccount(n node) (account.Account, error) {
	e := entry{
		Type: strings.ToLower(n.get("type").text()), Secret: strings.TrimSpace(n.get("secret").text()),
		Digits: n.get("digits"), Period: n.get("period"), Counter: n.get("counter"),
	}
	issuer, _, _ := strings.Cut(n.get("issuer").text(), "::") // the site that it is offered on follows
	named := account.Account{Issuer: issuer, Name: n.get("account").text()}
	var err error
	if e.Algorithm, err = extensionAlgorithm(n.get("algorithm")); err != nil {
		return named, err
	}
	lower := strings.ToLower(e.Secret)
	switch {
	case strings.HasPrefix(lower, "stm-"):
		e.Type, e.Secret = "steam", e.Secret[len("stm-"):]
	case strings.HasPrefix(lower, "blz-"):
		e.Type, e.Secret = "battle", e.Secret[len("blz-"):]
	case strings.HasPrefix(lower, "bliz-"):
		e.Type, e.Secret = "battle", e.Secret[len("bliz-"):]
	}
	switch e.Type {
	case "battle":
		e.Type, e.Digits = string(otp.TOTP), textNode("8")
	case "hex", "hhex":
		raw, ok := decodeHex(e.Secret)
		if !ok {
			return named, reason{words.Error("its key is not hexadecimal text")}
		}
		e.Raw = raw
		e.Type = map[string]string{"hex": string(otp.TOTP), "hhex": string(otp.HOTP)}[e.Type]
	}
	a, err := e.account(named.Issuer, named.Name)
	a.Pinned = n.get("pinned").truth()
	return a, err
}

// extensionAlgorithm reads a name, or the number that some versions wrote.
func extensionAlgorithm(n node) (string, error) {
	switch text := n.text(); text {
	case "1":
		return "SHA1", nil
	case "2":
		return "SHA256", nil
	case "3":
		return "SHA512", nil
	case "4", "5":
		return "", reason{words.Error("its algorithm is GOST, which Watchword does not know")}
	default:
		return text, nil
	}
}

// extensionKeys are what a file keeps its own keys in: nothing in version 1.
type extensionKeys struct {
	old string // version 2: one key, encrypted with the password
	new []node // version 3
}

// unlock returns what opens a record with this password, and whether the file proves that it is the right one.
func (k extensionKeys) unlock(ctx context.Context, env Env, password string) (open func(node) (node, error), proven bool, err error) {
	phrases := map[string]string{"": password} // by the ID of the key
	if k.old != "" {
		raw, ok := openSalted(k.old, password)
		if !ok || len(raw) > maxExtensionKey {
			return nil, false, ErrWrongOrDamaged
		}
		phrases[""] = hex.EncodeToString(raw)
	}
	for _, key := range k.new[:min(len(k.new), maxExtensionKeys)] {
		phrase, right, err := extensionPhrase(ctx, env, key, password)
		if err != nil {
			return nil, false, err
		}
		proven = proven || right
		phrases[key.get("id").text()] = phrase
	}
	return func(record node) (node, error) { return openExtension(record, phrases) }, proven, nil
}

const (
	maxExtensionKeys = 8    // of a file: each is two derivations
	maxExtensionKey  = 1024 // bytes: each record hashes it three times
)

var errExtensionLocked = reason{words.Error("it cannot be decrypted")}

// openExtension decrypts a record, or only its secret in the older versions.
func openExtension(record node, phrases map[string]string) (node, error) {
	if record.get("dataType").text() == "EncOTPStorage" {
		plain, ok := openSalted(record.get("data").text(), phrases[record.get("keyId").text()])
		if !ok {
			return node{}, errExtensionLocked
		}
		opened, err := parseJSON(plain)
		if err != nil || !opened.isObject() {
			return node{}, errExtensionLocked
		}
		return opened, nil
	}
	plain, ok := openSalted(record.get("secret").text(), phrases[""])
	if !ok || !isASCII(plain) {
		return node{}, errExtensionLocked
	}
	opened := map[string]any{}
	for _, name := range record.names() {
		opened[name] = record.get(name).value
	}
	opened["secret"] = string(plain)
	return node{opened}, nil
}

func isASCII(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' || c > '~' })
}

// extensionVersion is the newest way of encrypting that is known.
const extensionVersion = 3

// The cost of the third version's keys.
var extensionCost = argon2Cost{Memory: 19_456, Passes: 2, Lanes: 1}

// extensionPhrase makes what encrypts the records of the third version, and holds it to
// the hash that the file keeps of it; proven is false where there is none.
func extensionPhrase(ctx context.Context, env Env, key node, password string) (phrase string, proven bool, err error) {
	if version, err := key.get("version").number(extensionVersion); err != nil || version > extensionVersion {
		return "", false, errNewer
	}
	raw, err := argon2idKey(ctx, env, []byte(password), []byte(key.get("salt").text()), extensionCost, 32)
	if err != nil {
		return "", false, err
	}
	phrase = base64.RawStdEncoding.EncodeToString(raw)
	switch right, err := checkPHC(ctx, env, key.get("hash").text(), phrase); {
	case errors.Is(err, errNoPHC):
		return phrase, false, nil // the records will tell
	case err != nil:
		return "", false, err
	case !right:
		return "", false, ErrWrongPassword
	}
	return phrase, true, nil
}

var errNoPHC = errors.New("no hash of Argon2id")

// checkPHC compares a phrase with its hash in the PHC string format.
func checkPHC(ctx context.Context, env Env, hash, phrase string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != "v=19" {
		return false, errNoPHC
	}
	var c argon2Cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes, &c.Lanes); err != nil {
		return false, errNoPHC
	}
	salt, ok1 := decodeBase64(parts[4])
	want, ok2 := decodeBase64(parts[5])
	if !ok1 || !ok2 || len(want) < 16 || len(want) > 64 {
		return false, errNoPHC
	}
	got, err := argon2idKey(ctx, env, []byte(phrase), salt, c, len(want))
	return subtle.ConstantTimeCompare(got, want) == 1, err
}

// openSalted decrypts what OpenSSL and CryptoJS write: base64 of "Salted__", 8 bytes of
// salt, and AES-256-CBC under a key and IV that are made with MD5.
func openSalted(text, phrase string) ([]byte, bool) {
	data, ok := decodeBase64(text)
	if !ok || len(data) < 32 || !bytes.HasPrefix(data, []byte("Salted__")) {
		return nil, false
	}
	key, iv := saltedKey(phrase, data[8:16])
	return openCBC(key, iv, data[16:])
}

func saltedKey(phrase string, salt []byte) (key, iv []byte) {
	var all, last []byte
	for len(all) < 48 {
		sum := md5.Sum(slices.Concat(last, []byte(phrase), salt))
		last = sum[:]
		all = append(all, last...)
	}
	return all[:32], all[32:48]
}
