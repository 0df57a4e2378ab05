// Package needs is for tests that need something of the machine beside Go. Somebody who lacks it does
// without the test; the whole ./test installs it, so there it must be.
package needs

import (
	"os"
	"os/exec"
	"testing"
)

// Whole reports whether this is a run of the whole ./test, which also tries more cases than ./test quick.
func Whole() bool { return os.Getenv("WATCHWORD_WHOLE") != "" }

// Program is the path of a program, by its name. Without it the test is skipped, for what stands in for
// it; in a whole run it fails.
func Program(t testing.TB, name, instead string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, "the program "+name+" is not installed", instead)
	}
	return path
}

// Missing ends a test that lacks something: skipped, for what stands in for it, or failed in a whole run.
func Missing(t testing.TB, what, instead string) {
	t.Helper()
	if Whole() {
		t.Fatalf("%s; the whole ./test has it", what)
	}
	t.Skipf("%s; %s", what, instead)
}
