package account

import (
	"encoding/json"
	"testing"
	"time"

	"watchword/vault/otp"
)

const rfc20 = "12345678901234567890" // RFC 4226, appendix D

// rfcKey returns a key of type t with the RFC's secret, cut to n bytes.
func rfcKey(t otp.Type, n int) otp.Key {
	k := otp.Defaults(t)
	k.Secret = otp.Secret(rfc20[:n])
	return k
}

func TestCredential(t *testing.T) {
	yandex := rfcKey(otp.Yandex, 16)
	yandex.PIN = "1234"
	// Computed with Python's hashlib and struct from the description of the fields.
	for _, row := range []struct {
		name string
		a    Account
		want string
	}{
		{"totp", Account{Key: rfcKey(otp.TOTP, 20)}, "b5286782bd3615d3f856279e9f05cf5c3d50ad557c161987969453aa9f4a11de"},
		{"names and counter are no part", Account{Key: rfcKey(otp.TOTP, 20), Issuer: "A", Name: "b", Counter: 3, ID: "x"},
			"b5286782bd3615d3f856279e9f05cf5c3d50ad557c161987969453aa9f4a11de"},
		{"hotp", Account{Key: rfcKey(otp.HOTP, 20), Counter: 7}, "20917457d756ce6f9fd78ac432bfa30424e05b77b39158a0b850bc280b1886f9"},
		{"the PIN is a part", Account{Key: yandex}, "0926b9d447b1509a1105cab1f3c208dd51c0de8b46be629331805df36dd337ac"},
	} {
		if got := row.a.Credential(); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	// Without lengths, "6" and "30" would run together like "63" and "0".
	a, b := Account{Key: rfcKey(otp.TOTP, 20)}, Account{Key: rfcKey(otp.TOTP, 20)}
	a.Key.Digits, a.Key.Period = 6, 130
	b.Key.Digits, b.Key.Period = 61, 30
	if a.Credential() == b.Credential() {
		t.Error("two keys share a fingerprint")
	}
}

func TestAccount(t *testing.T) {
	for _, row := range []struct {
		a    Account
		want string
	}{
		{Account{Issuer: "Amazon", Name: "me"}, "Amazon"},
		{Account{Name: "me"}, "me"},
		{Account{}, "Unnamed"},
	} {
		if got := row.a.Title(); got != row.want {
			t.Errorf("title %q, want %q", got, row.want)
		}
	}
	a := Account{Key: rfcKey(otp.TOTP, 20), Tags: []string{"work"}}
	b := a.Clone()
	b.Key.Secret[0], b.Tags[0] = 'x', "home"
	if a.Key.Secret[0] == 'x' || a.Tags[0] == "home" {
		t.Error("a clone shares memory")
	}
	if a.InTrash() {
		t.Error("a fresh account lies in the trash")
	}
	if a.Trashed = time.Unix(1, 0); !a.InTrash() {
		t.Error("a trashed account does not")
	}
}

func TestVisible(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"plain", "Müller 日本 😀", "Müller 日本 😀"},
		{"turned around", "x\u202Egnp.exe", `x\u202Egnp.exe`},
		{"isolates", "\u2066a\u2069", `\u2066a\u2069`},
		{"control", "a\tb\x1b[31m\x00", `a\u0009b\u001B[31m\u0000`},
		{"C1 control, an escape sequence to some terminals", "a\u009b31m", `a\u009B31m`},
		{"line breaks", "a\nb\r\u2028\u2029", `a\u000Ab\u000D\u2028\u2029`},
		{"invisible", "\uFEFFAma\u200Bzon\u00AD", `\uFEFFAma\u200Bzon\u00AD`},
		{"tag characters", "a\U000E0041", `a\U000E0041`},
		{"an emoji of several", "👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧"},
		{"Persian joiner", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"bytes that are no text, an escape sequence to some terminals", "a\xff\x9b31m", `a\xFF\x9B31m`},
		{"the mark for what could not be read", "a\uFFFD", "a\uFFFD"},
	} {
		if got := Visible(row.in); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestVisibleText(t *testing.T) {
	if got, want := VisibleText("a\tb\r\nc\x1b\u202E"), "a\tb\\u000D\nc\\u001B\\u202E"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestVisibleJSON(t *testing.T) {
	for _, text := range []string{"plain", "a\x7f\u009b31m", "x\u202Egnp.exe", "tag \U000E0041", "👨\u200D👩 می\u200Cخواهم"} {
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		shown := VisibleJSON(string(encoded) + "\n")
		var back string
		if err := json.Unmarshal([]byte(shown), &back); err != nil || back != text {
			t.Errorf("%q reads back as %q, %v", text, back, err)
		}
		if again := VisibleText(shown); again != shown {
			t.Errorf("%q still hides something: %q", text, shown)
		}
	}
}
