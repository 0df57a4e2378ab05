package scanner

import (
	"testing"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
)

// TestModel1Places wants each module of the data named once and none of a finder or timing pattern or of the format, and as
// many codewords as the tables count.
func TestModel1Places(t *testing.T) {
	for version := 1; version <= mostModel1; version++ {
		dim := 17 + 4*version
		taken := map[[2]int]bool{}
		places := model1Places(dim)
		for _, block := range places {
			for _, p := range block {
				x, y := p[0], p[1]
				if x < 0 || y < 0 || x >= dim || y >= dim || taken[p] {
					t.Fatalf("version %d: module %v twice or outside", version, p)
				}
				taken[p] = true
				if x < 9 && y < 9 || x > dim-9 && y < 9 || x < 9 && y > dim-9 || x == 6 || y == 6 {
					t.Errorf("version %d: module %v belongs to a pattern", version, p)
				}
			}
		}
		for level, sizes := range model1Blocks[version] {
			if n := sizes[1] * (sizes[0] + sizes[2]); n > len(places) || n < len(places)-8 {
				t.Errorf("version %d, level %d: %d codewords, %d places", version, level, n, len(places))
			}
		}
	}
}

// model1Of encodes up to 14 letters as version 5, level H, which has two blocks.
func model1Of(t *testing.T, text string, format int) *matrix {
	t.Helper()
	const dim, version = 37, 5
	base := plain("A")
	base.version = version
	m := modulesOf(t, &base) // for the patterns at the corners
	sizes := model1Blocks[version][model1Level[format>>3]]
	data := make([]byte, sizes[1]*sizes[2])
	bits := []byte{0, 0, 0, 0, 0, 1, 0, 0}
	for i := range 8 {
		bits = append(bits, byte(len(text)>>(7-i)&1))
	}
	for _, c := range []byte(text) {
		for i := range 8 {
			bits = append(bits, c>>(7-i)&1)
		}
	}
	for i, b := range bits {
		data[i/8] |= b << (7 - i%8)
	}
	words := append([]byte(nil), data...)
	for i := range sizes[1] {
		block := make([]int, sizes[2]+sizes[0])
		for k := range sizes[2] {
			block[k] = int(data[i*sizes[2]+k])
		}
		if err := reedsolomon.NewReedSolomonEncoder(reedsolomon.GenericGF_QR_CODE_FIELD_256).Encode(block, sizes[0]); err != nil {
			t.Fatal(err)
		}
		for _, w := range block[sizes[2]:] {
			words = append(words, byte(w))
		}
	}
	for i, p := range model1Places(dim)[:len(words)] {
		for k, at := range p {
			bit := words[i]>>(7-k)&1 == 1
			m.dark[at[1]*dim+at[0]] = bit != masked(format&7, at[0], at[1])
		}
	}
	code := formatCode(format) ^ model1Mask
	for i := range 15 {
		x1, y1, x2, y2 := formatPlaces(dim, i)
		m.set(x1, y1, code>>(14-i)&1)
		m.set(x2, y2, code>>(14-i)&1)
	}
	return m
}

// TestModel1 reads symbols of model 1 in all masks and levels, damaged ones and ones seen from behind.
func TestModel1(t *testing.T) {
	for format := range 32 {
		m := model1Of(t, "MODEL 1", format)
		if r := m.read(); !r.ok || r.text != "MODEL 1" || r.mirrored {
			t.Errorf("format %05b: %+v", format, r)
		}
		if r := m.turned().read(); !r.ok || r.text != "MODEL 1" || !r.mirrored {
			t.Errorf("format %05b, from behind: %+v", format, r)
		}
		for y := 14; y < 18; y++ {
			for x := 14; x < 20; x++ {
				m.set(x, y, 1)
			}
		}
		if r := m.read(); !r.ok || r.text != "MODEL 1" {
			t.Errorf("format %05b, damaged: %+v", format, r)
		}
	}
}
