package transfer

import (
	"bytes"
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"html"
	"regexp"
	"testing"

	"watchword/vault/account"
)

// KeePass's databases of all kinds join the suite: the one that we write, and those that
// other programs make of the same content.

var _ = joins(contract{format: "keepass", encrypted: true})
var _ = joins(contract{format: "keepass", write: writeKDBX4(kdbxTwofish, kdbxKDF{id: kdbxArgon2id, rounds: 1, memory: 1 << 16, lanes: 2}), limits: limitsKeePass, encrypted: true})
var _ = joins(contract{format: "keepass", write: writeKDBX4(kdbxChaCha20, kdbxKDF{id: kdbxAESKDF, rounds: 100}), limits: limitsKeePass, encrypted: true})
var _ = joins(contract{format: "keepass", write: writeKDBX3, limits: limitsKeePass, encrypted: true, unproven: true}) // its header is not authenticated
var _ = joins(contract{format: "keepass-xml", write: writeKeePassXML, limits: limitsKeePass})
var _ = joins(contract{format: "keepassxc-csv"})

// writeKDBX4 returns a writer of version 4 with another cipher and derivation.
func writeKDBX4(cipherID [16]byte, kdf kdbxKDF) func(testing.TB, []account.Account, string) []byte {
	return func(t testing.TB, accounts []account.Account, password string) []byte {
		kdf.salt = random(32)
		h := &kdbxHeader{major: 4, cipher: cipherID, seed: random(32), iv: random(16), kdf: kdf}
		if cipherID == kdbxChaCha20 {
			h.iv = random(12)
		}
		transformed, err := kdf.derive(context.Background(), password, Env{})
		if err != nil {
			t.Fatal(err)
		}
		data, err := h.seal(transformed, func(stream cipher.Stream) []byte { return keePassText(accounts, stream) })
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
}

// writeKDBX3 makes a database of version 3.1: AES, AES-KDF, Salsa20, gzip.
func writeKDBX3(t testing.TB, accounts []account.Account, password string) []byte {
	streamKey := random(32)
	stream, err := newInnerStream(2, streamKey)
	if err != nil {
		t.Fatal(err)
	}
	h := &kdbxHeader{major: 3, cipher: kdbxAES, gzip: true, seed: random(32), iv: random(16),
		kdf: kdbxKDF{id: kdbxAESKDF, salt: random(32), rounds: 100}, startBytes: random(32)}
	transformed, err := h.kdf.derive(context.Background(), password, Env{})
	if err != nil {
		t.Fatal(err)
	}
	plain := bytes.Clone(h.startBytes)
	content := gzipped(keePassText(accounts, stream))
	for index := uint32(0); ; index++ {
		block := content[:min(len(content), 1000)] // several blocks, as large files have
		content = content[len(block):]
		sum := sha256.Sum256(block)
		if len(block) == 0 {
			sum = [32]byte{}
		}
		plain = binary.LittleEndian.AppendUint32(plain, index)
		plain = append(plain, sum[:]...)
		plain = binary.LittleEndian.AppendUint32(plain, uint32(len(block)))
		plain = append(plain, block...)
		if len(block) == 0 {
			break
		}
	}
	ciphertext, err := h.encrypt(transformed, plain)
	if err != nil {
		t.Fatal(err)
	}
	file := append(bytes.Clone(kdbxMagic), 1, 0, 3, 0)
	field := func(id byte, value []byte) {
		file = append(file, id)
		file = binary.LittleEndian.AppendUint16(file, uint16(len(value)))
		file = append(file, value...)
	}
	field(kdbxCipher, h.cipher[:])
	field(kdbxCompression, []byte{1, 0, 0, 0})
	field(kdbxSeed, h.seed)
	field(kdbxTransformSeed, h.kdf.salt)
	field(kdbxRounds, binary.LittleEndian.AppendUint64(nil, h.kdf.rounds))
	field(kdbxIV, h.iv)
	field(kdbxStreamKey, streamKey)
	field(kdbxStartBytes, h.startBytes)
	field(kdbxStreamID, []byte{2, 0, 0, 0})
	field(kdbxEnd, []byte("\r\n\r\n"))
	return append(file, ciphertext...)
}

// clearStream hides nothing.
type clearStream struct{}

func (clearStream) XORKeyStream(dst, src []byte) { copy(dst, src) }

var protectedValue = regexp.MustCompile(`<Value Protected="True">([^<]*)</Value>`)

// writeKeePassXML makes the export in the clear: no value is hidden, those that would be
// are marked.
func writeKeePassXML(t testing.TB, accounts []account.Account, _ string) []byte {
	return protectedValue.ReplaceAllFunc(keePassText(accounts, clearStream{}), func(value []byte) []byte {
		text, err := base64.StdEncoding.DecodeString(string(protectedValue.FindSubmatch(value)[1]))
		if err != nil {
			t.Fatal(err)
		}
		return []byte(`<Value ProtectInMemory="True">` + html.EscapeString(string(text)) + `</Value>`)
	})
}
