package cli

import (
	"os"
	"strings"
	"testing"
)

// The null device as Go puts it in the place of a closed standard output, and as a shell opens it.
func TestIsUnread(t *testing.T) {
	for _, row := range []struct {
		path string
		flag int
		want bool
	}{{os.DevNull, os.O_RDWR, true}, {os.DevNull, os.O_WRONLY, false}, {"/dev/zero", os.O_RDWR, false}} {
		f, err := os.OpenFile(row.path, row.flag, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if got := isUnread(f); got != row.want {
			t.Errorf("%s, %d: %v", row.path, row.flag, got)
		}
	}
}

// Nothing is used up for an output that nobody reads. A command that uses nothing up runs: programs
// that throw away what it prints ask for its exit code.
func TestClosedOutput(t *testing.T) {
	w := newWorld(t).withVault(counted)
	w.env.Unread = true
	w.fails(ExitFailed, "Standard output is closed", "code", "vpn", "--count")
	w.fails(ExitFailed, "Standard output is closed", "export", "--format", "otpauth", "--out", "-", "--yes")
	w.ok("list")
	w.env.Unread = false
	if out := w.ok("list", "--json"); !strings.Contains(out, `"counter":3`) {
		t.Errorf("the counter was used up: %s", out)
	}
}
