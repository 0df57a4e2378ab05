// Package accounts is the list: search, tags, rows with codes that tick, the keyboard.
// It shows and reports; what a copy or a deletion means is decided by its owner.
package accounts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/vault/account"
	"watchword/vault/otp"
)

// A Screen is the list of accounts. Set the functions before [Screen.Content]; those that
// begin with On report what the person meant, always on the UI thread.
type Screen struct {
	Now   func() time.Time
	Codes func(a account.Account, t time.Time) (now, next otp.Code, err error)
	Shift func() bool // whether Shift is held down

	OnCopy, OnCopyNext, OnCount       func(id string)
	OnEdit, OnTrash, OnPin            func(id string)
	OnShow                            func(id string) // its QR code
	OnAdd, OnScan, OnPicture          func()
	OnPaste, OnKey, OnImport, OnGuide func()
	OnMenu                            func(at fyne.CanvasObject)
	OnShortcut                        func(fyne.Shortcut) bool
	OnKeyPress                        func(*fyne.KeyEvent) bool // keys that are not the list's own

	NextAlways bool // the next code shows all the time, not only in the last seconds

	all   []account.Account
	index *account.Search // made at the first search after a change
	shown []account.Account
	tags  []string
	tag   string // "" is all

	selected int // index into shown; -1: none
	copied   string
	copiedAt time.Time
	counted  map[string]counted

	search  *widgets.Entry
	chips   *fyne.Container
	chipBar fyne.CanvasObject
	banner  *fyne.Container
	list    *widget.List
	lines   []*line
	columns int
	empty   fyne.CanvasObject
	nothing *widgets.Label
	hint    fyne.CanvasObject
	add     *widgets.Button
	menu    *widgets.Button
	scan    *widgets.Button
	toast   *toast
	content fyne.CanvasObject

	lastKey time.Time
}

// counted is an HOTP code that was asked for; it stays for a while.
type counted struct {
	code  string
	until time.Time
}

const (
	copiedFor  = 2 * time.Second  // how long a row says "Copied"
	countedFor = 60 * time.Second // how long an HOTP code stays readable
	blurAfter  = 15 * time.Second // a focused entry costs work for its cursor
)

// Content builds the screen. Call it once.
func (s *Screen) Content() fyne.CanvasObject {
	s.selected, s.counted, s.columns = -1, map[string]counted{}, 1
	s.search = widgets.NewEntry("Search", "Search")
	s.search.Icon = fynetheme.NewColoredResource(fynetheme.SearchIcon(), theme.ColorMuted)
	s.search.OnChanged = func(string) { s.filter() }
	s.search.OnKey = s.TypedKey
	s.search.OnShortcut = func(sc fyne.Shortcut) bool { return s.OnShortcut != nil && s.OnShortcut(sc) }
	s.search.OnFocus = func(bool) { s.lastKey = s.Now() }

	s.add = widgets.NewIconButton(fynetheme.ContentAddIcon(), "Add an account", widgets.Accent, s.OnAdd)
	s.menu = widgets.NewIconButton(fynetheme.MoreVerticalIcon(), "Menu", widgets.Plain, nil)
	s.menu.OnTapped = func() { s.OnMenu(s.menu) }
	bar := container.NewBorder(nil, nil, nil, widgets.Row(s.add, s.menu), widgets.Pad(0, 0, 0, 8, s.search))

	s.chips = container.NewHBox()
	s.chipBar = container.NewHScroll(s.chips)
	s.chipBar.Hide()
	s.banner = container.NewVBox()
	s.banner.Hide()

	s.list = widget.NewList(s.lineCount, s.newLine, s.updateLine)
	s.list.HideSeparators = true
	s.empty = s.emptyContent()
	s.nothing = widgets.NewLabel("").Centered()
	s.nothing.Hide()
	s.hint = widgets.Pad(4, 10, 8, 8, widgets.NewLine("Enter copies · Shift+Enter copies the next · Esc clears", theme.NextText+0.5, false, theme.ColorMuted).Centered())
	s.hint.Hide()
	s.toast = newToast()

	top := container.New(&topBar{}, bar, s.chipBar, s.banner)
	middle := container.NewStack(container.New(&listLayout{s}, s.list), s.empty, container.NewPadded(container.NewVBox(widgets.Gap(40), s.nothing)))
	s.content = container.NewStack(
		container.NewBorder(top, nil, nil, nil,
			container.NewBorder(nil, s.hint, nil, nil, middle)),
		s.toast.content,
	)
	s.refill()
	return s.content
}

// Widgets names the places that a person clicks, for tests that do so from outside.
func (s *Screen) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{
		"list.search": s.search, "list.add": s.add, "list.menu": s.menu,
	}
	if s.empty.Visible() {
		out["empty.scan"] = s.scan
	}
	for _, l := range s.lines {
		if !l.Visible() {
			continue
		}
		for i, r := range l.rows {
			if r.Visible() && r.State().ID != "" {
				out[fmt.Sprintf("list.row.%d", l.index*s.columns+i)] = r
			}
		}
	}
	return out
}

// SetAccounts shows accounts in the given order, with the tags that they have.
func (s *Screen) SetAccounts(all []account.Account, tags []string) {
	s.all, s.tags, s.index = all, tags, nil
	if s.content != nil {
		s.refill()
	}
}

// refill shows everything anew after the accounts changed.
func (s *Screen) refill() {
	placeholder := "Search"
	if n := len(s.all); n > 0 {
		placeholder = fmt.Sprintf("Search %d accounts", n)
		if n == 1 {
			placeholder = "Search 1 account"
		}
	}
	s.search.SetPlaceHolder(placeholder)
	s.fillChips()
	s.filter()
}

func (s *Screen) fillChips() {
	if !slices.Contains(s.tags, s.tag) {
		s.tag = ""
	}
	s.chips.RemoveAll()
	for _, t := range append([]string{""}, s.tags...) {
		text := t
		if t == "" {
			text = "All"
		}
		s.chips.Add(widgets.NewChip(text, t == s.tag, func() {
			s.tag = t
			s.fillChips()
			s.filter()
		}))
	}
	show(s.chipBar, len(s.tags) > 0)
	s.content.Refresh()
}

// filter computes what is shown from tag and search.
func (s *Screen) filter() {
	query := s.Query()
	list := s.all
	if query != "" {
		if s.index == nil {
			s.index = account.NewSearch(s.all)
		}
		list = nil
		for _, i := range s.index.Find(query) {
			list = append(list, s.all[i])
		}
	}
	if s.tag != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(a account.Account) bool { return !slices.Contains(a.Tags, s.tag) })
	}
	s.shown = list
	s.selected = -1
	if query != "" && len(list) > 0 {
		s.selected = 0
	}
	moved := show(s.empty, len(s.all) == 0)
	moved = show(s.nothing, len(s.all) > 0 && len(list) == 0) || moved
	if s.nothing.Visible() {
		s.nothing.SetText(fmt.Sprintf("No account matches “%s”. Esc clears the search.", query))
		if query == "" {
			s.nothing.SetText("No account has this tag.")
		}
	}
	moved = show(s.list, len(list) > 0) || moved
	moved = show(s.hint, query != "" && len(list) > 0) || moved
	if moved {
		s.content.Refresh() // what stands around it has to move too
	}
	s.list.ScrollToTop()
	s.list.Refresh()
}

// Query returns what is searched for.
func (s *Screen) Query() string { return strings.TrimSpace(s.search.Text) }

// SearchFor puts text into the search entry.
func (s *Screen) SearchFor(text string) {
	s.search.SetText(text)
	s.search.CursorColumn = len([]rune(text))
	s.search.Refresh()
}

// Selected returns the id of the selected account, or "".
func (s *Screen) Selected() string {
	if s.selected < 0 || s.selected >= len(s.shown) {
		return ""
	}
	return s.shown[s.selected].ID
}

// SearchHasSelection reports whether some text of the search entry is selected: then
// Ctrl+C means that text.
func (s *Screen) SearchHasSelection() bool { return s.search.SelectedText() != "" }

// SetBanner shows a lasting message under the search, or none for nil.
func (s *Screen) SetBanner(banner fyne.CanvasObject) {
	s.banner.RemoveAll()
	show(s.banner, banner != nil)
	if banner != nil {
		s.banner.Add(widgets.Inset(4, banner))
	}
	s.content.Refresh()
}

// Copied marks the row whose code went to the clipboard.
func (s *Screen) Copied(id string) {
	s.copied, s.copiedAt = id, s.Now()
	s.updateRows()
}

// Counted shows the code of an HOTP account that was asked for.
func (s *Screen) Counted(id, code string) {
	s.counted[id] = counted{code, s.Now().Add(countedFor)}
	s.Copied(id)
}

// Toast shows a message for a few seconds; action may be "".
func (s *Screen) Toast(text string, good bool, action string, do func()) {
	s.toast.say(s.Now(), text, good, action, do)
}

// ToastText returns the message that shows, or "".
func (s *Screen) ToastText() string {
	if !s.toast.widget.Visible() {
		return ""
	}
	return s.toast.widget.Text()
}

// Tick brings the rows up to the second. It touches only what changed.
func (s *Screen) Tick(now time.Time) {
	if s.copied != "" && now.Sub(s.copiedAt) >= copiedFor {
		s.copied = ""
	}
	for id, c := range s.counted {
		if now.After(c.until) {
			delete(s.counted, id)
		}
	}
	s.toast.tick(now)
	if now.Sub(s.lastKey) >= blurAfter {
		s.blur()
	}
	s.updateRows()
}

func (s *Screen) blur() {
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
