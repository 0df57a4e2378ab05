package account

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	a := Account{Issuer: "Straße Müller", Name: "me@example.org", Tags: []string{"Work", "VPN"}, Note: "hidden"}
	for _, row := range []struct {
		words string
		want  bool
	}{
		{"", true},
		{"müller", true},
		{"MÜLLER ME@", true},
		{"mu\u0308ller", true}, // the accent typed apart
		{"STRASSE", true},      // folding, not lower case
		{"vpn work", true},
		{"straße vpn example", true},
		{"müller home", false}, // all words must match
		{"hidden", false},      // the note is for the window's search
		{"straßemüller", false},
	} {
		if got := Match(a, strings.Fields(row.words)); got != row.want {
			t.Errorf("%q: %v", row.words, got)
		}
	}
}

func TestSearch(t *testing.T) {
	accounts := []Account{
		0: {Issuer: "Example", Name: "amazon-test"},
		1: {Issuer: "Amazon", Name: "me@example.org"},
		2: {Issuer: "Amazon Web Services", Name: "root"},
		3: {Issuer: "My Amazon", Name: "x"},
		4: {Issuer: "Bank", Name: "y", Note: "the card for amazon"},
		5: {Issuer: "Shop", Name: "z", Tags: []string{"Amazon"}},
		6: {Issuer: "GitLab", Name: "hub"},
		7: {Issuer: "GitHub", Name: "lab"},
		8: {Issuer: "Kiamazona", Name: "w"},
	}
	s := NewSearch(accounts)
	for _, row := range []struct {
		query string
		want  []int
	}{
		// whole issuer, whole tag, beginning of the issuer, of the name, of a word of the
		// issuer, of a word of the note, anywhere
		{"amazon", []int{1, 5, 2, 0, 3, 4, 8}},
		{" AMAZON ", []int{1, 5, 2, 0, 3, 4, 8}},
		{"ama we", []int{2}},
		{"hub", []int{6, 7}}, // the whole name, then inside the issuer
		{"git", []int{6, 7}}, // equally good: the order given
		{"example", []int{0, 1}},
		{"card", []int{4}},
		{"nothing", []int{}},
		{"", []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
	} {
		if got := s.Find(row.query); !slices.Equal(got, row.want) {
			t.Errorf("%q: %v, want %v", row.query, got, row.want)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, row := range []struct {
		field, word string
		want        int
	}{
		{"amazon", "amazon", 1000},
		{"amazon", "ama", 100},
		{"my amazon", "ama", 10},
		{"me@amazon.de", "amazon", 10},
		{"xama ama", "ama", 10}, // the second place is the better one
		{"xama", "ama", 1},
		{"äama", "ama", 1}, // a letter of two bytes is a letter
		{"azon", "ama", 0},
	} {
		if got := place(row.field, row.word); got != row.want {
			t.Errorf("%q in %q: %d, want %d", row.word, row.field, got, row.want)
		}
	}
}

// One keystroke among 10,000 accounts; the goal is 16 ms.
func BenchmarkSearch(b *testing.B) {
	var accounts []Account
	for i := range 10_000 {
		accounts = append(accounts, Account{
			Issuer: fmt.Sprintf("Service Number %d", i%700), Name: fmt.Sprintf("somebody.%d@example.org", i),
			Tags: []string{"work", "private"}[:1+i%2], Note: "a note of ordinary length that says something",
		})
	}
	s := NewSearch(accounts)
	for _, query := range []string{"s", "some", "number 7", "ordinary note 42"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				s.Find(query)
			}
		})
	}
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			NewSearch(accounts)
		}
	})
}
