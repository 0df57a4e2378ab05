package transfer

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"watchword/vault/account"
	"watchword/vault/otp"
	"watchword/vault/transfer/internal/sqlite/sqlitetest"
)

// The formats that are only read join the suite with writers of their own.

var _ = joins(contract{format: "bitwarden-csv", write: writeBitwardenCSV, limits: bitwardenSupports.limits})
var _ = joins(contract{format: "proton-pass", write: writeProtonPass, limits: supports{
	types: timeBased, tags: true, oneTag: true, note: true, also: bitwardenSupports.also,
}.limits})
var _ = joins(contract{format: "authy", write: writeAuthy, limits: authyLimits, encrypted: true, unproven: true})
var _ = joins(contract{format: "authy", write: writeAuthyPhone, limits: authyLimits})
var _ = joins(contract{format: "google-authenticator", write: writeGoogleDatabase, limits: supports{
	types: []otp.Type{otp.TOTP, otp.HOTP}, key: func(k otp.Key) string {
		if k.Algorithm != otp.SHA1 || k.Digits != 6 || k.Type == otp.TOTP && k.Period != 30 {
			return "SHA1, 6, 30 only"
		}
		return ""
	},
}.limits})
var _ = joins(contract{format: "stratum", write: writeStratumDatabase, limits: stratumSupports.limits})
var _ = joins(contract{format: "stratum", write: writeOldStratum, limits: stratumSupports.limits, encrypted: true, unproven: true, few: true})
var _ = joins(contract{format: "html", write: writeStratumPage, limits: supports{}.limits})
var _ = joins(contract{format: "html", write: writeAegisPage, limits: supports{
	note: true, pinned: true, key: func(k otp.Key) string {
		if k.Type == otp.TOTP && k.Period != 30 {
			return "the table has no period"
		}
		return ""
	},
}.limits})
var _ = joins(contract{format: "html", write: writeQRPage, limits: supports{}.limits, env: Env{DecodeQR: decodeQR}, few: true})
var _ = joins(contract{format: "qr", write: writePicture, limits: supports{}.limits, env: Env{DecodeQR: decodeQR}, few: true})
var _ = joins(contract{format: "ente", write: writeEnteItems, limits: enteSupports.limits})

func writeBitwardenCSV(_ testing.TB, accounts []account.Account, _ string) []byte {
	rows := [][]string{{"folder", "favorite", "type", "name", "notes", "fields", "reprompt", "login_uri", "login_username", "login_password", "login_totp"}}
	for _, a := range accounts {
		row := make([]string, 11)
		if len(a.Tags) > 0 {
			row[0] = a.Tags[0]
		}
		if a.Pinned {
			row[1] = "1"
		}
		row[3], row[4], row[8], row[10] = a.Title(), a.Note, a.Name, bitwardenCode(a)
		rows = append(rows, row)
	}
	rows = append(rows, []string{"", "", "note", "no code here"}) // ragged, and not about codes
	return writeCSV(rows)
}

func writeProtonPass(t testing.TB, accounts []account.Account, _ string) []byte {
	vaults := map[string]any{}
	for i, a := range accounts {
		tag := "" // each account has a vault for itself: they may have one name
		if len(a.Tags) > 0 {
			tag = a.Tags[0]
		}
		content := map[string]any{"itemUsername": a.Name, "totpUri": bitwardenCode(a)}
		extra := []any{}
		if i%2 == 1 { // every other one in a field of its own
			content["totpUri"] = ""
			extra = append(extra, map[string]any{"type": "totp", "data": map[string]any{"totpUri": bitwardenCode(a)}})
		}
		vaults[fmt.Sprint(i)] = map[string]any{"name": tag, "items": []any{map[string]any{"data": map[string]any{
			"metadata": map[string]any{"name": a.Title(), "note": a.Note}, "type": "login", "content": content, "extraFields": extra,
		}}}}
	}
	return zipFile(t, "Proton Pass/data.json", marshal(map[string]any{"vaults": vaults}))
}

// zipFile makes a zip with one member.
func zipFile(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var authyLimits = supports{types: []otp.Type{otp.TOTP}, key: func(k otp.Key) string {
	if k.Algorithm != otp.SHA1 || k.Period != 30 {
		return "Authy has SHA1 and 30 seconds only"
	}
	return ""
}, also: func(a account.Account) string {
	if a.Issuer == "" || a.Name == "" || strings.ContainsAny(a.Name, ":-") {
		return "which part of the name is the issuer"
	}
	return ""
}}.limits

func writeAuthy(t testing.TB, accounts []account.Account, password string) []byte {
	var tokens []any
	for i, a := range accounts {
		salt := fmt.Sprintf("salt of %d", i%7) // some share it
		key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), []byte(salt), authyRounds, 32)
		if err != nil {
			t.Fatal(err)
		}
		var iv any
		raw := make([]byte, 16)
		if i%2 == 1 {
			raw = random(16)
			iv = fmt.Sprintf("%x", raw)
		}
		tokens = append(tokens, map[string]any{
			"account_type": "authenticator", "digits": a.Key.Digits, "issuer": a.Issuer, "name": a.Issuer + ": " + a.Name,
			"original_name": a.Issuer + ":" + a.Name, "salt": salt, "unique_iv": iv,
			"encrypted_seed": base64.StdEncoding.EncodeToString(sealCBC(key, raw, []byte(strings.ToLower(account.FormatKey(a.Key.Secret))))),
		})
	}
	return marshal(map[string]any{"authenticator_tokens": tokens, "deleted": []any{}, "success": true})
}

func writeAuthyPhone(_ testing.TB, accounts []account.Account, _ string) []byte {
	var tokens []any
	for _, a := range accounts {
		tokens = append(tokens, map[string]any{
			"accountType": "authenticator", "digits": a.Key.Digits, "originalIssuer": a.Issuer, "name": a.Issuer + ": " + a.Name,
			"decryptedSecret": account.FormatKey(a.Key.Secret),
		})
	}
	return preferences(pref{authyTokensPref, string(marshal(tokens))}, pref{"another", "one"})
}

// preferences makes an Android preference file.
func preferences(prefs ...pref) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n    <int name=\"version\" value=\"1\" />\n")
	for _, p := range prefs {
		b.WriteString("    <string name=\"" + p.Name + "\">")
		xml.EscapeText(&b, []byte(p.Value))
		b.WriteString("</string>\n")
	}
	b.WriteString("</map>\n")
	return b.Bytes()
}

func writeGoogleDatabase(_ testing.TB, accounts []account.Account, _ string) []byte {
	var rows [][]any
	for _, a := range accounts {
		kind := int64(0)
		if a.Key.Type == otp.HOTP {
			kind = 1
		}
		email := a.Name
		if a.Issuer != "" {
			email = a.Issuer + ":" + a.Name
		}
		rows = append(rows, []any{nil, email, account.FormatKey(a.Key.Secret), int64(a.Counter), kind, a.Issuer, a.Name})
	}
	return sqlitetest.Write(1024, 0, sqlitetest.Table{SQL: "CREATE TABLE android_metadata (locale TEXT)", Rows: [][]any{{"en_US"}}}, sqlitetest.Table{
		SQL: "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL, counter INTEGER DEFAULT 0, type INTEGER, issuer TEXT DEFAULT NULL, original_name TEXT DEFAULT NULL)", Rows: rows,
	})
}

func writeStratumDatabase(_ testing.TB, accounts []account.Account, _ string) []byte {
	backup := stratumBackup(accounts)
	table := func(name, list string, columns ...string) sqlitetest.Table {
		var rows [][]any
		for _, item := range backup[list].([]any) {
			var row []any
			for _, column := range columns {
				v := item.(map[string]any)[column]
				switch n := v.(type) {
				case int:
					v = int64(n)
				case uint64:
					v = int64(n)
				}
				row = append(row, v)
			}
			rows = append(rows, row)
		}
		return sqlitetest.Table{SQL: "CREATE TABLE \"" + name + "\" (\n\"" + strings.ToLower(strings.Join(columns, "\" varchar ,\n\"")) + "\" integer )", Rows: rows}
	}
	return sqlitetest.Write(4096, 0,
		table("authenticator", "Authenticators", "Type", "Icon", "Issuer", "Username", "Secret", "Pin", "Algorithm", "Digits", "Period", "Counter", "Ranking"),
		table("category", "Categories", "Id", "Name", "Ranking"),
		table("authenticatorcategory", "AuthenticatorCategories", "CategoryId", "AuthenticatorSecret", "Ranking"))
}

func writeOldStratum(t testing.TB, accounts []account.Account, password string) []byte {
	salt, iv := random(20), random(16)
	key, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt, stratumOldRounds, 32)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Join([][]byte{[]byte(stratumOldMagic), salt, iv, sealCBC(key, iv, marshal(stratumBackup(accounts)))}, nil)
}

// writeStratumPage leaves the ampersands as they are, as Stratum does.
func writeStratumPage(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html><head><style>td > code { color: red }</style></head><body><table>")
	for _, a := range accounts {
		b.WriteString("<tr><td>" + html.EscapeString(a.Issuer) + "</td><td><code>" + a.URI() + "</code></td></tr>\n")
	}
	b.WriteString("</table></body></html>")
	return []byte(b.String())
}

func writeAegisPage(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	b.WriteString("<html><head><title>Export</title></head><body><table><tr>")
	for _, heading := range strings.Split("Issuer,Name,Type,QR Code,UUID,Note,Favorite,Algo,Digits,Secret,Counter,PIN", ",") {
		b.WriteString("<th>" + heading + "</th>")
	}
	for _, a := range accounts {
		types := map[otp.Type]string{otp.TOTP: "TOTP", otp.HOTP: "HOTP", otp.Steam: "Steam", otp.MOTP: "MOTP", otp.Yandex: "Yandex"}
		secret, counter, pin := account.FormatKey(a.Key.Secret), "-", "-"
		if a.Key.Type == otp.MOTP {
			secret = fmt.Sprintf("%x", []byte(a.Key.Secret))
		}
		if a.Key.Type == otp.HOTP {
			counter = fmt.Sprint(a.Counter)
		}
		if a.Key.PIN != "" {
			pin = string(a.Key.PIN)
		}
		b.WriteString("</tr><tr>")
		for _, text := range []string{
			a.Issuer, a.Name, types[a.Key.Type], "", uuidText(), a.Note, fmt.Sprint(a.Pinned),
			string(a.Key.Algorithm), fmt.Sprint(a.Key.Digits), secret, counter, pin,
		} {
			b.WriteString("<td>" + html.EscapeString(text) + "</td>")
		}
	}
	b.WriteString("</tr></table></body><style>td{padding:1em}</style></html>")
	return []byte(b.String())
}

// writeQRPage has its accounts in pictures alone, as Ente's page does.
func writeQRPage(t testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><body>")
	for _, a := range accounts {
		b.WriteString("<p><b>" + html.EscapeString(a.Issuer) + "</b></p><img src=\"data:image/png;base64," +
			base64.StdEncoding.EncodeToString(pngOf(t, qrOf(t, a.URI()))) + "\"/>")
	}
	b.WriteString("</body></html>")
	return []byte(b.String())
}

// writePicture puts one QR code for each account into one picture, in rows.
func writePicture(t testing.TB, accounts []account.Account, _ string) []byte {
	const across, size = 6, 300
	sheet := image.NewGray(image.Rect(0, 0, across*size, (len(accounts)+across-1)/across*size))
	draw.Draw(sheet, sheet.Bounds(), image.White, image.Point{}, draw.Src)
	for i, a := range accounts {
		at := image.Pt(i%across*size, i/across*size)
		draw.Draw(sheet, image.Rectangle{at, at.Add(image.Pt(size, size))}, qrOf(t, a.URI()), image.Point{}, draw.Src)
	}
	return pngOf(t, sheet)
}

func qrOf(t testing.TB, text string) image.Image {
	t.Helper()
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 300, 300, nil)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, m.GetWidth(), m.GetHeight()))
	for y := range m.GetHeight() {
		for x := range m.GetWidth() {
			if !m.Get(x, y) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeEnteItems(_ testing.TB, accounts []account.Account, _ string) []byte {
	var items []any
	for _, a := range accounts {
		tags := []any{}
		for _, tag := range a.Tags {
			tags = append(tags, tag)
		}
		items = append(items, map[string]any{"rawData": a.URI(), "display": map[string]any{
			"pinned": a.Pinned, "trashed": a.InTrash(), "tags": tags, "note": a.Note,
		}})
	}
	return marshal(map[string]any{"items": items})
}
