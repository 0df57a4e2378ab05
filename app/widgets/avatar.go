package widgets

import (
	"hash/fnv"
	"image/color"
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets"
)

// An Avatar is the picture of a service: its brand mark in white on its colour, else
// the first letter on a colour that is always the same for that issuer.
type Avatar struct {
	widget.BaseWidget

	size   float32
	issuer string
	set    bool
	dim    bool

	back  *canvas.Rectangle
	glyph *canvas.Image
	text  *canvas.Text
}

var _ fyne.Accessible = (*Avatar)(nil)

// NewAvatar returns an avatar of the given size.
func NewAvatar(size float32) *Avatar {
	a := &Avatar{size: size}
	a.ExtendBaseWidget(a)
	return a
}

// AccessibilityLabel implements [fyne.Accessible].
func (a *Avatar) AccessibilityLabel() string { return a.issuer }

// AccessibilityRole implements [fyne.Accessible].
func (*Avatar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Set shows the service of an account; title is what the letter is taken from.
func (a *Avatar) Set(title string) {
	if a.set && a.issuer == title {
		return
	}
	a.issuer, a.set = title, true
	a.Refresh()
}

// Dim draws the avatar faintly: the account cannot be chosen.
func (a *Avatar) Dim(dim bool) {
	if a.dim != dim {
		a.dim = dim
		a.Refresh()
	}
}

// letterColors are the grounds of letter avatars; white has a contrast of at least 4.5
// on each.
var letterColors = []uint32{0x7A4FD6, 0x0F7B70, 0x2F6BD8, 0xB4467A, 0xB4491F, 0x4C7A1E, 0x8C5A12, 0x5561B8, 0xA63D3D, 0x3B6E8F}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func letterColor(title string) color.NRGBA {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(title)))
	return rgb(letterColors[h.Sum32()%uint32(len(letterColors))])
}

func letter(title string) string {
	for _, r := range title {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "?"
}

// brandGlyphs keeps the drawn resources: a list makes the same few again and again.
var brandGlyphs sync.Map // slug -> fyne.Resource

func brandOf(issuer string) (glyph fyne.Resource, ground color.NRGBA, ok bool) {
	brand, ok := assets.Brand(issuer)
	if !ok {
		return nil, color.NRGBA{}, false
	}
	ground = parseHex(brand.Color)
	if g, found := brandGlyphs.Load(brand.Slug); found {
		return g.(fyne.Resource), ground, true
	}
	g := fyne.NewStaticResource("brand-"+brand.Slug+".svg", brand.SVG(""))
	brandGlyphs.Store(brand.Slug, g)
	return g, ground, true
}

func parseHex(s string) color.NRGBA {
	var v uint32
	for _, r := range strings.TrimPrefix(s, "#") {
		v <<= 4
		switch {
		case r >= '0' && r <= '9':
			v |= uint32(r - '0')
		case r >= 'a' && r <= 'f':
			v |= uint32(r-'a') + 10
		case r >= 'A' && r <= 'F':
			v |= uint32(r-'A') + 10
		}
	}
	return rgb(v)
}

// CreateRenderer implements [fyne.Widget].
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	a.back = canvas.NewRectangle(color.Transparent)
	a.glyph = canvas.NewImageFromResource(nil)
	a.glyph.FillMode = canvas.ImageFillContain
	a.text = newText(a.size*0.42, true)

	r := &renderer{objects: []fyne.CanvasObject{a.back, a.glyph, a.text}}
	r.min = func() fyne.Size { return fyne.NewSquareSize(a.size) }
	r.layout = func(size fyne.Size) {
		x, y := (size.Width-a.size)/2, (size.Height-a.size)/2
		place(a.back, x, y, a.size, a.size)
		g := a.size * 0.56
		place(a.glyph, x+(a.size-g)/2, y+(a.size-g)/2, g, g)
		t := a.text.MinSize()
		place(a.text, x+(a.size-t.Width)/2, y+(a.size-t.Height)/2, t.Width, t.Height)
	}
	r.refresh = func() {
		a.back.CornerRadius = theme.IconRadius * a.size / theme.IconSize
		glyph, ground, ok := brandOf(a.issuer)
		a.glyph.Hidden, a.text.Hidden = !ok, ok
		if ok {
			a.glyph.Resource = glyph
		} else {
			ground = letterColor(a.issuer)
			a.text.Text, a.text.Color = letter(a.issuer), color.White
		}
		a.back.FillColor = ground
		// A ground too near the background gets a lighter edge.
		a.back.StrokeWidth, a.back.StrokeColor = 1, theme.Color(theme.ColorStroke)
		a.glyph.Translucency = 0
		if a.dim {
			ground.A = 0x80
			a.back.FillColor = ground
			a.glyph.Translucency = 0.45
		}
		r.layout(a.Size())
	}
	r.refresh()
	return r
}
