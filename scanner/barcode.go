package scanner

import (
	"image"
	"math"
	"math/bits"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/oned/rss"
)

// Bar codes, of one row or of many.

const (
	barRows   = 9   // rows of a bitmap that are looked at
	barAlike  = .88 // share of the pixels of two such rows that are alike where bars run down
	leastBar  = 16  // changes of colour in a row
	mostSlant = 30  // the part of a row's length that bars may be shifted from one such row to the next
	barAspect = .6  // changes along the bars, as a share of those across
)

// isBarCode reports whether bars run down or across a region, two rows of which hold the same text in either colour.
func (l *level) isBarCode(r image.Rectangle, plain *bitmap) (ok bool) {
	defer failed(&ok)
	if !plain.isStriped() {
		return false
	}
	for _, b := range [2]bitmap{*plain, l.bits(r, true)} {
		if b.across < b.down {
			b = b.turned()
		}
		if b.hasBars() {
			return true
		}
	}
	return false
}

// isStriped reports whether bars may run down or across.
func (b *bitmap) isStriped() bool {
	return float64(min(b.across, b.down)) < barAspect*float64(max(b.across, b.down))
}

func (b *bitmap) turned() bitmap {
	m, _ := gozxing.NewBitMatrix(b.GetHeight(), b.GetWidth())
	row := gozxing.NewBitArray(b.GetWidth())
	for y := range b.GetHeight() {
		row = b.GetRow(y, row)
		for x := row.GetNextSet(0); x < row.GetSize(); x = row.GetNextSet(x + 1) {
			m.Set(y, x)
		}
	}
	return bitmap{m, b.dark, b.down, b.across}
}

func (b *bitmap) hasBars() bool {
	texts := map[string]int{}
	for _, row := range b.barRows() {
		for _, text := range textsOf(row) {
			if texts[text]++; texts[text] == 2 {
				return true
			}
		}
	}
	return false
}

// barRows are those of some rows that are like the one before or after.
func (b *bitmap) barRows() (out []*gozxing.BitArray) {
	inner := b.GetHeight() - 2*borderSize
	var rows [barRows]*gozxing.BitArray
	var striped [barRows]bool
	for k := range rows {
		rows[k] = b.GetRow(borderSize+inner*(2*k+1)/(2*barRows), nil)
		if k > 0 && changesIn(rows[k]) >= leastBar && alike(rows[k], rows[k-1]) {
			striped[k-1], striped[k] = true, true
		}
	}
	for k, row := range rows {
		if striped[k] {
			out = append(out, row)
		}
	}
	return out
}

func changesIn(row *gozxing.BitArray) int { return len(runsOf(row)) - 1 }

// alike reports whether two rows show the same, one of them shifted a little: the bars may be askew.
func alike(a, b *gozxing.BitArray) bool {
	n := a.GetSize()
	for shift := 0; shift <= n/mostSlant; shift++ {
		if sameBits(a.GetBitArray(), b.GetBitArray(), shift) >= barAlike*float64(n) || sameBits(b.GetBitArray(), a.GetBitArray(), shift) >= barAlike*float64(n) {
			return true
		}
	}
	return false
}

// sameBits is how many bits of a and of b, moved down by shift, are the same.
func sameBits(a, b []uint32, shift int) float64 {
	differ := 0
	for i := range a {
		moved := uint32(0)
		if k := i + shift/32; k < len(b) {
			moved = b[k] >> (shift % 32)
			if k+1 < len(b) {
				moved |= b[k+1] << (32 - shift%32)
			}
		}
		differ += bits.OnesCount32(a[i] ^ moved)
	}
	return float64(32*len(a) - differ)
}

// textsOf reads a row as each kind of bar code, from both ends.
func textsOf(row *gozxing.BitArray) (out []string) {
	back := gozxing.NewBitArray(row.GetSize())
	for x := range row.GetSize() {
		if row.Get(row.GetSize() - 1 - x) {
			back.Set(x)
		}
	}
	for _, reader := range []gozxing.Reader{
		oned.NewMultiFormatUPCEANReader(nil), oned.NewCode128Reader(), oned.NewCode39Reader(), oned.NewCode93Reader(),
		oned.NewITFReader(), oned.NewCodaBarReader(), rss.NewRSS14Reader(),
	} {
		decoder, ok := reader.(oned.RowDecoder)
		if !ok {
			continue
		}
		for _, r := range [2]*gozxing.BitArray{row, back} {
			if found, err := decoder.DecodeRow(0, r, nil); err == nil && len(found.GetText()) >= leastBarText {
				out = append(out, found.GetBarcodeFormat().String()+found.GetText())
			}
		}
	}
	return out
}

// leastBarText is the shortest text of a bar code: short ones without a check digit are found by chance.
const leastBarText = 5

// pdfStart are the runs that each row of a PDF417 code begins with, in modules (ISO/IEC 15438, 5.3.2). A code word follows:
// eight runs of 17 modules together, in one of three clusters that take turns row by row.
var pdfStart = [8]int{8, 1, 1, 1, 1, 1, 1, 3}

const (
	pdfModules = 17 // of the start and of each code word
	pdfRows    = 60 // rows of a bitmap that are looked at
	leastPDF   = 3  // of them begin so; the fewest rows that a code has
)

// isPDF417 reports whether rows or columns of the bitmap, from either end, begin as those of a PDF417 code.
func (b *bitmap) isPDF417() bool {
	if b.across > b.down {
		return b.hasPDF()
	}
	turned := b.turned()
	return turned.hasPDF()
}

func (b *bitmap) hasPDF() bool {
	var clusters [2][9]int
	step := max(1, (b.GetHeight()-2*borderSize)/pdfRows)
	for y := borderSize; y < b.GetHeight()-borderSize; y += step {
		lengths := runsOf(b.GetRow(y, nil))
		for side := range clusters {
			if cluster, ok := pdfCluster(lengths); ok {
				clusters[side][cluster]++
			}
			slices.Reverse(lengths)
		}
	}
	for _, c := range clusters {
		different := min(c[0], 1) + min(c[3], 1) + min(c[6], 1)
		if different > 1 && c[0]+c[3]+c[6] >= leastPDF {
			return true
		}
	}
	return false
}

// runsOf are the lengths of the runs of a row, the first and the last of which are light.
func runsOf(row *gozxing.BitArray) (lengths []int) {
	for from, dark := 0, false; from < row.GetSize(); dark = !dark {
		to := row.GetNextSet(from)
		if dark {
			to = row.GetNextUnset(from)
		}
		lengths = append(lengths, to-from)
		from = to
	}
	return lengths
}

// pdfCluster finds the start in a row, and returns the cluster of the code word behind it.
func pdfCluster(lengths []int) (cluster int, ok bool) {
	const runs = len(pdfStart)
	for i := 1; i+2*runs <= len(lengths); i += 2 {
		start, word := lengths[i:i+runs], lengths[i+runs:i+2*runs]
		whole, length := 0, 0
		for k := range runs {
			whole, length = whole+start[k], length+word[k]
		}
		m := float64(whole) / pdfModules
		fits := m >= 1 && math.Abs(float64(length-whole)) < .7*m+.7
		for k := 0; fits && k < runs; k++ {
			fits = math.Abs(float64(start[k])-float64(pdfStart[k])*m) < .55*m+.3
		}
		if !fits {
			continue
		}
		module := func(k int) int { return int(float64(word[k])/float64(length)*pdfModules + .5) }
		cluster = (module(0) - module(2) + module(4) - module(6) + 9) % 9
		if cluster%3 == 0 {
			return cluster, true
		}
	}
	return 0, false
}
