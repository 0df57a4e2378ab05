package account

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"watchword/vault/otp"
)

// hello is a key that many papers use: "Hello!" and four bytes.
const hello = "JBSWY3DPEHPK3PXP"

// show writes an account for comparison, with its key in clear.
func show(a Account) string {
	k := a.Key
	s := fmt.Sprintf("%s|%s|%s|%s|%s|%d|%d", a.Issuer, a.Name, k.Type, FormatKey(k.Secret), k.Algorithm, k.Digits, k.Period)
	if k.Type == otp.HOTP {
		s += fmt.Sprintf("|%d", a.Counter)
	}
	if k.PIN != "" {
		s += "|" + string([]byte(k.PIN))
	}
	return s
}

// The shapes that services really use, and what other programs write.
func TestParseURI(t *testing.T) {
	const s52 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA"
	const s26 = "GEZDGNBVGY3TQOJQGEZDGNBVGY"
	for _, row := range []struct{ name, in, want string }{
		{"Amazon: 52 characters, %3A and %40", "otpauth://totp/Amazon%3Ame%40example.org?secret=" + s52 + "&issuer=Amazon",
			"Amazon|me@example.org|totp|" + s52 + "|SHA1|6|30"},
		{"AWS: literal colon", "otpauth://totp/Amazon%20Web%20Services:root-account@123456789012?secret=" + hello + "&issuer=Amazon%20Web%20Services",
			"Amazon Web Services|root-account@123456789012|totp|" + hello + "|SHA1|6|30"},
		{"Google: 32 small letters", "otpauth://totp/Google%3Ame%40gmail.com?secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq&issuer=Google",
			"Google|me@gmail.com|totp|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|SHA1|6|30"},
		{"Microsoft: raw @", "otpauth://totp/Microsoft:me@outlook.com?secret=" + hello + "&issuer=Microsoft",
			"Microsoft|me@outlook.com|totp|" + hello + "|SHA1|6|30"},
		{"Microsoft 365: %3a, plus for spaces in the query", "otpauth://totp/Contoso+Ltd%3ame%40contoso.com?secret=" + strings.ToLower(hello) + "&issuer=Microsoft",
			"Microsoft|Contoso+Ltd · me@contoso.com|totp|" + hello + "|SHA1|6|30"},
		{"Slack: spaces and brackets raw", "otpauth://totp/Slack (Acme Corp):me@acme.example?secret=" + hello + "&issuer=Slack",
			"Slack|Acme Corp · me@acme.example|totp|" + hello + "|SHA1|6|30"},
		{"GitHub", "otpauth://totp/GitHub:octo?secret=" + hello + "&issuer=GitHub", "GitHub|octo|totp|" + hello + "|SHA1|6|30"},
		{"Facebook", "otpauth://totp/Facebook:Jane%20Doe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=6&issuer=Facebook",
			"Facebook|Jane Doe|totp|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|SHA1|6|30"},
		{"Hover: 26 characters, 16 bytes and 2 bits", "otpauth://totp/Hover:me?secret=" + strings.ToLower(s26) + "&issuer=Hover",
			"Hover|me|totp|" + s26 + "|SHA1|6|30"},
		{"Symantec VIP: parameters in any order", "otpauth://totp/VIP%20Access:SYMC12345678?digits=6&secret=" + hello + "&period=30&algorithm=sha1&issuer=Symantec",
			"Symantec|SYMC12345678|totp|" + hello + "|SHA1|6|30"},
		{"Twitch through Authy: 7 digits, 10 s", "otpauth://totp/Twitch?digits=7&secret=" + hello + "&period=10", "|Twitch|totp|" + hello + "|SHA1|7|10"},
		{"Battle.net: 8 digits", "otpauth://totp/Battle.net:EU-1234?secret=" + hello + "&digits=8", "Battle.net|EU-1234|totp|" + hello + "|SHA1|8|30"},
		{"Steam by issuer", "otpauth://totp/Steam:gamer?secret=" + hello + "&issuer=Steam", "Steam|gamer|steam|" + hello + "|SHA1|5|30"},
		{"Steam by issuer in small letters and 5 digits", "otpauth://totp/gamer?secret=" + hello + "&issuer=steam&digits=5", "steam|gamer|steam|" + hello + "|SHA1|5|30"},
		{"Steam by its label", "otpauth://totp/Steam:gamer?secret=" + hello, "Steam|gamer|steam|" + hello + "|SHA1|5|30"},
		{"Steam as issuer of an ordinary code", "otpauth://totp/Steam:gamer?secret=" + hello + "&issuer=Steam&digits=6", "Steam|gamer|totp|" + hello + "|SHA1|6|30"},
		{"a marker makes other values ignored, even wrong ones", "otpauth://steam/x:y?secret=" + hello + "&digits=8&algorithm=MD5&period=x", "x|y|steam|" + hello + "|SHA1|5|30"},
		{"Steam by encoder", "otpauth://totp/x:y?secret=" + hello + "&encoder=STEAM&digits=6", "x|y|steam|" + hello + "|SHA1|5|30"},
		{"Steam by a bare parameter", "otpauth://totp/x:y?secret=" + hello + "&steam", "x|y|steam|" + hello + "|SHA1|5|30"},
		{"Steam by a marked hotp link", "otpauth://hotp/x:y?secret=" + hello + "&steam=1", "x|y|steam|" + hello + "|SHA1|5|30"},
		{"Steam with base64 and its plus sign raw", "otpauth://steam/x?secret=MTIzNDU2Nzg5MDEyMzQ1Njc4OT+=", "|x|steam|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ7|SHA1|5|30"},
		{"Steam with base64, escaped", "otpauth://steam/x?secret=MTIzNDU2Nzg5MDEyMzQ1Njc4OTA%3D", "|x|steam|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|SHA1|5|30"},
		{"Steam with hexadecimal", "otpauth://steam/x?secret=3132333435363738393031323334353637383930", "|x|steam|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|SHA1|5|30"},
		{"steam scheme", "STEAM://" + hello, "Steam||steam|" + hello + "|SHA1|5|30"},
		{"steam scheme with base64", "steam://MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "Steam||steam|GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ|SHA1|5|30"},
		{"an Apple link", "apple-otpauth://totp/x:y?secret=" + hello, "x|y|totp|" + hello + "|SHA1|6|30"},
		{"upper case all over", "OTPAUTH://TOTP/X:y?SECRET=" + hello + "&ISSUER=X", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"white space and a BOM around", "\uFEFF  otpauth://totp/X:y?secret=" + hello + "\r\n", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"issuer with a colon", "otpauth://totp/A%3AB%3Aops?secret=" + hello + "&issuer=A%3AB", "A:B|ops|totp|" + hello + "|SHA1|6|30"},
		{"issuer in another case", "otpauth://totp/EXAMPLE:me?secret=" + hello + "&issuer=Example", "Example|me|totp|" + hello + "|SHA1|6|30"},
		{"a longer word than the issuer", "otpauth://totp/Examples:me?secret=" + hello + "&issuer=Example", "Example|me|totp|" + hello + "|SHA1|6|30"},
		{"no prefix before the colon (Ente)", "otpauth://totp/:me?secret=" + hello + "&issuer", "|me|totp|" + hello + "|SHA1|6|30"},
		{"no label", "otpauth://totp/?secret=" + hello, "||totp|" + hello + "|SHA1|6|30"},
		{"no slash behind the type", "otpauth://totp?secret=" + hello, "||totp|" + hello + "|SHA1|6|30"},
		{"slashes in the label", "otpauth://totp/a/b:c/d?secret=" + hello, "a/b|c/d|totp|" + hello + "|SHA1|6|30"},
		{"hash and raw UTF-8", "otpauth://totp/Bücher #1:Jürg?secret=" + hello, "Bücher #1|Jürg|totp|" + hello + "|SHA1|6|30"},
		{"plus in the label", "otpauth://totp/X:me+spam@example.org?secret=" + hello, "X|me+spam@example.org|totp|" + hello + "|SHA1|6|30"},
		{"broken escapes stay", "otpauth://totp/X:50%?secret=" + hello + "&issuer=%4", "%4|50%|totp|" + hello + "|SHA1|6|30"},
		{"a double escape is decoded once", "otpauth://totp/X:a%2540b?secret=" + hello, "X|a%40b|totp|" + hello + "|SHA1|6|30"},
		{"bad UTF-8 beside good", "otpauth://totp/X:é%ff?secret=" + hello, "X|é\uFFFD|totp|" + hello + "|SHA1|6|30"},
		{"an escaped ampersand", "otpauth://totp/X:y?secret=" + hello + "&amp;digits=8&amp;amp;algorithm=SHA256&#38;period=60", "X|y|totp|" + hello + "|SHA256|8|60"},
		{"a second question mark", "otpauth://totp/X:y?secret=" + hello + "?digits=8", "X|y|totp|" + hello + "|SHA1|8|30"},
		{"a question mark in a name", "otpauth://totp/X:y?secret=" + hello + "&issuer=What%3F%20Now?", "What? Now?|y|totp|" + hello + "|SHA1|6|30"},
		{"copied out of JSON", `otpauth:\/\/totp\/X:y?secret=` + hello + `\u0026digits=8`, "X|y|totp|" + hello + "|SHA1|8|30"},
		{"the whole label escaped twice", "otpauth://totp/X%253Aa%2540b?secret=" + hello, "X|a@b|totp|" + hello + "|SHA1|6|30"},
		{"a percent sign in a name", "otpauth://totp/X:100%25?secret=" + hello, "X|100%|totp|" + hello + "|SHA1|6|30"},
		{"a label escaped for HTML", "otpauth://totp/GitHub%3AO%26%2339%3BNeil?secret=" + hello + "&issuer=A%26amp%3BB", "A&B|O'Neil|totp|" + hello + "|SHA1|6|30"},
		{"an ampersand in a name", "otpauth://totp/X:a%26b?secret=" + hello, "X|a&b|totp|" + hello + "|SHA1|6|30"},
		{"the colon of an address separates nothing", "otpauth://totp/https%3A%2F%2Fcloud.example:me?secret=" + hello, "https://cloud.example|me|totp|" + hello + "|SHA1|6|30"},
		{"an address alone", "otpauth://totp/https%3A%2F%2Fcloud.example?secret=" + hello, "|https://cloud.example|totp|" + hello + "|SHA1|6|30"},
		{"the same parameter twice", "otpauth://totp/X:y?issuer=X&digits=8&secret=" + hello + "&issuer=x&digits=8&secret=" + hello, "X|y|totp|" + hello + "|SHA1|8|30"},
		{"the first one is empty", "otpauth://totp/X:y?issuer=&digits=null&secret=" + hello + "&issuer=X&digits=8", "X|y|totp|" + hello + "|SHA1|8|30"},
		{"what changes nothing may differ", "otpauth://totp/X:y?issuer=X&image=a&image=b&secret=" + hello, "X|y|totp|" + hello + "|SHA1|6|30"},
		{"issuer null", "otpauth://totp/me?issuer=null&secret=" + hello, "|me|totp|" + hello + "|SHA1|6|30"},
		{"hexadecimal", "otpauth://totp/X:y?encoding=HEX&secret=48656c6c6f21deadbeef", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"base64", "otpauth://totp/X:y?encoding=base64&secret=SGVsbG8h3q2%2B7w%3D%3D", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"base64 with its plus sign raw", "otpauth://totp/X:y?encoding=base64&secret=SGVsbG8h3q2+7w==", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"plain text", "otpauth://totp/X:y?encoding=UTF8&secret=Hello", "X|y|totp|JBSWY3DP|SHA1|6|30"},
		{"Yandex as KeePassOTP keeps it", "otpauth://totp/Yandex:me?encoder=yandex&yandexpin=1234&digits=8&secret=" + s26, "Yandex|me|yandex|" + s26 + "|SHA256|8|30|1234"},
		{"other names at their usual values", "otpauth://totp/X:y?algo=SHA-1&interval=30&secret=" + hello, "X|y|totp|" + hello + "|SHA1|6|30"},
		{"Windows-1252", "otpauth://totp/X:%ff%fe?secret=" + hello + "&issuer=\xff", "ÿ|ÿþ|totp|" + hello + "|SHA1|6|30"},
		{"the first of two wins", "otpauth://totp/X:y?secret=" + hello + "&digits=8&digits=6&issuer=X&issuer=Y", "X|y|totp|" + hello + "|SHA1|8|30"},
		{"the same secret twice", "otpauth://totp/X:y?secret=" + hello + "&secret=" + hello, "X|y|totp|" + hello + "|SHA1|6|30"},
		{"null and empty values", "otpauth://totp/X:y?secret=" + hello + "&algorithm=null&digits=NULL&period=", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"HMAC-SHA-512", "otpauth://totp/X:y?secret=" + hello + "&algorithm=HMAC-SHA-512", "X|y|totp|" + hello + "|SHA512|6|30"},
		{"Algorithm.sha256", "otpauth://totp/X:y?secret=" + hello + "&algorithm=Algorithm.sha256", "X|y|totp|" + hello + "|SHA256|6|30"},
		{"hmac_sha_1", "otpauth://totp/X:y?secret=" + hello + "&algorithm=hmac_sha_1", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"the bounds", "otpauth://totp/X:y?secret=" + hello + "&digits=10&period=86400", "X|y|totp|" + hello + "|SHA1|10|86400"},
		{"the other bounds", "otpauth://totp/X:y?secret=" + hello + "&digits=4&period=1", "X|y|totp|" + hello + "|SHA1|4|1"},
		{"a period that hotp does not use is not looked at", "otpauth://hotp/X:y?secret=" + hello + "&period=0&counter=9223372036854775807",
			"X|y|hotp|" + hello + "|SHA1|6|0|9223372036854775807"},
		{"a counter that totp does not use", "otpauth://totp/X:y?secret=" + hello + "&counter=-1", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"other programs' parameters", "otpauth://totp/X:y?secret=" + hello + "&image=https://evil.example/x.png&codeDisplay=%7B%7D", "X|y|totp|" + hello + "|SHA1|6|30"},
		{"Yandex, 16 bytes", "otpauth://yaotp/me?secret=" + s26 + "&pin_length=x", "Yandex|me|yandex|" + s26 + "|SHA256|8|30"},
		{"Yandex, with check value", "otpauth://yaotp/me?secret=AERUKZ4JVPG66AJDIVTYTK6N54AAAAAAHSNG4HX52E", "Yandex|me|yandex|AERUKZ4JVPG66AJDIVTYTK6N54|SHA256|8|30"},
		{"Yandex, PIN as Aegis writes it", "otpauth://yaotp/Mail:me?secret=" + s26 + "&pin=GEZDGNA%3D", "Mail|me|yandex|" + s26 + "|SHA256|8|30|1234"},
		{"Yandex, PIN as digits that are base32 too", "otpauth://yaotp/me?secret=" + s26 + "&pin=2345", "Yandex|me|yandex|" + s26 + "|SHA256|8|30|2345"},
		{"mOTP", "motp://VPN:bob?secret=3132333435363738&pin=1234", "VPN|bob|motp|GEZDGNBVGY3TQ|MD5|6|10|1234"},
		{"mOTP without slashes, in capitals", "MOTP:VPN:bob?secret=4142ABCD", "VPN|bob|motp|IFBKXTI|MD5|6|10"},
	} {
		a, err := ParseURI(row.in)
		if err != nil || show(a) != row.want {
			t.Errorf("%s:\n got %s, %v\nwant %s", row.name, show(a), err, row.want)
		}
	}
}

func TestParseURIRefuses(t *testing.T) {
	x := "otpauth://totp/X:y?secret=" + hello
	for _, row := range []struct{ name, in, part string }{
		{"not a link", "definitely not valid", "scheme"},
		{"nothing", "", "scheme"},
		{"another scheme", "https://totp/X:y?secret=" + hello, "scheme"},
		{"one slash", "otpauth:/totp/X:y?secret=" + hello, "scheme"},
		{"unknown type", "otpauth://push/X:y?secret=" + hello, "type"},
		{"no secret", "otpauth://totp/X:y?issuer=X", "secret"},
		{"empty secret", "otpauth://totp/X:y?secret=&issuer=X", "secret"},
		{"secret of padding", "otpauth://totp/X:y?secret=%3D%3D", "secret"},
		{"zeros", "otpauth://totp/X:y?secret=0000", "secret"},
		{"two secrets", x + "&secret=AAAAAAAA", "secret"},
		{"unknown algorithm", x + "&algorithm=something", "algorithm"},
		{"MD5 is for mOTP alone", x + "&algorithm=MD5", "algorithm"},
		{"SHA224", x + "&algorithm=SHA224", "algorithm"},
		{"an unknown encoding", x + "&encoding=ascii85", "encoding"},
		{"an encoding that the secret is not in", "otpauth://totp/X:y?encoding=hex&secret=xyz", "secret"},
		{"an unknown encoder", x + "&encoder=other", "encoder"},
		{"half of a key", x + "&2step_salt=8", "2step"},
		{"an algorithm under another name", x + "&algo=sha512", "algo"},
		{"a period under another name", x + "&amp;interval=60", "interval"},
		{"digits 3", x + "&digits=3", "digits"},
		{"digits 11", x + "&digits=11", "digits"},
		{"digits 0", x + "&digits=0", "digits"},
		{"digits in words", x + "&digits=six", "digits"},
		{"digits with a sign", x + "&digits=%2B6", "digits"},
		{"digits with a fraction", x + "&digits=6.0", "digits"},
		{"digits beyond 64 bits", x + "&digits=18446744073709551622", "digits"},
		{"period 0", x + "&period=0", "period"},
		{"period over a day", x + "&period=86401", "period"},
		{"negative counter", "otpauth://hotp/X:y?secret=" + hello + "&counter=-1", "counter"},
		{"counter of 2^63", "otpauth://hotp/X:y?secret=" + hello + "&counter=9223372036854775808", "counter"},
		{"hotp with wrong digits", "otpauth://hotp/X:y?secret=" + hello + "&digits=99", "digits"},
		{"hotp without a secret", "otpauth://hotp/X:y", "secret"},
		{"Steam with digits that are none", "otpauth://totp/Steam:y?secret=" + hello + "&digits=x", "digits"},
		{"Steam without a secret", "otpauth://steam/X:y", "secret"},
		{"Steam command", "steam://run/440", "secret"},
		{"Yandex with a wrong check value", "otpauth://yaotp/me?secret=AERUKZ4JVPG66AJDIVTYTK6N54AAAAAAHSNG4HX52I", "secret"},
		{"Yandex with another length", "otpauth://yaotp/me?secret=" + hello, "secret"},
		{"Yandex without a secret", "otpauth://yaotp/me?pin=1234", "secret"},
		{"Yandex with a PIN of letters", "otpauth://yaotp/me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&pin=abcd", "pin"},
		{"two secrets in an mOTP link", "motp://a:b?secret=00&secret=11", "secret"},
		{"mOTP in base32", "motp://a:b?secret=" + hello, "secret"},
		{"mOTP with half a byte", "motp://a:b?secret=123", "secret"},
		{"mOTP with a PIN too long", "motp://a:b?secret=00&pin=" + strings.Repeat("1", 65), "secret"},
		{"too long", x + "&issuer=" + strings.Repeat("x", MaxURI), "length"},
	} {
		a, err := ParseURI(row.in)
		var part *URIError
		if !errors.As(err, &part) || part.Part != row.part || !reflect.DeepEqual(a, Account{Issuer: a.Issuer, Name: a.Name}) {
			t.Errorf("%s: %v, want something about %q", row.name, err, row.part)
			continue
		}
		if row.in != "" && (strings.Contains(err.Error(), row.in) || strings.Contains(err.Error()+NewFailure(1, a, "").Entry(), hello)) {
			t.Errorf("%s: the error repeats the link", row.name)
		}
	}
	_, err := ParseURI("otpauth://totp/X:y?secret=JBSW0")
	var wrong *KeyError
	if !errors.As(err, &wrong) || wrong.Position != 5 {
		t.Errorf("the place of a wrong character is lost: %v", err)
	}
}

func TestURILimits(t *testing.T) {
	link := func(n int) string {
		s := "otpauth://totp/X:y?secret=" + hello + "&note="
		return s + strings.Repeat("x", n-len(s))
	}
	for _, row := range []struct {
		n               int
		alone, inAnList bool
	}{
		{MaxURI - 1, true, true}, {MaxURI, true, true}, {MaxURI + 1, false, true},
		{MaxURILine - 1, false, true}, {MaxURILine, false, true}, {MaxURILine + 1, false, false},
	} {
		if _, err := ParseURI(link(row.n)); (err == nil) != row.alone {
			t.Errorf("%d bytes: %v", row.n, err)
		}
		if _, err := ParseURILine(link(row.n)); (err == nil) != row.inAnList {
			t.Errorf("%d bytes in a list: %v", row.n, err)
		}
	}
}

func TestURI(t *testing.T) {
	with := func(a Account, change func(*Account)) Account { change(&a); return a }
	totp := Account{Issuer: "Bücher & Co", Name: "me+x@example.org", Key: rfcKey(otp.TOTP, 20)}
	for _, row := range []struct {
		name string
		a    Account
		want string
	}{
		{"totp", totp, "otpauth://totp/B%C3%BCcher%20%26%20Co:me%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=B%C3%BCcher%20%26%20Co&algorithm=SHA1&digits=6&period=30"},
		{"all values", with(totp, func(a *Account) {
			a.Issuer, a.Key.Algorithm, a.Key.Digits, a.Key.Period = "X", otp.SHA512, 8, 60
		}), "otpauth://totp/X:me%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=X&algorithm=SHA512&digits=8&period=60"},
		{"no issuer", with(totp, func(a *Account) { a.Issuer = "" }), "otpauth://totp/me%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30"},
		{"no issuer, a colon in the name", Account{Name: "a:b", Key: rfcKey(otp.TOTP, 10)}, "otpauth://totp/:a%3Ab?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30"},
		{"colon in the issuer", Account{Issuer: "A:B", Name: "c:d", Key: rfcKey(otp.TOTP, 10)}, "otpauth://totp/A%3AB:c%3Ad?secret=GEZDGNBVGY3TQOJQ&issuer=A%3AB&algorithm=SHA1&digits=6&period=30"},
		{"hotp", Account{Issuer: "X", Name: "y", Counter: math.MaxInt64, Key: rfcKey(otp.HOTP, 10)}, "otpauth://hotp/X:y?secret=GEZDGNBVGY3TQOJQ&issuer=X&algorithm=SHA1&digits=6&counter=9223372036854775807"},
		{"steam", Account{Issuer: "Steam", Name: "y", Key: rfcKey(otp.Steam, 10)}, "otpauth://steam/Steam:y?secret=GEZDGNBVGY3TQOJQ&issuer=Steam&algorithm=SHA1&digits=5&period=30&encoder=steam"},
		{"yandex", with(Account{Issuer: "Yandex", Name: "y", Key: rfcKey(otp.Yandex, 16)}, func(a *Account) { a.Key.PIN = "1234" }),
			"otpauth://yaotp/Yandex:y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&issuer=Yandex&pin=GEZDGNA"},
		{"motp", with(Account{Issuer: "VPN", Name: "b", Key: rfcKey(otp.MOTP, 8)}, func(a *Account) { a.Key.PIN = "12 4&" }), "motp://VPN:b?secret=3132333435363738&pin=12%204%26"},
		{"motp without PIN", Account{Name: "b", Key: rfcKey(otp.MOTP, 8)}, "motp://b?secret=3132333435363738"},
	} {
		got := row.a.URI()
		if got != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, got, row.want)
		}
		if back, err := ParseURI(got); err != nil || show(back) != show(row.a) {
			t.Errorf("%s: read back as %s, %v", row.name, show(back), err)
		}
	}
}

func TestURIParameter(t *testing.T) {
	link := "otpauth://totp/X:y?secret=" + hello + "&codeDisplay=%7B%22pinned%22%3Atrue%7D"
	if got := URIParameter(link, "codedisplay"); got != `{"pinned":true}` {
		t.Errorf("got %q", got)
	}
	if URIParameter(link, "note") != "" || URIParameter("x?secret=a&secret=b", "secret") != "" {
		t.Error("a parameter that is not there, or is two, has a value")
	}
}

// vectors reads a file of other programs' vectors, or skips where there is none.
func vectors(t *testing.T, name string, into any) {
	t.Helper()
	samples := os.Getenv("WATCHWORD_SAMPLES")
	if samples == "" {
		t.Skip("WATCHWORD_SAMPLES names no folder; the tables of this package stand for the vectors")
	}
	data, err := os.ReadFile(filepath.Join(samples, "..", "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// An expected is an account as the vectors write it.
type expected struct {
	Issuer, Name, Secret, Type, Algorithm string
	Digits, Period                        int
	Counter                               uint64
}

func (e expected) matches(a Account) bool {
	secret, err := ParseKey(e.Secret)
	return err == nil && a.Issuer == e.Issuer && a.Name == e.Name && FormatKey(a.Key.Secret) == FormatKey(secret) &&
		string(a.Key.Type) == e.Type && string(a.Key.Algorithm) == e.Algorithm && a.Key.Digits == e.Digits &&
		a.Key.Period == e.Period && a.Counter == e.Counter
}

func TestURIVectors(t *testing.T) {
	var rows []struct {
		ID, URI string
		OK      bool
		Expect  expected
	}
	vectors(t, "uris.json", &rows)
	if len(rows) < 40 {
		t.Fatalf("only %d vectors", len(rows))
	}
	for _, row := range rows {
		a, err := ParseURI(row.URI)
		switch {
		case (err == nil) != row.OK:
			t.Errorf("%s: %v", row.ID, err)
		case row.OK && !row.Expect.matches(a):
			t.Errorf("%s: %s", row.ID, show(a))
		case row.OK:
			if back, err := ParseURI(a.URI()); err != nil || show(back) != show(a) {
				t.Errorf("%s: written and read back: %s, %v", row.ID, show(back), err)
			}
		}
	}
}

// What was read can be written and is read back the same, and no error repeats its input.
func FuzzParseURI(f *testing.F) {
	for _, s := range []string{
		"otpauth://totp/Amazon%3Ame%40example.org?secret=" + hello + "&issuer=Amazon", "otpauth://hotp/a:b?secret=AA&counter=1",
		"otpauth://steam/x?secret=MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "steam://" + hello, "motp://a:b?secret=00&pin=1", "motp:a?secret=00",
		"otpauth://yaotp/me?secret=AERUKZ4JVPG66AJDIVTYTK6N54AAAAAAHSNG4HX52E&pin=1234", "otpauth://totp/%:?secret=77&issuer=%4",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, link string) {
		a, err := ParseURILine(link)
		if err != nil {
			var part *URIError
			if !errors.As(err, &part) || part.Part == "" {
				t.Errorf("an error without a part: %v", err)
			}
			return
		}
		if err := a.Key.Validate(); err != nil {
			t.Fatalf("a key that is not valid: %v", err)
		}
		Visible(a.Issuer + a.Name)
		written := a.URI()
		if len(written) > MaxURILine {
			return
		}
		back, err := ParseURILine(written)
		if err != nil || show(back) != show(a) && !ambiguous(a) {
			t.Errorf("read back as %s, %v; was %s", show(back), err, show(a))
		}
	})
}

// ambiguous names what a link cannot say: a name that begins with its issuer again or has
// none where a type brings its own.
func ambiguous(a Account) bool {
	return a.Key.Type == otp.Yandex && a.Issuer == ""
}
