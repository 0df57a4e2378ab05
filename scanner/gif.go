package scanner

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/gif"
)

// decodeGIF returns the frames of a GIF as they show, within MaxFrames and MaxPixels together.
func decodeGIF(data []byte) ([]image.Image, error) {
	head, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, Damaged()
	}
	limit := max(1, min(MaxFrames, MaxDecoded/(head.Width*head.Height)))
	kept, n := cutGIF(data, limit)
	var all *gif.GIF
	if n > 0 {
		all, err = gif.DecodeAll(bytes.NewReader(kept))
	}
	if n == 0 || err != nil || len(all.Image) == 0 {
		// What follows a whole first frame may be damaged.
		first, err := gif.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, Damaged()
		}
		return []image.Image{first}, nil
	}
	return showGIF(all), nil
}

// cutGIF ends a GIF after its first limit frames, so that decoding it is bounded, and returns how many
// frames it then has. It follows the blocks as GIF89a lays them out (sections 18 to 27).
func cutGIF(data []byte, limit int) ([]byte, int) {
	const header, screen = 6, 7
	i := header + screen
	if len(data) < i {
		return data, 0
	}
	if flags := data[header+4]; flags&0x80 != 0 {
		i += 3 << (flags&7 + 1)
	}
	frames, end := 0, 0
	for i < len(data) && frames < limit {
		switch data[i] {
		case 0x21: // an extension: label, then sub-blocks
			i = afterSubBlocks(data, i+2)
		case 0x2c: // an image: descriptor, its palette, code size, sub-blocks
			if i+10 > len(data) {
				return closeGIF(data, end), frames
			}
			w, h := binary.LittleEndian.Uint16(data[i+5:]), binary.LittleEndian.Uint16(data[i+7:])
			if checkPixels(int(w), int(h), MaxDecoded) != nil {
				return closeGIF(data, end), frames
			}
			flags := data[i+9]
			i += 10
			if flags&0x80 != 0 {
				i += 3 << (flags&7 + 1)
			}
			i = afterSubBlocks(data, i+1)
			if i <= len(data) {
				frames, end = frames+1, i
			}
		default: // the trailer, or damage
			return closeGIF(data, end), frames
		}
	}
	return closeGIF(data, end), frames
}

// closeGIF returns the first n bytes with a trailer.
func closeGIF(data []byte, n int) []byte {
	if n < len(data) && data[n] == 0x3b {
		return data[:n+1]
	}
	return append(data[:n:n], 0x3b)
}

// afterSubBlocks returns the index after a row of sub-blocks that begins at i; beyond data's end when they are cut off.
func afterSubBlocks(data []byte, i int) int {
	for i < len(data) {
		n := int(data[i])
		i += 1 + n
		if n == 0 {
			return i
		}
	}
	return len(data) + 1
}

// showGIF lays the frames over each other as their disposal says.
func showGIF(g *gif.GIF) []image.Image {
	whole := image.Rect(0, 0, g.Config.Width, g.Config.Height)
	canvas := image.NewRGBA(whole)
	shown := make([]image.Image, 0, len(g.Image))
	for i, frame := range g.Image {
		var before *image.RGBA
		if g.Disposal[i] == gif.DisposalPrevious {
			before = clone(canvas)
		}
		draw.Draw(canvas, frame.Rect, frame, frame.Rect.Min, draw.Over)
		if frame.Rect.Eq(whole) && opaque(frame) {
			shown = append(shown, frame)
		} else {
			shown = append(shown, clone(canvas))
		}
		switch g.Disposal[i] {
		case gif.DisposalPrevious:
			canvas = before
		case gif.DisposalBackground:
			draw.Draw(canvas, frame.Rect, image.Transparent, image.Point{}, draw.Src)
		}
	}
	return shown
}

func opaque(p *image.Paletted) bool {
	for _, c := range p.Palette {
		if _, _, _, a := c.RGBA(); a != 0xffff {
			return false
		}
	}
	return true
}

func clone(m *image.RGBA) *image.RGBA {
	c := *m
	c.Pix = bytes.Clone(m.Pix)
	return &c
}
