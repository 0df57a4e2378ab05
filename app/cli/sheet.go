package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"watchword/app/helper"
	"watchword/app/print"
	"watchword/scanner"
	"watchword/vault"
)

// maxSheet bounds the file of a recovery sheet: a text has about two kilobytes, a picture
// of a phone some megabytes.
const maxSheet = 64 << 20

// readSheet returns the key in the file of a recovery sheet: a text, or a picture of it.
func readSheet(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("The recovery sheet cannot be read (%w). Check the name of its file.", bare(err))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSheet))
	if err != nil {
		return "", fmt.Errorf("The recovery sheet cannot be read (%w).", bare(err))
	}
	if key, ok := print.SheetKey(string(text)); ok {
		return key, nil
	}
	if strings.HasPrefix(string(text), "%PDF-") {
		return "", errors.New("The PDF of a recovery sheet cannot be read here. Give a picture of it, or type its key into a text file.")
	}
	found, err := helper.Scan(ctx, text, scanner.Options{})
	if errors.Is(err, scanner.ErrFormat) {
		return "", vault.ErrBadSheetKey // it is no picture either
	}
	if err != nil {
		return "", err
	}
	for _, code := range found.Codes {
		if key, ok := print.SheetKey(code.Text); ok {
			return key, nil
		}
	}
	return "", vault.ErrBadSheetKey
}

// openBySheet is an [opener] with the key of a recovery sheet.
func (p *program) openBySheet(key string) opener {
	return func(context.Context) (*vault.Vault, error) {
		locked, err := p.locked()
		if err != nil {
			return nil, err
		}
		return locked.UnlockWithSheet(key)
	}
}

// newSheetFile makes a new file that only the person can read.
func newSheetFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("There is a file at %s already; nothing was changed. Name another file for the recovery sheet.", path)
	}
	if err != nil {
		return nil, fmt.Errorf("The recovery sheet cannot be written to %s (%w). Name another file.", path, bare(err))
	}
	return f, nil
}

// fillSheet makes a recovery sheet and writes it in place of what is in the file. Only when
// it is on disk does the vault take it over, to be saved by the caller.
func fillSheet(v *vault.Vault, out *os.File) error {
	sheet, err := v.MakeSheet()
	if err != nil {
		return err
	}
	page, err := print.SheetData(sheet, out.Name())
	if err != nil {
		return err
	}
	if err := out.Truncate(0); err != nil {
		return bare(err)
	}
	if _, err := out.WriteAt(page, 0); err != nil {
		return bare(err)
	}
	if err := out.Sync(); err != nil {
		return bare(err)
	}
	return v.AdoptSheet(sheet)
}

// finishSheet says where the sheet is, or deletes one that the vault did not take over: it
// would open nothing.
func (p *program) finishSheet(out *os.File, err error) error {
	if err != nil {
		discard(out)
		return fmt.Errorf("There is no new recovery sheet. %w", err)
	}
	fmt.Fprintf(p.Out, "Wrote the recovery sheet %s. Print it, put it away, and delete the file.\n", out.Name())
	return out.Close()
}

func discard(out *os.File) {
	if out != nil {
		out.Close()
		os.Remove(out.Name())
	}
}
