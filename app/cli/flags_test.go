package cli

import (
	"strings"
	"testing"
)

// What the library says about a wrong command line is said in plain sentences.
func TestWrongOptionsArePlain(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	for _, row := range []struct {
		args []string
		says string
	}{
		{[]string{"code", "--jsno"}, "“watchword code” has no option --jsno. Did you mean --json?"},
		{[]string{"list", "--jsno=true"}, "Did you mean --json?"},
		{[]string{"vault", "backups", "--proof"}, "Did you mean --prove?"},
		{[]string{"export", "--fromat", "otpauth"}, "Did you mean --format?"},
		{[]string{"--valt", "x"}, "“watchword” has no option --valt. Did you mean --vault?"},
		{[]string{"code", "--wholly-different"}, "“watchword code” has no option --wholly-different.\n"},
		{[]string{"code", "-z"}, "“watchword code” has no option -z. Put “--” before words that begin with a hyphen."},
		{[]string{"code", "-qz"}, "“watchword code” has no option -z."},
		{[]string{"list", "--vault"}, "--vault needs a value: --vault FILE."},
		{[]string{"export", "-o"}, "--out needs a value: --out FILE."},
		{[]string{"code", "--json=perhaps"}, "--json takes no value: leave out “perhaps”."},
		{[]string{"code", "--=x"}, "“--=x” is not an option."},
		{[]string{"add", amazon, amazon}, "add takes one link or key."},
		{[]string{"completion", "bash", "word"}, "“watchword completion bash” takes no words, and “word” is one."},
		{[]string{"vault", "restore"}, "Name one backup to restore."},
		{[]string{"import", "--format", "aegsi", "x"}, "Did you mean aegis?"},
		{[]string{"export", "--format", "otpath"}, "Did you mean otpauth?"},
	} {
		r := w.fails(ExitUsage, row.says, row.args...)
		for _, library := range []string{"unknown", "flag", "arg(s)", "invalid", "shorthand"} {
			if strings.Contains(strings.ReplaceAll(r.err, "--", ""), library) {
				t.Errorf("%v speaks of “%s”: %s", row.args, library, r.err)
			}
		}
	}
}

// A link in the place of an option is not repeated.
func TestWrongOptionIsNoPlaceForAKey(t *testing.T) {
	w := newWorld(t)
	r := w.fails(ExitUsage, "has no option --", "list", "--otpauth://totp/x?secret="+rfcKey)
	if strings.Contains(r.err, rfcKey) {
		t.Errorf("a key is said: %s", r.err)
	}
}
