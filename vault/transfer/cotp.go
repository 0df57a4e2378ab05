package transfer

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/secretstream"
)

var cotpHow = words.Mark("cotp export --cotp writes a file that is not encrypted. The database itself can be read, too: db.cotp in the folder .cotp, or .local/share/cotp.")

// cotp is the export of the terminal program cotp, in the clear.
func cotp() Format {
	return Format{
		ID:     "cotp",
		Name:   "cotp",
		How:    cotpHow,
		Brings: words.Mark("All kinds of codes, PINs."),
		Leaves: words.Mark("Nothing."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			return m["elements"] == '[' && m["version"] == '0' && bytes.Contains(data, []byte(`"secret"`))
		},
		Read: func(ctx context.Context, data []byte, _ Env) (Result, error) { return readCotp(ctx, data) },
	}
}

// cotpEncrypted is its database.
func cotpEncrypted() Format {
	return Format{
		ID:     "cotp-encrypted",
		Name:   words.Mark("cotp (database)"),
		How:    cotpHow,
		Brings: words.Mark("All kinds of codes, PINs."),
		Leaves: words.Mark("Nothing."),
		step:   stepJSON,
		Detect: func(data []byte) bool {
			m := peek(data)
			if m["nonce"] == '"' && m["salt"] == '"' && m["cipher"] == '"' {
				return true
			}
			_, _, _, ok := oldCotp(data)
			return ok
		},
		Read: readCotpEncrypted,
	}
}

func readCotp(ctx context.Context, data []byte) (Result, error) {
	var r Result
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	elements := n.get("elements").list()
	if n.isArray() { // databases of version 1
		elements = n.list()
	}
	err = r.each(ctx, elements, func(item node) (account.Account, error) {
		e := entry{
			Type: item.get("type").text(), Secret: item.get("secret").text(), Algorithm: item.get("algorithm").text(),
			Digits: item.get("digits"), Period: item.get("period"), Counter: item.get("counter"), PIN: item.get("pin").text(),
		}
		a, err := motpAccount(e)
		a.Issuer, a.Name = item.get("issuer").text(), item.get("label").text()
		return a, err
	})
	return r, err
}

// motpAccount is [entry.account] where the key of mOTP is hexadecimal text.
func motpAccount(e entry) (a account.Account, err error) {
	if strings.EqualFold(e.Type, string(otp.MOTP)) {
		if e.Raw, err = hexMOTP(e); err != nil {
			return a, err
		}
	}
	return e.account("", "")
}

// cotpCost is fixed in the program. It is a variable for the tests.
var cotpCost = argon2Cost{Memory: 32_768, Passes: 4, Lanes: 4}

// oldCotpCost is that of the first versions: the interactive one of libsodium.
var oldCotpCost = argon2Cost{Memory: 65_536, Passes: 2, Lanes: 1}

// oldCotp returns the parts of a database of the first versions: four texts with bars between
// them, of which the last three are the salt, the header of a secretstream and its message.
func oldCotp(data []byte) (salt, header, sealed []byte, ok bool) {
	if len(data) > maxText {
		return nil, nil, nil, false
	}
	head, _, _ := bytes.Cut(data[:min(len(data), 256)], []byte("\n"))
	if bytes.Count(head, []byte("|")) != 3 {
		return nil, nil, nil, false
	}
	parts := strings.Split(strings.TrimSpace(string(data)), "|")
	if len(parts) != 4 {
		return nil, nil, nil, false
	}
	salt, ok1 := decodeBase64(parts[1])
	header, ok2 := decodeBase64(parts[2])
	sealed, ok3 := decodeBase64(parts[3])
	return salt, header, sealed, ok1 && ok2 && ok3 && len(salt) == 16 && len(header) == secretstream.HeaderSize && len(sealed) > secretstream.Overhead
}

func readOldCotp(ctx context.Context, salt, header, sealed []byte, env Env) (Result, error) {
	plain, err := openArgon2(ctx, env, salt, oldCotpCost, func(key []byte) ([]byte, bool) { return secretstream.Open(key, header, sealed) })
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readCotp(ctx, plain)
	r.Encrypted = true
	return r, err
}

func readCotpEncrypted(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	if salt, header, sealed, ok := oldCotp(data); ok {
		return readOldCotp(ctx, salt, header, sealed, env)
	}
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	if version, err := n.get("version").number(1); err != nil || version > 1 {
		return r, errNewer
	}
	nonce, ok1 := decodeBase64(n.get("nonce").text())
	salt, ok2 := decodeBase64(n.get("salt").text())
	sealed, ok3 := decodeBase64(n.get("cipher").text())
	if !ok1 || !ok2 || !ok3 || len(nonce) != chacha20poly1305.NonceSizeX {
		return r, ErrDamaged
	}
	plain, err := openArgon2(ctx, env, salt, cotpCost, func(key []byte) ([]byte, bool) {
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			return nil, false
		}
		plain, err := aead.Open(nil, nonce, sealed, nil)
		return plain, err == nil
	})
	if err != nil {
		return r, err
	}
	r, err = readCotp(ctx, plain)
	r.Encrypted = true
	return r, err
}
