package scanner

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
)

// TestErasures mends blocks with known and unknown errors up to the bound and one beyond it.
func TestErasures(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 3000 {
		n := 5 + r.IntN(26)
		data := 3 + r.IntN(100)
		words := make([]int, data+n)
		for i := range data {
			words[i] = r.IntN(256)
		}
		if err := reedsolomon.NewReedSolomonEncoder(field).Encode(words, n); err != nil {
			t.Fatal(err)
		}
		whole := make([]byte, len(words))
		for i, w := range words {
			whole[i] = byte(w)
		}
		erasures := r.IntN(n)
		errors := r.IntN((n-erasures)/2 + 2)
		if erasures+errors > len(words) {
			continue
		}
		places := r.Perm(len(words))
		hurt := bytes.Clone(whole)
		for _, at := range places[:erasures] { // some of which are right
			hurt[at] = byte(r.IntN(256))
		}
		for _, at := range places[erasures : erasures+errors] {
			hurt[at] ^= byte(1 + r.IntN(255))
		}
		before := bytes.Clone(hurt)
		ok := correctErasures(hurt, n, places[:erasures])
		fits := erasures+2*errors <= n-spareWords(errors)
		if fits && (!ok || !bytes.Equal(hurt, whole)) {
			t.Fatalf("%d of %d words for correction, %d erasures, %d errors: not mended", n, len(words), erasures, errors)
		}
		if !fits && ok && !bytes.Equal(hurt, whole) {
			t.Fatalf("%d of %d words for correction, %d erasures, %d errors: wrongly mended", n, len(words), erasures, errors)
		}
		if !ok && !bytes.Equal(hurt, before) {
			t.Fatal("a block that was given up has changed")
		}
	}
}
