package transfer

import (
	"context"
	"encoding/base64"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// protonAuthenticator is the export of Proton Authenticator, plain or encrypted.
func protonAuthenticator() Format {
	return Format{
		ID:        "proton-authenticator",
		Name:      "Proton Authenticator",
		How:       words.Mark("In Proton Authenticator open Settings, Export; a password is possible."),
		Brings:    words.Mark("TOTP and Steam, notes."),
		Leaves:    words.Mark("Order."),
		Extension: ".json",
		Clear:     true,
		step:      stepJSON,
		Detect:    isProton,
		Read:      readProton,
		Limits:    protonSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return marshal(protonEntries(accounts)), nil
		},
	}
}

// protonAuthenticatorEncrypted only writes: protonAuthenticator reads both.
func protonAuthenticatorEncrypted() Format {
	return Format{
		ID:        "proton-authenticator-encrypted",
		Name:      words.Mark("Proton Authenticator (encrypted)"),
		Extension: ".json",
		Encrypts:  true,
		Limits:    protonSupports.limits,
		Write:     writeProtonEncrypted,
	}
}

var protonSupports = supports{types: timeBased, note: true, also: func(a account.Account) string {
	if a.Key.Type == otp.Steam && a.Issuer != "Steam" {
		return words.T("its issuer, which is always Steam there")
	}
	return ""
}}

// protonCost is fixed; the file does not say it.
var protonCost = argon2Cost{Memory: 19_456, Passes: 2, Lanes: 1}

const (
	protonVersion = 1
	protonContext = "proton.authenticator.export.v1" // the associated data
)

func isProton(data []byte) bool {
	m := peek(data)
	return m["version"] == '0' && (m["entries"] == '[' && !isSteamManifest(data) || m["salt"] == '"' && m["content"] == '"')
}

func readProton(ctx context.Context, data []byte, env Env) (Result, error) {
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	if !n.has("content") {
		return readProtonEntries(ctx, n)
	}
	if v, err := n.get("version").number(protonVersion); err != nil || v > protonVersion {
		return Result{Encrypted: true}, errNewer
	}
	salt, ok := decodeBase64(n.get("salt").text())
	sealed, ok2 := decodeBase64(n.get("content").text())
	if !ok || !ok2 || len(salt) == 0 || len(sealed) < 12+16 {
		return Result{Encrypted: true}, ErrDamaged
	}
	var content node
	err = withPassword(ctx, env, func(password string) error {
		key, err := argon2idKey(ctx, env, []byte(password), salt, protonCost, 32)
		if err != nil {
			return err
		}
		plain, ok := openGCM(key, sealed[:12], sealed[12:], []byte(protonContext))
		if !ok {
			return ErrWrongOrDamaged
		}
		content, err = parseJSON(plain)
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readProtonEntries(ctx, content)
	r.Encrypted = true
	return r, err
}

func readProtonEntries(ctx context.Context, n node) (Result, error) {
	var r Result
	if v, err := n.get("version").number(protonVersion); err != nil || v > protonVersion {
		return r, errNewer
	}
	if !n.get("entries").isArray() {
		return r, ErrDamaged
	}
	err := r.each(ctx, n.get("entries").list(), func(e node) (account.Account, error) {
		c := e.get("content")
		a, err := r.parseLink(c.get("uri").text())
		if name := protonName(c.get("name").text(), a.Issuer); name != "" {
			a.Name = name
		}
		a.Note = e.get("note").text()
		return a, err
	})
	return r, err
}

// protonName drops the issuer and colons from the front of the name that is shown.
func protonName(name, issuer string) string {
	return strings.TrimSpace(strings.TrimLeft(withoutPrefix(name, issuer), ":"))
}

func protonEntries(accounts []account.Account) map[string]any {
	entries := []any{}
	for _, a := range accounts {
		content := map[string]any{"uri": a.URI(), "entry_type": "Totp", "name": a.Name}
		if a.Key.Type == otp.Steam {
			content["uri"], content["entry_type"] = "steam://"+account.FormatKey(a.Key.Secret), "Steam"
		}
		var note any
		if a.Note != "" {
			note = a.Note
		}
		entries = append(entries, map[string]any{"id": uuidText(), "content": content, "note": note})
	}
	return map[string]any{"version": protonVersion, "entries": entries}
}

func writeProtonEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt := random(16)
	key, err := argon2idKey(ctx, writing(), []byte(o.Password), salt, protonCost, 32)
	if err != nil {
		return nil, err
	}
	nonce, sealed := sealGCM(key, marshal(protonEntries(accounts)), []byte(protonContext))
	b64 := base64.StdEncoding.EncodeToString
	return marshal(map[string]any{"version": protonVersion, "salt": b64(salt), "content": b64(append(nonce, sealed...))}), nil
}
