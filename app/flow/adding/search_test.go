package adding

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/add"
	"watchword/app/internal/opentest"
)

const (
	amazonLink = "otpauth://totp/Amazon%3Ame%40example.org?secret=IUIUCFKMTXQZUV5U7LE664BVXQ4K7PDSDKHZ4QTZAC5GVIBMMZ6A&issuer=Amazon"
	githubLink = "otpauth://totp/GitHub:me?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub"
)

// The first code shows while the rest is searched, and can be added at once.
func TestFirstCodeShowsEarly(t *testing.T) {
	f := &Flow{Vault: opentest.Unlocked(t)}
	s := &search{flow: f, from: source{where: "on your screen"}, running: true,
		pictures: []*picture{{name: "screen 1", image: image.NewGray(image.Rect(0, 0, 8, 8))}}}
	f.hold(s)
	stopped := false
	s.stop = func() { stopped = true }
	s.onText(text{githubLink, s.pictures[0]})
	page := f.Page().(*add.Results)
	if !page.Searching || len(page.Candidates) != 1 {
		t.Fatalf("searching %v with %d candidates", page.Searching, len(page.Candidates))
	}
	page.OnStop()
	if !stopped {
		t.Error("Stop does not end the search")
	}
	s.onText(text{amazonLink, s.pictures[0]})
	if !f.Shows(page) || len(page.Candidates) != 2 {
		t.Errorf("the second code: %d candidates", len(page.Candidates))
	}
	test.Tap(page.Widgets()["scan.add"].(fyne.Tappable))
	if n := len(f.Session.Accounts()); n != 2 {
		t.Errorf("%d accounts", n)
	}
	s.onText(text{amazonLink, nil}) // what comes later changes nothing
	if !f.Shows(f.List) {
		t.Errorf("page %s", f.Name())
	}
}

// The pictures of a search go with its pages: nothing holds them while another search, or an import,
// shows a page that looks alike.
func TestPicturesGoWithTheirPages(t *testing.T) {
	for why, leave := range map[string]func(f *Flow){
		"back to the list": func(f *Flow) { f.ShowList() },
		"an import":        func(f *Flow) { f.Wait("Reading …", "") },
		"what it found": func(f *Flow) {
			f.Show(&add.Results{Title: "1 account to import", Now: f.CodeTime}, f.ShowList)
		},
		"the vault is locked": func(f *Flow) { f.Drop() },
	} {
		f := &Flow{Vault: opentest.Unlocked(t)}
		f.Shell.Turn = f.Turn
		s := &search{flow: f, from: source{where: "on your screen"}, pictures: []*picture{{name: "screen 1", image: image.NewGray(image.Rect(0, 0, 8, 8))}}}
		f.hold(s)
		s.texts = []text{{amazonLink, s.pictures[0]}}
		s.finish()
		s.showRegion(0)
		if f.search != s || s.dropped {
			t.Fatal("the pictures are gone while the user marks the code on them")
		}
		leave(f)
		if f.search != nil || !s.dropped {
			t.Errorf("%s: the pictures are still in memory", why)
		}
	}
}
