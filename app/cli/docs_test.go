package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"watchword/internal/docpage"
)

// The page of the commands shows the help of every command as the program prints it.
// “go test ./app/cli -run Docs -update” brings it up to date.
func TestDocs(t *testing.T) {
	docpage.Check(t, filepath.Join("..", "..", "docs", "commands.md"), "go test -tags nogui ./app/cli -run Docs", func(page string) string {
		w := newWorld(t)
		var walk func(*cobra.Command)
		walk = func(c *cobra.Command) {
			help := strings.TrimSpace(w.ok(append(strings.Fields(c.CommandPath())[1:], "--help")...))
			page = withHelp(t, page, c.CommandPath(), help)
			for _, sub := range c.Commands() {
				if !sub.Hidden && sub.Name() != "help" && c.Name() != "completion" {
					walk(sub)
				}
			}
		}
		p := &program{Env: w.env}
		root := rootCommand(p)
		addCompletion(p, root)
		walk(root)
		return page
	})
}

// The table of short options names each of them, and no command has one that it does not name.
func TestShortOptionsAreInTheTable(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "terminal.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(data), "### Short options\n")
	table, _, _ = strings.Cut(table, "\n#")
	everyCommand(rootCommand(&program{Env: newWorld(t).env}), func(c *cobra.Command) {
		path := strings.TrimPrefix(c.CommandPath(), "watchword ")
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Shorthand == "" || f.Name == "help" {
				return
			}
			for _, row := range strings.Split(table, "\n") {
				if strings.Contains(row, "`-"+f.Shorthand+"`") && strings.Contains(row, "`--"+f.Name+"`") && strings.Contains(row, "`"+path+"`") {
					return
				}
			}
			t.Errorf("docs/terminal.md does not have -%s, --%s of %s", f.Shorthand, f.Name, path)
		})
	})
}

// withHelp puts the help of a command into the first block of its section.
func withHelp(t *testing.T, page, command, help string) string {
	t.Helper()
	const open, end = "```text\n", "```"
	heading := "\n### " + command + "\n"
	at := strings.Index(page, heading)
	if at < 0 {
		t.Fatalf("docs/commands.md has no section “%s”", command)
	}
	start := at + len(heading)
	block := strings.Index(page[start:], open)
	if next := strings.Index(page[start:], "\n### "); block < 0 || next >= 0 && next < block {
		t.Fatalf("the section “%s” has no block for the help", command)
	}
	start += block + len(open)
	stop := start + strings.Index(page[start:], end)
	return page[:start] + help + "\n" + page[stop:]
}
