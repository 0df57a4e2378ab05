package tray

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"testing"
)

// The picture shows on light and dark panels: going in from outside, a dark line comes first, then a light one.
func TestThePictureHasOutlines(t *testing.T) {
	for _, locked := range []bool{false, true} {
		m := picture(locked)
		seesDark, seesLight := -1, -1
		for x := range side / 2 {
			c := m.NRGBAAt(x, side/2)
			if c.A < 0xf0 {
				continue
			}
			if sum := int(c.R) + int(c.G) + int(c.B); sum < 0xa0 && seesDark < 0 {
				seesDark = x
			} else if sum > 0x2d0 && seesLight < 0 {
				seesLight = x
			}
		}
		if seesDark < 0 || seesLight < seesDark || seesLight > side/4 {
			t.Errorf("locked %v: a dark line at %d, a light one at %d", locked, seesDark, seesLight)
		}
	}
	if bytes.Equal(picture(true).Pix, picture(false).Pix) {
		t.Error("locked and unlocked look the same")
	}
}

func TestIco(t *testing.T) {
	b := icoOf(picture(false))
	size, at := binary.LittleEndian.Uint32(b[14:]), binary.LittleEndian.Uint32(b[18:])
	m, err := png.Decode(bytes.NewReader(b[at : at+size]))
	if err != nil || int(at+size) != len(b) {
		t.Fatalf("%v; %d bytes from %d of %d", err, size, at, len(b))
	}
	if m.Bounds().Dx() != int(b[6]) || m.Bounds().Dy() != int(b[7]) {
		t.Errorf("the directory says %d x %d, the picture is %v", b[6], b[7], m.Bounds())
	}
}
