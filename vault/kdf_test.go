package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"testing"
	"time"
)

func TestCalibration(t *testing.T) {
	const gib = 1 << 20
	// On this machine one pass over 1 MiB takes so many microseconds.
	machine := func(us float64) func(Params) (time.Duration, error) {
		return func(p Params) (time.Duration, error) {
			return time.Duration(us * float64(p.Memory/1024) * float64(p.Time) * float64(time.Microsecond)), nil
		}
	}
	tests := []struct {
		why    string
		us     float64
		memory uint64
		goal   Goal
		want   Params
	}{
		{"a slow machine stays at the floor", 5000, 8 * gib, Target, Params{64 << 10, 3, 4}},
		{"an ordinary machine", 1400, 8 * gib, Target, Params{128 << 10, 3, 4}},
		{"a quick machine takes all memory, then passes", 300, 8 * gib, Target, Params{256 << 10, 7, 4}},
		{"the quickest stops at ten passes", 10, 8 * gib, Target, Params{256 << 10, 10, 4}},
		{"little memory: an eighth of it", 300, 1 * gib, Target, Params{128 << 10, 10, 4}},
		{"very little memory: never below the floor", 300, gib / 4, Target, Params{64 << 10, 10, 4}},
		{"unknown memory", 300, 0, Target, Params{256 << 10, 7, 4}},
		{"strong", 600, 16 * gib, Strong, Params{1 << 20, 3, 4}},
	}
	for _, test := range tests {
		p, err := calibrate(context.Background(), test.goal, test.memory, machine(test.us))
		if err != nil || p != test.want {
			t.Errorf("%s: %+v, %v; want %+v", test.why, p, err, test.want)
		}
		if !inBounds(uint64(p.Memory), uint64(p.Time), uint64(p.Threads)) {
			t.Errorf("%s: %+v is out of bounds", test.why, p)
		}
	}
	failing := errors.New("no")
	if _, err := calibrate(context.Background(), Target, 0, func(Params) (time.Duration, error) { return 0, failing }); !errors.Is(err, failing) {
		t.Errorf("%v", err)
	}
}

func TestDerivationIsCancelled(t *testing.T) {
	release := make(chan bool)
	slow := func(context.Context, []byte, []byte, Params) ([]byte, error) {
		<-release
		return make([]byte, 32), nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() { _, err := derive(ctx, slow, []byte("x"), nil, Floor); first <- err }()
	go func() { _, err := derive(ctx, slow, []byte("x"), nil, Floor); first <- err }() // waits for its turn
	cancel()
	for range 2 {
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
	close(release)
	if _, err := derive(context.Background(), cheapKDF, []byte("x"), nil, Floor); err != nil {
		t.Errorf("the next derivation: %v", err)
	}
}

// The values are those of OpenSSL 4.0's ARGON2ID, an implementation of its own.
func TestArgon2id(t *testing.T) {
	tests := []struct {
		p    Params
		want string
	}{
		{Params{Memory: 19 << 10, Time: 2, Threads: 1}, "2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1"},
		{Floor, "81db97a7e67a891784a2599bc879f957cb3512d273984bd97d8a18fc59ff01e2"},
	}
	for _, test := range tests {
		key, err := Argon2id(t.Context(), []byte("password"), []byte("somesaltsomesalt"), test.p)
		if got := hex.EncodeToString(key); got != test.want || err != nil {
			t.Errorf("%+v: %s, %v", test.p, got, err)
		}
	}
}
