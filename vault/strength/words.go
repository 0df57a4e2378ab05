package strength

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed wordlists/eff_long.txt
var effLong string

//go:embed wordlists/common_passwords.txt
var commonPasswords string

//go:embed wordlists/names.txt
var names string

//go:embed wordlists/english.txt
var english string

// Words returns the EFF's long list: 7,776 words.
var Words = sync.OnceValue(func() []string { return strings.Fields(effLong) })

// ranks returns how many guesses a word takes: each list is tried from the commonest on, and a
// word of the long list is any of them.
var ranks = sync.OnceValue(func() map[string]int {
	all := make(map[string]int, 60_000)
	for _, list := range []string{commonPasswords, names, english} {
		for i, w := range strings.Fields(list) {
			if rank, there := all[w]; !there || rank > i+1 {
				all[w] = i + 1
			}
		}
	}
	for _, w := range Words() {
		if _, there := all[w]; !there {
			all[w] = len(Words())
		}
	}
	return all
})

// Common returns whether a password, in small letters, is one of the 10,000 most common ones.
func Common(password string) bool { return commons()[password] }

var commons = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool, 10_000)
	for _, p := range strings.Fields(commonPasswords) {
		set[p] = true
	}
	return set
})

var longestWord = sync.OnceValue(func() int {
	n := 0
	for w := range ranks() {
		n = max(n, utf8.RuneCountInString(w))
	}
	return n
})

// signs are the letters that figures and signs stand for. Where one may stand for two letters,
// each is tried.
var signs = sync.OnceValue(func() []map[rune]rune {
	return []map[rune]rune{
		{'4': 'a', '@': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'i', '!': 'i', '0': 'o', '$': 's', '5': 's', '7': 't', '+': 't', '2': 'z'},
		{'4': 'a', '@': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'l', '|': 'l', '0': 'o', '$': 's', '5': 's', '7': 'l', '+': 't', '2': 'z'},
	}
})

// words returns the parts that stand in a list: as they are, backwards, or with figures and
// signs for letters.
func words(runes []rune) []part {
	var all []part
	for first := range runes {
		for end := first + 2; end <= min(len(runes), first+longestWord()); end++ {
			if guesses, ok := word(runes[first:end]); ok {
				all = append(all, part{first, end, guesses})
			}
		}
	}
	return all
}

// word returns the guesses for a word, and whether it is one.
func word(runes []rune) (guesses float64, ok bool) {
	guesses = math.Inf(1)
	look := func(text string, extra float64) {
		if rank, there := ranks()[text]; there {
			guesses = min(guesses, math.Log10(float64(rank))+extra)
		}
	}
	capitals := spelled(runes)
	look(lower(runes), capitals)
	backwards := slices.Clone(runes)
	slices.Reverse(backwards)
	look(lower(backwards), capitals+math.Log10(2))
	for _, letters := range signs() {
		plain := slices.Clone(runes)
		changed := 0
		for i, r := range plain {
			if letter, is := letters[r]; is {
				plain[i] = letter
				changed++
			}
		}
		if changed > 0 {
			look(lower(plain), capitals+chosen(changed, len(runes)-changed))
		}
	}
	return guesses, !math.IsInf(guesses, 1)
}
