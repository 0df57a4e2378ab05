package transfer

import (
	"net/url"
	"testing"
)

// A link that holds more than its account keeps the file, whatever its format; one with what only
// shows an account elsewhere does not.
func TestLinksThatHoldMore(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	const plain = "otpauth://totp/A:a?secret=" + key + "&issuer=A"
	const codes = plain + "&backup_codes=11112222%2C33334444"
	steam := "otpauth://totp/Steam:jane?secret=" + key + "&digits=5&issuer=Steam&deviceid=android%3a1&data=" +
		url.QueryEscape(`{"shared_secret":"aaaa=","revocation_code":"R12345","uri":"otpauth://totp/Steam:jane?secret=AAAA"}`)
	const battleNet = "otpauth://totp/BattleNet:US-1234-5678?secret=" + other + "&digits=8&issuer=BattleNet&serial=US12345678\n"
	keepass := func(field, value string) string {
		return `<KeePassFile><Root><Group><Entry><String><Key>Title</Key><Value>A</Value></String><String><Key>` + field + `</Key><Value>` + value + `</Value></String></Entry></Group></Root></KeePassFile>`
	}
	for _, row := range []struct {
		why  string
		file []byte
		want string
	}{
		{"nothing beside", []byte(plain), ""},
		{"how other programs show it", []byte(plain + "&image=https%3A%2F%2Fa.example%2Fa.png&icon=a&color=FF0000&lock=false&tags=Work&codeDisplay=%7B%7D"), ""},
		{"empty, or no value", []byte(plain + "&note=&data=null&marked"), ""},
		{"a parameter at the value where it changes nothing", []byte(plain + "&interval=30&algo=SHA1&counter=0"), ""},
		{"a PIN that belongs to the codes", []byte("otpauth://yaotp/a?secret=" + key + key[:10] + "&pin=1234\nmotp://A:a?secret=0123456789abcdef&pin=1234"), ""},
		{"Battle.net's serial number as the name", []byte(battleNet), ""},
		{"Battle.net's serial number under another name", []byte("otpauth://totp/BattleNet:jane?secret=" + other + "&digits=8&issuer=BattleNet&serial=US12345678\n"), keepsExtras},
		{"backup codes in a list", []byte(codes), keepsExtras},
		{"a note", []byte(plain + "&note=hello"), keepsExtras},
		{"a PIN that no code of this kind has", []byte(plain + "&pin=1234"), keepsExtras},
		{"data without a revocation code", []byte(plain + "&data=%7B%22a%22%3A1%7D"), keepsExtras},
		{"Steam's revocation code in a list", []byte(steam), keepsSteam},
		{"in WinAuth's text", []byte(steam + "\n" + battleNet), keepsSteam},
		{"in WinAuth's zip file", zipOf(t, "winauth.txt", []byte(steam+"\n"+battleNet)), keepsSteam},
		{"in a zip file of any kind", zipOf(t, "a.csv", []byte("type,name,login_totp\nlogin,A,"+steam+"\n"), "b.txt", []byte(plain)), keepsSteam},
		{"Ente, a short label", []byte(plain + "&codeDisplay=%7B%7D"), ""},
		{"Ente", []byte(codes + "&codeDisplay=%7B%22note%22%3A%22n%22%7D"), keepsExtras},
		{"Ente's items", []byte(`{"items":[{"rawData":"` + codes + `"}]}`), keepsExtras},
		{"a picture", pngOf(t, qrOf(t, codes)), keepsExtras},
		{"Bitwarden", []byte(`{"encrypted":false,"folders":[],"items":[{"type":1,"name":"A","login":{"username":"a","totp":"` + codes + `"}}]}`), keepsExtras},
		{"Bitwarden's table", []byte("folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n,,login,A,,,0,,a,," + codes + "\n"), keepsExtras},
		{"KeePassXC's table", []byte("\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\"\n\"Root\",\"A\",\"a\",\"\",\"\",\"\",\"" + codes + "\"\n"), keepsExtras},
		{"KeePass", []byte(keepass("otp", "otpauth://totp/A:a?secret="+key+"&amp;note=hello")), keepsExtras},
		{"KeePass's query of KeeOtp", []byte(keepass("otp", "key="+key+"&amp;note=hello")), keepsExtras},
		{"Proton Authenticator", []byte(`{"version":1,"entries":[{"id":"1","content":{"uri":"` + codes + `","entry_type":"Totp","name":"a"},"note":null}]}`), keepsExtras},
		{"2FAS", []byte(`{"services":[{"name":"A","secret":"` + key + `","otp":{"account":"a","tokenType":"TOTP","link":"` + codes + `"}}],"schemaVersion":4,"groups":[]}`), keepsExtras},
	} {
		r, err := Read(t.Context(), row.file, Env{DecodeQR: decodeQR})
		if err != nil || len(r.Accounts) == 0 || len(r.Failures) > 0 || r.Keep != row.want {
			t.Errorf("%s (%s): %d accounts, %d failures, kept %q instead of %q, %v", row.why, r.Format, len(r.Accounts), len(r.Failures), r.Keep, row.want, err)
		}
	}
}
