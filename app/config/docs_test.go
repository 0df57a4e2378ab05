package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/docpage"
)

// The page about the settings has its tables from [Settings].
// “go test ./app/config -run Docs -update” brings them up to date.
func TestDocs(t *testing.T) {
	docpage.Check(t, filepath.Join("..", "..", "docs", "settings.md"), "go test ./app/config -run Docs", func(page string) string {
		return docpage.WithTable(t, docpage.WithTable(t, page, "page", tableOfThePage()), "file", tableOfTheFile())
	})
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
