package widgets

import (
	"hash/fnv"
	"image/color"
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"watchword/app/theme"
	"watchword/assets"
)

// LetterIcon as the icon of an account means its letter, even if there is a brand mark.
const LetterIcon = "-"

// OwnIcon, if set, returns the picture (a PNG) that an account's own icon names, or nil:
// the vault keeps them.
var OwnIcon func(name string) []byte

// An Avatar is the picture of a service: the account's own, else the brand mark in white on
// its colour, else the first letter on a colour that is always the same for that issuer.
type Avatar struct {
	widget.BaseWidget

	size   float32
	issuer string
	icon   string
	set    bool
	dim    bool

	back  *canvas.Rectangle
	glyph *canvas.Image
	own   *canvas.Image
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
func (a *Avatar) Set(title string) { a.SetIcon(title, "") }

// SetIcon is [Avatar.Set] for an account that has an icon of its own: the name of a picture
// in the vault, a brand's short name, [LetterIcon], or "" to choose by title.
func (a *Avatar) SetIcon(title, icon string) {
	if a.set && a.issuer == title && a.icon == icon {
		return
	}
	a.issuer, a.icon, a.set = title, icon, true
	a.Refresh()
}

// SetSize changes the size.
func (a *Avatar) SetSize(size float32) {
	if a.size != size {
		a.size = size
		if a.text != nil {
			a.text.TextSize = size * letterSize
		}
		a.Refresh()
	}
}

// letterSize is the height of the letter as a part of the avatar's.
const letterSize = 0.44

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

// ForgetIcons drops the pictures and marks that were drawn: they tell which services somebody uses. Call it at lock.
func ForgetIcons() {
	OwnIcon = nil
	brandGlyphs.Clear()
	assets.ForgetMarks()
}

func brandOf(issuer, icon string) (glyph fyne.Resource, ground color.NRGBA, ok bool) {
	if icon == LetterIcon {
		return nil, color.NRGBA{}, false
	}
	brand, ok := assets.BrandBySlug(icon)
	if !ok {
		brand, ok = assets.Brand(issuer)
	}
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

// edgeBelow is the contrast with the background below which a ground gets an edge.
const edgeBelow = 1.6

// picture returns the account's own picture, or nil.
func (a *Avatar) picture() fyne.Resource {
	if OwnIcon == nil || len(a.icon) != 64 { // only the hash of a picture is so long
		return nil
	}
	png := OwnIcon(a.icon)
	if png == nil {
		return nil
	}
	return fyne.NewStaticResource(a.icon+".png", png)
}

// CreateRenderer implements [fyne.Widget].
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	a.back = canvas.NewRectangle(color.Transparent)
	a.glyph = canvas.NewImageFromResource(nil)
	a.glyph.FillMode = canvas.ImageFillContain
	a.own = canvas.NewImageFromResource(nil)
	a.own.FillMode = canvas.ImageFillContain
	a.text = newText(a.size*letterSize, true)

	r := &renderer{objects: []fyne.CanvasObject{a.back, a.glyph, a.own, a.text}}
	r.min = func() fyne.Size { return fyne.NewSquareSize(a.size) }
	r.layout = func(size fyne.Size) {
		x, y := (size.Width-a.size)/2, (size.Height-a.size)/2
		place(a.back, x, y, a.size, a.size)
		place(a.own, x, y, a.size, a.size)
		g := a.size * 0.56
		place(a.glyph, x+(a.size-g)/2, y+(a.size-g)/2, g, g)
		t := a.text.MinSize()
		place(a.text, x+(a.size-t.Width)/2, y+(a.size-t.Height)/2, t.Width, t.Height)
	}
	r.refresh = func() {
		a.back.CornerRadius = theme.IconRadius * a.size / theme.IconSize
		a.own.CornerRadius = a.back.CornerRadius
		own := a.picture()
		glyph, ground, ok := brandOf(a.issuer, a.icon)
		a.own.Hidden, a.glyph.Hidden, a.text.Hidden = own == nil, own != nil || !ok, own != nil || ok
		a.own.Resource = own
		switch {
		case own != nil:
			ground = color.NRGBA{}
		case ok:
			a.glyph.Resource = glyph
		default:
			a.glyph.Resource = nil
			ground = letterColor(a.issuer)
			a.text.Text, a.text.Color = letter(a.issuer), color.White
		}
		a.back.FillColor = ground
		a.back.StrokeWidth, a.back.StrokeColor = 0, color.Transparent
		if own == nil && theme.Contrast(ground, theme.Color(fynetheme.ColorNameBackground)) < edgeBelow {
			a.back.StrokeWidth, a.back.StrokeColor = 1, theme.Color(theme.ColorStroke)
		}
		a.own.Translucency = 0
		a.glyph.Translucency = 0
		if a.dim {
			ground.A = 0x80
			a.back.FillColor = ground
			a.glyph.Translucency, a.own.Translucency = 0.45, 0.45
		}
		r.layout(a.Size())
	}
	r.refresh()
	return r
}
