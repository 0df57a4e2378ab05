// Package secretstream encrypts and decrypts a single message as libsodium's secretstream does
// (crypto_secretstream_xchacha20poly1305).
package secretstream

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 secretstream authenticates in its own order, which no AEAD of the library has
	"golang.org/x/crypto/poly1305"
)

// Sizes in bytes.
const (
	HeaderSize = 24
	Overhead   = 1 + 16 // tag byte and MAC
	final      = 3      // the tag byte of a last message
)

// Open decrypts a secretstream of a single message. ok is false when the MAC does
// not fit: a wrong key or a changed file.
func Open(key, header, sealed []byte) (plain []byte, ok bool) {
	if len(header) != HeaderSize || len(sealed) < Overhead {
		return nil, false
	}
	s, macKey := newStream(key, header)
	message, mac := sealed[1:len(sealed)-16], sealed[len(sealed)-16:]
	// The tag byte stands in a block of its own, filled with zeros, and the MAC is over
	// the whole encrypted block.
	block := make([]byte, 64)
	block[0] = sealed[0]
	s.XORKeyStream(block, block)
	block[0] = sealed[0]
	want := streamMAC(macKey, block, message)
	if subtle.ConstantTimeCompare(want, mac) != 1 {
		return nil, false
	}
	plain = make([]byte, len(message))
	s.XORKeyStream(plain, message)
	return plain, true
}

// Seal encrypts a single, last message under a fresh header.
func Seal(key, plain []byte) (header, sealed []byte) {
	header = make([]byte, HeaderSize)
	rand.Read(header) // never fails: it ends the program instead
	s, macKey := newStream(key, header)
	block := make([]byte, 64)
	block[0] = final
	s.XORKeyStream(block, block)
	message := make([]byte, len(plain))
	s.XORKeyStream(message, plain)
	sealed = append([]byte{block[0]}, message...)
	return header, append(sealed, streamMAC(macKey, block, message)...)
}

// newStream returns the cipher behind its first block, whose beginning is the MAC's key.
func newStream(key, header []byte) (*chacha20.Cipher, *[32]byte) {
	subkey, err := chacha20.HChaCha20(key, header[:16])
	if err != nil {
		panic("secretstream: key of a wrong length")
	}
	nonce := append([]byte{1, 0, 0, 0}, header[16:]...)
	s, err := chacha20.NewUnauthenticatedCipher(subkey, nonce)
	if err != nil {
		panic("secretstream: nonce of a wrong length")
	}
	var first [64]byte
	s.XORKeyStream(first[:], first[:])
	return s, (*[32]byte)(first[:32])
}

// streamMAC pads to the length that libsodium pads to, which is not a whole block.
func streamMAC(key *[32]byte, block, message []byte) []byte {
	input := make([]byte, 0, len(block)+len(message)+32)
	input = append(append(input, block...), message...)
	input = append(input, make([]byte, len(message)%16)...)
	input = binary.LittleEndian.AppendUint64(input, 0)
	input = binary.LittleEndian.AppendUint64(input, uint64(len(block)+len(message)))
	var mac [16]byte
	poly1305.Sum(&mac, input, key)
	return mac[:]
}
