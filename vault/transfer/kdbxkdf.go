package transfer

import (
	"context"
	"crypto/aes"
	"crypto/sha256"
	"errors"
	"runtime/debug"

	argon2d "github.com/tobischo/argon2"
	"golang.org/x/crypto/argon2"

	"watchword/assets/words"
)

// A kdbxKDF says how a password becomes a key. The members are those of its kind.
type kdbxKDF struct {
	id     [16]byte
	salt   []byte
	rounds uint64 // AES-KDF, or the passes of Argon2
	memory uint64 // bytes
	lanes  uint32
}

// argon2Version is the one version of Argon2 that is in use (RFC 9106, section 3.1).
const argon2Version = 0x13

var errKDBXCostly = words.Error("This KeePass database asks for more work to open it than Watchword does. Lower its number of rounds or its memory in KeePass, save it, and import it again.")

// parseKDBXKDF reads the dictionary of version 4.
func parseKDBXKDF(data []byte) (kdbxKDF, error) {
	items, err := kdbxDictionary(data)
	if err != nil {
		return kdbxKDF{}, err
	}
	var k kdbxKDF
	id := items["$UUID"]
	if len(id) != 16 {
		return k, ErrDamaged
	}
	k.id = [16]byte(id)
	k.salt = items["S"]
	switch k.id {
	case kdbxAESKDF, kdbxAESKDF4:
		k.rounds, err = kdbxNumber(items["R"])
	case kdbxArgon2d, kdbxArgon2id:
		var version, lanes uint64
		var errs [4]error
		version, errs[0] = kdbxNumber(items["V"])
		k.rounds, errs[1] = kdbxNumber(items["I"])
		k.memory, errs[2] = kdbxNumber(items["M"])
		lanes, errs[3] = kdbxNumber(items["P"])
		if err = errors.Join(errs[:]...); err != nil {
			return k, ErrDamaged
		}
		if version != argon2Version || lanes > 255 || len(items["K"]) > 0 || len(items["A"]) > 0 {
			return k, errKDBXOther
		}
		k.lanes = uint32(lanes)
	default:
		return k, errKDBXOther
	}
	if err != nil {
		return k, err
	}
	return k, k.check()
}

// check holds the parameters to the bounds, before any work is done.
func (k kdbxKDF) check() error {
	if k.id == kdbxArgon2d || k.id == kdbxArgon2id {
		if len(k.salt) < 8 || len(k.salt) > 1024 {
			return ErrDamaged
		}
		if k.lanes < 1 || k.lanes > maxArgon2Lanes || k.rounds < 1 || k.rounds > maxKDBXPasses ||
			k.kibibytes() < 8*uint64(k.lanes) || k.kibibytes() > maxArgon2Memory || k.kibibytes()*k.rounds > maxArgon2Work {
			return errKDBXCostly
		}
		return nil
	}
	switch {
	case len(k.salt) != 32:
		return ErrDamaged
	case k.rounds > maxAESKDFRounds:
		return errKDBXCostly
	}
	return nil
}

// kibibytes is the memory in the unit of RFC 9106.
func (k kdbxKDF) kibibytes() uint64 { return k.memory >> 10 }

// derive turns a password into the transformed key of 32 bytes. The parameters were
// checked when the header was read.
func (k kdbxKDF) derive(ctx context.Context, password string, env Env) ([]byte, error) {
	composite := compositeKey(password)
	defer clear(composite[:])
	if k.id == kdbxAESKDF || k.id == kdbxAESKDF4 {
		return k.deriveAES(ctx, composite, env)
	}
	if k.kibibytes() > askArgon2Memory && !env.agrees(ctx) {
		return nil, errRefused
	}
	function := argon2d.DKey // x/crypto leaves Argon2d out
	if k.id == kdbxArgon2id {
		function = argon2.IDKey
	}
	env.progress(0)
	secret := composite // the work may go on when nobody waits any more
	return derived(func() ([]byte, error) {
		return slowly(ctx, env, func() []byte {
			defer debug.FreeOSMemory() // up to 2 GiB that nobody needs again
			defer clear(secret[:])
			return function(secret[:], k.salt, uint32(k.rounds), uint32(k.kibibytes()), uint8(k.lanes), 32)
		})
	}, k.id, composite, k.salt, k.rounds, k.memory, k.lanes)
}

// deriveAES encrypts the composite key with the salt as the key, over and over.
func (k kdbxKDF) deriveAES(ctx context.Context, key [32]byte, env Env) ([]byte, error) {
	block, err := aes.NewCipher(k.salt)
	if err != nil {
		return nil, ErrDamaged
	}
	p := progress{env: env, ctx: ctx, total: int64(k.rounds), until: env.deadline()}
	for range k.rounds {
		if err := p.step(); err != nil {
			return nil, err
		}
		block.Encrypt(key[:16], key[:16])
		block.Encrypt(key[16:], key[16:])
	}
	sum := sha256.Sum256(key[:])
	return sum[:], nil
}
