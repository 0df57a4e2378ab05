package scanner

import (
	"strings"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing/common"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A content is what the data of a symbol say, after error correction. gozxing has a reader for this; ours takes its
// place because that one gives up on an ECI it does not know, takes the application indicator of FNC1 in
// second position for a segment, guesses the character set of each segment by itself, which breaks
// a character that two segments share, and does not tell apart a part of a longer text.
type content struct {
	runs   []run
	part   int // of structured append, from 1
	parts  int // 0 where the symbol stands alone
	parity uint8
}

// A run is bytes of one character set. A nil set is unknown and has to be guessed.
type run struct {
	set   encoding.Encoding
	bytes []byte
}

// Modes of a segment (ISO/IEC 18004, table 2; Hanzi is of GB/T 18284).
const (
	modeEnd          = 0b0000
	modeNumeric      = 0b0001
	modeAlphanumeric = 0b0010
	modeAppended     = 0b0011
	modeByte         = 0b0100
	modeFNC1First    = 0b0101
	modeECI          = 0b0111
	modeKanji        = 0b1000
	modeFNC1Second   = 0b1001
	modeHanzi        = 0b1101
)

// countBits are the lengths of the character counts, in bits, of versions 1 to 9, 10 to 26 and 27 to 40 (table 3).
var countBits = map[int][3]int{
	modeNumeric: {10, 12, 14}, modeAlphanumeric: {9, 11, 13}, modeByte: {8, 16, 16}, modeKanji: {8, 10, 12}, modeHanzi: {8, 10, 12},
}

const alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// A contentReader takes segments from a row of bits.
type contentReader struct {
	bits  *common.BitSource
	class int // of the version, for countBits
	set   encoding.Encoding
	fnc1  bool
	short bool // bits were asked for that are not there
	content
}

// readContent reads the segments of a symbol's data; skip bits in front are no part of them. It reports
// false where they are not what the standard allows.
func readContent(data []byte, version, skip int) (content, bool) {
	r := &contentReader{bits: common.NewBitSource(data)}
	if version > 9 {
		r.class++
	}
	if version > 26 {
		r.class++
	}
	r.take(skip)
	for r.bits.Available() >= 4 && !r.short {
		mode := r.take(4)
		if mode == modeEnd {
			break
		}
		if !r.segment(mode) {
			return content{}, false
		}
	}
	return r.content, !r.short
}

// take reads n bits, 0 where they are not there.
func (r *contentReader) take(n int) int {
	if n == 0 || n > r.bits.Available() {
		r.short = r.short || n > 0
		return 0
	}
	v, _ := r.bits.ReadBits(n)
	return v
}

func (r *contentReader) segment(mode int) bool {
	switch mode {
	case modeFNC1First:
		r.fnc1 = true
		return true
	case modeFNC1Second:
		r.fnc1 = true
		return r.applicationIndicator()
	case modeAppended:
		r.part, r.parts = r.take(4)+1, r.take(4)+1
		r.parity = uint8(r.take(8))
		return r.part <= r.parts
	case modeECI:
		return r.eci()
	}
	subset := 1
	if mode == modeHanzi {
		subset = r.take(4)
	}
	lengths, ok := countBits[mode]
	if !ok {
		return false
	}
	n := r.take(lengths[r.class])
	switch mode {
	case modeNumeric:
		return r.numeric(n)
	case modeAlphanumeric:
		return r.alphanumeric(n)
	case modeByte:
		return r.byteSegment(n)
	case modeKanji:
		return r.doubleBytes(n, japanese.ShiftJIS, 0xc0, 0x8140, 0xc140, 0x1f00)
	default:
		return subset == 1 && r.doubleBytes(n, simplifiedchinese.GB18030, 0x60, 0xa1a1, 0xa6a1, 0xa00)
	}
}

// applicationIndicator reads what stands before the data of FNC1 in second position: two digits, or a letter plus 100
// (7.4.8.3). It is part of the text.
func (r *contentReader) applicationIndicator() bool {
	switch v := r.take(8); {
	case v < 100:
		r.ascii([]byte{'0' + byte(v/10), '0' + byte(v%10)})
	case v >= 165 && v <= 190, v >= 197 && v <= 222:
		r.ascii([]byte{byte(v - 100)})
	default:
		return false
	}
	return true
}

// eci reads the number of a character set, one to three bytes long (7.4.2). One that is not known leaves the
// set to be guessed: most who write a number there did not mean it.
func (r *contentReader) eci() bool {
	v := r.take(8)
	switch {
	case v < 0x80:
	case v < 0xc0:
		v = v&0x3f<<8 | r.take(8)
	case v < 0xe0:
		v = v&0x1f<<16 | r.take(16)
	default:
		return false
	}
	r.set = nil
	if known, err := common.GetCharacterSetECIByValue(v); err == nil && known != nil {
		r.set = known.GetCharset()
	}
	return true
}

// numeric reads digits, three in ten bits (7.4.3).
func (r *contentReader) numeric(n int) bool {
	var out []byte
	for ; n > 0 && !r.short; n -= 3 {
		k := min(n, 3)
		v := r.take([4]int{0, 4, 7, 10}[k])
		if v >= [4]int{1, 10, 100, 1000}[k] {
			return false
		}
		digits := []byte{'0' + byte(v/100), '0' + byte(v/10%10), '0' + byte(v%10)}
		out = append(out, digits[3-k:]...)
	}
	r.ascii(out)
	return true
}

// alphanumeric reads characters of 45, two in eleven bits (7.4.4). In FNC1 a percent sign is a separator, and two of
// them are one (7.4.8.2).
func (r *contentReader) alphanumeric(n int) bool {
	var out []byte
	for ; n > 1 && !r.short; n -= 2 {
		v := r.take(11)
		if v >= 45*45 {
			return false
		}
		out = append(out, alphanumerics[v/45], alphanumerics[v%45])
	}
	if n == 1 {
		v := r.take(6)
		if v >= 45 {
			return false
		}
		out = append(out, alphanumerics[v])
	}
	if r.fnc1 {
		text := strings.ReplaceAll(string(out), "%%", "\x00") // no alphanumeric character
		out = []byte(strings.NewReplacer("%", "\x1d", "\x00", "%").Replace(text))
	}
	r.ascii(out)
	return true
}

func (r *contentReader) byteSegment(n int) bool {
	if 8*n > r.bits.Available() {
		return false
	}
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.take(8))
	}
	r.add(run{r.set, out})
	return true
}

// doubleBytes reads characters of two bytes in thirteen bits: high times width plus low, counted from one of two
// starts (7.4.6 for kanji).
func (r *contentReader) doubleBytes(n int, set encoding.Encoding, width, first, second, split int) bool {
	if 13*n > r.bits.Available() {
		return false
	}
	out := make([]byte, 0, 2*n)
	for range n {
		v := r.take(13)
		v = v/width<<8 | v%width
		if v < split {
			v += first
		} else {
			v += second
		}
		out = append(out, byte(v>>8), byte(v))
	}
	r.add(run{set, out})
	return true
}

// ascii adds characters that are the same in every set that may have to be guessed; beside a known set, which may need two bytes
// a character, they stand alone.
func (r *contentReader) ascii(b []byte) {
	if r.set != nil {
		r.add(run{encoding.Nop, b})
		return
	}
	r.add(run{nil, b})
}

// add appends a run, to the last one where the set is the same.
func (c *content) add(r run) {
	if n := len(c.runs); n > 0 && c.runs[n-1].set == r.set {
		c.runs[n-1].bytes = append(c.runs[n-1].bytes, r.bytes...)
		return
	}
	c.runs = append(c.runs, r)
}

// text decodes the runs. It reports false where nothing is left, or nothing that is text.
func (c *content) text() (string, bool) {
	var b strings.Builder
	for _, r := range c.runs {
		set := r.set
		if set == nil {
			guess, err := common.StringUtils_guessCharset(r.bytes, nil)
			if err != nil {
				return "", false
			}
			set = guess
		}
		plain, err := set.NewDecoder().Bytes(r.bytes)
		if err != nil {
			return "", false
		}
		b.Write(plain)
	}
	text := b.String()
	return text, text != "" && utf8.ValidString(text)
}
