package transfer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Codes that stand in notes and in fields of other names are read with their entry, once.
func TestOthers(t *testing.T) {
	const a, b, key = "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", "otpauth://totp/B:b?secret=GEZDGNBVGY3TQOJQ&issuer=B", "MFRGGZDFMZTWQ2LK"
	bitwarden := func(item string) string { return `{"encrypted":false,"items":[` + item + `]}` }
	keepass := func(fields ...string) string {
		text := "<KeePassFile><Root><Group><Entry>"
		for i := 0; i < len(fields); i += 2 {
			text += "<String><Key>" + fields[i] + "</Key><Value>" + strings.ReplaceAll(fields[i+1], "&", "&amp;") + "</Value></String>"
		}
		return text + "</Entry></Group></Root></KeePassFile>"
	}
	for _, row := range []struct {
		why, text string
		want      []string
		failures  int
	}{
		{"Bitwarden: a note, a field, the code again", bitwarden(`{"name":"N","notes":"see ` + b + `","login":{"username":"u","totp":"` + a + `"},"fields":[{"name":"2FA","value":"` + key + `"},{"name":"x","value":"` + a + `"}]}`), []string{"A a", "B b", "N u"}, 0},
		{"Bitwarden: a secure note", bitwarden(`{"type":2,"name":"N","notes":"` + a + `\nnext ` + b + `"}`), []string{"A a", "B b"}, 0},
		{"Bitwarden: what is no key", bitwarden(`{"name":"N","login":{"totp":"` + a + `"},"fields":[{"name":"2FA","value":"ask my phone"},{"name":"color","value":"` + key + `"}]}`), []string{"A a"}, 0},
		{"Bitwarden: a link that cannot be read", bitwarden(`{"name":"N","notes":"otpauth://totp/C:c?secret=1","login":{"totp":"` + a + `"}}`), []string{"A a"}, 1},
		{"Bitwarden's table", "name,notes,fields,login_uri,login_username,login_password,login_totp\nN," + b + ",\"2fa: " + key + "\",,u,," + a + "\n", []string{"A a", "B b", "N u"}, 0},
		{"KeePass: another field, a bare key, the notes", keepass("Title", "N", "UserName", "u", "OTPAuth", a, "TOTP", key, "Notes", b), []string{"N u", "N u", "N u"}, 0},
		{"KeePassOTP of old", keepass("Title", "N", "UserName", "u", "KeePassOTP.Seed", key, "KeePassOTP.Settings", "60;8;TOTP;BASE32;SHA256"), []string{"N u"}, 0},
		{"Apple's table", "Title,URL,Username,Password,Notes,OTPAuth\nN,,u,x," + b + "," + a + "\n", []string{"A a", "B b"}, 0},
		{"another program's JSON", `{"version":2,"elements":[{"secret":"` + key + `","issuer":"N","label":"u","digits":6,"type":"TOTP","algorithm":"SHA1","period":30,"counter":null,"pin":null,"thumb":"` + b + `"}]}`, []string{"N u"}, 1},
	} {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		var names []string
		for _, a := range r.Accounts {
			names = append(names, strings.TrimSpace(fmt.Sprint(a.Issuer, " ", a.Name)))
		}
		slices.Sort(names)
		if err != nil || !slices.Equal(names, row.want) || len(r.Failures) != row.failures {
			t.Errorf("%s (%s): %q, failures %v, %v", row.why, r.Format, names, r.Failures, err)
		}
	}
}
