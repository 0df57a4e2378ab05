package account

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Match reports whether every word stands in the issuer, the name or a tag of a; case is
// folded. No words match everything.
func Match(a Account, words []string) bool {
	fields := foldAll(named(a))
	for _, word := range foldAll(words) {
		if !slices.ContainsFunc(fields, func(f string) bool { return strings.Contains(f, word) }) {
			return false
		}
	}
	return true
}

// MatchWhole reports whether word is the whole issuer, the whole name or a whole tag of a; case is
// folded.
func MatchWhole(a Account, word string) bool {
	word = Fold(word)
	return slices.ContainsFunc(named(a), func(s string) bool { return Fold(s) == word })
}

// named are the texts that an account is found by.
func named(a Account) []string {
	issuer := a.Issuer
	if !a.Named() {
		issuer = a.Title() // what the list says
	}
	return append([]string{issuer, a.Name}, a.Tags...)
}

// Fold returns s as it is compared when case does not matter: composed (NFC) and case
// folded, so that "ß" is "ss" and an accent typed apart is the accent.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return cases.Fold().String(norm.NFC.String(s))
		}
	}
	return strings.ToLower(s)
}

func foldAll(list []string) []string {
	folded := make([]string, len(list))
	for i, s := range list {
		folded[i] = Fold(s)
	}
	return folded
}

// A Search finds accounts while a user types. It folds everything once, so that a
// keystroke costs a comparison an account. It does not change after [NewSearch] and may
// be used from several goroutines.
type Search struct {
	rows []searchRow
}

type searchRow struct {
	issuer, name, note string
	tags               []string
}

// NewSearch prepares accounts; the positions it returns are those in this slice.
func NewSearch(accounts []Account) *Search {
	s := &Search{rows: make([]searchRow, len(accounts))}
	for i, a := range accounts {
		names := named(a)
		s.rows[i] = searchRow{issuer: Fold(names[0]), name: Fold(a.Name), note: Fold(a.Note), tags: foldAll(a.Tags)}
	}
	return s
}

// Find returns the positions of the accounts that hold every word of the query in issuer,
// name, tags or note, best first; equally good ones keep their order. An empty query finds
// all of them.
func (s *Search) Find(query string) []int {
	words := strings.Fields(Fold(query))
	type hit struct{ position, score int }
	hits := make([]hit, 0, len(s.rows))
	for i := range s.rows {
		if score, ok := s.rows[i].score(words); ok {
			hits = append(hits, hit{i, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	positions := make([]int, len(hits))
	for i, h := range hits {
		positions[i] = h.position
	}
	return positions
}

// score adds up the best place of each word; ok is false if a word stands nowhere.
func (r *searchRow) score(words []string) (total int, ok bool) {
	for _, word := range words {
		best := max(4*place(r.issuer, word), 3*place(r.name, word), place(r.note, word))
		for _, tag := range r.tags {
			best = max(best, 2*place(tag, word))
		}
		if best == 0 {
			return 0, false
		}
		total += best
	}
	return total, true
}

// place grades where a word stands in a field: 1000 the whole field, 100 its beginning, 10
// the beginning of one of its words, 1 anywhere, 0 nowhere. The grades are far enough
// apart that a better place in a lesser field beats a worse place in a greater one.
func place(field, word string) int {
	at := strings.Index(field, word)
	switch {
	case at < 0:
		return 0
	case at == 0 && len(field) == len(word):
		return 1000
	case at == 0:
		return 100
	}
	for at > 0 {
		if before, _ := utf8.DecodeLastRuneInString(field[:at]); !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return 10
		}
		next := strings.Index(field[at+1:], word)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return 1
}
