package vault

import (
	"context"
	"runtime/debug"

	"watchword/vault/password"

	"golang.org/x/crypto/argon2"
)

// Params are the costs of deriving a key with Argon2id (RFC 9106).
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// Floor is the least that a new vault gets (RFC 9106, second recommended choice).
var Floor = Params{Memory: 64 << 10, Time: 3, Threads: 4}

// A KDF derives 32 bytes from a password (UTF-8, NFC) and a salt of 16 bytes. It keeps neither. It may
// go on when ctx ends, unseen.
type KDF func(ctx context.Context, password, salt []byte, p Params) ([]byte, error)

// Argon2id is the KDF of every vault (RFC 9106), in this process and to its end. What it leaves in
// memory is beyond our reach: a program has another process do it.
func Argon2id(_ context.Context, password, salt []byte, p Params) ([]byte, error) {
	defer debug.FreeOSMemory() // up to 2 GiB that nobody needs again
	return argon2.IDKey(password, salt, p.Time, p.Memory, p.Threads, 32), nil
}

// kdfSlot lets a single derivation run at a time: each takes its memory all for itself.
var kdfSlot = make(chan struct{}, 1)

// derive runs the KDF on a password as it was typed, and returns early when ctx ends; the work then ends
// unseen. It keeps no copy of the password.
func derive(ctx context.Context, kdf KDF, pass, salt []byte, p Params) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err // select would choose by chance
	}
	select {
	case kdfSlot <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type result struct {
		key []byte
		err error
	}
	done := make(chan result, 1)
	secret := password.NormalBytes(pass)
	go func() {
		defer func() { <-kdfSlot }()
		burnStack() // grown now, the stack does not move while the key is on it
		key, err := kdf(ctx, secret, salt, p)
		burnStack()
		clear(secret)
		done <- result{key, err}
	}()
	select {
	case r := <-done:
		return r.key, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// burnStack overwrites what the functions called before it left on the stack. Hashes finish on
// copies of themselves there, and what they make of a password is the key.
//
//go:noinline
func burnStack() {
	var below [8 << 10]byte
	wipe(below[:])
}

//go:noinline
func wipe(b []byte) {
	for i := range b {
		b[i] = 0
	}
}
