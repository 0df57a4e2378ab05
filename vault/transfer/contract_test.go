package transfer

import (
	"bytes"
	"context"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// A contract is how a format joins the suite below: whatever it reads, the same accounts
// go out and come in again; a wrong password, a changed bit and a cut end in an error or
// in fewer accounts, never in other ones; and no secret is ever said.
//
//	var _ = joins(contract{format: "aegis"})
//	var _ = joins(contract{format: "raivo", write: writeRaivo, limits: supports{...}.limits})
type contract struct {
	format string // what reads it

	// write makes the file; nil: the format itself, or the one called writer. It gets only
	// accounts that limits does not refuse as a whole.
	write  func(t testing.TB, accounts []account.Account, password string) []byte
	writer string

	// limits says what the file cannot carry; nil: that of the format that writes.
	limits func(a account.Account) (whole bool, reason string)

	encrypted bool
	// unproven: nothing in the file proves its content, so that a changed bit may change
	// an account unnoticed.
	unproven bool
	openTags bool // the names of tags stand in the clear beside the ciphertext
	env      Env  // its other members, for formats that need them
	most     int  // accounts that the file has room for; 0 is maxAccounts
	few      bool // each reading is slow: fewer changes are tried
}

var contracts []contract

// joins adds a format to the suite.
func joins(c contract) bool {
	contracts = append(contracts, c)
	return true
}

var _ = joins(contract{format: "otpauth"})
var _ = joins(contract{format: "ente"})
var _ = joins(contract{format: "ente", writer: "ente-encrypted", encrypted: true})
var _ = joins(contract{format: "aegis"})
var _ = joins(contract{format: "aegis", writer: "aegis-encrypted", encrypted: true})
var _ = joins(contract{format: "2fas"})
var _ = joins(contract{format: "2fas", writer: "2fas-encrypted", encrypted: true, openTags: true})
var _ = joins(contract{format: "bitwarden"})
var _ = joins(contract{format: "bitwarden", writer: "bitwarden-encrypted", encrypted: true})
var _ = joins(contract{format: "proton-authenticator"})
var _ = joins(contract{format: "proton-authenticator", writer: "proton-authenticator-encrypted", encrypted: true})
var _ = joins(contract{format: "stratum"})
var _ = joins(contract{format: "stratum", writer: "stratum-encrypted", encrypted: true})
var _ = joins(contract{format: "age", encrypted: true})
var _ = joins(contract{format: "google-authenticator", most: 100}) // parts may hold fewer than ten

// cheaply lowers the costs of key derivation while the suite writes and reads its own
// files thousands of times; the function that it returns puts them back.
func cheaply() (restore func()) {
	e, p, s, x, k := enteCost, protonCost, stratumCost, extensionCost, kdbxCost
	n, b, a := aegisN, bitwardenRounds, ageWork
	ct, oc, cl, sg, oa := cotpCost, oldCotpCost, cloudOTPCost, steamGuardCosts, otpAuthRounds
	cheap := argon2Cost{Memory: 64, Passes: 1, Lanes: 1}
	cotpCost, oldCotpCost, cloudOTPCost, otpAuthRounds = cheap, cheap, cheap, 10
	steamGuardCosts = []argon2Cost{{Memory: 128, Passes: 1, Lanes: 1}, cheap}
	enteCost, protonCost, stratumCost, extensionCost, kdbxCost = cheap, cheap, cheap, cheap, cheap
	aegisN, bitwardenRounds, ageWork = 1024, 5000, 10
	return func() {
		enteCost, protonCost, stratumCost, extensionCost, kdbxCost = e, p, s, x, k
		aegisN, bitwardenRounds, ageWork = n, b, a
		cotpCost, oldCotpCost, cloudOTPCost, steamGuardCosts, otpAuthRounds = ct, oc, cl, sg, oa
	}
}

// name tells contracts apart in a test's output.
func (c contract) name() string {
	if c.writer != "" {
		return c.writer
	}
	if c.write != nil && c.encrypted {
		return c.format + "/encrypted"
	}
	return c.format
}

func (c contract) limitsOf(t testing.TB) func(a account.Account) (bool, string) {
	if c.limits != nil {
		return c.limits
	}
	id := c.format
	if c.writer != "" {
		id = c.writer
	}
	f, ok := ByID(id)
	if !ok || f.Limits == nil {
		t.Fatalf("format %q is unknown or does not say what it refuses", id)
	}
	return f.Limits
}

const contractPassword = "correct horse CANARY battery"

func (c contract) file(t testing.TB, accounts []account.Account) []byte {
	if c.write != nil {
		return c.write(t, accounts, contractPassword)
	}
	id := c.format
	if c.writer != "" {
		id = c.writer
	}
	data, left, err := Write(context.Background(), formatByID(id), accounts, WriteOptions{Password: contractPassword})
	if err != nil || len(left) > 0 {
		t.Fatalf("writing: %v, %d left out", err, len(left))
	}
	return data
}

// passwords answers with each in turn, the last one for ever.
func (c contract) passwords(all ...string) Env {
	env := c.env
	asked := 0
	env.Password = func(context.Context, bool) (string, error) {
		asked++
		return all[min(asked, len(all))-1], nil
	}
	return env
}

// onlyPassword refuses to be asked again.
func (c contract) onlyPassword(password string) Env {
	env := c.env
	env.Password = func(_ context.Context, again bool) (string, error) {
		if again {
			return "", ErrWrongPassword
		}
		return password, nil
	}
	return env
}

// canary returns a secret that stands nowhere else.
func canary(i int) otp.Secret { return otp.Secret(fmt.Sprintf("cAnArY-%02d-secret", i)) }

// contractAccounts go through every format that can carry them. Each row stands for
// something that got lost in one program or another.
func contractAccounts() []account.Account {
	steam, yandex, motp := otp.Defaults(otp.Steam), otp.Defaults(otp.Yandex), otp.Defaults(otp.MOTP)
	yandex.PIN, motp.PIN = "5239", "1234"
	key := func(t otp.Type, algorithm otp.Algorithm, digits, period int) otp.Key {
		return otp.Key{Type: t, Algorithm: algorithm, Digits: digits, Period: period}
	}
	plain := key(otp.TOTP, otp.SHA1, 6, 30)
	accounts := []account.Account{
		{Issuer: "Example", Name: "me@example.org", Key: plain},
		{Issuer: "SHA256", Name: "eight", Key: key(otp.TOTP, otp.SHA256, 8, 30)},
		{Issuer: "SHA512", Name: "sixty", Key: key(otp.TOTP, otp.SHA512, 6, 60)},
		{Issuer: "Odd", Name: "seven, twenty", Key: key(otp.TOTP, otp.SHA1, 7, 20)},
		{Issuer: "Bounds", Name: "ten", Key: key(otp.TOTP, otp.SHA256, 10, 86_400)},
		{Issuer: "Counting", Name: "large", Key: key(otp.HOTP, otp.SHA1, 6, 0), Counter: 1 << 40},
		{Issuer: "Counting", Name: "sha256", Key: key(otp.HOTP, otp.SHA256, 8, 0)},
		{Issuer: "Steam", Name: "player", Key: steam},
		{Issuer: "Boeing", Name: "another issuer", Key: steam},
		{Issuer: "Yandex", Name: "with PIN", Key: yandex},
		{Issuer: "mOTP", Name: "with PIN", Key: motp},
		{Issuer: "Crédit Exemple", Name: "Łukasz 漢字 🔑", Key: plain},
		{Issuer: "A & B <C> \"D\" 'E'", Name: "100% #1 + ?x=y;z,w", Key: plain},
		{Issuer: "", Name: "no issuer", Key: plain},
		{Issuer: "No name", Name: "", Key: plain},
		{Issuer: "Tagged", Name: "one", Key: plain, Tags: []string{"Work"}},
		{Issuer: "Tagged", Name: "two", Key: plain, Tags: []string{"Work", "Bank"}},
		{Issuer: "Noted", Name: "lines", Key: plain, Note: "first line\nsecond, with \"quotes\" and 漢字"},
		{Issuer: "Pinned", Name: "yes", Key: plain, Pinned: true},
		{Issuer: "Archived", Name: "yes", Key: plain, Archived: true},
		{Issuer: "Trashed", Name: "yes", Key: plain, Trashed: unknownTrash},
		{Issuer: "Everything", Name: "at once", Key: plain, Tags: []string{"Bank"}, Note: "note", Pinned: true},
		{Issuer: battleNetIssuer, Name: "EU-1234-5678-9012", Key: key(otp.TOTP, otp.SHA1, 8, 30)},
	}
	for i := range accounts {
		secret := canary(i)
		if accounts[i].Key.Type == otp.Yandex {
			secret = secret[:16]
		}
		accounts[i].Key.Secret = secret
	}
	return accounts
}

// carried returns the accounts that a format takes, and which of them it keeps in full.
func (c contract) carried(t testing.TB) (accounts []account.Account, full []bool) {
	limits := c.limitsOf(t)
	for _, a := range contractAccounts() {
		whole, reason := limits(a)
		if !whole {
			accounts, full = append(accounts, a), append(full, reason == "")
		}
	}
	if c.most > 0 && len(accounts) > c.most {
		accounts, full = accounts[:c.most], full[:c.most]
	}
	if len(accounts) == 0 {
		t.Fatal("the format carries nothing")
	}
	return accounts, full
}

// eachContract runs a part of the suite for every format, and fails it when a reader
// panicked or wrote a secret into the log.
func eachContract(t *testing.T, f func(t *testing.T, c contract)) {
	for _, c := range contracts {
		t.Run(c.name(), func(t *testing.T) {
			var log bytes.Buffer
			before := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			defer slog.SetDefault(before)
			defer cheaply()()
			f(t, c)
			if strings.Contains(log.String(), "reading an import failed") {
				t.Errorf("a reader panicked: %s", log.String())
			}
			noCanary(t, "the log", log.String())
		})
	}
}

// noCanary fails when a text holds a secret in any dress, or the password.
func noCanary(t testing.TB, where, text string) {
	t.Helper()
	if strings.Contains(text, contractPassword) {
		t.Errorf("the password stands in %s", where)
	}
	text = strings.ToLower(text)
	for _, dress := range canaryDresses {
		if strings.Contains(text, dress) {
			t.Errorf("a secret stands in %s", where)
		}
	}
}

// canaryDresses are the secrets of [contractAccounts] as they may be written, in small letters.
var canaryDresses = func() (dresses []string) {
	for _, a := range contractAccounts() {
		s := []byte(a.Key.Secret)
		for _, dress := range []string{string(s), hex.EncodeToString(s), base32.StdEncoding.EncodeToString(s)[:16], base64.StdEncoding.EncodeToString(s)[:16]} {
			dresses = append(dresses, strings.ToLower(dress))
		}
	}
	return dresses
}()

// silent checks what a reading says: names, notes and tags are shown, and no key may stand there
// because a damaged file has its texts in other places.
func silent(t testing.TB, r Result, err error) {
	t.Helper()
	if err != nil {
		noCanary(t, "an error", err.Error())
	}
	var failures, texts strings.Builder
	for _, f := range r.Failures {
		fmt.Fprintln(&failures, f.Reason, f.Issuer, f.Name)
	}
	for _, a := range r.Accounts {
		fmt.Fprintln(&texts, a.Issuer, a.Name, a.Note, a.Tags)
	}
	noCanary(t, "a failure", failures.String())
	noCanary(t, "an account's texts", texts.String())
}

// same reports whether two accounts agree in all that travels.
func same(a, b account.Account) bool {
	a.ID, b.ID, a.Order, b.Order, a.Icon, b.Icon = "", "", 0, 0, "", ""
	if a.InTrash() != b.InTrash() || len(a.Tags) == 0 != (len(b.Tags) == 0) {
		return false
	}
	a.Created, a.Trashed = b.Created, b.Trashed
	if len(a.Tags) == 0 {
		a.Tags, b.Tags = nil, nil
	}
	return reflect.DeepEqual(a, b)
}

// known reports whether a stands among accounts: in full, or its credential and counter.
func known(a account.Account, accounts []account.Account) bool {
	return slices.ContainsFunc(accounts, func(b account.Account) bool {
		return a.Credential() == b.Credential() && a.Counter == b.Counter && a.InTrash() == b.InTrash()
	})
}

// TestOutAndInAgain writes and reads: what a format says that it carries comes back.
func TestOutAndInAgain(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		accounts, full := c.carried(t)
		data := c.file(t, accounts)
		f, ok := Detect(data)
		if !ok || f.ID != c.format {
			t.Fatalf("the file is taken for %q", f.ID)
		}
		r, err := Read(context.Background(), data, c.onlyPassword(contractPassword))
		if err != nil {
			t.Fatal(err)
		}
		silent(t, r, nil)
		if r.Format != c.format || r.Encrypted != c.encrypted || len(r.Failures) > 0 {
			t.Errorf("format %q, encrypted %v, failures %v", r.Format, r.Encrypted, r.Failures)
		}
		if len(r.Accounts) != len(accounts) {
			t.Fatalf("%d accounts went out, %d came in", len(accounts), len(r.Accounts))
		}
		for i, a := range accounts {
			switch {
			case !known(a, r.Accounts):
				t.Errorf("not there, or with another key: %s", show(a))
			case full[i] && !slices.ContainsFunc(r.Accounts, func(b account.Account) bool { return same(a, b) }):
				b := r.Accounts[slices.IndexFunc(r.Accounts, func(b account.Account) bool { return known(a, []account.Account{b}) })]
				t.Errorf("went out: %s\ncame in:  %s", show(a), show(b))
			}
		}
	})
}

// TestPasswords tells a wrong password apart, asks again, and says when nobody is there.
func TestPasswords(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		if !c.encrypted {
			return
		}
		accounts, _ := c.carried(t)
		data := c.file(t, accounts)
		ctx := context.Background()
		r, err := Read(ctx, data, c.onlyPassword("wrong"))
		if !errors.Is(err, ErrWrongPassword) || len(r.Accounts) > 0 {
			t.Errorf("with a wrong password: %v, %d accounts", err, len(r.Accounts))
		}
		silent(t, r, err)
		r, err = Read(ctx, data, c.passwords("wrong", contractPassword))
		if err != nil || len(r.Accounts) != len(accounts) {
			t.Errorf("with the right password after a wrong one: %v, %d accounts", err, len(r.Accounts))
		}
		env := c.env
		env.Password = nil
		if _, err := Read(ctx, data, env); !errors.Is(err, ErrNeedsPassword) {
			t.Errorf("with nobody to ask: %v", err)
		}
		gone := errors.New("the person closed the window")
		env.Password = func(context.Context, bool) (string, error) { return "", gone }
		if _, err := Read(ctx, data, env); !errors.Is(err, gone) {
			t.Errorf("the error of asking became %v", err)
		}
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := Read(cancelled, data, c.onlyPassword(contractPassword)); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}

// TestFlippedBits changes single bits all over the file: nothing panics, nothing is said,
// and where the file is authenticated no account comes out changed.
func TestFlippedBits(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		accounts, _ := c.carried(t)
		data := c.file(t, accounts)
		whole, err := Read(context.Background(), data, c.onlyPassword(contractPassword))
		if err != nil {
			t.Fatal(err)
		}
		rememberKeys(t)
		tries := 512
		if c.encrypted {
			tries = 96
		}
		if c.few {
			tries = 24
		}
		const workers = 2 // most readers work on one processor
		var all sync.WaitGroup
		for worker := range workers {
			all.Go(func() {
				for i := worker; i < tries; i += workers {
					c.flip(t, data, i*len(data)/tries, i%8, whole)
				}
			})
		}
		all.Wait()
	})
}

// flip reads a file with one bit changed.
func (c contract) flip(t *testing.T, data []byte, at, bit int, whole Result) {
	changed := bytes.Clone(data)
	changed[at] ^= 1 << bit
	r, err := opened(Read(context.Background(), changed, c.onlyPassword(contractPassword)))
	silent(t, r, err)
	if !c.encrypted || c.unproven || err != nil {
		return
	}
	for _, a := range r.Accounts {
		if !slices.ContainsFunc(whole.Accounts, func(b account.Account) bool {
			if c.openTags {
				b.Tags = a.Tags
			}
			return same(a, b)
		}) {
			t.Errorf("bit %d of byte %d of %d changes an account unnoticed: %s", bit, at, len(data), show(a))
		}
	}
}

// TestTruncation cuts the file at every 1/64: an error, or some of the accounts.
func TestTruncation(t *testing.T) {
	eachContract(t, func(t *testing.T, c contract) {
		accounts, _ := c.carried(t)
		data := c.file(t, accounts)
		rememberKeys(t)
		step := 1
		if c.few || daily() {
			step = 4
		}
		for i := 0; i < 64; i += step {
			cut := data[:i*len(data)/64]
			r, err := opened(Read(context.Background(), cut, c.onlyPassword(contractPassword)))
			silent(t, r, err)
			if err != nil {
				continue
			}
			if c.encrypted && !c.unproven {
				t.Errorf("%d of %d bytes were accepted", len(cut), len(data))
			}
			if len(r.Accounts) > len(accounts) {
				t.Errorf("%d of %d bytes gave more accounts than went out", len(cut), len(data))
			}
		}
	})
}

// TestEveryFormatJoins keeps the suite whole, and the list in order.
func TestEveryFormatJoins(t *testing.T) {
	seen := map[string]bool{}
	for i, f := range Formats {
		if seen[f.ID] {
			t.Errorf("two formats are called %q", f.ID)
		}
		seen[f.ID] = true
		if i > 0 && strings.ToLower(Formats[i-1].Name) >= strings.ToLower(f.Name) {
			t.Errorf("%q does not stand after %q", f.Name, Formats[i-1].Name)
		}
		if f.Read != nil && (f.Detect == nil || f.How == "") {
			t.Errorf("%s: who reads detects, and says how to get the file", f.ID)
		}
		if f.Write != nil && (f.Extension == "" || f.Clear == f.Encrypts || f.Limits == nil) {
			t.Errorf("%s: who writes says extension, protection and losses", f.ID)
		}
		joined := slices.ContainsFunc(contracts, func(c contract) bool {
			return c.format == f.ID && f.Read != nil || c.writer == f.ID
		})
		if !joined && f.ID != "pgp" && f.ID != "passwords" { // it reads nothing: it only says what to do
			t.Errorf("%s has not joined the contract suite", f.ID)
		}
	}
}

// formatByID returns a format of the list; one that is not there writes nothing.
func formatByID(id string) Format {
	f, _ := ByID(id)
	return f
}
