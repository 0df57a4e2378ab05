package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// setup runs lines of bash with what ./run and ./test share, and a Go that is only said to be there:
// its version, and whether the one that go.mod names can be fetched.
func setup(t *testing.T, version string, fetched bool, lines string) (out string, ok bool) {
	t.Helper()
	folder := t.TempDir()
	fake := "#!/bin/sh\ncase \"$1 $2\" in\n'env GOVERSION') echo go" + version + ";;\nversion*) [ \"$GOTOOLCHAIN\" != local ] && " +
		map[bool]string{true: "true", false: "false"}[fetched] + ";;\nesac\n"
	if err := os.WriteFile(filepath.Join(folder, "go"), []byte(fake), 0o755); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("bash", "-euc", ". .ci/setup.sh\n"+lines)
	run.Env = append(os.Environ(), "GOTOOLCHAIN=local", "PATH="+folder+":/usr/bin:/bin")
	text, err := run.CombinedOutput()
	return string(text), err == nil
}

func TestWhichGoBuilds(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(mod), "\ntoolchain go")
	newest, _, _ := strings.Cut(rest, "\n")
	for _, c := range []struct {
		why, version string
		fetched, ok  bool
		chosen       string
		faults       bool // known faults are named
	}{
		{"the very one", newest, false, true, "local", false},
		{"a newer one", "9.0", false, true, "local", false},
		{"an older one, and the other can be fetched", "1.26.0", true, true, "go" + newest, false},
		{"an older one, and the other cannot", "1.26.0", false, true, "local", true},
		{"one that cannot build it, and the other can be fetched", "1.25.3", true, true, "go" + newest, false},
		{"one that cannot build it", "1.25.3", false, false, "", false},
		{"one from before Go fetched others", "1.19.8", true, false, "", false},
	} {
		out, ok := setup(t, c.version, c.fetched, `need_go; echo "chosen: $GOTOOLCHAIN"`)
		if ok != c.ok || ok && !strings.Contains(out, "chosen: "+c.chosen+"\n") || c.faults != strings.Contains(out, "known fault that stays") {
			t.Errorf("%s: %v, %s", c.why, ok, out)
		}
		if !ok && !strings.Contains(out, "https://go.dev/dl/") {
			t.Errorf("%s: no advice: %s", c.why, out)
		}
	}
	for version, want := range map[string]int{"1.26.8": 10, "1.26.9": 1, newest: 0} {
		if out, _ := setup(t, version, false, "faults_since "+version); strings.Count(out, "GO-2026-") != want {
			t.Errorf("Go %s has %d known faults: %s", version, want, out)
		}
	}
}

// TestTheReadmeNamesThePackages: nobody is surprised by what ./run installs.
func TestTheReadmeNamesThePackages(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(strings.NewReplacer("`", " ", ",", " ", ".", " ").Replace(string(readme)))
	out, ok := setup(t, "9.0", false, `echo "${APT_BUILD[@]}"`)
	for _, name := range strings.Fields(out) {
		if !ok || !slices.Contains(words, name) {
			t.Errorf("README.md does not name %s", name)
		}
	}
}
