package typing

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestOnlyCodesAreTyped(t *testing.T) {
	for _, row := range []struct {
		text string
		is   bool
		why  string
	}{
		{"492039", true, "a code"},
		{"BC4F9", true, "Steam's have letters"},
		{"", false, "nothing to type"},
		{"492 039", false, "the space is for the eye"},
		{"492039\n", false, "a line end would send the form"},
		{"492039\x1b[A", false, "a terminal would take it for a key"},
		{"４９２", false, "not on any keyboard"},
		{"0123456789012345678901234567890123", false, "longer than any code: something else was meant"},
	} {
		if isCode(row.text) != row.is {
			t.Errorf("%q: %v (%s)", row.text, !row.is, row.why)
		}
	}
	if err := Type(t.Context(), Target{}, "rm -rf", Options{}); !errors.Is(err, ErrNotACode) {
		t.Error(err)
	}
}

// Typing stops at the very key before which the focus went elsewhere.
func TestStopsWhereTheFocusGoes(t *testing.T) {
	var typed []byte
	meant, other := Target{1}, Target{2}
	h := hands{
		focused: func() (Target, error) {
			if len(typed) == 3 {
				return other, nil
			}
			return meant, nil
		},
		strike: func(c byte) error { typed = append(typed, c); return nil },
	}
	if err := h.typeAll(t.Context(), meant, []byte("492039")); !errors.Is(err, ErrElsewhere) || string(typed) != "492" {
		t.Error(err, string(typed))
	}
}

func TestWaitsForTheWindowAndTheKeys(t *testing.T) {
	looks, held := 0, 5
	h := hands{
		focused: func() (Target, error) { // our own window goes only after a moment
			if looks++; looks < 4 {
				return Target{}, ErrOwnWindow
			}
			return Target{1}, nil
		},
		untouched: func() bool { held--; return held <= 0 },
	}
	if err := h.wait(t.Context(), Target{1}); err != nil || looks < 4 || held > 0 {
		t.Error(err, looks, held)
	}
	h.untouched = func() bool { return false }
	if err := h.wait(t.Context(), Target{1}); !errors.Is(err, ErrKeysHeld) {
		t.Error(err)
	}
	if err := h.wait(t.Context(), Target{2}); !errors.Is(err, ErrElsewhere) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.wait(ctx, Target{2}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestEnterIsBehindTheCode(t *testing.T) {
	if got := (Options{Enter: true}).characters("42"); !slices.Equal(got, []byte{'4', '2', enter}) {
		t.Error(got)
	}
	if got := (Options{}).characters("42"); string(got) != "42" {
		t.Error(got)
	}
}
