package scanner

import (
	"cmp"
	"slices"
	"sync"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// A symbol of which a little too much is wrong is read after all when the words that are least certain are taken for
// erasures (generalised minimum distance decoding, Forney, 1966): those with a module whose brightness is near the line
// between dark and light, under something that covers the symbol, or outside the picture.

// Bounds on what is tried so.
const (
	doubtFixed   = .85    // share of the fixed parts that must show
	maxDoubtful  = 120    // matrices
	maxDoubtSize = 400000 // modules together
)

// A doubtfulSymbol was sampled, its format was read, and too many of its words are wrong.
type doubtfulSymbol struct {
	symbol symbol
	area   quad // in pixels of the scanned part
	fixed  float64
	values *samples
}

// doubt keeps a symbol for later.
func (s *search) doubt(d doubtfulSymbol) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := len(d.values.value)
	if len(s.doubtfulSymbols) < maxDoubtful && s.doubtfulSize+size <= maxDoubtSize {
		s.doubtfulSymbols = append(s.doubtfulSymbols, d)
		s.doubtfulSize += size
	}
}

// resolveDoubts reads what can be read of the symbols kept, and forgets them.
func (s *search) resolveDoubts() {
	s.mu.Lock()
	all := s.doubtfulSymbols
	s.doubtfulSymbols, s.doubtfulSize = nil, 0
	s.mu.Unlock()
	s.workers.each(s.ctx, len(all), func(i int) {
		d := &all[i]
		if s.known(d.area.middle()) {
			return
		}
		if r := d.values.readDoubting(d.symbol.corner.inverted); r.ok {
			s.keep(r, &d.symbol, d.area)
		}
	})
}

// readDoubting decodes samples with the doubtful words as erasures.
func (s *samples) readDoubting(inverted bool) reading {
	for _, v := range [2]*samples{s, s.sharpened()} {
		dark := byRange(v)
		m := &matrix{s.dim, dark}
		certain := v.certainty(dark)
		if inverted {
			m = &matrix{s.dim, append([]bool(nil), dark...)}
			m.invert()
		}
		if r := m.readDoubting(certain); r.ok {
			return r
		}
	}
	return reading{stage: StageFormat}
}

// certainty is, for each module, how far it is from the middle of the range around it: 1 is its end; -1 where the module
// is covered or outside.
func (s *samples) certainty(dark []bool) []float32 {
	n := s.dim
	lo, hi := rangesAround(s.value, n, rangeReach)
	out := make([]float32, n*n)
	for i, v := range s.value {
		if width := hi[i] - lo[i]; width > 0 {
			out[i] = max(2*v-lo[i]-hi[i], lo[i]+hi[i]-2*v) / width
		}
	}
	for i, middle := range s.plainMiddles(dark) {
		for k := 0; middle && k < 25; k++ {
			out[i+(k/5-2)*n+k%5-2] = -1
		}
	}
	for _, i := range s.outside {
		out[i] = -1
	}
	return out
}

// readDoubting decodes a matrix of whose modules the certainty is known.
func (m *matrix) readDoubting(certain []float32) (r reading) {
	defer func() {
		if recover() != nil {
			r = reading{stage: StageFormat}
		}
	}()
	format, far := m.format(formatMask)
	if far > mostFormatErrors {
		return reading{stage: StageSampled}
	}
	blocks, version, err := m.mended(format).blocks()
	if err != nil {
		return reading{stage: StageSampled}
	}
	ranks := m.rankWords(format, certain)
	if len(ranks) != len(blocks) {
		return reading{stage: StageSampled}
	}
	var data []byte
	for i, block := range blocks {
		words, n := block.GetCodewords(), block.GetNumDataCodewords()
		if !correctDoubtful(words, len(words)-n, ranks[i]) {
			return reading{stage: StageFormat}
		}
		data = append(data, words[:n]...)
	}
	return readingOf(readContent(data, version, 0))
}

// correctDoubtful mends a block with more and more of its words erased, the least certain ones first.
func correctDoubtful(block []byte, n int, rank []wordRank) bool {
	erased := make([]int, 0, n)
	for k := range rank {
		if rank[k].certain < 0 {
			erased = append(erased, rank[k].at) // covered, or outside
		}
	}
	for k := len(erased); k <= n-spareWords(0); k++ {
		if correctErasures(block, n, erased) {
			return true
		}
		if k == len(rank) {
			break
		}
		erased = append(erased, rank[k].at)
	}
	return false
}

// A wordRank says how certain the word at a place of a block is: as its least certain module.
type wordRank struct {
	at      int
	certain float32
}

// rankWords sorts the words of each block, the least certain first.
func (m *matrix) rankWords(format int, certain []float32) [][]wordRank {
	numbers := moduleNumbers(m.dim, format)
	out := make([][]wordRank, len(numbers))
	for i, block := range numbers {
		for at, modules := range block {
			rank := wordRank{at, 1}
			for _, k := range modules {
				rank.certain = min(rank.certain, certain[k])
			}
			out[i] = append(out[i], rank)
		}
		slices.SortStableFunc(out[i], func(a, b wordRank) int { return cmp.Compare(a.certain, b.certain) })
	}
	return out
}

// knownNumbers keeps what moduleNumbers found out, by side and level.
var knownNumbers sync.Map

// moduleNumbers returns the numbers of the eight modules of each word of each block, for a symbol of dim modules a side. Where they
// lie is known to gozxing alone: matrices that hold one bit of each module's number go the way of the modules, under the mask that is
// taken off there, and the numbers come out at the other end.
func moduleNumbers(dim, format int) [][][8]int {
	key := [2]int{dim, format >> 3}
	if known, ok := knownNumbers.Load(key); ok {
		return known.([][][8]int)
	}
	var numbers [][][8]int
	for bit := 0; 1<<bit < dim*dim; bit++ {
		plane := &matrix{dim, make([]bool, dim*dim)}
		for i := range plane.dark {
			plane.dark[i] = (i>>bit&1 == 1) != masked(format&7, i%dim, i/dim)
		}
		blocks, _, err := plane.mended(format).blocks()
		if err != nil {
			return nil
		}
		numbers = addPlane(numbers, blocks, bit)
	}
	knownNumbers.Store(key, numbers)
	return numbers
}

// addPlane adds a bit to the number of each module of each word of each block.
func addPlane(numbers [][][8]int, blocks []*decoder.DataBlock, bit int) [][][8]int {
	if numbers == nil {
		numbers = make([][][8]int, len(blocks))
		for i, b := range blocks {
			numbers[i] = make([][8]int, len(b.GetCodewords()))
		}
	}
	for i, b := range blocks {
		for at, w := range b.GetCodewords() {
			for k := range 8 {
				numbers[i][at][k] |= int(w>>(7-k)&1) << bit
			}
		}
	}
	return numbers
}
