package scanner

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
)

// orientation returns the EXIF orientation of a JPEG, PNG, WebP or TIFF, 1 to 8; 1 (upright) when there is
// none or it is damaged, for then the picture is shown as it lies. Exif 2.32, 4.6.4 A.
func orientation(data []byte, format string) int {
	var tiff []byte
	switch format {
	case "jpeg":
		tiff = exifOfJPEG(data)
	case "png":
		tiff = exifOfPNG(data)
	case "webp":
		tiff = exifOfWebP(data)
	case "tiff":
		tiff = data
	}
	return orientationTag(tiff)
}

// exifOfJPEG finds the APP1 segment "Exif" among the segments before the first scan.
func exifOfJPEG(data []byte) []byte {
	for i := 2; i+4 <= len(data) && data[i] == 0xff; {
		marker, size := data[i+1], int(binary.BigEndian.Uint16(data[i+2:]))
		if marker == 0xff { // a fill byte
			i++
			continue
		}
		if marker == 0xda || size < 2 || i+2+size > len(data) {
			return nil
		}
		body := data[i+4 : i+2+size]
		if marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return body[6:]
		}
		i += 2 + size
	}
	return nil
}

// exifOfPNG finds the chunk eXIf (PNG, third edition, 11.3.4.5).
func exifOfPNG(data []byte) []byte {
	for i := 8; i+12 <= len(data); {
		size := int64(binary.BigEndian.Uint32(data[i:]))
		if int64(i)+12+size > int64(len(data)) {
			return nil
		}
		if string(data[i+4:i+8]) == "eXIf" {
			return data[i+8 : int64(i)+8+size]
		}
		i += 12 + int(size)
	}
	return nil
}

// exifOfWebP finds the RIFF chunk EXIF.
func exifOfWebP(data []byte) []byte {
	for i := 12; i+8 <= len(data); {
		size := int64(binary.LittleEndian.Uint32(data[i+4:]))
		if int64(i)+8+size > int64(len(data)) {
			return nil
		}
		if string(data[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(data[i+8:int64(i)+8+size], []byte("Exif\x00\x00"))
		}
		i += 8 + int(size+size&1)
	}
	return nil
}

// orientationTag reads tag 0x0112 of the first directory of a TIFF structure.
func orientationTag(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	for n := int64(order.Uint16(tiff[at:])); n > 0; n-- {
		at += 12
		if at+2 > int64(len(tiff)) {
			return 1
		}
		entry := tiff[at-10 : at+2]
		if order.Uint16(entry) == 0x0112 {
			if o := int(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// upright turns a picture so that it stands as its orientation says.
func upright(img image.Image, orientation int) image.Image {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if orientation >= 5 { // these lie on their side
		w, h = h, w
	}
	stored := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(stored, stored.Rect, img, b.Min, draw.Src)
	turned := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := turned.Pix[y*turned.Stride:]
		for x := range w {
			sx, sy := unturn(x, y, w, h, orientation)
			copy(row[4*x:4*x+4], stored.Pix[sy*stored.Stride+4*sx:])
		}
	}
	return turned
}

// unturn gives the stored pixel that shows at (x, y) of the upright picture of size w, h.
func unturn(x, y, w, h, orientation int) (int, int) {
	switch orientation {
	case 2: // mirrored left to right
		return w - 1 - x, y
	case 3: // half a turn
		return w - 1 - x, h - 1 - y
	case 4: // mirrored top to bottom
		return x, h - 1 - y
	case 5: // mirrored along the main diagonal
		return y, x
	case 6: // to be turned a quarter clockwise
		return y, w - 1 - x
	case 7: // mirrored along the other diagonal
		return h - 1 - y, w - 1 - x
	case 8: // to be turned a quarter anticlockwise
		return h - 1 - y, x
	}
	return x, y
}
