package vault

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"
)

const (
	testSalt  = "AAECAwQFBgcICQoLDA0ODw"
	testNonce = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	testBody  = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
)

func argonText(m, t, p string) string {
	return "-> watchword/argon2id " + testSalt + " " + m + " " + t + " " + p + " " + testNonce + "\n" + testBody + "\n"
}

func headerText(slots ...string) string {
	return ageIntro + strings.Join(slots, "") + "--- " + testBody + "\n"
}

func TestBoundsOfTheCosts(t *testing.T) {
	tests := []struct {
		m, t, p string
		ok      bool
	}{
		{"65536", "3", "4", true},
		{"19455", "3", "1", false}, {"19456", "3", "1", true},
		{"2097152", "4", "4", true}, {"2097153", "1", "4", false},
		{"65536", "0", "4", false}, {"65536", "1", "4", true}, {"65536", "32", "4", true}, {"65536", "33", "4", false},
		{"65536", "3", "0", false}, {"65536", "3", "1", true}, {"65536", "3", "16", true}, {"65536", "3", "17", false},
		{"262144", "32", "4", true}, {"262145", "32", "4", false}, // memory x passes
		{"1048576", "8", "4", true}, {"1048576", "9", "4", false},
		{"065536", "3", "4", false}, {"65536", "03", "4", false}, {"65536", "3", "+4", false},
		{"-65536", "3", "4", false}, {"", "3", "4", false}, {"65536", "3", "4.0", false},
		{"4295032832", "3", "4", false}, // 2^32 + 65536
		{"65536", "3", "260", false},    // 256 + 4
	}
	for _, test := range tests {
		_, err := parseHeader([]byte(headerText(argonText(test.m, test.t, test.p))))
		if (err == nil) != test.ok {
			t.Errorf("m=%s t=%s p=%s: %v", test.m, test.t, test.p, err)
		}
	}
}

func TestHeaders(t *testing.T) {
	const x = "-> X25519 abc\n" + testBody + "\n"
	const tag = "-> watchword/recovery-tag\n" + testBody + "\n"
	good := argonText("65536", "3", "4")
	many := func(n int) []string {
		list := []string{good}
		for len(list) < n {
			list = append(list, "-> other arg\n\n")
		}
		return list
	}
	long := func(n int) string { // a header of n bytes
		text := headerText(good, "-> other \n\n")
		return headerText(good, "-> other "+strings.Repeat("x", n-len(text))+"\n\n")
	}
	tests := []struct {
		why, text string
		want      error // nil: accepted
	}{
		{"a password slot alone", headerText(good), nil},
		{"with recovery", headerText(good, x, tag), nil},
		{"recovery without a tag is for the sheet to judge", headerText(good, x), nil},
		{"sixteen slots", headerText(many(16)...), nil},
		{"seventeen slots", headerText(many(17)...), ErrNotVault},
		{"64 KiB", long(maxHeader), nil},
		{"64 KiB and one byte", long(maxHeader + 1), ErrDamaged},
		{"nothing", "", ErrNotVault},
		{"text", "Dear diary,\n", ErrNotVault},
		{"an armoured age file", "-----BEGIN AGE ENCRYPTED FILE-----\n", ErrNotVault},
		{"a later age format", "age-encryption.org/v2\n", ErrNotVault},
		{"cut in the first line", ageIntro[:10], ErrDamaged},
		{"cut after the first line", ageIntro, ErrDamaged},
		{"no password slot", headerText(x), ErrNotVault},
		{"no slot at all", headerText(), ErrNotVault},
		{"two password slots", headerText(good, good), ErrNotVault},
		{"two recovery slots", headerText(good, x, x, tag), ErrNotVault},
		{"two tags", headerText(good, x, tag, tag), ErrNotVault},
		{"a tag with an argument", headerText(good, x, "-> watchword/recovery-tag a\n"+testBody+"\n"), ErrDamaged},
		{"a short tag", headerText(good, x, "-> watchword/recovery-tag\nAAAA\n"), ErrDamaged},
		{"a short salt", headerText(strings.Replace(good, testSalt, "AAAA", 1)), ErrDamaged},
		{"a short nonce", headerText(strings.Replace(good, testNonce, "AAAA", 1)), ErrDamaged},
		{"a short body", headerText(strings.Replace(good, "\n"+testBody, "\nAAAA", 1)), ErrDamaged},
		{"padding in base64", headerText(strings.Replace(good, testSalt, testSalt+"==", 1)), ErrDamaged},
		{"stray bits in base64", headerText(strings.Replace(good, testSalt, testSalt[:21]+"x", 1)), ErrDamaged},
		{"an argument too few", headerText("-> watchword/argon2id " + testSalt + " 65536 3 4\n" + testBody + "\n"), ErrDamaged},
		{"an argument too many", headerText(strings.Replace(good, testNonce, testNonce+" x", 1)), ErrDamaged},
		{"two spaces", headerText(strings.Replace(good, " 3 ", "  3 ", 1)), ErrDamaged},
		{"Windows line ends", strings.ReplaceAll(headerText(good), "\n", "\r\n"), ErrNotVault},
		{"a carriage return in a body", headerText(strings.Replace(good, testBody+"\n", testBody+"\r\n", 1)), ErrDamaged},
		{"a body line of 65 columns", headerText(good, "-> other\n"+strings.Repeat("A", 65)+"\n\n"), ErrDamaged},
		{"a slot line without a type", headerText(good, "-> \n\n"), ErrDamaged},
		{"a slot line without a space", headerText(good, "->other\n\n"), ErrDamaged},
		{"a letter that is not ASCII", headerText(good, "-> öther\n\n"), ErrDamaged},
		{"a short MAC", ageIntro + good + "--- AAAA\n", ErrDamaged},
		{"no MAC", ageIntro + good + "---\n", ErrDamaged},
	}
	for _, test := range tests {
		_, err := parseHeader([]byte(test.text))
		if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v", test.why, err)
		}
	}
}

func TestUnknownSlotsAreNamed(t *testing.T) {
	h, err := parseHeader([]byte(headerText(argonText("65536", "3", "4"), "-> ssh-ed25519 a b\n\n")))
	if err != nil || fmt.Sprint(h.unknown) != "[ssh-ed25519]" || h.recovery {
		t.Errorf("%+v, %v", h, err)
	}
}

// FuzzHeader looks for headers that age and we read differently: what we let through, age
// must split into the same slots.
func FuzzHeader(f *testing.F) {
	f.Add([]byte(headerText(argonText("65536", "3", "4"), "-> X25519 abc\n"+testBody+"\n")))
	f.Add([]byte(headerText(argonText("19456", "1", "1"), "-> a b c\n"+strings.Repeat("A", 64)+"\n\n")))
	f.Fuzz(func(t *testing.T, data []byte) {
		ours, err := readIfAge(data)
		if err != nil {
			return
		}
		spy := &spyIdentity{}
		age.Decrypt(bytes.NewReader(append(bytes.Clone(data), make([]byte, 64)...)), spy)
		if len(ours) > 0 && !spy.asked {
			t.Fatal("age refuses a header that we accept")
		}
		if len(spy.stanzas) != len(ours) {
			t.Fatalf("age sees %d slots, we %d", len(spy.stanzas), len(ours))
		}
		for i, s := range spy.stanzas {
			if s.Type != ours[i].kind || strings.Join(s.Args, " ") != strings.Join(ours[i].args, " ") || !bytes.Equal(s.Body, ours[i].body) {
				t.Fatalf("slot %d differs", i)
			}
		}
	})
}

func readIfAge(data []byte) ([]stanza, error) {
	if !bytes.HasPrefix(data, []byte(ageIntro)) {
		return nil, ErrDamaged
	}
	return readStanzas(data)
}

// A spyIdentity notes what age hands to identities.
type spyIdentity struct {
	stanzas []*age.Stanza
	asked   bool
}

func (s *spyIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	s.stanzas, s.asked = stanzas, true
	return nil, age.ErrIncorrectIdentity
}
