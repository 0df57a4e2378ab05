package transfer

import (
	"archive/zip"
	"context"
	"crypto/aes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// openMember returns the first member of a zip file for which match holds, asking for the
// password when it is encrypted, in the old way (PKWARE's, "ZipCrypto") or in WinZip's.
func openMember(ctx context.Context, data []byte, env Env, match func(name string) bool) (content []byte, locked bool, err error) {
	a, err := openZip(data)
	if err != nil {
		return nil, false, err
	}
	f := a.find(match)
	switch {
	case f == nil:
		return nil, false, ErrDamaged
	case !encrypted(f):
		content, err = a.read(f)
		return content, false, err
	}
	err = withPassword(ctx, env, func(password string) error {
		content, err = a.open(ctx, env, f, password)
		return err
	})
	return content, true, err
}

// open returns the content of a member that is encrypted.
func (a *archive) open(ctx context.Context, env Env, f *zip.File, password string) ([]byte, error) {
	packed, err := a.raw(f)
	if err != nil {
		return nil, err
	}
	if f.Flags&strongEncryption != 0 {
		return nil, errZipOther
	}
	if f.Method == winZipAES {
		return a.openWinZip(ctx, env, f, packed, password)
	}
	return a.openZipCrypto(ctx, env, f, packed, password)
}

// strongEncryption marks a member encrypted in PKWARE's later ways, which no free program writes.
const strongEncryption = 1 << 6

// zipCrypto is the state of PKWARE's old cipher (APPNOTE.TXT, section 6.1): three keys.
type zipCrypto [3]uint32

func newZipCrypto(password string) *zipCrypto {
	z := &zipCrypto{0x12345678, 0x23456789, 0x34567890}
	for _, c := range []byte(password) {
		z.update(c)
	}
	return z
}

func (z *zipCrypto) update(c byte) {
	z[0] = crcStep(z[0], c)
	z[1] = (z[1]+z[0]&0xff)*134775813 + 1
	z[2] = crcStep(z[2], byte(z[1]>>24))
}

func crcStep(crc uint32, c byte) uint32 { return crc32.IEEETable[byte(crc)^c] ^ crc>>8 }

// mask returns the next byte of the key stream, before update takes the plain byte in.
func (z *zipCrypto) mask() byte {
	t := z[2] | 2
	return byte(t * (t ^ 1) >> 8)
}

// zipCryptoHead is the length of what stands before the content; its last byte is known.
const zipCryptoHead = 12

// openZipCrypto decrypts a member in the old way. One wrong password in 256 passes the
// check, and then fails at the checksum: so does a changed file.
func (a *archive) openZipCrypto(_ context.Context, _ Env, f *zip.File, packed []byte, password string) ([]byte, error) {
	if len(packed) < zipCryptoHead {
		return nil, ErrDamaged
	}
	z := newZipCrypto(password)
	plain := make([]byte, len(packed))
	for i, c := range packed {
		plain[i] = c ^ z.mask()
		z.update(plain[i])
	}
	known := byte(f.CRC32 >> 24)
	if f.Flags&8 != 0 { // a descriptor follows: the checksum was not known yet
		known = byte(f.ModifiedTime >> 8)
	}
	if plain[zipCryptoHead-1] != known {
		return nil, ErrWrongPassword
	}
	content, err := a.inflate(plain[zipCryptoHead:], f.Method, f.CRC32, true)
	if errors.Is(err, ErrDamaged) {
		err = ErrWrongOrDamaged
	}
	return content, err
}

// WinZip's way, AE-1 and AE-2 with AES-256 (winzip.com, "AES Encryption Information").
const (
	winZipAES    = 99 // the method of such a member
	winZipExtra  = 0x9901
	winZipSalt   = 16
	winZipVerify = 2
	winZipMAC    = 10
	winZipRounds = 1000
)

// openWinZip decrypts a member in WinZip's way. The two bytes of the verifier tell a
// wrong password, the MAC a changed file.
func (a *archive) openWinZip(ctx context.Context, env Env, f *zip.File, packed []byte, password string) ([]byte, error) {
	version, method, ok := winZipField(f.Extra)
	if !ok {
		return nil, errZipOther
	}
	if len(packed) < winZipSalt+winZipVerify+winZipMAC {
		return nil, ErrDamaged
	}
	salt, rest := packed[:winZipSalt], packed[winZipSalt:]
	keys, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), salt, winZipRounds, 32+32+winZipVerify)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(keys[64:], rest[:winZipVerify]) != 1 {
		return nil, ErrWrongPassword
	}
	ciphertext, sum := rest[winZipVerify:len(rest)-winZipMAC], rest[len(rest)-winZipMAC:]
	mac := hmac.New(sha1.New, keys[32:64])
	mac.Write(ciphertext)
	if !hmac.Equal(mac.Sum(nil)[:winZipMAC], sum) {
		return nil, ErrDamaged
	}
	plain, err := winZipCTR(keys[:32], ciphertext)
	if err != nil {
		return nil, err
	}
	// AE-2 leaves the checksum out: the MAC is there.
	return a.inflate(plain, method, f.CRC32, version == 1)
}

// winZipField finds the version and the real method of a member encrypted with 256 bits.
func winZipField(extra []byte) (version, method uint16, ok bool) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			break
		}
		if id == winZipExtra && size == 7 && extra[2] == 'A' && extra[3] == 'E' && extra[4] == 3 {
			return binary.LittleEndian.Uint16(extra), binary.LittleEndian.Uint16(extra[5:]), true
		}
		extra = extra[size:]
	}
	return 0, 0, false
}

// winZipCTR is AES-CTR with a counter that is little-endian and begins at 1, unlike
// everybody else's. It is its own reverse.
func winZipCTR(key, in []byte) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(in))
	var counter, stream [aes.BlockSize]byte
	for i := 0; i < len(in); i += aes.BlockSize {
		binary.LittleEndian.PutUint64(counter[:], uint64(i/aes.BlockSize)+1)
		block.Encrypt(stream[:], counter[:])
		subtle.XORBytes(out[i:], in[i:], stream[:])
	}
	return out, nil
}
