package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/app/add"
	pages "watchword/app/moving"
)

// An import gives the account that is there the larger counter and the note of the file, and a file
// whose note the vault would have to overwrite is not offered for deletion.
func TestImportUpdates(t *testing.T) {
	for _, row := range []struct {
		why, file, note string // the note that the account has before
		title, new      string
		report          string
		gone            bool
	}{
		{"a larger counter", counterLink + "&counter=40", "", "1 account to import", "counter 40", "0 imported, 1 updated.", true},
		{"a note", ente("codes"), "", "1 account to import", "note", "0 imported, 1 updated.", true},
		{"another note", ente("codes"), "mine", "Nothing new to import", "", "", false},
	} {
		t.Run(row.why, func(t *testing.T) {
			r := newRig(t)
			r.create()
			have := mustParse(t, counterLink+"&counter=3")
			have.Note = row.note
			r.session().Add(t.Context(), have)
			file := filepath.Join(t.TempDir(), "export.txt")
			if err := os.WriteFile(file, []byte(row.file), 0o600); err != nil {
				t.Fatal(err)
			}
			r.importFiles([]string{file})
			r.expect("found")
			s := r.page().(*add.Results)
			if s.Title != row.title || len(s.Candidates) != 1 || s.Candidates[0].New != row.new {
				t.Fatalf("%q, %+v", s.Title, s.Candidates)
			}
			if row.report == "" {
				return
			}
			r.tap("scan.add")
			r.expect("imported")
			report := r.page().(*pages.Report)
			if report.Text != row.report || report.Clear == nil || slices.Contains(report.Clear.Files, file) != row.gone {
				t.Errorf("%q, %+v", report.Text, report.Clear)
			}
			list := r.session().Accounts()
			if len(list) != 1 || strings.HasPrefix(row.new, "counter") && list[0].Counter != 40 || row.new == "note" && list[0].Note != "codes" {
				t.Errorf("%+v", list)
			}
		})
	}
}

// ente is a link as Ente Auth writes it, with a note.
func ente(note string) string {
	return counterLink + "&counter=3&codeDisplay=%7B%22note%22%3A%22" + note + "%22%7D"
}
