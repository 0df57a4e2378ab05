package scanner

import "slices"

// Model 1 is the first form of the QR code, versions 1 to 14 (ISO/IEC 18004:2000, annex M). Old labels carry
// it. It has no alignment patterns; its codewords lie in blocks of 2x4 or 4x2 modules, and another mask
// lies over its format information.

const (
	model1Mask      = 0x2825 // over the format information
	mostModel1      = 14     // the last version
	model1Errors    = 3      // of the thirty bits of both copies of the format: it must not be taken for model 2
	model1FirstBits = 4      // of the data that say nothing: the first block has only half its modules
)

// model1Blocks has, for each version and for levels L, M, Q, H, the correction codewords of a block, the blocks, and the
// data codewords of a block (tables M.2 and M.4).
var model1Blocks = [mostModel1 + 1][4][3]int{
	1:  {{7, 1, 19}, {10, 1, 16}, {13, 1, 13}, {17, 1, 9}},
	2:  {{10, 1, 36}, {16, 1, 30}, {22, 1, 24}, {30, 1, 16}},
	3:  {{15, 1, 57}, {28, 1, 44}, {36, 1, 36}, {48, 1, 24}},
	4:  {{20, 1, 80}, {40, 1, 60}, {50, 1, 50}, {66, 1, 34}},
	5:  {{26, 1, 108}, {52, 1, 82}, {66, 1, 68}, {44, 2, 23}},
	6:  {{34, 1, 136}, {32, 2, 53}, {42, 2, 43}, {56, 2, 29}},
	7:  {{42, 1, 170}, {40, 2, 66}, {52, 2, 54}, {46, 3, 24}},
	8:  {{24, 2, 104}, {48, 2, 80}, {64, 2, 64}, {56, 3, 29}},
	9:  {{30, 2, 123}, {60, 2, 93}, {50, 3, 52}, {68, 3, 34}},
	10: {{34, 2, 145}, {68, 2, 111}, {58, 3, 61}, {58, 4, 31}},
	11: {{40, 2, 168}, {40, 4, 64}, {52, 4, 52}, {54, 5, 29}},
	12: {{46, 2, 192}, {46, 4, 73}, {58, 4, 61}, {62, 5, 33}},
	13: {{36, 3, 144}, {52, 4, 83}, {66, 4, 69}, {58, 6, 32}},
	14: {{40, 3, 163}, {60, 4, 92}, {60, 5, 62}, {66, 6, 35}},
}

// model1Places lists where each codeword's eight modules lie, the highest bit first: from the right, two columns of
// upright blocks, then columns of lying ones, then upright ones beside the left edge (M.4.3). The
// extension patterns along the edges are left out.
func model1Places(dim int) [][8][2]int {
	var places [][8][2]int
	block := func(x, y, width int) {
		var b [8][2]int
		for i := range b {
			b[i] = [2]int{x - i%width, y - i/width}
		}
		places = append(places, b)
	}
	far := dim - 1
	columns := dim/4 + 3
	for column := range columns {
		switch left := columns - 1 - column; {
		case column < 2: // under the finder pattern at the top right
			rows := (dim - 8) / 4
			for row := range rows {
				if extension := column == 0 && row%2 == 0 && row > 0 && row < rows-1; !extension {
					block(far-2*column, far-4*row, 2)
				}
			}
		case left < 4: // between the two patterns at the left; the timing pattern lies in between
			x := 2*left + 1
			if left == 3 {
				x++
			}
			for row := range (dim - 16) / 4 {
				block(x, far-8-4*row, 2)
			}
		default:
			rows := dim / 2
			for row := range rows {
				underFinder := column == 2 && row >= rows-4
				extension := row == 0 && column%2 == 1 && left != 4
				if underFinder || extension {
					continue
				}
				y := far - 2*row
				if row >= rows-3 {
					y-- // beyond the timing pattern
				}
				block(far-4-4*(column-2), y, 4)
			}
		}
	}
	return places
}

// masked reports whether mask k turns module (x, y) (7.8.2).
func masked(k, x, y int) bool {
	switch k {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (y/2+x/3)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// model1Level is the place in model1Blocks of the two bits that name the level.
var model1Level = [4]int{1, 0, 3, 2} // M, L, H, Q

// readModel1 decodes a matrix as model 1, its format known.
func (m *matrix) readModel1(format int) reading {
	version := (m.dim - 17) / 4
	sizes := model1Blocks[version][model1Level[format>>3]]
	places := model1Places(m.dim)
	correction, blocks, data := sizes[0], sizes[1], sizes[2]
	if blocks*(correction+data) > len(places) {
		return reading{stage: StageSampled}
	}
	words := make([]byte, blocks*(correction+data))
	for i := range words {
		for _, p := range places[i] {
			words[i] <<= 1
			if m.dark[p[1]*m.dim+p[0]] != masked(format&7, p[0], p[1]) {
				words[i] |= 1
			}
		}
	}
	words[0] &= 1<<(8-model1FirstBits) - 1
	// The blocks stand one after the other, first the data of all, then what corrects them.
	var all []byte
	for i := range blocks {
		from := blocks*data + i*correction
		block := append(slices.Clone(words[i*data:(i+1)*data]), words[from:from+correction]...)
		if !correct(block, correction) {
			return reading{stage: StageFormat}
		}
		all = append(all, block[:data]...)
	}
	return readingOf(readContent(all, version, model1FirstBits))
}
