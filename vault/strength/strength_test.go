package strength

import (
	"math"
	"strings"
	"testing"
)

// Each row is a kind of password and between which powers of ten its guesses lie. The bounds are
// what zxcvbn's formulas give, with a half to each side for the shorter lists of words.
func TestGuesses(t *testing.T) {
	for _, test := range []struct {
		why, password string
		from, to      float64
	}{
		{"nothing", "", 0, 0},
		{"the second of the common ones", "password", 0, 0.5},
		{"with the usual capital", "Password", 0.3, 1},
		{"with signs for letters", "P@ssw0rd", 0.5, 3},
		{"backwards", "drowssap", 0.3, 1},
		{"a first name and a year", "jonathan1987", 3.5, 5.5},
		{"a surname and a day", "Kowalski12.11.1979", 7.5, 9.5},
		{"a word of the language", "chocolate", 2, 4},
		{"a walk over the keyboard", "zaq12wsxcde3", 3, 7},
		{"another keyboard", "azertyuiop", 1, 4},
		{"the German one", "qwertzuiopü", 1, 4.2},
		{"the block of figures", "789456123", 1, 5},
		{"a sequence", "abcdefghijk", 1, 2},
		{"a sequence of another script", "абвгдежзий", 1, 3},
		{"by threes", "147036925", 3, 9},
		{"a sequence down", "9876543210", 1, 3},
		{"one character again and again", "kkkkkkkkkkkk", 1.5, 3},
		{"a block again and again", "x7$Kx7$Kx7$K", 4, 5.5},
		{"a year", "1987", 1, 2},
		{"a day, with separators", "19/11/1987", 4, 5.5},
		{"a day without", "19111987", 3.5, 4.5},
		{"the year first", "1987-11-19", 4, 5.5},
		{"a day that does not exist", "39/31/1987", 5.5, 9.5},
		{"twelve chosen by chance", "jX9$kq2!vLwz", 11, 13},
		{"five words of the list", "maple-orbit-canyon-thrift-zoom", 22, 32},
		{"four of them without separators", "mapleorbitcanyonthrift", 13, 18},
		{"letters of a script without lists", "ღამესიზმარივარდი", 15, 17},
	} {
		if got := Guesses(test.password); got < test.from || got > test.to || math.IsNaN(got) {
			t.Errorf("%s: 10^%.1f guesses, not between %v and %v", test.why, got, test.from, test.to)
		}
	}
}

// More of the same never makes a password worse, up to the characters that are looked at.
func TestMoreIsNotWorse(t *testing.T) {
	const all = "jX9$kq2!vLwzBn5&rT8(hG3"
	last := 0.0
	for n := 1; n <= len(all); n++ {
		got := Guesses(all[:n])
		if got < last {
			t.Errorf("%d characters take 10^%.1f guesses, one less 10^%.1f", n, got, last)
		}
		last = got
	}
}

func TestOfIsTheScoreOfTheGuesses(t *testing.T) {
	for password, want := range map[string]int{
		"": 0, "password": 0, "jonathan1987": 1, "x7$Kp2!": 2, "x7$Kp2!qz": 3, "jX9$kq2!vLwz": 4,
	} {
		if got := Of(password); got != want {
			t.Errorf("a password of 10^%.1f guesses has %d, want %d", Guesses(password), got, want)
		}
	}
}

func TestLists(t *testing.T) {
	if words := Words(); len(words) != 7776 || words[0] != "abacus" || words[7775] != "zoom" {
		t.Errorf("%d words of the long list", len(words))
	}
	if n := len(commons()); n != 10_000 || !Common("1q2w3e4r5t6y") || Common("maple-orbit") {
		t.Errorf("%d common passwords", n)
	}
	for _, list := range []string{commonPasswords, names, english, effLong} {
		if strings.ToLower(list) != list {
			t.Error("a list has capitals, which are never found")
		}
	}
}

func FuzzGuesses(f *testing.F) {
	for _, s := range []string{"maple-orbit", "19/11/1987", "qwertyuiop[]", "ｆｕｌｌｗｉｄｔｈ", "\u0301\u0301\u0301", "aaaaaaaaaabbbbbbbbbb", "\xff\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Guesses(s); math.IsNaN(got) || got < 0 || got > longest+1 {
			t.Fatalf("10^%v", got)
		}
	})
}
