//go:build linux && display

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"watchword/scanner/capture/xtest"
)

// A copied code is on the clipboard when the command has ended, and is cleared later.
func TestCodeOutlivesTheCommand(t *testing.T) {
	program, folder := build(t), t.TempDir()
	xtest.Display(t, "-screen", "0", "320x200x24")
	pw := filepath.Join(folder, "pw")
	if err := os.WriteFile(pw, []byte(password), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(in string, args ...string) string {
		cmd := exec.Command(program, args...)
		cmd.Env = append(home(folder), envPasswordFile+"="+pw, "DISPLAY="+os.Getenv("DISPLAY"), "XAUTHORITY="+os.Getenv("XAUTHORITY"))
		cmd.Stdin = strings.NewReader(in)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("", "vault", "create", "--no-sheet")
	run(counted, "add", "-")
	settings := filepath.Join(folder, ".config", "watchword", "config.json")
	data, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	soon := strings.Replace(string(data), `"clearSeconds": 30`, `"clearSeconds": 5`, 1)
	if err := os.WriteFile(settings, []byte(soon), 0o600); err != nil || soon == string(data) {
		t.Fatal(err, string(data))
	}
	if out := run("", "code", "--count", "--copy", "vpn"); out != "Copied the code of VPN (me). The clipboard is cleared in 5 s.\n" {
		t.Error(out)
	}
	paste := func() string {
		out, _ := exec.Command("xclip", "-selection", "clipboard", "-o").Output()
		return string(out)
	}
	if got := paste(); got != "969429" {
		t.Errorf("the clipboard has %q", got)
	}
	for end := time.Now().Add(time.Minute); paste() != ""; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the code stays on the clipboard")
		}
	}
}
