package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A module is built into the program on some system.
type module struct {
	path, dir string
	packages  []string // the folders of its packages that are in it
}

// builds are the programs with a window that are published: a system, and its tags. What the terminal program has in it is
// in them too.
var builds = []struct{ os, tags string }{
	{"linux", "migrated_fynedo"}, {"linux", "migrated_fynedo,flatpak"}, {"windows", "migrated_fynedo"}, {"darwin", "migrated_fynedo"},
}

// builtIn asks Go for the modules of all builds, by their paths.
func builtIn(root string) (map[string]module, error) {
	modules := map[string]module{}
	for _, b := range builds {
		for _, arch := range []string{"amd64", "arm64"} {
			list := exec.Command("go", "list", "-deps", "-tags", b.tags, "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}", ".")
			list.Dir = root
			list.Env = append(os.Environ(), "GOOS="+b.os, "GOARCH="+arch, "CGO_ENABLED=1")
			var errs bytes.Buffer
			list.Stderr = &errs
			out, err := list.Output()
			if err != nil {
				return nil, fmt.Errorf("go list for %s/%s: %w\n%s", b.os, arch, err, errs.String())
			}
			for line := range strings.Lines(string(out)) {
				cells := strings.Split(strings.TrimSpace(line), "\t")
				if len(cells) != 3 {
					continue // the standard library, or our own
				}
				m := modules[cells[0]]
				m.path, m.dir, m.packages = cells[0], cells[1], append(m.packages, cells[2])
				modules[m.path] = m
			}
		}
	}
	return modules, nil
}

// licenceName fits the files that say under which licence something is, and what a licence asks to be handed on.
var licenceName = regexp.MustCompile(`(?i)^(licen[sc]e|copying|copyright|unlicense|notice|patents)([.-].*)?$`)

// licenceFiles are those of a module: in its root, and in the folders of its packages that are built in and those above
// them, for code of somebody else may lie in one.
func licenceFiles(m module) (files []string, err error) {
	folders := map[string]bool{m.dir: true}
	for _, dir := range m.packages {
		for ; len(dir) > len(m.dir); dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, dir := range sortedKeys(folders) {
		entries, readErr := os.ReadDir(dir)
		err = errors.Join(err, readErr)
		for _, e := range entries {
			if e.Type().IsRegular() && licenceName.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
				files = append(files, filepath.Join(dir, e.Name()))
			}
		}
	}
	if err == nil && !slices.ContainsFunc(files, isLicence) {
		err = fmt.Errorf("%s: %w", m.path, errNoLicence)
	}
	return files, err
}

var errNoLicence = fmt.Errorf("the module has no file with its licence, so it may not be handed on: %w", fs.ErrNotExist)

// isLicence reports whether a file is more than a notice or a grant of patents beside a licence.
func isLicence(name string) bool {
	base := strings.ToUpper(filepath.Base(name))
	return !strings.HasPrefix(base, "NOTICE") && !strings.HasPrefix(base, "PATENTS")
}
