package scanner

import (
	"math/bits"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
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

func abs(x int) int { return max(x, -x) }

// A reading is the outcome of decoding a matrix.
type reading struct {
	text     string
	content  content
	stage    Stage // how far it came, where ok is false
	ok       bool
	mirrored bool
}

// readingOf is the outcome once the data are right.
func readingOf(c content, ok bool) reading {
	if ok {
		if text, ok := c.text(); ok {
			return reading{text: text, content: c, ok: true}
		}
	}
	return reading{stage: StageText}
}

// read decodes a matrix, seen from the front or from behind. Format and version information
// are mended first: the decoder reads them more strictly than it could, and the version is
// known from the matrix's size.
func (m *matrix) read() reading {
	behind := m.turned()
	best := reading{stage: StageSampled}
	for _, side := range [2]*matrix{m, behind} {
		format, far := side.format(formatMask)
		if far > mostFormatErrors {
			continue
		}
		r := side.mended(format).decode()
		r.mirrored = side == behind
		if r.ok {
			return r
		}
		if r.stage == StageText || best.stage == StageSampled {
			best = r
		}
	}
	for _, side := range [2]*matrix{m, behind} {
		if m.dim > 17+4*mostModel1 {
			break
		}
		if format, far := side.format(model1Mask); far <= model1Errors {
			if r := side.readModel1(format); r.ok {
				r.mirrored = side == behind
				return r
			}
		}
	}
	return best
}

// decode takes the data out of a matrix whose format and version are mended. Whatever happens there ends here.
func (m *matrix) decode() (r reading) {
	defer func() {
		if recover() != nil {
			r = reading{stage: StageFormat}
		}
	}()
	blocks, version, err := m.blocks()
	if err != nil {
		return reading{stage: StageSampled}
	}
	var data []byte
	for _, block := range blocks {
		n := block.GetNumDataCodewords()
		if !correct(block.GetCodewords(), len(block.GetCodewords())-n) {
			return reading{stage: StageFormat}
		}
		data = append(data, block.GetCodewords()[:n]...)
	}
	return readingOf(readContent(data, version, 0))
}

// blocks gives the matrix to gozxing: its parts take off the mask and know the places of the codewords and the blocks. Its
// decoder as a whole would also try the matrix from behind, which is done here with the format mended.
func (m *matrix) blocks() ([]*decoder.DataBlock, int, error) {
	b, err := gozxing.NewSquareBitMatrix(m.dim)
	if err != nil {
		return nil, 0, err
	}
	for y := range m.dim {
		for x := range m.dim {
			if m.dark[y*m.dim+x] {
				b.Set(x, y)
			}
		}
	}
	parser, err := decoder.NewBitMatrixParser(b)
	if err != nil {
		return nil, 0, err
	}
	version, err := parser.ReadVersion()
	if err != nil {
		return nil, 0, err
	}
	format, err := parser.ReadFormatInformation()
	if err != nil {
		return nil, 0, err
	}
	words, err := parser.ReadCodewords()
	if err != nil {
		return nil, 0, err
	}
	blocks, err := decoder.DataBlock_GetDataBlocks(words, version, format.GetErrorCorrectionLevel())
	return blocks, version.GetVersionNumber(), err
}

// correct mends the codewords of a block, the last n of which are for correction. It reports false where too many are
// wrong.
func correct(block []byte, n int) bool {
	words := make([]int, len(block))
	for i, w := range block {
		words[i] = int(w)
	}
	if err := reedsolomon.NewReedSolomonDecoder(reedsolomon.GenericGF_QR_CODE_FIELD_256).Decode(words, n); err != nil {
		return false
	}
	for i, w := range words {
		block[i] = byte(w)
	}
	return true
}

// Format information: five bits, protected to fifteen (ISO/IEC 18004, 7.9).
const (
	formatGenerator  = 0x537
	formatMask       = 0x5412
	mostFormatErrors = 9 // of the thirty bits of both copies
)

// formatBits returns the 15 bits of a format, 0 to 31, as they stand in a symbol.
func formatBits(format int) int { return formatCode(format) ^ formatMask }

// formatCode is the same before the mask.
func formatCode(format int) int { return format<<10 | remainder(format<<10, formatGenerator) }

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

// format returns the format nearest to both copies under a mask, and how many of the thirty bits differ.
func (m *matrix) format(mask int) (format, far int) {
	one, two := 0, 0
	for i := range 15 {
		x1, y1, x2, y2 := formatPlaces(m.dim, i)
		one, two = one<<1|m.bit(x1, y1), two<<1|m.bit(x2, y2)
	}
	far = 31
	for f := range 32 {
		b := formatCode(f) ^ mask
		d1, d2 := bits.OnesCount(uint(one^b)), bits.OnesCount(uint(two^b))
		// One copy may be hidden altogether.
		if d := min(d1+d2, 4+2*min(d1, d2)); d < far {
			format, far = f, d
		}
	}
	return format, far
}

// mended is a copy with the format that it has, and the version that its size tells, without fault.
func (m *matrix) mended(format int) *matrix {
	c := &matrix{m.dim, append([]bool(nil), m.dark...)}
	c.setFormat(format)
	c.setVersion()
	return c
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
