package scanner

import (
	"bytes"
	"fmt"
	"strings"
)

// unreadable names a file that is no picture we read, by its content and never by its name, with
// what to do instead.
func unreadable(data []byte) error {
	switch name := formatName(data); name {
	case "":
		return &PictureError{ErrFormat, "This is not a picture that can be read. Save it as PNG or JPEG, or take a screenshot of it, and try again."}
	case "empty":
		return &PictureError{ErrFormat, "This file is empty. Save the picture again and try with that."}
	case "animated WebP":
		return &PictureError{ErrFormat, "An animated WebP picture cannot be read here. Open it, take a screenshot while the QR code shows, and try that."}
	case "PNG", "JPEG", "GIF", "BMP", "WebP", "TIFF":
		return Damaged()
	case "HEIC", "AVIF":
		return &PictureError{ErrFormat, fmt.Sprintf("%s pictures cannot be read here. Open it, export it as PNG or JPEG, and try again; or show it on the screen and scan the screen.", name)}
	default:
		return &PictureError{ErrFormat, fmt.Sprintf("%s files cannot be read here. Open it so that the QR code shows on the screen, and scan the screen; or export it as PNG.", name)}
	}
}

// Known reports whether the first bytes of a file say what it is.
func Known(data []byte) bool { return len(data) > 0 && formatName(data) != "" }

// signatures are the first bytes by which a file is known. PNG to TIFF are here because a file
// that has them and could not be read is damaged, not unknown.
var signatures = []struct {
	offset int
	bytes  string
	name   string
}{
	{0, "\x89PNG\r\n\x1a\n", "PNG"},
	{0, "\xff\xd8\xff", "JPEG"},
	{0, "GIF8", "GIF"},
	{0, "BM", "BMP"},
	{8, "WEBP", "WebP"},
	{0, "II*\x00", "TIFF"},
	{0, "MM\x00*", "TIFF"},
	{0, "%PDF-", "PDF"},
	{0, "%!PS", "PostScript"},
	{0, "8BPS", "Photoshop"},
	{0, "\x00\x00\x01\x00", "Icon (ICO)"},
	{0, "\xff\x0a", "JPEG XL"},
	{0, "\x00\x00\x00\x0cJXL ", "JPEG XL"},
	{4, "ftypheic", "HEIC"},
	{4, "ftypheix", "HEIC"},
	{4, "ftyphevc", "HEIC"},
	{4, "ftypmif1", "HEIC"},
	{4, "ftypmsf1", "HEIC"},
	{4, "ftypavif", "AVIF"},
	{4, "ftypavis", "AVIF"},
	{4, "ftyp", "Video"},
	{0, "\x1aE\xdf\xa3", "Video"},
	{0, "PK\x03\x04", "ZIP, office and other packed"},
}

// formatName guesses what a file is from its content; "" means unknown.
func formatName(data []byte) string {
	if len(data) == 0 {
		return "empty"
	}
	if isAnimatedWebP(data) {
		return "animated WebP"
	}
	for _, s := range signatures {
		if len(data) >= s.offset && bytes.HasPrefix(data[s.offset:], []byte(s.bytes)) {
			return s.name
		}
	}
	head := strings.ToLower(string(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf"))))
	text := strings.TrimLeft(head, " \t\r\n")
	switch {
	case !strings.HasPrefix(text, "<"):
		return ""
	case strings.Contains(text, "<svg"):
		return "SVG"
	case strings.Contains(text, "<html"), strings.HasPrefix(text, "<!doctype html"):
		return "HTML"
	}
	return ""
}

// isAnimatedWebP reports whether the extended header of a WebP file says that it has frames.
func isAnimatedWebP(data []byte) bool {
	return len(data) > 20 && string(data[8:16]) == "WEBPVP8X" && data[20]&2 != 0
}
