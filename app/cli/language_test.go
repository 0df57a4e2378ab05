package cli

import (
	"strings"
	"testing"

	"watchword/assets/words"
)

// In another language a command says all that people read in it, and keeps what it promises to scripts. The
// language is made up but for its plurals, which are Polish; what its catalog lacks stays English.
func TestAnotherLanguage(t *testing.T) {
	const catalog = `{
		"usage\u0004WORDS...": {"other": "SLOWA..."},
		"Move accounts to the trash, list it, delete from it permanently": {"other": "Do kosza"},
		"Usage:": {"other": "Uzycie:"},
		"Flags:": {"other": "Opcje:"},
		"help for %s": {"other": "pomoc dla %s"},
		"unpin them": {"other": "odepnij"},
		"Pinned %s.": {"other": "Przypieto: %s."},
		"Pinned %d accounts.": {"one": "Przypieto %d konto.", "few": "Przypieto %d konta.", "many": "Przypieto %d kont.", "other": "Przypieto %d konta."},
		"%s To undo: %s": {"other": "%[2]s cofa to. %[1]s"},
		"No account matches. “watchword list” shows what there is.": {"other": "Nie ma takiego konta."},
		"“%s --help” says how it is used.": {"other": "Pomoc: “%s --help”."},
		"“%s” has no option --%s.": {"other": "Opcji --%[2]s nie ma w “%[1]s”."},
		"%s or %s": {"other": "%s albo %s"},
		"%s Did you mean %s?": {"other": "%s Moze %s?"},
		"issuer": {"other": "wydawca"}
	}`
	w := newWorld(t).withVault(amazon, github, counted)
	if err := words.Load("pl", []byte(catalog)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { words.Use("") })
	for _, row := range []struct {
		what string
		args []string
		code int
		says string
	}{
		{"an error", []string{"code", "nothing"}, ExitFailed, "watchword: Nie ma takiego konta.\n"},
		{"a wrong option", []string{"pin", "--of"}, ExitUsage, "watchword: Opcji --of nie ma w “watchword pin”. Moze --id albo --off?\nPomoc: “watchword pin --help”.\n"},
		{"the help of a command", []string{"pin", "--help"}, ExitDone, "Uzycie:\n  watchword pin SLOWA... [flags]\n"},
		{"its options", []string{"pin", "--help"}, ExitDone, "--off     odepnij\n"},
		{"the library's own option", []string{"pin", "--help"}, ExitDone, "pomoc dla pin\n"},
		{"the list of commands", []string{"--help"}, ExitDone, "  trash       Do kosza\n"},
		{"one account, the parts of the sentence in another order", []string{"pin", "amazon"}, ExitDone, " cofa to. Przypieto: Amazon (me@example.org).\n"},
		{"a count", []string{"pin", "--all"}, ExitDone, "Przypieto 3 konta."},
		{"the title of a row", []string{"show", "amazon"}, ExitDone, "wydawca    Amazon\n"},
		{"a row that is not translated", []string{"show", "amazon"}, ExitDone, "algorithm  SHA1\n"},
		{"JSON", []string{"pin", "amazon", "--off", "--json"}, ExitDone, `{"done":"unpin","changed":true,`},
	} {
		r := w.run(row.args...)
		if r.code != row.code || !strings.Contains(r.out+r.err, row.says) {
			t.Errorf("%s: exit code %d, want %d with %q\n%s%s", row.what, r.code, row.code, row.says, r.out, r.err)
		}
	}
}
