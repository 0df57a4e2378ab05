package app

import (
	"fyne.io/fyne/v2"

	"watchword/app/config"
	"watchword/app/desk"
	"watchword/app/phrases"
	"watchword/app/shell"
	"watchword/app/unlock"
	"watchword/assets"
	"watchword/assets/words"
	"watchword/vault/account"
)

// NewWhich makes the window that asks which of two vaults is meant, where the program cannot tell; decided gets
// the places and ends it. Nothing is read of either vault or of its settings.
func NewWhich(f fyne.App, found config.Found, decided func(config.Places)) fyne.Window {
	usual, _ := config.Load(config.Places{})
	d := desk.New(desk.Options{Config: usual})
	f.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	s := shell.New(f, d)
	s.Show(whichPage(found, decided, f.Quit), nil)
	s.KeepMap()
	return s.Window
}

func whichPage(found config.Found, decided func(config.Places), quit func()) *unlock.Which {
	here, other := words.T("Use this vault"), words.T("Use this vault")
	switch found.Doubt {
	case config.Stranger:
		here, other = words.T("Use the vault next to the program"), words.T("Do not use it")
	case config.Unused:
		here, other = words.T("Create a new vault next to the program"), words.T("Use the vault in the usual place")
	}
	return &unlock.Which{
		Text: phrases.Doubt(found),
		Choices: []unlock.Choice{
			{Text: here, Path: account.Visible(found.Places.Vault), Do: func() { decided(found.Places) }},
			{Text: other, Path: account.Visible(found.Or.Vault), Do: func() { decided(found.Or) }},
		},
		OnQuit: quit,
	}
}
