package transfer

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"strings"
	"unicode/utf8"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// twoFast is the data file of 2fast for Windows: JSON whose texts are encrypted one by one,
// with one key and one initialization vector for all.
func twoFast() Format {
	return Format{
		ID:     "2fast",
		Name:   "2fast",
		How:    words.Mark("2fast keeps its accounts in a data file whose place you chose (.2fa): choose that. Its password is the one of 2fast."),
		Brings: words.Mark("TOTP and Steam; categories as tags, notes, favourites."),
		Leaves: words.Mark("Icons."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["Collection"] == '[' && m["IV"] == '"'
		},
		Read: readTwoFast,
	}
}

// twoFastSalt is the same in every file.
var twoFastSalt = []byte{0x0E, 0xDF, 0x23, 0xC5, 0x5D, 0xF2, 0xEF, 0x08}

func readTwoFast(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	iv, ok := decodeBase64(n.get("IV").text())
	version, err := n.get("Version").number(0)
	if !ok || len(iv) != 16 || err != nil {
		return r, ErrDamaged
	}
	if version > 2 {
		return r, errNewer
	}
	items := n.get("Collection").list()
	err = withPassword(ctx, env, func(password string) error {
		newHash, rounds := sha256.New, int64(25_000)
		if version < 2 {
			newHash, rounds = sha1.New, 1_000
		}
		key, err := pbkdf2Key(ctx, env, newHash, []byte(password), twoFastSalt, rounds, 32)
		if err != nil {
			return err
		}
		r = Result{Encrypted: true}
		file, opened := twoFastFile{key, iv}, len(items) == 0
		for i, item := range items {
			if err := r.next(ctx); err != nil {
				return err
			}
			a, ok, err := file.account(item)
			opened = opened || ok
			r.add(i+1, a, err)
		}
		if !opened {
			r = Result{Encrypted: true}
			return ErrWrongOrDamaged // nothing else proves the password
		}
		return nil
	})
	return r, err
}

// A twoFastFile opens the texts of a file.
type twoFastFile struct{ key, iv []byte }

// open decrypts a value; what is missing is "".
func (f twoFastFile) open(n node) (text []byte, ok bool) {
	if n.text() == "" {
		return nil, true
	}
	sealed, ok := decodeBase64(n.text())
	if !ok {
		return nil, false
	}
	return openCBC(f.key, f.iv, sealed)
}

// account returns an item; ok is false where one of its texts does not open.
func (f twoFastFile) account(item node) (a account.Account, ok bool, err error) {
	var fields [4]string
	for i, name := range []string{"Label", "Issuer", "OTPType", "Notes"} {
		text, ok := f.open(item.get(name))
		if !ok || !utf8.Valid(text) {
			return a, false, reason{words.Error("it is damaged")}
		}
		fields[i] = string(text)
	}
	secret, ok := f.open(item.get("SecretByteArray"))
	if !ok {
		return a, false, reason{words.Error("it is damaged")}
	}
	kind := strings.TrimPrefix(strings.ToLower(fields[2]), "otp")
	a, err = entry{
		Type: kind, Raw: secret, Algorithm: numbered(item.get("HashMode"), "SHA1", "SHA256", "SHA512"), Digits: item.get("TotpSize"), Period: item.get("Period"), Counter: item.get("Counter"),
	}.account(fields[1], withoutPrefix(fields[0], fields[1]))
	if err == nil && a.Key.Type == otp.HOTP && !item.has("Counter") {
		err = errNoCounter
	}
	a.Note, a.Pinned = fields[3], item.get("IsFavourite").truth()
	for _, c := range item.get("SelectedCategories").list() {
		if name, ok := f.open(c.get("Name")); ok && utf8.Valid(name) {
			a.Tags = append(a.Tags, string(name))
		}
	}
	return a, true, err
}
