package account

import (
	"math"
	"strings"

	"watchword/assets/words"
	"watchword/bounds"
	"watchword/vault/otp"
)

// The bounds of a migration link and of the export that it is a part of.
const (
	MaxMigration         = bounds.MigrationSize // bytes of the link
	MaxMigrationParts    = 100
	MaxMigrationAccounts = 1000 // of one part
)

// A Migration is one part of an export of Google Authenticator, which cuts a large one
// into several QR codes.
type Migration struct {
	Accounts []Account
	Failures []Failure // entries that cannot become accounts
	Version  int       // 1 or 2 today
	Size     int       // number of parts of the whole export, from 1
	Index    int       // which part this is, from 0
	ID       int       // the same in all parts of one export
}

// Numbers of the fields of Google's messages, and the values of their enumerations.
const (
	migrationEntry, migrationVersion, migrationSize, migrationIndex, migrationID = 1, 2, 3, 4, 5

	entrySecret, entryName, entryIssuer, entryAlgorithm, entryDigits, entryType, entryCounter = 1, 2, 3, 4, 5, 6, 7
)

var (
	migrationAlgorithms = map[uint64]otp.Algorithm{0: otp.SHA1, 1: otp.SHA1, 2: otp.SHA256, 3: otp.SHA512}
	migrationDigits     = map[uint64]int{0: 6, 1: 6, 2: 8}
	migrationTypes      = map[uint64]otp.Type{0: otp.TOTP, 1: otp.HOTP, 2: otp.TOTP}
)

// ParseMigration reads an otpauth-migration link of at most [MaxMigration] bytes. Entries
// that cannot be used become failures; the error is for a link that is none, or is damaged.
func ParseMigration(s string) (Migration, error) {
	s = strings.TrimFunc(s, isInvisible)
	if len(s) > MaxMigration {
		return Migration{}, words.Error("the export is longer than %d KiB", MaxMigration>>10)
	}
	rest, ok := cutPrefixFold(s, "otpauth-migration://")
	if !ok {
		return Migration{}, words.Error("this is not an otpauth-migration link")
	}
	path, query, _ := strings.Cut(rest, "?")
	if !strings.EqualFold(strings.TrimSuffix(path, "/"), "offline") {
		return Migration{}, words.Error("the export is of an unknown kind: only “offline” is known")
	}
	p, err := parseQuery(query)
	if err != nil {
		return Migration{}, err
	}
	// A plus sign may have become a space on the way; base64 has no spaces.
	data := strings.ReplaceAll(unescape(p["data"]), " ", "+")
	payload, ok := decodeBase64(data)
	if !ok || len(payload) == 0 {
		return Migration{}, words.Error("the export is damaged: its data cannot be read")
	}
	return readMigration(payload)
}

func readMigration(payload []byte) (Migration, error) {
	m := Migration{Size: 1}
	position := 0
	err := readFields(payload, func(f pbField) error {
		switch {
		case f.number == migrationEntry && f.kind == pbBytes:
			if position++; position > MaxMigrationAccounts {
				return words.Error("the export has more than %d accounts", MaxMigrationAccounts)
			}
			return m.addEntry(f.bytes, position)
		case f.kind != pbVarint:
		case f.number == migrationVersion:
			m.Version = int(int32(f.value))
		case f.number == migrationSize:
			m.Size = int(int32(f.value))
		case f.number == migrationIndex:
			m.Index = int(int32(f.value))
		case f.number == migrationID:
			m.ID = int(int32(f.value))
		}
		return nil
	})
	switch {
	case err != nil:
		return Migration{}, err
	case m.Size > MaxMigrationParts:
		return Migration{}, words.Error("the export has more than %d parts", MaxMigrationParts)
	case position == 0:
		return Migration{}, words.Error("the export holds no accounts")
	}
	if m.Size < 1 || m.Index < 0 || m.Index >= m.Size {
		// The accounts are whole; only how to collect the parts is not known.
		m.Size, m.Index = 1, 0
	}
	return m, nil
}

// addEntry reads one entry. Only a message that is damaged is an error.
func (m *Migration) addEntry(message []byte, position int) error {
	var secret []byte
	var name, issuer string
	var algorithm, digits, kind, counter uint64
	err := readFields(message, func(f pbField) error {
		switch {
		case f.kind == pbBytes && f.number == entrySecret:
			secret = f.bytes
		case f.kind == pbBytes && f.number == entryName:
			name = strings.ToValidUTF8(string(f.bytes), "\uFFFD")
		case f.kind == pbBytes && f.number == entryIssuer:
			issuer = strings.ToValidUTF8(string(f.bytes), "\uFFFD")
		case f.kind != pbVarint:
		case f.number == entryAlgorithm:
			algorithm = f.value
		case f.number == entryDigits:
			digits = f.value
		case f.number == entryType:
			kind = f.value
		case f.number == entryCounter:
			counter = f.value
		}
		return nil
	})
	if err != nil {
		return err
	}
	a, err := migrated(secret, algorithm, digits, kind, counter)
	if err != nil {
		a.Issuer, a.Name = splitLabel(name, strings.TrimSpace(issuer))
		m.Failures = append(m.Failures, NewFailure(position, a, err.Error()))
		return nil
	}
	a.Issuer, a.Name = splitLabel(name, strings.TrimSpace(issuer))
	m.Accounts = append(m.Accounts, a)
	return nil
}

// migrated makes an account of the numbers of an entry.
func migrated(secret []byte, algorithm, digits, kind, counter uint64) (Account, error) {
	t, ok := migrationTypes[kind]
	if !ok {
		return Account{}, words.Error("the type of the code is unknown")
	}
	k := otp.Defaults(t)
	k.Secret = append(otp.Secret(nil), secret...)
	if k.Algorithm, ok = migrationAlgorithms[algorithm]; !ok {
		return Account{}, words.Error("the algorithm is unknown; SHA1, SHA256 and SHA512 are possible")
	}
	if k.Digits, ok = migrationDigits[digits]; !ok {
		return Account{}, words.Error("the number of digits is unknown; 6 and 8 are possible")
	}
	a := Account{Key: k}
	if t == otp.HOTP {
		if counter > math.MaxInt64 {
			return Account{}, words.Error("the counter is negative")
		}
		a.Counter = counter
	}
	return a, k.Validate()
}

// cutPrefixFold is [strings.CutPrefix] for an ASCII prefix in any case.
func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
