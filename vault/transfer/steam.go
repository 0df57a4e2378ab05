package transfer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha1"
	"slices"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

var errManifest = words.Error("This is the list that belongs to Steam's files. Import the .maFile files beside it.")

// isSteamManifest knows the list beside the files of Steam Desktop Authenticator and of steamguard-cli.
func isSteamManifest(data []byte) bool {
	m := peek(data)
	return m["entries"] == '[' && m["shared_secret"] == 0 && (bytes.Contains(data, []byte(`"steamid"`)) || bytes.Contains(data, []byte(`"steam_id"`))) && bytes.Contains(data, []byte(`"filename"`))
}

var steamHow = words.Mark("In Steam Desktop Authenticator or steamguard-cli: the folder maFiles. Keep manifest.json beside the .maFile if it is encrypted.")

var errNoManifest = words.Error("This looks like an encrypted file of Steam Desktop Authenticator, or a backup of TOTP Authenticator that is damaged. Put manifest.json of the folder maFiles beside it, and import it again.")

// steam is the file of Steam Desktop Authenticator, or of Steam's own app on a rooted
// phone, in the clear.
func steam() Format {
	return Format{
		ID:     "steam",
		Name:   "Steam",
		How:    steamHow,
		Brings: words.Mark("The Steam code and the name of the account."),
		Leaves: words.Mark("The key that confirms trades, and the revocation code: keep the file for these, in a safe place."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["shared_secret"] != 0 || m["accounts"] == '{' && bytes.Contains(data, []byte(`"shared_secret"`)) || isSteamManifest(data)
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
	if n.get("entries").isArray() {
		return r, errManifest
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
		return account.Account{Issuer: "Steam", Name: n.get("account_name").text()}, reason{words.Error("its key is not base64 text")}
	}
	return entry{Type: string(otp.Steam), Raw: secret}.account("Steam", n.get("account_name").text())
}

// base64File is a file of nothing but base64: an encrypted .maFile if a manifest is
// beside it, else the backup of TOTP Authenticator.
func base64File() Format {
	return Format{
		ID:     "base64",
		Name:   words.Mark("Steam (encrypted), TOTP Authenticator (backup)"),
		How:    steamHow,
		Brings: words.Mark("Steam's code and name; of TOTP Authenticator codes, names, favourites."),
		Leaves: words.Mark("The key that confirms Steam's trades; TOTP Authenticator's capital letters."),
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
	return n, err == nil && (n.get("encrypted").truth() || slices.ContainsFunc(n.get("entries").list(), func(e node) bool { return e.get("encryption").isObject() }))
}

const (
	steamRounds      = 50_000
	steamGuardArgon2 = "Argon2idAes256" // the scheme of steamguard-cli that is not Steam Desktop Authenticator's
)

// readSteamEncrypted tries every entry of the manifest: files are often renamed.
func readSteamEncrypted(ctx context.Context, data []byte, env Env, manifest node) (Result, error) {
	r := Result{Encrypted: true}
	ciphertext, ok := decodeBase64(string(data))
	if !ok || len(ciphertext) == 0 || len(ciphertext)%16 != 0 {
		return r, ErrDamaged
	}
	entries := manifest.get("entries").list()
	slices.SortStableFunc(entries, func(a, b node) int { // the one of this name first: files are often renamed
		return cmp.Compare(btoi(b.get("filename").text() == env.Name), btoi(a.get("filename").text() == env.Name))
	})
	if len(entries) == 0 {
		return r, errNoManifest
	}
	err := withPassword(ctx, env, func(password string) error {
		begun := false
		for _, e := range entries[:min(len(entries), maxManifest)] {
			keys, iv, err := steamKeys(ctx, env, e, password)
			if err != nil {
				return err
			}
			for _, key := range keys {
				plain, ok := openCBC(key, iv, ciphertext)
				if !ok || firstByte(plain) != '{' {
					continue
				}
				if r, err = readSteam(ctx, plain); err == nil {
					return nil
				}
				begun = begun || bytes.Contains(plain[:min(len(plain), 64)], []byte(`"shared_secret"`))
			}
		}
		if begun {
			return ErrDamaged // the beginning is right, so the password was
		}
		return ErrWrongOrDamaged
	})
	r.Encrypted = true
	return r, err
}

// steamGuardCosts are what steamguard-cli gives Argon2id, today's first. The manifest does not say
// it. They are variables for the tests.
var steamGuardCosts = []argon2Cost{{Memory: 12 * 1024, Passes: 3, Lanes: 12}, {Memory: 62_500, Passes: 3, Lanes: 4}}

// steamKeys returns the keys that an entry of the manifest may mean, and its initialization
// vector; none for an entry that is not encrypted.
func steamKeys(ctx context.Context, env Env, e node, password string) (keys [][]byte, iv []byte, err error) {
	iv, ok1 := decodeBase64(e.get("encryption_iv").text())
	salt, ok2 := decodeBase64(e.get("encryption_salt").text())
	inside := e.get("encryption") // of steamguard-cli
	switch scheme := inside.get("scheme").text(); scheme {
	case "", steamGuardArgon2, "LegacySdaCompatible":
	default:
		return nil, nil, errCipher
	}
	if inside.isObject() {
		iv, ok1 = decodeBase64(inside.get("iv").text())
		salt, ok2 = decodeBase64(inside.get("salt").text())
	}
	if !ok1 || !ok2 || len(iv) == 0 {
		return nil, nil, nil
	}
	if inside.get("scheme").text() != steamGuardArgon2 {
		key, err := pbkdf2Key(ctx, env, sha1.New, []byte(password), salt, steamRounds, 32)
		return [][]byte{key}, iv, err
	}
	for _, cost := range steamGuardCosts {
		key, err := argon2idKey(ctx, env, []byte(password), salt, cost, 32)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, key)
	}
	return keys, iv, nil
}

// maxManifest bounds the entries that are tried; each takes some hundredths of a second.
const maxManifest = 100

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
