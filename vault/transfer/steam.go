package transfer

import (
	"bytes"
	"context"
	"crypto/sha1"
	"errors"

	"watchword/vault/account"
	"watchword/vault/otp"
)

const steamHow = "In Steam Desktop Authenticator: its folder maFiles. Keep manifest.json beside the .maFile if it is encrypted."

var errNoManifest = errors.New("This looks like an encrypted file of Steam Desktop Authenticator, or a backup of TOTP Authenticator that is damaged. Put manifest.json of the folder maFiles beside it, and import it again.")

// steam is the file of Steam Desktop Authenticator, or of Steam's own app on a rooted
// phone, in the clear.
func steam() Format {
	return Format{
		ID:     "steam",
		Name:   "Steam",
		How:    steamHow,
		Brings: "The Steam code and the name of the account.",
		Leaves: "The key that confirms trades, and the revocation code: keep the file for these, in a safe place.",
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["shared_secret"] != 0 || m["accounts"] == '{'
		},
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) { return readSteam(ctx, data) },
	}
}

func readSteam(ctx context.Context, data []byte) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	if n.has("shared_secret") {
		a, err := steamAccount(n)
		r.keep(keepsSteam)
		r.add(1, a, err)
		return r, nil
	}
	accounts := n.get("accounts")
	r.keep(keepsSteam)
	for i, id := range accounts.names() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		a, err := steamAccount(accounts.get(id))
		r.add(i+1, a, err)
	}
	return r, nil
}

// steamAccount takes the key of the codes. The secrets that confirm trades stay out of
// the vault.
func steamAccount(n node) (account.Account, error) {
	secret, ok := decodeBase64(n.get("shared_secret").text())
	if !ok {
		return account.Account{}, reason("its key is no base64 text")
	}
	return entry{Type: string(otp.Steam), Raw: secret}.account("Steam", n.get("account_name").text())
}

// base64File is a file of nothing but base64: an encrypted .maFile if a manifest is
// beside it, else the backup of TOTP Authenticator.
func base64File() Format {
	return Format{
		ID:     "base64",
		Name:   "Steam (encrypted), TOTP Authenticator (backup)",
		How:    steamHow,
		Brings: "Steam's code and name; of TOTP Authenticator codes, names, favourites.",
		Leaves: "The key that confirms Steam's trades; TOTP Authenticator's capital letters.",
		step:   stepGuess,
		Detect: isBase64Text,
		Read: func(ctx context.Context, data []byte, env Env) (Result, error) {
			if manifest, ok := steamManifest(env); ok {
				return readSteamEncrypted(ctx, data, env, manifest)
			}
			return readTOTPAuthenticator(ctx, data, env)
		},
	}
}

// isBase64Text reports whether data is base64 of some length and nothing else.
func isBase64Text(data []byte) bool {
	data = bytes.TrimSpace(data)
	if len(data) < 24 || len(data) > maxGuess {
		return false
	}
	b, ok := decodeBase64(string(data))
	return ok && len(b)%16 == 0
}

func steamManifest(env Env) (node, bool) {
	if env.Companion == nil {
		return node{}, false
	}
	data, err := env.Companion("manifest.json")
	if err != nil || len(data) > maxString {
		return node{}, false
	}
	n, err := parseJSON(data)
	return n, err == nil && n.get("encrypted").truth()
}

const steamRounds = 50_000

// readSteamEncrypted tries every entry of the manifest: files are often renamed.
func readSteamEncrypted(ctx context.Context, data []byte, env Env, manifest node) (Result, error) {
	r := Result{Encrypted: true}
	ciphertext, ok := decodeBase64(string(data))
	if !ok || len(ciphertext) == 0 || len(ciphertext)%16 != 0 {
		return r, ErrDamaged
	}
	entries := manifest.get("entries").list()
	if len(entries) == 0 {
		return r, errNoManifest
	}
	err := withPassword(ctx, env, func(password string) error {
		for _, e := range entries[:min(len(entries), maxManifest)] {
			iv, ok1 := decodeBase64(e.get("encryption_iv").text())
			salt, ok2 := decodeBase64(e.get("encryption_salt").text())
			if !ok1 || !ok2 {
				continue
			}
			key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), salt, steamRounds, 32)
			if err != nil {
				return err
			}
			plain, ok := openCBC(key, iv, ciphertext)
			if !ok || firstByte(plain) != '{' {
				continue
			}
			if r, err = readSteam(ctx, plain); err == nil {
				return nil
			}
		}
		return ErrWrongPassword
	})
	r.Encrypted = true
	return r, err
}

// maxManifest bounds the entries that are tried; each takes some hundredths of a second.
const maxManifest = 100
