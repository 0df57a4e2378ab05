package transfer

import (
	"bytes"
	"context"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// cloudOTP is the backup of CloudOTP, which is always encrypted.
func cloudOTP() Format {
	return Format{
		ID:     "cloudotp",
		Name:   "CloudOTP",
		How:    words.Mark("In CloudOTP: Settings, Backup, or Import/Export, Export an encrypted backup file."),
		Brings: words.Mark("All kinds of codes, PINs; categories as tags, descriptions as notes, pinned ones."),
		Leaves: words.Mark("Icons, use counts. Backups of versions before 2.0."),
		step:   stepMagic,
		Detect: func(data []byte) bool { return bytes.HasPrefix(data, []byte(cloudOTPAny)) },
		Read:   readCloudOTP,
	}
}

const (
	cloudOTPAny    = "CloudOTP-Backup-Encrypt-V" // of any version
	cloudOTPHeader = cloudOTPAny + "01"
	cloudOTPSalt   = 16
	cloudOTPNonce  = 12
)

// cloudOTPCost is fixed in the program. It is a variable for the tests.
var cloudOTPCost = argon2Cost{Memory: 65_536, Passes: 3, Lanes: 1}

func readCloudOTP(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	if !bytes.HasPrefix(data, []byte(cloudOTPHeader)) {
		return r, errNewer
	}
	body := data[len(cloudOTPHeader):]
	if len(body) < cloudOTPSalt+cloudOTPNonce+16 {
		return r, ErrDamaged
	}
	salt, nonce, sealed := body[:cloudOTPSalt], body[cloudOTPSalt:cloudOTPSalt+cloudOTPNonce], body[cloudOTPSalt+cloudOTPNonce:]
	plain, err := openArgon2(ctx, env, salt, cloudOTPCost, func(key []byte) ([]byte, bool) { return openGCM(key, nonce, sealed, nil) })
	if err != nil {
		return r, err
	}
	n, err := parseJSON(plain)
	if err != nil {
		return r, err
	}
	tags, err := cloudOTPTags(n.get("categories").list())
	if err != nil {
		return r, err
	}
	for i, text := range n.get("tokens").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		item, err := inner(text)
		if err != nil {
			r.add(i+1, account.Account{}, reason{words.Error("it is damaged")})
			continue
		}
		a, err := cloudOTPAccount(item)
		if uid := item.get("uid").text(); uid != "" {
			a.Tags = tags[uid]
		}
		r.add(i+1, a, err)
	}
	return r, nil
}

// inner returns a value, which the program writes as a text of JSON.
func inner(n node) (node, error) {
	if n.isString() {
		return parseJSON([]byte(n.text()))
	}
	return n, nil
}

// cloudOTPTags returns the names of categories by the tokens that they bind.
func cloudOTPTags(categories []node) (map[string][]string, error) {
	tags := map[string][]string{}
	size := 0
	for _, text := range categories {
		c, err := inner(text)
		if err != nil {
			continue // it names a group; its tokens are there all the same
		}
		name := strings.TrimSpace(c.get("title").text())
		for uid := range strings.SplitSeq(c.get("bindings").text(), ",") {
			if size += len(name) + 1; size > maxTexts {
				return nil, errTooLarge
			}
			tags[uid] = append(tags[uid], name)
		}
	}
	return tags, nil
}

func cloudOTPAccount(item node) (account.Account, error) {
	kinds := map[string]otp.Type{"0": otp.TOTP, "1": otp.HOTP, "2": otp.MOTP, "3": otp.Steam, "4": otp.Yandex}
	kind, known := kinds[item.get("token_type").text()]
	e := entry{
		Type: string(kind), Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(), Digits: item.get("digits"),
		Period: item.get("period"), Counter: item.get("counter"), PIN: item.get("pin").text(),
	}
	var a account.Account
	err := reasonUnless(known, words.Mark("its type of code is unknown"))
	if err == nil && kind == otp.MOTP {
		e.Raw, err = hexMOTP(e)
	}
	if err == nil {
		a, err = e.account("", "")
	}
	a.Issuer, a.Name, a.Note = item.get("issuer").text(), item.get("account").text(), item.get("description").text()
	a.Pinned = item.get("pinned").truth()
	return a, err
}

// hexMOTP reads the key of mOTP, which is hexadecimal text, in programs that let its period and
// digits be changed: the codes would be other ones.
func hexMOTP(e entry) (otp.Secret, error) {
	period, err := e.Period.number(10)
	digits, err2 := e.Digits.number(6)
	if err != nil || err2 != nil || period != 10 || digits != 6 {
		return nil, reason{words.Error("its mOTP has another period than 10 seconds, or other digits than 6")}
	}
	raw, ok := decodeHex(e.Secret)
	return raw, reasonUnless(ok && len(raw) > 0, words.Mark("its key is not hexadecimal text"))
}
