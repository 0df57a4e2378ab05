package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/app/flow/moving"
	"watchword/app/helper"
	"watchword/app/intake"
	"watchword/app/print"
	"watchword/app/widgets"
	"watchword/scanner"
	"watchword/vault"
	"watchword/vault/transfer"
)

// Every target of the export page is written by its button, and what it counted comes back in.
func TestEveryExport(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	r := newRig(t)
	r.create()
	links := []string{amazonLink, githubLink, slackLink}
	for _, link := range links {
		r.put(link)
	}
	choice := func(name string) *widgets.Choice { return r.widget(name).(*widgets.Choice) }
	names := append([]string{"Copy of the vault, with its password"}, func() (names []string) {
		for _, f := range moving.Formats() {
			names = append(names, f.Name)
		}
		return names
	}()...)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			r.showExport()
			if got := choice("export.for").Options; !slices.Equal(got, names) {
				t.Fatalf("offers %q", got)
			}
			choice("export.for").SetSelectedIndex(i)
			path := filepath.Join(t.TempDir(), "out"+filepath.Ext(r.entry("export.file").Text))
			r.entry("export.file").SetText(path)
			if i == 0 {
				r.tap("export.submit")
				r.expectCopy(t, path, len(links))
				return
			}
			f := moving.Formats()[i-1]
			if slow := f.ID == "ente-encrypted" || f.ID == "age"; slow && os.Getenv("WATCHWORD_WHOLE") == "" {
				return // its key takes seconds: the whole test writes it
			}
			if f.Encrypts {
				r.secret("export.password").SetText("of the file")
				r.secret("export.again").SetText("of the file")
			}
			r.tap("export.submit")
			r.confirm()
			if f.ID == print.FormatPDF {
				if data, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(data), "%PDF-") {
					t.Errorf("no PDF was written: %v", err)
				}
				return
			}
			if f.ID == "ente-encrypted" { // its key takes seconds: the contract suite reads it back
				if data, err := os.ReadFile(path); err != nil || !detects(data, "ente") {
					t.Errorf("no such file was written: %v", err)
				}
				return
			}
			if got := r.readBack(t, path); !slices.Equal(got, []string{"Amazon", "GitHub", "Slack"}) {
				t.Errorf("%q came back", got)
			}
		})
	}
}

func detects(data []byte, id string) bool {
	f, ok := transfer.Detect(data)
	return ok && f.ID == id
}

func (r *rig) expectCopy(t *testing.T, path string, accounts int) {
	t.Helper()
	locked, err := vault.Open(path, r.shell.VaultOpts)
	if err != nil {
		t.Fatal(err)
	}
	v, err := locked.Unlock(t.Context(), []byte(password))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if n := len(v.Accounts()); n != accounts {
		t.Errorf("the copy holds %d accounts", n)
	}
}

// readBack returns the titles in a file, or in the pictures of a folder, in the order of the alphabet.
func (r *rig) readBack(t *testing.T, path string) (titles []string) {
	t.Helper()
	env := transfer.Env{Name: filepath.Base(path), Password: func(context.Context, bool) (string, error) { return "of the file", nil },
		DecodeQR: func(ctx context.Context, picture []byte) (out []string, err error) {
			found, err := helper.Scan(ctx, picture, scanner.Options{})
			for _, c := range found.Codes {
				out = append(out, c.Text)
			}
			return out, err
		}}
	for _, file := range intake.Look(t.Context(), []string{path}) {
		data, err := os.ReadFile(file.Path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := transfer.Read(t.Context(), data, env)
		if err != nil || len(got.Failures) > 0 {
			t.Fatal(got.Failures, err)
		}
		for _, acc := range got.Accounts {
			titles = append(titles, acc.Title())
		}
	}
	slices.Sort(titles)
	return titles
}

// An export of a tag holds what has the tag, and of chosen accounts those that are chosen.
func TestExportOfSome(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	r := newRig(t)
	r.create()
	tagged := mustParse(t, githubLink)
	tagged.Tags = []string{"Work"}
	r.session().Add(t.Context(), mustParse(t, amazonLink), tagged, mustParse(t, slackLink))
	r.showList()
	r.list().MarkAll()
	r.showExport()
	list := slices.IndexFunc(moving.Formats(), func(f transfer.Format) bool { return f.ID == "otpauth" }) + 1
	for _, row := range []struct{ from, want string }{
		{"The 3 accounts chosen in the list", "Amazon GitHub Slack"},
		{"Work", "GitHub"},
		{"All accounts", "Amazon GitHub Slack"},
	} {
		r.widget("export.for").(*widgets.Choice).SetSelectedIndex(list)
		r.widget("export.accounts").(*widgets.Choice).SetSelected(row.from)
		path := filepath.Join(t.TempDir(), "out.txt")
		r.entry("export.file").SetText(path)
		r.tap("export.submit")
		r.confirm()
		if got := strings.Join(r.readBack(t, path), " "); got != row.want {
			t.Errorf("%s: %s came back", row.from, got)
		}
	}
}
