package intake

import (
	"context"

	"watchword/app/helper"
	"watchword/app/print"
	"watchword/assets/words"
	"watchword/scanner"
)

var (
	// ErrSheetPDF means that a PDF is none of ours: a scan of the sheet, perhaps.
	ErrSheetPDF = words.Error("No recovery key was found in this PDF. If it is a scan of the sheet, take a picture of it, show it on the screen and scan that, or type the key.")
	// ErrNoSheetQR means that nothing on a picture is the code of a sheet.
	ErrNoSheetQR = words.Error("No QR code of a recovery sheet was found. The whole code must be visible, straight and sharp. Or type the key.")
)

// SheetKey returns the key in the file of a recovery sheet: our text, our PDF, or a picture of either. Its errors
// are those above and the scanner's, [scanner.ErrFormat] for what is no picture.
func SheetKey(ctx context.Context, data []byte) (string, error) {
	if key, ok := print.SheetKey(string(data)); ok {
		return key, nil
	}
	if key, ok := print.SheetInFile(data); ok {
		return key, nil
	}
	if print.IsPDF(data) {
		return "", ErrSheetPDF
	}
	found, err := helper.Scan(ctx, data, scanner.Options{})
	if err != nil {
		return "", err
	}
	return SheetIn(found)
}

// SheetIn returns the first key of a recovery sheet among the texts of QR codes.
func SheetIn(found scanner.Result) (string, error) {
	for _, code := range found.Codes {
		if key, ok := print.SheetKey(code.Text); ok {
			return key, nil
		}
	}
	return "", ErrNoSheetQR
}
