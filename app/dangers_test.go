package app

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	pages "watchword/app/moving"
	"watchword/app/settings"
	"watchword/app/unlock"
	"watchword/app/widgets"
	"watchword/vault"
)

// dangers are all buttons by which something is lost, or is put in the place of something: where each is
// made, and how one comes to it. TestNoDangerIsForgotten finds those that are missing here.
var dangers = []struct {
	at   string // file, function
	text string // of the button
	open func(r *rig)
}{
	{"lock.go showUnsaved", "Lock and lose the changes", func(r *rig) {
		r.open.Unsaved = errors.New("The disk is full.")
		r.showUnsaved(func() {}, "Lock and lose the changes", "")
	}},
	{"shell/draft.go Content", "Discard", func(r *rig) {
		r.showEdit(r.id("GitHub"))
		r.entry("edit.note").SetText("my note")
		r.press(ctrlKey(fyne.KeyComma))
	}},
	{"opened/notices.go WaysOut", "Discard my changes and reload", func(r *rig) {
		r.open.Unsaved = vault.ErrChanged
		r.open.RefreshBanner()
	}},
	{"flow/unlocking/elsewhere.go Reopen", "Discard and reload", func(r *rig) { r.reopen() }},
	{"flow/adding/leftover.go LeftoverBanner", "Delete the picture", func(r *rig) {
		r.scanFiles([]string{pictureOf(r.t, linkA, linkB)})
		r.tap("scan.add")
	}},
	{"flow/adding/leftover.go leftoverCards", "Delete the picture", func(r *rig) {
		r.scanFiles([]string{pictureOf(r.t, linkA)})
		r.tap("scan.add")
	}},
	{"add/waiting.go SetLeftovers", "Delete the picture", func(r *rig) {
		r.showAdded(r.id("GitHub"))
		r.page().(*add.Waiting).SetLeftovers([]add.Leftover{{Button: "Delete the picture", Danger: true}})
	}},
	{"add/waiting.go Content", "It worked", func(r *rig) { r.showAdded(r.id("GitHub")) }},
	{"add/results.go Content", "Add 1 account", func(r *rig) { r.showLinks([]string{linkA}) }},
	{"settings/backups.go build", "Restore the vault to this state", toBackup},
	{"settings/backups.go build", "Bring back what is missing", toBackup},
	{"moving/clear.go Content", "Delete it now", func(r *rig) {
		clear := &pages.Clear{Files: []string{"/nowhere/export.txt"}}
		r.show(&pages.Report{Text: "1 imported.", Clear: clear}, r.showList)
	}},
	{"unlock/restorecopies.go Content", "Restore this copy", func(r *rig) {
		r.show(&unlock.RestoreCopies{Run: r.shell.Run, Copies: []unlock.Copy{{Path: "1", Title: "Backup"}},
			Look: func(string, []byte) (string, error) { return "It opens.", nil }}, nil)
		r.secret("ladder.password").SetText(password)
		r.tap("ladder.look.0")
	}},
	{"edit/trash.go all", "Delete 2 accounts permanently", func(r *rig) {
		r.trash([]string{r.id("GitHub"), r.id("Slack")})
		r.showTrash()
		r.tap("trash.empty")
	}},
	{"edit/trash.go row", "Delete permanently", func(r *rig) {
		r.trash([]string{r.id("GitHub")})
		r.showTrash()
		r.tap("trash.0.delete")
	}},
	{"edit/trash.go newTrashRow", "Delete permanently", func(r *rig) {
		var ids []string
		for i := range 50 {
			made, _ := r.session().Add(r.t.Context(), mustParse(r.t, fmt.Sprintf("otpauth://totp/A%02d?secret=JBSWY3DPEHPK3PX%c", i, 'A'+i%26)))
			ids = append(ids, made...)
		}
		r.trash(ids)
		r.showTrash()
		r.pressButton("Delete…")
	}},
	{"edit/tags.go row", "Delete this tag", func(r *rig) {
		r.session().Tag(r.t.Context(), []string{"Work"}, nil, r.id("Slack"))
		r.showTags()
		r.tap("tag.0.delete")
	}},
}

// toBackup looks into a backup that would bring back something.
func toBackup(r *rig) {
	does := func(string, []byte) (string, error) { return "", nil }
	r.show(&settings.Backups{Run: r.shell.Run, Backups: []settings.Backup{{Path: "1", Title: "today"}}, Merge: does, Replace: does,
		Preview: func(string, []byte) (settings.RestorePreview, error) {
			return settings.RestorePreview{Text: "…", Merge: true, Replace: true}, nil
		}}, r.showVault)
	r.tap("backups.look.0")
}

// Each dangerous button waits when it comes into sight, and what was clicked before it came, once more
// at the same place, is not meant for it.
func TestDangersWait(t *testing.T) {
	for _, d := range dangers {
		t.Run(d.at+" "+d.text, func(t *testing.T) {
			r := full(t)
			var due []func()
			widgets.After = func(wait time.Duration, f func()) {
				if wait != widgets.DangerWait {
					t.Errorf("it waits %s", wait)
				}
				due = append(due, f)
			}
			r.showList()
			d.open(r)
			b := r.button(d.text)
			pressed := 0
			b.OnTapped = func() { pressed++ }
			test.Tap(b)
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if pressed != 0 {
				t.Error("it does not wait")
			}
			for _, f := range due {
				f()
			}
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			if pressed != 1 {
				t.Error("it cannot be pressed")
			}
		})
	}
}

// What makes such a button stands in the list above: one that is new must be added to it.
func TestNoDangerIsForgotten(t *testing.T) {
	var made []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || filepath.Dir(path) == "widgets" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && makesDanger(f) {
				made = append(made, filepath.ToSlash(path)+" "+f.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, d := range dangers {
		listed[d.at] = true
		if !slices.Contains(made, d.at) {
			t.Errorf("%s makes none any more", d.at)
		}
	}
	for _, at := range made {
		if !listed[at] {
			t.Errorf("%s makes a dangerous button that the list does not have", at)
		}
	}
}

// makesDanger reports whether a function makes a dangerous button or one that waits like it.
func makesDanger(f *ast.FuncDecl) (is bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			is = is || slices.Contains([]string{"Danger", "Guard", "NewSure"}, n.Sel.Name) && !isField(n)
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			is = is || ok && key.Name == "Danger"
		}
		return true
	})
	return is
}

// isField reports whether Danger is that of something that is made elsewhere.
func isField(n *ast.SelectorExpr) bool {
	x, ok := n.X.(*ast.Ident)
	return n.Sel.Name == "Danger" && (!ok || x.Name != "widgets")
}

// pictureOf is a picture file with the codes of links.
func pictureOf(t *testing.T, links ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(path, pngOf(t, qr(t, links...)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
