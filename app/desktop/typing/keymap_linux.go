package typing

import "github.com/jezek/xgb/xproto"

// A keymap is the keyboard of an X server as programs see it: for each keycode from first on a row of
// keysyms, whose columns are group 1 plain and with Shift, group 2 plain and with Shift (X protocol, chapter
// 5; XKB's groups are laid out the same way).
type keymap struct {
	first  xproto.Keycode
	perKey int
	syms   []xproto.Keysym
}

// A stroke is a key, with Shift or without.
type stroke struct {
	code  xproto.Keycode
	shift bool
}

func (m keymap) rows() int { return len(m.syms) / max(m.perKey, 1) }

func (m keymap) row(i int) []xproto.Keysym { return m.syms[i*m.perKey : (i+1)*m.perKey] }

// find returns the stroke that makes a keysym in a group (0, 1). Other groups have no columns of their own:
// no stroke is found, and the caller takes a free key.
func (m keymap) find(sym xproto.Keysym, group int) (stroke, bool) {
	if group > 1 {
		return stroke{}, false
	}
	for shift := range 2 { // the plain ones first
		for i := range m.rows() {
			if m.at(i, group, shift) == sym {
				return stroke{m.first + xproto.Keycode(i), shift == 1}, true
			}
		}
	}
	return stroke{}, false
}

// at returns the keysym of a row. A key without the second group uses the first, and one with a small
// letter alone has the capital with Shift.
func (m keymap) at(i, group, shift int) xproto.Keysym {
	row := m.row(i)
	col := 2 * group
	if col+1 >= len(row) || row[col] == 0 && row[col+1] == 0 {
		col = 0
	}
	if col+shift >= len(row) {
		return 0
	}
	sym := row[col+shift]
	if sym == 0 && shift == 1 && 'a' <= row[col] && row[col] <= 'z' {
		return row[col] - 'a' + 'A'
	}
	return sym
}

// free returns n keycodes that make nothing, the highest first: the low ones are those that keyboards with
// more keys have.
func (m keymap) free(n int) []xproto.Keycode {
	var codes []xproto.Keycode
	for i := m.rows() - 1; i >= 0 && len(codes) < n; i-- {
		empty := true
		for _, sym := range m.row(i) {
			empty = empty && sym == 0
		}
		if empty {
			codes = append(codes, m.first+xproto.Keycode(i))
		}
	}
	return codes
}

// The keysyms of a code are its ASCII characters.
const (
	keysymReturn = 0xff0d
	keysymShift  = 0xffe1 // Shift_L
	keysymCaps   = 0xffe5
)

// keysym returns that of a character of a code.
func keysym(c byte) xproto.Keysym {
	if c == enter {
		return keysymReturn
	}
	return xproto.Keysym(c)
}
