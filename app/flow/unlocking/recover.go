package unlocking

import (
	"context"
	"errors"
	"unicode/utf8"

	"watchword/app/background"
	"watchword/app/desk"
	"watchword/app/desktop/clipboard"
	"watchword/app/desktop/dialogs"
	"watchword/app/helper"
	"watchword/app/intake"
	"watchword/app/phrases"
	"watchword/app/print"
	"watchword/app/unlock"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/scanner/capture"
	"watchword/vault"
)

// ShowRecover opens the vault with its recovery sheet: typed, pasted, or its QR code found
// on the screen or in a picture.
func (f *Flow) ShowRecover() {
	path := f.Path
	var opened *vault.Vault
	s := &unlock.Recover{
		Run: f.Run, Missing: print.SheetKeyMissing, Find: print.SheetKey, Place: f.placeText(),
		Open: func(key string) error {
			locked, err := vault.Open(path, f.VaultOpts)
			if err != nil {
				return err
			}
			opened, err = locked.UnlockWithSheet(key)
			return err
		},
		OnUnlocked: func() { f.OnOpened(opened, How{}) },
		OnBack:     f.Guarded(f.Return), OnShortcut: f.EntryShortcut,
	}
	s.OnScan = func() { f.recoverFromScreen(s) }
	s.OnPaste = func() { f.recoverFromClipboard(s) }
	s.OnPicture = func() {
		f.ChooseFiles(dialogs.Options{Title: words.T("The file of the recovery sheet"), Folder: desk.HomeFolder(),
			Filters: []dialogs.Filter{
				{Name: words.T("Recovery sheets"), Patterns: []string{"*.png", "*.jpg", "*.jpeg", "*.webp", "*.bmp", "*.tif", "*.tiff", "*.gif", "*.pdf", "*.txt"}},
				{Name: words.T("All files"), Patterns: []string{"*"}},
			}}, func(paths []string) { f.RecoverFromFile(s, paths[0]) })
	}
	f.Visit(s, f.ShowRecover)
}

// RecoverFrom opens the vault with a file of its recovery sheet.
func (f *Flow) RecoverFrom(path string) {
	f.ShowRecover()
	if s, ok := f.Page().(*unlock.Recover); ok {
		f.RecoverFromFile(s, path)
	}
}

// recoverWith runs look away from the UI thread and tries the key that it finds.
func (f *Flow) recoverWith(s *unlock.Recover, look func(context.Context) (string, error)) {
	ctx := f.Work()
	var text string
	var err error
	f.Run(func() { text, err = look(ctx) }, func() {
		switch {
		case ctx.Err() != nil || !f.Shows(s):
		case err != nil:
			s.Say(phrases.Sentence(err))
		default:
			s.Take(text)
		}
	})
}

func (f *Flow) recoverFromScreen(s *unlock.Recover) {
	options := capture.Options{
		Hide: func() { background.OnUIAndWait(f.Window.Hide) },
		Show: func() {
			background.OnUIAndWait(func() {
				f.Window.Show()
				f.Window.RequestFocus()
			})
		},
	}
	f.recoverWith(s, func(ctx context.Context) (string, error) {
		shots, err := f.Screens(ctx, options)
		if err != nil {
			return "", err
		}
		for _, shot := range shots {
			r, err := scanner.Scan(ctx, shot.Image, scanner.Options{})
			if err != nil {
				return "", err
			}
			if key, err := intake.SheetIn(r); err == nil {
				return key, nil
			}
		}
		return "", intake.ErrNoSheetQR
	})
}

// RecoverFromFile takes a picture of the sheet or the sheet as a text.
func (f *Flow) RecoverFromFile(s *unlock.Recover, path string) {
	f.recoverWith(s, func(ctx context.Context) (string, error) {
		data, err := intake.Read(path)
		if err != nil {
			return "", err
		}
		return keyInData(ctx, data)
	})
}

// maxSheetText bounds the file of a sheet as a text, which has about two kilobytes.
const maxSheetText = 64 << 10

func keyInData(ctx context.Context, data []byte) (string, error) {
	key, err := intake.SheetKey(ctx, data)
	if errors.Is(err, scanner.ErrFormat) && len(data) <= maxSheetText && utf8.Valid(data) {
		return string(data), nil // the page says what is wrong with it, as with what is typed
	}
	return key, err
}

func (f *Flow) recoverFromClipboard(s *unlock.Recover) {
	f.recoverWith(s, func(ctx context.Context) (string, error) {
		if picture, err := f.Clipboard.ReadPicture(ctx); err == nil && len(picture) > 0 {
			r, err := helper.Scan(ctx, picture, scanner.Options{})
			if err != nil {
				return "", err
			}
			return intake.SheetIn(r)
		}
		if files, err := f.Clipboard.ReadFiles(ctx); err == nil && len(files) > 0 {
			data, err := intake.Read(files[0])
			if err != nil {
				return "", err
			}
			return keyInData(ctx, data)
		}
		text, err := f.Clipboard.ReadText(ctx)
		if errors.Is(err, clipboard.ErrEmpty) {
			return "", words.Error("The clipboard is empty. Copy the key, or a picture of its QR code, first.")
		}
		return text, err
	})
}
