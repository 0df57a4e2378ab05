package transfer

import (
	"encoding/binary"

	//lint:ignore SA1019 a stream that goes on in the middle of a block needs its block function
	"golang.org/x/crypto/salsa20/salsa"
)

// salsaChunk is how many bytes of key stream are made at a time: a multiple of the 64
// that a block of Salsa20 has.
const salsaChunk = 4096

// A salsaStream is Salsa20 as one continuous [cipher.Stream]: the values of a KeePass
// database end in the middle of a block, and the next one goes on there.
type salsaStream struct {
	key   [32]byte
	nonce [8]byte
	block uint64 // number of the next block
	rest  []byte // key stream made and not yet used
}

// XORKeyStream implements [cipher.Stream].
func (s *salsaStream) XORKeyStream(dst, src []byte) {
	for len(src) > 0 {
		if len(s.rest) == 0 {
			s.rest = s.next()
		}
		n := min(len(src), len(s.rest))
		for i := range n {
			dst[i] = src[i] ^ s.rest[i]
		}
		dst, src, s.rest = dst[n:], src[n:], s.rest[n:]
	}
}

func (s *salsaStream) next() []byte {
	var counter [16]byte
	copy(counter[:], s.nonce[:])
	binary.LittleEndian.PutUint64(counter[8:], s.block)
	s.block += salsaChunk / 64
	stream := make([]byte, salsaChunk)
	salsa.XORKeyStream(stream, stream, &counter, &s.key)
	return stream
}
