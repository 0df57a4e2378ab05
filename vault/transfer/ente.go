package transfer

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer/internal/secretstream"
)

// ente is Ente Auth: its list of links with display data, plain or encrypted, and the
// JSON form of older exports.
func ente() Format {
	return Format{
		ID:        "ente",
		Name:      "Ente Auth",
		How:       words.Mark("In Ente Auth open Settings, Data, Export codes; choose encrypted (with a password) or plain text."),
		Brings:    words.Mark("TOTP, HOTP and Steam; tags, notes, pinned ones, the trash."),
		Leaves:    words.Mark("Icons, use counts, order."),
		Extension: ".txt",
		Clear:     true,
		step:      stepJSON,
		Detect:    isEnte,
		Read:      readEnte,
		Limits:    enteSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return enteLines(accounts), nil
		},
	}
}

// enteEncrypted only writes: ente reads both.
func enteEncrypted() Format {
	return Format{
		ID:        "ente-encrypted",
		Name:      words.Mark("Ente Auth (encrypted)"),
		Extension: ".txt",
		Encrypts:  true,
		Limits:    enteSupports.limits,
		Write:     writeEnteEncrypted,
	}
}

var enteSupports = supports{types: counting, tags: true, note: true, pinned: true, trash: true}

func isEnte(data []byte) bool {
	if members := peek(data); members != nil {
		return members["kdfParams"] == '{' && members["encryptedData"] == '"' || members["items"] == '[' && bytes.Contains(data, []byte(`"rawData"`))
	}
	return isLinks(data) && bytes.Contains(data, []byte("codeDisplay="))
}

func readEnte(ctx context.Context, data []byte, env Env) (Result, error) {
	if firstByte(data) != '{' {
		return readLinks(ctx, data, env)
	}
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	if n.has("items") {
		return readEnteItems(ctx, n)
	}
	var plain []byte
	err = withPassword(ctx, env, func(password string) (err error) {
		plain, err = openEnte(ctx, env, n, password)
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readLinks(ctx, plain, env)
	r.Encrypted = true
	return r, err
}

// readEnteItems reads the JSON form: a link and its display data for each account.
func readEnteItems(ctx context.Context, n node) (Result, error) {
	var r Result
	err := r.each(ctx, n.get("items").list(), func(item node) (account.Account, error) {
		a, err := r.parseLink(item.get("rawData").text())
		if err == nil && item.get("display").isObject() {
			a.Tags = nil
			a = applyDisplay(a, item.get("display"))
		}
		return a, err
	})
	return r, err
}

// enteVersion is the version of the encrypted form.
const enteVersion = 1

func openEnte(ctx context.Context, env Env, n node, password string) ([]byte, error) {
	params := n.get("kdfParams")
	salt, ok := decodeBase64(params.get("salt").text())
	header, ok2 := decodeBase64(n.get("encryptionNonce").text())
	sealed, ok3 := decodeBase64(n.get("encryptedData").text())
	memory, err := params.get("memLimit").number(0)
	passes, err2 := params.get("opsLimit").number(0)
	version, err3 := n.get("version").number(0)
	if err3 == nil && version > enteVersion {
		return nil, errNewer
	}
	if !ok || !ok2 || !ok3 || err != nil || err2 != nil || err3 != nil || len(header) != secretstream.HeaderSize || len(sealed) < secretstream.Overhead || version < 1 {
		return nil, ErrDamaged
	}
	key, err := argon2idKey(ctx, env, []byte(password), salt, argon2Cost{Memory: memory >> 10, Passes: passes, Lanes: 1}, 32)
	if err != nil {
		return nil, err
	}
	plain, ok := secretstream.Open(key, header, sealed)
	if !ok {
		return nil, ErrWrongOrDamaged
	}
	return plain, nil
}

// The cost of what we write: the smallest of the three that Ente's own programs use
// (256 MiB, 16 passes), so that it opens on any telephone. Tests make it smaller.
var enteCost = argon2Cost{Memory: 256 << 10, Passes: 16, Lanes: 1}

func writeEnteEncrypted(ctx context.Context, accounts []account.Account, o WriteOptions) ([]byte, error) {
	salt := random(16)
	key, err := argon2idKey(ctx, writing(), []byte(o.Password), salt, enteCost, 32)
	if err != nil {
		return nil, err
	}
	header, sealed := secretstream.Seal(key, enteLines(accounts))
	return marshal(map[string]any{
		"version":         enteVersion,
		"kdfParams":       map[string]any{"memLimit": enteCost.Memory << 10, "opsLimit": enteCost.Passes, "salt": base64.StdEncoding.EncodeToString(salt)},
		"encryptedData":   base64.StdEncoding.EncodeToString(sealed),
		"encryptionNonce": base64.StdEncoding.EncodeToString(header),
	}), nil
}

// enteLines returns links with display data, which hold all that Ente knows of an account.
func enteLines(accounts []account.Account) []byte {
	var b bytes.Buffer
	for i, a := range accounts {
		tags := a.Tags
		if tags == nil {
			tags = []string{}
		}
		display, _ := json.Marshal(map[string]any{ // cannot fail
			"pinned": a.Pinned, "trashed": a.InTrash(), "lastUsedAt": 0, "tapCount": 0,
			"tags": tags, "note": a.Note, "position": i, "iconSrc": "", "iconID": "",
		})
		b.WriteString(a.URI() + "&codeDisplay=" + percentEncode(string(display)) + "\n")
	}
	return b.Bytes()
}

// percentEncode escapes all but the unreserved characters (RFC 3986, section 2.3).
func percentEncode(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteString(fmt.Sprintf("%%%02X", c))
	}
	return b.String()
}
