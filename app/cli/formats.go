package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/transfer"
)

func canRead(f transfer.Format) bool  { return f.Read != nil }
func canWrite(f transfer.Format) bool { return f.Write != nil }

// chosen returns the formats that can do something, from the one list of them all, and
// those of our own.
func chosen(can func(transfer.Format) bool, own ...transfer.Format) []transfer.Format {
	formats := append([]transfer.Format{}, own...)
	for _, f := range transfer.Formats {
		if can(f) {
			formats = append(formats, f)
		}
	}
	return formats
}

func formatIDs(formats []transfer.Format) (ids []string) {
	for _, f := range formats {
		ids = append(ids, f.ID)
	}
	return ids
}

// formatList lists formats for the help of a command.
func formatList(formats []transfer.Format) string {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, f := range formats {
		fmt.Fprintf(table, "  %s\t%s\n", f.ID, words.T(f.Name))
	}
	table.Flush()
	return strings.TrimRight(b.String(), "\n")
}

// listFormats prints what the page of the window shows, and docs/importing.md.
func (p *program) listFormats() {
	for _, f := range chosen(canRead) {
		fmt.Fprintf(p.Out, "%s (%s)\n  %s\n  %s\n  %s\n", words.T(f.Name), f.ID, words.T("How to export: %s", words.T(f.How)),
			words.T("Imported: %s", words.T(f.Brings)), words.T("Not imported: %s", words.T(f.Leaves)))
	}
}

// completeFormat completes the value of --format.
func completeFormat(formats []transfer.Format) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var ids []cobra.Completion
		for _, f := range formats {
			ids = append(ids, cobra.CompletionWithDesc(f.ID, words.T(f.Name)))
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	}
}

// hasTag reports whether a tag is among tags; case is folded.
func hasTag(tags []string, tag string) bool {
	for _, t := range tags {
		if account.Fold(t) == account.Fold(tag) {
			return true
		}
	}
	return false
}
