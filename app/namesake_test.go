package app

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	pages "watchword/app/moving"
	"watchword/app/widgets"
	"watchword/scanner/capture"
	"watchword/vault/account"
)

// renewedLink is GitHub's account with another key, as a site gives it when it is set up again.
const renewedLink = "otpauth://totp/GitHub:me?secret=PBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"

// chip presses a chip of the page.
func (r *rig) chip(text string) {
	r.t.Helper()
	var found *widgets.Chip
	walkTree(r.window().Content(), func(o fyne.CanvasObject) {
		if c, ok := o.(*widgets.Chip); ok && c.Text == text && c.Visible() {
			found = c
		}
	})
	if found == nil {
		r.t.Fatalf("page %s has no chip %q", r.name(), text)
	}
	test.Tap(found)
}

// However a key comes in whose name the vault has with another key, it says so: both are kept, or
// the old one goes to the trash, and one undo brings it back.
func TestNamesakeEveryWay(t *testing.T) {
	picture := func(r *rig) string {
		path := filepath.Join(r.t.TempDir(), "code.png")
		if err := os.WriteFile(path, pngOf(r.t, qr(r.t, renewedLink)), 0o600); err != nil {
			r.t.Fatal(err)
		}
		return path
	}
	for _, way := range []struct {
		name   string
		in     func(*rig)
		submit string
	}{
		{"a link of a second start", func(r *rig) { r.Raise([]string{renewedLink}) }, "scan.add"},
		{"a pasted link", func(r *rig) { r.board.Text = renewedLink; r.paste() }, "add.submit"},
		{"the screen", func(r *rig) { r.shots = []capture.Shot{{Image: qr(r.t, renewedLink)}}; r.scanScreen() }, "scan.add"},
		{"a dropped picture", func(r *rig) { r.dropped([]fyne.URI{storage.NewFileURI(picture(r))}) }, "scan.add"},
		{"a copied picture", func(r *rig) { r.board.Picture = pngOf(r.t, qr(r.t, renewedLink)); r.paste() }, "scan.add"},
		{"an export", func(r *rig) {
			path := filepath.Join(r.t.TempDir(), "links.txt")
			if err := os.WriteFile(path, []byte(renewedLink+"\n"), 0o600); err != nil {
				r.t.Fatal(err)
			}
			r.openFiles([]string{path})
		}, "scan.add"},
	} {
		t.Run(way.name, func(t *testing.T) {
			r := full(t)
			r.t = t
			way.in(r)
			r.tap(way.submit)
			r.showList()
			if r.titles() != "Amazon, GitHub, GitHub, Slack" || len(r.session().Trashed()) != 0 {
				t.Errorf("by default: %s, %d in the trash", r.titles(), len(r.session().Trashed()))
			}
			r.undo()

			way.in(r)
			r.chip("Replace")
			if r.titles() != "Amazon, GitHub, Slack" {
				t.Error("choosing is doing already")
			}
			r.tap(way.submit)
			r.showList()
			live, _ := r.session().Account(r.id("GitHub"))
			if r.titles() != "Amazon, GitHub, Slack" || live.Credential() != mustParse(t, renewedLink).Credential() {
				t.Errorf("replaced: %s", r.titles())
			}
			r.undo()
			live, _ = r.session().Account(r.id("GitHub"))
			if r.titles() != "Amazon, GitHub, Slack" || live.Credential() != mustParse(t, githubLink).Credential() {
				t.Errorf("undone: %s", r.titles())
			}
		})
	}
}

// A file whose key was left out because the vault has its name is the only place of that key: it
// is not offered for deletion.
func TestNamesakeIsNotStored(t *testing.T) {
	r := full(t)
	path := filepath.Join(t.TempDir(), "links.txt")
	other := "otpauth://totp/Other:me?secret=NBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Other"
	if err := os.WriteFile(path, []byte(renewedLink+"\n"+other+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.openFiles([]string{path})
	r.page().(*add.Results).OnAdd([]account.Account{mustParse(t, other)}, nil)
	r.expect("imported")
	if c := r.page().(*pages.Report).Clear; c == nil || len(c.Files) != 0 || len(c.Kept) != 1 {
		t.Errorf("offered for deletion: %+v", c)
	}
}
