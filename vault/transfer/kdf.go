package transfer

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"hash"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"

	"watchword/assets/words"
)

var (
	errTooCostly = words.Error("Opening this file would take more memory or time than any known program asks for. It may be damaged, or made to overload this computer.")
	errTooSlow   = words.Error("This computer needs too long to open the file. Export it again without a password, or import it on a faster one.")
	errRefused   = words.Error("Opening this file takes more than 1 GiB of memory, and nobody agreed to that.")
)

// kdfSlot lets a single slow derivation run at a time, also one that nobody waits for any
// more: each may take its memory all for itself.
var kdfSlot = make(chan struct{}, 1)

// slowly runs work that cannot be interrupted, and returns early when ctx ends or the
// deadline of env is over; the work then ends unseen.
func slowly(ctx context.Context, env Env, work func() []byte) ([]byte, error) {
	ctx, cancel := context.WithDeadlineCause(ctx, env.deadline(), errTooSlow)
	defer cancel()
	select {
	case kdfSlot <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer env.aside()()
	done := make(chan []byte, 1)
	go func() {
		defer func() { <-kdfSlot }()
		done <- work()
	}()
	select {
	case key := <-done:
		return key, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// derived runs the work of a key derivation, for which everything that its key depends on is
// named. It is a variable so that tests which read one file hundreds of times can remember.
var derived = func(work func() ([]byte, error), _ ...any) ([]byte, error) { return work() }

// pbkdf2Key derives size bytes with PBKDF2 (RFC 8018, section 5.2) and the HMAC of newHash.
func pbkdf2Key(ctx context.Context, env Env, newHash func() hash.Hash, password, salt []byte, rounds int64, size int) ([]byte, error) {
	if rounds < 1 || rounds > maxPBKDF2Rounds {
		return nil, errTooCostly
	}
	return derived(func() ([]byte, error) {
		return pbkdf2(ctx, env, hmac.New(newHash, password), salt, rounds, size)
	}, "PBKDF2", newHash().Size(), password, salt, rounds, size)
}

func pbkdf2(ctx context.Context, env Env, mac hash.Hash, salt []byte, rounds int64, size int) ([]byte, error) {
	blocks := (size + mac.Size() - 1) / mac.Size()
	defer env.aside()()
	p := progress{env: env, ctx: ctx, total: rounds * int64(blocks), until: env.deadline()}
	key := make([]byte, 0, blocks*mac.Size())
	for block := 1; block <= blocks; block++ {
		mac.Reset()
		mac.Write(salt)
		mac.Write(binary.BigEndian.AppendUint32(nil, uint32(block)))
		u := mac.Sum(nil)
		t := append([]byte(nil), u...)
		for range rounds - 1 {
			if err := p.step(); err != nil {
				return nil, err
			}
			mac.Reset()
			mac.Write(u)
			u = mac.Sum(u[:0])
			for i := range t {
				t[i] ^= u[i]
			}
		}
		key = append(key, t...)
	}
	return key[:size], nil
}

// scryptKey derives size bytes with scrypt (RFC 7914).
func scryptKey(ctx context.Context, env Env, password, salt []byte, n, r, p int64, size int) ([]byte, error) {
	if n < 2 || n > maxScryptN || n&(n-1) != 0 || r < 1 || r > maxScryptR || p < 1 || p > maxScryptP || 128*n*r > maxScryptMemory {
		return nil, errTooCostly
	}
	env.progress(0)
	key, err := derived(func() ([]byte, error) {
		return slowly(ctx, env, func() []byte {
			key, _ := scrypt.Key(password, salt, int(n), int(r), int(p), size)
			return key
		})
	}, "scrypt", password, salt, n, r, p, size)
	if err == nil && key == nil {
		err = errTooCostly
	}
	return key, err
}

// An argon2Cost is what a file says about Argon2 (RFC 9106).
type argon2Cost struct {
	Memory int64 // KiB
	Passes int64
	Lanes  int64
}

// check refuses what is beyond the bounds, and asks about what is unusual.
func (c argon2Cost) check(ctx context.Context, env Env) error {
	if c.Lanes < 1 || c.Lanes > maxArgon2Lanes || c.Passes < 1 || c.Passes > maxArgon2Passes ||
		c.Memory < 8*c.Lanes || c.Memory > maxArgon2Memory || c.Memory*c.Passes > maxArgon2Work {
		return errTooCostly
	}
	if c.Memory > askArgon2Memory && !env.agrees(ctx) {
		return errRefused
	}
	return nil
}

// argon2idKey derives size bytes with Argon2id, version 1.3.
func argon2idKey(ctx context.Context, env Env, password, salt []byte, c argon2Cost, size int) ([]byte, error) {
	if err := c.check(ctx, env); err != nil {
		return nil, err
	}
	env.progress(0)
	return derived(func() ([]byte, error) {
		return slowly(ctx, env, func() []byte {
			defer debug.FreeOSMemory() // up to 2 GiB that nobody needs again
			return argon2.IDKey(password, salt, uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), uint32(size))
		})
	}, "Argon2id", password, salt, c, size)
}

// openArgon2 asks for the password whose Argon2id key opens what is sealed; open says whether it does, which
// alone proves the password.
func openArgon2(ctx context.Context, env Env, salt []byte, c argon2Cost, open func(key []byte) (plain []byte, ok bool)) (plain []byte, err error) {
	err = withPassword(ctx, env, func(password string) error {
		key, err := argon2idKey(ctx, env, []byte(password), salt, c, 32)
		if err != nil {
			return err
		}
		var ok bool
		if plain, ok = open(key); !ok {
			return ErrWrongOrDamaged
		}
		return nil
	})
	return plain, err
}

// progress reports and bounds work that is done in many small rounds.
type progress struct {
	env   Env
	ctx   context.Context
	done  int64
	total int64
	until time.Time
}

// step counts one round. Now and then it looks whether to go on: its error ends the work.
func (p *progress) step() error {
	const often = 4096 // rounds; some milliseconds
	p.done++
	if p.done%often != 0 {
		return nil
	}
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if time.Now().After(p.until) {
		return errTooSlow
	}
	p.env.progress(float64(p.done) / float64(p.total))
	return nil
}

func (e Env) progress(done float64) {
	if e.Progress != nil {
		e.Progress(done)
	}
}
