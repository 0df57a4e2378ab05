package transfer

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"watchword/assets/words"
	"watchword/vault/account"
)

// aegisPassword is the type of a slot that a password opens; 0 is a raw key, 2 biometric.
const aegisPassword = 1

// maxSlots bounds the password slots that are tried, each one key derivation.
const maxSlots = 8

var errAegisSlots = unknownForm(words.Error("The file has no password: its key is on the phone. In Aegis set a password and export again."))

// openAegis tries the password on every password slot: any of them may be its own.
func openAegis(ctx context.Context, env Env, n node, password string) (node, error) {
	tried := 0
	for _, slot := range n.at("header", "slots").list() {
		if kind, err := slot.get("type").number(-1); err != nil || kind != aegisPassword {
			continue
		}
		if tried++; tried > maxSlots {
			return node{}, errTooCostly
		}
		master, err := openAegisSlot(ctx, env, slot, password)
		if errors.Is(err, ErrWrongPassword) {
			continue
		}
		if err != nil {
			return node{}, err
		}
		return openAegisContent(n, master)
	}
	if tried == 0 {
		return node{}, errAegisSlots
	}
	return node{}, ErrWrongPassword
}

// openAegisSlot returns the master key that the slot wraps.
func openAegisSlot(ctx context.Context, env Env, slot node, password string) ([]byte, error) {
	wrapped, ok := decodeHex(slot.get("key").text())
	nonce, ok2 := decodeHex(slot.at("key_params", "nonce").text())
	tag, ok3 := decodeHex(slot.at("key_params", "tag").text())
	salt, ok4 := decodeHex(slot.get("salt").text())
	n, err := slot.get("n").number(0)
	r, err2 := slot.get("r").number(0)
	p, err3 := slot.get("p").number(0)
	if !ok || !ok2 || !ok3 || !ok4 || err != nil || err2 != nil || err3 != nil || len(nonce) != 12 || len(tag) != 16 || len(wrapped) != 32 {
		return nil, ErrDamaged
	}
	key, err := scryptKey(ctx, env, []byte(password), salt, n, r, p, 32)
	if err != nil {
		return nil, err
	}
	master, ok := openGCM(key, nonce, append(wrapped, tag...), nil)
	if !ok {
		return nil, ErrWrongPassword
	}
	return master, nil
}

func openAegisContent(n node, master []byte) (node, error) {
	sealed, ok := decodeBase64(n.get("db").text())
	nonce, ok2 := decodeHex(n.at("header", "params", "nonce").text())
	tag, ok3 := decodeHex(n.at("header", "params", "tag").text())
	if !ok || !ok2 || !ok3 || len(nonce) != 12 || len(tag) != 16 {
		return node{}, ErrDamaged
	}
	plain, ok := openGCM(master, nonce, append(sealed, tag...), nil)
	if !ok {
		// The slot opened, so the password was right.
		return node{}, ErrDamaged
	}
	return parseJSON(plain)
}

// The costs that Aegis itself uses. Tests make aegisN smaller.
var aegisN = 32768

const aegisR, aegisP = 8, 1

func writeAegisEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt, master := random(32), random(32)
	key, err := scryptKey(ctx, writing(), []byte(o.Password), salt, int64(aegisN), aegisR, aegisP, 32)
	if err != nil {
		return nil, err
	}
	params := func(nonce, sealed []byte) map[string]any {
		return map[string]any{"nonce": hex.EncodeToString(nonce), "tag": hex.EncodeToString(sealed[len(sealed)-16:])}
	}
	slotNonce, slotSealed := sealGCM(key, master, nil)
	slot := map[string]any{
		"type": aegisPassword, "uuid": uuidText(), "key": hex.EncodeToString(slotSealed[:32]), "key_params": params(slotNonce, slotSealed),
		"n": aegisN, "r": aegisR, "p": aegisP, "salt": hex.EncodeToString(salt), "repaired": true, "is_backup": false,
	}
	nonce, sealed := sealGCM(master, marshal(aegisContent(accounts)), nil)
	return marshal(map[string]any{
		"version": aegisVersion,
		"header":  map[string]any{"slots": []any{slot}, "params": params(nonce, sealed)},
		"db":      base64.StdEncoding.EncodeToString(sealed[:len(sealed)-16]),
	}), nil
}
