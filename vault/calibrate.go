package vault

import (
	"context"
	"time"
)

// A Goal is how long opening a vault may take on this machine, and with how much memory.
type Goal struct {
	Time   time.Duration // one derivation takes about this long, at most twice that
	Memory uint32        // KiB, at most
}

// Target is what new vaults aim at; Strong is for those who like to wait.
var (
	Target = Goal{500 * time.Millisecond, 256 << 10}
	Strong = Goal{1500 * time.Millisecond, 1 << 20}
)

const maxCalibratedTime = 10 // passes

// Calibrate finds costs for a new password on this machine: it doubles the memory while
// one derivation takes less than the goal, then adds passes. The result is never below
// [Floor]. It takes a few times as long as the goal; ctx cancels it.
func Calibrate(ctx context.Context, kdf KDF, g Goal) (Params, error) {
	return calibrate(ctx, g, physicalMemory(), func(p Params) (time.Duration, error) {
		start := time.Now()
		_, err := derive(ctx, kdf, []byte("calibration"), make([]byte, 16), p)
		return time.Since(start), err
	})
}

// calibrate is Calibrate with the machine as arguments: its memory in KiB (0: unknown) and
// what a derivation takes on it.
func calibrate(ctx context.Context, g Goal, memory uint64, run func(Params) (time.Duration, error)) (Params, error) {
	p := Floor
	limit := g.Memory
	if memory > 0 {
		limit = uint32(min(uint64(limit), memory/8))
	}
	took, err := run(p)
	for err == nil && took < g.Time && p.Memory*2 <= limit {
		p.Memory *= 2
		took, err = run(p)
	}
	if err != nil {
		return Params{}, err
	}
	// The time grows with the passes in proportion: no more runs are needed.
	if each := took / time.Duration(p.Time); took < g.Time && each > 0 {
		p.Time = uint32(min(int64(g.Time/each)+1, maxCalibratedTime))
	}
	return p, nil
}
