package account

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Each row of "seen / say" of docs/design.md, and what else is met beside QR codes of ours.
func TestIdentify(t *testing.T) {
	duo := "AbCdEfGhIjKlMnOpQrSt-" + base64.RawStdEncoding.EncodeToString([]byte("api-12345678.duosecurity.com"))
	for _, row := range []struct {
		name, in string
		kind     Kind
		what     string
		says     string // in the title, the reason or the advice
	}{
		{"Amazon", "otpauth://totp/Amazon%3Ame%40example.org?secret=" + hello + "&issuer=Amazon", KindTOTP, "", "Amazon"},
		{"hotp", "otpauth://hotp/X:y?secret=" + hello, KindHOTP, "", "X"},
		{"steam", "otpauth://steam/X:y?secret=" + hello, KindSteam, "", "X"},
		{"yandex", "otpauth://yaotp/y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY", KindYandex, "", "Yandex"},
		{"motp", "motp://VPN:bob?secret=3132333435363738", KindMOTP, "", "VPN"},
		{"Apple's scheme", "apple-otpauth://totp/X:y?secret=" + hello, KindTOTP, "", "X"},
		{"migration, one part", exportBad, KindMigration, "", "export of Google Authenticator"},
		{"migration part 2 of 3", exportGood, KindMigration, "", "part 2 of 3"},
		{"migration part 2 of 3, what to do", exportGood, KindMigration, "", "Scan the other parts too"},
		{"migration, damaged", exportStart + "!!!!", KindBroken, "migration", "damaged"},
		{"migration, none usable", export(appendBytes(nil, migrationEntry, "")...), KindMigration, "", "the key is empty"},

		{"damaged: no secret", "otpauth://totp/X:y", KindBroken, "link-secret", "no secret"},
		{"damaged: a wrong character", "otpauth://totp/X:y?secret=JBSW0", KindBroken, "link-secret", "character 5"},
		{"damaged: algorithm", "otpauth://totp/X:y?secret=" + hello + "&algorithm=x", KindBroken, "link-algorithm", "algorithm"},
		{"damaged: digits", "otpauth://totp/X:y?secret=" + hello + "&digits=x", KindBroken, "link-digits", "digits"},
		{"damaged: period", "otpauth://totp/X:y?secret=" + hello + "&period=x", KindBroken, "link-period", "period"},
		{"damaged: counter", "otpauth://hotp/X:y?secret=" + hello + "&counter=x", KindBroken, "link-counter", "counter"},
		{"damaged: PIN", "otpauth://yaotp/y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY&pin=x", KindBroken, "link-pin", "PIN"},
		{"damaged: too long", "otpauth://totp/" + strings.Repeat("x", MaxURI) + "?secret=" + hello, KindBroken, "link-length", "longer"},
		{"damaged: slashes", "otpauth:totp/X:y?secret=" + hello, KindBroken, "link-scheme", "otpauth"},
		{"damaged: no colon", "otpauth//totp/X:y?secret=" + hello, KindBroken, "link-scheme", "does not begin"},
		{"damaged: words before it", "Scan me otpauth//totp/X:y?secret=" + hello, KindBroken, "link-scheme", "does not begin"},
		{"otpauth of an unknown type", "otpauth://pipush/X:y?secret=" + hello, KindBroken, "link-type", "unknown kind"},

		{"Microsoft: phonefactor", "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fx.phonefactor.net", KindOther, "microsoft", "use a different authenticator app"},
		{"Microsoft: PhoneFactor in capitals", "PHONEFACTOR://activate_account?code=1", KindOther, "microsoft", "Microsoft's own sign-in code"},
		{"Microsoft: activateAccount", "https://login.microsoftonline.com/common/activateAccount?code=1", KindOther, "microsoft", "use a different authenticator app"},
		{"Microsoft: its app", "microsoft-authenticator://activatemfa?code=1", KindOther, "microsoft", "Microsoft"},
		{"Microsoft: some other page", "https://login.microsoftonline.com/help", KindOther, "link", "web page"},
		{"Microsoft: somebody else's host", "https://login.microsoftonline.com.evil.example/activateAccount", KindOther, "link", "web page"},
		{"Steam", "https://s.team/q/1/1234567890", KindOther, "steam", "Steam's sign-in code, not a secret"},
		{"Steam in capitals", "HTTPS://S.TEAM/Q/1/123", KindOther, "steam", "Steam"},
		{"a link", "https://example.org/help", KindOther, "link", "web page"},
		{"a link without encryption", "http://example.org", KindOther, "link", "web page"},
		{"a link without scheme", "www.example.org", KindOther, "link", "web page"},
		{"a link that cannot be read", "https://[::1", KindOther, "link", "web page"},
		{"an app store", "https://play.google.com/store/apps/details?id=x", KindOther, "store", "app store"},
		{"Wi-Fi", "WIFI:T:WPA;S:home;P:hunter22;;", KindOther, "wifi", "wireless network"},
		{"vCard", "BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jane\nEND:VCARD", KindOther, "contact", "contact card"},
		{"MECARD", "MECARD:N:Doe,Jane;;", KindOther, "contact", "contact card"},
		{"calendar", "BEGIN:VEVENT\nSUMMARY:x", KindOther, "event", "calendar"},
		{"WhatsApp link", "https://wa.me/qr/ABCDEF", KindOther, "whatsapp", "WhatsApp"},
		{"WhatsApp Web", "2@k3ys+base64/==,moreKeys,andMore", KindOther, "whatsapp", "WhatsApp"},
		{"Signal link", "sgnl://linkdevice?uuid=x&pub_key=y", KindOther, "signal", "Signal"},
		{"Signal on the web", "https://signal.me/#p/+123", KindOther, "signal", "Signal"},
		{"Telegram", "tg://login?token=x", KindOther, "telegram", "Telegram"},
		{"Telegram on the web", "https://t.me/x", KindOther, "telegram", "Telegram"},
		{"Discord", "https://discord.com/ra/xyz", KindOther, "messenger", "messenger"},
		{"EPC payment", "BCD\n002\n1\nSCT\n\nJane Doe\nDE00", KindOther, "payment", "payment"},
		{"Swiss payment", "SPC\r\n0200\r\n1", KindOther, "payment", "payment"},
		{"EMVCo payment", "00020101021126", KindOther, "payment", "payment"},
		{"bitcoin", "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT?amount=1", KindOther, "payment", "payment"},
		{"UPI", "upi://pay?pa=x@y", KindOther, "payment", "payment"},
		{"Duo", duo, KindOther, "duo", "Duo Mobile"},
		{"Duo link", "https://m-12345678.duosecurity.com/activate/x", KindOther, "duo", "Duo Mobile"},
		{"Duo scheme", "duo://x-y", KindOther, "duo", "Duo Mobile"},
		{"Okta Verify", "oktaverify://email/?t=token&f=x&s=https%3A%2F%2Fx.okta.com", KindOther, "okta", "Okta Verify"},
		{"RSA", "http://127.0.0.1/securid/ctf?ctfData=1", KindOther, "rsa", "SecurID"},
		{"passkey", "FIDO:/0123456789012345678901234567890", KindOther, "passkey", "passkey"},
		{"our own recovery sheet", "AGE-SECRET-KEY-1QQQ", KindOther, "recovery", "recovery sheet"},
		{"SMS", "SMSTO:+491234:hi", KindOther, "message", "text message"},
		{"mail", "mailto:me@example.org", KindOther, "mail", "mail"},
		{"mail, the old way", "MATMSG:TO:me@example.org;;", KindOther, "mail", "mail"},
		{"telephone", "tel:+491234", KindOther, "phone", "telephone"},
		{"place", "geo:52.5,13.4", KindOther, "place", "map"},
		{"eSIM", "LPA:1$rsp.example$X", KindOther, "esim", "eSIM"},
		{"a bare key", "GEZDGNBVGY3TQOJQ", KindOther, "key", "key without its link"},
		{"a bare key in groups", "gezd gnbv gy3t qojq", KindOther, "key", "key without its link"},
		{"a number", "4006381333931", KindOther, "number", "number"},
		{"text", "Meet me at five.", KindOther, "text", "plain text"},
		{"letters that would be base32", "watermelon", KindOther, "text", "plain text"},
		{"nothing", " \n", KindOther, "empty", "empty"},
	} {
		f := Identify(row.in)
		if f.Kind != row.kind || f.What != row.what || !strings.Contains(f.Title+"|"+f.Reason+"|"+f.Advice, row.says) {
			t.Errorf("%s: %+v", row.name, f)
		}
		wellFormed(t, row.name, f)
	}
}

// wellFormed checks what holds for every find.
func wellFormed(t *testing.T, name string, f Find) {
	t.Helper()
	if f.Usable() != (f.Reason == "") {
		t.Errorf("%s: usable and a reason against it, or neither: %+v", name, f)
	}
	if f.Title == "" || !f.Usable() && f.Advice == "" {
		t.Errorf("%s: nothing to say: %+v", name, f)
	}
	if !f.Usable() && (strings.HasSuffix(f.Title, ".") || strings.HasSuffix(f.Reason, ".") || !strings.HasSuffix(f.Advice, ".")) {
		t.Errorf("%s: a reason is a phrase, an advice a sentence: %+v", name, f)
	}
	if !slices.Contains([]Kind{KindTOTP, KindHOTP, KindSteam, KindYandex, KindMOTP, KindMigration, KindBroken, KindOther}, f.Kind) {
		t.Errorf("%s: kind %q", name, f.Kind)
	}
}

func TestShortKeyIsNoted(t *testing.T) {
	if f := Identify("otpauth://totp/X:y?secret=GEZDGNBVGY3TQOI"); f.Note != "the key has only 9 bytes: unusually short" { // 15 characters
		t.Errorf("9 bytes: %q", f.Note)
	}
	if f := Identify("otpauth://totp/X:y?secret=" + hello); f.Note != "" {
		t.Errorf("10 bytes: %q", f.Note)
	}
	if f := Identify(exportBad); f.Note != "5 accounts cannot be used" || len(f.Failures) != 5 || f.Migration == nil {
		t.Errorf("export: %+v", f)
	}
}

func TestIdentifyTyped(t *testing.T) {
	link := "otpauth://totp/Big Shop:me?secret=" + hello
	for _, row := range []struct {
		name, in string
		want     string // kinds, in order
		says     string // in title, reason, advice or note of the last
	}{
		{"nothing", " \u00a0\n", "", ""},
		{"Amazon's 13 groups of 4", strings.Repeat("GEZD ", 13), "totp", "52 characters, 32 bytes"},
		{"groups over two lines", "GEZD GNBV\nGY3T QOJQ", "totp", "16 characters, 10 bytes"},
		{"with padding", "JBSWY3DPEHPK3PXP======", "totp", "16 characters, 10 bytes"},
		{"in quotation marks", "“gezdgnbvgy3tqojq”", "totp", "16 characters"},
		{"with a heading", "Secret key: gezd gnbv gy3t qojq", "totp", "16 characters"},
		{"with a name before it", "secret=GEZDGNBVGY3TQOJQ", "totp", "16 characters"},
		{"a short key", "JBSW", "totp", "4 characters, 2 bytes: unusually short"},
		{"one byte", "JB", "totp", "2 characters, 1 byte: unusually short"},
		{"hexadecimal", "3132333435363738393031323334353637383930", "totp", "40 hexadecimal digits, 20 bytes"},
		{"too little hexadecimal", "313233343536373839303132", "other", "not a key or a link"},
		{"base64 from a maFile", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "steam", "20 bytes"},
		{"a key that begins like a payment", "LNBCGEZDGNBVGY3T", "totp", "16 characters"},
		{"a typing error", "GEZD GNBV GY3T Q0JQ", "broken", "character 17 of the key is the digit 0"},
		{"a typing error behind a heading", "Key: GEZ0GNBVGY3TQOJQ", "broken", "character 9 of the key"},
		{"a typing error that is a sign", "JBSW.Y3DP", "broken", "character 5 of the key is “.”"},
		{"one character", "A", "broken", "the key is too short: one character is not a whole key"},
		{"a key without end", strings.Repeat("A", 1700), "broken", "at most 1024"},
		{"prose", "What is this? I have no idea; really not!", "other", "not a key or a link"},
		{"a link", link, "totp", "Big Shop"},
		{"a link with words before it", "Amazon: " + link, "totp", "Big Shop"},
		{"a foreign link", "https://example.org", "other", "web page"},
		{"a Microsoft code", "phonefactor://x", "other", "different authenticator app"},
		{"links, one a line, a comment, a blank line", link + "\r\n\n# x\n" + strings.Replace(link, "totp", "hotp", 1), "totp hotp", "Big Shop"},
		{"links with commas, as old Ente lists", link + "," + link + ",motp://VPN:bob?secret=00112233", "totp totp motp", "VPN"},
		{"links with spaces between", link + " " + link, "totp totp", ""},
		{"a line that is no link", link + "\nnonsense", "totp broken", "Line 2 is not an otpauth link"},
		{"a damaged one among good ones", link + "\n\notpauth://totp/X:y?digits=1", "totp broken", "Line 3: This authenticator link is damaged|the link has no secret key|"},
		{"a damaged one alone", "otpauth://totp/X:y?digits=1", "broken", "This authenticator link is damaged|the link has no secret key|"},
		{"migration links", exportGood + "\n" + exportBad, "migration migration", "5 accounts"},
		{"too much", strings.Repeat("x", MaxTyped+1), "broken", "too long"},
	} {
		finds := IdentifyTyped(row.in)
		var kinds []string
		for _, f := range finds {
			kinds = append(kinds, string(f.Kind))
			wellFormed(t, row.name, f)
		}
		if strings.Join(kinds, " ") != row.want {
			t.Errorf("%s: %+v", row.name, finds)
			continue
		}
		if len(finds) > 0 {
			f := finds[len(finds)-1]
			if says := f.Title + "|" + f.Reason + "|" + f.Advice + "|" + f.Note; !strings.Contains(says, row.says) {
				t.Errorf("%s: says %s", row.name, says)
			}
		}
	}
}

// No sentence repeats the text: it may be a secret, or try to look like our own words.
func FuzzIdentify(f *testing.F) {
	for _, s := range []string{exportGood, "otpauth://totp/X:y?secret=0", "WIFI:T:WPA;;", "GEZD GNBV", "a-b", "https://s.team/x", "Key: x0", "steam://a,otpauth://b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, find := range append(IdentifyTyped(text), Identify(text)) {
			wellFormed(t, text, find)
			for _, a := range find.Accounts {
				if err := a.Key.Validate(); err != nil {
					t.Error(err)
				}
			}
			if find.Usable() {
				continue
			}
			says := find.Title + find.Reason + find.Advice + find.Note
			if strings.ContainsFunc(says, unicode.IsControl) || len(text) > 60 && strings.Contains(says, text) {
				t.Errorf("says %q", says)
			}
		}
	})
}
