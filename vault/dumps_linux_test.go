package vault

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestNoDumps starts this test program again, for what it does cannot be undone, and lets it
// crash.
func TestNoDumps(t *testing.T) {
	if os.Getenv("WATCHWORD_NO_DUMPS") != "" {
		if err := NoDumps(); err != nil {
			t.Fatal(err)
		}
		var core unix.Rlimit
		dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
		if err != nil || unix.Getrlimit(unix.RLIMIT_CORE, &core) != nil || core != (unix.Rlimit{}) {
			t.Fatalf("%v, %+v", err, core)
		}
		if hidden := dumpable == 0; hidden == (os.Getenv("SNAP") != "") {
			t.Fatalf("dumpable is %d", dumpable)
		}
		unix.Kill(os.Getpid(), unix.SIGABRT)
		select {}
	}
	for _, env := range []string{"SNAP=", "SNAP=/snap/watchword/1"} {
		child := exec.Command(os.Args[0], "-test.run", "^TestNoDumps$")
		child.Dir = t.TempDir()
		child.Env = append(os.Environ(), "WATCHWORD_NO_DUMPS=1", "GOTRACEBACK=crash", env)
		out, err := child.CombinedOutput()
		if err == nil || strings.Contains(string(out), "FAIL: TestNoDumps") {
			t.Fatalf("%s: %v\n%s", env, err, out)
		}
		if child.ProcessState.Sys().(interface{ CoreDump() bool }).CoreDump() {
			t.Errorf("%s: a core was dumped", env)
		}
	}
}
