package helper

import (
	"context"
	"encoding/binary"
	"errors"

	"watchword/vault"
)

// slackKDF is what a derivation takes beside the memory of its costs.
const slackKDF = 64 << 20

const saltSize = 16

// Argon2id is the [vault.KDF] of the program: the derivation of a vault's key in a helper, whose end
// wipes what it left in memory and ends it at once when ctx ends. It wipes nothing that it is given.
func Argon2id(ctx context.Context, password, salt []byte, p vault.Params) ([]byte, error) {
	if len(salt) != saltSize {
		return nil, errors.New("helper: a salt of another size")
	}
	data := make([]byte, 0, 9+saltSize+len(password))
	defer func() { clear(data[:cap(data)]) }()
	data = binary.BigEndian.AppendUint32(data, p.Memory)
	data = binary.BigEndian.AppendUint32(data, p.Time)
	data = append(data, p.Threads)
	data = append(append(data, salt...), password...)
	var key []byte
	err := do(ctx, request{job: jobDerive, data: data, memory: uint64(p.Memory)<<10 + slackKDF,
		take: func(c *channel, m message) (err error) {
			key, err = c.body(m, keySize)
			return err
		}})
	if errors.Is(err, ErrMemory) {
		err = errKDFMemory
	}
	if err == nil && len(key) != keySize {
		err = errWords
	}
	if err != nil {
		clear(key)
		return nil, err
	}
	return key, nil
}

const keySize = 32

var errKDFMemory = errors.New("There is not enough memory for the key of this vault. Close other programs and try again.")

func serveDerive(ctx context.Context, p *peer, data []byte) error {
	if len(data) < 9+saltSize {
		return errWords
	}
	costs := vault.Params{Memory: binary.BigEndian.Uint32(data), Time: binary.BigEndian.Uint32(data[4:]), Threads: data[8]}
	if costs.Time == 0 || costs.Threads == 0 {
		return errWords
	}
	key, err := vault.Argon2id(ctx, data[9+saltSize:], data[9:9+saltSize], costs)
	if err != nil {
		return err
	}
	return p.send(kindAnswer, key)
}
