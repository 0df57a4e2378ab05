package transfer

import (
	"slices"
	"testing"
)

// Keys in JSON of an unknown program are read where their names leave no doubt, with their settings.
func TestUnknownKeys(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	for _, row := range []struct {
		why, text string
		want      []string // nil: no account is in it
	}{
		{"a name that says it", `{"list": [{"title": "A", "email": "a", "totp_secret": "` + key + `", "password": "x"}]}`, []string{"A/a " + key}},
		{"a key among settings", `[{"service": "A", "label": "A: a", "secret": "jbsw y3dp ehpk 3pxp", "digits": 6, "period": 30}]`, []string{"A/a " + key}},
		{"a type", `{"a": {"type": "TOTP", "key": "` + key + `", "name": "a"}, "b": {"otpSecret": "` + other + `", "name": "b"}}`, []string{"/a " + key, "/b " + other}},
		{"beside a link", `{"uri": "otpauth://totp/A:a?secret=` + key + `", "secret": "` + key + `", "type": "totp"}`, []string{"A/a " + key}},
		{"no counter", `{"a": {"type": "hotp", "secret": "` + key + `", "name": "a"}}`, []string{"/a: a/secret: it is counter-based, and its counter is not in the file"}},
		{"a setting that nobody knows", `{"list": [{"otp": "` + key + `", "name": "a", "otpEncoding": 1}]}`, []string{"/a: list[1]/otp: a setting beside its key is not known"}},
		{"a hash that nobody knows", `{"otp": "` + key + `", "name": "a", "algorithm": "md5"}`, []string{"/a: otp: its algorithm is unknown; SHA1, SHA256 and SHA512 are possible"}},
		{"a type that nobody knows", `{"otp": "` + key + `", "name": "a", "type": "steamtotp"}`, []string{"/a: otp: its type of code is unknown"}},
		{"a type in numbers", `{"otp": "` + key + `", "name": "a", "type": 2, "digits": 6}`, []string{"/a: otp: its type of code is unknown"}},
		{"Steam", `{"otp": "` + key + `", "issuer": "Steam"}`, []string{"Steam/: otp: its type of code is unknown"}},
		{"the type of an item", `{"type": "login", "pinned": true, "title": "A", "totp": "` + key + `"}`, []string{"A/ " + key}},
		{"one word before all names, as FoxAuth has it", `{"accountInfos": [{"containerAssign": "", "localIssuer": "A", "localAccountName": "a", "localSecretToken": "` + key + `", "localOTPType": "Time based", "localOTPAlgorithm": "SHA-1", "localOTPPeriod": "30", "localOTPDigits": "6"}]}`,
			[]string{"A/a " + key}},
		{"and counts", `{"accountInfos": [{"localIssuer": "A", "localAccountName": "a", "localSecretToken": "` + key + `", "localOTPType": "Counter based", "localOTPDigits": "6"}]}`,
			[]string{"A/a: accountInfos[1]/localSecretToken: it is counter-based, and its counter is not in the file"}},
		{"an access key", `{"client": "a", "secret": "` + key + `"}`, nil},
		{"words", `{"otp": "ask my phone now please", "2fa": "disabled for this one"}`, nil},
		{"the key of a cipher", `{"key": "` + key + `", "type": "aes"}`, nil},
	} {
		r, err := Read(t.Context(), []byte(row.text), Env{})
		if row.want == nil {
			if err != ErrUnknown {
				t.Errorf("%s: %q, %v", row.why, summary(r), err)
			}
			continue
		}
		if got := summary(r); err != nil || !slices.Equal(got, row.want) || r.Keep == "" || r.Format != "text" {
			t.Errorf("%s (%s): %q, %v", row.why, r.Format, got, err)
		}
	}
}
