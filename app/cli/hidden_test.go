package cli

import "testing"

// What a sentence repeats of the command line has no link and no key in it, and its own words stay.
func TestWithoutSecrets(t *testing.T) {
	for _, row := range []struct {
		why        string
		args       []string
		text, want string
	}{
		{"a link", []string{"list", amazon}, "no file “" + amazon + "”", "no file “(a link)”"},
		{"a key", []string{"list", rfcKey}, "no file “" + rfcKey + "”", "no file “(a key)”"},
		{"the end of a link is a letter", []string{"add", amazon + "&image=https://host/a"}, "Specify what to add: a link.", "Specify what to add: a link."},
		{"the end of a link is a word", []string{"add", "otpauth://totp/x?secret=" + rfcKey + "&image=https://host/file"}, "There is a file.", "There is a file."},
		{"a part of a link", []string{"&secret=JBSWY3DP&x"}, "no file “&secret=JBSWY3DP&x”", "no file “&secret=(a key)&x”"},
		{"a very short key", []string{"issuer=Amazon&SECRET=JB"}, "“issuer=Amazon&SECRET=JB” is wrong: JB", "“issuer=Amazon&SECRET=(a key)” is wrong: JB"},
		{"no secret", []string{"secret=", "list", "Documents"}, "list: Documents, secret=", "list: Documents, secret="},
	} {
		p := &program{Env: Env{Args: row.args}}
		if got := p.withoutSecrets(row.text); got != row.want {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
	}
}
