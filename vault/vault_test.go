package vault

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault/otp"
)

func ptr[T any](v T) *T { return &v }

func TestEverythingComesBack(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o)
	full := totp("Ünïcode & <b>", "me@example.org", "twelve bytes")
	full.Note, full.Tags, full.Icon, full.Pinned, full.Order, full.Archived = "two\nlines", []string{"work", "bank"}, "amazon", true, 1.5, true
	motp := totp("Old", "", "0123456789abcdef")
	motp.Key = otp.Defaults(otp.MOTP)
	motp.Key.Secret, motp.Key.PIN = otp.Secret("0123456789abcdef"), "1234"
	ids := v.Add(full, hotp("Bank", "another secret", 41), motp)
	if slices.Contains(ids, "") {
		t.Fatalf("not all were added: %q", ids)
	}
	mustSave(t, v)
	again := reopen(t, v.Path(), o)
	if got, want := describe(again), describe(v); got != want {
		t.Errorf("after reopening:\n%s\nwant\n%s", got, want)
	}
	a, ok := again.Account(ids[0])
	if !ok || a.Note != full.Note || !slices.Equal(a.Tags, full.Tags) || a.Order != 1.5 || !a.Pinned || !a.Archived || a.Icon != "amazon" {
		t.Errorf("the full account came back as %+v", a)
	}
	if b, _ := again.Account(ids[2]); string(b.Key.PIN) != "1234" {
		t.Error("the PIN did not come back")
	}
	if again.ID() != v.ID() || again.Revision() != 2 {
		t.Errorf("id %s, revision %d; want %s, 2", again.ID(), again.Revision(), v.ID())
	}
}

func TestChangesOfAnAccount(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, totp("A", "a", "secret of a 1"), hotp("B", "secret of b 1", 7))
	a, b := v.Accounts()[0].ID, v.Accounts()[1].ID
	if err := v.Edit(a, Edit{Issuer: ptr("AA"), Tags: ptr([]string{" x ", "y", "x", ""}), Pinned: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	if err := v.RenameTag("y", "why"); err != nil {
		t.Fatal(err)
	}
	if n, err := v.raise(b); n != 7 || err != nil {
		t.Fatalf("counter %d, %v", n, err)
	}
	if _, err := v.raise(a); !errors.Is(err, ErrNotHOTP) {
		t.Errorf("a counter for TOTP: %v", err)
	}
	if err := v.Edit("no-such-id", Edit{}); !errors.Is(err, ErrNoAccount) {
		t.Errorf("editing what is not there: %v", err)
	}
	mustSave(t, v)
	again := reopen(t, v.Path(), o)
	got, _ := again.Account(a)
	if got.Issuer != "AA" || !slices.Equal(got.Tags, []string{"x", "why"}) || !got.Pinned || got.Name != "a" {
		t.Errorf("edited account: %+v", got)
	}
	if got, _ := again.Account(b); got.Counter != 8 {
		t.Errorf("counter %d, want 8", got.Counter)
	}
	if !slices.Equal(again.Tags(), []string{"x", "why"}) {
		t.Errorf("tags %q", again.Tags())
	}
}

func TestAnEditThatChangesNothingIsNoChange(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	if err := v.Edit(v.Accounts()[0].ID, Edit{Issuer: ptr("A"), Pinned: ptr(false)}); err != nil || v.Dirty() {
		t.Errorf("dirty %v, %v", v.Dirty(), err)
	}
}

func TestTrashRestorePurge(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, sample(3)...)
	ids := []string{v.Accounts()[0].ID, v.Accounts()[1].ID, v.Accounts()[2].ID}
	v.Trash(ids[0], ids[1], "no-such-id")
	v.Restore(ids[1])
	v.Purge(ids[2], ids[2])
	mustSave(t, v)
	again := reopen(t, v.Path(), o)
	if a, _ := again.Account(ids[0]); !a.InTrash() {
		t.Error("the first is not in the trash")
	}
	if a, _ := again.Account(ids[1]); a.InTrash() {
		t.Error("the second is still in the trash")
	}
	if _, ok := again.Account(ids[2]); ok {
		t.Error("the third is still there")
	}
	if text := string(payloadOf(t, again.Path())); strings.Contains(text, b32.EncodeToString([]byte("secret-000002-padding"))) {
		t.Error("the purged secret is still in the file")
	}
}

func TestReplaceKeyKeepsTheOldOneInTheTrash(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, totp("A", "a", "the old secret"))
	old := v.Accounts()[0].ID
	key := v.Accounts()[0].Key
	key.Secret = otp.Secret("the new secret")
	id, err := v.ReplaceKey(old, key)
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	again := reopen(t, v.Path(), o)
	a, _ := again.Account(old)
	b, _ := again.Account(id)
	if !a.InTrash() || string(a.Key.Secret) != "the old secret" || b.InTrash() || string(b.Key.Secret) != "the new secret" || b.Issuer != "A" {
		t.Errorf("old %+v, new %+v", a, b)
	}
	if _, err := v.ReplaceKey(id, otp.Key{}); err == nil {
		t.Error("an empty key was taken")
	}
}

func TestMatch(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	tests := []struct {
		issuer, name, secret string
		want                 Match
	}{
		{"A", "a", "secret of a 1", AlreadyThere},
		{"A", "b", "secret of a 1", SameSecret},
		{"A", "a", "secret of a 2", SameName},
		{" a", "A ", "secret of a 2", SameName}, // as people write it
		{"A", "", "secret of a 2", None},
		{"A", "b", "secret of a 2", None},
		{"", "", "secret of a 2", None}, // no name is not the same name
	}
	v.Add(totp("", "", "secret of no 1"))
	for _, test := range tests {
		acc := totp(test.issuer, test.name, test.secret)
		if got, ofMany := v.Match(acc), v.Matcher()(acc); got != test.want || ofMany != test.want {
			t.Errorf("%+v: got %v, and %v of many", test, got, ofMany)
		}
	}
	renewed := totp("a", "A", "secret of a 2")
	if ids := v.Namesakes(renewed); len(ids) != 1 || ids[0] != v.Accounts()[0].ID {
		t.Errorf("of the same name: %q", ids)
	}
	v.Trash(v.Accounts()[0].ID)
	for _, acc := range append(v.Accounts()[:0:0], totp("A", "a", "secret of a 1"), renewed) {
		if got, ofMany := v.Match(acc), v.Matcher()(acc); got != None || ofMany != None || v.Namesakes(acc) != nil {
			t.Errorf("what lies in the trash counts: %v, %v", got, ofMany)
		}
	}
	deleted := totp("A", "a", "secret of a 1") // which is in the trash of another program
	deleted.Trashed = time.Unix(1, 0)
	if got, ofMany := v.Match(deleted), v.Matcher()(deleted); got != AlreadyThere || ofMany != AlreadyThere {
		t.Errorf("what is in both trashes: %v, %v", got, ofMany)
	}
}

// A key that is counted comes with its counter where another account takes its place.
func TestReplaceKeyAt(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	key := otp.Key{Secret: []byte("secret of a 2"), Type: otp.HOTP, Algorithm: otp.SHA1, Digits: 6}
	id, err := v.ReplaceKeyAt(v.Accounts()[0].ID, key, 41)
	if err != nil {
		t.Fatal(err)
	}
	if a, _ := v.Account(id); a.Counter != 41 || a.Key.Type != otp.HOTP {
		t.Errorf("%+v", a)
	}
}

func TestTheCallersMemoryIsTheirOwn(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	a := v.Accounts()[0]
	clear(a.Key.Secret)
	if b := v.Accounts()[0]; string(b.Key.Secret) != "secret of a 1" {
		t.Error("clearing a copy cleared the vault's secret")
	}
}

func TestUnusableAccountsAreNotAdded(t *testing.T) {
	v := newTestVault(t, cheap())
	ids := v.Add(totp("A", "a", ""), totp("B", "b", "secret of b 1"), totp(strings.Repeat("x", maxText+1), "", "secret of c 1"))
	if ids[0] != "" || ids[1] == "" || ids[2] != "" || len(v.Accounts()) != 1 {
		t.Errorf("ids %q, %d accounts", ids, len(v.Accounts()))
	}
}

func TestCloseForgets(t *testing.T) {
	v := newTestVault(t, cheap(), totp("A", "a", "secret of a 1"))
	kek := v.pass.kek
	v.Close()
	if slices.ContainsFunc(kek, func(b byte) bool { return b != 0 }) {
		t.Error("the key was not wiped")
	}
	if len(v.Accounts()) != 0 || v.Dirty() {
		t.Error("a closed vault still has accounts")
	}
	if r := v.Save(context.Background()); !errors.Is(r.Err, ErrClosed) || r.Status != NotSaved {
		t.Errorf("saving a closed vault: %+v", r)
	}
	if _, err := v.raise("x"); !errors.Is(err, ErrClosed) {
		t.Errorf("changing a closed vault: %v", err)
	}
	v.Close()
}

func TestCreateRefusesWhatIsThere(t *testing.T) {
	v := newTestVault(t, cheap())
	before := readAll(t, v.Path())
	if _, err := Create(context.Background(), v.Path(), []byte(goodPassword), cheap()); !errors.Is(err, fs.ErrExist) {
		t.Fatalf("got %v", err)
	}
	if string(readAll(t, v.Path())) != string(before) {
		t.Error("the file was touched")
	}
}

func TestPasswordChange(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, totp("A", "a", "secret of a 1"))
	if err := v.SetPassword(context.Background(), []byte("short")); err == nil {
		t.Error("a short password was taken")
	}
	if err := v.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
		t.Fatal(err)
	}
	if !v.Dirty() {
		t.Error("a new password is no change")
	}
	mustSave(t, v)
	if _, err := tryOpen(v.Path(), goodPassword, o); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := tryOpen(v.Path(), otherPassword, o); err != nil {
		t.Errorf("the new password: %v", err)
	}
}

func TestPasswordIsTheSameHoweverItIsTyped(t *testing.T) {
	o := cheap()
	path := filepath.Join(t.TempDir(), "v.watchword")
	v, err := Create(context.Background(), path, []byte("gr\u00fcne-maple-orbit-canyon"), o) // NFC
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	if _, err := tryOpen(path, "gru\u0308ne-maple-orbit-canyon", o); err != nil { // NFD, as macOS types it
		t.Errorf("decomposed password: %v", err)
	}
	if _, err := tryOpen(path, "gr\u00fcne-maple-orbit-canyon ", o); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("a password is not trimmed: %v", err)
	}
}

func TestRecoverySheet(t *testing.T) {
	o := cheap()
	v := newTestVault(t, o, totp("A", "a", "secret of a 1"))
	if v.HasRecovery() {
		t.Error("a new vault has a sheet")
	}
	sheet, err := v.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, v)
	l, err := Open(v.Path(), o)
	if err != nil || !l.Info().HasRecovery {
		t.Fatalf("%v, %+v", err, l)
	}
	r, err := l.UnlockWithSheet(" " + strings.ToLower(string(sheet.Key)) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Accounts()) != 1 || !r.MustSetPassword() {
		t.Errorf("%d accounts, must set a password: %v", len(r.Accounts()), r.MustSetPassword())
	}
	r.Add(totp("B", "b", "secret of b 1"))
	if got := r.Save(context.Background()); !errors.Is(got.Err, ErrMustSetPassword) {
		t.Errorf("saved without a password: %+v", got)
	}
	if err := r.SetPassword(context.Background(), []byte(otherPassword)); err != nil {
		t.Fatal(err)
	}
	mustSave(t, r)
	again, err := tryOpen(v.Path(), otherPassword, o)
	if err != nil || len(again.Accounts()) != 2 {
		t.Fatalf("after recovery: %v", err)
	}
	// The sheet still opens what was saved, for the slot is rewritten without the key.
	l, _ = Open(v.Path(), o)
	if _, err := l.UnlockWithSheet(string(sheet.Key)); err != nil {
		t.Errorf("the sheet after another save: %v", err)
	}
	// A new sheet ends the old one.
	if _, err := again.NewRecovery(); err != nil {
		t.Fatal(err)
	}
	mustSave(t, again)
	l, _ = Open(v.Path(), o)
	if _, err := l.UnlockWithSheet(string(sheet.Key)); !errors.Is(err, ErrWrongSheet) {
		t.Errorf("the old sheet: %v", err)
	}
	if _, err := l.UnlockWithSheet("AGE-SECRET-KEY-1QQQQ"); !errors.Is(err, ErrBadSheetKey) {
		t.Errorf("a mistyped sheet: %v", err)
	}
}

func TestBackupsAreMadeAndOpen(t *testing.T) {
	o := cheap()
	clock := newClock()
	o.Now, o.BackupDir = clock.now, t.TempDir()
	v := newTestVault(t, o)
	for i := range 15 {
		clock.add(time.Minute)
		v.Add(sample(i + 1)[i])
		mustSave(t, v)
	}
	list, err := v.Backups()
	if err != nil || len(list) != keepLast {
		t.Fatalf("%d backups, %v", len(list), err)
	}
	for i, b := range list {
		old := reopen(t, b.Path, o)
		if n := uint64(len(old.Accounts())); old.ID() != v.ID() || old.Revision() != b.Revision || n != b.Revision-1 {
			t.Errorf("backup %d: revision %d, listed %d, %d accounts", i, old.Revision(), b.Revision, n)
		}
	}
}
