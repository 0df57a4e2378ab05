// Package docpage is for tests that hold pages of the documentation to the program: what a page takes
// from a table of the source is made from that table, by the flag -update, and compared ever after.
package docpage

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the documentation takes from the source")

// Check fails where the page at path is not what make makes of it, and says the command that brings
// it up to date; with -update it writes the page. Line ends are LF to make.
func Check(t testing.TB, path, command string, make func(page string) string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	have := strings.ReplaceAll(string(data), "\r\n", "\n")
	page := make(have)
	if page == have {
		return
	}
	if !*update {
		t.Fatalf("%s is not what the program says; run: %s -update", path, command)
	}
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

// WithTable puts a table between the marks of its name.
func WithTable(t testing.TB, page, name, table string) string {
	t.Helper()
	open, end := "<!-- table: "+name+" -->\n", "<!-- end -->"
	head, rest, ok := strings.Cut(page, open)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the page has no table %q", name)
	}
	return head + open + table + end + tail
}
