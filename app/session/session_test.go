package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"watchword/app/config"
	"watchword/app/internal/apptest"
	"watchword/vault"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// The RFC 4226 key, whose codes are known.
var rfcKey = otp.Secret("12345678901234567890")

func totp(issuer, name string) account.Account {
	return account.Account{Issuer: issuer, Name: name,
		Key: otp.Key{Type: otp.TOTP, Secret: append(otp.Secret(issuer+name), rfcKey...), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
}

func hotp() account.Account {
	return account.Account{Issuer: "Counter",
		Key: otp.Key{Type: otp.HOTP, Secret: rfcKey, Algorithm: otp.SHA1, Digits: 6}}
}

const password = apptest.Password

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.Create(t.Context(), filepath.Join(t.TempDir(), "v.watchword"), []byte(password), vault.Options{KDF: apptest.KDF, Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

func newSession(t *testing.T, accounts ...account.Account) (*Session, *apptest.Clock, *apptest.Board) {
	t.Helper()
	v := newVault(t)
	v.Add(accounts...)
	if r := v.Save(t.Context()); r.Status != vault.Saved {
		t.Fatal(r.Err)
	}
	c := &apptest.Clock{Time: time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC)}
	b := &apptest.Board{}
	return New(v, b, c.Now, Settings{ClearAfter: DefaultClear, LockAfter: DefaultLock}), c, b
}

func titles(list []account.Account) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Title())
	}
	return out
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestOrder(t *testing.T) {
	placed := totp("Placed second", "")
	placed.Order = 2
	first := totp("Placed first", "")
	first.Order = 1
	pinned := totp("zebra", "")
	pinned.Pinned = true
	archived := totp("Archived", "")
	archived.Archived = true
	trashed := totp("Trashed", "")
	trashed.Trashed = time.Unix(1700000000, 0)
	s, _, _ := newSession(t, totp("github", ""), totp("Amazon", ""), placed, pinned, archived, first, trashed)
	want := []string{"zebra", "Placed first", "Placed second", "Amazon", "github", "Archived"}
	if got := titles(s.Accounts()); !equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
	if got := titles(s.Trashed()); !equal(got, []string{"Trashed"}) {
		t.Errorf("trash %q", got)
	}
}

func TestCodesFollowTheClock(t *testing.T) {
	a := totp("", "")
	a.Key.Secret = rfcKey
	s, _, _ := newSession(t, a)
	a = s.Accounts()[0]
	// RFC 6238, appendix B, SHA-1, cut to six digits; 59 is the last second of its step.
	at := time.Unix(59, 0)
	now, next, err := s.Codes(a, at)
	if err != nil || now.Value != "287082" || !now.Until.Equal(time.Unix(60, 0)) {
		t.Fatalf("code %v %v", now, err)
	}
	later, _, _ := s.Codes(a, time.Unix(60, 0))
	if later.Value != next.Value || later.Value == now.Value {
		t.Errorf("after the step the code is %s, the next one was %s", later.Value, next.Value)
	}
	back, _, _ := s.Codes(a, at) // the clock was set back
	if back.Value != "287082" {
		t.Errorf("a clock set back shows %s", back.Value)
	}
}

func TestCopy(t *testing.T) {
	s, c, b := newSession(t, totp("Amazon", "me"))
	id := s.Accounts()[0].ID
	a := s.Accounts()[0]
	for _, row := range []struct {
		at   time.Duration // into the time step
		next bool
		soon bool
		why  string
	}{
		{0, false, false, "a fresh code"},
		{26 * time.Second, false, false, "four seconds are enough to paste"},
		{28 * time.Second, false, true, "two seconds may not be"},
		{28 * time.Second, true, false, "the next code is asked for"},
	} {
		c.Time = time.Unix(1_700_000_010, 0).Add(row.at) // a multiple of 30
		got, err := s.Copy(t.Context(), id, row.next)
		if err != nil {
			t.Fatal(err)
		}
		at, clears := c.Time, DefaultClear
		if row.next {
			at, clears = at.Add(30*time.Second), DefaultClear+30*time.Second-row.at // counted from when it is valid
		}
		want, _ := a.Key.At(at)
		if b.Text != want.Value || got.Code != want.Value {
			t.Errorf("%s: clipboard has %q, want %q", row.why, b.Text, want.Value)
		}
		if got.Soon != row.soon || got.Clears != clears || got.Title != "Amazon" {
			t.Errorf("%s: %+v", row.why, got)
		}
	}
}

// The next code stays on the clipboard until it was valid for as long as another code stays.
func TestNextCodeIsNotClearedBeforeItIsOfUse(t *testing.T) {
	slow := totp("Bank", "me")
	slow.Key.Period = 60
	s, c, b := newSession(t, slow)
	c.Time = time.Unix(1_700_000_042, 0) // two seconds into a minute
	if _, err := s.Copy(t.Context(), s.Accounts()[0].ID, true); err != nil {
		t.Fatal(err)
	}
	c.Forward(58*time.Second + DefaultClear - time.Second)
	if s.Clip().ClearDue(t.Context()) || b.Text == "" {
		t.Error("it is cleared before it could be used")
	}
	c.Forward(time.Second)
	if !s.Clip().ClearDue(t.Context()) || b.Text != "" {
		t.Error("it is not cleared at all")
	}
	never := s.Settings()
	never.ClearAfter = 0
	s.Apply(never)
	if got, err := s.Copy(t.Context(), s.Accounts()[0].ID, true); err != nil || got.Clears != 0 {
		t.Errorf("where nothing is cleared it is cleared after %s, %v", got.Clears, err)
	}
}

func TestClipboardIsClearedOnlyWhileOurs(t *testing.T) {
	s, c, b := newSession(t, totp("Amazon", ""))
	id := s.Accounts()[0].ID
	copyCode := func() {
		if _, err := s.Copy(t.Context(), id, false); err != nil {
			t.Fatal(err)
		}
	}
	copyCode()
	c.Forward(DefaultClear - time.Second)
	if s.Clip().ClearDue(t.Context()) || b.Text == "" {
		t.Error("cleared too early")
	}
	c.Forward(time.Second)
	if !s.Clip().ClearDue(t.Context()) || b.Text != "" {
		t.Error("not cleared in time")
	}

	copyCode()
	b.Text = "something of the person's own"
	c.Forward(time.Hour)
	if s.Clip().ClearDue(t.Context()) || b.Text == "" {
		t.Error("somebody else's copy was cleared")
	}

	copyCode()
	s.Lock(t.Context())
	if b.Text != "" {
		t.Error("the code stayed on the clipboard after the lock")
	}
}

func TestCopyWithoutClipboard(t *testing.T) {
	v := newVault(t)
	ids := v.Add(totp("Amazon", ""))
	s := New(v, nil, nil, Settings{})
	if _, err := s.Copy(t.Context(), ids[0], false); !errors.Is(err, ErrNoClipboard) {
		t.Errorf("error %v", err)
	}
}

// The counter must be on disk before its code is seen: otherwise a crash would show the
// same code twice.
func TestCountSavesFirst(t *testing.T) {
	s, _, b := newSession(t, hotp())
	id := s.Accounts()[0].ID
	for i, want := range []string{"755224", "287082", "359152"} { // RFC 4226, appendix D
		got, r, err := s.Count(t.Context(), id)
		if err != nil || r.Status != vault.Saved {
			t.Fatal(r, err)
		}
		if got.Code != want || b.Text != want {
			t.Errorf("code %d is %s, want %s", i, got.Code, want)
		}
		locked, err := vault.Open(s.Vault().Path(), vault.Options{KDF: apptest.KDF, Params: vault.Floor})
		if err != nil {
			t.Fatal(err)
		}
		v, err := locked.Unlock(t.Context(), []byte(password))
		if err != nil {
			t.Fatal(err)
		}
		if a, _ := v.Account(id); a.Counter != uint64(i+1) {
			t.Errorf("after code %d the file has counter %d", i, a.Counter)
		}
		v.Close()
	}
}

func TestNoCodeWhereTheCounterIsNotSaved(t *testing.T) {
	s, _, b := newSession(t, hotp())
	id := s.Accounts()[0].ID
	if err := os.Remove(s.Vault().Path()); err != nil { // a vault that is gone cannot be saved
		t.Fatal(err)
	}
	got, r, err := s.Count(t.Context(), id)
	if err == nil || r.Status != vault.NotSaved || got.Code != "" || b.Text != "" {
		t.Errorf("a code came although nothing was saved: %v, %v", r, err)
	}
}

// Two programs on one file must never show the same counter's code.
func TestCountBesideAnotherProgram(t *testing.T) {
	s, c, _ := newSession(t, hotp())
	id := s.Accounts()[0].ID
	locked, err := vault.Open(s.Vault().Path(), vault.Options{KDF: apptest.KDF, Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(t.Context(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	other := New(v, &apptest.Board{}, c.Now, Settings{})
	seen := map[string]bool{}
	for i := range 6 {
		who := s
		if i%2 == 1 {
			who = other
		}
		got, r, err := who.Count(t.Context(), id)
		if err != nil || r.Status == vault.NotSaved {
			t.Fatal(r, err)
		}
		if seen[got.Code] {
			t.Fatalf("code %d was shown before", i)
		}
		seen[got.Code] = true
	}
}

func TestRefreshTakesInWhatIsNew(t *testing.T) {
	s, c, _ := newSession(t, totp("Amazon", ""))
	locked, err := vault.Open(s.Vault().Path(), vault.Options{KDF: apptest.KDF, Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(t.Context(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	other := New(v, nil, c.Now, Settings{})
	other.Add(t.Context(), totp("GitHub", ""))
	m, err := s.Refresh(t.Context())
	if err != nil || !equal(m.Added, []string{"GitHub"}) {
		t.Fatalf("merged %+v, %v", m, err)
	}
	if got := titles(s.Accounts()); !equal(got, []string{"Amazon", "GitHub"}) {
		t.Errorf("accounts %q", got)
	}
}

func TestUndo(t *testing.T) {
	s, _, _ := newSession(t, totp("Amazon", "me"), totp("GitHub", "me"))
	ctx := context.Background()
	id := s.Accounts()[0].ID

	s.Trash(ctx, id)
	if got := titles(s.Accounts()); !equal(got, []string{"GitHub"}) {
		t.Fatalf("after trash %q", got)
	}
	name, note := "Amazon Germany", "backup phone"
	if _, err := s.Edit(ctx, s.Accounts()[0].ID, vault.Edit{Issuer: &name, Note: &note}); err != nil {
		t.Fatal(err)
	}
	s.Add(ctx, totp("Slack", ""))

	for _, want := range [][]string{
		{"Amazon Germany"},   // the addition
		{"GitHub"},           // the edit
		{"Amazon", "GitHub"}, // the trash
	} {
		if _, r, ok := s.Undo(ctx); !ok || r.Status != vault.Saved {
			t.Fatal("undo failed", r.Err)
		}
		if got := titles(s.Accounts()); !equal(got, want) {
			t.Errorf("after undo %q, want %q", got, want)
		}
	}
	if a, _ := s.Account(s.Accounts()[1].ID); a.Note != "" {
		t.Error("the note stayed after undoing the edit")
	}
	if _, _, ok := s.Undo(ctx); ok {
		t.Error("there was nothing left to undo")
	}
}

func TestLockDue(t *testing.T) {
	s, c, _ := newSession(t)
	c.Forward(DefaultLock - time.Second)
	if s.LockDue() {
		t.Error("locks too early")
	}
	s.Touch()
	c.Forward(DefaultLock - time.Second)
	if s.LockDue() {
		t.Error("input did not count")
	}
	c.Forward(time.Second)
	if !s.LockDue() {
		t.Error("does not lock")
	}
	s.Apply(Settings{LockAfter: 0})
	if s.LockDue() {
		t.Error("locks although it is switched off")
	}
}

// While the computer sleeps Go's monotonic clock stands still on Linux; the wall clock
// alone must be enough to lock.
func TestLockDueAfterSleep(t *testing.T) {
	start := moment{steady: time.Now(), wall: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	due := start.add(DefaultLock)
	asleep := moment{steady: start.steady.Add(time.Second), wall: start.wall.Add(8 * time.Hour)}
	if !asleep.reached(due) {
		t.Error("the wall clock does not count")
	}
	setBack := moment{steady: start.steady.Add(DefaultLock), wall: start.wall.Add(-time.Hour)}
	if !setBack.reached(due) {
		t.Error("a wall clock that was set back keeps it open")
	}
	if early := (moment{steady: start.steady.Add(time.Minute), wall: start.wall.Add(time.Minute)}); early.reached(due) {
		t.Error("reached too early")
	}
}

func TestTags(t *testing.T) {
	a, b := totp("Amazon", ""), totp("GitHub", "")
	a.Tags, b.Tags = []string{"Shopping"}, []string{"Work"}
	s, _, _ := newSession(t, a, b)
	if got := s.Tags(); !equal(got, []string{"Shopping", "Work"}) {
		t.Errorf("tags %q", got)
	}
	s.Trash(t.Context(), s.Accounts()[0].ID)
	if got := s.Tags(); !equal(got, []string{"Work"}) {
		t.Errorf("a tag of a trashed account stays: %q", got)
	}
}

func TestCopySecretKeepsItsOwnTime(t *testing.T) {
	s, c, b := newSession(t)
	if err := s.Clip().Secret(t.Context(), "a long key", 15*time.Second); err != nil {
		t.Fatal(err)
	}
	c.Forward(15 * time.Second)
	if !s.Clip().ClearDue(t.Context()) || b.Text != "" {
		t.Error("not cleared after its own time")
	}
}

// A list that was being put in order while the accounts changed is not kept for the next who
// asks; nor does it come back after the lock.
func TestListIsNeverStale(t *testing.T) {
	s, _, _ := newSession(t, totp("Amazon", "a"), totp("GitHub", "g"))
	meanwhile := func() {}
	settings := s.Settings()
	settings.Sort, settings.Use = config.ByUse, func(string) float64 {
		do := meanwhile
		meanwhile = func() {}
		do()
		return 0
	}
	s.Apply(settings)
	meanwhile = func() {
		fresh := totp("Slack", "s")
		fresh.Tags = []string{"Work"}
		s.Add(context.Background(), fresh)
	}
	s.Accounts()
	if got := titles(s.Accounts()); len(got) != 3 {
		t.Errorf("the list has %v", got)
	}
	if got := s.Tags(); len(got) != 1 || got[0] != "Work" {
		t.Errorf("the tags are %v", got)
	}
	s.Resort()
	if got := s.Tags(); len(got) != 1 {
		t.Errorf("before the list is made the tags are %v", got)
	}
	meanwhile = func() { s.Lock(context.Background()) }
	s.Accounts()
	if s.Ready() || len(s.Accounts()) != 0 {
		t.Error("accounts are kept after the lock")
	}
}
