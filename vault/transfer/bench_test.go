package transfer

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"watchword/vault/account"
)

// BenchmarkRead reads the largest file that a format may have: 20,000 accounts. The goal
// is 2 s beyond the derivation of a key.
//
//	go test -run xxx -bench Read -benchtime 3x ./vault/transfer
func BenchmarkRead(b *testing.B) {
	defer cheaply()()
	for _, c := range contracts {
		if c.env.DecodeQR != nil || c.most > 0 {
			continue // pictures do not hold so many
		}
		b.Run(c.name(), func(b *testing.B) {
			data := c.file(b, many(b, c, maxAccounts))
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				r, err := Read(context.Background(), data, c.onlyPassword(contractPassword))
				if err != nil || len(r.Accounts) != maxAccounts {
					b.Fatalf("%d accounts, %v", len(r.Accounts), err)
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapSys)/(1<<20), "heap-MiB")
		})
	}
}

// many returns n accounts that the format carries, each with its own key and names.
func many(t testing.TB, c contract, n int) []account.Account {
	pattern, _ := c.carried(t)
	accounts := make([]account.Account, n)
	for i := range accounts {
		a := pattern[i%len(pattern)].Clone()
		copy(a.Key.Secret, fmt.Sprintf("%06d", i))
		a.Name = fmt.Sprintf("%s %d", a.Name, i)
		accounts[i] = a
	}
	return accounts
}

// TestMostAccounts holds formats to the bound: as many as allowed, and one more. One format
// of each kind of text is enough every day; all take two minutes:
//
//	WATCHWORD_LARGE=1 go test -run MostAccounts ./vault/transfer
func TestMostAccounts(t *testing.T) {
	all := os.Getenv("WATCHWORD_LARGE") != ""
	daily := []string{"otpauth", "aegis", "keepass-xml", "bitwarden-csv", "microsoft"}
	eachContract(t, func(t *testing.T, c contract) {
		if c.env.DecodeQR != nil || c.few || c.most > 0 || !all && !slices.Contains(daily, c.name()) {
			return
		}
		for n, ok := range map[int]bool{maxAccounts: true, maxAccounts + 1: false} {
			r, err := Read(context.Background(), c.file(t, many(t, c, n)), c.onlyPassword(contractPassword))
			if ok && (err != nil || len(r.Accounts) != n) {
				t.Errorf("%d accounts: %d were read, %v", n, len(r.Accounts), err)
			}
			if !ok && err == nil {
				t.Errorf("%d accounts were accepted", n)
			}
		}
	})
}
