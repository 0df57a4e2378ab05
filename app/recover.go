package app

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"watchword/app/background"
	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/dialogs"
	"watchword/app/helper"
	"watchword/app/print"
	"watchword/app/unlock"
	"watchword/scanner"
	"watchword/scanner/capture"
	"watchword/vault"
)

// showRecover opens the vault with its recovery sheet: typed, pasted, or its QR code found
// on the screen or in a picture.
func (a *App) showRecover() {
	path := a.path
	var opened *vault.Vault
	s := &unlock.Recover{
		Run: a.o.Run, Missing: print.SheetKeyMissing, Find: print.SheetKey, Place: a.placeText(),
		Open: func(key string) error {
			locked, err := vault.Open(path, a.o.VaultOpts)
			if err != nil {
				return err
			}
			opened, err = locked.UnlockWithSheet(key)
			return err
		},
		OnUnlocked: func() { a.opened(opened) },
		OnBack:     a.guarded(a.showUnlock), OnShortcut: a.entryShortcut,
	}
	s.OnScan = func() { a.recoverFromScreen(s) }
	s.OnPaste = func() { a.recoverFromClipboard(s) }
	s.OnPicture = func() {
		a.chooseFiles(dialogs.Options{Title: "A picture of the recovery sheet", Folder: homeFolder(),
			Filters: []dialogs.Filter{
				{Name: "Pictures and texts", Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.webp", "*.bmp", "*.tif", "*.tiff", "*.gif", "*.txt"}},
				{Name: "All files", Patterns: []string{"*"}},
			}}, func(paths []string) { a.recoverFromFile(s, paths[0]) })
	}
	a.show("recover", s, a.showUnlock)
}

// recoverWith runs look away from the UI thread and tries the key that it finds.
func (a *App) recoverWith(s *unlock.Recover, look func(context.Context) (string, error)) {
	ctx := a.work()
	var text string
	var err error
	a.o.Run(func() { text, err = look(ctx) }, func() {
		switch {
		case ctx.Err() != nil || a.page != page(s):
		case err != nil:
			s.Say(err.Error())
		default:
			s.Take(text)
		}
	})
}

// errNoSheetQR comes when nothing on a picture is the code of a sheet.
var errNoSheetQR = errors.New("The QR code of a recovery sheet was not found. The whole code must be seen, straight and sharp; or type the key.")

// sheetIn returns the first key among the texts of QR codes.
func sheetIn(r scanner.Result) (string, error) {
	for _, c := range r.Codes {
		if key, ok := print.SheetKey(c.Text); ok {
			return key, nil
		}
	}
	return "", errNoSheetQR
}

func (a *App) recoverFromScreen(s *unlock.Recover) {
	options := capture.Options{
		Hide: func() { background.OnUIAndWait(a.window.Hide) },
		Show: func() {
			background.OnUIAndWait(func() {
				a.window.Show()
				a.window.RequestFocus()
			})
		},
	}
	a.recoverWith(s, func(ctx context.Context) (string, error) {
		shots, err := a.o.Screens(ctx, options)
		if err != nil {
			return "", err
		}
		for _, shot := range shots {
			r, err := scanner.Scan(ctx, shot.Image, scanner.Options{})
			if err != nil {
				return "", err
			}
			if key, err := sheetIn(r); err == nil {
				return key, nil
			}
		}
		return "", errNoSheetQR
	})
}

// recoverFromFile takes a picture of the sheet or the sheet as a text.
func (a *App) recoverFromFile(s *unlock.Recover, path string) {
	a.recoverWith(s, func(ctx context.Context) (string, error) {
		data, err := readPicture(path)
		if err != nil {
			return "", err
		}
		return keyInData(ctx, data)
	})
}

// maxSheetText bounds the file of a sheet as a text, which has about two kilobytes.
const maxSheetText = 64 << 10

func keyInData(ctx context.Context, data []byte) (string, error) {
	if strings.HasPrefix(string(data[:min(5, len(data))]), "%PDF-") {
		return "", errors.New("A PDF cannot be read here. Show it on the screen and scan that, or type the key.")
	}
	if len(data) <= maxSheetText && utf8.Valid(data) {
		return string(data), nil
	}
	r, err := helper.Scan(ctx, data, scanner.Options{})
	if err != nil {
		return "", err
	}
	return sheetIn(r)
}

func (a *App) recoverFromClipboard(s *unlock.Recover) {
	a.recoverWith(s, func(ctx context.Context) (string, error) {
		if picture, err := a.clip.ReadPicture(ctx); err == nil && len(picture) > 0 {
			r, err := helper.Scan(ctx, picture, scanner.Options{})
			if err != nil {
				return "", err
			}
			return sheetIn(r)
		}
		if files, err := a.clip.ReadFiles(ctx); err == nil && len(files) > 0 {
			data, err := readPicture(files[0])
			if err != nil {
				return "", err
			}
			return keyInData(ctx, data)
		}
		text, err := a.clip.ReadText(ctx)
		if errors.Is(err, clipboard.ErrEmpty) {
			return "", errors.New("The clipboard is empty. Copy the key, or a picture of its QR code, first.")
		}
		return text, err
	})
}
