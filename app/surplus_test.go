package app

import (
	"testing"
	"time"
)

func TestSurplusIsGivenBackOnceItIsQuiet(t *testing.T) {
	const mb = 1 << 20
	for _, row := range []struct {
		why  string
		each []uint64 // MB allocated in one second after the other
		want []bool
	}{
		{"right after the burst, and once", []uint64{90, 0, 0, 0}, []bool{false, true, false, false}},
		{"not between two parts of a burst", []uint64{20, 20, 20, 0}, []bool{false, false, false, true}},
		{"nor for little", []uint64{5, 0, 0}, []bool{false, false, false}},
		{"what many quiet seconds take adds up", []uint64{90, 0, 7, 0, 0, 1, 0}, []bool{false, true, false, false, false, false, true}},
	} {
		var taken uint64
		given := false
		s := surplus{allocated: func() uint64 { return taken }, giveBack: func() { given = true }}
		for i, n := range row.each {
			taken += n * mb
			given = false
			if s.tick(); given != row.want[i] {
				t.Errorf("%s: second %d gives back: %v", row.why, i, given)
			}
		}
	}
}

// The figure counts what the heap hands out, and the program's tick looks at it.
func TestTickGivesSurplusBack(t *testing.T) {
	before := allocated()
	kept := make([]byte, 16<<20)
	if took := allocated() - before; took < uint64(len(kept)) {
		t.Fatalf("16 MB count as %d bytes", took)
	}
	r := newRig(t)
	var taken uint64
	given := 0
	r.App.surplus = surplus{allocated: func() uint64 { return taken }, giveBack: func() { given++ }}
	taken = 50 << 20
	r.App.tick(time.Now())
	r.App.tick(time.Now())
	r.App.tick(time.Now())
	if given != 1 {
		t.Errorf("after a burst the program gave back %d times", given)
	}
}
