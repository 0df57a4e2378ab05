package transfer

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
)

// TestForms has the older and newer forms of programs, and what is odd in them, a row each: small
// files by hand, and what must come of them.
func TestForms(t *testing.T) {
	const key = "GEZDGNBVGY3TQOJQ"
	const link = "otpauth://totp/A:a?secret=" + key + "&issuer=A"
	b64 := base64.StdEncoding.EncodeToString
	for _, row := range []struct {
		why, file, format string
		accounts          []string
		failures          int
		err               string // a part of it
	}{
		// LastPass
		{"the column of codes at the end, escapes of HTML, folders in folders", "url,username,password,extra,name,grouping,fav,totp\nhttps://x,a,p,n,A &amp; B,Work\\Sub,1," + key + "\nhttp://sn,,,NoteType:x,Note,,0,\n", "lastpass-vault", []string{"A & B|a|totp SHA1 6/30 10B tags Work\\Sub note n pinned"}, 0, ""},
		{"exported before it had codes", "url,username,password,extra,name,grouping,fav\nhttps://x,a,p,,A,,0\n", "lastpass-vault", nil, 0, "without its one-time codes"},
		{"a key that cannot be read is a failure", "url,username,password,totp,extra,name,grouping,fav\nu,a,p,JBSW1,,A,,0\n", "lastpass-vault", nil, 1, ""},
		// Proton Pass
		{"the older table", "type,name,url,username,password,note,totp,createTime,modifyTime\nlogin,A,,a,p,," + link + ",1,1\n", "proton-pass-csv", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"a placeholder is no name", `{"version":"1","userId":"u","encrypted":false,"vaults":{"v":{"name":"P","items":[{"state":2,"pinned":true,"data":{"metadata":{"name":"A"},"type":"login","content":{"itemUsername":"","totpUri":"otpauth://totp/A:Proton%20Pass?secret=` + key + `&issuer=A"}}}]}}}`, "proton-pass", []string{"A||totp SHA1 6/30 10B tags P pinned trashed"}, 0, ""},
		// Dashlane
		{"the older column, a bare key", "username,title,password,note,url,category,otpSecret\na,A,p,,,Work," + key + "\n", "dashlane", []string{"A|a|totp SHA1 6/30 10B tags Work"}, 0, ""},
		{"a link that says the service twice", "username,username2,username3,title,password,note,url,category,otpUrl\na,,,A,p,,,,otpauth://totp/A?secret=" + key + "\n", "dashlane", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		// RoboForm
		{"two codes of one login", "Name,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2\nA,,,a,p,,/W,\"TOTP KEY$,,,txt," + key + "\",\"TOTP KEY$,,,txt," + link + "\"\n", "roboform", []string{"A|a|totp SHA1 6/30 10B tags W", "A|a|totp SHA1 6/30 10B tags W"}, 0, ""},
		// Keeper
		{"a list of codes, a shared folder", `{"shared_folders":[],"records":[{"title":"A","login":"a","custom_fields":{"$oneTimeCode:two:1":["` + link + `","` + link + `&digits=8"]},"folders":[{"shared_folder":"S","folder":"F"}]}]}`, "keeper", []string{"A|a|totp SHA1 6/30 10B tags S\\F", "A|a|totp SHA1 8/30 10B tags S\\F"}, 0, ""},
		// Enpass
		{"folders have parents, deleted fields are none, an email is a name", `{"folders":[{"title":"P","uuid":"p","parent_uuid":""},{"title":"C","uuid":"c","parent_uuid":"p"}],"items":[{"title":"A","template_type":"login.default","trashed":1,"folders":["c"],"fields":[{"type":"email","value":"a"},{"type":"totp","value":"` + key + `"},{"type":"totp","value":"` + key + `","deleted":1}]}]}`, "enpass", []string{"A|a|totp SHA1 6/30 10B tags P/C trashed"}, 0, ""},
		{"a folder that is its own parent", `{"folders":[{"title":"P","uuid":"p","parent_uuid":"p"}],"items":[{"title":"A","template_type":"x","folders":[],"fields":[{"type":"totp","value":"` + key + `"}]}]}`, "enpass", []string{"A||totp SHA1 6/30 10B"}, 0, ""},
		{"the older table with a header", "Title,Field,Value,Field,Value,Note\nA,Username,a,TOTP," + key + ",n\n", "enpass-csv", []string{"A|a|totp SHA1 6/30 10B note n"}, 0, ""},
		{"the older label without a header", "\"A\",\"E-mail\",\"a\",\"*Password\",\"p\",\"TOTP\",\"" + key + "\",\"\"\n", "enpass-csv", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		// Zoho
		{"the older names of columns, a link without a label", "\"Secret Name\",\"Secret URL\",\"Notes\",\"SecretData\",\"CustomData\",\"Tags\",\"Favorite\",\"TOTP\",\"Folder Name\"\n\"A\",\"\",\"n\",\"SecretType:x\nUser Name:a\n\",\"\",\"x,y\",\"0\",\"otpauth://totp?secret=" + key + "\",\"W\"\n", "zoho-vault", []string{"A|a|totp SHA1 6/30 10B tags W+x+y note n"}, 0, ""},
		// Myki
		{"the table of codes alone", "nickname,additionalInfo,authToken\nA,n," + key + "\n", "myki", []string{"A||totp SHA1 6/30 10B note n"}, 0, ""},
		// Padloc
		{"a link in a column of any name, and a code beside it", "name,tags,Username,Mein Code,2FA\nA,\"x,y\",a," + link + "," + key + "\n", "padloc-csv", []string{"A|a|totp SHA1 6/30 10B tags x+y", "A|a|totp SHA1 6/30 10B tags x+y"}, 0, ""},
		// Psono
		{"folders in folders, codes that stand alone", `{"folders":[{"name":"P","folders":[{"name":"C","items":[{"type":"totp","totp_title":"A","totp_code":"` + key + `","totp_period":60,"totp_digits":8,"totp_algorithm":"SHA256","totp_notes":"n"}]}]}],"items":[]}`, "psono", []string{"A||totp SHA256 8/60 10B tags P/C note n"}, 0, ""},
		// SafeInCloud
		{"the trash, a template, a bad key", `<?xml version="1.0"?><database><label name="L" id="1"/><card title="A" deleted="true" star="true"><field type="login">a</field><field type="one_time_password">` + key + `</field><label_id>1</label_id><notes>n</notes></card><card title="T" template="true"><field type="one_time_password">x</field></card><card title="B"><field type="one_time_password">1</field></card></database>`, "safeincloud", []string{"A|a|totp SHA1 6/30 10B tags L note n pinned trashed"}, 1, ""},
		// 1PIF
		{"a damaged line is one failure", `{"title":"A","trashed":true,"secureContents":{"fields":[{"designation":"username","value":"a"}],"sections":[{"fields":[{"n":"TOTP_1","v":"` + key + `"}]}]}}` + "\n" + onePIFLine + "\n{\"title\":\n" + onePIFLine + "\n", "1pif", []string{"A|a|totp SHA1 6/30 10B trashed"}, 1, ""},
		// CXF
		{"names from the login, collections in collections, an unknown hash, another spelling", `{"version":{"major":1,"minor":0},"exporterRpId":"x","accounts":[{"collections":[{"title":"P","items":[],"subCollections":[{"title":"C","items":[{"item":"i"}]}]}],"items":[{"id":"i","title":"A","favorite":true,"tags":["t"],"credentials":[{"type":"Totp","secret":"` + strings.ToLower(key) + `","period":30,"digits":6,"algorithm":"SHA1"},{"type":"totp","secret":"` + key + `","period":30,"digits":6,"algorithm":"sha3"},{"type":"basic-auth","username":{"value":"a"}},{"type":"note","content":{"value":"n"}}]}]}]}`, "cxf", []string{"A|a|totp SHA1 6/30 10B tags t+P/C note n pinned"}, 1, ""},
		{"one account without the document around it", `{"id":"x","username":"u","email":"e","collections":[],"items":[{"id":"i","title":"A","credentials":[{"type":"totp","secret":"` + key + `","period":30,"digits":6,"algorithm":"sha1","username":"a"}]}]}`, "cxf", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		{"a later version", `{"version":{"major":2,"minor":0},"exporterRpId":"x","accounts":[]}`, "cxf", nil, 0, "newer"},
		// google-authenticator-libpam
		{"a step size, the clock's marks, recovery codes", key + "\n\" RATE_LIMIT 3 30 1760000000\n\" STEP_SIZE 60\n\" TOTP_AUTH\n\" LAST0 123\n11112222\n", "google-authenticator-pam", []string{"||totp SHA1 6/60 10B note Recovery codes:\n11112222"}, 0, ""},
		{"counter-based", key + "\n\" HOTP_COUNTER 5\n", "google-authenticator-pam", []string{"||hotp SHA1 6 #5 10B"}, 0, ""},
		// 2fa
		{"the counter is that of the last code; a fork has the period", "a 6 " + strings.ToLower(key) + "\nb 8 " + key + " 00000000000000000004\nc 6 10 " + key + "\nbad line\n", "rsc-2fa", []string{"|a|totp SHA1 6/30 10B", "|b|hotp SHA1 8 #5 10B", "|c|totp SHA1 6/10 10B"}, 1, ""},
		// pass
		{"a key behind a colon, the user's name", "pw\nuser: a\ntotp: " + key + "\nurl: x\n", "pass", []string{"|a|totp SHA1 6/30 10B"}, 0, ""},
		{"passff's link", "pw\notpauth: " + link + "\n", "pass", []string{"A|a|totp SHA1 6/30 10B"}, 0, ""},
		// cotp
		{"mOTP is hexadecimal, Yandex has a PIN", `{"version":2,"elements":[{"secret":"e3152afee62599c8","issuer":"M","label":"m","digits":6,"type":"MOTP","algorithm":"SHA1","period":10,"pin":"1234"},{"secret":"e3","issuer":"M","label":"m","digits":6,"type":"MOTP","period":30,"pin":"1234"}]}`, "cotp", []string{"M|m|motp MD5 6/10 8B PIN"}, 1, ""},
		// totp-cli
		{"the first versions' capitals", `[{"Name":"W","Accounts":[{"Name":"a","Token":"` + key + `"}]}]`, "totp-cli", []string{"|a|totp SHA1 6/30 10B tags W"}, 0, ""},
		{"0 is the usual, a prefix is noted", `[{"name":"W","accounts":[{"name":"a","token":"` + key + `","prefix":"x","length":0,"timePeriod":0}]}]`, "totp-cli", []string{"|a|totp SHA1 6/30 10B tags W note totp-cli puts “x” before this code."}, 0, ""},
		{"YAML", "- name: W\n  accounts:\n  - name: a\n    token: " + key + "\n    algorithm: sha256\n    length: 8\n    timeperiod: 60\n  - name: 'b''s'\n    token: " + key + "\n", "totp-cli", []string{"|a|totp SHA256 8/60 10B tags W", "|b's|totp SHA1 6/30 10B tags W"}, 0, ""},
		// Authme
		{"a counter that is not there", `{"role":"codes","encrypted":false,"version":3,"codes":"` + b64([]byte("\nName:   A:a \nSecret: "+key+" \nIssuer: A \nType:   OTP_TOTP\n\nName:   b\nSecret: "+key+"\nIssuer: B\nType:   OTP_HOTP\n")) + `"}`, "authme", []string{"A|a|totp SHA1 6/30 10B"}, 1, ""},
		{"Authme's own backup", `{"role":"codes","encrypted":true,"codes":"eA==","version":3}`, "authme", nil, 0, "only Authme"},
		// scripts
		{"Authy's own, of seven digits", `[{"name":"Seven","secret":"00112233","uri":"otpauth://totp/Seven?secret=` + key + `&digits=7&period=10"}]`, "authy-script", []string{"Seven||totp SHA1 7/10 10B"}, 0, ""},
		{"Google's numbers of digits", `[{"totpSecret":"` + key + `","name":"A:a","issuer":"A","algorithm":"ALGO_SHA512","digits":2,"type":"OTP_TOTP"},{"totpSecret":"` + key + `","name":"b","type":"OTP_HOTP","counter":"7","digits":1}]`, "google-authenticator-exporter", []string{"A|a|totp SHA512 8/30 10B", "|b|hotp SHA1 6 #7 10B"}, 0, ""},
		{"encrypted by OTP Manager", `{"accounts":"YWJj","iv":"00"}`, "nextcloud-otp-manager", nil, 0, "encrypted by OTP Manager"},
		// Steam
		{"the list beside Steam's files", `{"version":1,"entries":[{"filename":"a.maFile","steam_id":1,"account_name":"a","encryption":null}]}`, "steam", nil, 0, "list that belongs"},
	} {
		f, ok := Detect([]byte(row.file))
		if !ok || f.ID != row.format {
			t.Errorf("%s, %s: taken for %q", row.format, row.why, f.ID)
			continue
		}
		r, err := Read(context.Background(), []byte(row.file), Env{})
		if row.err != "" && (err == nil || !strings.Contains(err.Error(), row.err)) || row.err == "" && err != nil {
			t.Errorf("%s, %s: %v", row.format, row.why, err)
		}
		var got []string
		for _, a := range r.Accounts {
			got = append(got, line(a))
		}
		if strings.Join(got, "; ") != strings.Join(row.accounts, "; ") || len(r.Failures) != row.failures {
			t.Errorf("%s, %s:\n got %q, %d failures\nwant %q, %d failures", row.format, row.why, got, len(r.Failures), row.accounts, row.failures)
		}
	}
}
