// Package palette is the page on which every action and every account is found by typing.
package palette

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// An Item is something that can be chosen: an action, or an account whose code is copied.
type Item struct {
	Text   string // "Copy the code", "Amazon"
	Detail string // "Amazon" for an action on it, the name for an account
	Key    string // how the key is written; "" for none
	Words  string // further words that it is found by
	Icon   string // of an account, see [widgets.Avatar.SetIcon]
	IsCode bool   // an account
	Asked  bool   // shown only where what was typed finds it
	Do     func()
}

// A Page is the palette.
type Page struct {
	Actions  []Item
	Accounts func(query string, most int) []Item // the best first

	OnBack     func()
	OnShortcut func(fyne.Shortcut) bool

	search  *widgets.Entry
	list    *fyne.Container
	scroll  *container.Scroll
	nothing *widgets.Label
	lines   []*line
	actions map[string]*line // those of actions, made once: a keystroke shows other ones
	at      int
}

// most is how many accounts are shown: who needs more types another letter.
const most = 10

// Content builds the screen.
func (s *Page) Content() fyne.CanvasObject {
	s.search = widgets.NewEntry(words.T("Find an action or an account"), words.T("Find an action or an account"))
	s.search.OnChanged = func(string) { s.fill() }
	s.search.OnKey = s.key
	s.search.OnShortcut = s.OnShortcut
	s.list = widgets.Stack(0)
	s.nothing = widgets.NewLabel("").Centered()
	s.scroll = container.NewVScroll(s.list)
	s.fill()
	return widgets.NewListPage(words.T("Find"), s.OnBack,
		container.NewBorder(widgets.Pad(0, 8, 0, 0, s.search), nil, nil, nil, container.NewStack(widgets.Scrolling(s.scroll, nil), container.NewVBox(widgets.Gap(24), s.nothing))), nil)
}

// Focus puts the cursor into the search.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.search) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"palette.search": s.search}
	for i, l := range s.lines {
		out[fmt.Sprintf("palette.%d", i)] = l.Pick
	}
	return out
}

// TypedKey implements the keys where nothing has the focus.
func (s *Page) TypedKey(ev *fyne.KeyEvent) bool { return s.key(ev) }

// TypedRune types into the search wherever the focus is.
func (s *Page) TypedRune(r rune) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.search); c != nil {
		c.Focus(s.search)
	}
	s.search.TypedRune(r)
}

func (s *Page) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp:
		s.move(s.at - 1)
	case fyne.KeyDown:
		s.move(s.at + 1)
	case fyne.KeyPageUp:
		s.move(max(0, s.at-8))
	case fyne.KeyPageDown:
		s.move(min(len(s.lines)-1, s.at+8))
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.at < len(s.lines) {
			s.lines[s.at].item.Do()
		}
	default:
		return false
	}
	return true
}

// move goes to a line; beyond an end it goes on at the other.
func (s *Page) move(to int) {
	n := len(s.lines)
	if n == 0 {
		return
	}
	s.lines[s.at].SetHere(false)
	s.at = (to + n) % n
	l := s.lines[s.at]
	l.SetHere(true)
	l.Reveal(s.scroll)
}

// found returns what a query finds: actions that are called so, those whose words all begin
// like the query's, then accounts, then the other actions. Without a query: all actions.
func (s *Page) found(query string) []Item {
	words := strings.Fields(account.Fold(query))
	if len(words) == 0 {
		return slices.DeleteFunc(slices.Clone(s.Actions), func(item Item) bool { return item.Asked })
	}
	var called, first, then []Item
	for _, item := range s.Actions {
		switch rank(item, words) {
		case 3:
			called = append(called, item)
		case 2:
			first = append(first, item)
		case 1:
			then = append(then, item)
		}
	}
	return slices.Concat(called, first, s.Accounts(query, most), then)
}

// rank is 3 where the item's text is the words, 2 where every word begins a word of it, 1
// where every word stands somewhere in it, 0 otherwise.
func rank(item Item, words []string) int {
	text := account.Fold(item.Text)
	if text == strings.Join(words, " ") {
		return 3
	}
	all := text + " " + account.Fold(item.Words)
	starts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ':' })
	best := 2
	for _, w := range words {
		if !strings.Contains(all, w) {
			return 0
		}
		if !slices.ContainsFunc(starts, func(t string) bool { return strings.HasPrefix(t, w) }) {
			best = 1
		}
	}
	return best
}

func (s *Page) fill() {
	s.list.RemoveAll()
	s.lines, s.at = nil, 0
	for _, item := range s.found(s.search.Text) {
		l := s.line(item)
		l.SetHere(false)
		s.lines = append(s.lines, l)
		s.list.Objects = append(s.list.Objects, l.Pick)
	}
	s.nothing.SetText("")
	if len(s.lines) == 0 {
		s.nothing.SetText(words.T("No matches."))
	} else {
		s.lines[0].SetHere(true)
	}
	s.scroll.ScrollToTop()
	s.list.Refresh()
}

// line returns the line of an item.
func (s *Page) line(item Item) *line {
	if !item.IsCode {
		if l := s.actions[label(item)]; l != nil {
			return l
		}
	}
	var l *line
	l = newLine(item, func() {
		s.move(slices.Index(s.lines, l))
		item.Do()
	})
	if !item.IsCode {
		if s.actions == nil {
			s.actions = map[string]*line{}
		}
		s.actions[label(item)] = l
	}
	return l
}

// A line is one thing that was found.
type line struct {
	*widgets.Pick
	item Item
}

func newLine(item Item, tapped func()) *line {
	text := widgets.NewLine(item.Text, theme.Body, item.IsCode, theme.ColorText)
	lines := widgets.Stack(0, text)
	if item.Detail != "" {
		lines.Add(widgets.NewLine(item.Detail, theme.Name, false, theme.ColorMuted))
	}
	var left fyne.CanvasObject
	if item.IsCode {
		avatar := widgets.NewAvatar(28)
		avatar.SetIcon(item.Text, item.Icon)
		left = widgets.Pad(0, 0, 0, 10, container.NewCenter(avatar))
	}
	key := container.NewCenter(widgets.NewFigures(item.Key, theme.Name, theme.ColorMuted))
	content := container.NewBorder(nil, nil, left, widgets.Pad(0, 0, 8, 0, key), lines)
	return &line{widgets.NewPick(label(item), content, tapped), item}
}

// label says to a screen reader what choosing an item does.
func label(item Item) string {
	switch {
	case item.IsCode:
		return words.T("Copy the code of %s, %s", item.Text, item.Detail)
	case item.Detail != "":
		return item.Text + ", " + item.Detail
	}
	return item.Text
}
