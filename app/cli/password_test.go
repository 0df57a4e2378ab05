package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPasswordFiles(t *testing.T) {
	accented := "Grüße aus dem Süden 1907"
	for _, row := range []struct{ name, made, given string }{
		{"a line end", password, password + "\n"},
		{"a line end of Windows", password, password + "\r\n"},
		{"no line end", password, password},
		{"one line end only goes", "two words and a line", "two words and a line\n"},
		{"spaces belong to it", "  spaced out otter lantern ", "  spaced out otter lantern \n"},
		{"accents typed apart", accented, strings.NewReplacer("ü", "u\u0308").Replace(accented) + "\n"},
	} {
		w := newWorld(t)
		w.ok("vault", "create", "--no-sheet", "--password-file", w.file("made", row.made))
		if r := w.run("list", "--password-file", w.file("given", row.given)); r.code != ExitDone {
			t.Errorf("%s: %+v", row.name, r)
		}
	}
	w := newWorld(t).withVault()
	for _, row := range []struct {
		name, content string
		code          int
	}{
		{"two line ends", password + "\n\n", ExitWrongPassword},
		{"a space more", password + " \n", ExitWrongPassword},
		{"a lone carriage return", password + "\r", ExitWrongPassword},
		{"nothing", "", ExitWrongPassword},
		{"another", "wrong", ExitWrongPassword},
		{"a picture", strings.Repeat("x", maxPasswordFile+1), ExitFailed},
	} {
		r := w.run("list", "--password-file", w.file("given", row.content))
		if r.code != row.code || r.out != "" || r.err == "" {
			t.Errorf("%s: %+v, want exit code %d", row.name, r, row.code)
		}
		if row.name == "another" && strings.Contains(r.err, "wrong\n") {
			t.Errorf("the error repeats the password: %q", r.err)
		}
	}
	w.fails(ExitFailed, "password file cannot be read", "list", "--password-file", filepath.Join(w.dir, "missing"))
	w.fails(ExitFailed, "password file cannot be read", "list", "--password-file", w.dir)
	// The option wins over the variable.
	w.vars[envPasswordFile] = w.file("wrong", "wrong")
	w.fails(ExitWrongPassword, "password is wrong", "list")
	w.ok("list", "--password-file", w.file("pw", password))
}

func TestPrompt(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	delete(w.vars, envPasswordFile)

	w.fails(ExitUsage, "no terminal", "list")

	w.passwords = []string{"wrong", "wrong again", password}
	r := w.run("code")
	if r.code != ExitDone || r.out != "287082\tAmazon\tme@example.org\n" || strings.Count(r.err, "password is wrong") != 2 {
		t.Errorf("third attempt: %+v", r)
	}
	if len(w.prompts) != 3 || !strings.Contains(w.prompts[0], "vault.watchword") {
		t.Errorf("asked %q", w.prompts)
	}
	w.passwords = []string{"a", "b", "c", password}
	w.fails(ExitWrongPassword, "password is wrong", "code")
	if len(w.passwords) != 1 {
		t.Error("asked more than three times")
	}
	w.passwords = []string{}
	w.fails(ExitFailed, "No password was given", "code")
}

func TestNewPassword(t *testing.T) {
	w := newWorld(t)
	w.env.Terminal = true
	suggestion := func(r result) string {
		lines := strings.Split(r.err, "\n")
		return strings.TrimSpace(lines[2])
	}

	w.passwords = []string{"zq!", "password1234", "x"}
	r := w.fails(ExitFailed, "", "vault", "create", "--no-sheet")
	if _, err := os.Stat(w.env.Places.Vault); err == nil || strings.Contains(r.err, "zq!") {
		t.Errorf("a refused password made a vault: %s", r.err)
	}

	w.passwords = []string{password, "something else", password, password}
	if r := w.run("vault", "create", "--no-sheet"); r.code != ExitDone || !strings.Contains(r.err, "not the same") {
		t.Errorf("%+v", r)
	}
	w.passwords = []string{password}
	w.ok("list")

	// Nothing typed takes the suggestion, which has to be typed back.
	w = newWorld(t)
	w.env.Terminal = true
	w.passwords = []string{"", "", "", "", "", ""}
	r = w.fails(ExitFailed, "not the same", "vault", "create", "--no-sheet")
	if words := strings.Split(suggestion(r), "-"); len(words) < 5 || len(words) > 10 { // some have a hyphen themselves
		t.Errorf("suggested %q", suggestion(r))
	}

	w = newWorld(t)
	w.fails(ExitUsage, "no terminal", "vault", "create")
	w.passwords = []string{password, password} // a password could be asked for, but nobody reads
	w.fails(ExitUsage, "no terminal", "vault", "create")
	w.fails(ExitFailed, "at least 10", "vault", "create", "--no-sheet", "--password-file", w.file("pw", "short"))
	w.fails(ExitFailed, "cannot be read", "vault", "create", "--no-sheet", "--password-file", filepath.Join(w.dir, "missing"))
	if _, err := os.Stat(w.env.Places.Vault); err == nil {
		t.Error("a vault was made all the same")
	}
}

// A password file that other users can read is told of, once; one that they cannot is not.
func TestPasswordFileThatOthersRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such rights")
	}
	w := newWorld(t).withVault(amazon)
	for mode, warned := range map[os.FileMode]int{0o600: 0, 0o640: 0, 0o644: 1} {
		if err := os.Chmod(w.vars[envPasswordFile], mode); err != nil {
			t.Fatal(err)
		}
		if r := w.run("list"); r.code != ExitDone || strings.Count(r.err, "Other users of this computer can read the password file") != warned {
			t.Errorf("%o: %+v", mode, r)
		}
	}
}
