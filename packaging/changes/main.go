// Changes joins the files of changes/, one a change, into CHANGELOG.md.
//
//	go run ./packaging/changes                      prints the changelog as it would be now
//	go run ./packaging/changes VERSION DATE         writes it, as that version's, and removes the files
//	go run ./packaging/changes section VERSION      prints what one version changed
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	folder     = "changes"
	changelog  = "CHANGELOG.md"
	unreleased = "Unreleased"
	readme     = "README.md" // of the folder: how a change is written
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "changes:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	text, files, err := joined(".")
	if err != nil {
		return err
	}
	switch {
	case len(args) == 0:
		fmt.Print(text)
		return nil
	case len(args) == 2 && args[0] == "section":
		section, err := sectionOf(text, args[1])
		fmt.Print(section)
		return err
	case len(args) == 2:
		return release(".", text, files, args[0], args[1])
	}
	return errors.New("usage: changes [VERSION DATE | section VERSION]")
}

// joined is the changelog of the project in dir with what its changes say below the heading Unreleased, and the files
// that say it.
func joined(dir string) (text string, files []string, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, changelog))
	if err != nil {
		return "", nil, err
	}
	entries, err := os.ReadDir(filepath.Join(dir, folder))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // Git keeps no empty folder
	}
	var lines strings.Builder
	var bad []error
	for _, e := range entries {
		if e.Name() == readme {
			continue
		}
		name := filepath.Join(dir, folder, e.Name())
		change, readErr := os.ReadFile(name)
		if readErr == nil {
			readErr = check(name, string(change))
		}
		bad = append(bad, readErr)
		lines.WriteString(strings.TrimRight(string(change), "\n") + "\n")
		files = append(files, name)
	}
	if err := errors.Join(append(bad, err)...); err != nil {
		return "", nil, err
	}
	text, err = insert(string(raw), lines.String())
	return text, files, err
}

// check says what is wrong with the file of a change: it holds points of a list, and nothing else.
func check(name, text string) error {
	if !strings.HasSuffix(name, ".md") {
		return fmt.Errorf("%s: the name of a change ends in .md", name)
	}
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("%s is empty", name)
	}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		point := strings.HasPrefix(line, "- ") && strings.TrimSpace(line[2:]) != ""
		if !point && (i == 0 || !strings.HasPrefix(line, "  ")) {
			return fmt.Errorf("%s:%d: a change is one or more points, each a line that begins with “- ”; further lines of a point begin with two spaces", name, i+1)
		}
	}
	return nil
}

// insert puts lines behind what stands below the heading Unreleased, which it makes where there is none.
func insert(text, lines string) (string, error) {
	if lines == "" {
		return text, nil
	}
	start, end, ok := bounds(text, unreleased)
	if !ok {
		title, rest, found := strings.Cut(text, "\n\n")
		if !found {
			return "", errors.New(changelog + " has no title with an empty line below it")
		}
		return title + "\n\n## " + unreleased + "\n\n" + lines + "\n" + rest, nil
	}
	before := strings.TrimRight(text[:end], "\n")
	if last := before[strings.LastIndex(before, "\n")+1:]; end > start && (strings.HasPrefix(last, "- ") || strings.HasPrefix(last, "  ")) {
		before += "\n"
	} else {
		before += "\n\n"
	}
	if text[end:] != "" {
		lines += "\n"
	}
	return before + lines + text[end:], nil
}

// bounds are the ends of what stands below the heading of a version, without the heading.
func bounds(text, version string) (start, end int, ok bool) {
	at := 0
	for line := range strings.Lines(text) {
		at += len(line)
		name, heading := strings.CutPrefix(line, "## ")
		switch {
		case ok && heading:
			return start, at - len(line), true
		case heading && strings.Fields(name + " -")[0] == version:
			start, ok = at, true
		}
	}
	return start, len(text), ok
}

// sectionOf is what one version changed, without its heading.
func sectionOf(text, version string) (string, error) {
	start, end, ok := bounds(text, version)
	if !ok {
		return "", fmt.Errorf("%s has no version %s", changelog, version)
	}
	return strings.Trim(text[start:end], "\n") + "\n", nil
}

// release gives what is unreleased its version and day, and removes the files that it came from.
func release(dir, text string, files []string, version, date string) error {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return err
	}
	if _, _, ok := bounds(text, version); ok {
		return fmt.Errorf("%s has version %s already", changelog, version)
	}
	if section, err := sectionOf(text, unreleased); err != nil || strings.TrimSpace(section) == "" {
		return fmt.Errorf("nothing has changed since the last version")
	}
	text = strings.Replace(text, "## "+unreleased+"\n", "## "+version+" ("+date+")\n", 1)
	name := filepath.Join(dir, changelog)
	if err := os.WriteFile(name+".new", []byte(text), 0o644); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	return nil
}
