// Recipes fills in what package managers build or install Watchword from, for a version whose files lie in DIST:
//
//	go run ./packaging/recipes DIST VERSION COMMIT DAY
//
// Names and addresses come from packaging/identity, hashes from DIST/SHA256SUMS. A recipe of a file that is not there (the
// one for macOS, on another system) is left out.
package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"watchword/assets"
)

//go:embed templates
var templates embed.FS

// recipes says where each template's outcome belongs, as its package manager wants it.
var recipes = map[string]string{
	"PKGBUILD":                           "aur/watchword/PKGBUILD",
	"PKGBUILD-bin":                       "aur/watchword-bin/PKGBUILD",
	"package.nix":                        "nix/package.nix",
	"watchword.rb":                       "homebrew/Casks/watchword.rb",
	"watchword-cli.rb":                   "homebrew/Formula/watchword-cli.rb",
	"io.github.watchword.Watchword.json": "flatpak/io.github.watchword.Watchword.json",
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "recipes:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return errors.New("usage: recipes DIST VERSION COMMIT DAY")
	}
	identity, err := os.ReadFile("packaging/identity")
	if err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(args[0], "SHA256SUMS"))
	if err != nil {
		return err
	}
	r := newRelease(string(identity), string(sums))
	r.Version, r.Commit, r.Day = args[1], args[2], args[3]
	return r.write(filepath.Join(args[0], "recipes"))
}

// A release is what the recipes are filled in with.
type release struct {
	ID, Version, Commit, Day       string
	Maintainer, Homepage, Download string
	sums                           map[string]string // SHA-256 by the file's name
}

// newRelease takes the identity, which is shell's NAME="value", and the list of hashes. What the identity leaves empty
// gets a value that no computer answers to: recipes are made and checked all the same, and only publishing refuses.
func newRelease(identity, sums string) *release {
	r := &release{ID: "io.github.watchword.Watchword", Maintainer: "The Watchword authors", Homepage: "https://watchword.invalid", Download: "https://watchword.invalid/releases", sums: map[string]string{}}
	for line := range strings.Lines(identity) {
		name, rest, ok := strings.Cut(line, "=\"")
		value, _, _ := strings.Cut(rest, "\"")
		if !ok || value == "" {
			continue
		}
		switch name {
		case "MAINTAINER":
			r.Maintainer = value
		case "HOMEPAGE":
			r.Homepage = value
		case "DOWNLOAD":
			r.Download = strings.TrimSuffix(value, "/")
		}
	}
	for line := range strings.Lines(sums) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			r.sums[name] = sum
		}
	}
	return r
}

// The files that recipes are for.

func (r *release) Source() string     { return "watchword-" + r.Version + "-source.tar.xz" }
func (r *release) LinuxAMD64() string { return "watchword-" + r.Version + "-linux-amd64.tar.xz" }
func (r *release) LinuxARM64() string { return "watchword-" + r.Version + "-linux-arm64.tar.xz" }
func (r *release) MacOS() string      { return "watchword-" + r.Version + "-macos-universal.zip" }

// Licences are the program's, by SPDX's names.
func (*release) Licences() (list []string) {
	for _, l := range assets.Licences() {
		for kind := range strings.SplitSeq(l.Kind, " AND ") {
			if kind != "NOTICE" && kind != "PATENTS" && !slices.Contains(list, kind) {
				list = append(list, kind)
			}
		}
	}
	slices.Sort(list)
	return list
}

// errMissing is a recipe's whose file is not there.
var errMissing = fmt.Errorf("the file of the recipe is not there: %w", fs.ErrNotExist)

func (r *release) write(dir string) error {
	for name, to := range recipes {
		text, err := r.fill(name)
		if errors.Is(err, errMissing) {
			fmt.Printf("not made  %s: what it installs is not in the list of hashes\n", to)
			continue
		}
		if err != nil {
			return err
		}
		to = filepath.Join(dir, to)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// fill returns the text of a recipe.
func (r *release) fill(name string) (string, error) {
	t, err := template.New(name).Funcs(template.FuncMap{
		"url": func(file string) string { return r.Download + "/v" + r.Version + "/" + file },
		"sum": func(file string) (string, error) {
			if r.sums[file] == "" {
				return "", fmt.Errorf("%s: %w", file, errMissing)
			}
			return r.sums[file], nil
		},
	}).ParseFS(templates, "templates/"+name)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = t.Execute(&text, r)
	return text.String(), err
}
