package vault

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"watchword/vault/otp"
)

const testVaultID = "01890a5d-ac96-774b-bcce-b302099a8057"

// payloadText is a payload with the given accounts and further members.
func payloadText(accounts string, more ...string) string {
	return `{"format":"watchword/vault","version":1,"minReader":1,"vaultId":"` + testVaultID +
		`","revision":7,"parent":"","writer":{"app":"x","device":"y","os":"z"},"accounts":[` + accounts + `]` + strings.Join(more, "") + `}`
}

// accountText is one account; changes are pairs of old and new text.
func accountText(changes ...string) string {
	return strings.NewReplacer(changes...).Replace(`{"id":"a1","type":"totp","secret":"GEZDGNBVGY3TQOJQ","algorithm":"SHA1","digits":6,"period":30,"counter":0,"created":"2026-01-01T00:00:00Z","fields":{"issuer":{"v":"Bank","t":"0000000000010000","d":"d1"}}}`)
}

func TestOneOddAccountIsSetAsideAndKept(t *testing.T) {
	tests := []struct{ why, text string }{
		{"no object", `7`},
		{"null", `null`},
		{"an empty object", `{}`},
		{"no id", accountText(`"id":"a1",`, ``)},
		{"an id with a slash", accountText(`"a1"`, `"../a1"`)},
		{"a secret that is not base32", accountText(`GEZDGNBVGY3TQOJQ`, `0189`)},
		{"a secret in lower case", accountText(`GEZDGNBVGY3TQOJQ`, `gezdgnbvgy3tqojq`)},
		{"a secret with padding", accountText(`GEZDGNBVGY3TQOJQ`, `GEZA====`)},
		{"a secret with stray bits", accountText(`GEZDGNBVGY3TQOJQ`, `GEZDGNBVGY3TQOJ1`)},
		{"an empty secret", accountText(`GEZDGNBVGY3TQOJQ`, ``)},
		{"a type from the future", accountText(`"totp"`, `"ocra"`)},
		{"digits as text", accountText(`"digits":6`, `"digits":"6"`)},
		{"digits out of range", accountText(`"digits":6`, `"digits":11`)},
		{"digits with a point", accountText(`"digits":6`, `"digits":6.0`)},
		{"a name in another case is another name", accountText(`"secret"`, `"Secret"`)},
		{"a negative counter", accountText(`"counter":0`, `"counter":-1`)},
		{"a counter of 2^63", accountText(`"counter":0`, `"counter":9223372036854775808`)},
		{"a wrong check value", accountText(`"type"`, `"cred":"00","type"`)},
		{"fields that are no object", accountText(`"fields":{"issuer":{"v":"Bank","t":"0000000000010000","d":"d1"}}`, `"fields":[]`)},
		{"the same account twice", accountText(`a1`, `good`)},
	}
	good := accountText(`a1`, `good`)
	for _, test := range tests {
		d, err := parseDocument([]byte(payloadText(good + "," + test.text)))
		if err != nil {
			t.Errorf("%s: the vault does not open: %v", test.why, err)
			continue
		}
		if _, odd := d.keys(); odd != 1 || d.entries[0].rec == nil || d.entries[1].reason == "" {
			t.Errorf("%s: %d set aside, reason %q", test.why, odd, d.entries[1].reason)
		}
		v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
		v.Trash("good")
		if text := string(d.text()); !strings.Contains(text, test.text+"]") {
			t.Errorf("%s: not kept as it was: %s", test.why, text)
		}
		if list := v.SetAside(); len(list) != 1 || list[0].Position != 2 || len(v.Notices()) != 1 {
			t.Errorf("%s: told as %+v, %s", test.why, list, said(v))
		}
	}
}

func TestAnOddFieldIsIgnoredAndKept(t *testing.T) {
	for _, odd := range []string{`7`, `{"v":"x"}`, `{"v":"x","t":"1","d":"y"}`, `{"v":7,"t":"0000000000010000","d":"d1"}`, `{"v":"x","t":"00000000000A0000","d":"d1"}`} {
		text := accountText(`{"v":"Bank","t":"0000000000010000","d":"d1"}`, odd)
		d, err := parseDocument([]byte(payloadText(text)))
		if err != nil || d.entries[0].rec == nil {
			t.Errorf("%s: %v, %s", odd, err, d.entries[0].reason)
			continue
		}
		if d.entries[0].rec.acc.Issuer != "" || !strings.Contains(string(d.text()), odd) {
			t.Errorf("%s: issuer %q", odd, d.entries[0].rec.acc.Issuer)
		}
	}
}

func TestUnknownMembersAreKeptAtEveryLevelInOrder(t *testing.T) {
	account := accountText(`"digits":6`, `"digits":6,"future":[1, 2],"colour":"red"`,
		`"fields":{`, `"fields":{"mood":{"v":"good","t":"0000000000010000","d":"d1"},"raw":7,`,
		`"d":"d1"}}`, `"d":"d1","why":"x"}}`)
	tag := `{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1","z":1},"shape":"round"}`
	text := payloadText(account, `,"tags":[`+tag+`,"odd tag"],"tombstones":[{"id":"x","cred":"y","t":"0000000000010000","u":2},"odd"],"slots":{"hardware":[1]},"settings":{"a":1},"zebra":true,"apple":null`)
	d, err := parseDocument([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(d.text()); got != text {
		t.Fatalf("untouched, it changed:\n%s\nwant\n%s", got, text)
	}
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
	v.Edit("a1", Edit{Issuer: ptr("New"), Tags: ptr([]string{"work", "more"})})
	v.RenameTag("work", "Work")
	v.Add(totp("B", "b", "secret of b 1"))
	v.Purge(v.Accounts()[1].ID)
	v.AdoptSheet(mustSheet(t, v))
	got := string(d.payload(8, "p", writer{"app", "dev"}))
	for _, want := range []string{
		`"future":[1, 2],"colour":"red"`, `"mood":{"v":"good","t":"0000000000010000","d":"d1"},"raw":7,`, `"why":"x"`,
		`"z":1}`, `"shape":"round"`, `"odd tag"`, `"u":2}`, `"odd"`, `"hardware":[1]`, `"settings":{"a":1},"zebra":true,"apple":null`, `"os":"z"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %s in\n%s", want, got)
		}
	}
}

func mustSheet(t *testing.T, v *Vault) Sheet {
	t.Helper()
	s, err := v.MakeSheet()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPayloadsThatAreNone(t *testing.T) {
	good := payloadText("")
	tests := []struct {
		why, text string
		want      error
	}{
		{"good", good, nil},
		{"no JSON", "hello", ErrDamaged},
		{"a duplicate name", strings.Replace(good, `"version"`, `"format":"x","version"`, 1), ErrDamaged},
		{"another format", strings.Replace(good, "watchword/vault", "other/vault", 1), ErrNotVault},
		{"the name in another case", strings.Replace(good, `"format"`, `"Format"`, 1), ErrNotVault},
		{"no id", strings.Replace(good, testVaultID, "", 1), ErrDamaged},
		{"an id that is a path", strings.Replace(good, testVaultID, "../../../../../../../../../../etc/abc", 1), ErrDamaged},
		{"no revision", strings.Replace(good, `"revision":7`, `"revision":"7"`, 1), ErrDamaged},
		{"accounts that are no list", strings.Replace(good, `"accounts":[]`, `"accounts":{}`, 1), ErrDamaged},
		{"accounts in a shape of the future", strings.Replace(strings.Replace(good, `"accounts":[]`, `"accounts":{}`, 1), `"minReader":1`, `"minReader":2`, 1), ErrNotVault},
		{"tags that are no list", payloadText("", `,"tags":7`), ErrDamaged},
		{"tombstones that are no list", payloadText("", `,"tombstones":7`), ErrDamaged},
	}
	for _, test := range tests {
		if _, err := parseDocument([]byte(test.text)); !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

func TestNewerVaultIsReadOnly(t *testing.T) {
	d, err := parseDocument([]byte(strings.Replace(payloadText(accountText()), `"minReader":1`, `"minReader":2`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{kek: make([]byte, 32)}, nil)
	if why := v.ReadOnly(); why != ErrNewer || len(v.Accounts()) != 1 {
		t.Errorf("%v", why)
	}
	if r := v.Save(t.Context()); !errors.Is(r.Err, ErrNewer) {
		t.Errorf("saved: %+v", r)
	}
}

func TestPaddingHidesTheNumberOfAccounts(t *testing.T) {
	sizes := map[int]bool{}
	for n := range 6 {
		v := newTestVault(t, cheap(), sample(n)...)
		size := len(payloadOf(t, v.Path()))
		if size%padding != 0 {
			t.Errorf("%d accounts: %d bytes", n, size)
		}
		sizes[size] = true
	}
	if len(sizes) != 1 {
		t.Errorf("up to five accounts give %d sizes", len(sizes))
	}
	for _, n := range []int{0, 1, padding - 1, padding, padding + 1} {
		if got := len(pad(bytes.Repeat([]byte("x"), n))); got < n || got%padding != 0 || got-n >= padding {
			t.Errorf("%d bytes become %d", n, got)
		}
	}
}

func TestClock(t *testing.T) {
	at := time.UnixMilli(1_700_000_000_000)
	c := clock{now: func() time.Time { return at }}
	a, b := c.tick(), c.tick()
	if a.String() != "018bcfe568000000" || b != a+1 {
		t.Errorf("%s, %s", a, b)
	}
	at = at.Add(-time.Hour)
	if d := c.tick(); d <= b {
		t.Error("the clock ran backwards with the computer's")
	}
	c.see(stampAt(at.Add(1000 * time.Hour)))
	if d := c.tick(); d.time().After(at.Add(ahead + time.Second)) {
		t.Errorf("a clock in the future drew ours along to %v", d.time())
	}
	if stampAt(time.Unix(-5, 0)) != 0 {
		t.Error("a time before 1970 is not 0")
	}
	for _, bad := range []string{"", "18bcfe56800000", "018BCFE568000000", "+18bcfe568000000", "018bcfe5680000000"} {
		if _, ok := parseStamp(bad); ok {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestTwoRecordsWithOneIDAreBothReachable(t *testing.T) {
	d, err := parseDocument([]byte(payloadText(accountText() + "," + accountText("GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJR"))))
	if err != nil {
		t.Fatal(err)
	}
	v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
	list := v.Accounts()
	if len(list) != 2 || list[0].ID == list[1].ID {
		t.Fatalf("%d accounts, %q and %q", len(list), list[0].ID, list[1].ID)
	}
	if err := v.Edit(list[1].ID, Edit{Issuer: ptr("second")}); err != nil {
		t.Fatal(err)
	}
	if a, _ := v.Account(list[1].ID); a.Issuer != "second" || string(a.Key.Secret) != "1234567891" {
		t.Errorf("%+v", a)
	}
	if a, _ := v.Account(list[0].ID); a.Issuer != "Bank" {
		t.Errorf("the first was changed too: %+v", a)
	}
}

func TestIDs(t *testing.T) {
	at := time.UnixMilli(0x0189_0a5d_ac96)
	id, err := newID(at, bytes.NewReader(bytes.Repeat([]byte{0xff}, 10)))
	if err != nil || id != "01890a5d-ac96-7fff-bfff-ffffffffffff" || !isUUID(id) {
		t.Errorf("%s, %v", id, err)
	}
	for _, bad := range []string{"", "01890a5d-ac96-7fff-bfff-fffffffffff", "01890A5D-ac96-7fff-bfff-ffffffffffff", "01890a5dxac96-7fff-bfff-ffffffffffff", "01890a5d-ac96-7fff-bfff-ffffffffff/f"} {
		if isUUID(bad) {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestSecretsNeverPrint is about the types that hold them.
func TestSecretsNeverPrint(t *testing.T) {
	s := Sheet{Key: "AGE-SECRET-KEY-1CANARY"}
	a := totp("A", "a", "CANARY secret")
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%+v %#v %q %x", s, s, s.Key, s.Key), fmt.Sprintf("%+v", a), otp.Secret("CANARY").String()} {
		if strings.Contains(text, "CANARY") || strings.Contains(text, "43414e415259") {
			t.Errorf("printed: %s", text)
		}
	}
	if b, _ := s.Key.MarshalText(); string(b) != redacted {
		t.Error("marshalled")
	}
	if s.Key.LogValue().String() != redacted || s.Key.GoString() != redacted || s.Key.String() != redacted {
		t.Error("logged")
	}
}

func FuzzPayload(f *testing.F) {
	f.Add([]byte(payloadText(accountText())))
	f.Add([]byte(payloadText(accountText()+",7", `,"tags":[{"id":"t1","name":{"v":"work","t":"0000000000010000","d":"d1"}}],"tombstones":[{"id":"x","cred":"y","t":"0000000000010000"}],"slots":{"recovery":{"recipient":"age1x","auth":"x"}}`)))
	f.Fuzz(func(t *testing.T, payload []byte) {
		d, err := parseDocument(payload)
		if err != nil {
			return
		}
		if !bytes.Equal(d.text(), payload) {
			t.Fatal("untouched, it changed")
		}
		v := newVault(cheap().withDefaults(), "/x", d, passwordKey{}, nil)
		for _, a := range v.Accounts() {
			if err := v.Edit(a.ID, Edit{Issuer: ptr("edited"), Tags: ptr([]string{"x"})}); err != nil {
				t.Fatal(err)
			}
		}
		n, odd := len(v.Accounts()), len(v.SetAside())
		again, err := parseDocument(d.payload(d.revision, "", writer{}))
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		keys, odd2 := again.keys()
		if len(keys) != n || odd2 != odd {
			t.Fatalf("%d accounts and %d odd ones became %d and %d", n, odd, len(keys), odd2)
		}
	})
}
