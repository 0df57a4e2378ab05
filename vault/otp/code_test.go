package otp

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"watchword/internal/needs"
)

// The secrets of the RFCs: the ASCII digits, repeated to the length of the hash.
const (
	rfc20 = "12345678901234567890"
	rfc32 = "12345678901234567890123456789012"
	rfc64 = "1234567890123456789012345678901234567890123456789012345678901234"
)

// key returns a valid key of type t with one secret and PIN.
func key(t Type, secret, pin string) Key {
	k := Defaults(t)
	k.Secret, k.PIN = Secret(secret), PIN(pin)
	return k
}

func TestHOTP(t *testing.T) {
	k := key(HOTP, rfc20, "")
	// RFC 4226, appendix D.
	for counter, want := range []string{
		"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
	} {
		if got, err := k.Count(uint64(counter)); got != want || err != nil {
			t.Errorf("counter %d: %q, %v, want %s", counter, got, err, want)
		}
	}
}

func TestTOTP(t *testing.T) {
	// RFC 6238, appendix B.
	for _, row := range []struct {
		time                 int64
		sha1, sha256, sha512 string
	}{
		{59, "94287082", "46119246", "90693936"},
		{1111111109, "07081804", "68084774", "25091201"}, // keeps its leading zero
		{1111111111, "14050471", "67062674", "99943326"},
		{1234567890, "89005924", "91819424", "93441116"},
		{2000000000, "69279037", "90698825", "38618901"},
		{20000000000, "65353130", "77737706", "47863826"}, // needs 64-bit time
	} {
		for _, c := range []struct {
			algorithm    Algorithm
			secret, want string
		}{{SHA1, rfc20, row.sha1}, {SHA256, rfc32, row.sha256}, {SHA512, rfc64, row.sha512}} {
			k := Key{Type: TOTP, Secret: Secret(c.secret), Algorithm: c.algorithm, Digits: 8, Period: 30}
			code, err := k.At(time.Unix(row.time, 0))
			if code.Value != c.want || err != nil {
				t.Errorf("%s at %d: %q, %v, want %s", c.algorithm, row.time, code.Value, err, c.want)
			}
		}
	}
}

func TestOtherTypes(t *testing.T) {
	for _, row := range []struct {
		name string
		key  Key
		time int64
		want string
	}{
		// The codes were computed with Python's hmac and hashlib from formats.md's recipe.
		{"steam", key(Steam, rfc20, ""), 59, "PV9M4"},
		{"steam, later", key(Steam, rfc20, ""), 1234567890, "VHHQY"},
		{"yandex", key(Yandex, rfc20[:16], "1234"), 1234567890, "xucgpaly"},
		{"yandex, long PIN", key(Yandex, rfc20[:16], "1234567890123456"), 59, "jqqwrfmh"},
		// SHA-256 of PIN and key begins with a zero byte, which is dropped.
		{"yandex, zero byte", key(Yandex, rfc20[:16], "0672"), 59, "qvgflrmr"},
		{"motp", key(MOTP, rfc20[:8], "1234"), 1234567890, "ce6334"},
		{"motp at zero", key(MOTP, rfc20[:8], "1234"), 0, "d64c7d"},
	} {
		code, err := row.key.At(time.Unix(row.time, 0))
		if code.Value != row.want || err != nil {
			t.Errorf("%s: %q, %v, want %q", row.name, code.Value, err, row.want)
		}
	}
}

func TestSpanOfACode(t *testing.T) {
	k := key(TOTP, rfc20, "")
	for _, row := range []struct{ now, from, until, period int64 }{
		{59, 30, 60, 30},
		{60, 60, 90, 30}, // the first second of a step belongs to it
		{0, 0, 30, 30},
		{125, 120, 130, 10},
		{86_399, 0, 86_400, 86_400},
	} {
		k.Period = int(row.period)
		code, err := k.At(time.Unix(row.now, 999_999_999))
		if err != nil || code.From.Unix() != row.from || code.Until.Unix() != row.until {
			t.Errorf("at %d: %v to %v, %v; want %d to %d", row.now, code.From.Unix(), code.Until.Unix(), err, row.from, row.until)
		}
	}
}

// reference is HOTP once more, as RFC 4226 section 5.3 describes it, for numbers of
// digits that no other program prints.
func reference(k Key, factor uint64) string {
	h := map[Algorithm]func() hash.Hash{SHA1: sha1.New, SHA256: sha256.New, SHA512: sha512.New}[k.Algorithm]
	mac := hmac.New(h, k.Secret)
	binary.Write(mac, binary.BigEndian, factor)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	n := uint64(sum[at]&127)<<24 | uint64(sum[at+1])<<16 | uint64(sum[at+2])<<8 | uint64(sum[at+3])
	text := fmt.Sprintf("%010d", n)
	return text[10-k.Digits:]
}

func TestAgainstReference(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		k := Key{Type: HOTP, Algorithm: []Algorithm{SHA1, SHA256, SHA512}[random.IntN(3)], Digits: 4 + random.IntN(7)}
		k.Secret = make(Secret, 1+random.IntN(MaxSecret)) // lengths that need every padding of base32
		for i := range k.Secret {
			k.Secret[i] = byte(random.Uint32())
		}
		factor := random.Uint64()
		got, err := k.Count(factor)
		if want := reference(k, factor); got != want || err != nil {
			t.Fatalf("%s, %d digits, %d bytes, factor %d: %q, %v, want %s", k.Algorithm, k.Digits, len(k.Secret), factor, got, err, want)
		}
	}
}

func TestAgainstOathtool(t *testing.T) {
	needs.Program(t, "oathtool", "the RFCs' own tables above cover the same codes")
	for _, algorithm := range []Algorithm{SHA1, SHA256, SHA512} {
		for digits := 6; digits <= 8; digits++ { // it knows no others
			for _, now := range []int64{0, 59, 1_800_000_000} {
				k := Key{Type: TOTP, Secret: Secret("a secret of 21 bytes!"), Algorithm: algorithm, Digits: digits, Period: 45}
				out, err := exec.Command("oathtool", "--totp="+strings.ToLower(string(algorithm)), fmt.Sprintf("--digits=%d", digits),
					"--time-step-size=45s", fmt.Sprintf("--now=@%d", now), fmt.Sprintf("%x", []byte(k.Secret))).Output()
				if err != nil {
					t.Fatal(err)
				}
				code, err := k.At(time.Unix(now, 0))
				if want := strings.TrimSpace(string(out)); code.Value != want || err != nil {
					t.Errorf("%s, %d digits, at %d: %q, %v, oathtool says %s", algorithm, digits, now, code.Value, err, want)
				}
			}
		}
	}
}

func TestWrongQuestions(t *testing.T) {
	now := time.Unix(59, 0)
	if _, err := key(HOTP, rfc20, "").At(now); !errors.Is(err, ErrNeedsCounter) {
		t.Errorf("HOTP by time: %v", err)
	}
	for _, k := range []Key{key(TOTP, rfc20, ""), key(Steam, rfc20, ""), key(MOTP, rfc20, "1")} {
		if _, err := k.Count(1); !errors.Is(err, ErrNeedsTime) {
			t.Errorf("%s by counter: %v", k.Type, err)
		}
	}
	for _, k := range []Key{key(Yandex, rfc20[:16], ""), key(MOTP, rfc20, "")} {
		if _, err := k.At(now); !errors.Is(err, ErrNeedsPIN) || !k.NeedsPIN() {
			t.Errorf("%s without a PIN: %v", k.Type, err)
		}
	}
	if _, err := key(TOTP, rfc20, "").At(time.Unix(-1, 0)); err == nil {
		t.Error("a code before 1970")
	}
	if _, err := key(TOTP, "", "").At(now); !errors.Is(err, ErrEmptyKey) {
		t.Errorf("a code of an empty key: %v", err)
	}
	if _, err := key(HOTP, "", "").Count(0); !errors.Is(err, ErrEmptyKey) {
		t.Errorf("a counted code of an empty key: %v", err)
	}
}

func TestValidate(t *testing.T) {
	full := strings.Repeat("x", MaxSecret)
	with := func(k Key, change func(*Key)) Key { change(&k); return k }
	totp, hotp := key(TOTP, rfc20, ""), key(HOTP, rfc20, "")
	for _, row := range []struct {
		name string
		key  Key
		ok   bool
	}{
		{"totp", totp, true},
		{"hotp", hotp, true},
		{"steam", key(Steam, rfc20, ""), true},
		{"yandex without PIN", key(Yandex, rfc20[:16], ""), true},
		{"yandex, shortest PIN", key(Yandex, rfc20[:16], "1234"), true},
		{"yandex, longest PIN", key(Yandex, rfc20[:16], "1234567890123456"), true},
		{"motp without PIN", key(MOTP, rfc20, ""), true},
		{"motp, longest PIN", key(MOTP, rfc20, full[:64]), true},
		{"one byte", key(TOTP, "x", ""), true},
		{"longest secret", key(TOTP, full, ""), true},
		{"secret too long", key(TOTP, full+"x", ""), false},
		{"no secret", key(TOTP, "", ""), false},
		{"4 digits", with(totp, func(k *Key) { k.Digits = 4 }), true},
		{"3 digits", with(totp, func(k *Key) { k.Digits = 3 }), false},
		{"10 digits", with(hotp, func(k *Key) { k.Digits = 10 }), true},
		{"11 digits", with(hotp, func(k *Key) { k.Digits = 11 }), false},
		{"no digits, which pquerna takes for 6", with(totp, func(k *Key) { k.Digits = 0 }), false},
		{"period 1", with(totp, func(k *Key) { k.Period = 1 }), true},
		{"a day", with(totp, func(k *Key) { k.Period = 86_400 }), true},
		{"more than a day", with(totp, func(k *Key) { k.Period = 86_401 }), false},
		{"period 0, which pquerna takes for 30", with(totp, func(k *Key) { k.Period = 0 }), false},
		{"hotp with a period", with(hotp, func(k *Key) { k.Period = 30 }), false},
		{"md5", with(totp, func(k *Key) { k.Algorithm = MD5 }), false},
		{"no algorithm, which pquerna takes for SHA1", with(totp, func(k *Key) { k.Algorithm = "" }), false},
		{"totp with a PIN", with(totp, func(k *Key) { k.PIN = "1234" }), false},
		{"steam with a PIN", key(Steam, rfc20, "1234"), false},
		{"steam with 6 digits", with(key(Steam, rfc20, ""), func(k *Key) { k.Digits = 6 }), false},
		{"steam with SHA256", with(key(Steam, rfc20, ""), func(k *Key) { k.Algorithm = SHA256 }), false},
		{"steam, a minute", with(key(Steam, rfc20, ""), func(k *Key) { k.Period = 60 }), false},
		{"yandex, 15 bytes", key(Yandex, rfc20[:15], ""), false},
		{"yandex, 17 bytes", key(Yandex, rfc20[:17], ""), false},
		{"yandex, PIN too short", key(Yandex, rfc20[:16], "123"), false},
		{"yandex, PIN too long", key(Yandex, rfc20[:16], "12345678901234567"), false},
		{"yandex, PIN of letters", key(Yandex, rfc20[:16], "12a4"), false},
		{"motp, PIN too long", key(MOTP, rfc20, full[:65]), false},
		{"unknown type", Key{Type: "sms", Secret: Secret(rfc20)}, false},
		{"no type", Key{Secret: Secret(rfc20)}, false},
	} {
		err := row.key.Validate()
		if (err == nil) != row.ok {
			t.Errorf("%s: %v", row.name, err)
		}
		if err != nil && row.key.Secret != nil && len(row.key.Secret) < 64 && len(row.key.Secret) > 0 &&
			strings.Contains(err.Error(), string([]byte(row.key.Secret))) {
			t.Errorf("%s: the error repeats the secret", row.name)
		}
		if _, atErr := row.key.At(time.Unix(0, 0)); !row.ok && atErr == nil {
			t.Errorf("%s: gave a code all the same", row.name)
		}
	}
}

func TestYandexSecret(t *testing.T) {
	// A secret of 26 bytes whose check value was computed by polynomial long division of
	// its first 196 bits in Python.
	good := []byte("\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef\x00\x00\x00\x00\x3c\x9a\x6e\x1e\xfd\xd1")
	secret, err := YandexSecret(good)
	if err != nil || !bytes.Equal(secret, good[:16]) {
		t.Errorf("good check value: %v", err)
	}
	for bit := range 26 * 8 {
		bad := bytes.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := YandexSecret(bad); err == nil {
			t.Errorf("bit %d flipped and not seen", bit)
		}
	}
	if secret, err = YandexSecret(good[:16]); err != nil || !bytes.Equal(secret, good[:16]) {
		t.Errorf("16 bytes: %v", err)
	}
	if _, err := YandexSecret(nil); !errors.Is(err, ErrEmptyKey) {
		t.Errorf("no bytes: %v", err)
	}
	for _, n := range []int{1, 15, 17, 25} {
		if _, err := YandexSecret(good[:n]); err == nil {
			t.Errorf("%d bytes are taken", n)
		}
	}
}

func TestGroup(t *testing.T) {
	for _, row := range []struct {
		t          Type
		code, want string
	}{
		{TOTP, "1234", "1234"},
		{TOTP, "12345", "12345"},
		{TOTP, "123456", "123 456"},
		{TOTP, "1234567", "123 4567"},
		{TOTP, "12345678", "1234 5678"},
		{HOTP, "123456789", "123 456 789"},
		{HOTP, "1234567890", "12345 67890"},
		{Steam, "FR8RV", "FR8RV"},
		{Yandex, "umozdicq", "umoz dicq"},
		{MOTP, "e7d8b6", "e7d 8b6"},
	} {
		if got := Group(row.t, row.code); got != row.want {
			t.Errorf("%s: %q, want %q", row.code, got, row.want)
		}
	}
}

func BenchmarkAt(b *testing.B) {
	k := key(TOTP, rfc20, "")
	for b.Loop() {
		k.At(time.Unix(59, 0))
	}
}
