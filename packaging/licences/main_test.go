package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/assets"
)

// The file that the program shows and packages ship is that of the modules that go.mod names now.
func TestUpToDate(t *testing.T) {
	want, err := gather("../..")
	if err != nil {
		t.Fatal(err)
	}
	if assets.LicenceTexts != want {
		t.Errorf("%s is stale: “go run ./packaging/licences” makes it", target)
	}
}

// What the program carries without it being a module is named; each section can be found again.
func TestLicences(t *testing.T) {
	of := map[string]string{}
	for _, l := range assets.Licences() {
		for _, name := range l.Of {
			of[name] += l.Kind + " "
		}
		if len(l.Text) < 30 || l.Kind == "" {
			t.Errorf("%v: %q, a text of %d bytes", l.Of, l.Kind, len(l.Text))
		}
	}
	for name, kind := range map[string]string{
		"Watchword": "MIT ", "Go": "BSD-3-Clause ", "GLFW": "Zlib ", "fyne.io/fyne/v2": "BSD-3-Clause ", "Noto Sans (fonts)": "OFL-1.1 ",
		"golang.org/x/sys": "BSD-3-Clause PATENTS ", "github.com/godbus/dbus/v5": "BSD-2-Clause ",
		"github.com/lxn/win":       "BSD-3-Clause ", // Windows alone
		"github.com/pquerna/otp":   "Apache-2.0 NOTICE ",
		"github.com/fyne-io/image": "Apache-2.0 BSD-3-Clause BSD-3-Clause ", // somebody else's code in one of its folders
	} {
		if of[name] != kind {
			t.Errorf("%s is under %q, not %q", name, of[name], kind)
		}
	}
}

func TestExpression(t *testing.T) {
	e := expression(assets.Licences())
	for _, name := range []string{"MIT", "MPL-2.0", "Zlib", "(Unlicense OR BSD-3-Clause)"} {
		if !strings.Contains(" AND "+e+" AND ", " AND "+name+" AND ") {
			t.Errorf("%s lacks %s", e, name)
		}
	}
}

// A module without a licence, or with one that nobody looked at, is found out.
func TestRefused(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	write("NOTICE", "Somebody's.")
	write("license.go", "package x")
	if _, err := licenceFiles(module{path: "example.com/x", dir: dir}); !errors.Is(err, errNoLicence) {
		t.Errorf("a module without a licence: %v", err)
	}
	if _, err := join([]source{{"x", write("LICENSE", "All rights are reserved.")}}); err == nil {
		t.Error("an unknown licence was accepted")
	}
}

// A text that several have stands there once; one that is wrapped otherwise is the same.
func TestJoin(t *testing.T) {
	dir := t.TempDir()
	const mit = "Permission is hereby granted, free of charge, to any person obtaining a copy"
	var sources []source
	for name, text := range map[string]string{"LICENSE": mit + " of it.\r\n## So.\n", "LICENSE-b": strings.ReplaceAll(mit, ", ", ",\n") + " of it.\n\n## So.\n"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source{"example.com/a", file}, source{"example.com/b", file})
	}
	got, err := join(sources)
	if err != nil || strings.Count(got, "Permission") != 1 || strings.Count(got, "\n## ") != 1 || !strings.Contains(got, "\n## example.com/a, example.com/b [MIT]\n") {
		t.Errorf("%v:\n%s", err, got)
	}
}
