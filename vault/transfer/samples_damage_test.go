package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"watchword/vault/account"
)

// keysKept are the keys that were derived, by all that they depend on.
var keysKept = struct {
	sync.Mutex
	keys map[[32]byte][]byte
}{keys: map[[32]byte][]byte{}}

// rememberKeys derives each key once, for all the tests that call it: reading one file hundreds of
// times would take an hour otherwise. Cancelled and failed derivations are not kept.
func rememberKeys(t testing.TB) {
	t.Helper()
	before := derived
	t.Cleanup(func() { derived = before })
	derived = func(work func() ([]byte, error), on ...any) ([]byte, error) {
		keysKept.Lock()
		defer keysKept.Unlock()
		id := sha256.Sum256(fmt.Appendf(nil, "%q", on))
		if key, ok := keysKept.keys[id]; ok {
			return bytes.Clone(key), nil
		}
		key, err := work()
		if err == nil {
			keysKept.keys[id] = bytes.Clone(key)
		}
		return key, err
	}
}

// daily says that this is the daily test, or one by hand, and not the whole one.
func daily() bool { return os.Getenv("WATCHWORD_WHOLE") == "" }

// costly names the samples whose keys take up to 256 MiB and half a second, where a cheaper file of the same program
// stands in every day.
func costly(path string) bool {
	return slices.Contains([]string{"encrypted.nominalcomplexity.txt", "keepass.groups.kdbx", "keepass.recyclebin.kdbx", "keepass.norecyclebin.kdbx"}, filepath.Base(path))
}

// readSample reads a sample with its password; a costly one is agreed to.
func readSample(t *testing.T, path string, data []byte, s sample) (Result, error) {
	t.Helper()
	password := ""
	if s.Password != nil {
		password = *s.Password
	}
	r, err := Read(context.Background(), data, sampleEnv(path, password))
	if s.Refuse {
		return r, err
	}
	return opened(r, err)
}

// opened takes a file for read that was opened and has no accounts in it, as some samples do: where
// it is cut or changed that is no refusal.
func opened(r Result, err error) (Result, error) {
	if errors.Is(err, ErrEmpty) {
		return r, nil
	}
	return r, err
}

// among reports whether a stands in a list as it is.
func among(a account.Account, list []account.Account) bool {
	return slices.ContainsFunc(list, func(b account.Account) bool { return same(a, b) })
}

// What a flipped bit can do depends on what the program proves, by its folder or its file.
var (
	// Names and parameters stand in the clear, each secret under a seal of its own.
	secretsOnly = map[string]bool{"freeotp": true}
	// AES-CBC without a MAC: a flipped bit flips one of the next block, or of the IV one of the first.
	unproven = map[string]bool{
		"authy":                         true,
		"authenticator_extension":       true,
		"steam":                         true,
		"stratum/backup.legacy.authpro": true,
		"totp_authenticator":            true,
	}
	// Each byte of the file is proven, so that each flipped bit ends in an error. In the others
	// some bytes say nothing: white space, members that nobody reads, fields of a zip.
	everyByte = map[string]bool{
		"andotp":                                true,
		"keepass/keepass.aes256.aeskdf.kdbx":    true,
		"keepass/keepass.chacha20.argon2d.kdbx": true,
		"keepass/keepass.groups.kdbx":           true,
		"keepass/keepass.norecyclebin.kdbx":     true,
		"keepass/keepass.recyclebin.kdbx":       true,
		"keepass/made_attributes_v4.kdbx":       true,
		"otpclient":                             true,
		"stratum/stratum_encrypted.bin":         true,
	}
)

// holds reports whether a list names a sample, by its folder or its file.
func holds(list map[string]bool, path string) bool {
	program := filepath.Base(filepath.Dir(path))
	return list[program] || list[program+"/"+filepath.Base(path)]
}

// TestSamplesFlippedBits changes single bits all over other programs' encrypted files: what
// is protected there never comes out changed.
func TestSamplesFlippedBits(t *testing.T) {
	rememberKeys(t)
	eachSample(t, func(t *testing.T, path string, data []byte, s sample) {
		if !s.Encrypted || s.Refuse || s.Companion || costly(path) && daily() {
			return
		}
		whole, err := readSample(t, path, data, s)
		if err != nil {
			t.Fatal(err)
		}
		tries, unchanged := 128, 0
		if filepath.Base(path) == "encrypted.nominalcomplexity.txt" {
			tries = 32 // 256 MiB and half a second for each changed parameter
		}
		if daily() {
			tries /= 8
		}
		for i := range tries {
			at, bit := (2*i+1)*len(data)/(2*tries), i%8
			changed := bytes.Clone(data)
			changed[at] ^= 1 << bit
			r, err := readSample(t, path, changed, s)
			if err == nil && holds(everyByte, path) {
				t.Errorf("bit %d of byte %d of %d went unnoticed", bit, at, len(data))
			}
			if err == nil && len(r.Accounts) >= len(whole.Accounts) {
				unchanged++ // white space, a member that nobody reads, or a name in the clear
			}
			if len(r.Accounts) > len(whole.Accounts) {
				t.Errorf("bit %d of byte %d of %d adds an account", bit, at, len(data))
			}
			if holds(unproven, path) {
				continue
			}
			for _, a := range r.Accounts {
				if holds(secretsOnly, path) {
					if !slices.ContainsFunc(whole.Accounts, func(b account.Account) bool { return bytes.Equal(a.Key.Secret, b.Key.Secret) }) {
						t.Errorf("bit %d of byte %d of %d changes a secret unnoticed", bit, at, len(data))
					}
				} else if !among(a, whole.Accounts) {
					t.Errorf("bit %d of byte %d of %d changes an account unnoticed: %s", bit, at, len(data), show(a))
				}
			}
		}
		if unchanged > tries*2/3 && !daily() { // a few are no measure
			t.Errorf("%d of %d changes went unnoticed", unchanged, tries)
		}
	})
}

// TestSamplesTruncated cuts every file of other programs at every 1/64. A cut encrypted file
// is refused; of a list in the clear at most the account that the cut goes through differs.
func TestSamplesTruncated(t *testing.T) {
	rememberKeys(t)
	eachSample(t, func(t *testing.T, path string, data []byte, s sample) {
		if costly(path) && daily() { // a cheaper file of the same program stands in
			return
		}
		whole, err := readSample(t, path, data, s)
		if (err != nil) != (s.Refuse || s.Companion) {
			t.Fatal(err)
		}
		step := 1
		if daily() {
			step = 4
		}
		for i := 0; i < 64; i += step {
			cut := data[:i*len(data)/64]
			r, err := readSample(t, path, cut, s)
			if err == nil && s.Encrypted {
				t.Errorf("%d of %d bytes were accepted", len(cut), len(data))
			}
			differ := 0
			for _, a := range r.Accounts {
				if !among(a, whole.Accounts) {
					differ++
				}
			}
			if differ > 1 || len(r.Accounts) > len(whole.Accounts) {
				t.Errorf("%d of %d bytes: %d accounts of %d, %d others", len(cut), len(data), len(r.Accounts), len(whole.Accounts), differ)
			}
		}
	})
}
