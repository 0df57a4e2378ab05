package print

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// physWriter puts the chunk pHYs (PNG, 11.3.4.3) behind the header of the PNG stream that
// goes through it: without it, a printer does not know how large the page is.
type physWriter struct {
	w    io.Writer
	done int // bytes of the stream so far
}

// headerEnd is where the header chunk IHDR ends: the signature and 25 bytes.
const headerEnd = 8 + 25

func (p *physWriter) Write(data []byte) (int, error) {
	n := 0
	if p.done < headerEnd {
		n = min(headerEnd-p.done, len(data))
		if written, err := p.w.Write(data[:n]); err != nil {
			return written, err
		}
		if p.done += n; p.done == headerEnd {
			if _, err := p.w.Write(physChunk()); err != nil {
				return n, err
			}
		}
	}
	rest, err := p.w.Write(data[n:])
	p.done += rest
	return n + rest, err
}

func physChunk() []byte {
	const perMetre = dotsPerInch * 10000 / 254
	b := []byte{0, 0, 0, 9, 'p', 'H', 'Y', 's'}
	b = binary.BigEndian.AppendUint32(b, perMetre)
	b = binary.BigEndian.AppendUint32(b, perMetre)
	b = append(b, 1) // per metre
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}
