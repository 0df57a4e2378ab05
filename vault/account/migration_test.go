package account

import (
	"encoding/base64"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"watchword/vault/otp"
)

// Made with a few lines of Python from formats.md: part 2 of 3 of export -77, four entries
// (all values set, a counter, nothing set, a name without an issuer), unknown fields of
// every wire type.
const exportGood = "otpauth-migration://offline?data=Ci4KFDEyMzQ1Njc4OTAxMjM0NTY3ODkwEgpBQ01FOmNhcm9sGgRBQ01FIAMoAjACCjUKFDEyMzQ1Njc4OTAxMjM0NTY3ODkw" +
	"EghWUE46ZGF2ZRoAIAEoATABOLlgQggwMTIzYWJjZAodChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBIDYm9iGgAKHQoUMTIzNDU2Nzg5MDEyMzQ1Njc4OTASAXgaACACEAEYAyABKLP//////////wFJ" +
	"OGJ5dGVzISFVNGJ5IeoEB3Vua25vd24="

// Six entries: no secret, MD5, digits 3, type 3, counter -1, and a good one.
const exportBad = "otpauth-migration://offline?data=CgsKABIFZW1wdHkaAAofChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBIDbWQ1GgAgBAoiChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBIGZGlnaXRz" +
	"GgAoAwogChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBIEdHlwZRoAMAMKKgoUMTIzNDU2Nzg5MDEyMzQ1Njc4OTASA25lZxoAMAE4////////////AQocChQxMjM0NTY3ODkwMTIzNDU2Nzg5MBICb2saAA=="

const exportStart = "otpauth-migration://offline?data="

// export makes a link of the bytes of a message.
func export(message ...byte) string { return exportStart + base64.StdEncoding.EncodeToString(message) }

// entry is the field of an account with the RFC's secret and a name.
func entry(name string) []byte {
	m := appendBytes(nil, entrySecret, rfc20)
	return appendBytes(nil, migrationEntry, appendBytes(m, entryName, name))
}

func showAll(accounts []Account) string {
	var lines []string
	for _, a := range accounts {
		lines = append(lines, show(a))
	}
	return strings.Join(lines, "\n")
}

func TestParseMigration(t *testing.T) {
	const k = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	want := strings.Join([]string{
		"ACME|carol|totp|" + k + "|SHA512|8|30", // the prefix of the name is the issuer
		"VPN|dave|hotp|" + k + "|SHA1|6|0|12345",
		"|bob|totp|" + k + "|SHA1|6|30", // nothing set: SHA1, six digits, TOTP
		"|x|totp|" + k + "|SHA256|6|30",
	}, "\n")
	data := strings.TrimPrefix(exportGood, exportStart)
	for _, row := range []struct{ name, link string }{
		{"as it is", exportGood},
		{"percent escapes", exportStart + escape(data)},
		{"no padding", strings.TrimRight(exportGood, "=")},
		{"plus signs that became spaces", exportStart + strings.ReplaceAll(data, "+", " ")},
		{"the alphabet for links", exportStart + strings.NewReplacer("+", "-", "/", "_").Replace(data)},
		{"capitals, a slash, other parameters, space around", " OTPAUTH-MIGRATION://Offline/?x=1&DATA=" + data + "&y\n"},
	} {
		m, err := ParseMigration(row.link)
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		if got := showAll(m.Accounts); got != want {
			t.Errorf("%s:\n%s", row.name, got)
		}
		m.Accounts = nil
		if !reflect.DeepEqual(m, Migration{Version: 1, Size: 3, Index: 1, ID: -77}) {
			t.Errorf("%s: %+v", row.name, m)
		}
	}
}

func TestMigrationFailures(t *testing.T) {
	m, err := ParseMigration(exportBad)
	if err != nil || len(m.Accounts) != 1 || m.Accounts[0].Name != "ok" {
		t.Fatalf("%v, %v", showAll(m.Accounts), err)
	}
	for i, about := range []string{"empty", "algorithm", "digits", "type", "counter"} {
		if i >= len(m.Failures) || m.Failures[i].Position != i+1 || !strings.Contains(m.Failures[i].Reason, about) {
			t.Fatalf("failures %+v; number %d should be about %s", m.Failures, i+1, about)
		}
	}
	if len(m.Failures) != 5 {
		t.Errorf("%d failures", len(m.Failures))
	}
}

func TestParseMigrationRefuses(t *testing.T) {
	many := func(n int) (message []byte) {
		for range n {
			message = append(message, entry("")...)
		}
		return message
	}
	for _, row := range []struct{ name, link string }{
		{"another scheme", "otpauth://offline?data=CgA="},
		{"another host", "otpauth-migration://online?data=CgA="},
		{"no data", exportStart},
		{"another parameter", "otpauth-migration://offline?datafail=CgA="},
		{"no parameters", "otpauth-migration://offline"},
		{"not base64", exportStart + "!!!!"},
		{"base64 of a wrong length", exportStart + "CgAAA"},
		{"no accounts", export(appendVarint(nil, migrationVersion, 1)...)},
		{"random bytes", exportStart + "rSQ04U9PcneFhvjOxzmevg=="},
		{"field number 0", export(0x02, 0x00)},
		{"field number beyond 29 bits", export(0xFA, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00)},
		{"tag cut off", export(append(many(1), 0x80)...)},
		{"number cut off", export(append(many(1), 0x10, 0x80)...)},
		{"number of eleven bytes", export(append(many(1), 0x10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)...)},
		{"length beyond the end", export(append(many(1), 0x12, 5, 'a')...)},
		{"length cut off", export(append(many(1), 0x12, 0x80)...)},
		{"length of 2^64-1", export(append(many(1), 0x12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)...)},
		{"fixed64 cut off", export(append(many(1), 9<<3|1, 1, 2, 3, 4, 5, 6, 7)...)},
		{"fixed32 cut off", export(append(many(1), 9<<3|5, 1, 2, 3)...)},
		{"a group", export(append(many(1), 9<<3|3, 9<<3|4)...)},
		{"a damaged entry", export(appendBytes(nil, migrationEntry, "\x0A\x05a")...)},
		{"101 parts", export(appendVarint(many(1), migrationSize, 101)...)},
		{"1,001 accounts", export(many(1001)...)},
		{"two different data for one name of secret", exportGood + "&secret=a&secret=b"},
		{"too long", exportStart + strings.Repeat("A", MaxMigration)},
	} {
		if m, err := ParseMigration(row.link); err == nil || !reflect.DeepEqual(m, Migration{}) {
			t.Errorf("%s: %v", row.name, err)
		} else if strings.Contains(err.Error(), "CgA") {
			t.Errorf("%s: the error repeats the link", row.name)
		}
	}
	// The same, one below and at each limit.
	for _, row := range []struct {
		name, link string
		accounts   int
	}{
		{"100 parts", export(appendVarint(many(1), migrationSize, 100)...), 1},
		{"999 accounts", export(many(999)...), 999},
		{"1,000 accounts", export(many(1000)...), 1000},
		{"the longest link", exportGood + "&x=" + strings.Repeat("x", MaxMigration-len(exportGood)-3), 4},
		{"an index behind the last part", export(appendVarint(appendVarint(many(1), migrationSize, 2), migrationIndex, 2)...), 1},
		{"a negative index", export(appendVarint(many(1), migrationIndex, math.MaxUint64)...), 1},
		{"fields of the wrong wire type are unknown fields", export(append(appendVarint(many(1), migrationEntry, 1), appendBytes(nil, migrationSize, "abc")...)...), 1},
	} {
		m, err := ParseMigration(row.link)
		if err != nil || len(m.Accounts) != row.accounts || m.Index < 0 || m.Index >= m.Size {
			t.Errorf("%s: %d accounts, part %d of %d, %v", row.name, len(m.Accounts), m.Index, m.Size, err)
		}
	}
}

func TestMigrationOfOddNames(t *testing.T) {
	m, err := ParseMigration(export(entry("a\xff:b")...))
	if err != nil || m.Accounts[0].Issuer != "a\uFFFD" {
		t.Errorf("%v, %v", showAll(m.Accounts), err)
	}
}

func TestMigrationURIs(t *testing.T) {
	var in []Account
	for i := range 23 {
		a := Account{Issuer: "Issuer", Name: fmt.Sprint("name ", i), Key: rfcKey(otp.TOTP, 20)}
		if i%2 == 1 {
			a.Key = rfcKey(otp.HOTP, 20)
			a.Key.Digits, a.Key.Algorithm, a.Counter = 8, otp.SHA512, math.MaxInt64
		}
		in = append(in, a)
	}
	uris, refused := MigrationURIs(in)
	if len(uris) != 3 || len(refused) != 0 {
		t.Fatalf("%d links, refused %v", len(uris), refused)
	}
	var out []Account
	id := 0
	for i, uri := range uris {
		m, err := ParseMigration(uri)
		if err != nil || m.Size != 3 || m.Index != i || m.Version != 1 || len(m.Failures) != 0 || m.ID < 0 {
			t.Fatalf("part %d: %+v, %v", i+1, m, err)
		}
		if i > 0 && m.ID != id {
			t.Errorf("part %d belongs to another export", i+1)
		}
		id = m.ID
		out = append(out, m.Accounts...)
	}
	if showAll(in) != showAll(out) {
		t.Errorf("read back as\n%s", showAll(out))
	}
	if uris, refused := MigrationURIs(nil); len(uris)+len(refused) != 0 {
		t.Error("a link for no accounts")
	}
}

func TestMigrationURIsRefuse(t *testing.T) {
	change := func(f func(*otp.Key)) Account {
		k := rfcKey(otp.TOTP, 20)
		f(&k)
		return Account{Key: k}
	}
	in := []Account{
		{Key: rfcKey(otp.TOTP, 20), Name: "good"},
		{Key: rfcKey(otp.Steam, 20)},
		{Key: rfcKey(otp.Yandex, 16)},
		{Key: rfcKey(otp.MOTP, 8)},
		change(func(k *otp.Key) { k.Digits = 7 }),
		change(func(k *otp.Key) { k.Period = 60 }),
		change(func(k *otp.Key) { k.Secret = nil }),
		{Key: rfcKey(otp.TOTP, 20), Name: strings.Repeat("x", migrationBytes)},
		{Key: rfcKey(otp.TOTP, 20), Name: "good too"},
	}
	uris, refused := MigrationURIs(in)
	if len(uris) != 1 || len(refused) != 7 {
		t.Fatalf("%d links, refused %+v", len(uris), refused)
	}
	for i, about := range []string{"steam", "yandex", "motp", "digits", "period", "empty", "long"} {
		if refused[i].Position != i+2 || !strings.Contains(refused[i].Reason, about) {
			t.Errorf("%+v, want position %d and something about %s", refused[i], i+2, about)
		}
	}
	// Long names fill a symbol before ten accounts do, and the hundredth part is the last.
	in = nil
	for range 202 {
		in = append(in, Account{Key: rfcKey(otp.TOTP, 20), Name: strings.Repeat("x", migrationBytes*4/9)})
	}
	uris, refused = MigrationURIs(in)
	if len(uris) != 100 || len(refused) != 2 || refused[0].Position != 201 {
		t.Errorf("%d links, refused %+v", len(uris), refused)
	}
	for _, uri := range uris {
		if _, err := ParseMigration(uri); err != nil || len(uri) > 2*migrationBytes {
			t.Errorf("%d bytes, %v", len(uri), err)
		}
	}
}

func TestMigrationVectors(t *testing.T) {
	var rows []struct {
		ID, URI string
		OK      bool
		Batch   struct {
			Version int
			Size    int `json:"batch_size"`
			Index   int `json:"batch_index"`
			ID      int `json:"batch_id"`
		}
		Entries  []expected
		Failures int
	}
	vectors(t, "google_migration.json", &rows)
	if len(rows) < 10 {
		t.Fatalf("only %d vectors", len(rows))
	}
	for _, row := range rows {
		m, err := ParseMigration(row.URI)
		if (err == nil) != row.OK {
			t.Errorf("%s: %v", row.ID, err)
		}
		if !row.OK || err != nil {
			continue
		}
		if m.Version != row.Batch.Version || m.Size != row.Batch.Size || m.Index != row.Batch.Index || m.ID != row.Batch.ID ||
			len(m.Failures) != row.Failures || len(m.Accounts) != len(row.Entries) {
			t.Errorf("%s: %+v", row.ID, m)
			continue
		}
		for i, e := range row.Entries {
			if !e.matches(m.Accounts[i]) {
				t.Errorf("%s, entry %d: %s", row.ID, i+1, show(m.Accounts[i]))
			}
		}
	}
}

// The message itself is fuzzed, so that base64 does not stand between; what was read can be
// written and is read back the same.
func FuzzMigration(f *testing.F) {
	for _, link := range []string{exportGood, exportBad} {
		message, _ := decodeBase64(strings.TrimPrefix(link, exportStart))
		f.Add(message)
	}
	f.Add([]byte{0x0A, 0x00})
	f.Fuzz(func(t *testing.T, message []byte) {
		ParseMigration(string(message))
		m, err := ParseMigration(export(message...))
		if err != nil {
			return
		}
		if m.Size < 1 || m.Size > MaxMigrationParts || m.Index < 0 || m.Index >= m.Size {
			t.Errorf("part %d of %d", m.Index, m.Size)
		}
		uris, refused := MigrationURIs(m.Accounts)
		n := len(refused)
		for _, uri := range uris {
			back, err := ParseMigration(uri)
			if err != nil {
				t.Fatal(err)
			}
			for i, a := range back.Accounts {
				if n == 0 && len(uris) == 1 && a.Credential() != m.Accounts[i].Credential() {
					t.Error("another key came back")
				}
			}
			n += len(back.Accounts)
		}
		if n != len(m.Accounts) {
			t.Errorf("%d accounts became %d", len(m.Accounts), n)
		}
	})
}
