package config

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of docs/settings.md")

// The page about the settings has its tables from [Settings].
// “go test ./app/config -run Docs -update” brings them up to date.
func TestDocs(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "settings.md")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.ReplaceAll(string(data), "\r\n", "\n")
	page := withTable(t, before, "page", tableOfThePage())
	page = withTable(t, page, "file", tableOfTheFile())
	if page == before {
		return
	}
	if !*update {
		t.Fatal("docs/settings.md is not what the table of settings says; run: go test ./app/config -run Docs -update")
	}
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
}

// withTable puts a table between its two marks.
func withTable(t *testing.T, page, name, table string) string {
	t.Helper()
	open, end := "<!-- table: "+name+" -->\n", "<!-- end -->"
	head, rest, ok := strings.Cut(page, open)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("the page has no table %q", name)
	}
	return head + open + table + end + tail
}

func tableOfThePage() string {
	var b strings.Builder
	b.WriteString("| section | setting | choices, the default in bold |\n|:--|:--|:--|\n")
	for _, s := range Settings {
		if s.Section == "" {
			continue
		}
		list, usual := s.Choices(Defaults)
		var texts []string
		for i, c := range list {
			if i == usual {
				c.Text = "**" + c.Text + "**"
			}
			texts = append(texts, c.Text)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Section, s.Label, strings.Join(texts, ", "))
	}
	return b.String()
}

func tableOfTheFile() string {
	var b strings.Builder
	b.WriteString("| member | is | may be | default |\n|:--|:--|:--|:--|\n")
	for _, s := range Settings {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", s.Key, s.Label, meanings(s), s.usual())
	}
	return b.String()
}

// meanings lists the values that the file may hold, with what the page calls them.
func meanings(s Setting) string {
	var list []string
	choices, _ := s.Choices(Defaults)
	for _, c := range choices {
		v := Defaults
		c.set(&v)
		list = append(list, fmt.Sprintf("`%s` %s", s.value.write(v), c.Text))
	}
	if rule := s.value.rule(); rule != "" {
		list = append(list, rule)
	}
	return strings.Join(list, ", ")
}
