package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bash completes without the bash-completion package, also what it splits at “@”, “=” and “:”.
func TestBashCompletes(t *testing.T) {
	program, w := build(t), newWorld(t)
	pw := w.file("pw", password)
	env := append(home(w.dir), envPasswordFile+"="+pw, "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"))
	run := func(in string, name string, args ...string) string {
		cmd := exec.Command(name, args...)
		cmd.Env, cmd.Stdin, cmd.Dir = env, strings.NewReader(in), w.dir
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	cheapVault(t, w.dir, amazon, counted)
	w.file("a sheet.txt", "")
	w.file("other.odt", "")
	// What bash itself does at a key press: splits the line at the spaces and the breaks between words.
	const press = `
		source <(watchword completion bash --no-descriptions) || exit 1
		COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
		mapfile -t COMP_WORDS < <(printf '%s' "$1" | sed 's/[@=:]/\n&\n/g; s/ /\n/g' | sed '/^$/d')
		[[ $1 == *[\ =:] ]] && COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		__start_watchword 2>/dev/null
		printf '%s\n' "${COMPREPLY[@]}"`
	for line, want := range map[string][]string{
		"watchword co":                            {"code", "completion"},
		"watchword code ama":                      {"amazon"},
		"watchword code amazon ":                  {"me@example.org"},
		"watchword code me@exam":                  {"@example.org"}, // seen in bash 5.2: it replaces the word from its last @ on
		"watchword export --format=aegis-":        {"aegis-encrypted"},
		"watchword vault create --sheet a":        {"a sheet.txt"},
		"watchword vault create --sheet o":        {""},
		"watchword --password-file nowhere code ": {""},
	} {
		got := strings.Split(strings.TrimSuffix(run("", "bash", "--norc", "--noprofile", "-c", press, "bash", line), "\n"), "\n")
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
