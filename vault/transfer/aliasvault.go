package transfer

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"watchword/assets/words"
)

var aliasVaultHow = words.Mark("In AliasVault: Settings, Import / Export, Export; choose .avux, .avex (encrypted) or CSV.")

// aliasVaultCSV is the table of AliasVault.
func aliasVaultCSV() Format {
	return Format{
		ID:     "aliasvault-csv",
		Name:   words.Mark("AliasVault (CSV)"),
		How:    aliasVaultHow,
		Brings: words.Mark("The code of a login; folders as tags, notes."),
		Leaves: words.Mark("Passwords, aliases, items without a code."),
		step:   stepTable,
		Detect: func(data []byte) bool {
			return hasColumns(data, "servicename", "currentpassword", "twofactorsecret")
		},
		Read: loginTable{
			code: []string{"twofactorsecret"}, issuer: []string{"servicename"}, name: []string{"username", "aliasemail"},
			note: []string{"notes"}, tag: []string{"folderpath"},
		}.read,
	}
}

// aliasVault is the archive .avux of AliasVault, and the same behind a password, .avex.
func aliasVault() Format {
	return Format{
		ID:     "aliasvault",
		Name:   "AliasVault",
		How:    aliasVaultHow,
		Brings: words.Mark("Every code of an item; folders as tags."),
		Leaves: words.Mark("Passwords, aliases, items without a code, attachments."),
		step:   stepMagic,
		Detect: func(data []byte) bool {
			return isAvex(data) || zipHas(data, isAliasVaultMember) && aliasVaultManifest(data) != nil
		},
		Read: func(ctx context.Context, data []byte, env Env) (Result, error) {
			if isAvex(data) {
				return readAvex(ctx, data, env)
			}
			return readAvux(ctx, data)
		},
	}
}

func isAliasVaultMember(name string) bool { return path.Base(name) == "manifest.json" }

// aliasVaultManifest returns what lies in the archive, or nil where it is another program's.
func aliasVaultManifest(data []byte) []byte {
	content, err := readMember(data, isAliasVaultMember)
	if err != nil || peek(content)["items"] != '[' {
		return nil
	}
	return content
}

func readAvux(ctx context.Context, data []byte) (Result, error) {
	var r Result
	content := aliasVaultManifest(data)
	if content == nil {
		return r, ErrDamaged
	}
	n, err := parseJSON(content)
	if err != nil {
		return r, err
	}
	folders := map[string]string{}
	for _, f := range n.get("folders").list() {
		folders[f.get("id").text()] = strings.TrimSpace(f.get("name").text())
	}
	for i, item := range n.get("items").list() {
		if err := r.next(ctx); err != nil {
			return r, err
		}
		codes := item.get("totpCodes").list()
		if len(codes) == 0 {
			r.keep(keepsItems)
			continue
		}
		r.keep(keepsPasswords)
		issuer, name := strings.TrimSpace(item.get("name").text()), ""
		for _, f := range item.get("fieldValues").list() {
			if strings.EqualFold(f.get("fieldKey").text(), "login.username") {
				name = strings.TrimSpace(f.get("value").text())
			}
		}
		tags := []string{folders[item.get("folderId").text()]}
		for _, code := range codes {
			if err := r.next(ctx); err != nil {
				return r, err
			}
			a, err := r.namedCode(code.get("secretKey").text(), issuer, name)
			a.Tags = slices.Clone(tags)
			if deleted := item.get("deletedAt"); !deleted.missing() && deleted.text() != "" || item.get("isDeleted").truth() || code.get("isDeleted").truth() {
				a.Trashed = unknownTrash
			}
			r.add(i+1, a, err)
		}
	}
	return r, nil
}

// avexLine parts the header of an encrypted export, which is JSON, from the bytes behind it.
const avexLine = "-----BEGIN ENCRYPTED DATA-----"

const maxAvexHeader = 64 << 10

func isAvex(data []byte) bool {
	header, _, ok := bytes.Cut(data[:min(len(data), maxAvexHeader)], []byte(avexLine))
	return ok && peek(header)["kdf"] == '{' && peek(header)["encryption"] == '{'
}

func readAvex(ctx context.Context, data []byte, env Env) (Result, error) {
	r := Result{Encrypted: true}
	header, sealed, _ := bytes.Cut(data, []byte(avexLine))
	n, err := parseJSON(bytes.TrimSpace(header))
	if err != nil {
		return r, err
	}
	sealed = bytes.TrimPrefix(bytes.TrimPrefix(sealed, []byte("\r")), []byte("\n"))
	if !strings.EqualFold(n.at("kdf", "type").text(), "Argon2id") || n.at("encryption", "algorithm").text() != "AES-256-GCM" {
		return r, errCipher
	}
	salt, ok := decodeBase64(n.at("kdf", "salt").text())
	if !ok || len(sealed) < 12+16 {
		return r, ErrDamaged
	}
	cost, err := avexCost(n.at("kdf", "params"))
	if err != nil {
		return r, ErrDamaged
	}
	var inner []byte
	err = withPassword(ctx, env, func(password string) error {
		// The program gives the derivation the text of its salt; one that means its bytes is read, too.
		for _, salt := range [][]byte{[]byte(n.at("kdf", "salt").text()), salt} {
			key, err := argon2idKey(ctx, env, []byte(password), salt, cost, 32)
			if err != nil {
				return err
			}
			if plain, ok := openGCM(key, sealed[:12], sealed[12:], nil); ok {
				inner = plain
				return nil
			}
		}
		return ErrWrongOrDamaged
	})
	if err != nil {
		return r, err
	}
	r, err = readAvux(ctx, inner)
	r.Encrypted = true
	return r, err
}

func avexCost(n node) (c argon2Cost, err error) {
	for _, part := range []struct {
		name string
		to   *int64
	}{{"DegreeOfParallelism", &c.Lanes}, {"MemorySize", &c.Memory}, {"Iterations", &c.Passes}} {
		value := n.get(part.name)
		if value.missing() {
			value = n.get(strings.ToLower(part.name[:1]) + part.name[1:])
		}
		if *part.to, err = value.number(0); err != nil {
			return c, err
		}
	}
	return c, nil
}
