package transfer

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"strings"

	"watchword/vault/account"
)

// The two derivations of a protected export.
const (
	bitwardenPBKDF2 = 0
	bitwardenArgon2 = 1
)

// bitwardenRounds is what Bitwarden itself uses today for PBKDF2. Tests make it smaller.
var bitwardenRounds int64 = 600_000

func openBitwarden(ctx context.Context, env Env, n node, password string) ([]byte, error) {
	kind, err := n.get("kdfType").number(bitwardenPBKDF2)
	rounds, err2 := n.get("kdfIterations").number(0)
	memory, err3 := n.get("kdfMemory").number(0)
	lanes, err4 := n.get("kdfParallelism").number(0)
	if err != nil || err2 != nil || err3 != nil || err4 != nil {
		return nil, ErrDamaged
	}
	if memory < 0 || memory > maxArgon2Memory { // MiB: far beyond, and safe to multiply
		return nil, errTooCostly
	}
	// The salt is the text that stands there, not what it decodes to.
	salt := []byte(n.get("salt").text())
	var key []byte
	switch kind {
	case bitwardenPBKDF2:
		key, err = pbkdf2Key(ctx, env, sha256.New, []byte(password), salt, rounds, 32)
	case bitwardenArgon2:
		sum := sha256.Sum256(salt)
		key, err = argon2idKey(ctx, env, []byte(password), sum[:], argon2Cost{Memory: memory << 10, Passes: rounds, Lanes: lanes}, 32)
	default:
		return nil, errCipher
	}
	if err != nil {
		return nil, err
	}
	plain, err := openBitwardenText(key, n.get("data").text())
	if !errors.Is(err, ErrWrongPassword) {
		return plain, err
	}
	// A text of no meaning under the same key proves the password.
	switch _, err := openBitwardenText(key, n.get("encKeyValidation_DO_NOT_EDIT").text()); {
	case err == nil:
		return nil, ErrDamaged
	case errors.Is(err, ErrWrongPassword):
		return nil, ErrWrongPassword
	}
	return nil, ErrWrongOrDamaged
}

// openBitwardenText decrypts "2.iv|ciphertext|mac", all base64. A wrong MAC is a wrong
// password, or a changed text.
func openBitwardenText(key []byte, text string) ([]byte, error) {
	kind, body, ok := strings.Cut(text, ".")
	if ok && kind != "2" && len(kind) < 3 && strings.Trim(kind, "0123456789") == "" {
		return nil, errCipher
	}
	parts := strings.Split(body, "|")
	if !ok || len(parts) != 3 {
		return nil, ErrDamaged
	}
	iv, ok := decodeBase64(parts[0])
	sealed, ok2 := decodeBase64(parts[1])
	mac, ok3 := decodeBase64(parts[2])
	if !ok || !ok2 || !ok3 || len(iv) != 16 || len(mac) != 32 {
		return nil, ErrDamaged
	}
	if subtle.ConstantTimeCompare(mac, bitwardenMAC(key, iv, sealed)) != 1 {
		return nil, ErrWrongOrDamaged
	}
	plain, ok := openCBC(expand(key, "enc"), iv, sealed)
	if !ok {
		return nil, ErrDamaged
	}
	return plain, nil
}

func sealBitwardenText(key, plain []byte) string {
	iv := random(16)
	sealed := sealCBC(expand(key, "enc"), iv, plain)
	b64 := base64.StdEncoding.EncodeToString
	return "2." + b64(iv) + "|" + b64(sealed) + "|" + b64(bitwardenMAC(key, iv, sealed))
}

func bitwardenMAC(key, iv, sealed []byte) []byte {
	mac := hmac.New(sha256.New, expand(key, "mac"))
	mac.Write(iv)
	mac.Write(sealed)
	return mac.Sum(nil)
}

// expand is HKDF-Expand with SHA-256 to 32 bytes, one block (RFC 5869, section 2.3).
func expand(key []byte, info string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(info))
	mac.Write([]byte{1})
	return mac.Sum(nil)
}

func writeBitwardenEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt := base64.StdEncoding.EncodeToString(random(16))
	key, err := pbkdf2Key(ctx, writing(), sha256.New, []byte(o.Password), []byte(salt), bitwardenRounds, 32)
	if err != nil {
		return nil, err
	}
	return marshal(map[string]any{
		"encrypted": true, "passwordProtected": true, "salt": salt, "kdfType": bitwardenPBKDF2, "kdfIterations": bitwardenRounds,
		"kdfMemory": nil, "kdfParallelism": nil,
		"encKeyValidation_DO_NOT_EDIT": sealBitwardenText(key, []byte(uuidText())),
		"data":                         sealBitwardenText(key, marshal(bitwardenItems(accounts))),
	}), nil
}
