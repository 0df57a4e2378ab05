package transfer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"watchword/scanner"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A sample is one record of an expected.json.
type sample struct {
	Encrypted bool            `json:"encrypted"`
	Password  *string         `json:"password"`
	Entries   []expectedEntry `json:"entries"`
	Failures  int             `json:"failures"`
	Refuse    bool            `json:"refuse"`
	Companion bool            `json:"companion"`
}

type expectedEntry struct {
	Issuer     string   `json:"issuer"`
	IssuerAlt  *string  `json:"issuer_alt"`
	Name       string   `json:"name"`
	NameAlt    *string  `json:"name_alt"`
	Secret     string   `json:"secret"`
	Type       string   `json:"type"`
	Algorithm  string   `json:"algorithm"`
	Digits     int      `json:"digits"`
	Period     int      `json:"period"`
	Counter    uint64   `json:"counter"`
	CounterAlt *uint64  `json:"counter_alt"`
	Tags       []string `json:"tags"`
	Note       string   `json:"note"`
	PIN        string   `json:"pin"`
	Favorite   bool     `json:"favorite"`
	Trashed    bool     `json:"trashed"`
	Archived   bool     `json:"archived"`
	Optional   bool     `json:"optional"`
}

// matches reports whether the account is the entry.
func (e expectedEntry) matches(a account.Account) bool {
	issuer := a.Issuer == e.Issuer || e.IssuerAlt != nil && a.Issuer == *e.IssuerAlt
	name := a.Name == e.Name || e.NameAlt != nil && a.Name == *e.NameAlt ||
		e.Name == protonPassPlaceholder && a.Name == "" // the lists of samples take it for a name, those of the field do not
	counter := a.Counter == e.Counter || e.CounterAlt != nil && a.Counter == *e.CounterAlt
	secret, err := account.ParseKey(e.Secret)
	return err == nil && issuer && name && counter && bytes.Equal(secret, a.Key.Secret) &&
		otp.Type(e.Type) == a.Key.Type && otp.Algorithm(e.Algorithm) == a.Key.Algorithm &&
		e.Digits == a.Key.Digits && e.Period == a.Key.Period && otp.PIN(e.PIN) == a.Key.PIN &&
		slices.Equal(append([]string{}, e.Tags...), append([]string{}, a.Tags...)) && e.Note == a.Note &&
		e.Favorite == a.Pinned && e.Trashed == a.InTrash() && e.Archived == a.Archived
}

// show describes an account without its secret.
func show(a account.Account) string {
	return fmt.Sprintf("%q %q %s %s %d/%d counter %d, %d bytes, tags %q, note %q, pinned %v, trashed %v, archived %v, PIN %v", a.Issuer, a.Name,
		a.Key.Type, a.Key.Algorithm, a.Key.Digits, a.Key.Period, a.Counter, len(a.Key.Secret), a.Tags, a.Note, a.Pinned, a.InTrash(), a.Archived, a.Key.PIN != "")
}

// samplesFolder returns the folder of files that other programs made.
func samplesFolder(t testing.TB) string {
	dir := os.Getenv("WATCHWORD_SAMPLES")
	if dir == "" {
		t.Skip("WATCHWORD_SAMPLES names no folder of other programs' files; our own fixtures cover every format")
	}
	return dir
}

// eachSample calls f for every file that an expected.json describes.
func eachSample(t *testing.T, f func(t *testing.T, path string, data []byte, s sample)) {
	dir := samplesFolder(t)
	lists, _ := filepath.Glob(filepath.Join(dir, "*", "expected.json"))
	if len(lists) == 0 {
		t.Fatal("no expected.json in the folder of WATCHWORD_SAMPLES")
	}
	for _, list := range lists {
		var expected struct {
			Samples map[string]sample `json:"samples"`
		}
		text, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &expected); err != nil {
			t.Fatal(list, err)
		}
		names := make([]string, 0, len(expected.Samples))
		for name := range expected.Samples {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			path := filepath.Join(filepath.Dir(list), name)
			t.Run(filepath.Base(filepath.Dir(list))+"/"+name, func(t *testing.T) {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				f(t, path, data, expected.Samples[name])
			})
		}
	}
}

// sampleEnv answers with the password, and with files beside the sample.
func sampleEnv(path, password string) Env {
	return Env{
		Password: func(_ context.Context, again bool) (string, error) {
			if again {
				return "", ErrWrongPassword
			}
			return password, nil
		},
		DecodeQR: decodeQR,
		Companion: func(name string) ([]byte, error) {
			data, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
			if err != nil {
				data, err = os.ReadFile(filepath.Join(filepath.Dir(path), "made_"+name))
			}
			return data, err
		},
	}
}

func decodeQR(ctx context.Context, picture []byte) ([]string, error) {
	r, err := scanner.ScanBytes(ctx, picture, scanner.Options{})
	var texts []string
	for _, c := range r.Codes {
		texts = append(texts, c.Text)
	}
	if len(texts) == 0 && len(r.Seen) > 0 && err == nil {
		err = errors.New(r.Seen[0].Advice) // as import says it
	}
	return texts, err
}

// TestSamples reads every file of other programs as its expected.json says.
func TestSamples(t *testing.T) {
	rememberKeys(t)
	eachSample(t, func(t *testing.T, path string, data []byte, s sample) {
		password := ""
		if s.Password != nil {
			password = *s.Password
		}
		r, err := Read(context.Background(), data, sampleEnv(path, password))
		if s.Companion || s.Refuse {
			if err == nil {
				t.Fatalf("%d accounts were read from a file that must be refused", len(r.Accounts))
			}
			return
		}
		if err != nil && !(errors.Is(err, ErrEmpty) && len(s.Entries) == 0) {
			t.Fatal(err)
		}
		if s.Encrypted != r.Encrypted {
			t.Errorf("encrypted: %v", r.Encrypted)
		}
		left := slices.Clone(r.Accounts)
		optional := 0
		for _, e := range s.Entries {
			i := slices.IndexFunc(left, e.matches)
			if i >= 0 {
				left = slices.Delete(left, i, i+1)
				continue
			}
			if e.Optional {
				optional++
				continue
			}
			t.Errorf("missing: %q %q %s %s %d/%d counter %d, tags %q, note %q, favorite %v", e.Issuer, e.Name, e.Type, e.Algorithm, e.Digits, e.Period, e.Counter, e.Tags, e.Note, e.Favorite)
		}
		for _, a := range left {
			t.Errorf("unexpected: %s", show(a))
		}
		if n := len(r.Failures); n < s.Failures || n > s.Failures+optional {
			t.Errorf("%d failures, want %d", n, s.Failures)
		}
		for _, f := range r.Failures {
			t.Logf("failure %d: %s", f.Position, f.Reason)
		}
	})
}

// TestSamplesRefuseWrongPassword gives every encrypted file a password that is not its own.
func TestSamplesRefuseWrongPassword(t *testing.T) {
	rememberKeys(t)
	eachSample(t, func(t *testing.T, path string, data []byte, s sample) {
		if !s.Encrypted || costly(path) && daily() { // a cheaper file of the same program stands in
			return
		}
		if _, err := Read(context.Background(), data, sampleEnv(path, *s.Password+"x")); !errors.Is(err, ErrWrongPassword) {
			t.Errorf("with a wrong password: %v", err)
		}
		if _, err := Read(context.Background(), data, Env{}); !errors.Is(err, ErrNeedsPassword) && !strings.Contains(path, "maFile") {
			t.Errorf("with nobody to ask: %v", err)
		}
	})
}
