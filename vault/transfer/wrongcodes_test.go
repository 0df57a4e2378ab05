package transfer

import (
	"slices"
	"strings"
	"testing"
)

// What would make wrong codes, and was read without a word. Each is read rightly or named.
func TestNoWrongCodes(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	const link, second = "otpauth://totp/A:a?secret=" + key + "&issuer=A", "otpauth://totp/B:b?secret=" + other + "&issuer=B"
	const quoted = "Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n"
	stratum := func(issuer, digits string) string {
		return `{"Authenticators":[{"Type":2,"Issuer":"` + issuer + `","Username":"a","Secret":"` + key + `","Algorithm":0,"Digits":` + digits + `,"Period":30}]}`
	}
	words := func(code string) string {
		return "folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n,,login,A,,,0,,a,pw," + code + "\n"
	}
	proton := func(code string) string {
		return "type,name,url,email,username,password,note,totp,createTime,modifyTime,vault\nlogin,A,,,a,pw,," + code + ",1,1,x\n"
	}
	bitwarden := func(code string) string {
		return `{"encrypted":false,"folders":[],"items":[{"name":"A","login":{"username":"a","totp":"` + code + `"}}]}`
	}
	const noKey = "A/a: it does not look like a key"
	const bent = "the link is written as mails are stored (quoted-printable): copy it from the mail as a mail program shows it"
	for _, row := range []struct {
		why, text string
		want      []string // as [summary] says it, behind the type and digits of each account
	}{
		// Steam's codes, written by programs that do not know them.
		{"Stratum: five digits of Steam's", stratum("Steam", "5"), []string{"steam5", "Steam/a " + key}},
		{"Stratum: six digits of Steam's are what they are", stratum("Steam", "6"), []string{"totp6", "Steam/a " + key}},
		{"Stratum: five digits of another", stratum("A", "5"), []string{"totp5", "A/a " + key}},
		{"Aegis: five digits of Steam's", `{"version":1,"header":{"slots":null,"params":null},"db":{"version":3,"entries":[{"type":"totp","issuer":"Steam","name":"a",` +
			`"info":{"secret":"` + key + `","algo":"SHA1","digits":5,"period":30}}]}}`, []string{"steam5", "Steam/a " + key}},

		// A link as the key.
		{"KeePassXC 2.7.7", "otpauth://totp/cred:jane?secret=otpauthtotpcredjanesecret" + key + "&issuer=cred",
			[]string{"cred/jane: line 1: the link's secret key is wrong: it holds a whole link instead of a key; the key is perhaps what follows “secret” in it"}},
		{"the same as a bare key", words("otpauthtotpcredjanesecret" + key), []string{"A/a: it holds a whole link instead of a key; the key is perhaps what follows “secret” in it"}},

		// Words in a field for a key.
		{"two words", words("see phone"), []string{noKey}},
		{"two words, one of them in capitals", words("ask Tom"), []string{noKey}},
		{"one word", words("enabled"), []string{noKey}},
		{"YES", words("YES"), []string{noKey}},
		{"a word in capitals", words("ENABLED"), []string{noKey}},
		{"in Bitwarden's JSON", bitwarden("see phone"), []string{noKey}},
		{"a short key in capitals there", bitwarden("FSFSFSFEFE"), []string{"totp6", "A/a FSFSFSFEFE"}},
		{"and in small letters", bitwarden("fsfsfsfsefefe"), []string{"totp6", "A/a FSFSFSFSEFEFE"}},
		{"one word there", bitwarden("enabled"), []string{noKey}},
		{"in Apple's table", "Title,URL,Username,Password,Notes,OTPAuth\nA,,a,pw,,see phone\n", []string{noKey}},
		{"a sentence", words("my totp is on my phone"), []string{noKey}},
		{"a long word", words("microsoftauthenticator"), []string{noKey}},
		{"in another table", proton("see phone"), []string{noKey}},
		{"a wrong letter is told with its place", words("123456"), []string{"A/a: character 1 of the key is the digit 1; keys have only the letters A to Z and the digits 2 to 7; perhaps it is the letter I or L"}},
		{"a key in groups", words("jbsw y3dp ehpk 3pxp"), []string{"totp6", "A/a " + key}},
		{"a key in uneven groups", words("JBSW Y3DP-EHPK-3PXP GEZDGNBVGY3TQOJQ"), []string{"totp6", "A/a " + key + other}},
		{"a key in two lines", words("\"JBSWY3DP\nEHPK3PXP\""), []string{"totp6", "A/a " + key}},
		{"a short key", words("JBSWY3DP"), []string{"totp6", "A/a JBSWY3DP"}},
		{"a short key in a link", words("otpauth://totp/A:a?secret=ABCDEF"), []string{"totp6", "A/a ABCDE"}},

		// A mail that was saved as a file.
		{"a mail", quoted + "here they are:\n" + strings.ReplaceAll(link, "=", "=3D") + "&digits=3D8\n", []string{"totp8", "A/a " + key}},
		{"a mail with long lines", quoted + "otpauth://totp/A:a?secret=3DJBSWY3=\nDPEHPK3PXP&issuer=3DA&digi=\r\nts=3D8\n", []string{"totp8", "A/a " + key}},
		{"a mail of two parts", "From me\nContent-Type: multipart/alternative;\n boundary=\"x y\"\n\n--x y\nContent-Type: text/plain\nContent-Transfer-Encoding: Quoted-Printable\n\n" +
			strings.ReplaceAll(link, "=", "=3D") + "\n--x y\nContent-Type: text/plain\n\n" + second + "\n--x y--\n", []string{"totp6", "totp6", "A/a " + key, "B/b " + other}},
		{"the line of a link in a mail", quoted + "a=\nb=\n=\nc=0A=0A" + strings.ReplaceAll(link, "=", "=3D") + "\n=\nx\n" + strings.ReplaceAll(second, "=", "=3D") + "&digits=3D99\n",
			[]string{"totp6", "B/b: line 10: the link's digits must be a whole number from 4 to 10", "A/a " + key}},
		{"what is not quoted-printable", quoted + "x\n" + link + "&period=60\n", []string{"A/a: line 5: the mail around it is not encoded as its header says"}},
		{"a mail without its header", "x\n" + strings.ReplaceAll(link, "=", "=3D") + "\n", []string{"3DA/a: " + bent}},
		{"a mail in plain text", "Subject: x\nContent-Transfer-Encoding: 7bit\n\nsee " + link + "\n", []string{"totp6", "A/a " + key}},

		// Links and keys over two lines.
		{"a list", "otpauth://totp/A:a?issuer=A&secret=" + key + "\n" + other + "\n" + second + "\n",
			[]string{"totp6", "A/a: line 1: the link may go on in the next line", "/: line 2: this is not an otpauth, motp or steam link", "B/b " + other}},
		{"a note", "x\notpauth://totp/A:a?issuer=A&secret=" + key + "\n" + other + "\n", []string{"A/a: line 2: the link may go on in the next line"}},
		{"a note and a name", "x\notpauth://totp/A:a?issuer=A&secret=" + key + "\nGitHub\n", []string{"totp6", "A/a " + key}},
		{"a mail that broke a link with parameters", "Hi,\n\notpauth://totp/A:a?secret=JBSWY3DP\nEHPK3PXP&issuer=A&digits=8\n\nBye\n", []string{"totp8", "A/a " + key}},
		{"pass: a key in groups", "x\nuser: me\ntotp: JBSW Y3DP\nEHPK 3PXP\n", []string{"/me: line 3: the key may go on in the next line"}},
		{"pass: a key in one piece", "x\ntotp: JBSWY3DPEHPK\n3PXP\n", []string{"/: line 2: the key may go on in the next line"}},
		{"pass: a key and another field", "x\ntotp: " + key + "\nuser: me\n", []string{"totp6", "/me " + key}},
		{"pass: a key and an empty line", "x\ntotp: " + key + "\n\nGEZD\n", []string{"totp6", "/ " + key}},
		{"pass: a key and prose", "x\ntotp: " + strings.ToLower(key) + "\ncall me\n", []string{"totp6", "/ " + key}},
		{"pass: a key and a name", "x\ntotp: " + key + "\nGitHub\n", []string{"totp6", "/ " + key}},
		{"pass: a link", "x\nuser: me\ntotp: otpauth://totp/A:a?issuer=A&secret=" + key + "\n" + other + "\n", []string{"A/a: line 3: the link may go on in the next line"}},

		// Texts that are no entries of pass.
		{"words before the first link", "my codes " + link + "\n" + second + "\n", []string{"totp6", "totp6", "A/a " + key, "B/b " + other}},
		{"a user in between", "x " + link + "\nuser: jane\n" + second + "\n", []string{"totp6", "totp6", "A/a " + key, "B/b " + other}},
		{"words before a later link", "pw\nx " + link + "\n" + second + "\n", []string{"totp6", "totp6", "A/a " + key, "B/b " + other}},
		{"beside a key", "pw\nx " + link + "\ntotp: " + other + "\n", []string{"totp6", "totp6", "A/a " + key, "/ " + other}},
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

// A text with words before its links holds no passwords that anybody knows of.
func TestNoEntryOfPass(t *testing.T) {
	const link = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP"
	for text, want := range map[string]string{
		"my codes " + link + "\n" + link + "\n":                                     "text",
		"{\\rtf1\n\\fs24 " + link + "&digits=8\n" + link + "\n":                     "text",
		"hunter2\n" + link + "\n":                                                   "pass",
		"hunter2\nuser: me\notp: " + link + "\n":                                    "pass",
		"Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n" + link + "\n": "text",
	} {
		if f, _ := Detect([]byte(text)); f.ID != want {
			t.Errorf("%q is taken for %q", text, f.ID)
		}
	}
}
