package cli

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The stories in testdata/script tell what a user does and what the terminal answers. In each of them
// it is a minute after the beginning of 1970 less a second, as in the vectors of RFC 6238, and the vault is $VAULT.
// Beside the commands that every testscript has:
//
//	watchword ARGUMENTS... [< FILE]   runs the program, in this process
//	exit CODE                         says with which exit code the last run ended
//	type LINE...                      a user sits at the terminal of the next run and answers its questions
func TestStories(t *testing.T) {
	scripts, err := filepath.Abs(filepath.Join("testdata", "script")) // each run has its own folder
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Setup: func(e *testscript.Env) error {
			s := &story{world: newWorldIn(t, e.WorkDir)}
			s.world.env.Getenv = e.Getenv
			e.Values[storyKey{}] = s
			e.Setenv("VAULT", s.world.env.Places.Vault)
			e.Defer(s.world.noCanaries)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"watchword": runInStory,
			"exit":      exitOfStory,
			"type":      typeInStory,
		},
		RequireUniqueNames: true,
	})
}

// A story is one script with its computer.
type story struct {
	world *world
	code  int    // of the last run
	typed string // answers to the questions of the next run
}

type storyKey struct{}

func storyOf(ts *testscript.TestScript) *story { return ts.Value(storyKey{}).(*story) }

// oneFolder is held by the run whose folder is that of the process.
var oneFolder sync.Mutex

func runInStory(ts *testscript.TestScript, neg bool, args []string) {
	s := storyOf(ts)
	s.world.in = ""
	if n := len(args); n > 1 && args[n-2] == "<" {
		s.world.in, args = ts.ReadFile(args[n-1]), args[:n-2]
	}
	if s.world.env.Terminal = s.typed != ""; s.world.env.Terminal {
		s.world.in, s.typed = s.typed, ""
	}
	s.world.env.Getenv = ts.Getenv
	s.code = s.runIn(ts.MkAbs("."), ts.Stdout(), ts.Stderr(), args)
	if neg == (s.code == ExitDone) {
		ts.Fatalf("exit code %d", s.code)
	}
}

func (s *story) runIn(folder string, out, errs io.Writer, args []string) int {
	oneFolder.Lock()
	defer oneFolder.Unlock()
	before, err := os.Getwd()
	if err == nil {
		err = os.Chdir(folder)
	}
	if err != nil {
		s.world.t.Error(err)
		return -1
	}
	defer os.Chdir(before)
	return s.world.runTo(out, errs, args...)
}

func exitOfStory(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: exit CODE")
	}
	if code := storyOf(ts).code; args[0] != strconv.Itoa(code) {
		ts.Fatalf("exit code %d", code)
	}
}

func typeInStory(ts *testscript.TestScript, _ bool, args []string) {
	storyOf(ts).typed = strings.Join(args, "\n") + "\n"
}
