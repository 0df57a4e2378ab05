package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is said after Ctrl+D begins a line.
func TestEndOfInputEndsTheLine(t *testing.T) {
	var errs strings.Builder
	p := &program{Env: Env{Terminal: true, In: strings.NewReader(""), Err: &errs}}
	if _, ok := p.answer("Really? "); ok || errs.String() != "Really? \n" {
		t.Errorf("%v, %q", ok, errs.String())
	}
}

// A folder that was chosen a moment ago is not a month late.
func TestANewSecondFolderHasNoneYet(t *testing.T) {
	w := newWorld(t).withVault(amazon)
	stick := filepath.Join(w.dir, "stick")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	if r := w.run("vault", "backups", "--second", stick); !strings.Contains(r.err, "has none yet") || strings.Contains(r.err, "month") {
		t.Errorf("%+v", r)
	}
}
