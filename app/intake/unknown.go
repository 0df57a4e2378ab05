package intake

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"

	"watchword/app/print"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/vault/account"
)

// Named puts the name of a file before what is wrong with it.
func Named(path string, err error) error {
	return words.Error("%s: %w", account.Visible(filepath.Base(path)), err)
}

var (
	errEmptyFile   = words.Error("The file is empty. Export or save it again, and open the new file.")
	errDamagedJSON = words.Error("This is not valid JSON: the file is damaged or was cut off. Export it again, and open the new file.")
	errSheet       = words.Error("This is a recovery sheet. It opens a vault whose password was forgotten: choose “Recovery sheet” where the password is asked for, and open it there.")
	errNothingHere = words.Error("This is neither a picture nor an export of a program that Watchword knows, and there is no link or key of an account in it.")
)

// NoPictureMeant reports whether an error is about a file that may not have been meant as a picture.
func NoPictureMeant(err error) bool {
	return errors.Is(err, errEmptyFile) || errors.Is(err, errDamagedJSON) || errors.Is(err, errSheet) || errors.Is(err, errNothingHere)
}

// NotRead says why a file cannot be read, where err is what a reader of pictures says.
func NotRead(path string, data []byte, err error) error {
	_, sheet := print.SheetInFile(data)
	switch {
	case sheet:
		return errSheet
	case !errors.Is(err, scanner.ErrFormat) || scanner.Known(data):
		return err
	case len(data) == 0:
		return errEmptyFile
	case strings.EqualFold(filepath.Ext(path), ".json") && !json.Valid(data):
		return errDamagedJSON
	}
	return errNothingHere
}
