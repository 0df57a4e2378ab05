package app

import (
	"runtime/debug"
	"runtime/metrics"
)

// A surplus is memory that was used for a moment: fonts are read twice at the start, an unlocked vault is
// parsed, a page is laid out. Go's collector would keep as much again as is in use, and give the
// system only what was left untouched for minutes.
type surplus struct {
	last   uint64 // bytes allocated so far, at the last tick
	before uint64 // the same when the surplus was given back last

	allocated func() uint64
	giveBack  func()
}

// Giving back costs the collector some hundredths of a second: so much must have been allocated, and no more
// than so much in the last tick, or the next moment takes it again.
const (
	muchSurplus = 8 << 20
	stillAtWork = 1 << 20
)

func newSurplus() surplus {
	return surplus{allocated: allocated, giveBack: func() { go debug.FreeOSMemory() }}
}

// tick gives the surplus back to the system once what made it is over.
func (s *surplus) tick() {
	now := s.allocated()
	rests := now-s.last < stillAtWork
	s.last = now
	if rests && now-s.before >= muchSurplus {
		s.before = now
		s.giveBack()
	}
}

// allocated is how many bytes of the heap were ever handed out.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
