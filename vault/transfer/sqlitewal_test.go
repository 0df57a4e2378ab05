package transfer

import (
	"errors"
	"slices"
	"testing"

	"watchword/vault/account"
	"watchword/vault/transfer/internal/sqlite/sqlitetest"
)

// The newest rows of a database are read from the log beside it; one that is missing or damaged is told.
func TestWriteAheadLog(t *testing.T) {
	var accounts []account.Account
	for _, a := range contractAccounts() {
		if a.Key.Digits == 6 && a.Key.Type == "totp" && a.Key.Period == 30 && a.Key.Algorithm == "SHA1" {
			accounts = append(accounts, a)
		}
	}
	database := func(n int) []byte {
		data := writeMicrosoft(t, accounts[:n], "")
		data[18], data[19] = 2, 2
		return data
	}
	before, after := database(2), database(5)
	log := sqlitetest.Log(before, after, 4096)
	changed := slices.Clone(log)
	changed[20] ^= 1
	cut := log[:len(log)-100] // its transaction was never committed
	for _, row := range []struct {
		why      string
		log      []byte
		accounts int
		failures int
	}{
		{"with its log", log, 5, 0},
		{"an empty log", []byte{}, 2, 0},
		{"no log", nil, 2, 0},
		{"a damaged log", changed, 2, 1},
		{"a log that is cut", cut, 2, 0},
	} {
		r, err := Read(t.Context(), before, Env{Name: "PhoneFactor", Companion: func(name string) ([]byte, error) {
			if name != "PhoneFactor-wal" || row.log == nil {
				return nil, errors.New("there is none")
			}
			return row.log, nil
		}})
		if err != nil || len(r.Accounts) != row.accounts || len(r.Failures) != row.failures || r.Keep == "" {
			t.Errorf("%s: %d accounts, failures %v, kept %q, %v", row.why, len(r.Accounts), r.Failures, r.Keep, err)
		}
		if (row.log == nil) != (r.Keep == keepsNoLog) {
			t.Errorf("%s: kept for %q", row.why, r.Keep)
		}
	}
}
