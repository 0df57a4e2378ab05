package session

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/app/internal/apptest"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

func TestReview(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	old := now.AddDate(-1, 0, 0)
	key := func(secret string) otp.Key {
		return otp.Key{Type: otp.TOTP, Secret: otp.Secret(secret), Algorithm: otp.SHA1, Digits: 6, Period: 30}
	}
	good := account.Account{ID: "1", Issuer: "Good", Note: "codes are in the drawer", Created: old, Key: key("12345678901234567890")}
	well := Facts{Now: now, HasRecovery: true, LastBackup: now.AddDate(0, 0, -1), ClockKnown: true, Used: func(string) bool { return true }}
	for _, row := range []struct {
		why  string
		make func(*[]account.Account, *Facts)
		want string // kind(titles)
	}{
		{"all is well", func(*[]account.Account, *Facts) {}, ""},
		{"an empty vault needs a sheet only", func(a *[]account.Account, f *Facts) { *a = nil; *f = Facts{Now: now} }, "no-recovery-sheet()"},
		{"no sheet, no backup, clock never compared", func(_ *[]account.Account, f *Facts) {
			f.HasRecovery, f.LastBackup, f.ClockKnown = false, time.Time{}, false
		}, "no-recovery-sheet() no-backup() clock-unchecked()"},
		{"an old backup", func(_ *[]account.Account, f *Facts) { f.LastBackup = now.AddDate(0, 0, -91) }, "old-backup()"},
		{"a correction, compared or not", func(_ *[]account.Account, f *Facts) { f.Correction, f.ClockKnown = time.Second, false }, "clock-corrected()"},
		{"no note", func(a *[]account.Account, _ *Facts) { (*a)[0].Note = "" }, "no-note(Good)"},
		{"nine bytes", func(a *[]account.Account, _ *Facts) { (*a)[0].Key = key("123456789") }, "short-key(Good)"},
		{"ten bytes are 80 bits", func(a *[]account.Account, _ *Facts) { (*a)[0].Key = key("1234567890") }, ""},
		{"the same key twice", func(a *[]account.Account, _ *Facts) {
			twin := good
			twin.ID, twin.Issuer = "2", "Twin"
			*a = append(*a, twin)
		}, "duplicate(Good,Twin)"},
		{"the same secret with other digits makes other codes", func(a *[]account.Account, _ *Facts) {
			other := good
			other.ID, other.Key.Digits = "2", 8
			*a = append(*a, other)
		}, ""},
		{"the trash does not count", func(a *[]account.Account, _ *Facts) {
			twin := good
			twin.ID, twin.Note, twin.Trashed = "2", "", now
			*a = append(*a, twin)
		}, ""},
		{"never used", func(_ *[]account.Account, f *Facts) { f.Used = func(string) bool { return false } }, "never-used(Good)"},
		{"too young to be missed", func(a *[]account.Account, f *Facts) {
			(*a)[0].Created = now.AddDate(0, 0, -89)
			f.Used = func(string) bool { return false }
		}, ""},
		{"nobody knows of uses", func(_ *[]account.Account, f *Facts) { f.Used = nil }, ""},
	} {
		accounts, facts := []account.Account{good}, well
		row.make(&accounts, &facts)
		before := slices.Clone(accounts)
		var got []string
		for _, c := range Review(accounts, facts) {
			var titles []string
			for _, a := range c.Accounts {
				titles = append(titles, a.Title())
			}
			got = append(got, fmt.Sprintf("%s(%s)", c.Kind, strings.Join(titles, ",")))
		}
		if s := strings.Join(got, " "); s != row.want {
			t.Errorf("%s: %q, want %q", row.why, s, row.want)
		}
		for i := range before {
			if before[i].ID != accounts[i].ID {
				t.Errorf("%s: the accounts were moved", row.why)
			}
		}
	}
}

// A vault without a place for backups, one of examples, lacks none; one with an empty place does.
func TestFacts(t *testing.T) {
	for _, row := range []struct {
		why, dir string
		lacks    bool
	}{{"no place", "", false}, {"an empty one", t.TempDir(), true}} {
		v, err := vault.Create(t.Context(), filepath.Join(t.TempDir(), "v.watchword"), []byte(password), vault.Options{BackupDir: row.dir, KDF: apptest.KDF})
		if err != nil {
			t.Fatal(err)
		}
		if row.dir != "" { // without the backup of the new vault
			if err := os.RemoveAll(row.dir); err != nil {
				t.Fatal(err)
			}
		}
		s := New(v, nil, nil, Settings{})
		v.Add(totp("A", "me"))
		concerns := Review(s.All(), s.Facts(Computer{ClockKnown: true}))
		if has := slices.ContainsFunc(concerns, func(c Concern) bool { return c.Kind == NoBackup }); has != row.lacks {
			t.Errorf("%s: %+v", row.why, concerns)
		}
		s.Lock(t.Context())
	}
}
