// Manual writes the manual pages of the terminal commands, one a command, as the program's own help has them:
// go run -tags nogui ./packaging/manual FOLDER DATE.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"watchword/app/cli"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: manual FOLDER DATE (2026-11-29)")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write fixes the date: two builds of one version are the same.
func write(folder, date string) error {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root := cli.Command()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Title: "WATCHWORD", Section: "1", Date: &day, Source: "Watchword", Manual: "Watchword"}, folder)
}
