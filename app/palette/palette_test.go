package palette

import (
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
	did    []string
}

func newRig(t *testing.T, look theme.Look) *rig {
	t.Helper()
	pagetest.Look(t, look)
	r := &rig{}
	item := func(text, detail, key, words string) Item {
		return Item{Text: text, Detail: detail, Key: key, Words: words, Do: func() { r.did = append(r.did, text) }}
	}
	r.Page = &Page{
		OnBack: func() {},
		Actions: []Item{
			item("Copy the next code", "Amazon", "Shift+Enter", ""),
			item("Edit", "Amazon", "Ctrl+E", "rename note"),
			item("Lock", "", "Ctrl+L", ""), item("Guides: where services show their code", "", "", "help amazon"),
			item("Settings", "", "Ctrl+,", "theme dark light"), item("Quit", "", "Ctrl+Q", "exit"),
		},
		Accounts: func(query string, most int) []Item {
			if !strings.Contains("amazon", strings.ToLower(query)) {
				return nil
			}
			amazon := item("Amazon", "me@example.org", "Copy", "")
			amazon.IsCode = true
			return []Item{amazon}
		},
	}
	r.window = pagetest.Show(t, r.Content())
	r.Focus(r.window.Canvas())
	return r
}

func texts(items []Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Text)
	}
	return strings.Join(out, "; ")
}

// An action that is called as one types comes before those that only have the word in them.
func TestFoundByItsName(t *testing.T) {
	r := newRig(t, theme.Look{Mode: theme.Dark})
	r.Actions = []Item{{Text: "Open a picture or an export file"}, {Text: "Export"}}
	if got := texts(r.found("EXPORT")); got != "Export; Open a picture or an export file" {
		t.Errorf("found %s", got)
	}
}

func TestFound(t *testing.T) {
	r := newRig(t, theme.Look{Mode: theme.Dark})
	all := texts(r.Actions)
	for _, row := range []struct{ query, want, why string }{
		{"", all, "without a word: everything that can be done"},
		{"lock", "Lock", "by its name"},
		{"SET", "Settings", "case does not matter"},
		{"next copy", "Copy the next code", "words in any order"},
		{"dark", "Settings", "by what it is about"},
		{"amazon", "Amazon; Guides: where services show their code", "accounts before actions that only have to do with it"},
		{"co", "Copy the next code; Guides: where services show their code", "by the beginning of any word"},
		{"ock", "Lock", "inside a word"},
		{"xyzzy", "", "nothing"},
	} {
		if got := texts(r.found(row.query)); got != row.want {
			t.Errorf("%s: %q finds %q, want %q", row.why, row.query, got, row.want)
		}
	}
}

func TestKeys(t *testing.T) {
	r := newRig(t, theme.Look{Mode: theme.Dark})
	key := func(names ...fyne.KeyName) {
		for _, n := range names {
			r.search.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	key(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	key(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn) // over the upper end to the last
	key(fyne.KeyDown, fyne.KeyReturn)           // and back over the lower one
	test.Type(r.search, "lock")
	key(fyne.KeyReturn)
	test.Tap(r.lines[0])
	r.search.SetText("xyzzy")
	key(fyne.KeyDown, fyne.KeyReturn) // nothing to go to
	if got := strings.Join(r.did, "; "); got != "Edit; Quit; Copy the next code; Lock; Lock" {
		t.Errorf("the keys did %s", got)
	}
	if r.nothing.Text() == "" {
		t.Error("nothing says that nothing was found")
	}
}

// The line at the keyboard cursor is in view in a small window.
func TestScrollsAlong(t *testing.T) {
	r := newRig(t, theme.Look{Mode: theme.Dark})
	r.window.Resize(fyne.NewSize(320, 220))
	for range r.lines {
		r.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		l := r.lines[r.at]
		if top := l.Position().Y - r.scroll.Offset.Y; top < 0 || top+l.Size().Height > r.scroll.Size().Height+1 {
			t.Fatalf("line %d is out of view", r.at)
		}
	}
}

func TestLooks(t *testing.T) {
	for _, row := range []struct {
		name  string
		look  theme.Look
		query string
	}{
		{"all", theme.Look{Mode: theme.Dark}, ""},
		{"found", theme.Look{Mode: theme.Light}, "amazon"},
		{"strong", theme.Look{Mode: theme.Dark, Strong: true}, "co"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRig(t, row.look)
			r.search.SetText(row.query)
			r.window.Canvas().Unfocus()
			test.AssertRendersToImage(t, row.name+".png", r.window.Canvas())
		})
	}
}

// A keystroke in the palette, with 40 actions and accounts for each: the work on the UI thread.
func BenchmarkKeystroke(b *testing.B) {
	pagetest.Look(b, theme.Look{Mode: theme.Dark})
	s := &Page{OnBack: func() {}, Accounts: func(query string, most int) []Item {
		out := make([]Item, most)
		for i := range out {
			out[i] = Item{Text: "GitHub", Detail: query, Key: "Copy", IsCode: true, Do: func() {}}
		}
		return out
	}}
	for i := range 40 {
		s.Actions = append(s.Actions, Item{Text: "Action " + string(rune('a'+i%26)) + string(rune('a'+i/26)), Key: "Ctrl+A", Do: func() {}})
	}
	w := test.NewTempWindow(b, s.Content())
	w.Resize(fyne.NewSize(420, 640))
	words := []string{"a", "ac", "act", ""}
	for i := range b.N {
		s.search.SetText(words[i%len(words)])
	}
}
