// Package region is the page on which a user marks the code by hand: the picture that
// was looked at, with a rectangle to drag over it. The picture may show secrets. It stays
// in memory, and [Page.Leave] lets go of it.
package region

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"watchword/app/background"
	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A Picture is one that was looked at.
type Picture struct {
	Name  string // "screen 2"
	Image image.Image
	Marks []image.Rectangle // where codes were seen that could not be read, in pixels from the top left
}

// A Page shows the pictures and asks for a part of one.
type Page struct {
	Run      background.Runner
	Pictures []Picture
	At       int // the picture that shows first

	// OnScan searches a part, in pixels counted from the picture's top left. Say tells what
	// came of it.
	OnScan func(picture int, part image.Rectangle)
	OnBack func()

	picker  *picker
	message *widgets.Label
	scan    *widgets.Button
	chips   *fyne.Container
	content fyne.CanvasObject
}

const howTo = "Drag a rectangle around the whole code. The wheel, plus and minus zoom; arrows move the rectangle, Shift and arrows change its size; Enter scans."

// smallest is the side, in pixels, of the smallest part worth searching: a code has at
// least 21 modules a side.
const smallest = 21

// Content builds the page.
func (s *Page) Content() fyne.CanvasObject {
	s.picker = newPicker()
	s.picker.onEnter = s.submit
	s.picker.onChanged = s.changed
	s.message = widgets.NewMuted(howTo)
	s.scan = widgets.NewButton(words.T("Scan this part"), widgets.Main, s.submit)
	zoom := func(icon fyne.Resource, label string, do func()) fyne.CanvasObject {
		return container.NewCenter(widgets.NewIconButton(icon, label, widgets.Plain, do))
	}
	foot := container.NewBorder(nil, nil, widgets.Row(
		zoom(fynetheme.ZoomOutIcon(), words.T("Zoom out"), func() { s.picker.zoomBy(1 / zoomStep) }),
		zoom(fynetheme.ZoomInIcon(), words.T("Zoom in"), func() { s.picker.zoomBy(zoomStep) }),
		zoom(fynetheme.ZoomFitIcon(), words.T("Show all of it"), func() { s.picker.fit() }),
	), nil, widgets.Pad(0, 0, 8, 0, s.scan))
	top := widgets.Stack(6, s.message)
	if len(s.Pictures) > 1 {
		s.chips = container.NewHBox()
		top.Add(container.NewHScroll(s.chips))
	}
	s.open(min(max(s.At, 0), len(s.Pictures)-1))
	s.content = widgets.NewFixedPage(words.T("Mark the code"), s.OnBack,
		container.NewBorder(widgets.Pad(0, 8, 0, 0, top), nil, nil, nil, s.picker), foot)
	return s.content
}

// open shows a picture. Making it fit for zooming takes a moment for a large one.
func (s *Page) open(at int) {
	s.At = at
	if s.chips != nil {
		s.chips.RemoveAll()
		for i, p := range s.Pictures {
			s.chips.Add(widgets.NewChip(p.Name, i == at, func() { s.open(i) }))
		}
	}
	p := s.Pictures[at]
	var levels []image.Image
	s.Run(func() { levels = pyramid(p.Image) }, func() {
		if s.picker != nil && s.At == at {
			s.picker.show(levels, p.Marks)
			s.changed()
		}
	})
}

// Focus lets the keys reach the picture at once.
func (s *Page) Focus(c fyne.Canvas) { c.Focus(s.picker) }

// Widgets names the places that a user clicks.
func (s *Page) Widgets() map[string]fyne.CanvasObject {
	return map[string]fyne.CanvasObject{"region.picture": s.picker, "region.scan": s.scan}
}

// Leave lets go of the pictures: whatever still holds the page holds none of them.
func (s *Page) Leave() {
	s.Pictures = nil
	if s.picker != nil {
		s.picker.show(nil, nil)
	}
}

// TypedKey gives the keys to the picture when nothing has the focus.
func (s *Page) TypedKey(ev *fyne.KeyEvent) bool { return s.picker.key(ev) }

// TypedRune zooms.
func (s *Page) TypedRune(r rune) { s.picker.TypedRune(r) }

func (s *Page) changed() {
	if s.usable() {
		s.scan.Enable()
	} else {
		s.scan.Disable()
	}
}

func (s *Page) usable() bool {
	part := s.picker.part()
	return part.Dx() >= smallest && part.Dy() >= smallest
}

func (s *Page) submit() {
	if s.scan.Disabled() || len(s.Pictures) == 0 {
		return
	}
	if !s.usable() {
		s.Say(words.T("Mark a larger part that includes the whole code."))
		return
	}
	s.scan.Disable()
	s.message.Say(words.T("Scanning …"), theme.ColorMuted)
	s.OnScan(s.At, s.picker.part())
}

// Say tells that nothing could be read, and what to do; another part can be marked.
func (s *Page) Say(text string) {
	s.message.Say(text, theme.ColorAmber)
	s.changed()
	s.content.Refresh() // the text may need another line
}
