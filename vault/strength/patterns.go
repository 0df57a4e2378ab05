package strength

import (
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

// A key is a place on a keyboard.
type key struct{ row, column int }

// keyboards returns where the characters lie on each keyboard.
var keyboards = sync.OnceValue(func() []map[rune]key {
	// Rows of keys, each row shifted by half a key against the one above it; the second part of
	// each pair is the same keys with Shift.
	all := [][2][]string{
		{{"`1234567890-=", " qwertyuiop[]\\", " asdfghjkl;'", " zxcvbnm,./"}, {"~!@#$%^&*()_+", " QWERTYUIOP{}|", " ASDFGHJKL:\"", " ZXCVBNM<>?"}},
		{{"^1234567890ß´", " qwertzuiopü+", " asdfghjklöä#", " yxcvbnm,.-"}, {"°!\"§$%&/()=?`", " QWERTZUIOPÜ*", " ASDFGHJKLÖÄ'", " YXCVBNM;:_"}},
		{{"²&é\"'(-è_çà)=", " azertyuiop^$", " qsdfghjklmù*", " wxcvbn,;:!"}, {" 1234567890°+", " AZERTYUIOP¨£", " QSDFGHJKLM%µ", " WXCVBN?./§"}},
		{{"/*-", "789", "456", "123", "0."}, nil},
	}
	places := make([]map[rune]key, len(all))
	for i, keyboard := range all {
		places[i] = map[rune]key{}
		for _, layer := range keyboard {
			for row, keys := range layer {
				for column, r := range []rune(keys) {
					if r != ' ' {
						places[i][r] = key{row, column}
					}
				}
			}
		}
	}
	return places
})

// walks returns the runs of three and more keys each of which lies beside the one before.
func walks(runes []rune) []part {
	var all []part
	for _, at := range keyboards() {
		for first := 0; first < len(runes); {
			end, turns := walk(runes, first, at)
			// Every shorter run from here is one too; an attacker tries the short ones first.
			for to := first + 3; to <= end; to++ {
				all = append(all, part{first, to, math.Log10(float64(len(at))*float64(to-first)) + float64(turns)*math.Log10(5)})
			}
			first = max(first+1, end-1)
		}
	}
	return all
}

// walk returns where a run that begins at first ends, and how often it changes its direction.
func walk(runes []rune, first int, at map[rune]key) (end, turns int) {
	from, there := at[runes[first]]
	if !there {
		return first, 0
	}
	var way key
	for end = first + 1; end < len(runes); end++ {
		to, there := at[runes[end]]
		step := key{to.row - from.row, to.column - from.column}
		if !there || step == (key{}) || max(step.row, -step.row, step.column, -step.column) > 1 {
			break
		}
		if step != way {
			way = step
			turns++
		}
		from = to
	}
	return end, turns
}

// sequences returns the runs of three and more characters that go up or down by the same step:
// abc, 97531.
func sequences(runes []rune) []part {
	var all []part
	for first := 0; first+2 < len(runes); first++ {
		step := runes[first+1] - runes[first]
		if step == 0 || step > 5 || step < -5 {
			continue
		}
		for end := first + 2; end < len(runes) && runes[end]-runes[end-1] == step; end++ {
			starts := 26.0
			switch r := runes[first]; {
			case strings.ContainsRune("aAzZ019", r):
				starts = 4
			case unicode.IsDigit(r):
				starts = 10
			}
			if step < 0 {
				starts *= 2
			}
			all = append(all, part{first, end + 1, math.Log10(starts * float64(end+1-first))})
		}
	}
	return all
}

// repetitions returns the parts that are a shorter one two or more times.
func repetitions(runes []rune) []part {
	var all []part
	for first := range runes {
		for size := 1; first+2*size <= len(runes); size++ {
			block := runes[first : first+size]
			again := func(end int) bool { return end <= len(runes) && slices.Equal(runes[end-size:end], block) }
			end := first + 2*size
			if !again(end) {
				continue
			}
			guesses := blockGuesses(block)
			for times := 2; again(end); times++ {
				all = append(all, part{first, end, guesses + math.Log10(float64(times))})
				end += size
			}
		}
	}
	return all
}

// blockGuesses returns the guesses for what is repeated.
func blockGuesses(block []rune) float64 {
	if len(block) == 1 {
		return tried(1)
	}
	inside := words(block)
	inside = append(inside, walks(block)...)
	inside = append(inside, sequences(block)...)
	return cheapest(len(block), append(inside, dates(block)...))
}

// yearsAround is the least distance of a year that counts: the nearest ones are tried together.
const yearsAround = 20

// dates returns the years and the days: 1987, 191187, 19.11.1987, 1987-11-19.
func dates(runes []rune) []part {
	var all []part
	for first := range runes {
		for size := 4; size <= 10 && first+size <= len(runes); size++ {
			if !isFigure(runes[first]) || !isFigure(runes[first+size-1]) { // most are none, and trying takes long
				continue
			}
			if guesses, ok := date(string(runes[first : first+size])); ok {
				all = append(all, part{first, first + size, math.Log10(guesses)})
			}
		}
	}
	return all
}

func isFigure(r rune) bool { return '0' <= r && r <= '9' }

// layouts are how dates are written: with a separator in the place of each dot, or without.
var layouts = []string{"2.1.2006", "1.2.2006", "2006.1.2", "2.1.06", "1.2.06", "06.1.2", "02012006", "01022006", "20060102", "020106", "010206", "060102"}

// date returns the guesses for a year or a day.
func date(text string) (guesses float64, ok bool) {
	now := time.Now().Year()
	years := func(year int) float64 { return float64(max(now-year, year-now, yearsAround)) }
	if t, err := time.Parse("2006", text); err == nil && t.Year() >= 1900 && t.Year() < 2100 {
		return years(t.Year()), true
	}
	plain := text
	separators := 0
	for _, separator := range []string{"/", "-", "_", " ", "\\", "."} {
		if n := strings.Count(text, separator); n == 2 {
			plain, separators = strings.ReplaceAll(text, separator, "."), n
			break
		}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, plain); err == nil && t.Year() >= 1900 && t.Year() < 2100 {
			guesses = 365 * years(t.Year())
			if separators > 0 {
				guesses *= 4
			}
			return guesses, true
		}
	}
	return 0, false
}
