package typing

import (
	"slices"
	"testing"

	"github.com/jezek/xgb/xproto"
)

// A keyboard of six keys: a French digit, a letter that is Russian in group 2, two that mean nothing, one
// that has its small letter alone, one without group 2.
var sixKeys = keymap{first: 10, perKey: 4, syms: []xproto.Keysym{
	'&', '1', '&', '1',
	'b', 'B', 0x6c9, 0x6e9,
	0, 0, 0, 0,
	'k', 0, 0, 0,
	'7', '/', 0, 0,
	0, 0, 0, 0,
}}

func TestFindsTheKeyOfACharacter(t *testing.T) {
	for _, row := range []struct {
		sym   xproto.Keysym
		group int
		want  stroke
		ok    bool
		why   string
	}{
		{'1', 0, stroke{10, true}, true, "digits are behind Shift on French keyboards"},
		{'1', 1, stroke{10, true}, true, "in the second group too"},
		{'B', 0, stroke{11, true}, true, "a capital"},
		{'B', 1, stroke{}, false, "in the Russian group the key makes a Russian letter"},
		{'K', 0, stroke{13, true}, true, "the capital of a small letter that stands alone"},
		{'7', 1, stroke{14, false}, true, "a key without second group uses the first"},
		{'1', 2, stroke{}, false, "a third group has no columns"},
		{'9', 0, stroke{}, false, "not there"},
	} {
		got, ok := sixKeys.find(row.sym, row.group)
		if ok != row.ok || ok && got != row.want {
			t.Errorf("%q in group %d: %v %v (%s)", rune(row.sym), row.group, got, ok, row.why)
		}
	}
	if got := sixKeys.free(5); !slices.Equal(got, []xproto.Keycode{15, 12}) {
		t.Error("free keys", got)
	}
}
