package scanner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// TestRankWords turns one module after the other and wants the word that changes ranked by it.
func TestRankWords(t *testing.T) {
	for _, version := range []int{1, 4, 9} {
		d := plain("VERSION")
		d.version, d.level = version, decoder.ErrorCorrectionLevel_H
		m := modulesOf(t, &d)
		format, _ := m.format(formatMask)
		before, _, err := m.blocks()
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(3, uint64(version)))
		certain := make([]float32, len(m.dark))
		for i := range certain {
			certain[i] = r.Float32()
		}
		ranks := m.rankWords(format, certain)
		for i := range m.dark {
			m.dark[i] = !m.dark[i]
			after, _, err := m.mended(format).blocks()
			m.dark[i] = !m.dark[i]
			if err != nil {
				t.Fatal(err)
			}
			for b := range after {
				for _, rank := range ranks[b] {
					changed := after[b].GetCodewords()[rank.at] != before[b].GetCodewords()[rank.at]
					if changed && rank.certain > certain[i] {
						t.Fatalf("version %d: module %d belongs to word %d of block %d, which is ranked %v, the module %v", version, i, rank.at, b, rank.certain, certain[i])
					}
				}
			}
		}
		for b := range ranks {
			if !slices.IsSortedFunc(ranks[b], func(a, b wordRank) int {
				if a.certain < b.certain {
					return -1
				}
				return 1
			}) || len(ranks[b]) != len(before[b].GetCodewords()) {
				t.Errorf("version %d, block %d: not sorted, or not all words", version, b)
			}
		}
	}
}

// TestNoChance gives symbols with nothing but noise in the place of data, whole in their fixed parts and format, and wants no text.
func TestNoChance(t *testing.T) {
	for i := range 60 {
		t.Run(fmt.Sprint("symbol ", i), func(t *testing.T) {
			t.Parallel()
			d := with(i, 16+i, func(d *drawing) {
				d.clutter, d.w, d.h, d.noise, d.wrong = false, 320, 320, 25, .5
				d.module, d.level = 3.5, []decoder.ErrorCorrectionLevel{decoder.ErrorCorrectionLevel_L, decoder.ErrorCorrectionLevel_H}[i%2]
			})
			img, _ := d.draw(t)
			r, err := Scan(t.Context(), img, Options{Harder: true})
			if err != nil || len(r.Codes) > 0 {
				t.Errorf("%v, %d codes", err, len(r.Codes))
			}
		})
	}
}
