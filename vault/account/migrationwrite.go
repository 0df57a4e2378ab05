package account

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"watchword/assets/words"
	"watchword/vault/otp"
)

// What one QR code of an export holds: as many accounts as Google Authenticator writes,
// and no more bytes than a symbol of middle size, which a phone still reads off a screen.
const (
	migrationBatch = 10
	migrationBytes = 1200
)

// MigrationURIs returns the accounts as links that Google Authenticator reads, each for
// one QR code. Accounts that it cannot keep are refused, with their position in accounts
// from 1.
func MigrationURIs(accounts []Account) (uris []string, refused []Failure) {
	var batches [][]byte
	var batch []byte
	held := 0
	sum := sha256.New()
	for i, a := range accounts {
		entry, err := migrationMessage(a)
		full := held == migrationBatch || held > 0 && len(batch)+len(entry) > migrationBytes
		if err == nil && full && len(batches) == MaxMigrationParts-1 {
			err = words.Error("an export has at most %d parts of %d accounts", MaxMigrationParts, migrationBatch)
		}
		if err != nil {
			refused = append(refused, Failure{Position: i + 1, Reason: err.Error()})
			continue
		}
		if full {
			batches, batch, held = append(batches, batch), nil, 0
		}
		batch = append(batch, entry...)
		held++
		sum.Write(entry)
	}
	if held > 0 {
		batches = append(batches, batch)
	}
	// The number only says which parts belong together; 31 bits of a hash do that
	// without asking for randomness.
	id := uint64(binary.BigEndian.Uint32(sum.Sum(nil)) >> 1)
	for i, message := range batches {
		message = appendVarint(message, migrationVersion, 1)
		message = appendVarint(message, migrationSize, uint64(len(batches)))
		message = appendVarint(message, migrationIndex, uint64(i))
		message = appendVarint(message, migrationID, id)
		uris = append(uris, "otpauth-migration://offline?data="+escape(base64.StdEncoding.EncodeToString(message)))
	}
	return uris, refused
}

// migrationMessage is an account as a field of Google's message.
func migrationMessage(a Account) ([]byte, error) {
	k := a.Key
	if err := k.Validate(); err != nil {
		return nil, err
	}
	types := map[otp.Type]uint64{otp.HOTP: 1, otp.TOTP: 2}
	digits := map[int]uint64{6: 1, 8: 2}
	algorithms := map[otp.Algorithm]uint64{otp.SHA1: 1, otp.SHA256: 2, otp.SHA512: 3}
	switch {
	case types[k.Type] == 0:
		return nil, words.Error("Google Authenticator has no codes of type %s", k.Type)
	case digits[k.Digits] == 0:
		return nil, words.Error("Google Authenticator has only codes of 6 and 8 digits, not of %d", k.Digits)
	case k.Type == otp.TOTP && k.Period != 30:
		return nil, words.Error("Google Authenticator has only a period of 30 seconds, not of %d", k.Period)
	}
	var m []byte
	m = appendBytes(m, entrySecret, []byte(k.Secret))
	name := a.Name
	if a.Issuer != "" && strings.Contains(name, ":") {
		name = a.Issuer + ":" + name // a reader takes what stands before the first colon for the issuer
	}
	m = appendBytes(m, entryName, name)
	m = appendBytes(m, entryIssuer, a.Issuer)
	m = appendVarint(m, entryAlgorithm, algorithms[k.Algorithm])
	m = appendVarint(m, entryDigits, digits[k.Digits])
	m = appendVarint(m, entryType, types[k.Type])
	if k.Type == otp.HOTP {
		m = appendVarint(m, entryCounter, a.Counter)
	}
	if len(m) > migrationBytes {
		return nil, words.Error("the account is too long for one QR code")
	}
	return appendBytes(nil, migrationEntry, m), nil
}
