package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const identity = `# Who publishes.
PUBLISHER="Jane"    # a person
MAINTAINER="Jane <jane@example.com>"
HOMEPAGE="https://example.com"
DOWNLOAD="https://example.com/releases/"
`

func sample() *release {
	var sums strings.Builder
	for i, name := range []string{"source.tar.xz", "linux-amd64.tar.xz", "linux-arm64.tar.xz", "macos-universal.zip"} {
		sums.WriteString(strings.Repeat(string("abcd"[i]), 64) + "  watchword-1.2.3-" + name + "\n")
	}
	r := newRelease(identity, sums.String())
	r.Version, r.Commit, r.Day = "1.2.3", "0a444f6", "2026-11-29"
	return r
}

// Each recipe names the version, the address and the hash of its own file, and nothing that is left to be filled in.
func TestFilledIn(t *testing.T) {
	r := sample()
	a, b, c, d := strings.Repeat("a", 64), strings.Repeat("b", 64), strings.Repeat("c", 64), strings.Repeat("d", 64)
	for name, says := range map[string][]string{
		"PKGBUILD":                           {"# Maintainer: Jane <jane@example.com>\n", "pkgver=1.2.3\n", "https://example.com/releases/v1.2.3/watchword-1.2.3-source.tar.xz", a, "'OFL-1.1'", "2026-11-29", "main.commit=0a444f6"},
		"PKGBUILD-bin":                       {"watchword-1.2.3-linux-amd64.tar.xz", b, "watchword-1.2.3-linux-arm64.tar.xz", c, `url="https://example.com"`},
		"package.nix":                        {`version = "1.2.3";`, "https://example.com/releases/v1.2.3/watchword-1.2.3-source.tar.xz", a},
		"watchword.rb":                       {`version "1.2.3"`, d, `url "https://example.com/releases/v#{version}/watchword-#{version}-macos-universal.zip"`},
		"watchword-cli.rb":                   {"https://example.com/releases/v1.2.3/watchword-1.2.3-source.tar.xz", a},
		"io.github.watchword.Watchword.json": {"https://example.com/releases/v1.2.3/watchword-1.2.3-source.tar.xz", a, "flatpak"},
	} {
		text, err := r.fill(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range says {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %s:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, "{{") || strings.Contains(text, ".invalid") || strings.Contains(text, "<no value>") {
			t.Errorf("%s is not filled in:\n%s", name, text)
		}
		if recipes[name] == "" {
			t.Errorf("%s has no place", name)
		}
	}
	files, err := templates.ReadDir("templates")
	if err != nil || len(files) != len(recipes) {
		t.Errorf("%d templates for %d recipes, %v", len(files), len(recipes), err)
	}
}

// While nobody has said who publishes, recipes are made, and lead nowhere. One whose file is not there is left out.
func TestWithoutIdentity(t *testing.T) {
	own, err := os.ReadFile("../identity")
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"PUBLISHER=\"\"\nDOWNLOAD=\"\"\n", string(own)} {
		r := newRelease(said, strings.Repeat("a", 64)+"  watchword-1.2.3-source.tar.xz\n")
		r.Version = "1.2.3"
		dir := t.TempDir()
		if err := r.write(dir); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(filepath.Join(dir, recipes["PKGBUILD"])); err != nil || !strings.Contains(string(text), r.Download) {
			t.Errorf("%v:\n%s", err, text)
		}
		if _, err := os.Stat(filepath.Join(dir, recipes["watchword.rb"])); !os.IsNotExist(err) {
			t.Errorf("there is a recipe for macOS without a file: %v", err)
		}
	}
}

// Flatpak's manifest gives the program the X11 socket and portals, and no more: with the Wayland socket too, or instead,
// the toolkit draws no title bar on some desktops. Addresses on the session bus and folders of the user are no part of it.
func TestFlatpak(t *testing.T) {
	text, err := sample().fill("io.github.watchword.Watchword.json")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		ID, Runtime, SDK, Command string
		Version                   string   `json:"runtime-version"`
		Extensions                []string `json:"sdk-extensions"`
		Args                      []string `json:"finish-args"`
		Modules                   []struct {
			Commands []string `json:"build-commands"`
			Sources  []struct{ Type, URL, SHA256 string }
		}
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	if m.ID != "io.github.watchword.Watchword" || m.Runtime != "org.freedesktop.Platform" || m.Version != "25.08" || m.SDK != "org.freedesktop.Sdk" || m.Command != "watchword" || len(m.Extensions) != 1 {
		t.Errorf("%+v", m)
	}
	if want := []string{"--share=ipc", "--share=network", "--socket=x11", "--device=dri"}; !slices.Equal(m.Args, want) {
		t.Errorf("the program may %q, not %q", m.Args, want)
	}
	if len(m.Modules) != 1 || len(m.Modules[0].Sources) != 1 || m.Modules[0].Sources[0].Type != "archive" || len(m.Modules[0].Sources[0].SHA256) != 64 || !strings.Contains(m.Modules[0].Commands[0], "-tags migrated_fynedo,flatpak ") {
		t.Errorf("%+v", m.Modules)
	}
}

// A parser of its own language finds nothing wrong with a recipe, where it is installed; Bash always is.
func TestParse(t *testing.T) {
	for _, row := range []struct{ recipe, program, arg string }{
		{"PKGBUILD", "bash", "-n"},
		{"PKGBUILD-bin", "bash", "-n"},
		{"watchword.rb", "ruby", "-c"},
		{"watchword-cli.rb", "ruby", "-c"},
		{"package.nix", "nix-instantiate", "--parse"},
	} {
		program, err := exec.LookPath(row.program)
		if err != nil {
			t.Logf("%s is not parsed here: %s is not installed", row.recipe, row.program)
			continue
		}
		text, err := sample().fill(row.recipe)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), row.recipe)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(program, row.arg, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", row.recipe, err, out)
		}
	}
}
