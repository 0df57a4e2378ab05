package transfer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// The formats that are zip files join the suite, with and without a password.

var _ = joins(contract{format: "winauth-zip", write: inZip("winauth.txt", writeWinAuth), limits: supports{}.limits})
var _ = joins(contract{format: "winauth-zip", write: inZipCrypto("winauth.txt", writeWinAuth), limits: supports{}.limits, encrypted: true})
var _ = joins(contract{format: "authenticator-plus", write: inZip("Accounts.txt", writeLinkList), limits: supports{}.limits})
var _ = joins(contract{format: "authenticator-plus", write: inZipCrypto("Accounts.txt", writeLinkList), limits: supports{}.limits, encrypted: true})
var _ = joins(contract{format: "raivo-zip", write: inZip("raivo-otp-export.json", writeRaivo), limits: raivoSupports.limits})
var _ = joins(contract{format: "raivo-zip", write: inWinZip("raivo-otp-export.json", writeRaivo), limits: raivoSupports.limits, encrypted: true})
var _ = joins(contract{format: "raivo", write: writeRaivo, limits: raivoSupports.limits})
var _ = joins(contract{format: "1password", write: inZip("export.data", writeOnePassword), limits: supports{tags: true, note: true, pinned: true, archive: true}.limits})

// A writer makes the file of a contract.
type writer = func(t testing.TB, accounts []account.Account, password string) []byte

func inZip(name string, content writer) writer {
	return func(t testing.TB, accounts []account.Account, password string) []byte {
		return zipFile(t, name, content(t, accounts, password))
	}
}

func deflated(t testing.TB, content []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lockedZip makes a zip file with one encrypted member.
func lockedZip(t testing.TB, h *zip.FileHeader, sealed []byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h.Flags |= 1
	h.CompressedSize64 = uint64(len(sealed))
	f, err := w.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(sealed)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inZipCrypto encrypts in PKWARE's old way, with a descriptor behind the content as
// WinAuth writes it: the check byte is then of the time.
func inZipCrypto(name string, content writer) writer {
	return func(t testing.TB, accounts []account.Account, password string) []byte {
		plain := content(t, accounts, password)
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Flags: 8, ModifiedTime: 0x5A21, CRC32: crc32.ChecksumIEEE(plain), UncompressedSize64: uint64(len(plain))}
		head := random(zipCryptoHead)
		//lint:ignore SA1019 a raw header is written with this field, and the check byte is of it
		head[zipCryptoHead-1] = byte(h.ModifiedTime >> 8)
		sealed := append(head, deflated(t, plain)...)
		z := newZipCrypto(password)
		for i, c := range sealed {
			sealed[i] = c ^ z.mask()
			z.update(c)
		}
		return lockedZip(t, h, sealed)
	}
}

// inWinZip encrypts in WinZip's way, AE-2.
func inWinZip(name string, content writer) writer {
	return func(t testing.TB, accounts []account.Account, password string) []byte {
		plain := content(t, accounts, password)
		salt := random(winZipSalt)
		keys, err := pbkdf2Key(context.Background(), Env{}, sha1.New, []byte(password), salt, winZipRounds, 32+32+winZipVerify)
		if err != nil {
			t.Fatal(err)
		}
		ciphertext, err := winZipCTR(keys[:32], deflated(t, plain))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha1.New, keys[32:64])
		mac.Write(ciphertext)
		extra := binary.LittleEndian.AppendUint16(nil, winZipExtra)
		extra = append(extra, 7, 0, 2, 0, 'A', 'E', 3, 8, 0)
		return lockedZip(t, &zip.FileHeader{Name: name, Method: winZipAES, Extra: extra, UncompressedSize64: uint64(len(plain))},
			bytes.Join([][]byte{salt, keys[64:], ciphertext, mac.Sum(nil)[:winZipMAC]}, nil))
	}
}

func writeLinkList(_ testing.TB, accounts []account.Account, _ string) []byte {
	return linkLines(accounts)
}

// writeWinAuth writes WinAuth's list, with what it adds for Battle.net.
func writeWinAuth(_ testing.TB, accounts []account.Account, _ string) []byte {
	var b strings.Builder
	b.WriteString("# WinAuth\n\n")
	for _, a := range accounts {
		link := a.URI()
		if a.Issuer == battleNetIssuer {
			link = fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&digits=8&serial=US-1234", winAuthBattleNet, a.Name, account.FormatKey(a.Key.Secret))
		}
		b.WriteString(link + "\r\n")
	}
	return []byte(b.String())
}

var raivoSupports = supports{types: []otp.Type{otp.TOTP, otp.HOTP}, pinned: true}

// writeRaivo writes every value as a text, as Raivo does.
func writeRaivo(_ testing.TB, accounts []account.Account, _ string) []byte {
	list := []any{}
	for _, a := range accounts {
		list = append(list, map[string]string{
			"issuer": a.Issuer, "account": a.Name, "secret": account.FormatKey(a.Key.Secret), "algorithm": string(a.Key.Algorithm),
			"digits": fmt.Sprint(a.Key.Digits), "kind": strings.ToUpper(string(a.Key.Type)), "timer": fmt.Sprint(a.Key.Period),
			"counter": fmt.Sprint(a.Counter), "pinned": fmt.Sprint(a.Pinned), "iconType": "",
		})
	}
	return marshal(list)
}

// writeOnePassword writes items of both shapes, with and without one around them.
func writeOnePassword(_ testing.TB, accounts []account.Account, _ string) []byte {
	items := []any{map[string]any{"overview": map[string]any{"title": "no code here"}}}
	for i, a := range accounts {
		state, favourite := "active", 0
		if a.Archived {
			state = "archived"
		}
		if a.Pinned {
			favourite = 1
		}
		var item any = map[string]any{
			"favIndex": favourite, "state": state, "overview": map[string]any{"title": a.Issuer, "tags": append([]string{}, a.Tags...)},
			"details": map[string]any{
				"loginFields": []any{map[string]any{"designation": "username", "value": a.Name}, map[string]any{"designation": "password", "value": "x"}},
				"notesPlain":  a.Note,
				"sections":    []any{map[string]any{"fields": []any{map[string]any{"value": map[string]any{"totp": a.URI()}}, map[string]any{"value": map[string]any{"string": "x"}}}}},
			},
		}
		if i%2 == 1 {
			item = map[string]any{"item": item}
		}
		items = append(items, item)
	}
	return marshal(map[string]any{"accounts": []any{map[string]any{"vaults": []any{map[string]any{"items": items}}}}})
}
