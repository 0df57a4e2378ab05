package cli

import (
	"testing"

	"watchword/app/config"
)

// Without a home folder there is no place for a vault: a sentence says so, and nothing is made
// anywhere. What needs no vault works.
func TestWithoutAHome(t *testing.T) {
	w := newWorld(t)
	w.vars[envPasswordFile] = w.file("pw", password+"\n")
	w.env.Places = config.Places{}
	for _, args := range [][]string{{"vault", "create", "--no-sheet"}, {"list"}, {"code", "x"}, {"list", "--vault", w.file("v", "")}} {
		w.fails(ExitFailed, "Your home folder is not known", args...)
	}
	w.env.Window = func(Launch) int { t.Error("the window opens"); return 0 }
	w.fails(ExitFailed, "Your home folder is not known")
	demo := false
	w.env.Window = func(l Launch) int { demo = l.Demo; return 0 }
	w.ok("--demo")
	w.ok("list", "--help")
	if !demo {
		t.Error("the examples do not open")
	}
}
