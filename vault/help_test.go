package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"watchword/vault/account"
	"watchword/vault/otp"
)

const (
	goodPassword  = "maple-orbit-canyon-thrift-velvet"
	otherPassword = "saddle-quartz-ember-lagoon-picnic"
)

// cheapKDF stands in for Argon2id where a test is not about it: it keeps every input apart
// and costs nothing.
func cheapKDF(_ context.Context, password, salt []byte, p Params) ([]byte, error) {
	h := sha256.New()
	binary.Write(h, binary.BigEndian, []uint32{p.Memory, p.Time, uint32(p.Threads), uint32(len(salt))})
	h.Write(salt)
	h.Write(password)
	return h.Sum(nil), nil
}

// cheapKey is what cheapKDF makes of a password.
func cheapKey(password string, salt []byte, p Params) []byte {
	key, _ := cheapKDF(context.Background(), []byte(password), salt, p)
	return key
}

// A testClock stands still until it is told.
type testClock struct{ t time.Time }

func (c *testClock) now() time.Time      { return c.t }
func (c *testClock) add(d time.Duration) { c.t = c.t.Add(d) }
func newClock() *testClock               { return &testClock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func cheap() Options {
	return Options{KDF: cheapKDF, Params: Floor, Now: newClock().now, Device: "device-1", App: "test"}
}

func totp(issuer, name, secret string) account.Account {
	return account.Account{
		Key:    otp.Key{Type: otp.TOTP, Secret: otp.Secret(secret), Algorithm: otp.SHA1, Digits: 6, Period: 30},
		Issuer: issuer, Name: name,
	}
}

func hotp(issuer, secret string, counter uint64) account.Account {
	return account.Account{
		Key:    otp.Key{Type: otp.HOTP, Secret: otp.Secret(secret), Algorithm: otp.SHA1, Digits: 6},
		Issuer: issuer, Counter: counter,
	}
}

// newTestVault makes a vault in a folder of its own.
func newTestVault(t testing.TB, o Options, accounts ...account.Account) *Vault {
	t.Helper()
	v, err := Create(context.Background(), filepath.Join(t.TempDir(), "vault.watchword"), []byte(goodPassword), o)
	if err != nil {
		t.Fatalf("Create: %v", err)
	}
	t.Cleanup(v.Close)
	if len(accounts) > 0 {
		v.Add(accounts...)
		mustSave(t, v)
	}
	return v
}

func mustSave(t testing.TB, v *Vault) {
	t.Helper()
	if r := v.Save(context.Background()); r.Status != Saved || r.Err != nil || r.Backup != nil {
		t.Fatalf("Save: %+v", r)
	}
}

func reopen(t testing.TB, path string, o Options) *Vault {
	t.Helper()
	v, err := tryOpen(path, goodPassword, o)
	if err != nil {
		t.Fatalf("open again: %v", err)
	}
	t.Cleanup(v.Close)
	return v
}

func tryOpen(path, password string, o Options) (*Vault, error) {
	l, err := Open(path, o)
	if err != nil {
		return nil, err
	}
	return l.Unlock(context.Background(), []byte(password))
}

// sample makes n accounts that differ in all that matters.
func sample(n int) []account.Account {
	list := make([]account.Account, n)
	for i := range list {
		list[i] = totp(fmt.Sprintf("Service %d", i), fmt.Sprintf("me%d@example.org", i), fmt.Sprintf("secret-%06d-padding", i))
	}
	return list
}

// describe says what a user sees of the accounts, so that two vaults can be compared.
func describe(v *Vault) string {
	var b bytes.Buffer
	for _, a := range v.Accounts() {
		fmt.Fprintf(&b, "%s|%s|%s|%x|%d|%s|%q|%v|%v|%v|%v|%v\n", a.ID, a.Issuer, a.Name, []byte(a.Key.Secret), a.Counter, a.Note, a.Tags, a.Icon, a.Pinned, a.Order, a.Archived, a.Trashed)
	}
	return b.String()
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// large reports whether the tests run at the sizes of docs/reliability.md, which takes
// hours, and not at those of every day.
func large() bool { return os.Getenv("WATCHWORD_LARGE") != "" }

// daily says that this is the daily test, or one by hand, and not the whole one.
func daily() bool { return !large() && os.Getenv("WATCHWORD_WHOLE") == "" }

func errorsAre(err error, all ...error) bool {
	for _, want := range all {
		if !errors.Is(err, want) {
			return false
		}
	}
	return err != nil
}

// said is what a vault has given notice of.
func said(v *Vault) string { return fmt.Sprintf("%+v", v.Notices()) }

// noticed reports whether a vault has given notice of this kind.
func noticed(v *Vault, kind NoticeKind) bool {
	return slices.ContainsFunc(v.Notices(), func(n Notice) bool { return n.Kind == kind })
}
