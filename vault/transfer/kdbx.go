package transfer

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"io"
	"watchword/assets/words"

	"golang.org/x/crypto/chacha20"
	//lint:ignore SA1019 databases of KeePass may use it, and nothing else reads them
	"golang.org/x/crypto/twofish"
)

// The wrong passwords of KeePass, with what else may be the reason. Version 3 proves nothing before its content.
var (
	errKDBXPassword    error = &kindError{words.Error("The password does not open this KeePass database. If it also needs a key file or a hardware key, remove that in KeePass (change the master key to a password alone) in a copy, and import the copy."), ErrWrongPassword}
	errOldKDBXPassword error = &kindError{words.Error("The password does not open this KeePass database, or the database is damaged. If it also needs a key file or a hardware key, remove that in KeePass (change the master key to a password alone) in a copy, and import the copy."), ErrWrongOrDamaged}
)

// A kdbxContent is the XML of a database and what its protected values are hidden with.
type kdbxContent struct {
	xml    []byte
	stream cipher.Stream // nil: they are not
}

// openKDBX decrypts a database with a password. Nothing behind the header is believed
// before its checksum is right.
func openKDBX(ctx context.Context, h *kdbxHeader, password string, env Env) (kdbxContent, error) {
	transformed, err := h.kdf.derive(ctx, password, env)
	if err != nil {
		return kdbxContent{}, err
	}
	defer clear(transformed)
	if h.major == 3 {
		return h.openOld(transformed)
	}
	return h.openNew(transformed)
}

// compositeKey is what KeePass makes of a password alone, without a key file.
func compositeKey(password string) [32]byte {
	inner := sha256.Sum256([]byte(password))
	return sha256.Sum256(inner[:])
}

// openNew opens version 4: checksum and HMAC of the header, HMAC of each block, cipher,
// gzip, inner header, XML.
func (h *kdbxHeader) openNew(transformed []byte) (kdbxContent, error) {
	if len(h.body) < 64 {
		return kdbxContent{}, ErrDamaged
	}
	if sum := sha256.Sum256(h.raw); !bytes.Equal(sum[:], h.body[:32]) {
		return kdbxContent{}, ErrDamaged
	}
	macKey := kdbxMACKey(h.seed, transformed)
	if !hmac.Equal(kdbxMAC(macKey, ^uint64(0), h.raw), h.body[32:64]) {
		return kdbxContent{}, errKDBXPassword
	}
	ciphertext, err := kdbxBlocks(h.body[64:], macKey)
	if err != nil {
		return kdbxContent{}, err
	}
	plain, err := h.decrypt(transformed, ciphertext) // in the memory of the joined blocks
	if err != nil {
		return kdbxContent{}, ErrDamaged // the key is right: the HMAC said so
	}
	r, err := h.inflate(plain)
	if err != nil {
		return kdbxContent{}, err
	}
	return readInnerHeader(r)
}

func kdbxMACKey(seed, transformed []byte) [64]byte {
	return sha512.Sum512(append(append(bytes.Clone(seed), transformed...), 1))
}

// kdbxMAC authenticates one block, or the header as block 2^64-1. data is hashed in turn.
func kdbxMAC(key [64]byte, index uint64, data ...[]byte) []byte {
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], index)
	blockKey := sha512.Sum512(append(number[:], key[:]...))
	mac := hmac.New(sha256.New, blockKey[:])
	for _, d := range data {
		mac.Write(d)
	}
	return mac.Sum(nil)
}

// kdbxBlocks joins the blocks of version 4. The HMAC covers a block's length, and the
// length is held to what is there before that.
func kdbxBlocks(data []byte, key [64]byte) ([]byte, error) {
	joined := make([]byte, 0, len(data))
	for index := uint64(0); ; index++ {
		if len(data) < 36 {
			return nil, ErrDamaged
		}
		size := binary.LittleEndian.Uint32(data[32:])
		if uint64(size) > uint64(len(data)-36) {
			return nil, ErrDamaged
		}
		block := data[36 : 36+size]
		var number [8]byte
		binary.LittleEndian.PutUint64(number[:], index)
		if !hmac.Equal(kdbxMAC(key, index, number[:], data[32:36], block), data[:32]) {
			return nil, ErrDamaged
		}
		if size == 0 {
			return joined, nil
		}
		joined = append(joined, block...)
		data = data[36+size:]
	}
}

// openOld opens version 3: cipher, start bytes, blocks with checksums, gzip, XML. Nothing
// tells a wrong password from a changed header there.
func (h *kdbxHeader) openOld(transformed []byte) (kdbxContent, error) {
	plain, err := h.decrypt(transformed, bytes.Clone(h.body))
	switch {
	case errors.Is(err, errCipherLength):
		return kdbxContent{}, ErrDamaged
	case len(plain) < 32 || !hmac.Equal(plain[:32], h.startBytes):
		return kdbxContent{}, errOldKDBXPassword
	case err != nil:
		return kdbxContent{}, ErrDamaged // the beginning is right, so the password was
	}
	joined, err := kdbxOldBlocks(plain[32:])
	if err != nil {
		return kdbxContent{}, err
	}
	r, err := h.inflate(joined)
	if err != nil {
		return kdbxContent{}, err
	}
	return readKDBXML(r, h.streamID, h.streamKey)
}

// kdbxOldBlocks joins the blocks of version 3 at the beginning of data itself.
func kdbxOldBlocks(data []byte) ([]byte, error) {
	joined := data[:0]
	for index := uint32(0); ; index++ {
		if len(data) < 40 || binary.LittleEndian.Uint32(data) != index {
			return nil, ErrDamaged
		}
		size := binary.LittleEndian.Uint32(data[36:])
		if uint64(size) > uint64(len(data)-40) {
			return nil, ErrDamaged
		}
		if size == 0 {
			return joined, nil
		}
		block := data[40 : 40+size]
		if sum := sha256.Sum256(block); !bytes.Equal(sum[:], data[4:36]) {
			return nil, ErrDamaged
		}
		joined = append(joined, block...)
		data = data[40+size:]
	}
}

// errCipherLength says that a ciphertext was cut: no key could open it.
var errCipherLength = errors.New("not a whole number of blocks")

// errCipherPadding says that the padding is wrong: so is the key, or the file was changed.
var errCipherPadding = errors.New("wrong padding")

// decrypt undoes the cipher of the payload, in its place; also where the padding is wrong.
func (h *kdbxHeader) decrypt(transformed, payload []byte) ([]byte, error) {
	key := sha256.Sum256(append(bytes.Clone(h.seed), transformed...))
	if h.cipher == kdbxChaCha20 {
		stream, err := chacha20.NewUnauthenticatedCipher(key[:], h.iv)
		if err != nil {
			return nil, err
		}
		stream.XORKeyStream(payload, payload)
		return payload, nil
	}
	if len(payload) == 0 || len(payload)%16 != 0 {
		return nil, errCipherLength
	}
	block, err := h.blockCipher(key[:])
	if err != nil {
		return nil, err
	}
	cipher.NewCBCDecrypter(block, h.iv).CryptBlocks(payload, payload)
	plain, ok := unpad(payload)
	if !ok {
		return payload, errCipherPadding
	}
	return plain, nil
}

func (h *kdbxHeader) blockCipher(key []byte) (cipher.Block, error) {
	if h.cipher == kdbxTwofish {
		return twofish.NewCipher(key)
	}
	return aes.NewCipher(key)
}

// inflate returns the payload behind its compression.
func (h *kdbxHeader) inflate(plain []byte) (io.Reader, error) {
	var r io.Reader = bytes.NewReader(plain)
	if h.gzip {
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, ErrDamaged
		}
		r = z
	}
	return &limitedReader{r: r, left: maxKDBXInflated + 1}, nil
}

// A limitedReader ends with [errTooLarge], and not as if the file ended there.
type limitedReader struct {
	r    io.Reader
	left int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// readInnerHeader reads what stands before the XML of version 4. Attachments stand there.
func readInnerHeader(r io.Reader) (kdbxContent, error) {
	var id uint32
	var key []byte
	for {
		var head [5]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return kdbxContent{}, damagedUnless(err)
		}
		size := int64(binary.LittleEndian.Uint32(head[1:]))
		switch head[0] {
		case 0, 1, 2:
			if size > 1024 {
				return kdbxContent{}, ErrDamaged
			}
			value := make([]byte, size)
			if _, err := io.ReadFull(r, value); err != nil {
				return kdbxContent{}, damagedUnless(err)
			}
			switch {
			case head[0] == 0:
				return readKDBXML(r, id, key)
			case head[0] == 2:
				key = value
			case len(value) == 4:
				id = binary.LittleEndian.Uint32(value)
			default:
				return kdbxContent{}, ErrDamaged
			}
		default:
			if _, err := io.CopyN(io.Discard, r, size); err != nil {
				return kdbxContent{}, damagedUnless(err)
			}
		}
	}
}

// damagedUnless returns ErrDamaged for every error of reading but the file's size.
func damagedUnless(err error) error {
	if errors.Is(err, errTooLarge) {
		return errTooLarge
	}
	return ErrDamaged
}

// readKDBXML reads the XML to its end, and sets up what its protected values need.
func readKDBXML(r io.Reader, streamID uint32, key []byte) (kdbxContent, error) {
	text, err := io.ReadAll(&limitedReader{r: r, left: maxKDBXXML + 1})
	if err != nil {
		return kdbxContent{}, damagedUnless(err)
	}
	stream, err := newInnerStream(streamID, key)
	return kdbxContent{xml: text, stream: stream}, err
}

// kdbxSalsaNonce is the same in every file; the key is not.
var kdbxSalsaNonce = [8]byte{0xE8, 0x30, 0x09, 0x4B, 0x97, 0x20, 0x5D, 0x2A}

// newInnerStream returns the key stream that hides protected values.
func newInnerStream(id uint32, key []byte) (cipher.Stream, error) {
	switch id {
	case 0:
		return nil, nil
	case 2:
		return &salsaStream{key: sha256.Sum256(key), nonce: kdbxSalsaNonce}, nil
	case 3:
		sum := sha512.Sum512(key)
		stream, err := chacha20.NewUnauthenticatedCipher(sum[:32], sum[32:44])
		if err != nil {
			return nil, ErrDamaged
		}
		return stream, nil
	}
	return nil, errKDBXOther // 1, ArcFour, was never written by a released KeePass
}
