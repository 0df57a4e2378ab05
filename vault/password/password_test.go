package password

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/vault/strength"
)

const (
	goodPassword  = "maple-orbit-canyon-thrift-velvet"
	otherPassword = "saddle-quartz-ember-lagoon-picnic"
)

func TestCheck(t *testing.T) {
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
		err := Check(test.password)
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.why, err)
		}
		var reason *Error
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
		n := Strength(p)
		if n < last || n > 4 {
			t.Errorf("%d after %d", n, last)
		}
		last = n
	}
	if last != 4 {
		t.Errorf("five words get %d", last)
	}
	if Strength("") != 0 {
		t.Error("nothing has strength")
	}
}

// TestStrengthOfLongTextsIsQuick would hang for minutes if all of a text were looked at.
func TestStrengthOfLongTextsIsQuick(t *testing.T) {
	done := make(chan bool)
	go func() { Strength(long(1024)); close(done) }()
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
	if a, b := Suggest(rand.NewChaCha8([32]byte{1})), Suggest(rand.NewChaCha8([32]byte{1})); a != b {
		t.Errorf("%q and %q from the same source", a, b)
	}
	seen := map[string]bool{}
	for range 100 {
		p := Suggest(nil)
		if seen[p] {
			t.Fatal("the same twice")
		}
		seen[p] = true
		if err := Check(p); err != nil {
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

func FuzzStrength(f *testing.F) {
	for _, s := range []string{goodPassword, "19/11/1987", "qwertyuiop[]", "ｆｕｌｌｗｉｄｔｈ", "\u0301\u0301\u0301", "aaaaaaaaaabbbbbbbbbb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n := Strength(s); n < 0 || n > 4 {
			t.Fatalf("%d", n)
		}
		Check(s)
	})
}
