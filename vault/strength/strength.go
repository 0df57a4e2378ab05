// Package strength estimates how many guesses a password takes, after Daniel Wheeler's zxcvbn
// (USENIX Security 2016): a password is cut into the parts that are guessed the easiest (words,
// runs over the keyboard, sequences, repetitions, dates), and what is left is tried character by
// character. Its tables are made when the first password is looked at, never at a start.
package strength

import (
	"math"
	"strings"
	"unicode"
)

// longest is how many characters are looked at: the work grows with their square, and what
// comes behind only makes a password better.
const longest = 64

// Scores are where a score begins, in powers of ten of guesses: below 10^3 it is 0, from 10^10 on 4.
var scores = []float64{3, 6, 8, 10}

// Of returns 0 to 4: 0 and 1 are guessed easily, 2 is weak, 3 and 4 are good. It is a hint, no
// proof. It takes a few milliseconds.
func Of(password string) int {
	guesses := Guesses(password)
	score := 0
	for _, from := range scores {
		if guesses >= from+1e-3 {
			score++
		}
	}
	return score
}

// Guesses returns the power of ten of the guesses that a password takes.
func Guesses(password string) float64 {
	runes := []rune(password)
	if len(runes) > longest {
		runes = runes[:longest]
	}
	if len(runes) == 0 {
		return 0
	}
	return cheapest(len(runes), parts(runes))
}

// A part is a piece of a password that is guessed as one: the characters from first up to but
// not including end, and the power of ten of the guesses it takes.
type part struct {
	first, end int
	guesses    float64
}

// parts returns every part of a password that some pattern explains.
func parts(runes []rune) []part {
	all := words(runes)
	all = append(all, walks(runes)...)
	all = append(all, sequences(runes)...)
	all = append(all, repetitions(runes)...)
	return append(all, dates(runes)...)
}

// cheapest returns the guesses of the cheapest way to put n characters together from parts and
// from characters that are tried one by one. Of k parts an attacker tries every order, and the
// shorter ways first: k! times the guesses of the parts, and 10^4 for each part but the last.
func cheapest(n int, all []part) float64 {
	ending := make([][]part, n+1)
	for _, p := range all {
		ending[p.end] = append(ending[p.end], p)
	}
	for end := 1; end <= n; end++ {
		for first := range end {
			ending[end] = append(ending[end], part{first, end, tried(end - first)})
		}
	}
	// best[k][end] is the least product of k parts that make the first characters, up to end.
	best := make([][]float64, n+1)
	for k := range best {
		best[k] = make([]float64, n+1)
		for end := range best[k] {
			best[k][end] = math.Inf(1)
		}
	}
	best[0][0] = 0
	least, orders := math.Inf(1), 0.0
	for k := 1; k <= n; k++ {
		for end := 1; end <= n; end++ {
			for _, p := range ending[end] {
				best[k][end] = min(best[k][end], best[k-1][p.first]+p.guesses)
			}
		}
		orders += math.Log10(float64(k))
		least = min(least, sum(orders+best[k][n], 4*float64(k-1)))
	}
	return least
}

// tried returns the guesses for characters that no pattern explains: ten for each.
func tried(characters int) float64 {
	if characters == 1 {
		return math.Log10(11) // never cheaper than a pattern of one character
	}
	return float64(characters)
}

// sum adds two numbers that are given as powers of ten.
func sum(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	return a + math.Log10(1+math.Pow(10, b-a))
}

// spelled returns the extra guesses for the capitals of a word: a first, last or every letter
// as a capital is what people do, others are chosen.
func spelled(word []rune) float64 {
	upper, lower := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	switch {
	case upper == 0:
		return 0
	case lower == 0, upper == 1 && (unicode.IsUpper(word[0]) || unicode.IsUpper(word[len(word)-1])):
		return math.Log10(2)
	}
	return chosen(upper, lower)
}

// chosen returns the power of ten of the ways to choose up to the smaller of two numbers of
// places out of both.
func chosen(a, b int) float64 {
	ways, one := 0.0, 1.0
	for i := 1; i <= min(a, b); i++ {
		one = one * float64(a+b-i+1) / float64(i)
		ways += one
	}
	return math.Log10(max(ways, 2))
}

func lower(runes []rune) string { return strings.ToLower(string(runes)) }
