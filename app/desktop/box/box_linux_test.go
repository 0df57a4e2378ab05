package box

import (
	"slices"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, row := range []struct {
		text string
		want []string
		why  string
	}{
		{"", []string{""}, "nothing"},
		{"one two three", []string{"one two", "three"}, "breaks between words"},
		{"one\ntwo", []string{"one", "two"}, "keeps line ends"},
		{"a-word-longer-than-a-line", []string{"a-word-longer-than-a-line"}, "does not break words"},
		{"Watchword’s Ä 号", []string{"Watchword's", "\xc4 ?"}, "has what the font has"},
	} {
		if got := wrap(row.text, 9); !slices.Equal(got, row.want) {
			t.Errorf("%q: %q (%s)", row.text, got, row.why)
		}
	}
}
