package choose

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"watchword/app/internal/pagetest"
	"watchword/app/theme"
)

type rig struct {
	*Page
	window fyne.Window
	chosen string
}

// newRig shows the page over a folder with what the names say: those that end in "/" are folders.
func newRig(t *testing.T, name string, patterns []string, names ...string) *rig {
	t.Helper()
	pagetest.Look(t, theme.Look{Mode: theme.Dark})
	dir := t.TempDir()
	for _, n := range names {
		var err error
		if folder, ok := strings.CutSuffix(n, "/"); ok {
			err = os.MkdirAll(filepath.Join(dir, folder), 0o700)
		} else {
			err = os.WriteFile(filepath.Join(dir, n), []byte("x"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r := &rig{}
	r.Page = &Page{
		Run: func(work, done func()) { work(); done() }, Title: "Open a picture", Folder: dir, File: name, Patterns: patterns,
		OnChosen: func(path string) { r.chosen = path }, OnBack: func() {},
	}
	r.window = pagetest.Show(t, r.Content())
	r.Focus(r.window.Canvas())
	return r
}

func (r *rig) write(text string) {
	for _, c := range text {
		r.path.TypedRune(c)
	}
}

func (r *rig) press(names ...fyne.KeyName) {
	for _, n := range names {
		r.path.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// shows are the labels of the lines but the one that leads up.
func (r *rig) shows() string {
	var out []string
	for _, l := range r.lines[1:] {
		out = append(out, l.AccessibilityLabel())
	}
	return strings.Join(out, " ")
}

// Folders come first, then the files that fit; others and hidden ones only when asked for.
func TestShows(t *testing.T) {
	r := newRig(t, "", []string{"*.png"}, "zoo/", "b.PNG", "a.png", "letter.txt", ".hidden/", ".secret.png")
	if got := r.shows(); got != "zoo a.png b.PNG" {
		t.Errorf("it shows %s", got)
	}
	test.Tap(r.all)
	if got := r.shows(); got != "zoo a.png b.PNG letter.txt" {
		t.Errorf("with all files it shows %s", got)
	}
	r.write(".")
	if got := r.shows(); got != ".hidden .secret.png" {
		t.Errorf("after a dot it shows %s", got)
	}
	r.press(fyne.KeyBackspace)
	r.write("B")
	if got := r.shows(); got != "b.PNG" {
		t.Errorf("after a letter it shows %s", got)
	}
}

// The keys lead into folders and out of them, and take a file.
func TestKeys(t *testing.T) {
	r := newRig(t, "", nil, "one/", "one/two/", "one/two/deep.png", "other.png")
	r.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // up, one
	if got := r.shows(); got != "two" {
		t.Fatalf("in the folder it shows %s", got)
	}
	r.press(fyne.KeyDown, fyne.KeyReturn) // up
	if got := r.shows(); got != "one other.png" {
		t.Fatalf("above it shows %s", got)
	}
	r.write("one/two/de")
	r.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if want := filepath.Join(r.Folder, "one", "two", "deep.png"); r.chosen != want {
		t.Errorf("it chose %q, not %q", r.chosen, want)
	}
}

// A click does what Enter does.
func TestClicks(t *testing.T) {
	r := newRig(t, "", nil, "one/", "one/a.png")
	test.Tap(r.lines[1])
	test.Tap(r.lines[1])
	if want := filepath.Join(r.Folder, "one", "a.png"); r.chosen != want {
		t.Errorf("it chose %q, not %q", r.chosen, want)
	}
}

// A new file keeps its name on the way through folders, whether offered or typed, and never
// takes the place of one that is there.
func TestNewFile(t *testing.T) {
	r := newRig(t, "copy.txt", nil, "Documents/", "taken.txt")
	at := func(parts ...string) string { return filepath.Join(append([]string{r.Folder}, parts...)...) }
	if r.path.Text != at("copy.txt") || r.shows() != "Documents taken.txt" {
		t.Fatalf("it begins at %q and shows %s", r.path.Text, r.shows())
	}
	test.Tap(r.lines[1])
	if r.path.Text != at("Documents", "copy.txt") {
		t.Errorf("in the folder it offers %q", r.path.Text)
	}
	test.Tap(r.lines[0])
	for range "copy.txt" {
		r.press(fyne.KeyBackspace)
	}
	r.write("doc") // the beginning of the folder's name is no name of a file
	test.Tap(r.lines[1])
	if r.path.Text != at("Documents", "copy.txt") {
		t.Errorf("after the beginning of its name the folder has %q", r.path.Text)
	}
	for range "copy.txt" {
		r.press(fyne.KeyBackspace)
	}
	r.write("mine.txt")
	test.Tap(r.lines[0])
	if r.path.Text != at("mine.txt") {
		t.Errorf("a typed name became %q", r.path.Text)
	}
	for range "mine.txt" {
		r.press(fyne.KeyBackspace)
	}
	r.write("taken.txt")
	r.press(fyne.KeyReturn)
	if r.chosen != "" || !strings.Contains(r.message.Text(), "exists already") {
		t.Errorf("it chose %q and says %q", r.chosen, r.message.Text())
	}
	r.press(fyne.KeyBackspace)
	r.press(fyne.KeyReturn)
	if r.chosen != at("taken.tx") {
		t.Errorf("it chose %q", r.chosen)
	}
}

// What cannot be taken is told, each with its own words.
func TestRefuses(t *testing.T) {
	for _, row := range []struct{ typed, says string }{
		{"nothing.png", "no such file"},
		{"nowhere/a.png", "no folder"},
	} {
		r := newRig(t, "", nil, "a.png")
		r.write(row.typed)
		r.press(fyne.KeyReturn)
		if r.chosen != "" || !strings.Contains(r.message.Text(), row.says) {
			t.Errorf("%s: it chose %q and says %q", row.typed, r.chosen, r.message.Text())
		}
	}
}

// Thousands of files do not become thousands of widgets.
func TestManyFiles(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("%04d.png", i))
	}
	r := newRig(t, "", nil, names...)
	if len(r.lines) != most+1 {
		t.Errorf("%d lines", len(r.lines))
	}
	r.write("099")
	if len(r.lines) != 10+1 {
		t.Errorf("%d lines begin so", len(r.lines)-1)
	}
	for range 9 {
		r.press(fyne.KeyPageDown, fyne.KeyDown, fyne.KeyUp)
	}
	r.press(fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyReturn)
	if r.chosen != "" {
		t.Errorf("keys above the first line chose %q", r.chosen)
	}
}

// What somebody types means the same as in other programs.
func TestAbsolute(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home) // Windows
	root := filepath.Join(t.TempDir(), "root")
	for _, row := range []struct{ typed, want string }{
		{"~/a", filepath.Join(home, "a")}, {"~", home + separator}, {"a/b", filepath.Join(root, "a/b")},
		{filepath.Join(root, "x"), filepath.Join(root, "x")}, {"~a", filepath.Join(root, "~a")}, {"", root + separator},
	} {
		if got := Absolute(filepath.FromSlash(row.typed), root); got != row.want {
			t.Errorf("%q is %q, not %q", row.typed, got, row.want)
		}
	}
}

func TestPatterns(t *testing.T) {
	if !fits("A.JPG", []string{"*.png", "*.jpg"}) || fits("a.txt", []string{"*.png"}) || !fits("a", nil) {
		t.Error("the patterns do not do as they should")
	}
	if got := match([]entry{{"a", true}, {".b", true}}, "zz", true); !slices.Equal(got, []entry{{"a", true}}) {
		t.Errorf("a new name shows %v", got)
	}
}

func TestLooks(t *testing.T) {
	for _, row := range []struct {
		name string
		look theme.Look
		save string
	}{
		{"open", theme.Look{Mode: theme.Dark}, ""},
		{"save", theme.Look{Mode: theme.Light}, "vault-copy-2026-11-25-1015.watchword"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRig(t, "", nil)
			fyne.CurrentApp().Settings().SetTheme(theme.Of(row.look))
			r.Page = &Page{
				Run: r.Run, Title: "Open a picture", Folder: "/home/jane/Pictures", File: row.save,
				OnChosen: func(string) {}, OnBack: func() {},
				Patterns: []string{"*.png"},
			}
			if row.save != "" {
				r.Title, r.Patterns = "Save a copy", nil
			}
			r.window.SetContent(r.Content())
			r.inside = []entry{{"Holidays", true}, {"A folder with a name that is much too long for the width of the window", true}, {"amazon.png", false}}
			r.fill()
			r.message.Say("", theme.ColorMuted)
			r.press(fyne.KeyDown, fyne.KeyDown)
			r.window.Canvas().Unfocus()
			test.AssertRendersToImage(t, row.name+".png", r.window.Canvas())
		})
	}
}
