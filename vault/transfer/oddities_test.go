package transfer

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"watchword/vault/account"
	"watchword/vault/otp"
)

// line is an account in one line, without its secret but for how long that is.
func line(a account.Account) string {
	k := a.Key
	out := fmt.Sprintf("%s|%s|%s %s %d", a.Issuer, a.Name, k.Type, k.Algorithm, k.Digits)
	if k.Type == otp.HOTP {
		out += fmt.Sprintf(" #%d", a.Counter)
	} else {
		out += fmt.Sprintf("/%d", k.Period)
	}
	out += fmt.Sprintf(" %dB", len(k.Secret))
	if len(a.Tags) > 0 {
		out += " tags " + strings.Join(a.Tags, "+")
	}
	if a.Note != "" {
		out += " note " + a.Note
	}
	for _, mark := range []struct {
		on   bool
		word string
	}{{a.Pinned, "pinned"}, {a.Archived, "archived"}, {a.InTrash(), "trashed"}, {k.PIN != "", "PIN"}} {
		if mark.on {
			out += " " + mark.word
		}
	}
	return out
}

// The oddities that other programs are known to write, a row each: small files by hand, and
// what must come of them.
func TestOddities(t *testing.T) {
	const b32 = "GEZDGNBVGY3TQOJQ" // 10 bytes
	const link = "otpauth://totp/A:a?secret=" + b32
	twoFAS := func(schema string, services string) string {
		return `{"schemaVersion":` + schema + `,"groups":[{"id":"g","name":"Work"}],"services":[` + services + `]}`
	}
	aegis := func(version, dbVersion, entries string) string {
		return `{"version":` + version + `,"header":{"slots":null,"params":null},"db":{"version":` + dbVersion + `,"entries":[` + entries + `],"groups":[{"uuid":"u1","name":"Work"}]}}`
	}
	bitwarden := func(item string) string {
		return `{"encrypted":false,"folders":[{"id":"f","name":"Work"}],"items":[` + item + `]}`
	}
	keepass := func(inside string) string {
		return `<?xml version="1.0"?><KeePassFile><Meta><RecycleBinUUID>AAAAAAAAAAAAAAAAAAAAAQ==</RecycleBinUUID></Meta><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID><Name>Root</Name>` + inside + `</Group></Root></KeePassFile>`
	}
	entry := func(pairs ...string) string {
		out := "<Entry>"
		for i := 0; i < len(pairs); i += 2 {
			out += "<String><Key>" + pairs[i] + "</Key><Value>" + pairs[i+1] + "</Value></String>"
		}
		return out + "</Entry>"
	}
	stratum := func(authenticator string) string {
		return `{"Authenticators":[` + authenticator + `],"Categories":[{"Id":"c","Name":"Work","Ranking":0}],"AuthenticatorCategories":[{"CategoryId":"c","AuthenticatorSecret":"` + b32 + `","Ranking":0}],"CustomIcons":[]}`
	}
	migration, _ := account.MigrationURIs([]account.Account{{Issuer: "Acme", Name: "alice@a.com",
		Key: otp.Key{Type: otp.TOTP, Algorithm: otp.SHA256, Digits: 8, Period: 30, Secret: []byte("1234567890")}}})
	authyToken := func(token string) string { return `{"decrypted_authenticator_tokens":[` + token + `]}` }
	for _, row := range []struct {
		why, file string
		accounts  []string
		failures  int
		err       string // a part of it
	}{
		// 1: lists
		{"remarks, blank lines, CRLF", "# mine\r\n\r\n" + link + "\r\n", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"one line with commas", link + ",otpauth://hotp/B:b?secret=" + b32 + "&counter=3", []string{"A|a|totp SHA1 6/30 10B", "B|b|hotp SHA1 6 #3 10B"}, 0, ""},
		{"a migration link among them", link + "\n" + migration[0] + "\n", []string{"A|a|totp SHA1 6/30 10B", "Acme|alice@a.com|totp SHA256 8/30 10B"}, 0, ""},
		{"a line that is no link is reported", link + "\nhello\n", []string{"A|a|totp SHA1 6/30 10B"}, 1, ""},
		{"a byte order mark", "\xEF\xBB\xBF" + link, []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		// 3: Ente
		{"Ente's older JSON", `{"items":[{"rawData":"` + link + `","display":{"pinned":true,"trashed":false,"tags":["Work"],"note":"n"}}]}`, []string{"A|a|totp SHA1 6/30 10B tags Work note n pinned"}, 0, ""},
		{"Ente's trash never comes to life", link + "&codeDisplay=%7B%22trashed%22%3Atrue%7D", []string{"A|a|totp SHA1 6/30 10B trashed"}, 0, ""},
		{"Ente writes a period on HOTP", "otpauth://hotp/B:b?secret=" + b32 + "&counter=3&period=30&algorithm=Algorithm.sha1", []string{"B|b|hotp SHA1 6 #3 10B"}, 0, ""},
		// 5: Aegis
		{"Aegis of a later version", aegis("2", "3", ""), nil, 0, "newer"},
		{"a group by name before version 3", aegis("1", "2", `{"type":"totp","name":"a","issuer":"A","group":"Home","info":{"secret":"`+b32+`","algo":"SHA1","digits":6,"period":30}}`), []string{"A|a|totp SHA1 6/30 10B tags Home"}, 0, ""},
		{"groups win over group, unknown ones are nothing", aegis("1", "3", `{"type":"totp","uuid":"x","name":"a","issuer":"A","group":"Home","groups":["u1","u9"],"info":{"secret":"`+b32+`","algo":"SHA1","digits":6,"period":30}}`), []string{"A|a|totp SHA1 6/30 10B tags Work"}, 0, ""},
		{"MD5 of a code by time means SHA-1", aegis("1", "3", `{"type":"totp","name":"a","issuer":"A","info":{"secret":"`+b32+`","algo":"MD5","digits":6,"period":30}}`), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"no digits, no period", aegis("1", "3", `{"type":"totp","name":"a","issuer":"A","info":{"secret":"`+b32+`","algo":"SHA1","digits":0,"period":30}},{"type":"totp","name":"a","issuer":"A","info":{"secret":"`+b32+`","algo":"SHA1","digits":6,"period":0}}`), nil, 2, ""},
		{"mOTP's secret is base32 of the bytes", aegis("1", "3", `{"type":"motp","name":"a","issuer":"A","info":{"secret":"`+b32+`","algo":"MD5","digits":6,"period":10,"pin":"1234"}}`), []string{"A|a|motp MD5 6/10 10B PIN"}, 0, ""},
		// 6: 2FAS
		{"2FAS of a later schema", twoFAS("5", ""), nil, 0, "newer"},
		{"everything missing", twoFAS("4", `{"name":"A","secret":"`+b32+`","otp":{"account":"a","digits":null}}`), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"no otp at all", twoFAS("1", `{"name":"A","secret":"`+b32+`"}`), []string{"A||totp SHA1 6/30 10B"}, 0, ""},
		{"Steam has five digits", twoFAS("4", `{"name":"Steam","secret":"`+b32+`","otp":{"account":"a","tokenType":"STEAM"}}`), []string{"Steam|a|steam SHA1 5/30 10B"}, 0, ""},
		{"the label without the issuer in front", twoFAS("4", `{"name":"","secret":"`+b32+`","groupId":"g","otp":{"issuer":"A","label":"A:a"}}`), []string{"A|a|totp SHA1 6/30 10B tags Work"}, 0, ""},
		{"hashes that nobody supports", twoFAS("4", `{"name":"A","secret":"`+b32+`","otp":{"algorithm":"SHA224"}}`), nil, 1, ""},
		{"iOS counts in small letters", twoFAS("4", `{"name":"A","secret":"`+strings.ToLower(b32)+`","otp":{"tokenType":"HOTP","counter":7,"source":"manual"}}`), []string{"A||hotp SHA1 6 #7 10B"}, 0, ""},
		// 7: Bitwarden
		{"a bare secret takes the item's name", bitwarden(`{"type":1,"name":"A","folderId":"f","favorite":true,"notes":"n","login":{"username":"a","totp":"` + b32 + `"}}`), []string{"A|a|totp SHA1 6/30 10B tags Work note n pinned"}, 0, ""},
		{"Steam's own link", bitwarden(`{"type":1,"name":"","login":{"username":"a","totp":"steam://` + b32 + `"}}`), []string{"Steam|a|steam SHA1 5/30 10B"}, 0, ""},
		{"items without a code say nothing", bitwarden(`{"type":1,"name":"A","login":{"totp":""}},{"type":2,"name":"B"},{"type":1,"name":"C","login":{"totp":"` + link + `"}}`), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"bound to the account's key", `{"encrypted":true,"data":"2.x|y|z","encKeyValidation_DO_NOT_EDIT":"2.x|y|z"}`, nil, 0, "password"},
		// 8: KeePass
		{"KeeOtp's query", keepass(entry("Title", "A", "UserName", "a", "otp", "key="+b32+"&amp;step=60&amp;size=8&amp;otpHashMode=Sha256")), []string{"A|a|totp SHA256 8/60 10B"}, 0, ""},
		{"KeeOtp for Steam", keepass(entry("Title", "A", "UserName", "a", "otp", "key="+b32+"&amp;size=5&amp;encoder=steam") + entry("Title", "B", "otp", "type=Steam&amp;key="+b32)), []string{"A|a|steam SHA1 5/30 10B", "B||steam SHA1 5/30 10B"}, 0, ""},
		{"KeeOtp's other encodings", keepass(entry("Title", "A", "otp", "key=31323334353637383930&amp;encoding=Hex") + entry("Title", "B", "otp", "key=MTIzNDU2Nzg5MA%3d%3d&amp;encoding=Base64&amp;type=Hotp&amp;counter=7")), []string{"A||totp SHA1 6/30 10B", "B||hotp SHA1 6 #7 10B"}, 0, ""},
		{"KeeOtp with what is not known", keepass(entry("Title", "A", "otp", "key="+b32+"&amp;encoder=other") + entry("Title", "B", "otp", "key="+b32+"&amp;encoding=base36") + entry("Title", "C", "otp", "key="+b32+"&amp;type=other")), nil, 3, ""},
		{"seed and settings of Steam", keepass(entry("Title", "Steam", "UserName", "a", "TOTP Seed", "gezd gnbv gy3t qojq", "TOTP Settings", "30;S")), []string{"Steam|a|steam SHA1 5/30 10B"}, 0, ""},
		{"seed without settings", keepass(entry("Title", "A", "UserName", "a", "TOTP Seed", b32)), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"a time server behind the settings", keepass(entry("Title", "A", "UserName", "a", "TOTP Seed", b32, "TOTP Settings", "60;8;https://time.example.org")), []string{"A|a|totp SHA1 8/60 10B"}, 0, ""},
		{"KeePass's own, as hexadecimal", keepass(entry("Title", "A", "UserName", "a", "TimeOtp-Secret-Hex", "31323334353637383930", "TimeOtp-Algorithm", "HMAC-SHA-512", "TimeOtp-Length", "8", "TimeOtp-Period", "60")), []string{"A|a|totp SHA512 8/60 10B"}, 0, ""},
		{"KeePass's own, as text and as base64", keepass(entry("Title", "A", "TimeOtp-Secret", "1234567890") + entry("Title", "B", "TimeOtp-Secret-Base64", "MTIzNDU2Nzg5MA==")), []string{"A||totp SHA1 6/30 10B", "B||totp SHA1 6/30 10B"}, 0, ""},
		{"KeePass counts", keepass(entry("Title", "A", "UserName", "a", "HmacOtp-Secret-Base32", b32, "HmacOtp-Counter", "7")), []string{"A|a|hotp SHA1 6 #7 10B"}, 0, ""},
		{"further links", keepass(entry("Title", "A", "UserName", "a", "otp", link, "otp_1", "otpauth://totp/B:b?secret="+b32+"&amp;digits=8")), []string{"A|a|totp SHA1 6/30 10B", "A|a|totp SHA1 8/30 10B"}, 0, ""},
		{"two keys in two ways of writing", keepass(entry("Title", "A", "UserName", "a", "otp", link, "TOTP Seed", "JBSWY3DPEHPK3PXP", "TOTP Settings", "60;8") + entry("Title", "B", "otp", link, "TimeOtp-Secret-Base32", "MFRGGZDFMZTWQ2LK")), []string{"A|a|totp SHA1 6/30 10B", "A|a|totp SHA1 8/60 10B", "B|a|totp SHA1 6/30 10B", "B||totp SHA1 6/30 10B"}, 0, ""},
		{"the same key in two ways", keepass(entry("Title", "A", "UserName", "a", "otp", link, "TOTP Seed", b32, "TimeOtp-Secret", "1234567890")), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"a second key that cannot be read", keepass(entry("Title", "A", "UserName", "a", "otp", link, "TOTP Seed", "0189")), []string{"A|a|totp SHA1 6/30 10B"}, 1, ""},
		{"a whole link as the settings", keepass(entry("Title", "A", "UserName", "a", "TOTP Settings", link+"&amp;digits=8")), []string{"A|a|totp SHA1 8/30 10B"}, 0, ""},
		{"a whole link as the settings of its key", keepass(entry("Title", "A", "UserName", "a", "TOTP Seed", b32, "TOTP Settings", link+"&amp;digits=8")), []string{"A|a|totp SHA1 8/30 10B"}, 0, ""},
		{"a whole link as a key", keepass(entry("Title", "A", "UserName", "a", "TOTP Seed", link) + entry("Title", "B", "UserName", "b", "TimeOtp-Secret", link)), []string{"A|a|totp SHA1 6/30 10B", "B|b|totp SHA1 6/30 10B"}, 0, ""},
		{"Strongbox's link in the notes", keepass(entry("Title", "A", "UserName", "a", "Notes", "hello\n-----\nStrongbox TOTP Auth URL: ["+link+"&amp;period=60]")), []string{"A|a|totp SHA1 6/60 10B note hello\n-----\nStrongbox TOTP Auth URL: [" + link + "&period=60]"}, 0, ""},
		{"the history of an entry", keepass("<Entry><String><Key>Title</Key><Value>A</Value></String><String><Key>otp</Key><Value>" + link + "</Value></String><History>" + entry("Title", "Old", "otp", link) + "</History></Entry>"), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"the recycle bin", keepass(entry("Title", "A", "otp", link) + "<Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Bin</Name>" + entry("Title", "Thrown away", "otp", link) + "</Group>"), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"a group's path and the entry's tags", keepass("<Group><UUID>AAAAAAAAAAAAAAAAAAAAAw==</UUID><Name>Work</Name><Group><UUID>AAAAAAAAAAAAAAAAAAAABA==</UUID><Name>Mail</Name>" + strings.Replace(entry("Title", "A", "otp", link), "<Entry>", "<Entry><Tags>x;y</Tags>", 1) + "</Group></Group>"), []string{"A|a|totp SHA1 6/30 10B tags Work/Mail+x+y"}, 0, ""},
		{"KeePassXC's placeholders", keepass(entry("Title", "A", "otp", "otpauth://totp/KeePassXC:none?secret="+b32+"&amp;issuer=KeePassXC")), []string{"A||totp SHA1 6/30 10B"}, 0, ""},
		// 10: Stratum
		{"old files lack members", stratum(`{"Type":2,"Issuer":"A","Username":null,"Secret":"` + b32 + `","Algorithm":0,"Digits":6,"Period":30,"Counter":0,"Ranking":0}`), []string{"A||totp SHA1 6/30 10B tags Work"}, 0, ""},
		{"mOTP's secret is the hexadecimal text", stratum(`{"Type":3,"Issuer":"A","Username":"a","Secret":"0123456789abcdef","Pin":"1234","Algorithm":0,"Digits":6,"Period":10}`), []string{"A|a|motp MD5 6/10 8B PIN"}, 0, ""},
		{"and anything else is reported", stratum(`{"Type":3,"Issuer":"A","Username":"a","Secret":"` + b32 + `","Digits":6,"Period":10}`), nil, 1, ""},
		// 11: Authy
		{"the issuer out of the name", authyToken(`{"account_type":"authenticator","name":"A: a","decrypted_seed":"` + b32 + `","digits":6}`), []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"the issuer from the kind of account", authyToken(`{"account_type":"github","name":"me","decrypted_seed":"` + b32 + `","digits":7}`), []string{"Github|me|totp SHA1 7/30 10B"}, 0, ""},
		{"Authy's own accounts", `{"apps":[{"name":"Twilio","secret_seed":"00112233445566778899aabbccddeeff","digits":7}]}`, []string{"Twilio||totp SHA1 7/10 16B"}, 0, ""},
		// 12: 1Password and Apple
		{"1Password's columns in another order", "OTPAuth,title,ARCHIVED,Tags,Username,Notes\n" + b32 + ",A,true,x;y,a,n\n", []string{"A|a|totp SHA1 6/30 10B tags x+y note n archived"}, 0, ""},
		// 13: the browser extension
		{"Battle.net by its prefix", `{"x":{"hash":"x","index":0,"type":"totp","secret":"blz-` + b32 + `","account":"a"}}`, []string{"|a|totp SHA1 8/30 10B"}, 0, ""},
		{"Steam by its prefix", `{"x":{"hash":"x","index":0,"type":"totp","secret":"stm-` + b32 + `","account":"a"}}`, []string{"|a|steam SHA1 5/30 10B"}, 0, ""},
		{"hexadecimal secrets and a host behind the issuer", `{"x":{"hash":"x","index":0,"type":"hhex","secret":"31323334","issuer":"A::a.example.org","account":"a","counter":3}}`, []string{"A|a|hotp SHA1 6 #3 4B"}, 0, ""},
		{"hashes by number and by name", `{"x":{"hash":"x","index":0,"type":"totp","secret":"` + b32 + `","issuer":"A","algorithm":2},"y":{"hash":"y","index":1,"type":"totp","secret":"` + b32 + `","issuer":"B","algorithm":"GOST3411_2012_256"}}`, []string{"A||totp SHA256 6/30 10B"}, 1, ""},
		// 14: WinAuth
		{"WinAuth's Battle.net", "otpauth://totp/BattleNet:EU-1?secret=" + b32 + "&digits=8&serial=EU-1", []string{"Battle.net|EU-1|totp SHA1 8/30 10B"}, 0, ""},
		// 15: Steam
		{"the newer app's accounts", `{"accounts":{"765":{"shared_secret":"MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=","account_name":"jane"}}}`, []string{"Steam|jane|steam SHA1 5/30 20B"}, 0, ""},
		// 16: Raivo
		{"all values are texts", `[{"issuer":"A","account":"a","secret":"` + b32 + `","algorithm":"SHA512","digits":"8","kind":"TOTP","timer":"45","counter":"0"}]`, []string{"A|a|totp SHA512 8/45 10B"}, 0, ""},
		// 18: FreeOTP+
		{"missing digits and period, signed bytes", `{"tokenOrder":["A:a"],"tokens":[{"algo":"SHA1","issuerExt":"A","label":"a","secret":[-1,2,3,4],"type":"TOTP"}]}`, []string{"A|a|totp SHA1 6/30 4B"}, 0, ""},
		{"exactly Steam is Steam", `{"tokenOrder":[],"tokens":[{"issuerInt":"Steam","label":"a","secret":[1,2,3,4],"type":"TOTP"}]}`, []string{"Steam|a|steam SHA1 5/30 4B"}, 0, ""},
		// 19: andOTP
		{"old labels hold the issuer", `[{"secret":"` + b32 + `====","label":"A - a","type":"TOTP","algorithm":"SHA1","digits":6,"tags":[]}]`, []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"the issuer twice", `[{"secret":"` + b32 + `","issuer":"A","label":"A:a","type":"TOTP","algorithm":"SHA1","digits":6,"period":30,"tags":["x"]}]`, []string{"A|a|totp SHA1 6/30 10B tags x"}, 0, ""},
		// 20: LastPass
		{"the folder of all others is no tag", `{"version":3,"accounts":[{"issuerName":"A","userName":"a","secret":"` + b32 + `","timeStep":30,"digits":6,"algorithm":"SHA1","isFavorite":true,"folderData":{"folderId":0,"position":0}},{"issuerName":"B","userName":"","secret":"` + b32 + `","timeStep":30,"digits":6,"algorithm":"SHA1","folderData":{"folderId":1,"position":0}}],"folders":[{"id":0,"name":"Other accounts"},{"id":1,"name":"Work"}]}`, []string{"A|a|totp SHA1 6/30 10B pinned", "B||totp SHA1 6/30 10B tags Work"}, 0, ""},
		// 22: 2FAuth
		{"2FAuth's Steam, a padded secret", `{"app":"2fauth_v5","schema":1,"data":[{"otp_type":"steamtotp","account":"a","service":null,"secret":"` + b32 + `====","digits":5,"algorithm":"sha1","period":30}]}`, []string{"|a|steam SHA1 5/30 10B"}, 0, ""},
		// 23: the rest
		{"Duo's push accounts say nothing", `[{"name":"Push","accountType":"DuoPush","pkey":"x"},{"name":"A","otpGenerator":{"otpSecret":"` + b32 + `","counter":3}},{"name":"B","otpGenerator":{"otpSecret":"` + b32 + `"}}]`, []string{"|A|hotp SHA1 6 #3 10B", "|B|totp SHA1 6/30 10B"}, 0, ""},
		{"an OpenPGP message says what to do", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", nil, 0, "gpg"},
		{"no export at all", "Dear Jane,\nhow are you?\n", nil, 0, ErrUnknown.Error()},
	} {
		r, err := Read(context.Background(), []byte(row.file), Env{})
		if row.err != "" {
			if err == nil || !strings.Contains(err.Error(), row.err) {
				t.Errorf("%s: %v, want an error with %q", row.why, err, row.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", row.why, err)
			continue
		}
		var got []string
		for _, a := range r.Accounts {
			got = append(got, line(a))
		}
		if strings.Join(got, "\n") != strings.Join(row.accounts, "\n") || len(r.Failures) != row.failures {
			t.Errorf("%s (%s): %d failures\n got %q\nwant %q", row.why, r.Format, len(r.Failures), got, row.accounts)
		}
	}
}

// A list of links tells the line of each link that is damaged, and which part of it.
func TestALinkTellsItsLine(t *testing.T) {
	const good = "otpauth://totp/X:y?secret=GEZDGNBVGY3TQOJQ"
	r, err := readLinks(t.Context(), []byte("# my links\n"+good+"\n\n"+good+"&digits=99\n"+good+"1\n"), Env{})
	if err != nil || len(r.Accounts) != 1 || len(r.Failures) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, want := range []string{"line 4: the link's digits must be", "line 5: the link's secret key is wrong: character 17"} {
		if got := r.Failures[i].Reason; !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
