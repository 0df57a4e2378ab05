package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

var andOTPHow = words.Mark("In andOTP: menu, Backups, Backup (plain or encrypted).")

// andOTP is the plain backup of andOTP.
func andOTP() Format {
	return Format{
		ID:     "andotp",
		Name:   "andOTP",
		How:    andOTPHow,
		Brings: words.Mark("TOTP, HOTP, Steam and mOTP; tags."),
		Leaves: words.Mark("Pictures, use counts, the PIN of mOTP."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peekItem(data)
			return m["secret"] != 0 && m["label"] != 0 && m["type"] != 0 && m["kind"] == 0
		},
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) {
			n, err := parseJSON(data)
			if err != nil {
				return Result{}, err
			}
			return readAndOTP(ctx, n)
		},
	}
}

func readAndOTP(ctx context.Context, n node) (Result, error) {
	var r Result
	err := r.each(ctx, n.list(), func(item node) (account.Account, error) {
		return andOTPAccount(item)
	})
	return r, err
}

func andOTPAccount(item node) (account.Account, error) {
	issuer, label := item.get("issuer").text(), item.get("label").text()
	if item.get("issuer").missing() {
		if before, after, ok := strings.Cut(label, " - "); ok {
			issuer, label = before, after // as old versions kept both in one
		} else if before, after, ok := strings.Cut(label, ":"); ok && !strings.HasPrefix(after, "//") {
			issuer, label = strings.TrimSpace(before), strings.TrimSpace(after) // the label of a link
		}
	}
	kind := strings.ToLower(item.get("type").text())
	e := entry{
		Type: kind, Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(),
		Digits: item.get("digits"), Period: item.get("period"), Counter: item.get("counter"),
	}
	if kind == string(otp.MOTP) {
		// Its secret is the base32 of the hexadecimal text.
		text, err := account.ParseKey(e.Secret)
		if err != nil {
			return account.Account{Issuer: issuer, Name: label}, err
		}
		raw, ok := decodeHex(string(text))
		if !ok {
			return account.Account{Issuer: issuer, Name: label}, reason{words.Error("its mOTP key is not hexadecimal text")}
		}
		e.Raw = raw
	}
	a, err := e.account(issuer, withoutPrefix(label, issuer))
	a.Tags = texts(item.get("tags"))
	return a, err
}

// andOTPEncrypted is the encrypted backup. Nothing in it says what it is, so it comes
// last: any file that looks like chance may be one.
func andOTPEncrypted() Format {
	return Format{
		ID:     "andotp-encrypted",
		Name:   words.Mark("andOTP (encrypted)"),
		How:    andOTPHow,
		Brings: words.Mark("TOTP, HOTP, Steam and mOTP; tags; old and new encryption."),
		Leaves: words.Mark("Pictures, use counts, the PIN of mOTP."),
		step:   stepGuess,
		Detect: func(data []byte) bool {
			return !bytes.HasPrefix(data, []byte(ageFirstLine)) && looksRandom(data) && (andOTPRounds(data) > 0 || len(data)%authPlusPage != 0)
		},
		Read: readAndOTPEncrypted,
	}
}

// The parts of the newer file: rounds, salt, nonce; the older one has the nonce alone.
const (
	andOTPSalt  = 12
	andOTPNonce = 12
	andOTPHead  = 4 + andOTPSalt + andOTPNonce
	andOTPMax   = 10_000_000
)

// andOTPRounds returns what the newer file would have as its number of rounds, or 0.
func andOTPRounds(data []byte) int64 {
	if len(data) < andOTPHead+16 {
		return 0
	}
	if n := binary.BigEndian.Uint32(data); n <= andOTPMax {
		return int64(n)
	}
	return 0
}

func readAndOTPEncrypted(ctx context.Context, data []byte, env Env) (Result, error) {
	var r Result
	err := withPassword(ctx, env, func(password string) error {
		plain, err := openAndOTP(ctx, data, env, password)
		if err != nil {
			return err
		}
		n, err := parseJSON(plain)
		if err != nil || !n.isArray() {
			return errors.Join(err, ErrDamaged)
		}
		r, err = readAndOTP(ctx, n)
		return err
	})
	r.Encrypted = true
	return r, err
}

// openAndOTP tries the newer way and then the older one. Nothing tells a wrong password
// from a changed file.
func openAndOTP(ctx context.Context, data []byte, env Env, password string) ([]byte, error) {
	if rounds := andOTPRounds(data); rounds > 0 {
		key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), data[4:4+andOTPSalt], rounds, 32)
		if err != nil {
			return nil, err
		}
		if plain, ok := openGCM(key, data[4+andOTPSalt:andOTPHead], data[andOTPHead:], nil); ok {
			return plain, nil
		}
	}
	if len(data) < andOTPNonce+16 {
		return nil, ErrDamaged
	}
	key := sha256.Sum256([]byte(password))
	if plain, ok := openGCM(key[:], data[:andOTPNonce], data[andOTPNonce:], nil); ok {
		return plain, nil
	}
	return nil, ErrWrongOrDamaged
}

// looksRandom reports whether data can be a ciphertext: no byte is much more frequent in
// it than chance allows, and it is not text.
func looksRandom(data []byte) bool {
	if len(data) < 28 || len(data) > maxGuess {
		return false
	}
	var counts [256]int
	text := true
	for _, b := range data {
		counts[b]++
		text = text && b < 0x80 && (b >= ' ' || bytes.IndexByte([]byte("\t\r\n"), b) >= 0)
	}
	if text {
		return false
	}
	limit := len(data)/64 + 16 // four times what is expected, and room for small files
	for _, n := range counts {
		if n > limit {
			return false
		}
	}
	return true
}
