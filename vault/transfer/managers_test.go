package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// The password managers join the suite with writers of their own.

var (
	loginSupports = supports{tags: true, oneTag: true, note: true, pinned: true}
	noteSupports  = supports{tags: true, oneTag: true, note: true}
)

var _ = joins(contract{format: "cxf"})
var _ = joins(contract{format: "cxf", write: writeCXFZip, limits: cxfSupports.limits})
var _ = joins(contract{format: "cxf", write: writeCXFSteam, limits: supports{types: []otp.Type{otp.Steam}, tags: true, note: true, pinned: true}.limits})
var _ = joins(contract{format: "lastpass-vault", write: writeLastPassVault, limits: loginSupports.limits})
var _ = joins(contract{format: "proton-pass-csv", write: writeProtonPassCSV, limits: noteSupports.limits})
var _ = joins(contract{format: "proton-pass", write: writeProtonPassJSON, limits: supports{
	types: timeBased, tags: true, oneTag: true, note: true, pinned: true, trash: true, also: bitwardenSupports.also,
}.limits})
var _ = joins(contract{format: "dashlane", write: writeDashlane, limits: noteSupports.limits})
var _ = joins(contract{format: "dashlane", write: writeDashlaneZip, limits: noteSupports.limits})
var _ = joins(contract{format: "roboform", write: writeRoboForm, limits: noteSupports.limits})
var _ = joins(contract{format: "roboform", write: writeOldRoboForm, limits: noteSupports.limits})
var _ = joins(contract{format: "keeper", write: writeKeeper, limits: supports{tags: true, note: true}.limits})
var _ = joins(contract{format: "keeper-csv", write: writeKeeperCSV, limits: noteSupports.limits})
var _ = joins(contract{format: "enpass", write: writeEnpass, limits: supports{tags: true, note: true, pinned: true, archive: true, trash: true}.limits})
var _ = joins(contract{format: "enpass-csv", write: writeEnpassCSV, limits: supports{note: true}.limits})
var _ = joins(contract{format: "zoho-vault", write: writeZohoVault, limits: supports{tags: true, note: true, pinned: true}.limits})
var _ = joins(contract{format: "synology-c2", write: writeSynologyC2, limits: supports{note: true, pinned: true}.limits})
var _ = joins(contract{format: "aliasvault-csv", write: writeAliasVaultCSV, limits: noteSupports.limits})
var _ = joins(contract{format: "aliasvault", write: writeAvux, limits: supports{tags: true, oneTag: true, trash: true}.limits})
var _ = joins(contract{format: "aliasvault", write: writeAvex, limits: supports{tags: true, oneTag: true, trash: true}.limits, encrypted: true})
var _ = joins(contract{format: "delinea", write: writeDelinea, limits: noteSupports.limits})
var _ = joins(contract{format: "myki", write: writeMyki, limits: supports{note: true}.limits})
var _ = joins(contract{format: "padloc-csv", write: writePadlocCSV, limits: supports{tags: true}.limits})
var _ = joins(contract{format: "padloc", write: writePadloc, limits: supports{tags: true, note: true}.limits, encrypted: true})
var _ = joins(contract{format: "psono", write: writePsono, limits: supports{types: []otp.Type{otp.TOTP}, tags: true, oneTag: true, note: true}.limits})
var _ = joins(contract{format: "safeincloud", write: writeSafeInCloud, limits: supports{tags: true, note: true, pinned: true, trash: true}.limits})
var _ = joins(contract{format: "1pif", write: writeOnePIF, limits: supports{tags: true, note: true, pinned: true, trash: true}.limits})
var _ = joins(contract{format: "bitwarden-zip", write: writeBitwardenZip, limits: bitwardenSupports.limits})

// codeField is what stands in a field that takes a link or a key: every other usual key alone.
func codeField(i int, a account.Account) string {
	k := otp.Defaults(otp.TOTP)
	if k.Secret = a.Key.Secret; i%2 == 1 && a.Key.Type == otp.TOTP && a.Key.Algorithm == k.Algorithm && a.Key.Digits == k.Digits && a.Key.Period == k.Period {
		return account.FormatKey(k.Secret)
	}
	return a.URI()
}

func firstTag(a account.Account) string {
	if len(a.Tags) == 0 {
		return ""
	}
	return a.Tags[0]
}

func oneOrNone(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// tableOf writes a table, with one row before the others that has no code.
func tableOf(header string, accounts []account.Account, row func(i int, a account.Account) []string) []byte {
	columns := strings.Split(header, ",")
	rows := [][]string{columns, make([]string, len(columns))}
	rows[1][0] = "no code"
	for i, a := range accounts {
		rows = append(rows, row(i, a))
	}
	return writeCSV(rows)
}

func writeLastPassVault(_ testing.TB, accounts []account.Account, _ string) []byte {
	e := html.EscapeString
	return tableOf("url,username,password,totp,extra,name,grouping,fav", accounts, func(i int, a account.Account) []string {
		return []string{"https://example.org", e(a.Name), "x", codeField(i, a), e(a.Note), e(a.Issuer), e(firstTag(a)), oneOrNone(a.Pinned)}
	})
}

func writeProtonPassCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("type,name,url,email,username,password,note,totp,createTime,modifyTime,vault", accounts, func(i int, a account.Account) []string {
		return []string{"login", a.Issuer, "", "", a.Name, "x", a.Note, codeField(i, a), "1", "1", firstTag(a)}
	})
}

func writeProtonPassJSON(_ testing.TB, accounts []account.Account, _ string) []byte {
	vaults := map[string]any{}
	for i, a := range accounts {
		state := 1
		if a.InTrash() {
			state = 2
		}
		vaults[fmt.Sprint(i)] = map[string]any{"name": firstTag(a), "items": []any{map[string]any{"state": state, "pinned": a.Pinned, "data": map[string]any{
			"metadata": map[string]any{"name": a.Title(), "note": a.Note}, "type": "login", "extraFields": []any{},
			"content": map[string]any{"itemUsername": a.Name, "totpUri": bitwardenCode(a)},
		}}}}
	}
	return marshal(map[string]any{"version": "1.30.0", "userId": "u", "encrypted": false, "vaults": vaults})
}

func writeDashlane(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("username,username2,username3,title,password,note,url,category,otpUrl", accounts, func(i int, a account.Account) []string {
		return []string{a.Name, "", "", a.Issuer, "x", a.Note, "", firstTag(a), codeField(i, a)}
	})
}

func writeDashlaneZip(t testing.TB, accounts []account.Account, _ string) []byte {
	return zipFile(t, "credentials.csv", tableOf("username,title,password,note,url,category,otpSecret", accounts, func(i int, a account.Account) []string {
		return []string{a.Name, a.Issuer, "x", a.Note, "", firstTag(a), codeField(i, a)}
	}))
}

func writeRoboForm(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, "", "", a.Name, "x", a.Note, "/" + firstTag(a), "User ID$,,,txt," + a.Name, "Password$,,,pwd,x", "TOTP KEY$,,,txt," + codeField(i, a)}
	})
}

func writeOldRoboForm(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("Name,Url,MatchUrl,Login,Pwd,Note,Folder,Rf_fields", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, "", "", a.Name, "x", a.Note, "/" + firstTag(a), "User ID$:txt:" + a.Name, "TOTP KEY$:txt:" + codeField(i, a)}
	})
}

func writeKeeper(_ testing.TB, accounts []account.Account, _ string) []byte {
	records := []any{map[string]any{"title": "no code", "login": "me"}}
	for i, a := range accounts {
		folders := []any{}
		for _, tag := range a.Tags {
			folders = append(folders, map[string]any{"folder": tag})
		}
		fields := map[string]any{"$oneTimeCode::1": codeField(i, a), "another": "x"}
		if i%3 == 0 {
			fields = map[string]any{"$oneTimeCode:code:1": []any{codeField(i, a)}}
		}
		records = append(records, map[string]any{"title": a.Issuer, "login": a.Name, "password": "x", "notes": a.Note, "custom_fields": fields, "folders": folders})
	}
	return marshal(map[string]any{"shared_folders": []any{}, "records": records})
}

func writeKeeperCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"", "no code", "me", "x", "", "", ""}}
	for i, a := range accounts {
		rows = append(rows, []string{firstTag(a), a.Issuer, a.Name, "x", "", a.Note, "", "another", "x", keeperCode, codeField(i, a)})
	}
	return writeCSV(rows)
}

func writeEnpass(_ testing.TB, accounts []account.Account, _ string) []byte {
	number := func(b bool) int { return btoi(b) }
	field := func(kind, value string) any {
		return map[string]any{"label": kind, "type": kind, "value": value, "deleted": 0, "uid": 1}
	}
	folders, items, ids := []any{}, []any{}, map[string]string{}
	for i, a := range accounts {
		in := []any{}
		for _, tag := range a.Tags {
			if ids[tag] == "" {
				ids[tag] = fmt.Sprint("f", len(ids))
				folders = append(folders, map[string]any{"uuid": ids[tag], "title": tag, "parent_uuid": ""})
			}
			in = append(in, ids[tag])
		}
		items = append(items, map[string]any{
			"uuid": fmt.Sprint(i), "title": a.Issuer, "subtitle": "x", "category": "login", "template_type": "login.default", "note": a.Note, "folders": in,
			"favorite": number(a.Pinned), "archived": number(a.Archived), "trashed": number(a.InTrash()),
			"fields": []any{field("email", "mail@example.org"), field("username", a.Name), field("totp", ""), field("totp", codeField(i, a))},
		})
		if a.Name == "" {
			items[i].(map[string]any)["fields"] = []any{field("totp", codeField(i, a))}
		}
	}
	return marshal(map[string]any{"folders": folders, "items": items})
}

func writeEnpassCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"no code", "*Password", "x", ""}}
	for i, a := range accounts {
		rows = append(rows, []string{a.Issuer, "Username", a.Name, "*Password", "x", "One-time code", codeField(i, a), a.Note})
	}
	return writeCSV(rows)
}

func writeZohoVault(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("Password Name,Description,Password URL,SecretData,Notes,CustomData,Tags,Classification,Favorite,login_totp,Folder Name", accounts, func(i int, a account.Account) []string {
		tags := ""
		if len(a.Tags) > 1 {
			tags = strings.Join(a.Tags[1:], ",")
		}
		return []string{a.Issuer, "", "", "SecretType:Web Account\nUser Name:" + a.Name + "\nPassword:x\n", a.Note, "", tags, "P", oneOrNone(a.Pinned), codeField(i, a), firstTag(a)}
	})
}

func writeSynologyC2(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("Display_Name,Login_Username,Login_Password,Login_URLs,Login_TOTP,Notes,Favorite", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, a.Name, "x", "", codeField(i, a), a.Note, fmt.Sprint(a.Pinned)}
	})
}

func writeAliasVaultCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("ServiceName,FolderPath,ServiceUrl,Username,CurrentPassword,AliasEmail,TwoFactorSecret,Notes,CreatedAt,UpdatedAt", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, firstTag(a), "", a.Name, "x", "", codeField(i, a), a.Note, "1", "1"}
	})
}

func writeAvux(t testing.TB, accounts []account.Account, _ string) []byte {
	folders, items := []any{}, []any{map[string]any{"name": "no code", "totpCodes": []any{}}}
	for i, a := range accounts {
		folders = append(folders, map[string]any{"id": fmt.Sprint(i), "name": firstTag(a)})
		item := map[string]any{
			"name": a.Issuer, "itemType": "Login", "folderId": fmt.Sprint(i), "fieldValues": []any{map[string]any{"fieldKey": "login.username", "value": a.Name}},
			"totpCodes": []any{map[string]any{"id": "c", "name": "x", "secretKey": codeField(i, a)}},
		}
		if a.InTrash() {
			item["deletedAt"] = "2026-01-01T00:00:00Z"
		}
		items = append(items, item)
	}
	return zipFile(t, "manifest.json", marshal(map[string]any{"version": "1.0.0", "items": items, "folders": folders}))
}

func writeAvex(t testing.TB, accounts []account.Account, password string) []byte {
	salt := base64.StdEncoding.EncodeToString(random(32))
	nonce, sealed := sealGCM(argon2.IDKey([]byte(password), []byte(salt), 1, 64, 1, 32), writeAvux(t, accounts, ""), nil)
	header := marshal(map[string]any{
		"format": "avex", "version": "1.0.0", "encryption": map[string]any{"algorithm": "AES-256-GCM", "encryptedDataOffset": 0},
		"kdf": map[string]any{"type": "Argon2Id", "salt": salt, "params": map[string]any{"DegreeOfParallelism": 1, "MemorySize": 64, "Iterations": 1}},
	})
	return bytes.Join([][]byte{header, []byte(avexLine + "\n"), nonce, sealed}, nil)
}

func writeDelinea(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("Secret Name,Folder,Username,Password,Notes,URL,TOTP Key", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, firstTag(a), a.Name, "x", a.Note, "", codeField(i, a)}
	})
}

func writeMyki(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("url,username,password,additionalInfo,nickname,twofaSecret", accounts, func(i int, a account.Account) []string {
		return []string{"", a.Name, "x", a.Note, a.Issuer, codeField(i, a)}
	})
}

func writePadlocCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	return tableOf("name,tags,Username,Password,One-Time Password,URL", accounts, func(i int, a account.Account) []string {
		return []string{a.Issuer, strings.Join(a.Tags, ","), a.Name, "x", codeField(i, a), ""}
	})
}

func writePadloc(t testing.TB, accounts []account.Account, password string) []byte {
	items := []any{map[string]any{"name": "no code", "fields": []any{}}}
	for i, a := range accounts {
		var item any = map[string]any{"name": a.Issuer, "tags": append([]string{}, a.Tags...), "fields": []any{
			map[string]any{"name": "User", "type": "username", "value": a.Name}, map[string]any{"name": "Code", "type": "totp", "value": codeField(i, a)},
			map[string]any{"name": "Note", "type": "note", "value": a.Note}, map[string]any{"name": "Password", "type": "password", "value": "x"},
		}}
		if i == 2 { // as versions before 1.3.4 wrote
			item = string(marshal(item))
		}
		items = append(items, item)
	}
	salt, iv, added := random(16), random(16), random(16)
	key, err := pbkdf2Key(context.Background(), Env{}, sha256.New, []byte(password), salt, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := newGCM(key, len(iv))
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return marshal(map[string]any{
		"version": 2, "encryptionParams": map[string]any{"algorithm": "AES-GCM", "keySize": 256, "tagSize": 128, "iv": encode(iv), "additionalData": encode(added)},
		"keyParams":     map[string]any{"algorithm": "PBKDF2", "hash": "SHA-256", "keySize": 256, "iterations": 10, "salt": encode(salt)},
		"encryptedData": encode(gcm.Seal(nil, iv, marshal(map[string]any{"items": items}), added)),
	})
}

func writePsono(_ testing.TB, accounts []account.Account, _ string) []byte {
	folders, items := []any{}, []any{}
	for i, a := range accounts {
		prefix := "website_password_"
		item := map[string]any{
			"type": "website_password", "name": "x", prefix + "title": a.Issuer, prefix + "username": a.Name, prefix + "password": "x", prefix + "notes": a.Note,
			prefix + "totp_code": account.FormatKey(a.Key.Secret), prefix + "totp_period": a.Key.Period, prefix + "totp_digits": a.Key.Digits, prefix + "totp_algorithm": string(a.Key.Algorithm),
		}
		if i == 0 || a.Issuer == "" {
			item = map[string]any{"type": "totp", "name": "", "totp_title": a.Issuer, "totp_notes": a.Note, "totp_code": a.URI()}
		}
		if tag := firstTag(a); tag != "" {
			folders = append(folders, map[string]any{"name": tag, "items": []any{item}, "folders": []any{}})
		} else {
			items = append(items, item)
		}
	}
	return marshal(map[string]any{"folders": folders, "items": items})
}

func escaped(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text))
	return b.String()
}

func writeSafeInCloud(_ testing.TB, accounts []account.Account, _ string) []byte {
	var cards, labels strings.Builder
	for i, a := range accounts {
		fmt.Fprintf(&cards, `<card title="%s" id="%d" star="%v" deleted="%v"><field name="Login" type="login">%s</field><field name="Password" type="password">x</field>`+
			`<field name="One-time password" type="one_time_password">%s</field>`, escaped(a.Issuer), i, a.Pinned, a.InTrash(), escaped(a.Name), escaped(codeField(i, a)))
		for j, tag := range a.Tags {
			fmt.Fprintf(&labels, `<label name="%s" id="%d-%d"></label>`, escaped(tag), i, j)
			fmt.Fprintf(&cards, `<label_id>%d-%d</label_id>`, i, j)
		}
		fmt.Fprintf(&cards, "<notes>%s</notes></card>\n", escaped(a.Note))
	}
	return []byte(`<?xml version="1.0" encoding="utf-8"?>` + "\n<database>" + labels.String() + `<card title="Template" id="t" template="true"><field name="c" type="one_time_password">x</field></card>` + cards.String() + "</database>\n")
}

func writeOnePIF(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b bytes.Buffer
	for i, a := range accounts {
		item := map[string]any{
			"uuid": fmt.Sprint(i), "title": a.Issuer, "typeName": "webforms.WebForm", "openContents": map[string]any{"tags": append([]string{}, a.Tags...), "faveIndex": btoi(a.Pinned)},
			"secureContents": map[string]any{"notesPlain": a.Note, "fields": []any{map[string]any{"value": a.Name, "designation": "username"}}, "sections": []any{
				map[string]any{"fields": []any{map[string]any{"n": "TOTP_0123", "k": "concealed", "v": codeField(i, a)}}},
			}},
		}
		if a.InTrash() {
			item["trashed"] = true
		}
		line, err := json.Marshal(item)
		if err != nil {
			panic(err)
		}
		b.Write(line)
		b.WriteString("\n" + onePIFLine + "\n")
	}
	return b.Bytes()
}

func writeBitwardenZip(t testing.TB, accounts []account.Account, _ string) []byte {
	return zipFile(t, "data.json", marshal(bitwardenItems(accounts)))
}

func writeCXFZip(t testing.TB, accounts []account.Account, _ string) []byte {
	f, _ := ByID("cxf")
	data, err := f.Write(context.Background(), accounts, WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return zipFile(t, "exchange/payload.json", data)
}

// writeCXFSteam writes Steam as Bitwarden does, whose algorithm it is there.
func writeCXFSteam(_ testing.TB, accounts []account.Account, _ string) []byte {
	document := cxfDocument(accounts, time.Unix(1, 0))
	for _, item := range document["accounts"].([]any)[0].(map[string]any)["items"].([]any) {
		item.(map[string]any)["credentials"].([]any)[0].(map[string]any)["algorithm"] = "steam"
	}
	return marshal(document)
}
