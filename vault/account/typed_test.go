package account

import "testing"

// A key without its link is known as one, whatever is said about it.
func TestBareKey(t *testing.T) {
	for _, row := range []struct {
		what, text string
		want       Spelling
	}{
		{"base32", "JBSWY3DPEHPK3PXP", SpelledBase32},
		{"base32 in groups, behind a heading", "Key: jbsw y3dp ehpk 3pxp", SpelledBase32},
		{"hexadecimal", "00112233445566778899aabbccddeeff", SpelledOther},
		{"base64, as Steam has it", "3q2+796tvu/erb7v3q2+796tvu8=", SpelledOther},
		{"a link", "otpauth://totp/A:a?secret=JBSWY3DPEHPK3PXP", ""},
		{"a key with a mistake", "JBSWY3DPEHPK3PX0", ""},
		{"nothing", "", ""},
	} {
		finds := IdentifyTyped(row.text)
		if row.text == "" && len(finds) == 0 {
			continue
		}
		if len(finds) != 1 || finds[0].Bare != row.want {
			t.Errorf("%s: %+v", row.what, finds)
		}
	}
}
