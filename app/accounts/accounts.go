// Package accounts is the list: search, tags, rows with codes that tick, the keyboard.
// It shows and reports; what a copy or a deletion means is decided by its owner.
package accounts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/config"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Page is the list of accounts. Set the functions before [Page.Content]; those that
// begin with On report what the user meant, always on the UI thread.
type Page struct {
	Now       func() time.Time
	Codes     func(a account.Account, t time.Time) (now, next otp.Code, err error)
	Modifiers func() fyne.KeyModifier // those that are held down

	Counted     func(id string) (code string, ok bool) // the last code of a counter; nil where none is made
	OnClipboard func() (id, code string)               // what is known to be on the clipboard; nil for what was copied last

	OnCopy, OnCopyNext, OnCount func(id string)
	OnEdit                      func(id string)
	OnTrash, OnTags             func(ids []string)
	OnPin                       func(ids []string, on bool)
	RowMenu                     func(ids []string) []*fyne.MenuItem // what can be done with accounts
	OnMove                      func(ids []string, before string)   // "": behind all
	OnTagMenu                   func(tag string, at fyne.Position)

	OnAdd, OnScan, OnPicture          func()
	OnPaste, OnKey, OnImport, OnGuide func()
	OnShowTrash                       func()
	OnMenu                            func(at fyne.CanvasObject)
	OnShortcut                        func(fyne.Shortcut) bool
	OnKeyPress                        func(*fyne.KeyEvent) bool // keys that are not the list's own

	Next      config.NextCode
	RowSize   config.Rows
	HideCodes bool // codes are dots until they are asked for

	all   []account.Account
	index *account.Search // made at the first search after a change
	shown []account.Account
	tags  []string
	tag   string // "" is all

	places     map[string]int  // of what is shown, by id; nil: not asked for yet
	cursor     int             // the keyboard cursor, in shown; -1: nowhere
	anchor     int             // where marking with Shift begins
	selection  map[string]bool // several that are chosen; nil: none
	byKeys     bool            // the last to choose was a key
	keyAt      time.Time
	hovered    string
	trashCount int
	revealAll  time.Time // until when hidden codes show
	dragging   []string  // accounts on their way to another place
	dropAt     int
	copied     copied
	renewed    map[string]time.Time // when another code of a counter was asked for

	search  *widgets.Entry
	chips   *fyne.Container
	chipBar fyne.CanvasObject
	banner  *fyne.Container
	list    *rowList
	empty   fyne.CanvasObject
	title   *widgets.Label // of empty
	inTrash *widgets.Label // there
	trashed fyne.CanvasObject
	nothing *widgets.Label
	hint    fyne.CanvasObject
	add     *widgets.Button
	menu    *widgets.Button
	toTrash *widgets.Button
	scan    *widgets.Button
	toast   *toast
	content fyne.CanvasObject
	parts   []*fyne.Container // what stands above and below the rows: see arrange

	markBar                                fyne.CanvasObject
	markCount                              *widgets.Line
	markPin, markTags, markTrash, markNone *widgets.Button

	lastKey time.Time
}

// copied is the code that was copied last.
type copied struct {
	id, code string
	at       time.Time
	said     string // by the message
}

const (
	copiedFor  = 2 * time.Second  // how long a row says "Copied"
	typingFor  = 3 * time.Second  // how long after its last character a search is still being typed
	renewAfter = 2 * time.Second  // a double click asks for one code of a counter, not for two
	blurAfter  = 15 * time.Second // a focused entry costs work for its cursor
)

// Content builds the screen; it is built once and then stays as it was left: where the keys
// are, what is searched for, how far it is scrolled.
func (s *Page) Content() fyne.CanvasObject {
	if s.content != nil {
		return s.content
	}
	s.cursor, s.anchor, s.renewed = -1, -1, map[string]time.Time{}
	s.search = widgets.NewEntry(words.T("Search"), words.T("Search"))
	s.search.Icon = fynetheme.NewColoredResource(fynetheme.SearchIcon(), theme.ColorMuted)
	s.search.OnChanged = func(string) { s.filter(true) }
	s.search.OnKey = s.TypedKey
	s.search.OnRune = s.space
	s.search.OnShortcut = func(sc fyne.Shortcut) bool { return s.OnShortcut != nil && s.OnShortcut(sc) }
	s.search.OnFocus = func(bool) { s.lastKey = s.Now() }

	s.add = widgets.NewIconButton(fynetheme.ContentAddIcon(), words.T("Add an account"), widgets.Accent, s.OnAdd)
	s.menu = widgets.NewIconButton(fynetheme.MoreVerticalIcon(), words.T("Menu"), widgets.Plain, nil)
	s.menu.OnTapped = func() { s.OnMenu(s.menu) }
	bar := container.New(&searchBar{}, s.search, s.add, s.menu)

	s.chips = widgets.Row()
	s.chipBar = container.NewHScroll(container.New(&chipRow{}, s.chips))
	s.chipBar.Hide()
	s.banner = container.NewVBox()
	s.banner.Hide()

	s.list = newRowList(s)
	s.empty = s.emptyContent()
	s.nothing = widgets.NewLabel("").Centered()
	s.nothing.Hide()
	s.hint = widgets.Pad(4, 10, 8, 8, widgets.NewLine(words.T("Enter copies · Shift+Enter copies the next · Esc clears"), theme.NextText+0.5, false, theme.ColorMuted).Centered())
	s.hint.Hide()
	s.markBar = s.makeMarkBar()
	// The order in which Tab goes is that of the objects.
	foot := container.NewVBox(s.hint, s.markBar)
	s.toast = newToast(foot, s.list.span, s.copiedRow)

	top := container.New(&topBar{}, bar, s.chipBar, s.banner)
	middle := container.NewStack(s.list.readers, s.list, s.empty, container.NewPadded(container.NewVBox(widgets.Gap(40), s.nothing)))
	s.parts = []*fyne.Container{container.New(&frame{}, top, middle, foot), top, foot, s.toast.content}
	s.content = container.NewStack(s.parts[0], s.toast.content)
	s.refill()
	return s.content
}

// Widgets names the places that a user clicks, for tests that do so from outside.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{
		"list.search": s.search, "list.add": s.add, "list.menu": s.menu,
	}
	if s.empty.Visible() {
		out["empty.scan"] = s.scan
		if s.trashed.Visible() {
			out["empty.trash"] = s.toTrash
		}
	}
	if s.banner.Visible() {
		out["list.banner"] = s.banner
		for i, b := range buttonsIn(s.banner) {
			out[fmt.Sprintf("list.banner.%d", i)] = b
		}
	}
	if s.markBar.Visible() {
		out["marked.pin"], out["marked.tags"], out["marked.trash"], out["marked.none"] = s.markPin, s.markTags, s.markTrash, s.markNone
	}
	if s.chipBar.Visible() {
		for i, c := range s.chips.Objects {
			out[fmt.Sprintf("list.tag.%d", i)] = c
		}
	}
	top, view := s.list.scroll.Offset.Y, s.list.scroll.Size().Height
	for i, row := range s.list.rows {
		// Only what can be seen whole can be clicked.
		if at := s.list.at[i]; at >= 0 && row.Position().Y >= top && row.Position().Y+row.Size().Height <= top+view {
			out[fmt.Sprintf("list.row.%d", at)] = row
			if row.State().Renews && !row.State().Copied {
				out[fmt.Sprintf("list.renew.%d", at)] = row.Renew()
			}
		}
	}
	return out
}

// buttonsIn returns the buttons of a banner from left to right.
func buttonsIn(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *widgets.Button:
		return []fyne.CanvasObject{o}
	case *widgets.Card:
		return buttonsIn(o.Content)
	case *fyne.Container:
		var all []fyne.CanvasObject
		for _, child := range o.Objects {
			all = append(all, buttonsIn(child)...)
		}
		return all
	}
	return nil
}

// SetAccounts shows accounts in the given order, with the tags that they have. Where the
// keys are, what is marked and how far it is scrolled stay as they are. index searches them;
// without one it is made at the first search.
func (s *Page) SetAccounts(all []account.Account, tags []string, index *account.Search) {
	if s.content != nil && sameList(all, s.all) && slices.Equal(tags, s.tags) {
		return // coming back from another page: thousands need not be gone through again
	}
	s.all, s.tags, s.index = all, tags, index
	if s.content != nil {
		s.refill()
	}
}

// Forget drops the accounts and the rows that show them: the toolkit keeps what it drew for a minute after it left
// the window. The page shows nothing any more.
func (s *Page) Forget() {
	s.all, s.tags, s.index, s.shown = nil, nil, nil, nil
	s.places, s.selection, s.renewed, s.dragging = nil, nil, nil, nil
	s.copied, s.cursor, s.hovered = copied{}, -1, ""
	if s.content == nil {
		return
	}
	for _, row := range s.list.rows {
		row.Forget()
	}
	s.list.at, s.list.rows, s.list.spoken = nil, nil, nil
	s.list.body.Objects, s.list.readers.Objects = nil, nil
	s.chips.Objects = nil
}

// sameList reports whether two lists are the same memory: whoever changes an account makes
// a new list.
func sameList(a, b []account.Account) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// refill shows everything anew after the accounts changed.
func (s *Page) refill() {
	placeholder := words.T("Search")
	if n := len(s.all); n > 0 {
		placeholder = words.N(n, "Search 1 account", "Search %d accounts")
	}
	s.search.SetPlaceHolder(placeholder)
	s.fillChips()
	s.filter(false)
}

func (s *Page) fillChips() {
	if !slices.Contains(s.tags, s.tag) {
		s.tag = ""
	}
	s.chips.RemoveAll()
	for _, t := range append([]string{""}, s.tags...) {
		text := account.Visible(t)
		if t == "" {
			text = words.T("All")
		}
		chip := widgets.NewChip(text, t == s.tag, func() {
			if t == s.tag {
				t = "" // a second click goes back to all
			}
			s.setTag(t)
		})
		chip.OnMenu = func(at fyne.Position) {
			if t != "" && s.OnTagMenu != nil {
				s.OnTagMenu(t, at)
			}
		}
		s.chips.Add(chip)
	}
	show(s.chipBar, len(s.tags) > 0)
	s.chipBar.Refresh() // it scrolls as far as its new content reaches
	s.arrange()
}

// setTag shows the accounts of one tag, or all for "".
func (s *Page) setTag(tag string) {
	s.tag = tag
	for i, c := range s.chips.Objects {
		c.(*widgets.Chip).SetOn(i == 0 && tag == "" || i > 0 && s.tags[i-1] == tag)
	}
	s.filter(true)
}

// filter computes what is shown from tag and search. After a change of the accounts, top is
// false: the keys stay where they are.
func (s *Page) filter(top bool) {
	query, was := s.Query(), s.Selected()
	list := s.all
	if query != "" {
		if s.index == nil {
			s.index = account.NewSearch(s.all)
		}
		found := s.index.Find(query)
		list = make([]account.Account, 0, len(found))
		for _, i := range found {
			list = append(list, s.all[i])
		}
	}
	if s.tag != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(a account.Account) bool { return !slices.Contains(a.Tags, s.tag) })
	}
	s.choose(list, was, top)
	moved := show(s.empty, len(s.all) == 0)
	moved = show(s.nothing, len(s.all) > 0 && len(list) == 0) || moved
	if s.nothing.Visible() {
		s.nothing.SetText(words.T("No account matches “%s”. Esc clears the search.", query))
		if query == "" {
			s.nothing.SetText(words.T("No account has this tag."))
		}
	}
	moved = show(s.list, len(list) > 0) || moved
	moved = show(s.hint, query != "" && len(list) > 0) || moved
	moved = show(s.markBar, len(s.selection) > 0) || moved
	if moved {
		s.arrange() // what stands around it has to move too
	}
	s.list.refill(top)
}

// choose makes list what is shown and sees where the keyboard cursor is in it: at the best match of a
// search, else where they were.
func (s *Page) choose(list []account.Account, was string, top bool) {
	before := s.cursor
	s.shown, s.places, s.cursor, s.anchor = list, nil, -1, -1
	s.dragging = nil
	s.dropMarks()
	switch {
	case len(list) == 0:
	case s.Query() != "" && (top || before < 0):
		s.cursor = 0
	case !top && was != "":
		if s.cursor = s.indexOf(was); s.cursor < 0 { // it went: the keys stay at its place
			s.cursor = min(before, len(list)-1)
		}
	}
	if s.selection != nil {
		s.markCount.Set(words.N(len(s.selection), "1 selected", "%d selected"), theme.ColorText)
	}
}

// Query returns what is searched for.
func (s *Page) Query() string { return strings.TrimSpace(s.search.Text) }

// ShowAll ends a search and shows the accounts of all tags.
func (s *Page) ShowAll() {
	if s.search.Text != "" || s.tag != "" {
		s.setTag("")
		s.SearchFor("")
	}
}

// All returns the accounts that the list has, shown or not, and what searches them.
func (s *Page) All() ([]account.Account, *account.Search) {
	if s.index == nil {
		s.index = account.NewSearch(s.all)
	}
	return s.all, s.index
}

// Count returns how many accounts the list has, found or not.
func (s *Page) Count() int { return len(s.all) }

// SearchFor puts text into the search entry.
func (s *Page) SearchFor(text string) {
	s.search.SetText(text)
	s.search.CursorColumn = len([]rune(text))
	s.search.Refresh()
}

// Selected returns the id of the selected account, or "".
func (s *Page) Selected() string {
	if s.cursor < 0 || s.cursor >= len(s.shown) {
		return ""
	}
	return s.shown[s.cursor].ID
}

// SearchHasSelection reports whether some text of the search entry is selected: then
// Ctrl+C means that text.
func (s *Page) SearchHasSelection() bool { return s.search.SelectedText() != "" }

// SetBanner shows a lasting message under the search, or none for nil.
func (s *Page) SetBanner(banner fyne.CanvasObject) {
	if banner == nil && !s.banner.Visible() {
		return
	}
	s.banner.RemoveAll()
	show(s.banner, banner != nil)
	if banner != nil {
		s.banner.Add(banner)
	}
	s.arrange()
}

// arrange lays the parts out anew after one came or went. Refreshing the page would go
// through every row and read each icon again.
func (s *Page) arrange() {
	for range 2 { // wrapped text knows its height only after it knows its width
		for _, c := range s.parts {
			c.Layout.Layout(c.Objects, c.Size())
		}
	}
	canvas.Refresh(s.content)
}

// Copied says that a code of an account went to the clipboard. The code that is marked is the
// one that is there, and only as long as it is there.
func (s *Page) Copied(id, code, text string) {
	s.copied = copied{id, code, s.Now(), text}
	s.Toast(text, true, "", nil)
	s.list.update()
}

// copiedRow returns where the row of the account that was copied last is on the page.
func (s *Page) copiedRow() (top, bottom float32, ok bool) {
	if s.copied.said == "" || s.ToastText() != s.copied.said {
		return 0, 0, false
	}
	row := s.list.rowOf(s.copied.id)
	if row == nil {
		return 0, 0, false
	}
	above, _ := s.list.span()
	top = above + row.Position().Y - s.list.scroll.Offset.Y
	return top, top + row.Size().Height, true
}

// copiedCode returns the code of an account that is to be marked as copied, or "".
func (s *Page) copiedCode(id string, now time.Time) string {
	if s.copied.id != id || now.Sub(s.copied.at) >= copiedFor || !s.onClipboard() {
		return ""
	}
	return s.copied.code
}

// onClipboard reports whether the code that was copied last is known to be there still.
func (s *Page) onClipboard() bool {
	if s.OnClipboard == nil {
		return true
	}
	id, code := s.OnClipboard()
	return id == s.copied.id && code == s.copied.code
}

// checkCopied takes the message about a copy back once it is no longer true: something else is
// on the clipboard, or the code has expired.
func (s *Page) checkCopied(now time.Time) {
	if s.copied.said == "" || s.ToastText() != s.copied.said {
		return
	}
	at := s.indexOf(s.copied.id)
	if !s.onClipboard() {
		s.toast.hide()
		return
	}
	if at < 0 || s.shown[at].Key.Type == otp.HOTP {
		return
	}
	code, next, err := s.Codes(s.shown[at], now)
	if err != nil || code.Value == s.copied.code || next.Value == s.copied.code {
		return
	}
	id := s.copied.id
	s.Toast(words.T("The copied code has expired."), false, words.T("Copy the new one"), func() { s.OnCopy(id) })
}

// Toast shows a message for a few seconds; action may be "".
func (s *Page) Toast(text string, good bool, action string, do func()) {
	s.toast.say(s.Now(), text, good, action, do)
}

// TapToast presses the button of the message.
func (s *Page) TapToast() { s.toast.widget.Tap() }

// ToastGood reports whether the message at the foot has a tick.
func (s *Page) ToastGood() bool { return s.toast.widget.Good() }

// ToastText returns the message that shows, or "".
func (s *Page) ToastText() string {
	if !s.toast.widget.Visible() {
		return ""
	}
	return s.toast.widget.Text()
}

// Tick brings the rows up to the second. It touches only what changed.
func (s *Page) Tick(now time.Time) {
	s.checkCopied(now)
	s.toast.tick(now)
	if now.Sub(s.lastKey) >= blurAfter {
		s.blur()
	}
	s.list.update()
}

// Apply shows the list by changed settings.
func (s *Page) Apply(next config.NextCode, rowSize config.Rows, hide bool) {
	s.Next, s.RowSize, s.HideCodes = next, rowSize, hide
	if s.content != nil {
		s.list.refill(false)
	}
}

func (s *Page) blur() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.search)
	if c != nil && c.Focused() == s.search {
		c.Unfocus()
	}
}

// show shows or hides an object; it reports whether that changed anything.
func show(o fyne.CanvasObject, visible bool) bool {
	if o.Visible() == visible {
		return false
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
	return true
}
