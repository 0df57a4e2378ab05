package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/theme"
	"watchword/assets/words"
)

// MaxColumn is the greatest width of a page's column: longer lines are hard to read.
const MaxColumn float32 = 560

// NewPage returns a page of the window: a back arrow and a title, a body that scrolls,
// and a foot that stays. back and foot may be nil.
func NewPage(title string, back func(), body, foot fyne.CanvasObject) fyne.CanvasObject {
	// The scroll bar runs in the window's margin, not over the fields.
	scroll := container.NewVScroll(Pad(4, 4, 0, theme.WindowPadding, container.New(column{}, body)))
	return frame(title, back, Scrolling(scroll, nil), foot)
}

// NewListPage is NewPage for a list that scrolls by itself.
func NewListPage(title string, back func(), body, foot fyne.CanvasObject) fyne.CanvasObject {
	return NewFixedPage(title, back, container.New(column{}, body), foot)
}

// NewFixedPage is NewPage for a body that takes all the room there is, such as a picture.
func NewFixedPage(title string, back func(), body, foot fyne.CanvasObject) fyne.CanvasObject {
	return frame(title, back, Pad(4, 4, 0, theme.WindowPadding, body), foot)
}

// frame puts the head and the foot of a page round its body.
func frame(title string, back func(), body, foot fyne.CanvasObject) fyne.CanvasObject {
	var head fyne.CanvasObject = NewTitle(title)
	if back != nil {
		arrow := NewIconButton(fynetheme.NavigateBackIcon(), words.T("Back"), Ghost, back)
		head = container.NewBorder(nil, nil, arrow, nil, NewTitle(title))
	}
	if foot != nil {
		foot = Pad(0, 0, 0, theme.WindowPadding, container.New(column{}, foot))
	}
	return Pad(theme.WindowPadding, theme.WindowPadding, theme.WindowPadding, 0,
		container.NewBorder(container.NewVBox(head, Gap(4)), foot, nil, nil, body))
}

// Foot is the foot of a page whose button may fail: what went wrong stands right above the button, in sight wherever
// the page is scrolled, and nothing of the page moves when it comes.
func Foot(message *Label, button fyne.CanvasObject) fyne.CanvasObject {
	return Stack(8, message, button)
}

// NewCentered returns a page whose content stands in the middle, such as the locked
// screen; it scrolls where the window is too small.
func NewCentered(content fyne.CanvasObject) fyne.CanvasObject {
	return Scrolling(container.NewVScroll(Inset(24, container.New(centered{width: 380}, content))), nil)
}

// Inset returns content with a margin on all sides.
func Inset(by float32, content fyne.CanvasObject) fyne.CanvasObject {
	return Pad(by, by, by, by, content)
}

// Pad returns content with a margin of its own on each side.
func Pad(top, bottom, left, right float32, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(top, bottom, left, right), content)
}

// Field returns a caption with what it names right below it.
func Field(caption string, content fyne.CanvasObject) fyne.CanvasObject {
	return Stack(0, NewMuted(caption), content)
}

// Gap returns empty space of the given height.
func Gap(height float32) fyne.CanvasObject { return &space{size: fyne.NewSize(1, height)} }

// Stack returns objects below each other with the given space between.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

// Row returns objects beside each other, each as wide as it needs.
func Row(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(8), objects...)
}

// Flow returns objects beside each other, wrapping to the next line, each line centred.
func Flow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 8}, objects...)
}

// FlowLeft is [Flow] with lines that begin at the left.
func FlowLeft(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: 8, left: true}, objects...)
}

// column gives one object the whole width up to MaxColumn, in the middle.
type column struct{}

func (column) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, MaxColumn)
	place(objects[0], (size.Width-width)/2, 0, width, size.Height)
}

// centered puts one object in the middle, at most so wide.
type centered struct{ width float32 }

func (centered) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (c centered) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(size.Width, c.width)
	objects[0].Resize(fyne.NewSize(width, size.Height)) // wrapped text needs its width before its height
	height := objects[0].MinSize().Height
	place(objects[0], (size.Width-width)/2, max(0, (size.Height-height)/2), width, height)
}

// flow lays objects in lines.
type flow struct {
	gap   float32
	left  bool
	width float32 // of the last layout: the height depends on it
}

func (f *flow) lines(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	var lines [][]fyne.CanvasObject
	used := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		w := o.MinSize().Width
		if len(lines) == 0 || used+f.gap+w > width {
			lines = append(lines, nil)
			used = w
		} else {
			used += f.gap + w
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], o)
	}
	return lines
}

func lineSize(gap float32, line []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(-gap, 0)
	for _, o := range line {
		m := o.MinSize()
		size.Width += gap + m.Width
		size.Height = max(size.Height, m.Height)
	}
	return size
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, 0)
	for _, o := range objects {
		size.Width = max(size.Width, o.MinSize().Width)
	}
	width := f.width
	if width == 0 {
		width = 360
	}
	for i, line := range f.lines(objects, width) {
		if i > 0 {
			size.Height += f.gap
		}
		size.Height += lineSize(f.gap, line).Height
	}
	return size
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	y := float32(0)
	for _, line := range f.lines(objects, size.Width) {
		total := lineSize(f.gap, line)
		x := (size.Width - total.Width) / 2
		if f.left {
			x = 0
		}
		for _, o := range line {
			m := o.MinSize()
			place(o, x, y+(total.Height-m.Height)/2, m.Width, m.Height)
			x += m.Width + f.gap
		}
		y += total.Height + f.gap
	}
}
