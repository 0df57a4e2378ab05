// Package choose is the page on which a file, or a place for a new one, is chosen where the
// desktop has no window of its own for that.
package choose

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/background"
	"watchword/app/phrases"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A Page is the page. What stands in its entry is the path that is taken; the list below
// leads there.
type Page struct {
	Run      background.Runner
	Title    string
	Folder   string   // to begin in: an absolute path
	File     string   // the name of a new file, as it is offered; "" to choose one that exists
	Patterns []string // of the files that are shown, such as "*.png"; none shows all

	OnChosen   func(path string) // absolute
	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	path    *widgets.Entry
	message *widgets.Label
	all     *widgets.Button
	button  *widgets.Button
	list    *fyne.Container
	scroll  *container.Scroll
	lines   []*widgets.Pick
	doing   []func()
	at      int // the line that Enter takes; -1 takes the path
	shown   string
	inside  []entry // of the folder shown
	reads   int     // how often a folder was read
	busy    bool
}

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	s.path = widgets.NewPathEntry(words.T("Path"), words.T("Path"))
	s.path.OnChanged = func(string) { s.typed() }
	s.path.OnKey = s.key
	s.path.OnShortcut = s.OnShortcut
	s.message = widgets.NewMessage()
	s.list = widgets.Stack(0)
	s.scroll = container.NewVScroll(s.list)
	s.at = -1
	do := words.T("Open")
	if s.File != "" {
		do = words.T("Choose")
	}
	foot := widgets.Stack(8, s.message)
	s.all = widgets.NewButton(words.T("Show all files"), widgets.Quiet, func() {
		s.all.Hide()
		s.Patterns = nil
		s.read()
	})
	if len(s.Patterns) == 0 {
		s.all.Hide()
	}
	s.button = widgets.NewButton(do, widgets.Main, s.take)
	foot.Add(s.all)
	foot.Add(s.button)
	s.goTo(s.Folder, s.File)
	return widgets.NewListPage(s.Title, s.OnBack,
		container.NewBorder(widgets.Pad(0, 8, 0, 0, s.path), nil, nil, nil, widgets.Scrolling(s.scroll, nil)), foot)
}

// Focus puts the cursor into the path.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.path) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"choose.path": s.path, "choose.all": s.all, "choose.take": s.button}
	for i, l := range s.lines {
		out[fmt.Sprintf("choose.%d", i)] = l
	}
	return out
}

// TypedKey implements the keys where nothing has the focus.
func (s *Page) TypedKey(ev *fyne.KeyEvent) bool { return s.key(ev) }

// TypedRune types into the path wherever the focus is.
func (s *Page) TypedRune(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.path); c != nil {
		c.Focus(s.path)
	}
	s.path.TypedRune(r)
}

func (s *Page) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp:
		s.move(max(-1, s.at-1))
	case fyne.KeyDown:
		s.move(min(len(s.lines)-1, s.at+1))
	case fyne.KeyPageUp:
		s.move(max(min(0, len(s.lines)-1), s.at-8))
	case fyne.KeyPageDown:
		s.move(min(len(s.lines)-1, s.at+8))
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.at >= 0 {
			s.doing[s.at]()
		} else {
			s.take()
		}
	default:
		return false
	}
	return true
}

// move goes to a line; -1 is the path.
func (s *Page) move(to int) {
	if s.at >= 0 {
		s.lines[s.at].SetHere(false)
	}
	s.at = to
	if s.at >= 0 {
		s.lines[s.at].SetHere(true)
		s.lines[s.at].Reveal(s.scroll)
	}
}

// goTo writes the path of a folder, with the name of the new file if one is wanted.
func (s *Page) goTo(dir, name string) {
	s.path.SetText(strings.TrimSuffix(dir, separator) + separator + name)
	s.path.CursorColumn = len([]rune(s.path.Text))
	s.path.Refresh()
}

const separator = string(filepath.Separator)

// nameBefore is the name that a new file keeps while the user walks to a folder of this name:
// what stands in the path, unless that is the beginning of the folder's.
func (s *Page) nameBefore(folder string) string {
	_, typed := filepath.Split(s.path.Text)
	if s.File == "" || typed == "" || begins(folder, typed) {
		return s.File
	}
	return typed
}

// typed shows the folder that the path is in.
func (s *Page) typed() {
	s.message.Say("", theme.ColorMuted)
	dir, _ := filepath.Split(Absolute(s.path.Text, s.Folder))
	if dir == s.shown {
		s.fill()
		return
	}
	s.shown = dir
	s.read()
}

// read reads the folder that is shown.
func (s *Page) read() {
	s.inside = nil
	s.fill()
	s.reads++
	now := s.reads
	dir, patterns := s.shown, s.Patterns
	var inside []entry
	var err error
	s.Run(func() { inside, err = read(dir, patterns) }, func() {
		if now != s.reads {
			return // the user went on
		}
		s.inside = inside
		s.fill()
		if err != nil {
			s.message.Say(phrases.Sentence(err), theme.ColorMuted)
		}
	})
}

// most is how many lines are shown: who needs more types a letter.
const most = 100

func (s *Page) fill() {
	s.list.RemoveAll()
	s.lines, s.doing, s.at = nil, nil, -1
	if parent := filepath.Dir(filepath.Clean(s.shown)); parent != filepath.Clean(s.shown) {
		s.add(fynetheme.NavigateBackIcon(), words.T("Parent folder"), true, func() { s.goTo(parent, s.nameBefore("")) })
	}
	_, begun := filepath.Split(s.path.Text)
	found := match(s.inside, begun, s.File != "")
	for _, e := range found[:min(len(found), most)] {
		full := filepath.Join(s.shown, e.name)
		if e.folder {
			s.add(fynetheme.FolderIcon(), e.name, true, func() { s.goTo(full, s.nameBefore(e.name)) })
		} else {
			s.add(fynetheme.FileIcon(), e.name, s.File == "", func() { s.path.SetText(full); s.take() })
		}
	}
	if more := len(found) - most; more > 0 {
		s.list.Add(widgets.Pad(7, 7, 10, 10, widgets.NewMuted(words.T("%d more; keep typing.", more))))
	}
	s.scroll.ScrollToTop()
	s.list.Refresh()
}

// add adds a line; strong is what leads on.
func (s *Page) add(icon fyne.Resource, name string, strong bool, do func()) {
	color := theme.ColorText
	if !strong {
		color = theme.ColorMuted
	}
	text := widgets.NewLine(account.Visible(name), theme.Body, false, color)
	l := widgets.NewPick(account.Visible(name), container.NewBorder(nil, nil, widgets.Pad(0, 0, 0, 10, widget.NewIcon(icon)), nil, text), do)
	s.lines, s.doing = append(s.lines, l), append(s.doing, do)
	s.list.Objects = append(s.list.Objects, l)
}

// take takes the path as it stands, goes into it where it is a folder, or says why not.
func (s *Page) take() {
	if s.busy {
		return
	}
	s.busy = true
	path := Absolute(s.path.Text, s.Folder)
	var is what
	s.Run(func() { is = look(path) }, func() {
		s.busy = false
		fresh := s.File != ""
		switch {
		case is == folder:
			s.goTo(path, s.File)
		case is == file && !fresh, is == nothing && fresh:
			s.OnChosen(path)
		case is == file:
			s.message.Say(words.T("A file of this name exists already. Choose another name."), theme.ColorAmber)
		case is == noFolder:
			s.message.Say(words.T("There is no folder %s.", account.Visible(filepath.Dir(path))), theme.ColorAmber)
		case is == nothing:
			s.message.Say(words.T("There is no such file."), theme.ColorAmber)
		default:
			s.message.Say(words.T("This file cannot be used."), theme.ColorAmber)
		}
	})
}

// Absolute is the path that somebody means who types it: "~" is the home folder, and what does
// not begin at the root lies in folder.
func Absolute(typed, folder string) string {
	if rest, ok := cutHome(typed); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return home + separator + rest
		}
	}
	if filepath.IsAbs(typed) {
		return typed
	}
	return strings.TrimSuffix(folder, separator) + separator + typed
}
