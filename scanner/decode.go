package scanner

import (
	"errors"
	"math/bits"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// A matrix is the modules of a symbol, row by row; dark ones are true, whatever their colour was.
type matrix struct {
	dim  int
	dark []bool
}

func (m *matrix) bit(x, y int) int {
	if m.dark[y*m.dim+x] {
		return 1
	}
	return 0
}

func (m *matrix) set(x, y, bit int) { m.dark[y*m.dim+x] = bit == 1 }

func (m *matrix) invert() {
	for i, d := range m.dark {
		m.dark[i] = !d
	}
}

// turned is the matrix seen from behind.
func (m *matrix) turned() *matrix {
	t := &matrix{m.dim, make([]bool, len(m.dark))}
	for y := range m.dim {
		for x := range m.dim {
			t.dark[x*m.dim+y] = m.dark[y*m.dim+x]
		}
	}
	return t
}

// structure returns how much of the fixed parts, finder and timing patterns, is as it must be: 1 is all
// of it, 1/2 is chance.
func (m *matrix) structure() float64 {
	n, good, all := m.dim, 0, 0
	for y := range 8 {
		for x := range 8 {
			for _, p := range [3][2]int{{x, y}, {n - 1 - x, y}, {x, n - 1 - y}} {
				all++
				if m.dark[p[1]*n+p[0]] == finderDark(x, y) {
					good++
				}
			}
		}
	}
	for i := 8; i < n-8; i++ {
		all += 2
		if m.bit(i, 6) == 1-i&1 {
			good++
		}
		if m.bit(6, i) == 1-i&1 {
			good++
		}
	}
	return float64(good) / float64(all)
}

func abs(x int) int { return max(x, -x) }

// A reading is the outcome of decoding a matrix.
type reading struct {
	text     string
	stage    Stage // how far it came, where ok is false
	ok       bool
	mirrored bool
}

// read decodes a matrix, seen from the front or from behind. Format and version information
// are mended first: the decoder reads them more strictly than it could, and the version is
// known from the matrix's size.
func (m *matrix) read() reading {
	front, frontFar := m.format()
	behind := m.turned()
	back, backFar := behind.format()
	best := reading{stage: StageSampled}
	for _, try := range [2]struct {
		m        *matrix
		format   int
		far      int
		mirrored bool
	}{{m, front, frontFar, false}, {behind, back, backFar, true}} {
		if try.far > mostFormatErrors {
			continue
		}
		mended := &matrix{m.dim, append([]bool(nil), try.m.dark...)}
		mended.setFormat(try.format)
		mended.setVersion()
		r := mended.decode()
		r.mirrored = r.mirrored != try.mirrored
		if r.ok {
			return r
		}
		if r.stage == StageText || best.stage == StageSampled {
			best = r
		}
	}
	return best
}

// decode gives the matrix to the decoder. Whatever happens there ends here.
func (m *matrix) decode() (r reading) {
	defer func() {
		if recover() != nil {
			r = reading{stage: StageFormat}
		}
	}()
	b, err := gozxing.NewSquareBitMatrix(m.dim)
	if err != nil {
		return reading{stage: StageSampled}
	}
	for y := range m.dim {
		for x := range m.dim {
			if m.dark[y*m.dim+x] {
				b.Set(x, y)
			}
		}
	}
	result, err := decoder.NewDecoder().Decode(b, nil)
	if err != nil {
		// With format and version mended, what is left is error correction or the bytes' meaning.
		var checksum gozxing.ChecksumException
		if errors.As(err, &checksum) {
			return reading{stage: StageFormat}
		}
		return reading{stage: StageText}
	}
	text := result.GetText()
	if text == "" || !utf8.ValidString(text) {
		return reading{stage: StageText}
	}
	// The decoder tries the matrix from behind too.
	_, mirrored := result.GetOther().(*decoder.QRCodeDecoderMetaData)
	return reading{text: text, ok: true, mirrored: mirrored}
}

// Format information: five bits, protected to fifteen (ISO/IEC 18004, 7.9).
const (
	formatGenerator  = 0x537
	formatMask       = 0x5412
	mostFormatErrors = 9 // of the thirty bits of both copies
)

// formatBits returns the 15 bits of a format, 0 to 31, as they stand in a symbol.
func formatBits(format int) int {
	return (format<<10 | remainder(format<<10, formatGenerator)) ^ formatMask
}

// versionBits returns the 18 bits of a version from 7 on (7.10).
func versionBits(version int) int {
	return version<<12 | remainder(version<<12, 0x1f25)
}

// remainder divides polynomials over two elements.
func remainder(value, by int) int {
	for d := bits.Len(uint(by)); bits.Len(uint(value)) >= d; {
		value ^= by << (bits.Len(uint(value)) - d)
	}
	return value
}

// formatPlaces returns where bit 14-i of the format stands, in both copies.
func formatPlaces(dim, i int) (x1, y1, x2, y2 int) {
	switch {
	case i < 6:
		x1, y1 = i, 8
	case i < 8:
		x1, y1 = i+1, 8
	case i == 8:
		x1, y1 = 8, 7
	default:
		x1, y1 = 8, 14-i
	}
	if i < 7 {
		return x1, y1, 8, dim - 1 - i
	}
	return x1, y1, dim - 15 + i, 8
}

// format returns the format nearest to both copies, and how many of the thirty bits differ.
func (m *matrix) format() (format, far int) {
	one, two := 0, 0
	for i := range 15 {
		x1, y1, x2, y2 := formatPlaces(m.dim, i)
		one, two = one<<1|m.bit(x1, y1), two<<1|m.bit(x2, y2)
	}
	far = 31
	for f := range 32 {
		b := formatBits(f)
		d1, d2 := bits.OnesCount(uint(one^b)), bits.OnesCount(uint(two^b))
		// One copy may be hidden altogether.
		if d := min(d1+d2, 4+2*min(d1, d2)); d < far {
			format, far = f, d
		}
	}
	return format, far
}

func (m *matrix) setFormat(format int) {
	b := formatBits(format)
	for i := range 15 {
		x1, y1, x2, y2 := formatPlaces(m.dim, i)
		m.set(x1, y1, b>>(14-i)&1)
		m.set(x2, y2, b>>(14-i)&1)
	}
}

func (m *matrix) setVersion() {
	version := (m.dim - 17) / 4
	if version < 7 {
		return
	}
	b := versionBits(version)
	for i := range 18 {
		x, y := m.dim-11+i%3, i/3
		m.set(x, y, b>>i&1)
		m.set(y, x, b>>i&1)
	}
}
