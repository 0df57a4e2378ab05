package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"

	"watchword/assets/words"
)

// A passwordKey is what a session keeps of the password: never the password itself.
type passwordKey struct {
	salt   []byte // 16 bytes
	params Params
	kek    []byte // 32 bytes: Argon2id of the password
}

// wrapKey is the key of one save: HKDF-SHA256 (RFC 5869). With the KEK kept over many saves
// and age's fixed zero nonce, the nonce in here is what keeps a key from being used twice.
// The standard library's HKDF would leave the KEK in a buffer of the hash; here that is
// overwritten.
func wrapKey(kek, nonce []byte) []byte {
	burnStack() // grown now, the stack does not move while the key is on it
	extract := hmac.New(sha256.New, nonce)
	extract.Write(kek)
	key := extract.Sum(nil)
	extract.Reset()
	extract.Write(make([]byte, sha256.BlockSize-1)) // a whole block would not pass through the buffer
	expand := hmac.New(sha256.New, key)
	expand.Write([]byte(argonStanza + "\x01"))
	clear(key)
	burnStack()
	return expand.Sum(nil) // 32 bytes are one round
}

var zeroNonce [chacha20poly1305.NonceSize]byte

// A passwordRecipient writes the password slot of one save.
type passwordRecipient struct {
	passwordKey
	rand io.Reader
}

// Wrap implements age.Recipient.
func (r passwordRecipient) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	nonce := make([]byte, 32)
	if _, err := io.ReadFull(r.rand, nonce); err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(wrapKey(r.kek, nonce))
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{
		Type: argonStanza,
		Args: []string{
			b64.EncodeToString(r.salt),
			strconv.FormatUint(uint64(r.params.Memory), 10),
			strconv.FormatUint(uint64(r.params.Time), 10),
			strconv.FormatUint(uint64(r.params.Threads), 10),
			b64.EncodeToString(nonce),
		},
		Body: aead.Seal(nil, zeroNonce[:], fileKey, nil),
	}}, nil
}

// A passwordIdentity opens the password slot and remembers the file key for the tag.
type passwordIdentity struct {
	kek     []byte
	fileKey []byte
}

// Unwrap implements age.Identity.
func (i *passwordIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	for _, s := range stanzas {
		if s.Type != argonStanza {
			continue
		}
		slot, err := parseArgon(s.Args, s.Body)
		if err != nil {
			return nil, err
		}
		aead, err := chacha20poly1305.New(wrapKey(i.kek, slot.nonce))
		if err != nil {
			return nil, err
		}
		fileKey, err := aead.Open(nil, zeroNonce[:], slot.body, nil)
		if err != nil {
			return nil, age.ErrIncorrectIdentity
		}
		i.fileKey = bytes.Clone(fileKey)
		return fileKey, nil
	}
	return nil, age.ErrIncorrectIdentity
}

// A sheetIdentity opens the recovery slot and remembers the file key for the tag.
type sheetIdentity struct {
	*age.X25519Identity
	fileKey []byte
}

// Unwrap implements age.Identity.
func (i *sheetIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	fileKey, err := i.X25519Identity.Unwrap(stanzas)
	i.fileKey = bytes.Clone(fileKey)
	return fileKey, err
}

// recoveryAuth is the key of the tag, made from the sheet's key "AGE-SECRET-KEY-1...".
func recoveryAuth(identity string) []byte {
	auth, err := hkdf.Key(sha256.New, []byte(identity), nil, "watchword/recovery-auth", 32)
	if err != nil {
		panic("vault: HKDF refused 32 bytes") // cannot be: the length is fixed
	}
	return auth
}

// recoveryTag proves that who wrote a file knows the sheet's auth key, not only its
// recipient. Both lie in the payload: it stops somebody who learned the recipient alone, and
// nobody who ever read a payload.
func recoveryTag(auth, fileKey []byte) []byte {
	mac := hmac.New(sha256.New, auth)
	mac.Write([]byte(tagStanza))
	mac.Write(fileKey)
	return mac.Sum(nil)
}

// A tagRecipient writes the recovery tag.
type tagRecipient struct{ auth []byte }

// Wrap implements age.Recipient.
func (r tagRecipient) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	return []*age.Stanza{{Type: tagStanza, Body: recoveryTag(r.auth, fileKey)}}, nil
}

// hasTag reports whether the header carries the right recovery tag for this file.
func hasTag(data, auth, fileKey []byte) bool {
	stanzas, err := readStanzas(data)
	if err != nil {
		return false
	}
	for _, s := range stanzas {
		if s.kind == tagStanza {
			return hmac.Equal(s.body, recoveryTag(auth, fileKey))
		}
	}
	return false
}

// encrypt makes a vault file around a payload. rec may be nil.
func encrypt(payload []byte, p passwordKey, rec *recovery, rand io.Reader) ([]byte, error) {
	recipients := []age.Recipient{passwordRecipient{p, rand}}
	if rec != nil {
		recipients = append(recipients, rec.recipient, tagRecipient{rec.auth})
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipients...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(payload); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// decrypt returns the whole payload, or nothing: not one byte is used before the last one
// is verified. wrong is the error for a key that does not fit.
func decrypt(data []byte, identity age.Identity, wrong error) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(data), identity)
	if err != nil {
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return nil, wrong
		}
		return nil, withMessage(ErrDamaged, errHeaderMAC) // age's own text can quote the header
	}
	payload, n := make([]byte, len(data)), 0 // it is shorter; a buffer that grows would leave copies behind
	for err == nil && n < len(payload) {
		var more int
		more, err = r.Read(payload[n:])
		n += more
	}
	if err != io.EOF {
		clear(payload)
		return nil, withMessage(ErrDamaged, errChunk)
	}
	if n > maxPayload {
		clear(payload)
		return nil, &FormatError{words.Mark("its contents are larger than 48 MiB")}
	}
	return payload[:n:n], nil
}

// The stages at which a file whose key fits can fail; tests tell them apart.
var (
	errHeaderMAC = errors.New("header MAC")
	errChunk     = errors.New("chunk")
)

// parseSheetKey reads the key of a sheet as typed or pasted.
func parseSheetKey(text string) (*age.X25519Identity, string, error) {
	key := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	identity, err := age.ParseX25519Identity(key)
	if err != nil {
		return nil, "", ErrBadSheetKey // age's own text quotes the key
	}
	return identity, key, nil
}
