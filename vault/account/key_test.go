package account

import (
	"bytes"
	"encoding/base32"
	"errors"
	"strings"
	"testing"

	"watchword/vault/otp"
)

func TestParseKey(t *testing.T) {
	const hello = "Hello!\xde\xad\xbe\xef" // JBSWY3DPEHPK3PXP
	amazon := "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSW"
	for _, row := range []struct{ name, in, want string }{
		{"plain", "JBSWY3DPEHPK3PXP", hello},
		{"small letters", "jbswy3dpehpk3pxp", hello},
		{"groups of four", "JBSW Y3DP EHPK 3PXP", hello},
		{"dashes", "jbsw-y3dp-ehpk-3pxp", hello},
		{"several lines", "JBSW\r\nY3DP\nEHPK\t3PXP\v\f", hello},
		{"no-break, thin and ideographic spaces", "JBSW\u00a0Y3DP\u2009EHPK\u30003PXP", hello},
		{"next line, line separators", "JBSW\u0085Y3DP\u2028EHPK\u20293PXP", hello},
		{"zero width, soft hyphen, BOM, direction marks", "\uFEFFJBSW\u200BY3DP\u00ADEHPK\u2060\u200E3PXP\u202C", hello},
		{"dashes of a word processor", "JBSW–Y3DP—EHPK\u20113PXP", hello},
		{"padding", "JBSWY3DPEHPK3PXP======", hello},
		{"padding with spaces", " JBSWY3DPEHPK3PXP = = ", hello},
		{"Amazon: 52 characters", amazon, hello + hello + hello + "He"},
		{"26 characters: 16 bytes and 2 bits", "JBSWY3DPEHPK3PXPJBSWY3DPEH", hello + "Hello!"},
		{"17 characters: the incomplete group is dropped", "JBSWY3DPEHPK3PXPB", hello},
		{"left-over bits that are set", "77", "\xff"},
		{"3 characters", "JBS", "H"},
		{"6 characters", "JBSWY3", "Hel"},
	} {
		got, err := ParseKey(row.in)
		if err != nil || string([]byte(got)) != row.want {
			t.Errorf("%s: %x, %v, want %x", row.name, []byte(got), err, row.want)
		}
	}
}

func TestParseKeyRefuses(t *testing.T) {
	for _, row := range []struct {
		name, in string
		position int
		hint     string
	}{
		{"zero for O", "JBSW Y3D0", 9, "perhaps it is the letter O"},
		{"one", "1BSWY3DP", 1, "letter I or L"},
		{"eight", "JBSWY3D8", 8, "letter B"},
		{"nine", "JBSWY3D9", 8, "letter G or P"},
		{"padding in the middle", "JBSW=Y3DP", 5, "only at the end"},
		{"a dot", "JBSW.Y3DP", 5, "“.”"},
		{"Cyrillic A", "JBSW\u0410Y3DP", 5, "U+0410"},
		{"dotless i, which upper case would make an I", "JBSWıY3DP", 5, "U+0131"},
		{"long s, which upper case would make an S", "JBſWY3DP", 3, "U+017F"},
		{"full width", "ＪBSW", 1, "U+FF2A"},
		{"counted in characters, not bytes", "\u00a0\u00a0JBSWY3D0", 10, "letter O"},
		{"control character", "JB\x00SW", 3, "invisible"},
		{"not UTF-8", "JB\xffSW", 3, "unreadable"},
	} {
		_, err := ParseKey(row.in)
		var wrong *KeyError
		if !errors.As(err, &wrong) || wrong.Position != row.position || !strings.Contains(err.Error(), row.hint) {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		if strings.Contains(err.Error(), "BSW") || strings.Contains(err.Error(), "Y3D") {
			t.Errorf("%s: the error repeats the key: %v", row.name, err)
		}
	}
	for _, in := range []string{"", " ", "=", "--"} {
		if _, err := ParseKey(in); !errors.Is(err, otp.ErrEmptyKey) {
			t.Errorf("%q: %v", in, err)
		}
	}
	for _, in := range []string{"A", "A=", " a-"} {
		if _, err := ParseKey(in); err == nil || errors.Is(err, otp.ErrEmptyKey) || !strings.Contains(err.Error(), "too short") {
			t.Errorf("%q, which is not empty: %v", in, err)
		}
	}
	longest := strings.Repeat("A", 1639) // 1,024 bytes and 3 bits
	if secret, err := ParseKey(longest); err != nil || len(secret) != otp.MaxSecret {
		t.Errorf("longest key: %d bytes, %v", len(secret), err)
	}
	if _, err := ParseKey(longest + "A"); err == nil {
		t.Error("a key of 1,025 bytes is taken")
	}
	if _, err := ParseKey(longest + strings.Repeat(" ", maxKeyText)); err == nil {
		t.Error("an endless text is taken")
	}
}

func TestParseSteamKey(t *testing.T) {
	for _, row := range []struct{ name, in string }{
		{"base32", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"},
		{"base64 as in a maFile", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="},
		{"base64 without padding", " MTIzNDU2Nzg5MDEyMzQ1Njc4OTA "},
		{"hexadecimal", "3132333435363738393031323334353637383930"},
		{"hexadecimal in groups", "31323334 35363738 39303132 33343536 37383930"},
	} {
		if got, err := ParseSteamKey(row.in); err != nil || string([]byte(got)) != rfc20 {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	for _, row := range []struct{ name, in string }{
		{"base64 of 19 bytes", "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ=="},
		{"a Steam command", "run/440"},
		{"hexadecimal of 8 bytes", "3132333435363738"},
		{"nothing", ""},
	} {
		if _, err := ParseSteamKey(row.in); err == nil {
			t.Errorf("%s is taken", row.name)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"JBSW Y3DP", "jbsw-y3d0", "A=", "\u00a0ſ", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "3132"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		secret, err := ParseKey(text)
		ParseSteamKey(text)
		if err != nil {
			var wrong *KeyError
			if errors.As(err, &wrong) && wrong.Position < 1 {
				t.Error("no position")
			}
			return
		}
		again, err := ParseKey(FormatKey(secret))
		if err != nil || !bytes.Equal(secret, again) {
			t.Errorf("the canonical text is another key: %v", err)
		}
		if FormatKey(secret) != base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret) {
			t.Error("the canonical text is not base32")
		}
	})
}
