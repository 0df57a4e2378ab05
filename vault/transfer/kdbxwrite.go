package transfer

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
)

// kdbxCost is what we write: Argon2d as KeePassXC itself chooses it, about a third of a
// second. Tests make it smaller.
var kdbxCost = argon2Cost{Memory: 64 << 10, Passes: 4, Lanes: 2}

const kdbxBlockSize = 1 << 20 // bytes

// sealKDBX makes a KDBX 4.0 file of the XML that text returns; text hides protected
// values with the stream that it is given.
func sealKDBX(ctx context.Context, password string, text func(cipher.Stream) []byte) ([]byte, error) {
	h := &kdbxHeader{
		major: 4, cipher: kdbxAES, gzip: true, seed: random(32), iv: random(16),
		kdf: kdbxKDF{
			id: kdbxArgon2d, salt: random(32),
			rounds: uint64(kdbxCost.Passes), memory: uint64(kdbxCost.Memory) << 10, lanes: uint32(kdbxCost.Lanes),
		},
	}
	transformed, err := h.kdf.derive(ctx, password, writing())
	if err != nil {
		return nil, err
	}
	defer clear(transformed)
	return h.seal(transformed, text)
}

// seal writes the file under a key that is already made.
func (h *kdbxHeader) seal(transformed []byte, text func(cipher.Stream) []byte) ([]byte, error) {
	streamKey := random(64)
	stream, err := newInnerStream(3, streamKey)
	if err != nil {
		return nil, err
	}
	inner := appendKDBXField4(nil, 1, binary.LittleEndian.AppendUint32(nil, 3))
	inner = appendKDBXField4(inner, 2, streamKey)
	inner = appendKDBXField4(inner, kdbxEnd, nil)
	payload := append(inner, text(stream)...)
	if h.gzip {
		payload = gzipped(payload)
	}
	ciphertext, err := h.encrypt(transformed, payload)
	if err != nil {
		return nil, err
	}

	h.raw = h.header4()
	return sealedKDBX(h, transformed, ciphertext), nil
}

// sealedKDBX puts the header, what authenticates it, and the ciphertext together.
func sealedKDBX(h *kdbxHeader, transformed, ciphertext []byte) []byte {
	sum := sha256.Sum256(h.raw)
	macKey := kdbxMACKey(h.seed, transformed)
	file := append(bytes.Clone(h.raw), sum[:]...)
	file = append(file, kdbxMAC(macKey, ^uint64(0), h.raw)...)
	return appendKDBXBlocks(file, macKey, ciphertext)
}

// encrypt is the reverse of decrypt.
func (h *kdbxHeader) encrypt(transformed, plain []byte) ([]byte, error) {
	if h.cipher == kdbxChaCha20 {
		return h.decrypt(transformed, plain) // a stream cipher is its own reverse
	}
	key := sha256.Sum256(append(bytes.Clone(h.seed), transformed...))
	block, err := h.blockCipher(key[:])
	if err != nil {
		return nil, err
	}
	n := 16 - len(plain)%16
	padded := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
	cipher.NewCBCEncrypter(block, h.iv).CryptBlocks(padded, padded)
	return padded, nil
}

// header4 returns the outer header of version 4.0.
func (h *kdbxHeader) header4() []byte {
	b := append(bytes.Clone(kdbxMagic), 0, 0, 4, 0)
	compression := []byte{0, 0, 0, 0}
	if h.gzip {
		compression[0] = 1
	}
	b = appendKDBXField4(b, kdbxCipher, h.cipher[:])
	b = appendKDBXField4(b, kdbxCompression, compression)
	b = appendKDBXField4(b, kdbxSeed, h.seed)
	b = appendKDBXField4(b, kdbxIV, h.iv)
	b = appendKDBXField4(b, kdbxKDFParameters, h.kdf.dictionary())
	return appendKDBXField4(b, kdbxEnd, []byte("\r\n\r\n"))
}

// dictionary writes the parameters as KeePass does: numbers in their own sizes.
func (k kdbxKDF) dictionary() []byte {
	b := []byte{0, 1}
	item := func(kind byte, key string, value []byte) {
		b = append(b, kind)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(key)))
		b = append(b, key...)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
		b = append(b, value...)
	}
	const isUint32, isUint64, isBytes = 0x04, 0x05, 0x42
	item(isBytes, "$UUID", k.id[:])
	item(isBytes, "S", k.salt)
	if k.id == kdbxArgon2d || k.id == kdbxArgon2id {
		item(isUint32, "V", binary.LittleEndian.AppendUint32(nil, argon2Version))
		item(isUint64, "I", binary.LittleEndian.AppendUint64(nil, k.rounds))
		item(isUint64, "M", binary.LittleEndian.AppendUint64(nil, k.memory))
		item(isUint32, "P", binary.LittleEndian.AppendUint32(nil, k.lanes))
	} else {
		item(isUint64, "R", binary.LittleEndian.AppendUint64(nil, k.rounds))
	}
	return append(b, 0)
}

// appendKDBXField4 appends a header field of version 4, outer or inner.
func appendKDBXField4(b []byte, id byte, value []byte) []byte {
	b = append(b, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

func appendKDBXBlocks(file []byte, macKey [64]byte, ciphertext []byte) []byte {
	for index := uint64(0); ; index++ {
		block := ciphertext[:min(kdbxBlockSize, len(ciphertext))]
		number := binary.LittleEndian.AppendUint64(nil, index)
		size := binary.LittleEndian.AppendUint32(nil, uint32(len(block)))
		file = append(file, kdbxMAC(macKey, index, number, size, block)...)
		file = append(file, size...)
		file = append(file, block...)
		if len(block) == 0 {
			return file
		}
		ciphertext = ciphertext[len(block):]
	}
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data) // a buffer takes everything
	z.Close()
	return b.Bytes()
}
