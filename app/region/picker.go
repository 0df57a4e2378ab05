package region

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/app/widgets"
	"watchword/assets/words"
)

// A picker shows a picture and lets a rectangle be drawn on it, by pointer and by keys.
type picker struct {
	widget.BaseWidget
	onEnter   func()
	onChanged func()

	levels []image.Image
	marks  []image.Rectangle
	view   view
	sel    rect // in pixels of the picture; empty for none

	anchor  [2]float64 // of the rectangle that is being drawn, in pixels of the picture
	panning bool
	focused bool
}

// rect is a rectangle that is being drawn.
type rect struct{ left, top, right, bottom float64 }

func (r rect) empty() bool { return r.right <= r.left || r.bottom <= r.top }

var (
	_ desktop.Mouseable  = (*picker)(nil)
	_ desktop.Cursorable = (*picker)(nil)
	_ fyne.Draggable     = (*picker)(nil)
	_ fyne.Scrollable    = (*picker)(nil)
	_ fyne.Focusable     = (*picker)(nil)
	_ fyne.Accessible    = (*picker)(nil)
)

func newPicker() *picker {
	p := &picker{}
	p.ExtendBaseWidget(p)
	return p
}

// show takes another picture; the first of its marks is the first rectangle.
func (p *picker) show(levels []image.Image, marks []image.Rectangle) {
	p.levels, p.marks, p.sel = levels, marks, rect{}
	p.view.pw, p.view.ph = 0, 0
	if len(levels) > 0 {
		b := levels[0].Bounds()
		p.view.pw, p.view.ph = float64(b.Dx()), float64(b.Dy())
	}
	p.view.fit()
	if len(marks) > 0 {
		m := marks[0]
		p.set(rect{float64(m.Min.X), float64(m.Min.Y), float64(m.Max.X), float64(m.Max.Y)})
		p.approach()
	}
	p.Refresh()
}

// approach zooms in until what is marked takes half of the room.
func (p *picker) approach() {
	w, h := (p.sel.right-p.sel.left)*p.view.zoom, (p.sel.bottom-p.sel.top)*p.view.zoom
	if w <= 0 || h <= 0 || p.view.width == 0 {
		return
	}
	if factor := math.Min(p.view.width/w, p.view.height/h) / 2; factor > 1 {
		p.zoomBy(factor)
		p.view.x = (p.sel.left+p.sel.right)/2 - p.view.width/2/p.view.zoom
		p.view.y = (p.sel.top+p.sel.bottom)/2 - p.view.height/2/p.view.zoom
		p.view.settle()
	}
}

// part is the marked part in whole pixels.
func (p *picker) part() image.Rectangle {
	if p.sel.empty() {
		return image.Rectangle{}
	}
	r := image.Rect(int(math.Floor(p.sel.left)), int(math.Floor(p.sel.top)), int(math.Ceil(p.sel.right)), int(math.Ceil(p.sel.bottom)))
	return r.Intersect(image.Rect(0, 0, int(p.view.pw), int(p.view.ph)))
}

// set marks a part, as far as it lies in the picture.
func (p *picker) set(r rect) {
	p.sel = rect{math.Max(0, r.left), math.Max(0, r.top), math.Min(p.view.pw, r.right), math.Min(p.view.ph, r.bottom)}
	p.Refresh()
	if p.onChanged != nil {
		p.onChanged()
	}
}

func (p *picker) fit() {
	p.view.fit()
	p.Refresh()
}

// zoomBy zooms round what is marked, else round the middle.
func (p *picker) zoomBy(factor float64) {
	x, y := p.view.width/2, p.view.height/2
	if !p.sel.empty() {
		x, y = p.view.toWidget((p.sel.left+p.sel.right)/2, (p.sel.top+p.sel.bottom)/2)
	}
	p.view.zoomAt(factor, x, y)
	p.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *picker) AccessibilityLabel() string {
	if r := p.part(); !r.Empty() {
		return words.T("Picture; %d by %d pixels are marked, %d from the left and %d from the top", r.Dx(), r.Dy(), r.Min.X, r.Min.Y)
	}
	return words.T("Picture; nothing is marked")
}

// AccessibilityRole implements [fyne.Accessible].
func (*picker) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Cursor implements [desktop.Cursorable].
func (*picker) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// grip is how near to a corner a drag takes that corner, in units.
const grip = 12

// MouseDown implements [desktop.Mouseable]: a rectangle begins here, or a corner is taken;
// the other buttons move the picture.
func (p *picker) MouseDown(ev *desktop.MouseEvent) {
	touched()
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p)
	}
	x, y := float64(ev.Position.X), float64(ev.Position.Y)
	if p.panning = ev.Button != desktop.MouseButtonPrimary; p.panning {
		return
	}
	if opposite, ok := p.cornerAt(x, y); ok {
		p.anchor = opposite
		return
	}
	px, py := p.view.toPicture(x, y)
	p.anchor = [2]float64{px, py}
}

// cornerAt returns the corner opposite to the one that the pointer is at.
func (p *picker) cornerAt(x, y float64) (opposite [2]float64, ok bool) {
	if p.sel.empty() {
		return opposite, false
	}
	for _, c := range [][4]float64{
		{p.sel.left, p.sel.top, p.sel.right, p.sel.bottom}, {p.sel.right, p.sel.top, p.sel.left, p.sel.bottom},
		{p.sel.left, p.sel.bottom, p.sel.right, p.sel.top}, {p.sel.right, p.sel.bottom, p.sel.left, p.sel.top},
	} {
		wx, wy := p.view.toWidget(c[0], c[1])
		if math.Hypot(x-wx, y-wy) <= grip {
			return [2]float64{c[2], c[3]}, true
		}
	}
	return opposite, false
}

// MouseUp implements [desktop.Mouseable].
func (*picker) MouseUp(*desktop.MouseEvent) { touched() }

// Dragged implements [fyne.Draggable].
func (p *picker) Dragged(ev *fyne.DragEvent) {
	if p.panning {
		p.view.x -= float64(ev.Dragged.DX) / p.view.zoom
		p.view.y -= float64(ev.Dragged.DY) / p.view.zoom
		p.view.settle()
		p.Refresh()
		return
	}
	x, y := p.view.toPicture(float64(ev.Position.X), float64(ev.Position.Y))
	p.set(rect{math.Min(p.anchor[0], x), math.Min(p.anchor[1], y), math.Max(p.anchor[0], x), math.Max(p.anchor[1], y)})
}

// DragEnd implements [fyne.Draggable].
func (p *picker) DragEnd() { p.panning = false }

// Scrolled implements [fyne.Scrollable]: the wheel zooms at the pointer.
func (p *picker) Scrolled(ev *fyne.ScrollEvent) {
	touched()
	if ev.Scrolled.DY == 0 {
		return
	}
	factor := zoomStep
	if ev.Scrolled.DY < 0 {
		factor = 1 / zoomStep
	}
	p.view.zoomAt(factor, float64(ev.Position.X), float64(ev.Position.Y))
	p.Refresh()
}

// FocusGained implements [fyne.Focusable].
func (p *picker) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost implements [fyne.Focusable].
func (p *picker) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune implements [fyne.Focusable].
func (p *picker) TypedRune(r rune) {
	touched()
	switch r {
	case '+', '=':
		p.zoomBy(zoomStep)
	case '-', '_':
		p.zoomBy(1 / zoomStep)
	case '0':
		p.fit()
	}
}

// TypedKey implements [fyne.Focusable].
func (p *picker) TypedKey(ev *fyne.KeyEvent) {
	if !p.key(ev) && widgets.OnKey != nil {
		widgets.OnKey(ev)
	}
}

// key handles a key; it reports false for one that is not the picture's own.
func (p *picker) key(ev *fyne.KeyEvent) bool {
	touched()
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.onEnter()
	case fyne.KeyLeft:
		p.step(-1, 0)
	case fyne.KeyRight:
		p.step(1, 0)
	case fyne.KeyUp:
		p.step(0, -1)
	case fyne.KeyDown:
		p.step(0, 1)
	default:
		return false
	}
	return true
}

// step moves the rectangle, or its lower right corner while Shift is held. The first key
// makes one in the middle of what shows.
func (p *picker) step(dx, dy float64) {
	if p.view.pw == 0 {
		return
	}
	if p.sel.empty() {
		cx, cy := p.view.toPicture(p.view.width/2, p.view.height/2)
		half := math.Min(p.view.width, p.view.height) / p.view.zoom / 4
		p.set(rect{cx - half, cy - half, cx + half, cy + half})
		return
	}
	by := math.Max(1, 16/p.view.zoom) // about the same on the screen, whatever the zoom
	dx, dy = dx*by, dy*by
	r := p.sel
	if shift() {
		r.right, r.bottom = math.Max(r.left+smallest, r.right+dx), math.Max(r.top+smallest, r.bottom+dy)
	} else {
		dx = math.Min(math.Max(dx, -r.left), p.view.pw-r.right)
		dy = math.Min(math.Max(dy, -r.top), p.view.ph-r.bottom)
		r = rect{r.left + dx, r.top + dy, r.right + dx, r.bottom + dy}
	}
	p.set(r)
	p.view.reveal(p.sel.left, p.sel.top, p.sel.right, p.sel.bottom)
	p.Refresh()
}

func shift() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

func touched() {
	if widgets.OnInput != nil {
		widgets.OnInput()
	}
}

// CreateRenderer implements [fyne.Widget].
func (p *picker) CreateRenderer() fyne.WidgetRenderer {
	r := &pickerRenderer{p: p}
	r.raster = canvas.NewRaster(func(w, h int) image.Image {
		return p.view.render(p.levels, w, h, theme.Color(theme.ColorSurface))
	})
	for i := range r.shade {
		r.shade[i] = canvas.NewRectangle(color.NRGBA{A: 0x80})
	}
	r.frame = canvas.NewRectangle(color.Transparent)
	for i := range r.corners {
		r.corners[i] = canvas.NewCircle(color.Transparent)
	}
	r.edge = canvas.NewRectangle(color.Transparent)
	r.Refresh()
	return r
}

// pickerRenderer draws the picture, a shade over what is not marked, and the marks.
type pickerRenderer struct {
	p       *picker
	raster  *canvas.Raster
	shade   [4]*canvas.Rectangle
	frame   *canvas.Rectangle
	corners [4]*canvas.Circle
	seen    []*canvas.Rectangle
	edge    *canvas.Rectangle
	drawn   drawing
}

// drawing is what the picture was drawn for: a rectangle that moves over it draws nothing
// anew.
type drawing struct {
	view   view
	levels int
	empty  color.Color
}

func (r *pickerRenderer) Destroy()           {}
func (r *pickerRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 120) }

func (r *pickerRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.raster}
	for _, o := range r.seen {
		out = append(out, o)
	}
	for _, o := range r.shade {
		out = append(out, o)
	}
	out = append(out, r.frame)
	for _, o := range r.corners {
		out = append(out, o)
	}
	return append(out, r.edge)
}

func (r *pickerRenderer) Layout(size fyne.Size) {
	first := r.p.view.width == 0
	r.p.view.resize(float64(size.Width), float64(size.Height))
	if first {
		r.p.approach() // what was marked before there was room
	}
	r.raster.Resize(size)
	r.edge.Resize(size)
	r.place()
}

// place puts the marks where they belong in the view.
func (r *pickerRenderer) place() {
	p, size := r.p, r.p.Size()
	for len(r.seen) < len(p.marks) {
		r.seen = append(r.seen, canvas.NewRectangle(color.Transparent))
	}
	for i, o := range r.seen {
		if o.Hidden = i >= len(p.marks); !o.Hidden {
			m := p.marks[i]
			o.StrokeColor, o.StrokeWidth = theme.Color(theme.ColorAmber), 2
			r.put(o, rect{float64(m.Min.X), float64(m.Min.Y), float64(m.Max.X), float64(m.Max.Y)}, size)
		}
	}
	hidden := p.sel.empty()
	x0, y0 := p.view.toWidget(p.sel.left, p.sel.top)
	x1, y1 := p.view.toWidget(p.sel.right, p.sel.bottom)
	w, h := float64(size.Width), float64(size.Height)
	x0, x1 = clamp(x0, w), clamp(x1, w)
	y0, y1 = clamp(y0, h), clamp(y1, h)
	for i, a := range [4]rect{{0, 0, w, y0}, {0, y1, w, h}, {0, y0, x0, y1}, {x1, y0, w, y1}} {
		r.shade[i].Hidden = hidden
		move(r.shade[i], a.left, a.top, a.right-a.left, a.bottom-a.top)
	}
	r.frame.Hidden = hidden
	r.frame.StrokeColor, r.frame.StrokeWidth = theme.Color(theme.ColorAccent), 2
	move(r.frame, x0, y0, x1-x0, y1-y0)
	const dot = 10
	for i, at := range [4][2]float64{{x0, y0}, {x1, y0}, {x0, y1}, {x1, y1}} {
		c := r.corners[i]
		c.Hidden = hidden
		c.FillColor, c.StrokeColor, c.StrokeWidth = theme.Color(theme.ColorAccent), theme.Color(theme.ColorOnAcc), 1
		c.Move(fyne.NewPos(float32(at[0]-dot/2), float32(at[1]-dot/2)))
		c.Resize(fyne.NewSquareSize(dot))
	}
	r.edge.StrokeWidth, r.edge.StrokeColor = 1, theme.Color(theme.ColorStroke)
	if p.focused {
		r.edge.StrokeWidth, r.edge.StrokeColor = 2, theme.Color(theme.ColorAccent)
	}
}

// put places a rectangle of the picture, cut to the widget.
func (r *pickerRenderer) put(o fyne.CanvasObject, a rect, size fyne.Size) {
	x0, y0 := r.p.view.toWidget(a.left, a.top)
	x1, y1 := r.p.view.toWidget(a.right, a.bottom)
	w, h := float64(size.Width), float64(size.Height)
	x0, x1, y0, y1 = clamp(x0, w), clamp(x1, w), clamp(y0, h), clamp(y1, h)
	move(o, x0, y0, x1-x0, y1-y0)
}

func clamp(at, most float64) float64 { return math.Min(math.Max(at, 0), most) }

func move(o fyne.CanvasObject, x, y, w, h float64) {
	o.Move(fyne.NewPos(float32(x), float32(y)))
	o.Resize(fyne.NewSize(float32(w), float32(h)))
}

func (r *pickerRenderer) Refresh() {
	r.place()
	if drawn := (drawing{r.p.view, len(r.p.levels), theme.Color(theme.ColorSurface)}); drawn != r.drawn {
		r.drawn = drawn
		r.raster.Refresh()
	}
	for _, o := range r.Objects()[1:] {
		o.Refresh()
	}
}
