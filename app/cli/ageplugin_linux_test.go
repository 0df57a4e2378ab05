package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"watchword/internal/needs"
)

// The program under its other name: Debian's age opens a vault by its password, typed at a
// terminal.
func TestStockAgeAsksForThePassword(t *testing.T) {
	needs.Program(t, "age", "its side of the protocol is tested by vault.AgeIdentity")
	program, folder := build(t), t.TempDir()
	if err := os.Symlink(program, filepath.Join(folder, "age-plugin-watchword")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(cheapVault(t, folder), filepath.Join(folder, "my.watchword")); err != nil {
		t.Fatal(err)
	}

	person, tty := newTerminal(t)
	open := func() (*exec.Cmd, *bytes.Buffer) {
		var out bytes.Buffer
		cmd := exec.Command("age", "-d", "-j", "watchword", "my.watchword")
		cmd.Dir, cmd.Env = folder, append(home(folder), "PATH="+folder+":"+os.Getenv("PATH"))
		cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, &out, tty
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
		person.clear()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd, &out
	}
	cmd, out := open()
	person.answerAge("Password of the vault", "not this one\n")
	person.await("the password is wrong")
	person.answerAge("Password of the vault", password+"\n")
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, person.text())
	}
	if !strings.HasPrefix(out.String(), `{"format":"watchword/vault"`) {
		t.Errorf("age printed %.60q", out)
	}
	if strings.Contains(person.text(), password) {
		t.Error("the password is shown")
	}

	cmd, out = open()
	for range 3 {
		person.answerAge("Password of the vault", "wrong\n")
	}
	if err := cmd.Wait(); err == nil || out.Len() > 0 {
		t.Errorf("three wrong passwords: %v, %d bytes", err, out.Len())
	}
}

func TestStartedAsPlugin(t *testing.T) {
	for name, want := range map[string]bool{
		"age-plugin-watchword": true, "/usr/bin/age-plugin-watchword": true, `C:\Tools\Age-Plugin-Watchword.exe`: true,
		"watchword": false, "/home/age-plugin-watchword/watchword": false, "": false,
	} {
		if IsAgePlugin(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
	for _, args := range [][]string{nil, {"--help"}, {"--age-plugin", "identity-v1", "more"}} {
		var out, errs bytes.Buffer
		code := AgePlugin(Env{Args: args, In: strings.NewReader(""), Out: &out, Err: &errs})
		if code != ExitUsage || out.Len() > 0 || !strings.Contains(errs.String(), "age -d -j watchword") {
			t.Errorf("%q by hand: %d, %q, %q", args, code, &out, &errs)
		}
	}
	// A talk that breaks off, or is no talk at all, ends and says nothing of use.
	for _, in := range []string{"", "-> add-identity\n", "hello\n", "-> done\n\n"} {
		var out, errs bytes.Buffer
		env := Env{Args: []string{"--age-plugin=identity-v1"}, In: strings.NewReader(in), Out: &out, Err: &errs}
		if code := AgePlugin(env); code == ExitDone {
			t.Errorf("%q is taken for a talk with age", in)
		}
	}
}
