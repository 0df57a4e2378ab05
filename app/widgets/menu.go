package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets/words"
	"watchword/vault/account"
)

// A Menu is an open menu in the look of the window: its lines tell their keys, it stays inside the window, and what
// is behind a line opens in its place. It has the focus while it shows. The toolkit's own is higher than our
// window, glued to its edge, and tells no keys.
type Menu struct {
	widget.BaseWidget
	Menu *fyne.Menu // what shows

	canvas fyne.Canvas
	pop    *widget.PopUp
	place  func(size fyne.Size) fyne.Position
	behind []*fyne.Menu // those that lead to what shows
	stack  *fyne.Container
	scroll *container.Scroll
	lines  []*menuLine
	at     int // of lines; -1: none yet
}

var (
	_ fyne.Focusable  = (*Menu)(nil)
	_ fyne.Accessible = (*Menu)(nil)
)

const (
	menuLineHeight float32 = 36
	menuMargin     float32 = 8 // to the edge of the window
	leastMenuWidth float32 = 200
)

// ShowMenu opens a menu with its corner at a place of the window, or as near to it as it fits.
func ShowMenu(m *fyne.Menu, c fyne.Canvas, at fyne.Position) *Menu {
	return showMenu(m, c, func(fyne.Size) fyne.Position { return at })
}

// ShowMenuBelow opens a menu below an object, their right edges in one line.
func ShowMenuBelow(m *fyne.Menu, c fyne.Canvas, o fyne.CanvasObject) *Menu {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return showMenu(m, c, func(size fyne.Size) fyne.Position {
		return fyne.NewPos(at.X+o.Size().Width-size.Width, at.Y+o.Size().Height+4)
	})
}

func showMenu(m *fyne.Menu, c fyne.Canvas, place func(fyne.Size) fyne.Position) *Menu {
	out := &Menu{canvas: c, place: place, stack: Stack(0)}
	out.scroll = container.NewVScroll(out.stack)
	out.ExtendBaseWidget(out)
	out.pop = widget.NewPopUp(out, c)
	out.fill(m)
	c.Focus(out)
	return out
}

// fill shows the lines of m.
func (m *Menu) fill(menu *fyne.Menu) {
	m.Menu, m.lines, m.at = menu, nil, -1
	m.stack.RemoveAll()
	if n := len(m.behind); n > 0 {
		back := fyne.NewMenuItem(words.T("Back"), m.back)
		back.Icon = fynetheme.NavigateBackIcon()
		m.add(back)
		m.stack.Add(newMenuRule())
	}
	for _, item := range menu.Items {
		if item.IsSeparator {
			m.stack.Add(newMenuRule())
			continue
		}
		m.add(item)
	}
	size := m.stack.MinSize().AddWidthHeight(2*menuPad, 2*menuPad)
	size.Width = max(size.Width, leastMenuWidth)
	room := m.canvas.Size()
	size = fyne.NewSize(min(size.Width, room.Width-2*menuMargin), min(size.Height, room.Height-2*menuMargin))
	at := m.place(size)
	at.X = max(menuMargin, min(at.X, room.Width-menuMargin-size.Width))
	at.Y = max(menuMargin, min(at.Y, room.Height-menuMargin-size.Height))
	m.scroll.Offset = fyne.Position{}
	m.pop.Resize(size)
	m.pop.ShowAtPosition(at)
	m.pop.Resize(size)
	m.Refresh()
}

func (m *Menu) add(item *fyne.MenuItem) {
	line := newMenuLine(m, item, len(m.lines))
	m.lines = append(m.lines, line)
	m.stack.Add(line)
}

// menuPad is the room round the lines.
const menuPad float32 = 4

// AccessibilityLabel implements [fyne.Accessible].
func (m *Menu) AccessibilityLabel() string {
	if m.at < 0 {
		return words.T("Menu")
	}
	return m.lines[m.at].AccessibilityLabel()
}

// AccessibilityRole implements [fyne.Accessible].
func (*Menu) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained implements [fyne.Focusable].
func (*Menu) FocusGained() {}

// FocusLost implements [fyne.Focusable].
func (*Menu) FocusLost() {}

// TypedRune goes to the next line that begins with the letter.
func (m *Menu) TypedRune(r rune) {
	input()
	for i := range m.lines {
		i = (m.at + 1 + i) % len(m.lines)
		if strings.HasPrefix(account.Fold(m.lines[i].Item.Label), account.Fold(string(r))) {
			m.move(i)
			return
		}
	}
}

// TypedKey implements [fyne.Focusable].
func (m *Menu) TypedKey(ev *fyne.KeyEvent) {
	input()
	n := len(m.lines)
	switch ev.Name {
	case fyne.KeyUp:
		m.move((max(m.at, 0) + n - 1) % n)
	case fyne.KeyDown:
		m.move((m.at + 1) % n)
	case fyne.KeyHome, fyne.KeyPageUp:
		m.move(0)
	case fyne.KeyEnd, fyne.KeyPageDown:
		m.move(n - 1)
	case fyne.KeyRight:
		if m.at >= 0 && m.lines[m.at].Item.ChildMenu != nil {
			m.take(m.at)
		}
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.at >= 0 {
			m.take(m.at)
		}
	case fyne.KeyLeft:
		if len(m.behind) > 0 {
			m.back()
		}
	case fyne.KeyEscape:
		if len(m.behind) > 0 {
			m.back()
		} else {
			m.Close()
		}
	case fyne.KeyTab:
		m.Close()
	}
}

// move goes to a line.
func (m *Menu) move(to int) {
	if m.at >= 0 {
		m.lines[m.at].setHere(false)
	}
	m.at = to
	line := m.lines[to]
	line.setHere(true)
	switch top, view := line.Position().Y, m.scroll.Size().Height; {
	case top < m.scroll.Offset.Y:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+menuLineHeight > m.scroll.Offset.Y+view:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top+menuLineHeight-view))
	}
}

// take does what a line says, or opens what is behind it.
func (m *Menu) take(i int) {
	item := m.lines[i].Item
	switch {
	case item.Disabled:
	case item.ChildMenu != nil:
		m.behind = append(m.behind, m.Menu)
		m.fill(item.ChildMenu)
		m.move(min(1, len(m.lines)-1))
	case i == 0 && len(m.behind) > 0:
		m.back()
	default:
		m.Close()
		if item.Action != nil {
			item.Action()
		}
	}
}

func (m *Menu) back() {
	from, last := m.Menu, len(m.behind)-1
	menu := m.behind[last]
	m.behind = m.behind[:last]
	m.fill(menu)
	for i, line := range m.lines {
		if line.Item.ChildMenu == from {
			m.move(i)
		}
	}
}

// Whole reports whether all lines are in sight.
func (m *Menu) Whole() bool { return m.stack.MinSize().Height <= m.scroll.Size().Height }

// Close takes the menu away.
func (m *Menu) Close() { m.pop.Hide() }

// CreateRenderer implements [fyne.Widget].
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(color.Transparent)
	inside := Scrolling(m.scroll, func() float32 { return menuLineHeight })
	r := &renderer{objects: []fyne.CanvasObject{back, inside}}
	r.min = func() fyne.Size { return fyne.NewSize(leastMenuWidth, menuLineHeight) }
	r.layout = func(size fyne.Size) {
		place(back, 0, 0, size.Width, size.Height)
		place(inside, menuPad, menuPad, size.Width-2*menuPad, size.Height-2*menuPad)
	}
	r.refresh = func() {
		back.FillColor, back.CornerRadius = theme.Color(theme.ColorSurface), theme.ControlRadius
		back.StrokeWidth, back.StrokeColor = 1, theme.Color(theme.ColorStroke)
		r.layout(m.Size())
	}
	r.refresh()
	return r
}

// A menuLine is one line of a menu: what it does, and its key.
type menuLine struct {
	widget.BaseWidget
	Item *fyne.MenuItem

	menu *Menu
	at   int
	here bool
}

var (
	_ fyne.Tappable     = (*menuLine)(nil)
	_ fyne.Accessible   = (*menuLine)(nil)
	_ desktop.Hoverable = (*menuLine)(nil)
)

func newMenuLine(m *Menu, item *fyne.MenuItem, at int) *menuLine {
	l := &menuLine{menu: m, Item: item, at: at}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *menuLine) AccessibilityLabel() string {
	if l.Item.Checked {
		return words.T("%s, on", l.Item.Label)
	}
	return l.Item.Label
}

// AccessibilityRole implements [fyne.Accessible].
func (*menuLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements [fyne.Tappable].
func (l *menuLine) Tapped(ev *fyne.PointEvent) {
	if click(ev, l) {
		l.menu.take(l.at)
	}
}

// MouseIn implements [desktop.Hoverable].
func (l *menuLine) MouseIn(*desktop.MouseEvent) {
	input()
	if l.at < len(l.menu.lines) && l.menu.lines[l.at] == l {
		l.menu.move(l.at)
	}
}

// MouseMoved implements [desktop.Hoverable].
func (*menuLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (*menuLine) MouseOut() {}

func (l *menuLine) setHere(here bool) {
	if l.here != here {
		l.here = here
		l.Refresh()
	}
}

// CreateRenderer implements [fyne.Widget].
func (l *menuLine) CreateRenderer() fyne.WidgetRenderer {
	const side, iconSize, gap = 10, 18, 24
	back := canvas.NewRectangle(color.Transparent)
	text, key := newText(theme.Body, false), newText(theme.Name, false)
	text.Text = l.Item.Label
	if l.Item.Shortcut != nil {
		key.Text = l.Item.Shortcut.ShortcutName()
	}
	icon, more := canvas.NewImageFromResource(nil), canvas.NewImageFromResource(nil)
	icon.FillMode, more.FillMode = canvas.ImageFillContain, canvas.ImageFillContain
	picture := l.Item.Icon
	if l.Item.Checked {
		picture = fynetheme.ConfirmIcon()
	}
	icon.Hidden, more.Hidden = picture == nil, l.Item.ChildMenu == nil
	r := &renderer{objects: []fyne.CanvasObject{back, text, key, icon, more}}
	r.min = func() fyne.Size {
		width := 2*side + text.MinSize().Width
		if key.Text != "" {
			width += gap + key.MinSize().Width
		}
		if !icon.Hidden || !more.Hidden {
			width += gap + iconSize
		}
		return fyne.NewSize(width, menuLineHeight)
	}
	r.layout = func(size fyne.Size) {
		place(back, 0, 0, size.Width, size.Height)
		x, right := float32(side), size.Width-side
		if l.Item.Icon != nil {
			place(icon, x, (size.Height-iconSize)/2, iconSize, iconSize)
			x += iconSize + 8
		} else {
			place(icon, right-iconSize, (size.Height-iconSize)/2, iconSize, iconSize)
		}
		t, k := text.MinSize(), key.MinSize()
		place(text, x, (size.Height-t.Height)/2, t.Width, t.Height)
		place(key, right-k.Width, (size.Height-k.Height)/2, k.Width, k.Height)
		place(more, right-iconSize, (size.Height-iconSize)/2, iconSize, iconSize)
	}
	r.refresh = func() {
		back.CornerRadius = theme.ControlRadius - menuPad
		back.FillColor, back.StrokeWidth = color.Transparent, 0
		if l.here {
			back.FillColor = theme.Color(theme.ColorRaised)
			if theme.Strong() {
				back.StrokeWidth, back.StrokeColor = 2, theme.Color(theme.ColorAccent)
			}
		}
		name := theme.ColorText
		if l.Item.Disabled {
			name = theme.ColorMuted
		}
		text.Color, key.Color = theme.Color(name), theme.Color(theme.ColorMuted)
		if picture != nil {
			icon.Resource = fynetheme.NewColoredResource(picture, name)
		}
		more.Resource = fynetheme.NewColoredResource(fynetheme.MenuExpandIcon(), theme.ColorMuted)
	}
	r.refresh()
	return r
}

// A menuRule is the line between two groups of a menu.
type menuRule struct{ widget.BaseWidget }

func newMenuRule() *menuRule {
	r := &menuRule{}
	r.ExtendBaseWidget(r)
	return r
}

// AccessibilityLabel implements [fyne.Accessible].
func (*menuRule) AccessibilityLabel() string { return "" }

// AccessibilityRole implements [fyne.Accessible].
func (*menuRule) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements [fyne.Widget].
func (m *menuRule) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(color.Transparent)
	r := &renderer{objects: []fyne.CanvasObject{line}}
	r.min = func() fyne.Size { return fyne.NewSize(1, 9) }
	r.layout = func(size fyne.Size) { place(line, 6, 4, size.Width-12, 1) }
	r.refresh = func() { line.FillColor = theme.Color(theme.ColorStroke) }
	r.refresh()
	return r
}

// written is a key as it is written for people, in the place of a shortcut of a line.
type written string

// ShortcutName implements [fyne.Shortcut].
func (w written) ShortcutName() string { return string(w) }

// NewMenuItem returns a line of a menu with its key as it is written for people; "" is none.
func NewMenuItem(text, keys string, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, do)
	if keys != "" {
		item.Shortcut = written(keys)
	}
	return item
}
