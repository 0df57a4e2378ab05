package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"watchword/app/intake"
	"watchword/app/print"
	"watchword/app/session"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/vault"
	"watchword/vault/account"
)

// maxSheet bounds the file of a recovery sheet: a text has about two kilobytes, a picture
// of a phone some megabytes.
const maxSheet = 64 << 20

// readSheet returns the key in the file of a recovery sheet: a text, or a picture of it.
func readSheet(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", words.Error("The recovery sheet cannot be read (%w). Check the name of its file.", bare(err))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSheet))
	if err != nil {
		return "", words.Error("The recovery sheet cannot be read (%w).", bare(err))
	}
	key, err := intake.SheetKey(ctx, text)
	if errors.Is(err, scanner.ErrFormat) || errors.Is(err, intake.ErrNoSheetQR) { // a text without a key, or a picture
		return "", vault.ErrBadSheetKey
	}
	return key, err
}

// openBySheet is an [opener] with the key of a recovery sheet.
func (p *program) openBySheet(key string) opener {
	return func(context.Context) (*vault.Vault, error) {
		locked, err := p.locked()
		if err != nil {
			return nil, err
		}
		v, err := locked.UnlockWithSheet(key)
		return v, p.unopened(err)
	}
}

// wantsSheet asks whether to make a recovery sheet. Without a user it is no.
func (p *program) wantsSheet() bool {
	for range attempts {
		answer, ok := p.answer(words.T("Create a recovery sheet, which opens the vault without its password? [Y/n] "))
		if !ok {
			return false
		}
		if yes, known := yesOrNo(answer); known {
			return yes
		}
		p.note(words.T("Answer y or n; the name of the file is asked for next."))
	}
	return false
}

// yesOrNo reads an answer; nothing is yes. known is false for any other text.
func yesOrNo(answer string) (yes, known bool) {
	switch strings.ToLower(answer) {
	case "", "y", "yes":
		return true, true
	case "n", "no":
		return false, true
	}
	return false, false
}

// sheetFile asks for the file of a sheet until one can be written; false if the user wants
// none. An answer to a question of yes or no is never taken for a name.
func (p *program) sheetFile(s vault.Sheet) (string, bool) {
	usual := print.SheetName(s, ".pdf")
	for range attempts {
		file, ok := p.answer(words.T("Save it as [%s]: ", usual))
		if !ok {
			return "", false
		}
		if yes, known := yesOrNo(file); known {
			if !yes {
				return "", false
			}
			file = usual
		}
		file, err := typedPath(file)
		if err == nil {
			err = p.checkSheetFile(file)
		}
		if err == nil {
			return file, true
		}
		p.noteError(err)
	}
	return "", false
}

// typedPath reads a path that was typed at a question, where no shell looked at it before.
func typedPath(text string) (string, error) {
	if account.Visible(text) != text {
		return "", words.Error("The name %s has characters that cannot be seen, an arrow key for instance. Type it again.", account.Visible(text))
	}
	below, ok := strings.CutPrefix(text, "~")
	if !ok {
		return text, nil
	}
	home, err := os.UserHomeDir()
	if err != nil || below != "" && !os.IsPathSeparator(below[0]) {
		return "", words.Error("What %s stands for is not known here. Type the whole path, or “./%s” for a file of that name.", text, text)
	}
	return filepath.Join(home, below), nil
}

// checkSheetFile refuses a file that cannot be made, before anything else is done.
func (p *program) checkSheetFile(file string) error {
	if file == "-" {
		return wrongUse(words.T("A recovery sheet is written to a file, not to standard output. Name a file, or “./-” for one of that name."))
	}
	err := vault.CheckSheetPlace(file, vault.Options{})
	if errors.Is(err, fs.ErrExist) {
		return words.Error("There is a file at %s already; nothing was changed. Name another file for the recovery sheet.", clean(file))
	}
	return err
}

// errNoSheet ends the making of a sheet that the user called off.
var errNoSheet = words.Error("No recovery sheet was made.")

// keepSheet makes a recovery sheet, saves the vault with it, and says where the sheet is. The
// name of its file is asked for where file is empty.
func (p *program) keepSheet(ctx context.Context, s *session.Session, file string) error {
	v := s.Vault()
	before, replaced := v.ActiveSheet()
	sheet, err := v.MakeSheet()
	if err != nil {
		return err
	}
	if file == "" {
		var ok bool
		if file, ok = p.sheetFile(sheet); !ok {
			return errNoSheet
		}
	}
	page, err := print.SheetData(sheet, file)
	if err != nil {
		return err
	}
	kept, result := s.KeepSheet(ctx, sheet, page, file)
	p.told(result)
	p.tellNotices(v.Notices())
	if kept == "" {
		if active, _ := v.ActiveSheet(); active.Number == sheet.Number && !v.Dirty() {
			return result.Err // it is active, only its file has another name
		}
		return words.Error("There is no new recovery sheet. %w", result.Err)
	}
	if full, err := filepath.Abs(file); err == nil && full == kept {
		kept = file
	}
	fmt.Fprintln(p.Out, words.T("Wrote the recovery sheet %s, number %s. Print it, put it away, and delete the file.", clean(kept), sheet.Number))
	if replaced {
		p.note(uselessNow(before))
	}
	return nil
}

// uselessNow says of the sheet before the new one what it still opens.
func uselessNow(s vault.SheetInfo) string {
	if s.Number == "" {
		return words.T("The earlier sheet does not open the vault any more: destroy it. It still opens backups made before.")
	}
	return words.T("The earlier sheet, number %s, does not open the vault any more: destroy it. It still opens backups made before.", s.Number)
}
