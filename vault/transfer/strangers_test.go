package transfer

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// Files that people asked for help with in public, made anew.
func TestWhatPeopleHave(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	const link, second = "otpauth://totp/A:a?secret=" + key + "&issuer=A", "otpauth://totp/B:b?secret=" + other + "&issuer=B"
	const mail = "Subject: x\nContent-Transfer-Encoding: base64\n\n"
	for _, row := range []struct {
		why, text string
		want      []string // as [summary] says it, behind the type and digits of each account
	}{
		// Links that were escaped or stand in something.
		{"from a shell", `pass otp insert x otpauth://totp/A:a\?secret\=` + key + `\&issuer\=A\&digits\=8`, []string{"totp8", "A/a " + key}},
		{"from a log, in a list", link + "\n" + `x {"url":"otpauth:\/\/totp\/B:b?secret=` + other + `\u0026digits=8"} y`, []string{"totp6", "totp8", "A/a " + key, "B/b " + other}},
		{"an escaped question mark", "otpauth://totp/A:a%3Fsecret=" + key + "&digits=8", []string{"totp8", "A/a " + key}},
		{"all of it escaped", "otpauth://totp/A%3Aa%3fsecret%3D" + key + "%26digits%3D8", []string{"totp8", "A/a " + key}},
		{"a cell of a table in Markdown", "codes\n| A | " + link + "|\n| B | " + second + "&digits=8 |\n", []string{"totp6", "totp8", "A/a " + key, "B/b " + other}},
		{"a bar in a label", "codes\notpauth://totp/A|x:a?secret=" + key, []string{"totp6", "A|x/a " + key}},
		{"a place in a page", link + "&digits=8#top", []string{"totp8", "A/a " + key}},
		{"a place behind the key", "otpauth://totp/A:a?secret=" + key + "#top", []string{"totp6", "A/a " + key}},
		{"a hash in a name", "otpauth://totp/A:a?issuer=C# Club&secret=" + key, []string{"totp6", "C# Club/a " + key}},
		{"invisible marks in names", "otpauth://totp/A\u200BB:\u202Ea\u202C?secret=" + key + "&issuer=A\u200BB", []string{"totp6", "AB/a " + key}},
		{"escaped marks, which were meant", "otpauth://totp/A%E2%80%8BB:a?secret=" + key, []string{"totp6", "A\u200BB/a " + key}},
		{"a joiner in a name", "otpauth://totp/\u0646\u200C\u0645:a?secret=" + key, []string{"totp6", "\u0646\u200C\u0645/a " + key}},
		{"Steam by its digits", "otpauth://totp/Steam:a?secret=" + key + "&issuer=Steam&digits=s", []string{"steam5", "Steam/a " + key}},

		// Texts that were encoded.
		{"RTF of TextEdit", "{\\rtf1\\ansi\\ansicpg1252\n{\\fonttbl\\f0\\fswiss Helvetica;}\n\\f0\\fs24 \\cf0 " + link + "&digits=8\\\notpauth://totp/Caf\\'e9:b?secret=" + other + "\\\n}",
			[]string{"totp8", "totp6", "A/a " + key, "Café/b " + other}},
		{"RTF of WordPad", "{\\rtf1\\ansi\r\n{\\*\\generator otpauth://totp/x:x?secret=MFRGGZDFMZTWQ2LK;}\r\n\\pard " + link + "\\par\r\n" + second + "&digits=99\\par\r\n}",
			[]string{"totp6", "B/b: line 4: the link's digits must be a whole number from 4 to 10", "A/a " + key}},
		{"RTF beyond Latin", "{\\rtf1 otpauth://totp/\\u1071?:a?secret=" + key + "\\par}", []string{"totp6", "Я/a " + key}},
		{"a mail in base64", mail + "b3RwYXV0aDovL3RvdHAvQTphP3NlY3JldD1KQlNXWTNEUEVI\nUEszUFhQJmRpZ2l0cz04Cg==\n", []string{"totp8", "A/a " + key}},
		{"a mail with a picture in it", "From me\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n" + link + "\n--x\nContent-Transfer-Encoding: BASE64\n\niVBORw0KGgo=\n--x--\n",
			[]string{"totp6", "A/a " + key}},

		// Programs.
		{"andOTP without an issuer", `[{"secret":"` + key + `","label":"Steam:jane","type":"steam","digits":5}]`, []string{"steam5", "Steam/jane " + key}},
		{"Proton Pass before it told user names from addresses", `{"userId":"x","vaults":{"v":{"name":"V","items":[{"data":{"type":"login","metadata":{"name":"Shop"},` +
			`"content":{"username":"jane","totpUri":"` + key + `"}}}]}}}`, []string{"totp6", "Shop/jane " + key}},
		{"a key that a spreadsheet rounded", "Group,Title,Username,Password,TOTP\nRoot,A,a,pw,1.23457E+15\n",
			[]string{"A/a: a spreadsheet has turned it into a rounded number, and the rest of the key is lost: export again, and import the file without opening and saving it in a spreadsheet"}},
	} {
		r, err := detectAndRead(t, []byte(row.text))
		var got []string
		for _, a := range r.Accounts {
			got = append(got, string(a.Key.Type)+string(rune('0'+a.Key.Digits)))
		}
		if got = append(got, summary(r)...); err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s (%s): %q, %v", row.why, r.Format, got, err)
		}
	}
}

// What is no export at all is named, so that nobody looks for a program or a password.
func TestForeignFiles(t *testing.T) {
	for why, row := range map[string]struct{ data, want string }{
		"7z":         {"7z\xBC\xAF\x27\x1C" + strings.Repeat("x\x01\x02", 50), "archive of the kind 7z"},
		"RAR":        {"Rar!\x1A\x07\x00" + strings.Repeat("x\x01\x02", 50), "archive of the kind RAR"},
		"gzip":       {"\x1F\x8B\x08\x00" + strings.Repeat("x\x01\x02", 50), "archive of the kind gzip"},
		"bzip2":      {"BZh91AY&SY" + strings.Repeat("x\x01\x02", 50), "archive of the kind bzip2"},
		"tar":        {strings.Repeat("x", 257) + "ustar\x0000", "archive of the kind tar"},
		"empty":      {"", "empty"},
		"blank":      {"\xEF\xBB\xBF \r\n", "empty"},
		"zeros":      {strings.Repeat("\x00", 4096), "zeros"},
		"Nextcloud":  {"HBEGIN:oc_encryption_module:OC_DEFAULT_MODULE:cipher:AES-256-CTR:HEND---" + strings.Repeat("\xA0x", 50), "Nextcloud"},
		"an old doc": {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 504), "older version of Word"},
		"a page":     {"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"},
	} {
		if f, ok := Detect([]byte(row.data)); ok && f.ID != "html" {
			t.Errorf("%s is taken for %s", why, f.ID)
		}
		_, err := Read(context.Background(), []byte(row.data), Env{})
		if err == nil || !strings.Contains(err.Error(), row.want) || !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", why, err)
		}
	}
}

// A list that begins with what an archive begins with is a list.
func TestNoForeignFiles(t *testing.T) {
	const link = "\notpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP\n"
	for _, begin := range []string{"BZhang", "7zip", "Rar!", "x -lh5- y", strings.Repeat("x", 257) + "ustar"} {
		if r, err := Read(t.Context(), []byte(begin+link), Env{}); err != nil || len(r.Accounts) != 1 {
			t.Errorf("%q: %d, %v", begin, len(r.Accounts), err)
		}
	}
}

// The counter of FreeOTP is that of its next code; -1 stands for one that comes fresh from a link.
func TestFreeOTPCounter(t *testing.T) {
	for stored, want := range map[string]uint64{"4": 4, "0": 0, "-1": 0} {
		token := `{"type":"HOTP","algo":"SHA1","digits":6,"counter":` + stored + `,"label":"a","issuerExt":"A","secret":[1,2,3,4,5,6,7,8,9,10]}`
		for _, data := range [][]byte{preferences(pref{"A:a", token}), []byte(`{"tokenOrder":["A:a"],"tokens":[` + token + `]}`)} {
			r, err := Read(t.Context(), data, Env{})
			if err != nil || len(r.Accounts) != 1 || r.Accounts[0].Counter != want {
				t.Errorf("%s (%s): %v, %v", stored, r.Format, r.Failures, err)
			}
		}
	}
}

// Links that ran into each other have the key of one in the name of the other: none is shown as a name.
func TestNoKeyIsAName(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	for _, link := range []string{
		"otpauth://totp/A:a?secret=" + key + "&issuer=At=" + other,
		"otpauth://totp/A:a&secret=" + other + "?secret=" + key,
		"otpauth://totp/A:a%26secret%3D" + other + "?secret=" + key,
		"otpauth://totp/A:aet=" + other + "?secret=" + key + "&issuer=A",
	} {
		for _, text := range []string{link, "x " + link + "\n", `{"a": "` + link + `"}`} {
			r, err := Read(t.Context(), []byte(text), Env{})
			if err != nil || len(r.Accounts) > 0 || len(r.Failures) != 1 || strings.Contains(r.Failures[0].Issuer+r.Failures[0].Name, other) {
				t.Errorf("%s: %d accounts, %v, %v", text, len(r.Accounts), r.Failures, err)
			}
		}
	}
	swapped := "x otpauth://totp/A:a?issuer=" + other + "&secret=" + key
	if r, err := Read(t.Context(), []byte(swapped), Env{}); err != nil || !slices.Equal(summary(r), []string{"/a " + key}) {
		t.Errorf("values in each other's place: %q, %v", summary(r), err)
	}
	r, err := Read(t.Context(), []byte("otpauth://totp/a=b:x=1?secret="+key), Env{})
	if err != nil || len(r.Accounts) != 1 {
		t.Errorf("an equals sign in a name: %v, %v", r.Failures, err)
	}
}
