package transfer

import (
	"bytes"
	"context"
	"encoding/base64"
	"path"
	"strings"
	"time"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// cxf is the Credential Exchange Format 1.0 of the FIDO Alliance, which Apple, Google, 1Password,
// Bitwarden and others hand over: a JSON file, alone or in a zip.
func cxf() Format {
	return Format{
		ID:        "cxf",
		Name:      words.Mark("Credential Exchange Format (FIDO CXF)"),
		How:       words.Mark("Where a program exports a file in the Credential Exchange Format, choose it without encryption. What it hands to another app directly is no file."),
		Brings:    words.Mark("Every TOTP of an item, and Steam as Bitwarden writes it; tags and collections as tags, notes, favourites."),
		Leaves:    words.Mark("Passwords, passkeys, other credentials, items without a code."),
		Extension: ".json",
		Clear:     true,
		step:      stepMagic,
		Detect: func(data []byte) bool {
			return isCXF(data) || zipHas(data, isSealedCXF) || isZip(data) && cxfMember(data) != nil
		},
		Read:   readCXF,
		Limits: cxfSupports.limits,
		Write: func(_ context.Context, accounts []account.Account, _ WriteOptions) ([]byte, error) {
			return marshal(cxfDocument(accounts, time.Now())), nil
		},
	}
}

// The standard has TOTP alone, periods and digits in one byte each, and a title for every item.
// It has neither an archive nor a trash.
var cxfSupports = supports{types: []otp.Type{otp.TOTP}, tags: true, note: true, pinned: true, key: func(k otp.Key) string {
	if k.Period > 255 {
		return words.T("this format has no periods of more than 255 seconds")
	}
	return ""
}, also: bitwardenSupports.also}

var errSealedCXF = unknownForm(words.Error("The file is encrypted for the program that asked for it, which alone can open it. Export it without encryption, or in another format."))

// isCXF reports whether data is a document of the standard, or one of its accounts alone, as
// some programs write.
func isCXF(data []byte) bool {
	m := peek(data)
	switch {
	case m["accounts"] == '[' && (m["exporterRpId"] == '"' || m["exporterDisplayName"] == '"'):
		return true
	case m["items"] == '[' && m["collections"] == '[' && m["username"] == '"' && m["encrypted"] == 0:
		return bytes.Contains(data, []byte(`"credentials"`))
	}
	return false
}

func isSealedCXF(name string) bool { return path.Ext(name) == ".jwe" }

// cxfMember returns the document in a zip file: the only JSON file, or the one that is called
// as the document is; nil: there is none.
func cxfMember(data []byte) []byte {
	a, err := openZip(data)
	if err != nil {
		return nil
	}
	var only string
	count := 0
	for _, f := range a.Files {
		switch base := strings.ToLower(path.Base(f.Name)); {
		case base == "cxf.json", base == "payload.json":
			only, count = f.Name, 1
		case path.Ext(base) == ".json" && (count == 0 || !strings.EqualFold(path.Base(only), "cxf.json") && !strings.EqualFold(path.Base(only), "payload.json")):
			only = f.Name
			count++
		}
	}
	if count != 1 {
		return nil
	}
	f := a.find(func(name string) bool { return name == only })
	if f == nil || encrypted(f) {
		return nil
	}
	content, err := a.read(f)
	if err != nil || !isCXF(content) {
		return nil
	}
	return content
}

func readCXF(ctx context.Context, data []byte, _ Env) (Result, error) {
	var r Result
	if isZip(data) {
		content := cxfMember(data)
		if content == nil {
			return r, errSealedCXF
		}
		data = content
	}
	n, err := parseJSON(data)
	if err != nil {
		return r, err
	}
	if major, err := n.at("version", "major").number(1); err != nil || major > 1 {
		return r, errNewer
	}
	accounts := n.get("accounts").list()
	if n.get("items").isArray() {
		accounts = []node{n}
	}
	position := 0
	for _, owner := range accounts {
		tags := map[string][]string{}
		collect := cxfCollector{tags: tags}
		for _, c := range owner.get("collections").list() {
			if err := collect.add(c, ""); err != nil {
				return r, err
			}
		}
		for _, item := range owner.get("items").list() {
			position++
			if err := r.next(ctx); err != nil {
				return r, err
			}
			if err := r.addCXF(ctx, position, item, tags[item.get("id").text()]); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// A cxfCollector finds out which collections an item is in. What it gathers is bounded: one
// name may be said of many items.
type cxfCollector struct {
	tags  map[string][]string // by the item's ID
	bytes int
}

func (c *cxfCollector) add(collection node, path string) error {
	name := strings.TrimSpace(collection.get("title").text())
	if path != "" {
		name = path + "/" + name
	}
	if len(name) > maxFolderPath {
		return errTooLarge
	}
	for _, link := range collection.get("items").list() {
		if c.bytes += len(name) + 1; c.bytes > maxTexts {
			return errTooLarge
		}
		id := link.get("item").text()
		c.tags[id] = append(c.tags[id], name)
	}
	for _, inner := range collection.get("subCollections").list() {
		if err := c.add(inner, name); err != nil {
			return err
		}
	}
	return nil
}

// addCXF adds every code of an item.
func (r *Result) addCXF(ctx context.Context, position int, item node, collections []string) error {
	shared := account.Account{
		Issuer: strings.TrimSpace(item.get("title").text()), Pinned: item.get("favorite").truth(),
		Tags: tidyTags(append(texts(item.get("tags")), collections...)),
	}
	var codes []node
	var links []string
	for _, c := range item.get("credentials").list() {
		switch strings.ToLower(c.get("type").text()) {
		case "totp":
			codes = append(codes, c)
		case "basic-auth", "basicauth":
			if shared.Name == "" {
				shared.Name = strings.TrimSpace(cxfText(c.get("username")))
			}
			if cxfText(c.get("password")) != "" {
				r.keep(keepsPasswords)
			}
		case "note":
			text := strings.TrimSpace(cxfText(c.get("content")))
			if shared.Note == "" {
				shared.Note = text
			} else if text != "" {
				r.keep(keepsFields)
			}
		default:
			r.keep(keepsFields)
			for _, field := range c.get("fields").list() {
				if value := strings.TrimSpace(cxfText(field)); isCode(value) {
					links = append(links, value)
				}
			}
		}
	}
	if len(codes)+len(links) == 0 {
		r.keep(keepsItems)
	}
	for _, c := range codes {
		if err := r.next(ctx); err != nil {
			return err
		}
		a, err := cxfAccount(c, shared)
		r.add(position, a, err)
	}
	return r.addCodes(ctx, position, links, shared)
}

// cxfText returns the text of an editable field, or of a plain one.
func cxfText(n node) string {
	if n.isObject() {
		return n.get("value").text()
	}
	return n.text()
}

func cxfAccount(c node, shared account.Account) (account.Account, error) {
	e := entry{Secret: c.get("secret").text(), Algorithm: c.get("algorithm").text(), Digits: c.get("digits"), Period: c.get("period")}
	if strings.EqualFold(e.Algorithm, "steam") { // Bitwarden's own
		e.Type, e.Algorithm = string(otp.Steam), ""
	}
	a, err := e.account(shared.Issuer, shared.Name)
	if issuer := strings.TrimSpace(c.get("issuer").text()); issuer != "" {
		a.Issuer = issuer
	}
	if name := strings.TrimSpace(c.get("username").text()); name != "" {
		a.Name = name
	}
	a.Note, a.Pinned, a.Tags = shared.Note, shared.Pinned, append([]string(nil), shared.Tags...)
	return a, err
}

// cxfDocument returns the accounts as a document of the standard, an item for each.
func cxfDocument(accounts []account.Account, now time.Time) map[string]any {
	id := func() string { return base64.RawURLEncoding.EncodeToString(random(16)) }
	items := []any{}
	for _, a := range accounts {
		code := map[string]any{
			"type": "totp", "secret": account.FormatKey(a.Key.Secret), "period": a.Key.Period, "digits": a.Key.Digits,
			"algorithm": strings.ToLower(string(a.Key.Algorithm)), "issuer": a.Issuer,
		}
		if a.Name != "" {
			code["username"] = a.Name
		}
		credentials := []any{code}
		if a.Note != "" {
			credentials = append(credentials, map[string]any{"type": "note", "content": map[string]any{"fieldType": "string", "value": a.Note}})
		}
		item := map[string]any{"id": id(), "title": a.Title(), "favorite": a.Pinned, "credentials": credentials}
		if len(a.Tags) > 0 {
			item["tags"] = a.Tags
		}
		items = append(items, item)
	}
	return map[string]any{
		"version": map[string]any{"major": 1, "minor": 0}, "exporterRpId": "watchword.github.io", "exporterDisplayName": "Watchword", "timestamp": now.Unix(),
		"accounts": []any{map[string]any{"id": id(), "username": "", "email": "", "collections": []any{}, "items": items}},
	}
}
