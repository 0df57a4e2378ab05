package accounts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A rowList shows the accounts as rows of one height in columns. It has as many rows as
// are in view, whatever the number of accounts, and gives each the account that has come
// into its place. The toolkit's own list sets its lines apart, cannot stretch columns and
// takes the keys for itself.
type rowList struct {
	widget.BaseWidget
	s *Page

	scroll *container.Scroll
	body   *fyne.Container
	drop   *canvas.Rectangle // where a dragged row would go

	rows    []*widgets.AccountRow
	at      []int             // which account each row shows; -1: none
	spoken  []*widgets.Spoken // the rows again, for screen readers
	readers *fyne.Container

	columns int
	focused bool
	busy    bool // laying out
}

var (
	_ fyne.Focusable  = (*rowList)(nil)
	_ desktop.Keyable = (*rowList)(nil)
	_ fyne.Accessible = (*rowList)(nil)
)

// columnGap is the space between rows that stand beside each other.
const columnGap float32 = 8

func newRowList(s *Page) *rowList {
	l := &rowList{s: s, columns: 1, drop: canvas.NewRectangle(color.Transparent), readers: container.NewWithoutLayout()}
	l.drop.Hide()
	l.body = container.New(&rowLayout{l}, l.drop)
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.lay() }
	l.ExtendBaseWidget(l)
	return l
}

// columnsFor returns how many columns fit into a window of a width: two from 760, three from 1,140.
func columnsFor(width float32) int {
	switch {
	case width >= 1140:
		return 3
	case width >= 760:
		return 2
	}
	return 1
}

// mostRowWidth is the greatest width of a row: in a wider one the eye loses the way from the name to the code.
const mostRowWidth float32 = 640

// rowsWidth is the width of the rows that stand beside each other in a window of a width.
func rowsWidth(width float32, columns int) float32 {
	return min(width-2*theme.RowSide, float32(columns)*(mostRowWidth+columnGap)-columnGap)
}

// AccessibilityLabel implements [fyne.Accessible].
func (*rowList) AccessibilityLabel() string { return words.T("Accounts") }

// AccessibilityRole implements [fyne.Accessible].
func (*rowList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer implements [fyne.Widget].
func (l *rowList) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.Scrolling(l.scroll, l.height))
}

// Resize implements [fyne.CanvasObject]. What is around the rows comes and goes, and the toolkit lays
// out nothing anew where the content of a scroll container keeps its size: more rows are in view.
func (l *rowList) Resize(size fyne.Size) {
	if size != l.Size() {
		l.BaseWidget.Resize(size)
		l.lay()
	}
}

// FocusGained implements [fyne.Focusable].
func (l *rowList) FocusGained() {
	l.focused = true
	if l.s.cursor < 0 && len(l.s.shown) > 0 {
		l.s.selectRow(0)
	}
	l.update()
}

// FocusLost implements [fyne.Focusable].
func (l *rowList) FocusLost() { l.focused = false; l.update() }

// KeyDown implements [desktop.Keyable].
func (*rowList) KeyDown(ev *fyne.KeyEvent) { widgets.KeyPressed(ev) }

// KeyUp implements [desktop.Keyable].
func (*rowList) KeyUp(ev *fyne.KeyEvent) { widgets.KeyReleased(ev) }

// TypedKey implements [fyne.Focusable].
func (l *rowList) TypedKey(ev *fyne.KeyEvent) { l.s.TypedKey(ev) }

// TypedRune implements [fyne.Focusable].
func (l *rowList) TypedRune(r rune) { l.s.TypedRune(r) }

// height is that of one row.
func (l *rowList) height() float32 { return l.s.rows().Height }

func (l *rowList) lines() int { return (len(l.s.shown) + l.columns - 1) / l.columns }

// inView returns the accounts that are in view: the first, and the one behind the last.
func (l *rowList) inView() (from, to int) {
	if l.scroll.Size().Height <= 0 {
		return 0, 0
	}
	first := max(0, int(l.scroll.Offset.Y/l.height()))
	last := int((l.scroll.Offset.Y+l.scroll.Size().Height)/l.height()) + 1
	return min(first*l.columns, len(l.s.shown)), min(last*l.columns, len(l.s.shown))
}

// refill shows other accounts, from the top if asked.
func (l *rowList) refill(top bool) {
	if top {
		l.scroll.Offset.Y = 0
	}
	most := max(0, float32(l.lines())*l.height()+bottom-l.scroll.Size().Height)
	l.scroll.Offset.Y = min(l.scroll.Offset.Y, most)
	l.scroll.Refresh() // the height of what is in it has changed
	l.lay()
}

// span returns where the room of the rows begins and ends on the page.
func (l *rowList) span() (top, bottom float32) {
	driver := fyne.CurrentApp().Driver()
	top = driver.AbsolutePositionForObject(l.scroll).Y - driver.AbsolutePositionForObject(l.s.content).Y
	return top, top + l.scroll.Size().Height
}

// bottom is the space under the last row, so that a toast does not hide it for good.
const bottom float32 = 64

// lay gives every account in view a row and puts it in its place. The row of an account
// stays the same while it is in view, so scrolling changes few of them.
func (l *rowList) lay() {
	if l.busy || l.s.content == nil {
		return
	}
	l.busy = true
	defer func() { l.busy = false }()
	if columns := columnsFor(l.scroll.Size().Width); columns != l.columns {
		l.columns = columns
	}
	from, to := l.inView()
	l.makeRows(to - from)
	for i := range l.at {
		l.at[i] = -1
	}
	for i := from; i < to; i++ {
		l.at[i%len(l.rows)] = i
	}
	if row := l.rowOf(l.s.hovered); row == nil || !row.Hovered() {
		l.s.hovered = "" // scrolled away under the pointer: another one must not show its code
	}
	now := l.s.Now()
	for i, row := range l.rows {
		if l.at[i] < 0 {
			if row.Visible() {
				row.Hide()
			}
			continue
		}
		x, y, w, h := l.place(l.at[i])
		row.Set(l.s.state(l.at[i], now))
		move(row, x, y, w, h)
		if !row.Visible() {
			row.Show()
		}
	}
	l.say()
}

// move places an object; it does nothing where nothing changes.
func move(o fyne.CanvasObject, x, y, w, h float32) {
	if at := fyne.NewPos(x, y); o.Position() != at {
		o.Move(at)
	}
	if size := fyne.NewSize(w, h); o.Size() != size {
		o.Resize(size)
	}
}

// place returns where the row of an account stands in the body.
func (l *rowList) place(i int) (x, y, w, h float32) {
	h = l.height()
	all := rowsWidth(l.scroll.Size().Width, l.columns)
	w = (all - float32(l.columns-1)*columnGap) / float32(l.columns)
	x = (l.scroll.Size().Width-all)/2 + float32(i%l.columns)*(w+columnGap)
	return x, float32(i/l.columns) * h, w, h
}

// makeRows sees to it that there are n rows.
func (l *rowList) makeRows(n int) {
	if len(l.rows) >= n {
		return
	}
	for len(l.rows) < n {
		row := widgets.NewAccountRow()
		row.Hide()
		row.OnTapped, row.OnMenu, row.OnRenew = l.s.tapped, l.s.rowMenu, l.s.NewCode
		row.OnHover, row.OnDrag, row.OnDrop = l.s.hover, l.s.drag, l.s.dropped
		l.rows, l.at = append(l.rows, row), append(l.at, -1)
		reader := widgets.NewSpoken()
		l.spoken = append(l.spoken, reader)
		l.readers.Objects = append(l.readers.Objects, reader)
	}
	l.body.Objects = l.body.Objects[:0]
	for _, row := range l.rows {
		l.body.Objects = append(l.body.Objects, row)
	}
	l.body.Objects = append(l.body.Objects, l.drop)
	canvas.Refresh(l.body)
}

// update brings the rows in view up to date.
func (l *rowList) update() {
	now := l.s.Now()
	for i, row := range l.rows {
		if l.at[i] >= 0 && l.at[i] < len(l.s.shown) {
			row.Set(l.s.state(l.at[i], now))
		}
	}
	l.say()
}

// say puts what screen readers hear where the rows are.
func (l *rowList) say() {
	for i, reader := range l.spoken {
		on := l.at[i] >= 0
		reader.Hidden = !on
		if !on {
			continue
		}
		reader.Say(l.rows[i].AccessibilityLabel())
		x, y, w, h := l.place(l.at[i])
		move(reader, x, y-l.scroll.Offset.Y, w, h)
	}
}

// scrollTo brings an account into view.
func (l *rowList) scrollTo(i int) {
	_, y, _, h := l.place(i)
	view := l.scroll.Size().Height
	offset := l.scroll.Offset.Y
	switch {
	case y < offset:
		offset = y
	case y+h > offset+view:
		offset = y + h - view
	default:
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, max(0, offset)))
	l.lay()
}

// rowOf returns the row that is there for an account, or nil.
func (l *rowList) rowOf(id string) *widgets.AccountRow {
	for i, row := range l.rows {
		if at := l.at[i]; at >= 0 && at < len(l.s.shown) && l.s.shown[at].ID == id {
			return row
		}
	}
	return nil
}

// rowLayout is the height of all rows; the list itself places those in view.
type rowLayout struct{ l *rowList }

func (r *rowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if len(r.l.s.shown) == 0 {
		return fyne.NewSize(280, 0)
	}
	return fyne.NewSize(280, float32(r.l.lines())*r.l.height()+bottom)
}

func (r *rowLayout) Layout([]fyne.CanvasObject, fyne.Size) { r.l.lay() }
