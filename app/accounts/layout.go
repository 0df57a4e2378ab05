package accounts

import (
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"watchword/app/theme"
	"watchword/app/widgets"
)

// topBar stacks the search, the tags and a banner with the window's margin.
type topBar struct{}

func (*topBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, theme.WindowPadding)
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size.Width = max(size.Width, m.Width)
			size.Height += barHeight(o) + 8
		}
	}
	return size.AddWidthHeight(2*theme.WindowPadding, 0)
}

// frame stacks what stands above the rows, the rows, and what stands below them. A banner
// wraps its text, so it is asked for its height only after it knows its width; the toolkit's
// own layout asks before.
type frame struct{}

func (frame) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, o := range objects {
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
	}
	return fyne.NewSize(size.Width, min(size.Height, 360))
}

func (frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, middle, foot := objects[0], objects[1], objects[2]
	for range 2 {
		top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	}
	above, below := top.MinSize().Height, foot.MinSize().Height
	middle.Move(fyne.NewPos(0, above))
	middle.Resize(fyne.NewSize(size.Width, max(0, size.Height-above-below)))
	foot.Move(fyne.NewPos(0, size.Height-below))
	foot.Resize(fyne.NewSize(size.Width, below))
}

// barHeight is the height that an object counts for. The toolkit's scroll container is
// higher than the tags in it.
func barHeight(o fyne.CanvasObject) float32 {
	if _, ok := o.(*container.Scroll); ok {
		return theme.ChipHeight
	}
	return o.MinSize().Height
}

func (*topBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := theme.WindowPadding
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		// As wide as the rows below it, whose ground goes a little further out than what is on it.
		left := (size.Width-rowsWidth(size.Width, columnsFor(size.Width)))/2 + theme.WindowPadding - theme.RowSide
		width := size.Width - 2*left
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		height := o.MinSize().Height // wrapped text knows its height now
		over := (height - barHeight(o)) / 2
		o.Move(fyne.NewPos(left, y-over))
		o.Resize(fyne.NewSize(width, height))
		y += barHeight(o) + 8
	}
}

// searchBar gives the search what the buttons leave. The toolkit draws an entry inside its
// own size, by the width of its border: it gets that much more.
type searchBar struct{}

const barGap = 8

func (searchBar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(160+2*(theme.ControlHeight+barGap), theme.ControlHeight)
}

func (searchBar) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := min(size.Width, mostRowWidth)
	for _, button := range []fyne.CanvasObject{objects[2], objects[1]} {
		right -= theme.ControlHeight
		button.Move(fyne.NewPos(right, 0))
		button.Resize(fyne.NewSquareSize(theme.ControlHeight))
		right -= barGap
	}
	const over = theme.EntryBorder
	objects[0].Move(fyne.NewPos(-over, -over))
	objects[0].Resize(fyne.NewSize(right+2*over, size.Height+2*over))
}

// toast places the message over the lower edge, above the foot, and takes it away in time.
type toast struct {
	widget  *widgets.Toast
	content *fyne.Container
	until   time.Time
}

// A toast stays for toastFor, which is enough for a line; of more text each letter adds the time in
// which a slow reader reads it.
const (
	toastFor   = 4 * time.Second
	toastLine  = 45
	readLetter = time.Second / 12
)

func stay(text string) time.Duration {
	return toastFor + time.Duration(max(0, utf8.RuneCountInString(text)-toastLine))*readLetter
}

func newToast(foot fyne.CanvasObject, rows func() (top, bottom float32), about func() (top, bottom float32, ok bool)) *toast {
	t := &toast{widget: widgets.NewToast()}
	t.content = container.New(&above{foot, rows, about}, t.widget)
	return t
}

func (t *toast) say(now time.Time, text string, good bool, action string, do func()) {
	t.until = now.Add(stay(text))
	if action != "" {
		t.until = t.until.Add(toastFor) // time to change one's mind
	}
	t.widget.Say(text, good, action, func() {
		t.widget.Hide()
		do()
	})
	t.content.Refresh()
}

func (t *toast) hide() { t.widget.Hide() }

func (t *toast) tick(now time.Time) {
	if t.widget.Visible() && now.After(t.until) {
		t.widget.Hide()
	}
}

// above puts one object over the lower edge, clear of what stands at the foot; where it would
// hide what it speaks of, it goes to the upper edge of the rows.
type above struct {
	foot  fyne.CanvasObject
	rows  func() (top, bottom float32)          // of the room of the rows
	about func() (top, bottom float32, ok bool) // the row that it speaks of
}

func (above) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

func (l above) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - 2*theme.WindowPadding
	for range 2 { // wrapped text knows its height only after it knows its width
		objects[0].Resize(fyne.NewSize(width, objects[0].MinSize().Height))
	}
	height := objects[0].MinSize().Height
	clear := max(16, l.foot.MinSize().Height+8)
	y := size.Height - height - clear
	if top, bottom, ok := l.about(); ok && top < y+height && bottom > y {
		if upper, _ := l.rows(); top >= upper+height {
			y = upper
		}
	}
	objects[0].Move(fyne.NewPos(theme.WindowPadding, y))
}

// chipRow gives the tags their own height, in the middle.
type chipRow struct{}

// Above and below the tags there is room for the bar that shows when they need more width.
func (chipRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, theme.ChipHeight+2*5)
}

func (chipRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, (size.Height-theme.ChipHeight)/2))
	objects[0].Resize(fyne.NewSize(size.Width, theme.ChipHeight))
}
