package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What lies in changes/ now can be joined, whoever wrote it.
func TestTheseChanges(t *testing.T) {
	text, files, err := joined("../..")
	if err != nil {
		t.Fatal(err)
	}
	section, err := sectionOf(text, unreleased)
	if err != nil && len(files) > 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		change, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(section, strings.TrimSpace(string(change))) {
			t.Errorf("%s is not below the heading %s", f, unreleased)
		}
	}
}

func project(t *testing.T, log string, changes map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
		t.Fatal(err)
	}
	write(changelog, log)
	write(filepath.Join(folder, readme), "How.\n")
	for name, text := range changes {
		write(filepath.Join(folder, name), text)
	}
	return dir
}

func TestJoin(t *testing.T) {
	for _, c := range []struct{ reason, log, want string }{
		{"behind what is there", "# Changelog\n\n## Unreleased\n\n- Old.\n\n## 0.9.0 (2026-01-01)\n\n- First.\n",
			"# Changelog\n\n## Unreleased\n\n- Old.\n- A.\n  More of it.\n- B.\n\n## 0.9.0 (2026-01-01)\n\n- First.\n"},
		{"the last section", "# Changelog\n\n## Unreleased\n\n- Old.\n", "# Changelog\n\n## Unreleased\n\n- Old.\n- A.\n  More of it.\n- B.\n"},
		{"a text and no list yet", "# Changelog\n\n## Unreleased\n\nThe first.\n", "# Changelog\n\n## Unreleased\n\nThe first.\n\n- A.\n  More of it.\n- B.\n"},
		{"nothing unreleased", "# Changelog\n\n## 0.9.0 (2026-01-01)\n\n- First.\n",
			"# Changelog\n\n## Unreleased\n\n- A.\n  More of it.\n- B.\n\n## 0.9.0 (2026-01-01)\n\n- First.\n"},
	} {
		got, files, err := joined(project(t, c.log, map[string]string{"b.md": "- B.\n", "a.md": "- A.\n  More of it.\n\n"}))
		if err != nil || got != c.want || len(files) != 2 {
			t.Errorf("%s: %v, %d files:\n%s", c.reason, err, len(files), got)
		}
	}
}

func TestRefuse(t *testing.T) {
	for _, c := range []struct{ reason, name, text string }{
		{"a heading would begin another section", "a.md", "## 1.0.0\n"},
		{"no point of a list", "a.md", "Something.\n"},
		{"nothing in it", "a.md", "\n"},
		{"an empty point", "a.md", "- \n"},
		{"text behind the list", "a.md", "- A.\n\nMore.\n"},
		{"another kind of file", "a.txt", "- A.\n"},
	} {
		if _, _, err := joined(project(t, "# Changelog\n\n", map[string]string{c.name: c.text})); err == nil {
			t.Errorf("accepted: %s", c.reason)
		}
	}
}

func TestRelease(t *testing.T) {
	dir := project(t, "# Changelog\n\n## 0.9.0 (2026-01-01)\n\n- First.\n", map[string]string{"a.md": "- A.\n"})
	text, files, err := joined(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(dir, text, files, "0.9.0", "2026-02-02"); err == nil {
		t.Error("a version was released a second time")
	}
	if err := release(dir, text, files, "1.0.0", "tomorrow"); err == nil {
		t.Error("a release on no day")
	}
	if err := release(dir, text, files, "1.0.0", "2026-02-02"); err != nil {
		t.Fatal(err)
	}
	text, files, err = joined(dir)
	if want := "# Changelog\n\n## 1.0.0 (2026-02-02)\n\n- A.\n\n## 0.9.0 (2026-01-01)\n\n- First.\n"; err != nil || text != want || len(files) != 0 {
		t.Errorf("%v, %d files are left:\n%s", err, len(files), text)
	}
	if section, err := sectionOf(text, "1.0.0"); err != nil || section != "- A.\n" {
		t.Errorf("section %q, %v", section, err)
	}
	if err := release(dir, text, files, "1.1.0", "2026-02-03"); err == nil {
		t.Error("a version without a change")
	}
}
