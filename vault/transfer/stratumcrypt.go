package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"

	"watchword/vault/account"
)

// The first bytes of the present and the former container.
const (
	stratumMagic    = "AUTHENTICATORPRO"
	stratumOldMagic = "AuthenticatorPro"
)

// The costs are fixed; the files do not say them.
var stratumCost = argon2Cost{Memory: 65_536, Passes: 3, Lanes: 4}

const stratumOldRounds = 64_000

func openStratum(ctx context.Context, env Env, data []byte, password string) (node, error) {
	if bytes.HasPrefix(data, []byte(stratumOldMagic)) {
		return openOldStratum(ctx, env, data[len(stratumOldMagic):], password)
	}
	// Salt 16, nonce 12, ciphertext, tag 16.
	body := data[len(stratumMagic):]
	if len(body) < 16+12+16 {
		return node{}, ErrDamaged
	}
	key, err := argon2idKey(ctx, env, []byte(password), body[:16], stratumCost, 32)
	if err != nil {
		return node{}, err
	}
	plain, ok := openGCM(key, body[16:28], body[28:], nil)
	if !ok {
		return node{}, ErrWrongOrDamaged
	}
	return parseJSON(plain)
}

// openOldStratum reads salt 20, initialisation vector 16, ciphertext. Nothing in it proves
// the password: bad padding, or text that is no such backup, means a wrong one.
func openOldStratum(ctx context.Context, env Env, body []byte, password string) (node, error) {
	if len(body) < 20+16+16 || (len(body)-36)%16 != 0 {
		return node{}, ErrDamaged
	}
	key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), body[:20], stratumOldRounds, 32)
	if err != nil {
		return node{}, err
	}
	plain, ok := openCBC(key, body[20:36], body[36:])
	if !ok {
		return node{}, ErrWrongOrDamaged
	}
	n, err := parseJSON(plain)
	if errors.Is(err, ErrDamaged) || err == nil && !n.get("Authenticators").isArray() {
		if firstByte(plain) == '{' && bytes.Contains(plain[:min(len(plain), 64)], []byte(`"Authenticators"`)) {
			return node{}, ErrDamaged // the beginning is right, so the password was
		}
		return node{}, ErrWrongOrDamaged
	}
	return n, err
}

func writeStratumEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt := random(16)
	key, err := argon2idKey(ctx, writing(), []byte(o.Password), salt, stratumCost, 32)
	if err != nil {
		return nil, err
	}
	nonce, sealed := sealGCM(key, marshal(stratumBackup(accounts)), nil)
	return bytes.Join([][]byte{[]byte(stratumMagic), salt, nonce, sealed}, nil), nil
}
