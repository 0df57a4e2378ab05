package transfer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// newGCM returns AES-GCM with a nonce of any length that is not 0; a key of a wrong
// length makes it fail.
func newGCM(key []byte, nonceSize int) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil || nonceSize < 1 || nonceSize > 64 {
		return nil, ErrDamaged
	}
	return cipher.NewGCMWithNonceSize(block, nonceSize)
}

// openGCM decrypts AES-GCM, the tag at the end of sealed. ok is false when the tag does
// not fit: a wrong key or a changed file. It does not change sealed.
func openGCM(key, nonce, sealed, data []byte) (plain []byte, ok bool) {
	gcm, err := newGCM(key, len(nonce))
	if err != nil {
		return nil, false
	}
	plain, err = gcm.Open(nil, nonce, sealed, data)
	return plain, err == nil
}

// sealGCM is the reverse of openGCM, under a fresh nonce of 12 bytes. A key must be 16 or
// 32 bytes.
func sealGCM(key, plain, data []byte) (nonce, sealed []byte) {
	nonce = random(12)
	gcm, err := newGCM(key, len(nonce))
	if err != nil {
		panic("transfer: key of a wrong length")
	}
	return nonce, gcm.Seal(nil, nonce, plain, data)
}

// openCBC decrypts AES-CBC with PKCS #7 padding (RFC 5652, section 6.3). ok is false when
// the lengths or the padding are wrong, which a wrong key passes once in about 256 times.
func openCBC(key, iv, sealed []byte) (plain []byte, ok bool) {
	block, err := aes.NewCipher(key)
	if err != nil || len(iv) != aes.BlockSize || len(sealed) == 0 || len(sealed)%aes.BlockSize != 0 {
		return nil, false
	}
	plain = make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, sealed)
	return unpad(plain)
}

func unpad(plain []byte) ([]byte, bool) {
	n := int(plain[len(plain)-1])
	if n < 1 || n > aes.BlockSize || n > len(plain) {
		return nil, false
	}
	for _, b := range plain[len(plain)-n:] {
		if int(b) != n {
			return nil, false
		}
	}
	return plain[:len(plain)-n], true
}

// sealCBC is the reverse of openCBC. A key must be 16 or 32 bytes, iv 16.
func sealCBC(key, iv, plain []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("transfer: key of a wrong length")
	}
	n := aes.BlockSize - len(plain)%aes.BlockSize
	sealed := make([]byte, len(plain)+n)
	copy(sealed, plain)
	for i := len(plain); i < len(sealed); i++ {
		sealed[i] = byte(n)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(sealed, sealed)
	return sealed
}

// random returns n random bytes of the system.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: it ends the program instead
	return b
}

// decodeBase64 reads standard or URL-safe base64, padded or not, with line breaks.
func decodeBase64(text string) ([]byte, bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '=':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, text)
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil
}

// decodeHex reads hexadecimal digits in any case.
func decodeHex(text string) ([]byte, bool) {
	b, err := hex.DecodeString(strings.TrimSpace(text))
	return b, err == nil
}
