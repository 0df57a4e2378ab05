package transfer

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	"image/draw"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// What readers were once too quick about: names, keys and reasons, as summary makes them.
func TestReadWithCare(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	link := "otpauth://totp/B:b?secret=" + other
	keeperRow := func(cells ...string) string { return string(writeCSV([][]string{cells})) }
	for _, row := range []struct {
		why, text string
		want      []string
	}{
		{"pass: a password with commas", "a,b,c;d\ntotp: " + key + "\n", []string{"/ " + key}},
		{"pass: an empty password", "\ntotp: " + key + "\nuser: me\n", []string{"/me " + key}},
		{"pass: a key that counts", "x\nuser: me\nhotp: " + key + "\n", []string{"/me: it is counter-based, and its counter is not in the file"}},
		{"pass: a word for a key", "x\n2fa: disabled\notp: " + key + "\n", []string{"/ " + key}},
		{"pass: a sentence for a key", "x\n2fa: see the recovery codes sheet\notp: " + key + "\n", []string{"/ " + key}},
		{"pass: neither", "x\n2fa: +49 123\notp: jbsw y3dp ehpk 3pxp\n", []string{"/: it does not look like a key", "/ " + key}},
		{"Padloc: a word for a key", "name,tags,username,password,2fa\nA,,me,x,disabled\nB,,me,x," + key + "\n", []string{"B/me " + key}},
		{"Padloc: a number for a key", "name,tags,username,password,2fa\nA,,me,x,+49 123\n", []string{"A/me: it does not look like a key"}},
		{"Enpass: a word for a key", "A,Username,me,TOTP,aktiviert\nB,Username,me,TOTP," + key + ",*Password,x\n", []string{"B/me " + key}},
		{"Keeper: a link beside the pairs", keeperRow("", "A", "me", "pw", "", "", "", "one", "TFC:Keeper", link), []string{"B/b " + other}},
		{"Keeper: a key beside the pairs", keeperRow("", "A", "me", "pw", "", "", "", "one", "TFC:Keeper", key), []string{"/: its cells are shifted; put quotation marks around cells with commas"}},
		{"Keeper: CR alone", strings.ReplaceAll(keeperRow("", "A", "me", "pw", "", "", "", "TFC:Keeper", link)+keeperRow("", "C", "me", "pw", "", "", "", "TFC:Keeper", link), "\n", "\r"),
			[]string{"B/me " + other, "B/me " + other}},
		{"totp-cli: an empty namespace", `[{"name": "none", "accounts": null}, {"name": "x", "accounts": [{"name": "a", "token": "` + key + `"}]}]`, []string{"/a " + key}},
		{"totp-cli: the escapes of YAML", "- name: x\n  accounts:\n    - name: \"a\\xE9\\e\\U0001F600\"\n      token: " + key + "\n", []string{"/aé\x1b😀 " + key}},
		{"2fa: prose", "Chapter 7 introduction\n\n" + link + "\n", []string{"B/b " + other}},
		{"RoboForm: a field cut short", "Name,MatchUrl,Login,Pwd,RfFieldsV2\nA,x,me,pw,\"TOTP KEY$,,,txt\"\nB,x,me,pw,\"TOTP KEY$,,,txt," + key + "\"\n", []string{"A/me: the field of its key is cut short", "B/me " + key}},
		{"OTP Manager: no vector", `{"accounts": [{"secret": "` + key + `", "name": "a", "issuer": "A", "algorithm": 0}], "iv": null}`, []string{"A/a " + key}},
		{"Aegis's page: an odd digit", "<html><table><tr><th>Issuer</th><th>Name</th><th>Type</th><th>Secret</th><th>PIN</th></tr>" +
			"<tr><td>A</td><td>a</td><td>MOTP</td><td>00112233445566778</td><td>1234</td></tr></table></html>", []string{"A/a: its key is not hexadecimal text"}},
		{"a game of Steam's in a field", "name,tags,website\nA,,steam://friends\nB,," + link + "\n", []string{"B/b " + other}},
	} {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		if got := summary(r); err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, %v", row.why, got, err)
		}
	}
}

// summary returns “issuer/name key” of the accounts, behind “issuer/name: reason” of the failures.
func summary(r Result) (list []string) {
	for _, f := range r.Failures {
		list = append(list, f.Issuer+"/"+f.Name+": "+f.Reason)
	}
	for _, a := range r.Accounts {
		list = append(list, a.Issuer+"/"+a.Name+" "+account.FormatKey(a.Key.Secret))
	}
	return list
}

// A picture of a printed page that cannot be read is an account that would be lost with the page.
func TestPageWithABadPicture(t *testing.T) {
	white := image.NewGray(image.Rect(0, 0, 300, 300))
	draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
	page := "<!DOCTYPE html><html><body>"
	for _, picture := range []image.Image{qrOf(t, "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP"), white} {
		page += `<img src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(pngOf(t, picture)) + `"/>`
	}
	r, err := Read(t.Context(), []byte(page), Env{DecodeQR: decodeQR})
	if want := []string{"/: picture 2 of the page has no QR code that can be read", "A/a JBSWY3DPEHPK3PXP"}; err != nil || !slices.Equal(summary(r), want) || r.Keep == "" {
		t.Errorf("%q, kept %q, %v", summary(r), r.Keep, err)
	}
}

// A page with pictures may have its accounts in links all the same, or in both.
func TestPageWithPicturesAndLinks(t *testing.T) {
	const a, b = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ"
	embedded := func(link string) string {
		return `<img src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(pngOf(t, qrOf(t, link))) + `">`
	}
	for why, row := range map[string]struct {
		body string
		want []string
	}{
		"a logo and a link":               {`<img src="logo.png"><a href="` + a + `">x</a>`, []string{"A/a JBSWY3DPEHPK3PXP"}},
		"a QR code and its link":          {embedded(a) + `<a href="` + a + `">x</a>`, []string{"A/a JBSWY3DPEHPK3PXP"}},
		"a QR code and a link to another": {embedded(b) + `<a href="` + a + `">x</a>`, []string{"A/a JBSWY3DPEHPK3PXP", "B/b GEZDGNBVGY3TQOJQ"}},
	} {
		r, err := Read(t.Context(), []byte("<html><body>"+row.body+"</body></html>"), Env{DecodeQR: decodeQR})
		if err != nil || !slices.Equal(summary(r), row.want) || r.Keep == "" {
			t.Errorf("%s: %q, kept %q, %v", why, summary(r), r.Keep, err)
		}
	}
}

// What is left out of a file keeps it.
func TestKeptForWhatIsLeftOut(t *testing.T) {
	a := account.Account{Issuer: "A", Name: "a", Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("0123456789"), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
	b := a
	b.Issuer, b.Key.Secret = "B", otp.Secret("9876543210")
	migrations, _ := account.MigrationURIs([]account.Account{{Issuer: "C", Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("abcdefghij"), Algorithm: otp.SHA1, Digits: 6, Period: 30}}})
	cotpNote := marshal(map[string]any{"version": 2, "elements": cotpElements([]account.Account{a, b}), "note": migrations[0]})
	document := `{"version": {"major": 1}, "exporterRpId": "x", "accounts": [{"items": [{"title": "A", "credentials": [` +
		`{"type": "totp", "secret": "JBSWY3DPEHPK3PXP"}, {"type": "note", "content": "one"}, {"type": "note", "content": "two"}]}]}]}`
	for why, row := range map[string]struct {
		data []byte
		want string
	}{
		"a migration in another field": {cotpNote, keepsLinks},
		"a second note":                {[]byte(document), keepsFields},
	} {
		r, err := Read(t.Context(), row.data, Env{})
		if err != nil || len(r.Accounts) == 0 || r.Keep != row.want {
			t.Errorf("%s: %d accounts, kept %q, %v", why, len(r.Accounts), r.Keep, err)
		}
	}
}

// What nobody knows in a backup of OTP Auth is refused, and what does not open is said.
func TestOTPAuthWithCare(t *testing.T) {
	const key = "GAYTEMZUGU3DOOBZ"
	for why, row := range map[string]struct {
		change func(w *keyedWriter, object, folder map[string]any)
		want   []string
	}{
		"as it is":             {func(*keyedWriter, map[string]any, map[string]any) {}, []string{"A/a " + key}},
		"no issuer":            {func(_ *keyedWriter, object, _ map[string]any) { object["issuer"] = plistUID(0) }, []string{"/a " + key}},
		"an unknown hash":      {func(_ *keyedWriter, object, _ map[string]any) { object["algorithm"] = 9 }, []string{"A/a: its algorithm is unknown; SHA1, SHA256 and SHA512 are possible"}},
		"a hash below them":    {func(_ *keyedWriter, object, _ map[string]any) { object["algorithm"] = -1 }, []string{"A/a: its algorithm is unknown; SHA1, SHA256 and SHA512 are possible"}},
		"a hash in words":      {func(_ *keyedWriter, object, _ map[string]any) { object["algorithm"] = "SHA512" }, []string{"A/a: its algorithm is unknown; SHA1, SHA256 and SHA512 are possible"}},
		"digits in words":      {func(_ *keyedWriter, object, _ map[string]any) { object["digits"] = "eight" }, []string{"A/a: the number of digits is not between 4 and 10"}},
		"accounts are no list": {func(_ *keyedWriter, _, folder map[string]any) { folder["accounts"] = "x" }, []string{"/: its folder is damaged"}},
	} {
		var w keyedWriter
		a := account.Account{Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("0123456789"), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
		object := w.members(a)
		object["issuer"], object["label"], object["secret"] = w.ref("A"), w.ref("a"), w.ref([]byte(a.Key.Secret))
		folder := map[string]any{"name": w.ref("x"), "accounts": w.ref(map[string]any{"NS.objects": []any{w.ref(object)}})}
		row.change(&w, object, folder)
		all := w.ref(map[string]any{"NS.objects": []any{w.ref(folder)}})
		content := w.archive(w.ref(map[string]any{"NS.keys": []any{w.ref("Folders")}, "NS.objects": []any{all}}))
		data := sealOTPAuth("Authenticator", map[string]any{"Version": 11, "WrappedData": sealRNCryptor("p", content)})
		r, err := Read(t.Context(), data, withAnswer("p"))
		if got := summary(r); err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, %v", why, got, err)
		}
	}
}

// An old backup of OTP Auth is known by its salt, for its first byte may be anything.
func TestOldOTPAuthOfAnyByte(t *testing.T) {
	a := account.Account{Name: "a", Key: otp.Key{Type: otp.TOTP, Secret: otp.Secret("0123456789"), Algorithm: otp.SHA1, Digits: 6, Period: 30}}
	key := sha256.Sum256([]byte("salt-p"))
	content := otpAuthFolders([]account.Account{a})
	for i := 0; ; i++ {
		vector := fmt.Sprint(i)
		iv := sha1.Sum([]byte(vector))
		sealed := sealCBC(key[:], iv[:16], content)
		if sealed[0] != 3 {
			continue
		}
		data := sealOTPAuth("Authenticator", map[string]any{"Version": 10, "Salt": "salt", "IV": vector, "WrappedData": sealed})
		if r, err := Read(t.Context(), data, withAnswer("p")); err != nil || len(r.Accounts) != 1 {
			t.Errorf("%d accounts, %v", len(r.Accounts), err)
		}
		return
	}
}

func withAnswer(password string) Env {
	return Env{Password: func(context.Context, bool) (string, error) { return password, nil }}
}

// A token of CloudOTP without an ID is in no category.
func TestCloudOTPWithoutID(t *testing.T) {
	salt, c := random(cloudOTPSalt), cloudOTPCost
	key := argon2.IDKey([]byte("p"), salt, uint32(c.Passes), uint32(c.Memory), uint8(c.Lanes), 32)
	nonce, sealed := sealGCM(key, []byte(`{"tokens": [{"issuer": "A", "secret": "JBSWY3DPEHPK3PXP", "token_type": 0}], "categories": [{"title": "empty", "bindings": ""}]}`), nil)
	r, err := Read(t.Context(), slices.Concat([]byte(cloudOTPHeader), salt, nonce, sealed), withAnswer("p"))
	if err != nil || len(r.Accounts) != 1 || len(r.Accounts[0].Tags) != 0 {
		t.Errorf("%v, %v", r.Accounts, err)
	}
}

// What has a member or a column of a program's file by chance is not taken for one.
func TestNoProgramsFile(t *testing.T) {
	for why, row := range map[string]struct{ text, want string }{
		"a drawing":                  {`{"type": "excalidraw", "version": 2, "elements": [{"id": "a"}]}`, ""},
		"keys of an interface":       {`{"tokens": [{"id": 1}]}`, ""},
		"accounts of a bank":         {`{"accounts": {"1": {"name": "a"}}}`, ""},
		"bookmarks":                  {"name,tags,url\nA,b,https://a.example\n", ""},
		"a game in a browser's page": {"name,url,username,password\nA,steam://run/440,me,x\n", "passwords"},
	} {
		if f, _ := Detect([]byte(row.text)); f.ID != row.want {
			t.Errorf("%s is taken for %q", why, f.ID)
		}
	}
}

// A folder's name stands in the path of every folder below it: the paths are bounded together.
func TestEnpassFolders(t *testing.T) {
	folders := []map[string]any{{"uuid": "top", "title": strings.Repeat("x", maxTexts/1000)}}
	for i := range 1000 {
		folders = append(folders, map[string]any{"uuid": fmt.Sprint(i), "parent_uuid": "top", "title": "y"})
	}
	data := marshal(map[string]any{"folders": folders, "items": []any{}})
	if _, err := Read(t.Context(), data, Env{}); err != errTooLarge {
		t.Errorf("%v", err)
	}
}

func TestUnescape(t *testing.T) {
	for _, row := range []struct {
		text, want string
		ok         bool
	}{
		{`plain`, "plain", true},
		{`a\/b\"\\\n`, "a/b\"\\\n", true},
		{`\u00e9\ud83d\ude00\U0001F600\xe9`, "é😀😀é", true}, // JSON writes what is beyond 16 bits in two halves
		{`\ud83d`, "\uFFFD", true},
		{`\ud83d\u0041`, "\uFFFDA", true},
		{`\d`, `\d`, false}, {`\u12`, `\u12`, false}, {`\uzzzz`, `\uzzzz`, false}, {`\U99999999`, `\U99999999`, false}, {`a\`, `a\`, false},
	} {
		if got, ok := unescape(row.text); got != row.want || ok != row.ok {
			t.Errorf("%s: %q, %v", row.text, got, ok)
		}
	}
}
