package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault/strength"
)

func TestCheckPassword(t *testing.T) {
	tests := []struct {
		why, password string
		ok            bool
	}{
		{"five words", goodPassword, true},
		{"a long own one", "blue Kettle sings at 4", true},
		{"other letters", "Пять-слов-из-списка-хватит", true},
		{"a space at the end is part of it", "maple orbit canyon ", true},
		{"nine characters", "x7$Kp2!qz", false},
		{"nine characters of three bytes", "日本語文字列九字", false},
		{"empty", "", false},
		{"a common one", "1q2w3e4r5t6y", false},
		{"a common one in capitals", "QWERTYUIOP", false},
		{"a date of a word", "password123456", false},
		{"one character often", strings.Repeat("k", 30), false},
		{"a block often", strings.Repeat("x7$Kp2", 6), false},
		{"a line break", "maple\norbit-canyon-thrift", false},
		{"a NUL", "maple\x00orbit-canyon-thrift", false},
		{"not text", "maple\xff-orbit-canyon-thrift", false},
		{"1,024 bytes", long(1024), true},
		{"1,025 bytes", long(1025), false},
		{"1,026 bytes that NFC shortens to 1,025", long(1023) + "e\u0301", false},
		{"1,025 bytes that NFC shortens to 1,024", long(1022) + "e\u0301", true},
	}
	for _, test := range tests {
		err := CheckPassword(test.password)
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.why, err)
		}
		var reason *PasswordError
		if err != nil && !errors.As(err, &reason) {
			t.Errorf("%s: the error is a %T", test.why, err)
		}
		if err != nil && len(test.password) > 3 && strings.Contains(err.Error(), test.password) {
			t.Errorf("%s: the error quotes the password", test.why)
		}
	}
}

// long returns a password of n bytes that is not easy.
func long(n int) string {
	words := strings.Repeat(goodPassword+" "+otherPassword+" ", n/60+1)
	return "Zebra9!" + words[:n-7]
}

func TestStrengthOrdersPasswords(t *testing.T) {
	last := -1
	for _, p := range []string{"password", "jonathan1987", "Tr0ub4dor&3", goodPassword} {
		n := PasswordStrength(p)
		if n < last || n > 4 {
			t.Errorf("%d after %d", n, last)
		}
		last = n
	}
	if last != 4 {
		t.Errorf("five words get %d", last)
	}
	if PasswordStrength("") != 0 {
		t.Error("nothing has strength")
	}
}

// TestStrengthOfLongTextsIsQuick would hang for minutes if all of a text were looked at.
func TestStrengthOfLongTextsIsQuick(t *testing.T) {
	done := make(chan bool)
	go func() { PasswordStrength(long(1024)); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("it takes more than 20 seconds")
	}
}

func TestSuggestedPasswords(t *testing.T) {
	words := strength.Words()
	if len(words) != 7776 || words[0] != "abacus" || words[7775] != "zoom" {
		t.Fatalf("%d words", len(words))
	}
	// From a source of one's own the same comes twice.
	if a, b := SuggestPassword(chance{rand.New(rand.NewPCG(1, 2))}), SuggestPassword(chance{rand.New(rand.NewPCG(1, 2))}); a != b {
		t.Errorf("%q and %q from the same source", a, b)
	}
	seen := map[string]bool{}
	for range 100 {
		p := SuggestPassword(nil)
		if seen[p] {
			t.Fatal("the same twice")
		}
		seen[p] = true
		if err := CheckPassword(p); err != nil {
			t.Errorf("a suggestion is refused: %v", err)
		}
		if !isJoinOf(p, words, 5) {
			t.Error("a suggestion is not five words of the list")
		}
	}
}

// isJoinOf reports whether p is n words joined by hyphens; some words have a hyphen themselves.
func isJoinOf(p string, words []string, n int) bool {
	if n == 1 {
		return slices.Contains(words, p)
	}
	for i := range p {
		if p[i] == '-' && slices.Contains(words, p[:i]) && isJoinOf(p[i+1:], words, n-1) {
			return true
		}
	}
	return false
}

func TestRepeated(t *testing.T) {
	for s, want := range map[string]string{"": "", "a": "a", "aaaa": "a", "abab": "ab", "aba": "aba", "abcabcab": "abcabcab"} {
		if got := repeated(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzPasswordStrength(f *testing.F) {
	for _, s := range []string{goodPassword, "19/11/1987", "qwertyuiop[]", "ｆｕｌｌｗｉｄｔｈ", "\u0301\u0301\u0301", "aaaaaaaaaabbbbbbbbbb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n := PasswordStrength(s); n < 0 || n > 4 {
			t.Fatalf("%d", n)
		}
		CheckPassword(s)
	})
}

func TestCalibration(t *testing.T) {
	const gib = 1 << 20
	// On this machine one pass over 1 MiB takes so many microseconds.
	machine := func(us float64) func(Params) (time.Duration, error) {
		return func(p Params) (time.Duration, error) {
			return time.Duration(us * float64(p.Memory/1024) * float64(p.Time) * float64(time.Microsecond)), nil
		}
	}
	tests := []struct {
		why    string
		us     float64
		memory uint64
		goal   Goal
		want   Params
	}{
		{"a slow machine stays at the floor", 5000, 8 * gib, Target, Params{64 << 10, 3, 4}},
		{"an ordinary machine", 1400, 8 * gib, Target, Params{128 << 10, 3, 4}},
		{"a quick machine takes all memory, then passes", 300, 8 * gib, Target, Params{256 << 10, 7, 4}},
		{"the quickest stops at ten passes", 10, 8 * gib, Target, Params{256 << 10, 10, 4}},
		{"little memory: an eighth of it", 300, 1 * gib, Target, Params{128 << 10, 10, 4}},
		{"very little memory: never below the floor", 300, gib / 4, Target, Params{64 << 10, 10, 4}},
		{"unknown memory", 300, 0, Target, Params{256 << 10, 7, 4}},
		{"strong", 600, 16 * gib, Strong, Params{1 << 20, 3, 4}},
	}
	for _, test := range tests {
		p, err := calibrate(context.Background(), test.goal, test.memory, machine(test.us))
		if err != nil || p != test.want {
			t.Errorf("%s: %+v, %v; want %+v", test.why, p, err, test.want)
		}
		if !inBounds(uint64(p.Memory), uint64(p.Time), uint64(p.Threads)) {
			t.Errorf("%s: %+v is out of bounds", test.why, p)
		}
	}
	failing := errors.New("no")
	if _, err := calibrate(context.Background(), Target, 0, func(Params) (time.Duration, error) { return 0, failing }); !errors.Is(err, failing) {
		t.Errorf("%v", err)
	}
}

func TestDerivationIsCancelled(t *testing.T) {
	release := make(chan bool)
	slow := func(context.Context, []byte, []byte, Params) ([]byte, error) {
		<-release
		return make([]byte, 32), nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() { _, err := derive(ctx, slow, []byte("x"), nil, Floor); first <- err }()
	go func() { _, err := derive(ctx, slow, []byte("x"), nil, Floor); first <- err }() // waits for its turn
	cancel()
	for range 2 {
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
	close(release)
	if _, err := derive(context.Background(), cheapKDF, []byte("x"), nil, Floor); err != nil {
		t.Errorf("the next derivation: %v", err)
	}
}

// The values are those of OpenSSL 4.0's ARGON2ID, an implementation of its own.
func TestArgon2id(t *testing.T) {
	tests := []struct {
		p    Params
		want string
	}{
		{Params{Memory: 19 << 10, Time: 2, Threads: 1}, "2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1"},
		{Floor, "81db97a7e67a891784a2599bc879f957cb3512d273984bd97d8a18fc59ff01e2"},
	}
	for _, test := range tests {
		key, err := Argon2id(t.Context(), []byte("password"), []byte("somesaltsomesalt"), test.p)
		if got := hex.EncodeToString(key); got != test.want || err != nil {
			t.Errorf("%+v: %s, %v", test.p, got, err)
		}
	}
}
