package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"watchword/vault"
	"watchword/vault/account"
)

// realProgram is the real program, as it is built where there is no window; once for all tests.
var realProgram = sync.OnceValues(func() (string, error) {
	path := filepath.Join(programFolder, "watchword")
	if runtime.GOOS == "windows" {
		path += ".com"
	}
	cmd := exec.Command("go", "build", "-tags", "nogui", "-o", path, "watchword")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

var programFolder string

func TestMain(m *testing.M) {
	if os.Getenv(envHelper) != "" {
		os.Exit(competitor())
	}
	folder, err := os.MkdirTemp("", "watchword-cli")
	if err != nil {
		panic(err)
	}
	programFolder = folder
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

func build(t *testing.T) string {
	t.Helper()
	path, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// cheapVault makes the vault of the user whose home is folder, for tests of the real program that are about something
// else: its key is the real one at the least costs, which are a tenth of those that the program finds for a new vault.
func cheapVault(t *testing.T, folder string, links ...string) (path string) {
	t.Helper()
	path = filepath.Join(folder, ".local", "share", "watchword", "vault.watchword")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Create(t.Context(), path, []byte(password), vault.Options{Params: vault.Floor})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, link := range links {
		a, err := account.ParseURI(link)
		if err != nil {
			t.Fatal(err)
		}
		v.Add(a)
	}
	if err := v.Save(t.Context()).Err; err != nil {
		t.Fatal(err)
	}
	return path
}

// home is the environment of a user who has never used the program.
func home(folder string) []string {
	return []string{
		"HOME=" + folder, "LOCALAPPDATA=" + folder, "USERPROFILE=" + folder, "PATH=" + os.Getenv("PATH"),
		"SystemRoot=" + os.Getenv("SystemRoot"), "TMPDIR=" + folder, "TEMP=" + folder,
	}
}

// The real program, with the real key derivation: what a script does.
func TestRealProgram(t *testing.T) {
	program, folder := build(t), t.TempDir()
	pw := filepath.Join(folder, "pw.txt")
	if err := os.WriteFile(pw, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(in string, args ...string) result {
		var out, errs bytes.Buffer
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = folder, append(home(folder), envPasswordFile+"="+pw)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &errs
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	}
	for _, row := range []struct {
		in   string
		args []string
		code int
		says string
	}{
		{"", []string{"--version"}, ExitDone, "watchword "},
		{"", []string{"list"}, ExitFailed, "There is no vault"},
		{"", []string{"vault", "create", "--sheet", "sheet.txt"}, ExitDone, "Created the vault"},
		{counted + "\n", []string{"add", "-"}, ExitDone, "Added VPN (me)."},
		{"", []string{"code", "vpn", "--count"}, ExitDone, "969429\tVPN\tme\n"},
		{"", []string{"vault", "check", "--sheet", "sheet.txt"}, ExitDone, "recovery sheet  opens the vault"},
		{"", []string{"code", "--password-file", "sheet.txt"}, ExitWrongPassword, "password is wrong"},
		{"", []string{"code", "--nonsense"}, ExitUsage, "has no option --nonsense"},
		{"", nil, ExitUsage, "no window"},
	} {
		r := run(row.in, row.args...)
		if r.code != row.code || !strings.Contains(r.out+r.err, row.says) {
			t.Errorf("%v: %+v", row.args, r)
		}
	}
}
