package moving

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// showFor is how long a QR code may stay on the screen.
const showFor = time.Minute

// QR shows codes for a phone, one after the other. Each is masked until it is held, and the
// page goes by itself after a minute: whoever photographs the screen has the account.
type QR struct {
	As string // its name among the pages, where it is not the usual one

	Title  string
	Codes  []image.Image
	Draw   func(at int) image.Image // makes those that are nil, when they are looked at; nil for one account
	Labels []string                 // what each code holds; may be empty
	Now    func() time.Time
	Note   string

	OnBack func()
	OnCopy func() // put the key of the one account on the clipboard; nil for no button

	at    int
	since time.Time
	held  *heldPicture
	label *widgets.Label
	left  *widgets.Label

	previous, next *widgets.Button // nil for one code
	copy           *widgets.Button
}

// Content builds the screen.
func (s *QR) Content() fyne.CanvasObject {
	s.since = s.Now()
	s.held = newHeldPicture(s.code())
	s.label = widgets.NewLabel("").Centered()
	s.left = widgets.NewMuted("").Centered()
	// The square comes first: in a small window the whole of it must show.
	s.copy = widgets.NewButton(words.T("Copy the key"), widgets.Plain, func() { s.OnCopy() })
	s.copy.Hidden = s.OnCopy == nil
	body := widgets.Stack(10, s.held, s.label, container.NewCenter(s.copy),
		widgets.NewMuted(words.T("Press and hold the square to show the code, and scan it with the other device.")).Centered(), s.left)
	if s.Note != "" {
		body.Add(widgets.NewWarningCard(widgets.NewMuted(s.Note)))
	}
	var foot fyne.CanvasObject = widgets.NewButton(words.T("Done"), widgets.Main, s.OnBack)
	if len(s.Codes) > 1 {
		s.previous = widgets.NewButton(words.T("Previous"), widgets.Plain, func() { s.turn(-1) })
		s.next = widgets.NewButton(words.T("Next code"), widgets.Main, func() { s.turn(1) })
		foot = container.NewBorder(nil, nil, container.NewCenter(s.previous), nil, widgets.Pad(0, 0, 8, 0, s.next))
	}
	s.turn(0)
	return widgets.NewPage(s.Title, s.OnBack, body, foot)
}

// code is the picture of the code that is looked at. There may be a thousand.
func (s *QR) code() image.Image {
	if s.Codes[s.at] == nil {
		s.Codes[s.at] = s.Draw(s.at)
	}
	return s.Codes[s.at]
}

func (s *QR) turn(by int) {
	s.at = (s.at + by + len(s.Codes)) % len(s.Codes)
	s.since = s.Now()
	s.held.set(s.code())
	if s.at < len(s.Labels) {
		s.label.SetText(s.Labels[s.at])
	}
	s.Tick(s.Now())
}

// Tick counts down and leaves in time.
func (s *QR) Tick(now time.Time) {
	left := widgets.SecondsLeft(now, s.since.Add(showFor))
	if left == 0 {
		s.OnBack()
		return
	}
	s.left.SetText(words.T("This page closes in %s.", plainSeconds(left)))
}

func plainSeconds(n int) string { return words.N(n, "1 second", "%d seconds") }

// Widgets names the places that a user clicks.
func (s *QR) Widgets() map[string]fyne.CanvasObject {
	out := map[string]fyne.CanvasObject{"qr.hold": s.held}
	if s.OnCopy != nil {
		out["qr.copy"] = s.copy
	}
	if s.next != nil {
		out["qr.next"], out["qr.previous"] = s.next, s.previous
	}
	return out
}

// heldPicture shows a picture while the pointer holds it.
type heldPicture struct {
	widget.BaseWidget
	picture *canvas.Image
	mask    *canvas.Rectangle
	hint    *canvas.Text
	shown   bool
	focused bool
}

var (
	_ desktop.Mouseable = (*heldPicture)(nil)
	_ desktop.Hoverable = (*heldPicture)(nil)
	_ fyne.Focusable    = (*heldPicture)(nil)
	_ fyne.Accessible   = (*heldPicture)(nil)
)

// The side of a code: as large as the window has room for between the page's head and foot.
const (
	smallestPicture, pictureSize, largestPicture float32 = 200, 300, 480

	besidePicture, aroundPicture float32 = 24, 136 // what the page needs in width and height
	aroundTexts                  float32 = 320     // and with all its texts
)

// side is how large the picture may be.
func (h *heldPicture) side() float32 {
	c := fyne.CurrentApp().Driver().CanvasForObject(h)
	if c == nil {
		return pictureSize
	}
	size := c.Size()
	return max(smallestPicture, min(size.Width-besidePicture, size.Height-aroundPicture, max(pictureSize, size.Height-aroundTexts), largestPicture))
}

func newHeldPicture(img image.Image) *heldPicture {
	h := &heldPicture{picture: canvas.NewImageFromImage(img), mask: canvas.NewRectangle(color.Transparent)}
	h.picture.FillMode = canvas.ImageFillContain
	h.picture.ScaleMode = canvas.ImageScalePixels
	h.hint = canvas.NewText(words.T("Hold to show"), color.Transparent)
	h.ExtendBaseWidget(h)
	return h
}

func (h *heldPicture) set(img image.Image) {
	h.picture.Image = img
	h.show(false)
	h.picture.Refresh()
}

func (h *heldPicture) show(on bool) {
	h.shown = on
	h.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (*heldPicture) AccessibilityLabel() string { return words.T("QR code, hold to show") }

// AccessibilityRole implements [fyne.Accessible].
func (*heldPicture) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseDown implements [desktop.Mouseable].
func (h *heldPicture) MouseDown(*desktop.MouseEvent) { h.show(true) }

// MouseUp implements [desktop.Mouseable].
func (h *heldPicture) MouseUp(*desktop.MouseEvent) { h.show(false) }

// MouseIn implements [desktop.Hoverable].
func (*heldPicture) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements [desktop.Hoverable].
func (*heldPicture) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (h *heldPicture) MouseOut() { h.show(false) }

// FocusGained implements [fyne.Focusable].
func (h *heldPicture) FocusGained() { h.focused = true; h.Refresh() }

// FocusLost implements [fyne.Focusable].
func (h *heldPicture) FocusLost() { h.focused = false; h.show(false) }

// TypedRune implements [fyne.Focusable].
func (*heldPicture) TypedRune(rune) {}

// TypedKey implements [fyne.Focusable]: Space shows and hides, for those without a mouse.
func (h *heldPicture) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeySpace {
		h.show(!h.shown)
		return
	}
	if widgets.OnKey != nil {
		widgets.OnKey(ev)
	}
}

// CreateRenderer implements [fyne.Widget].
func (h *heldPicture) CreateRenderer() fyne.WidgetRenderer {
	r := &heldRenderer{h}
	r.Refresh()
	return r
}

type heldRenderer struct{ h *heldPicture }

func (r *heldRenderer) Destroy() {}

// MinSize asks for the height alone: a width as large would keep the window from shrinking.
func (r *heldRenderer) MinSize() fyne.Size { return fyne.NewSize(smallestPicture, r.h.side()) }

func (r *heldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.picture, r.h.mask, r.h.hint}
}

func (r *heldRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	for _, o := range []fyne.CanvasObject{r.h.picture, r.h.mask} {
		o.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
		o.Resize(fyne.NewSquareSize(side))
	}
	m := r.h.hint.MinSize()
	r.h.hint.Move(fyne.NewPos((size.Width-m.Width)/2, (size.Height-m.Height)/2))
	r.h.hint.Resize(m)
}

func (r *heldRenderer) Refresh() {
	h := r.h
	h.mask.FillColor, h.mask.CornerRadius = theme.Color(theme.ColorRaised), theme.CardRadius
	h.mask.StrokeWidth, h.mask.StrokeColor = 0, color.Transparent
	if h.focused {
		h.mask.StrokeWidth, h.mask.StrokeColor = 2, theme.Color(theme.ColorAccent)
	}
	h.hint.Color, h.hint.TextSize = theme.Color(theme.ColorMuted), theme.Body
	h.picture.Hidden, h.mask.Hidden, h.hint.Hidden = !h.shown, h.shown, h.shown
	r.Layout(h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// NeedsPassword is the heading of the question for the vault's password, which stands before this page.
func (s *QR) NeedsPassword() string {
	if s.Draw == nil { // one account, by whose name the page is called
		return words.T("QR code of %s", s.Title)
	}
	return s.Title
}
