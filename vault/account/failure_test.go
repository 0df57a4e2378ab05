package account

import (
	"strings"
	"testing"
)

// A failure names its entry, and never shows what may be a key.
func TestFailureNames(t *testing.T) {
	for _, row := range []struct{ why, link, want string }{
		{"both names", "otpauth://totp/Example:me@example.org?secret=JBSWY3DPEHPK3PXP&digits=99", "7 (Example, me@example.org)"},
		{"a name alone", "otpauth://totp/me?secret=!", "7 (me)"},
		{"no names", "otpauth://totp/?secret=!", "7"},
		{"no question mark: the secret stands in the label", "otpauth://totp/Example:me&secret=JBSWY3DPEHPK3PXP", "7 (Example)"},
		{"a name with a line break", "otpauth://totp/Example:a%0Ab?secret=", `7 (Example, a\u000Ab)`},
		{"two secrets", "otpauth://totp/Example:me?secret=JBSWY3DP&secret=JBSWY3DQ", "7 (Example, me)"},
		{"half of a key", "otpauth://totp/Example:me?secret=JBSWY3DPEHPK3PXP&2step_salt=8", "7 (Example, me)"},
	} {
		a, err := ParseURI(row.link)
		if err == nil || len(a.Key.Secret) > 0 {
			t.Errorf("%s: was read, %v", row.why, err)
		}
		if got := NewFailure(7, a, "").Entry(); got != row.want {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
	}
	for _, name := range []string{"JBSWY3DPEHPK3PXP", "a JBSW Y3DP EHPK 3PXP", "me?secret=X", "my Secret", strings.Repeat("long ", 200)} {
		if f := NewFailure(1, Account{Name: name}, ""); f.Name != "" {
			t.Errorf("%q is said", f.Name)
		}
	}
}
