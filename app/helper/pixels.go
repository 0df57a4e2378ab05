package helper

import (
	"bufio"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"io"

	"watchword/scanner"
)

// A frame is a decoded picture on its way: what its pixels are, and then the pixels themselves, row by
// row. What has sixteen bits a colour goes with the upper eight, which is all that the scanner looks at.
type frame struct {
	Kind    string
	W, H    int
	Ratio   image.YCbCrSubsampleRatio `json:",omitempty"`
	Palette [][4]uint8                `json:",omitempty"` // red, green, blue, alpha, not premultiplied
}

// mostFrames is the room for the description of the frames: each may have a palette of 256 colours.
const mostFrames = 4 << 20

// A part is a rectangle of bytes of a picture. skip is 2 where every second byte is left out.
type part struct {
	pix          []uint8
	stride, w, h int // w in bytes that are sent
	skip         int
}

// describe says what a picture is and where its bytes lie. Pictures of a type that is not known are
// converted.
func describe(img image.Image) (frame, []part) {
	b := img.Bounds()
	f := frame{W: b.Dx(), H: b.Dy()}
	one := func(kind string, pix []uint8, stride, bytes, skip int) (frame, []part) {
		f.Kind = kind
		return f, []part{{pix, stride, f.W * bytes, f.H, skip}}
	}
	switch m := img.(type) {
	case *image.Gray:
		return one("gray", m.Pix, m.Stride, 1, 1)
	case *image.Gray16:
		return one("gray", m.Pix, m.Stride, 1, 2)
	case *image.RGBA:
		return one("rgba", m.Pix, m.Stride, 4, 1)
	case *image.RGBA64:
		return one("rgba", m.Pix, m.Stride, 4, 2)
	case *image.NRGBA:
		return one("nrgba", m.Pix, m.Stride, 4, 1)
	case *image.NRGBA64:
		return one("nrgba", m.Pix, m.Stride, 4, 2)
	case *image.CMYK:
		return one("cmyk", m.Pix, m.Stride, 4, 1)
	case *image.Paletted:
		f.Palette = colours(m.Palette)
		return one("paletted", m.Pix, m.Stride, 1, 1)
	case *image.YCbCr:
		if b.Min == (image.Point{}) {
			return f.ycbcr("ycbcr", m)
		}
	case *image.NYCbCrA:
		if b.Min == (image.Point{}) {
			g, parts := f.ycbcr("nycbcra", &m.YCbCr)
			return g, append(parts, part{m.A, m.AStride, f.W, f.H, 1})
		}
	}
	plain := image.NewRGBA(image.Rect(0, 0, f.W, f.H))
	draw.Draw(plain, plain.Rect, img, b.Min, draw.Src)
	return one("rgba", plain.Pix, plain.Stride, 4, 1)
}

func (f frame) ycbcr(kind string, m *image.YCbCr) (frame, []part) {
	f.Kind, f.Ratio = kind, m.SubsampleRatio
	w, h := chroma(f)
	return f, []part{{m.Y, m.YStride, f.W, f.H, 1}, {m.Cb, m.CStride, w, h, 1}, {m.Cr, m.CStride, w, h, 1}}
}

// chroma is the size of the planes of colour.
func chroma(f frame) (w, h int) {
	small := image.NewYCbCr(image.Rect(0, 0, f.W, 1), f.Ratio)
	tall := image.NewYCbCr(image.Rect(0, 0, 1, f.H), f.Ratio)
	return small.CStride, len(tall.Cb) / max(1, tall.CStride)
}

func colours(p color.Palette) (out [][4]uint8) {
	for _, c := range p {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		out = append(out, [4]uint8{n.R, n.G, n.B, n.A})
	}
	return out
}

// empty makes the picture whose pixels are still to come, and says where they go.
func (f frame) empty() (image.Image, []part, bool) {
	r := image.Rect(0, 0, f.W, f.H)
	switch f.Kind {
	case "gray":
		m := image.NewGray(r)
		return m, []part{{m.Pix, m.Stride, f.W, f.H, 1}}, true
	case "rgba":
		m := image.NewRGBA(r)
		return m, []part{{m.Pix, m.Stride, 4 * f.W, f.H, 1}}, true
	case "nrgba":
		m := image.NewNRGBA(r)
		return m, []part{{m.Pix, m.Stride, 4 * f.W, f.H, 1}}, true
	case "cmyk":
		m := image.NewCMYK(r)
		return m, []part{{m.Pix, m.Stride, 4 * f.W, f.H, 1}}, true
	case "paletted":
		m := image.NewPaletted(r, nil)
		for _, c := range f.Palette {
			m.Palette = append(m.Palette, color.NRGBA{c[0], c[1], c[2], c[3]})
		}
		// A pixel beyond the palette would be a fault of whoever looks at it.
		for len(m.Palette) < 256 {
			m.Palette = append(m.Palette, color.NRGBA{A: 255})
		}
		return m, []part{{m.Pix, m.Stride, f.W, f.H, 1}}, true
	case "ycbcr", "nycbcra":
		if f.Ratio < image.YCbCrSubsampleRatio444 || f.Ratio > image.YCbCrSubsampleRatio410 {
			return nil, nil, false
		}
		if f.Kind == "ycbcr" {
			m := image.NewYCbCr(r, f.Ratio)
			_, parts := f.ycbcr(f.Kind, m)
			return m, parts, true
		}
		m := image.NewNYCbCrA(r, f.Ratio)
		_, parts := f.ycbcr(f.Kind, &m.YCbCr)
		return m, append(parts, part{m.A, m.AStride, f.W, f.H, 1}), true
	}
	return nil, nil, false
}

// sendFrames sends pictures as an answer.
func (c *channel) sendFrames(frames []image.Image) error {
	var list []frame
	var parts []part
	for _, img := range frames {
		f, p := describe(img)
		list, parts = append(list, f), append(parts, p...)
	}
	head, err := json.Marshal(list)
	if err != nil {
		return err
	}
	if err := c.send(kindAnswer, head); err != nil {
		return err
	}
	out := bufio.NewWriterSize(c.out, 256<<10)
	for _, p := range parts {
		if err := p.write(out); err != nil {
			return gone(err)
		}
	}
	return gone(out.Flush())
}

// write writes the rows without what lies between them.
func (p part) write(out io.Writer) error {
	row := make([]uint8, p.w)
	for y := range p.h {
		src := p.pix[y*p.stride:]
		if p.skip == 1 {
			row = src[:p.w]
		} else {
			for x := range row {
				row[x] = src[x*p.skip]
			}
		}
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// takeFrames reads pictures, within the bounds of the scanner.
func (c *channel) takeFrames(m message) ([]image.Image, error) {
	head, err := c.body(m, mostFrames)
	if err != nil {
		return nil, err
	}
	var list []frame
	if err := json.Unmarshal(head, &list); err != nil || len(list) == 0 || len(list) > scanner.MaxFrames {
		return nil, errWords
	}
	pixels := 0
	var images []image.Image
	for _, f := range list {
		if f.W <= 0 || f.H <= 0 || f.W > scanner.MaxSide || f.H > scanner.MaxSide || len(f.Palette) > 256 {
			return nil, errWords
		}
		if pixels += f.W * f.H; pixels > scanner.MaxDecoded {
			return nil, errWords
		}
		img, parts, ok := f.empty()
		if !ok {
			return nil, errWords
		}
		for _, p := range parts {
			if err := c.fill(p.pix[:p.w*p.h]); err != nil { // what is made here has no gaps
				return nil, err
			}
		}
		images = append(images, img)
	}
	return images, nil
}
