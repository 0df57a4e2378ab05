package transfer

import (
	"bytes"
	"context"

	"watchword/assets/words"
	"watchword/vault/account"
)

var (
	errNoQR     = words.Error("There is no QR code with accounts in this picture. Take one in which the whole code is visible and sharp.")
	errNoReader = words.Error("Pictures cannot be read here.")
)

// qrPictures reads the QR codes in a picture.
func qrPictures() Format {
	return Format{
		ID:      "qr",
		Name:    words.Mark("Pictures of QR codes"),
		How:     words.Mark("Save or photograph the QR codes that a service or another authenticator shows, as PNG, JPEG, GIF, WebP or BMP. Several codes may be in one picture."),
		Brings:  words.Mark("Issuer, name, key and settings of every code, several from one picture."),
		Leaves:  words.Mark("Tags, notes, marks: QR codes have none."),
		step:    stepMagic,
		picture: true,
		Detect:  func(data []byte) bool { return isPicture(data) || isForeignPicture(data) },
		Read:    readPicture,
	}
}

// isPicture knows pictures by their first bytes.
func isPicture(data []byte) bool {
	for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xFF\xD8\xFF", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	if len(data) < 30 {
		return false
	}
	// BMP has two letters alone: its size of header must be one that exists too.
	bmp := data[0] == 'B' && data[1] == 'M' && data[15] == 0 && data[16] == 0 && data[17] == 0 && data[14] >= 12
	return bmp || string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// isForeignPicture knows what shows QR codes and cannot be read here: whoever decodes pictures
// says what to do instead.
func isForeignPicture(data []byte) bool {
	for _, magic := range []string{"%PDF-", "%!PS", "8BPS", "\x00\x00\x01\x00", "\xFF\x0A", "\x00\x00\x00\x0CJXL "} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	if len(data) > 12 && string(data[4:8]) == "ftyp" { // HEIC, AVIF, videos
		return true
	}
	head := bytes.ToLower(data[:min(len(data), 1024)])
	return firstByte(head) == '<' && bytes.Contains(head, []byte("<svg")) && !bytes.Contains(head, []byte("<html")) && !account.MayHoldLinks(string(data[:min(len(data), maxText)]))
}

func readPicture(ctx context.Context, data []byte, env Env) (Result, error) {
	var r Result
	if env.DecodeQR == nil {
		return r, errNoReader
	}
	texts, err := env.DecodeQR(ctx, data)
	if err != nil && len(texts) == 0 {
		return r, err
	}
	links := 0
	for _, text := range texts {
		if len(text) > maxString || !account.IsLink(text) {
			r.keep(words.Mark("it shows another code too"))
			continue
		}
		if err := r.next(ctx); err != nil {
			return r, err
		}
		links++
		r.addLink(len(r.Accounts)+len(r.Failures)+1, text)
	}
	if links == 0 {
		return r, errNoQR
	}
	return r, nil
}
