package transfer

import (
	"context"
	"encoding/hex"
	"strings"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// aegis is the vault that Aegis exports, plain or encrypted. Its text form is a list of
// links, its web page is read by webPage.
func aegis() Format {
	return Format{
		ID:        "aegis",
		Name:      "Aegis",
		How:       words.Mark("In Aegis open Settings, Import & Export, Export, and choose JSON, encrypted (with a password) or not."),
		Brings:    words.Mark("All kinds of codes, PINs, groups as tags, notes, favourites."),
		Leaves:    words.Mark("Icons, use counts. Files that only a fingerprint opens."),
		Extension: ".json",
		Clear:     true,
		step:      stepJSON,
		Detect:    func(data []byte) bool { m := peek(data); return m["header"] == '{' && m["db"] != 0 },
		Read:      readAegis,
		Limits:    aegisSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return marshal(map[string]any{
				"version": aegisVersion,
				"header":  map[string]any{"slots": nil, "params": nil},
				"db":      aegisContent(accounts),
			}), nil
		},
	}
}

// aegisEncrypted only writes: aegis reads both.
func aegisEncrypted() Format {
	return Format{
		ID:        "aegis-encrypted",
		Name:      words.Mark("Aegis (encrypted)"),
		Extension: ".json",
		Encrypts:  true,
		Limits:    aegisSupports.limits,
		Write:     writeAegisEncrypted,
	}
}

// Aegis has an archive and a trash neither; its favourites are our pinned accounts.
var aegisSupports = supports{tags: true, note: true, pinned: true}

const (
	aegisVersion        = 1 // of the file
	aegisContentVersion = 3 // of what is in it, as written here; 1 to 3 are read
)

func readAegis(ctx context.Context, data []byte, env Env) (Result, error) {
	n, err := parseJSON(data)
	if err != nil {
		return Result{}, err
	}
	if v, err := n.get("version").number(0); err != nil || v < 1 {
		return Result{}, ErrDamaged
	} else if v > aegisVersion {
		return Result{}, errNewer
	}
	if n.get("db").isObject() {
		return readAegisContent(ctx, n.get("db"))
	}
	var content node
	err = withPassword(ctx, env, func(password string) (err error) {
		content, err = openAegis(ctx, env, n, password)
		return err
	})
	if err != nil {
		return Result{Encrypted: true}, err
	}
	r, err := readAegisContent(ctx, content)
	r.Encrypted = true
	return r, err
}

func readAegisContent(ctx context.Context, db node) (Result, error) {
	var r Result
	if v, err := db.get("version").number(1); err != nil || v > aegisContentVersion {
		return r, errNewer
	}
	if !db.get("entries").isArray() {
		return r, ErrDamaged
	}
	groups := map[string]string{}
	for _, g := range db.get("groups").list() {
		groups[g.get("uuid").text()] = strings.TrimSpace(g.get("name").text())
	}
	err := r.each(ctx, db.get("entries").list(), func(e node) (account.Account, error) {
		return aegisEntry(e, groups)
	})
	return r, err
}

func aegisEntry(n node, groups map[string]string) (account.Account, error) {
	info := n.get("info")
	e := entry{
		Type:      n.get("type").text(),
		Secret:    info.get("secret").text(),
		Algorithm: info.get("algo").text(),
		Digits:    info.get("digits"),
		Period:    info.get("period"),
		Counter:   info.get("counter"),
		PIN:       info.get("pin").text(),
	}
	if e.Algorithm == "MD5" {
		e.Algorithm = "" // what Aegis itself makes of it for all but mOTP
	}
	a, err := e.account(n.get("issuer").text(), n.get("name").text())
	a.Note, a.Pinned = n.get("note").text(), n.get("favorite").truth()
	if n.has("groups") {
		for _, id := range n.get("groups").list() {
			a.Tags = append(a.Tags, groups[id.text()])
		}
	} else {
		a.Tags = []string{n.get("group").text()}
	}
	return a, err
}

// aegisContent is what Aegis keeps, in its version 3.
func aegisContent(accounts []account.Account) map[string]any {
	ids := map[string]string{}
	groups := []any{}
	entries := []any{}
	for _, a := range accounts {
		own := []string{}
		for _, tag := range a.Tags {
			if ids[tag] == "" {
				ids[tag] = uuidText()
				groups = append(groups, map[string]any{"uuid": ids[tag], "name": tag})
			}
			own = append(own, ids[tag])
		}
		entries = append(entries, map[string]any{
			"type": string(a.Key.Type), "uuid": uuidText(), "name": a.Name, "issuer": a.Issuer, "note": a.Note,
			"favorite": a.Pinned, "icon": nil, "info": aegisInfo(a), "groups": own,
		})
	}
	return map[string]any{"version": aegisContentVersion, "entries": entries, "groups": groups, "icons_optimized": true}
}

func aegisInfo(a account.Account) map[string]any {
	k := a.Key
	info := map[string]any{"secret": account.FormatKey(k.Secret), "algo": string(k.Algorithm), "digits": k.Digits}
	if k.Type == otp.HOTP {
		info["counter"] = a.Counter
	} else {
		info["period"] = k.Period
	}
	if k.Type == otp.Yandex || k.Type == otp.MOTP {
		info["pin"] = string(k.PIN)
	}
	return info
}

// uuidText returns a random UUID (RFC 9562, version 4).
func uuidText() string {
	b := random(16)
	b[6], b[8] = b[6]&0x0F|0x40, b[8]&0x3F|0x80
	h := hex.EncodeToString(b)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}
