// Licences gathers the licences of all that is built into Watchword, on every system, in assets/licences.txt:
// go run ./packaging/licences. With the word “expression” it prints which they are, as packages name them (SPDX).
package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/assets"
)

const target = "assets/licences.txt"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 0:
		text, err := gather(".")
		if err != nil {
			return err
		}
		return os.WriteFile(target, []byte(text), 0o644)
	case len(args) == 1 && args[0] == "expression":
		fmt.Println(expression(assets.Licences()))
		return nil
	}
	return errors.New("usage: licences [expression]")
}

// A source is a file with a licence, and what is under it.
type source struct{ of, file string }

// carried are the parts that are no module, and parts of modules whose licence lies where no package of the build does.
// A file below “MODULE:” lies in that module.
var carried = []source{
	{"Watchword", "LICENSE"},
	{"Noto Sans (fonts)", "assets/fonts/OFL.txt"},
	{"Noto Sans (fonts of the toolkit)", "fyne.io/fyne/v2:theme/font/LICENSE.txt"},
	{"Inter (font)", "fyne.io/fyne/v2:theme/font/LICENSE_Inter.txt"},
	{"DejaVu Sans Mono (font)", "fyne.io/fyne/v2:theme/font/LICENSE_DejaVu-Powerline.txt"},
	{"EmojiOne Color (font)", "fyne.io/fyne/v2:theme/font/LICENSE_EmojiOneColor.txt"},
	{"GLFW", "github.com/go-gl/glfw/v3.4/glfw:glfw/LICENSE.md"},
	{"Go", "golang.org/x/sys:LICENSE"}, // the same text, which is there whatever Go is at hand
}

// gather returns what belongs into the target, for the project in root.
func gather(root string) (string, error) {
	modules, err := builtIn(root)
	if err != nil {
		return "", err
	}
	var sources []source
	for _, s := range carried {
		if of, file, ok := strings.Cut(s.file, ":"); ok {
			m, known := modules[of]
			if !known {
				return "", fmt.Errorf("%s is built in no longer: %s", of, s.of)
			}
			s.file = filepath.Join(m.dir, file)
		} else {
			s.file = filepath.Join(root, s.file)
		}
		sources = append(sources, s)
	}
	for _, path := range sortedKeys(modules) {
		files, err := licenceFiles(modules[path])
		if err != nil {
			return "", err
		}
		for _, f := range files {
			sources = append(sources, source{path, f})
		}
	}
	return join(sources)
}

// join writes each text once, with the names of what is under it.
func join(sources []source) (string, error) {
	var list []*assets.Licence
	known := map[string]*assets.Licence{}
	for _, s := range sources {
		text, err := read(s.file)
		if err != nil {
			return "", err
		}
		same := strings.Join(strings.Fields(text), " ")
		if known[same] == nil {
			kind, err := kindOf(s.file, same)
			if err != nil {
				return "", err
			}
			known[same] = &assets.Licence{Kind: kind, Text: text}
			list = append(list, known[same])
		}
		if l := known[same]; !slices.Contains(l.Of, s.of) {
			l.Of = append(l.Of, s.of)
		}
	}
	var b strings.Builder
	b.WriteString("The licences of Watchword and of all that is built into it. Which parts of a brand mark, a font or a list come\nfrom where is in assets/LICENSES.md of the source, and on the page About.\n")
	for _, l := range list {
		fmt.Fprintf(&b, "\n## %s [%s]\n\n%s\n", strings.Join(l.Of, ", "), l.Kind, l.Text)
	}
	return b.String(), nil
}

// read returns a text in UTF-8 with plain ends of lines.
func read(name string) (string, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if !utf8.Valid(raw) {
		return "", fmt.Errorf("%s is not UTF-8", name)
	}
	lines := strings.Split(strings.TrimPrefix(string(raw), "\ufeff"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
		if strings.HasPrefix(line, "## ") {
			lines[i] = " " + lines[i] // a heading of ours begins so
		}
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n"), nil
}

// kinds are told by words that no other licence has, in this order.
var kinds = []struct{ spdx, has, lacks string }{
	{"Unlicense OR BSD-3-Clause", "SPDX-License-Identifier: Unlicense OR BSD-3-Clause", ""},
	{"MIT AND Apache-2.0", "Daisuke MAKIUCHI", ""}, // his own code, and what he took over from ZXing
	{"OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1", ""},
	{"Bitstream-Vera", "Bitstream Vera", ""},
	{"Apache-2.0", "Apache License Version 2.0, January 2004", ""},
	{"Zlib", "must not be misrepresented as being the original software", ""},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose", ""},
	{"ISC", "Permission to use, copy, modify, and distribute this software for any purpose", ""},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy", ""},
	{"BSD-3-Clause", "Redistribution and use in source and binary forms", "!endorse"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms", "endorse"},
}

// kindOf is SPDX's identifier of a text, its spaces evened out. What nobody looked at yet is an error.
func kindOf(file, text string) (string, error) {
	switch name := strings.ToUpper(filepath.Base(file)); name {
	case "PATENTS", "NOTICE":
		return name, nil
	}
	for _, k := range kinds {
		wants, negated := strings.CutPrefix(k.lacks, "!")
		if strings.Contains(text, k.has) && (k.lacks == "" || strings.Contains(text, wants) == negated) {
			return k.spdx, nil
		}
	}
	return "", fmt.Errorf("%s has a licence that is not known here: look at it, and name it in kinds", file)
}

// expression joins the licences as a package names them. Marks and lists whose licences are only named, in
// assets/LICENSES.md, are in it.
func expression(list []assets.Licence) string {
	names := []string{"CC-BY-3.0-US", "CC-BY-4.0", "CC0-1.0", "MPL-2.0"}
	for _, l := range list {
		for name := range strings.SplitSeq(l.Kind, " AND ") {
			if strings.Contains(name, " OR ") {
				name = "(" + name + ")"
			}
			if name != "PATENTS" && name != "NOTICE" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(names, " AND ")
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
