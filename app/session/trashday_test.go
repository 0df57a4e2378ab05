package session

import (
	"testing"
	"time"

	"watchword/vault/account"
)

// An account out of another program's trash, without a day, goes to ours on the day of the import; one with a
// day keeps it.
func TestDayOfTheTrash(t *testing.T) {
	s, _, _ := newSession(t)
	link := func(name, key string, day time.Time) account.Account {
		a, err := account.ParseURI("otpauth://totp/" + name + "?secret=" + key)
		if err != nil {
			t.Fatal(err)
		}
		a.Trashed = day
		return a
	}
	day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	s.Import(t.Context(), []account.Account{
		link("without", "JBSWY3DPEHPK3PXP", time.Unix(1, 0)), link("with", "GEZDGNBVGY3TQOJQ", day),
	}, false)
	for _, a := range s.All() {
		want := day
		if a.Name == "without" {
			want = s.now()
		}
		if !a.Trashed.Equal(want) {
			t.Errorf("%s went to the trash at %v, want %v", a.Name, a.Trashed, want)
		}
	}
}
